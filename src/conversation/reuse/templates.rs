//! “Mẫu tin”: a text whose places are asked for one after the other. A writer keeps a message as
//! one.

use super::super::act::Act;
use super::super::talk::{Ask, Draft, Step, Talk};
use super::super::writing;
use super::earlier::{group_now, may, of_ward};
use crate::channel::{Button, Letter, Target};
use crate::i18n::{Text, count};
use crate::message::MessageId;
use crate::message::templates::{self, Template, Which, fields, fill, shipped};
use crate::store::Error;
use crate::text::{Rich, nfc, one_line, shorten};

/// Templates that a ward may have; a platform shows no more buttons.
const TEMPLATES_MAX: usize = 60;
const NAME_MAX: usize = 60;
/// Characters of one value.
const VALUE_MAX: usize = 400;

/// The templates of the ward, its own first.
pub(in crate::conversation) async fn list(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !may(talk).await? {
        return Ok(());
    }
    let mut all = templates::of_ward(talk.tx, talk.ward.id).await?;
    all.extend(shipped().iter().cloned());
    let mut letter = talk.letter(&Text::TemplatesHeading);
    letter.buttons = all
        .iter()
        .map(|template| {
            let target = Target::Act(Act::Template(template.which.code()).pack());
            vec![Button { label: shorten(&template.name, NAME_MAX), target }]
        })
        .collect();
    talk.send(letter).await
}

async fn found(talk: &mut Talk<'_>, code: &str) -> Result<Option<Template>, Error> {
    let which = Which::from_code(code);
    templates::template(talk.tx, talk.ward.id, &which).await
}

/// One template, as it is.
pub(in crate::conversation) async fn open(talk: &mut Talk<'_>, code: &str) -> Result<(), Error> {
    if !may(talk).await? {
        return Ok(());
    }
    let Some(template) = found(talk, code).await? else { return talk.alert(Text::TemplateGone).await };
    let mut row = vec![talk.button(&Text::ButtonTemplateUse, &Act::TemplateUse(code.to_owned()))];
    if matches!(template.which, Which::Own(_)) {
        row.push(talk.button(&Text::ButtonTemplateDrop, &Act::TemplateDrop(code.to_owned())));
    }
    let text = Rich::bold(&template.name).below(2, &template.text);
    talk.send(Letter { text, buttons: vec![row], ..Letter::default() }).await
}

/// “Dùng mẫu này”: the first place is asked for.
pub(in crate::conversation) async fn begin(talk: &mut Talk<'_>, code: &str) -> Result<(), Error> {
    if !may(talk).await? {
        return Ok(());
    }
    // A draft that was begun for an opening keeps it.
    let begun = match talk.step().await? {
        Some(Step::Drafting(draft)) if draft.message.is_none() && draft.slot => Some(draft),
        _ => None,
    };
    go_on(talk, code.to_owned(), Vec::new(), begun).await
}

/// The value of a place came.
pub(in crate::conversation) async fn value_came(
    talk: &mut Talk<'_>,
    template: String,
    mut values: Vec<String>,
    begun: Option<Draft>,
    text: &Rich,
) -> Result<(), Error> {
    if !may(talk).await? {
        return Ok(());
    }
    let value = nfc(text.words().trim());
    if value.is_empty() {
        return talk.say(Text::TemplateEmpty).await;
    }
    if value.chars().count() > VALUE_MAX {
        return talk.say(Text::TemplateLong { max: count(VALUE_MAX) }).await;
    }
    values.push(value);
    go_on(talk, template, values, begun).await
}

/// Asks for the next place, or begins the draft when none is left.
async fn go_on(
    talk: &mut Talk<'_>,
    code: String,
    values: Vec<String>,
    begun: Option<Draft>,
) -> Result<(), Error> {
    let Some(template) = found(talk, &code).await? else {
        talk.clear_step().await?;
        return talk.alert(Text::TemplateGone).await;
    };
    let names = fields(&template.text);
    if let Some(name) = names.get(values.len()) {
        let text = Text::TemplateAsk {
            name: one_line(name, 120),
            n: count(values.len() + 1),
            all: count(names.len()),
        };
        talk.set_step(&Step::Filling { template: code, values, begun }).await?;
        return talk.say(text).await;
    }
    let text = fill(&template.text, &values);
    let has_slot = begun.is_some();
    let group = match begun.as_ref().and_then(|draft| draft.content_group) {
        Some(group) => Some(group),
        None => group_now(talk, template.content_group).await?,
    };
    let draft = Draft { text: Some(text), content_group: group, ..begun.unwrap_or_default() };
    if group.is_some() || has_slot {
        return writing::settle(talk, Draft { asks: Ask::Text, ..draft }).await;
    }
    writing::ask_group(talk, Draft { asks: Ask::ContentGroup, ..draft }).await
}

/// “Lưu làm mẫu”: asks what the template is to be called.
pub(in crate::conversation) async fn keep(talk: &mut Talk<'_>, id: MessageId) -> Result<(), Error> {
    if !may(talk).await? {
        return Ok(());
    }
    let Some((_, version)) = of_ward(talk, id).await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    if templates::of_ward(talk.tx, talk.ward.id).await?.len() >= TEMPLATES_MAX {
        return talk.alert(Text::TemplatesEnough).await;
    }
    talk.set_step(&Step::TemplateText { message: id }).await?;
    talk.say(Text::TemplateHow).await?;
    // Alone in a message, so that it is copied with one touch.
    talk.send(Letter { text: version.body.vi, ..Letter::default() }).await
}

/// The text with its brackets came, or that it is to stay as it is.
pub(in crate::conversation) async fn text_came(
    talk: &mut Talk<'_>,
    message: MessageId,
    text: &Rich,
) -> Result<(), Error> {
    if !may(talk).await? {
        return Ok(());
    }
    if text.is_empty() {
        return talk.say(Text::TemplateEmpty).await;
    }
    let found = fields(text);
    if found.is_empty() {
        return talk.say(Text::TemplateNoPlace).await;
    }
    talk.set_step(&Step::TemplateName { message, text: text.clone() }).await?;
    let names: Vec<String> = found.iter().map(|name| format!("• {}", one_line(name, 60))).collect();
    talk.say(Text::TemplateAskName { places: names.join("\n") }).await
}

/// What it is called came.
pub(in crate::conversation) async fn name_came(
    talk: &mut Talk<'_>,
    message: MessageId,
    text: Rich,
    name: &Rich,
) -> Result<(), Error> {
    if !may(talk).await? {
        return Ok(());
    }
    let name = one_line(&nfc(&name.words()), NAME_MAX);
    if name.is_empty() {
        return talk.say(Text::TemplateNameEmpty).await;
    }
    let group = of_ward(talk, message).await?.and_then(|(message, _)| message.content_group);
    let me = talk.me().await?;
    let id = templates::add(talk.tx, talk.ward.id, &name, &text, group, me).await?;
    talk.clear_step().await?;
    let mut letter = talk.letter(&Text::TemplateKept { name });
    let code = Which::Own(id).code();
    letter.buttons = vec![vec![talk.button(&Text::ButtonTemplateUse, &Act::TemplateUse(code))]];
    talk.send(letter).await
}

/// “Xóa mẫu”
pub(in crate::conversation) async fn drop(talk: &mut Talk<'_>, code: &str) -> Result<(), Error> {
    if !may(talk).await? {
        return Ok(());
    }
    let Which::Own(id) = Which::from_code(code) else { return talk.toast(Text::ButtonUnknown).await };
    let me = talk.me().await?;
    if !templates::drop(talk.tx, talk.ward.id, id, me).await? {
        return talk.alert(Text::TemplateGone).await;
    }
    let letter = talk.letter(&Text::TemplateDropped);
    talk.replace(letter).await
}
