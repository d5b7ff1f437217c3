//! “Tin cũ”: all messages of the ward, found by words with or without accents, and written again.

use super::super::act::Act;
use super::super::inbox::{PAGE, page_buttons};
use super::super::showing;
use super::super::talk::{Ask, Draft, Step, Talk};
use super::super::writing;
use crate::channel::Letter;
use crate::i18n::{self, Text};
use crate::message::{self, Message, MessageId};
use crate::plan::{self, ContentGroupId};
use crate::store::Error;
use crate::text::{Rich, folded_words, nfc, one_line, shorten};

/// Messages that a search shows at most; who looks for more says more.
const FOUND_MAX: i64 = 48;
/// Characters of what is looked for.
const WANTED_MAX: usize = 200;
const BEGINNING: usize = 90;

/// Shows the newest messages and asks what to look for.
pub(in crate::conversation) async fn ask(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !may(talk).await? {
        return Ok(());
    }
    talk.set_step(&Step::FindingOld { wanted: String::new() }).await?;
    show(talk, "", 0).await
}

/// What is looked for came.
pub(in crate::conversation) async fn came(talk: &mut Talk<'_>, text: &Rich) -> Result<(), Error> {
    if !may(talk).await? {
        return Ok(());
    }
    let wanted: String = nfc(text.words().trim()).chars().take(WANTED_MAX).collect();
    talk.set_step(&Step::FindingOld { wanted: wanted.clone() }).await?;
    show(talk, &wanted, 0).await
}

/// Another page of what was found.
pub(in crate::conversation) async fn turn(talk: &mut Talk<'_>, number: i32) -> Result<(), Error> {
    if !may(talk).await? {
        return Ok(());
    }
    match talk.step().await? {
        Some(Step::FindingOld { wanted }) => show(talk, &wanted, usize::try_from(number).unwrap_or(0)).await,
        _ => talk.toast(Text::OldAgain).await,
    }
}

pub(super) async fn may(talk: &mut Talk<'_>) -> Result<bool, Error> {
    if !talk.is_private() {
        talk.alert(Text::OnlyInPrivate).await?;
        return Ok(false);
    }
    if !talk.roles.may_write() {
        talk.alert(Text::OnlyWriters).await?;
        return Ok(false);
    }
    Ok(true)
}

async fn show(talk: &mut Talk<'_>, wanted: &str, number: usize) -> Result<(), Error> {
    let found = message::search(talk.tx, talk.ward.id, wanted, FOUND_MAX).await?;
    if found.is_empty() {
        let text =
            if wanted.is_empty() { Text::OldNone } else { Text::OldNothing { wanted: shorten(wanted, 60) } };
        return talk.say(text).await;
    }
    let lang = talk.lang;
    let last = (found.len() - 1) / PAGE;
    let number = number.min(last);
    let heading = if wanted.is_empty() {
        Text::OldNewest
    } else {
        Text::OldFound { wanted: shorten(wanted, 60), n: i18n::count(found.len()) }
    };
    let mut letter = Letter { text: Rich::bold(&heading.say(lang)), ..Letter::default() };
    for message in found.iter().skip(number * PAGE).take(PAGE) {
        let line = heading_of(talk, message).await?;
        let version = message::version(talk.tx, message.id, message.version).await?;
        let begins = version.map(|v| one_line(&v.body.vi.words(), BEGINNING)).unwrap_or_default();
        letter.text = letter.text.below(2, &Rich::bold(&line)).below(1, &Rich::plain(&begins));
        let label = Text::ButtonOldOpen { number: i64::from(message.number) };
        let button = talk.button(&label, &Act::OldOpen(message.id));
        match letter.buttons.last_mut().filter(|row| row.len() < 4) {
            Some(row) => row.push(button),
            None => letter.buttons.push(vec![button]),
        }
    }
    letter.text = letter.text.below(2, &Rich::plain(&Text::OldAskWords.say(lang)));
    letter.buttons.extend(page_buttons(talk, number, last, Act::OldPage));
    talk.replace(letter).await
}

/// “Tin 12 – đã đăng lúc …”
async fn heading_of(talk: &mut Talk<'_>, message: &Message) -> Result<String, Error> {
    let number = i64::from(message.number);
    let state = writing::state_text(talk, message).await?.say(talk.lang);
    Ok(Text::OwnLine { number, state }.say(talk.lang))
}

/// One message, as it was posted, with the button that writes it again.
pub(in crate::conversation) async fn open(talk: &mut Talk<'_>, id: MessageId) -> Result<(), Error> {
    if !may(talk).await? {
        return Ok(());
    }
    let Some((message, version)) = of_ward(talk, id).await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let heading = heading_of(talk, &message).await?;
    for before in showing::before_card(&version.body, &talk.private_link("hoi"), talk.lang) {
        talk.send(before).await?;
    }
    let letter = Letter {
        text: Rich::bold(&heading).below(2, &message::as_posted(&version.body)),
        buttons: vec![
            vec![talk.button(&Text::ButtonOldCopy, &Act::OldCopy(id))],
            vec![talk.button(&Text::ButtonTemplateKeep, &Act::TemplateKeep(id))],
        ],
        ..Letter::default()
    }
    .with_media(showing::above(&version.body));
    talk.send(letter).await
}

pub(super) async fn of_ward(
    talk: &mut Talk<'_>,
    id: MessageId,
) -> Result<Option<(Message, message::Version)>, Error> {
    let ward = talk.ward.id;
    Ok(message::current(talk.tx, id).await?.filter(|(message, _)| message.ward == ward))
}

/// A new draft with the words and the media of this message; its audience is chosen anew.
pub(in crate::conversation) async fn copy(talk: &mut Talk<'_>, id: MessageId) -> Result<(), Error> {
    if !may(talk).await? {
        return Ok(());
    }
    let Some((message, version)) = of_ward(talk, id).await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    // A draft that was begun for an opening keeps it.
    let begun = match talk.step().await? {
        Some(Step::Drafting(draft)) if draft.message.is_none() && draft.slot => draft,
        _ => Draft { content_group: group_now(talk, message.content_group).await?, ..Draft::default() },
    };
    let draft = Draft {
        text: Some(version.body.vi),
        en: version.body.en,
        media: version.body.media,
        source: version.body.source,
        kind: version.body.kind,
        asks: Ask::Time,
        ..begun
    };
    talk.say(Text::OldCopied { number: i64::from(message.number) }).await?;
    writing::preview(talk, draft).await
}

/// The content group under which a message of an earlier plan would be written now: the one that
/// is called the same, else the same as then.
pub(super) async fn group_now(
    talk: &mut Talk<'_>,
    then: Option<ContentGroupId>,
) -> Result<Option<ContentGroupId>, Error> {
    let Some(then) = then else { return Ok(None) };
    let groups = plan::content_groups(talk.tx, talk.ward.id).await?;
    if groups.iter().any(|group| group.id == then) {
        return Ok(Some(then));
    }
    let Some(old) = plan::content_group(talk.tx, talk.ward.id, then).await? else { return Ok(None) };
    let name = folded_words(&old.name);
    let same = groups.iter().find(|group| folded_words(&group.name) == name);
    Ok(Some(same.map_or(then, |group| group.id)))
}
