//! Asking: in private, in a group, from a post. What comes in is stored, goes to its unit or lets
//! its asker choose, and is acknowledged with code and deadline.

use super::adding::takes_more;
use super::consent::{ask_consent, has_agreed};
use super::{flood, special};
use crate::channel::{Button, Letter, Media, Target};
use crate::conversation::Desk;
use crate::conversation::act::Act;
use crate::conversation::notice::Notice;
use crate::conversation::talk::{Step, Talk, button, words};
use crate::conversation::{card, media, status};
use crate::delivery::{self, About, Kind as Sent, Lane, PostId};
use crate::i18n::{self, Lang, Text, hanoi};
use crate::message;
use crate::plan;
use crate::question::deadline::Kind;
use crate::question::route::Verdict;
use crate::question::store as questions;
use crate::question::{Incoming, Placed, Question, QuestionId, State, Way, spoken};
use crate::schedule;
use crate::store::Error;
use crate::text::{Rich, nfc};
use crate::ward::store as ward;
use crate::ward::{CATCH_ALL, Unit};

/// Characters of one question that are kept; platforms allow 4096.
pub(super) const QUESTION_MAX: usize = 4_000;
/// Fields offered when the router is not sure.
const OFFERS: usize = 3;
/// Earlier questions that are offered beside them: few words often go on with something.
const EARLIER: usize = 2;
/// What a resident chooses when no field fits.
const OTHER: &str = "OTHER";
/// From this share of the belief on, a second unit is offered as well as the first.
const SECOND: f64 = 0.2;

/// What somebody wants to know: from which post, and for whom where that is not themselves.
#[derive(Clone, Copy)]
pub(super) struct Wish<'a> {
    pub text: &'a str,
    pub post: Option<PostId>,
    pub asker: Option<&'a str>,
}

/// `/hoi`, alone or with the question behind it.
pub(in crate::conversation) async fn ask(
    talk: &mut Talk<'_>,
    argument: &str,
    reply_to: Option<&str>,
) -> Result<(), Error> {
    let post = post_replied_to(talk, reply_to).await?;
    if !argument.is_empty() {
        return take(talk, Wish { text: argument, post, asker: None }).await;
    }
    if talk.is_private() {
        talk.set_step(&Step::Asking { post }).await?;
        let mut letter = talk.letter(&Text::AskHow);
        if talk.roles.is_head() || talk.roles.is_staff() {
            letter.buttons = vec![vec![talk.button(&Text::ButtonAskFor, &Act::AskFor)]];
        }
        return talk.send(letter).await;
    }
    talk.say(Text::GroupAskHow).await
}

/// Words addressed to the bot in a group.
pub(in crate::conversation) async fn ask_in_group(
    talk: &mut Talk<'_>,
    text: &Rich,
    photo: Option<&Media>,
    reply_to: Option<&str>,
) -> Result<(), Error> {
    let post = post_replied_to(talk, reply_to).await?;
    if text.is_empty() {
        return if photo.is_some() { Ok(()) } else { talk.say(Text::GroupAskHow).await };
    }
    take(talk, Wish { text: &text.words(), post, asker: None }).await
}

/// Words in private.
pub(in crate::conversation) async fn ask_in_private(
    talk: &mut Talk<'_>,
    text: &Rich,
    post: Option<PostId>,
) -> Result<(), Error> {
    if text.is_empty() {
        return Ok(());
    }
    take(talk, Wish { text: &text.words(), post, asker: None }).await
}

async fn post_replied_to(talk: &mut Talk<'_>, reply_to: Option<&str>) -> Result<Option<PostId>, Error> {
    let Some(message) = reply_to else { return Ok(None) };
    let found = delivery::outgoing_by_message(talk.tx, talk.chat.id, message).await?;
    Ok(found.and_then(|f| f.about.post))
}

/// The units that answer for the content group of a post.
async fn units_behind(talk: &mut Talk<'_>, post: Option<PostId>) -> Result<Vec<String>, Error> {
    let Some(post) = post else { return Ok(Vec::new()) };
    let Some(post) = schedule::post(talk.tx, post).await? else { return Ok(Vec::new()) };
    let Some(message) = message::message(talk.tx, post.message).await? else { return Ok(Vec::new()) };
    let Some(group) = message.content_group else { return Ok(Vec::new()) };
    Ok(plan::units_of(talk.tx, group).await?.into_iter().map(|(_, code)| code).collect())
}

pub(super) async fn route(talk: &mut Talk<'_>, text: &str, post: Option<PostId>) -> Result<Verdict, Error> {
    let units = units_behind(talk, post).await?;
    let prior: Vec<&str> = units.iter().map(String::as_str).collect();
    Ok(talk.desk.routers.of(talk.ward.id).route(text, (!prior.is_empty()).then_some(prior.as_slice())))
}

/// Takes a question in.
pub(super) async fn take(talk: &mut Talk<'_>, wish: Wish<'_>) -> Result<(), Error> {
    let text: String = nfc(wish.text.trim()).chars().take(QUESTION_MAX).collect();
    let wish = Wish { text: &text, ..wish };
    let verdict = route(talk, &text, wish.post).await?;
    match verdict.label.as_str() {
        "EMERGENCY" => special::emergency(talk, wish, &verdict).await,
        "COMPLAINT" => special::complaint(talk, wish).await,
        // Sent away only if it is sure: a guess would lose a question that is the ward's.
        "OUTSIDE" if verdict.sure => special::outside(talk, wish, &verdict).await,
        "NOT_A_QUESTION" if verdict.sure => special::small_talk(talk, wish).await,
        _ => ordinary(talk, wish, &verdict).await,
    }
}

/// Answers where the words came from, as a reply to them.
pub(super) async fn answer_here(talk: &mut Talk<'_>, letter: Letter) -> Result<(), Error> {
    acknowledge(talk, letter, About::default()).await
}

pub(super) async fn acknowledge(talk: &mut Talk<'_>, mut letter: Letter, about: About) -> Result<(), Error> {
    if !talk.is_private() {
        letter.reply_to.clone_from(&talk.message_id);
    }
    talk.send_about(letter, Sent::Acknowledgement, about).await
}

/// Stores a question of who speaks; `text` is blank where its words must not be kept.
pub(super) async fn store(
    talk: &mut Talk<'_>,
    wish: Wish<'_>,
    label: &str,
    kind: Kind,
    state: State,
    why: &str,
) -> Result<Question, Error> {
    let person = talk.me().await?;
    let message = talk.message_id.clone();
    let incoming = Incoming {
        ward: talk.ward.id,
        person,
        account: talk.account.id,
        from_chat: talk.chat.id,
        post: wish.post,
        text: wish.text,
        label,
        why,
        kind,
        state,
        message: message.as_deref(),
        way: if wish.asker.is_some() { Way::Head } else { Way::Chat },
        entered_by: wish.asker.map(|_| person),
        asker: wish.asker.unwrap_or_default(),
    };
    questions::take_in(talk.tx, &incoming).await
}

async fn ordinary(talk: &mut Talk<'_>, wish: Wish<'_>, verdict: &Verdict) -> Result<(), Error> {
    if flood::stops(talk).await? {
        return Ok(());
    }
    let me = talk.me().await?;
    let why = verdict.why.join(", ");
    if !has_agreed(talk.tx, me).await? {
        let question = store(talk, wish, &verdict.label, Kind::Normal, State::Held, &why).await?;
        return ask_consent(talk, &question).await;
    }
    let question = store(talk, wish, &verdict.label, Kind::Normal, State::Choosing, &why).await?;
    place_or_offer(talk, &question, verdict).await
}

/// Gives a question to its unit, or lets the resident choose where the router is not sure.
pub(super) async fn place_or_offer(
    talk: &mut Talk<'_>,
    question: &Question,
    verdict: &Verdict,
) -> Result<(), Error> {
    let unit = ward::unit_by_code(talk.tx, talk.ward.id, &verdict.label).await?;
    if let (true, Some(unit)) = (verdict.sure, unit) {
        return open(talk, question, &unit, &verdict.label, &verdict.why.join(", "), question.kind, false)
            .await;
    }
    let Some(mailbox) = ward::mailbox(talk.tx, question.person).await? else {
        // They cannot be asked which field they mean, and a question is never nobody's.
        let office = ward::unit_by_code(talk.tx, talk.ward.id, CATCH_ALL).await?;
        let Some(office) = office else { return Ok(()) };
        return open(talk, question, &office, CATCH_ALL, "", question.kind, false).await;
    };
    let code = spoken(&question.code);
    let about = About { question: Some(question.id), ..About::default() };
    if !talk.is_private() {
        let letter = words(talk.lang, &Text::GroupTaken { code: code.clone() });
        acknowledge(talk, letter, about).await?;
    }
    let offers = talk.desk.routers.of(talk.ward.id).offers(&question.text, verdict, OFFERS);
    let id = question.id;
    let lang = Lang::of(&mailbox.language);
    let mut letter = words(lang, &Text::ChooseField { code });
    for offer in offers {
        let Some(label) = i18n::field(&offer.field, lang) else { continue };
        letter.buttons.push(vec![Button { label, target: Target::Act(Act::Field(id, offer.label).pack()) }]);
    }
    if let Some(labels) = both(talk, verdict).await? {
        letter.buttons.push(vec![button(lang, &Text::ButtonBoth, &Act::Both(id, labels))]);
    }
    for earlier in earlier_of(talk, question).await? {
        let label = Text::ButtonBelongsTo { code: spoken(&earlier) };
        letter.buttons.push(vec![button(lang, &label, &Act::BelongsTo(id, earlier))]);
    }
    letter.buttons.push(vec![button(lang, &Text::ButtonOtherField, &Act::Field(id, OTHER.into()))]);
    talk.post_to(mailbox.chat, letter, Sent::Acknowledgement, Lane::Interactive, about).await?;
    Ok(())
}

/// The codes of the asker's newest questions that these words may belong to.
async fn earlier_of(talk: &mut Talk<'_>, question: &Question) -> Result<Vec<String>, Error> {
    let mut all = questions::of_person(talk.tx, question.person).await?;
    all.retain(|other| other.id != question.id && other.unit.is_some() && takes_more(other));
    Ok(all.into_iter().take(EARLIER).map(|other| other.code).collect())
}

/// The two units of a question that asks two things, as a button carries them.
async fn both(talk: &mut Talk<'_>, verdict: &Verdict) -> Result<Option<String>, Error> {
    let [first, second, ..] = verdict.ranked.as_slice() else { return Ok(None) };
    if second.score < SECOND {
        return Ok(None);
    }
    for label in [&first.label, &second.label] {
        if ward::unit_by_code(talk.tx, talk.ward.id, label).await?.is_none() {
            return Ok(None);
        }
    }
    Ok(Some(format!("{}+{}", first.label, second.label)))
}

/// It asks two things: each unit has a question of its own, with the same words.
pub(in crate::conversation) async fn both_chosen(
    talk: &mut Talk<'_>,
    id: QuestionId,
    labels: &str,
) -> Result<(), Error> {
    let Some(question) = super::own(talk, id).await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    if question.state != State::Choosing {
        return talk.alert(Text::QuestionClosed).await;
    }
    let Some((first, second)) = labels.split_once('+') else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let ward = talk.ward.id;
    let (one, other) =
        (ward::unit_by_code(talk.tx, ward, first).await?, ward::unit_by_code(talk.tx, ward, second).await?);
    let (Some(one), Some(other)) = (one, other) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let letter = words(talk.lang, &Text::FieldChosen { code: spoken(&question.code) });
    talk.replace(letter).await?;
    open(talk, &question, &one, first, "chosen", question.kind, false).await?;
    let me = talk.me().await?;
    if let Some(part) = questions::split(talk.tx, &question, &question.text, second, me).await? {
        open(talk, &part, &other, second, "chosen", part.kind, false).await?;
    }
    Ok(())
}

/// With a unit from now on: acknowledged with code and deadline, shown as a card in its chat.
pub(super) async fn open(
    talk: &mut Talk<'_>,
    question: &Question,
    unit: &Unit,
    label: &str,
    why: &str,
    kind: Kind,
    alarm: bool,
) -> Result<(), Error> {
    let due = talk.desk.due(question.asked_at, kind);
    let calendar = talk.ward.calendar;
    let placed = Placed { unit: unit.id, label, why, kind, due_at: due, calendar };
    if !questions::place(talk.tx, question.id, placed).await? {
        return talk.alert(Text::QuestionClosed).await;
    }
    let question = &Question {
        state: State::Open,
        unit: Some(unit.id),
        label: label.to_owned(),
        kind,
        due_at: Some(due),
        ..question.clone()
    };
    let about = About { question: Some(question.id), ..About::default() };
    let code = spoken(&question.code);
    if !alarm {
        let starts = talk.desk.starts(question.asked_at, kind);
        let lang = talk.lang;
        let due_day = i18n::day(hanoi(due).date_naive(), lang);
        let here = question.from_chat == talk.chat.id;
        let text = if !talk.is_private() && here {
            Text::GroupAcknowledged { code: code.clone(), due: due_day.clone() }
        } else if hanoi(starts).date_naive() > hanoi(question.asked_at).date_naive() {
            let starts = i18n::day(hanoi(starts).date_naive(), lang);
            Text::AcknowledgedLater {
                code: code.clone(),
                unit: unit.name.clone(),
                due: due_day.clone(),
                starts,
            }
        } else {
            Text::Acknowledged { code: code.clone(), unit: unit.name.clone(), due: due_day.clone() }
        };
        if talk.is_private() {
            let chat = talk.chat.id;
            if status::joins(talk.tx, question, lang).await? {
                return shown(talk, question, unit).await;
            }
            let mut letter = words(lang, &text);
            letter.buttons = status::buttons(question.id, State::Open, lang);
            let message = talk.post_to(chat, letter, Sent::Acknowledgement, Lane::Interactive, about).await?;
            questions::set_status(talk.tx, question.id, message).await?;
        } else {
            acknowledge(talk, words(lang, &text), about).await?;
        }
    }
    shown(talk, question, unit).await
}

/// Shows a question to its unit.
async fn shown(talk: &mut Talk<'_>, question: &Question, unit: &Unit) -> Result<(), Error> {
    let mut notice = talk.notice();
    if let Some(chat) = card::show_to(&mut notice, question, unit).await? {
        media::pass_to(&mut notice, question, chat).await?;
    }
    Ok(())
}

/// The resident chose a field.
pub(in crate::conversation) async fn field_chosen(
    talk: &mut Talk<'_>,
    id: QuestionId,
    label: &str,
) -> Result<(), Error> {
    let me = talk.me().await?;
    let Some(question) = questions::question(talk.tx, id).await?.filter(|q| q.person == me) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    if !matches!(question.state, State::Choosing | State::Held) {
        return talk.alert(Text::QuestionClosed).await;
    }
    let code = if label == OTHER { CATCH_ALL } else { label };
    let Some(unit) = ward::unit_by_code(talk.tx, talk.ward.id, code).await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let letter = words(talk.lang, &Text::FieldChosen { code: spoken(&question.code) });
    talk.replace(letter).await?;
    open(talk, &question, &unit, code, "chosen", question.kind, false).await
}

/// Nobody chose a field in time: the office has the question, and its asker is told.
pub(in crate::conversation) async fn give_to_office(
    notice: &mut Notice<'_>,
    desk: &Desk,
    id: QuestionId,
) -> Result<(), Error> {
    let Some(question) = questions::question(notice.tx(), id).await? else { return Ok(()) };
    let office = ward::unit_by_code(notice.tx(), question.ward, CATCH_ALL).await?;
    let Some(office) = office else { return Ok(()) };
    let due_at = desk.due(question.asked_at, question.kind);
    let calendar = notice.ward().calendar;
    let placed = Placed { unit: office.id, label: CATCH_ALL, why: "", kind: question.kind, due_at, calendar };
    if !questions::place(notice.tx(), id, placed).await? {
        return Ok(());
    }
    status::tell_later(notice, desk, id).await?;
    card::show(notice, id).await?;
    media::pass_on(notice, id).await
}
