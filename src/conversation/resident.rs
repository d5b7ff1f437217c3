//! What residents do: ask, agree, choose a field, see their questions. A question is stored
//! before it is acknowledged; what is no ordinary question is answered by the text first.

use super::act::Act;
use super::talk::{Step, Talk, link_button, words};
use super::{card, status};
use crate::channel::{Button, Letter, Media, Target};
use crate::delivery::{self, About, Kind as Sent, Lane, PostId};
use crate::i18n::{self, Lang, Text, hanoi};
use crate::message;
use crate::plan;
use crate::question::deadline::Kind;
use crate::question::route::Verdict;
use crate::question::store as questions;
use crate::question::{self, Incoming, Placed, Question, QuestionId, State, Way, spoken};
use crate::schedule;
use crate::store::Error;
use crate::text::{Rich, nfc};
use crate::ward::store as ward;
use crate::ward::{CATCH_ALL, Unit};

/// The notice to which people agree. A changed text is a new notice with a new name, and old
/// agreements do not cover it.
pub(super) const NOTICE: &str = "2026-12";
/// Characters of one question that are kept; platforms allow 4096.
const QUESTION_MAX: usize = 4_000;
/// Fields offered when the router is not sure.
const OFFERS: usize = 3;
/// What a resident chooses when no field fits.
const OTHER: &str = "OTHER";

/// `/hoi`, alone or with the question behind it.
pub(super) async fn ask(talk: &mut Talk<'_>, argument: &str, reply_to: Option<&str>) -> Result<(), Error> {
    let post = post_replied_to(talk, reply_to).await?;
    if !argument.is_empty() {
        return take(talk, argument, post).await;
    }
    if talk.is_private() {
        talk.set_step(&Step::Asking { post }).await?;
        return talk.say(Text::AskHow).await;
    }
    talk.say(Text::GroupAskHow).await
}

/// Words addressed to the bot in a group.
pub(super) async fn ask_in_group(
    talk: &mut Talk<'_>,
    text: &Rich,
    photo: Option<&Media>,
    reply_to: Option<&str>,
) -> Result<(), Error> {
    let post = post_replied_to(talk, reply_to).await?;
    if text.is_empty() {
        return if photo.is_some() { Ok(()) } else { talk.say(Text::GroupAskHow).await };
    }
    take(talk, &text.words(), post).await
}

/// Words in private.
pub(super) async fn ask_in_private(
    talk: &mut Talk<'_>,
    text: &Rich,
    post: Option<PostId>,
) -> Result<(), Error> {
    if text.is_empty() { Ok(()) } else { take(talk, &text.words(), post).await }
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

async fn route(talk: &mut Talk<'_>, text: &str, post: Option<PostId>) -> Result<Verdict, Error> {
    let units = units_behind(talk, post).await?;
    let prior: Vec<&str> = units.iter().map(String::as_str).collect();
    Ok(talk.desk.routers.of(talk.ward.id).route(text, (!prior.is_empty()).then_some(prior.as_slice())))
}

/// Takes a question in.
async fn take(talk: &mut Talk<'_>, text: &str, post: Option<PostId>) -> Result<(), Error> {
    let text: String = nfc(text.trim()).chars().take(QUESTION_MAX).collect();
    let verdict = route(talk, &text, post).await?;
    match verdict.label.as_str() {
        "EMERGENCY" => emergency(talk, &text, &verdict, post).await,
        "COMPLAINT" => complaint(talk, post).await,
        // Sent away only if it is sure: a guess would lose a question that is the ward's.
        "OUTSIDE" if verdict.sure => outside(talk, &verdict, post).await,
        "NOT_A_QUESTION" if verdict.sure => answer_here(talk, words(talk.lang, &Text::Greeting)).await,
        _ => ordinary(talk, &text, &verdict, post).await,
    }
}

/// Answers where the words came from, as a reply to them.
async fn answer_here(talk: &mut Talk<'_>, letter: Letter) -> Result<(), Error> {
    acknowledge(talk, letter, About::default()).await
}

async fn acknowledge(talk: &mut Talk<'_>, mut letter: Letter, about: About) -> Result<(), Error> {
    if !talk.is_private() {
        letter.reply_to.clone_from(&talk.message_id);
    }
    talk.send_about(letter, Sent::Acknowledgement, about).await
}

async fn store(
    talk: &mut Talk<'_>,
    text: &str,
    label: &str,
    kind: Kind,
    state: State,
    post: Option<PostId>,
    why: &str,
) -> Result<Question, Error> {
    let person = talk.me().await?;
    let message = talk.message_id.clone();
    let incoming = Incoming {
        ward: talk.ward.id,
        person,
        account: talk.account.id,
        from_chat: talk.chat.id,
        post,
        text,
        label,
        why,
        kind,
        state,
        message: message.as_deref(),
        way: Way::Chat,
        entered_by: None,
        asker: "",
    };
    questions::take_in(talk.tx, &incoming).await
}

/// Danger in progress: the numbers first, then the alert, at any hour and without forms.
async fn emergency(
    talk: &mut Talk<'_>,
    text: &str,
    verdict: &Verdict,
    post: Option<PostId>,
) -> Result<(), Error> {
    let code = verdict
        .ranked
        .iter()
        .map(|r| r.label.as_str())
        .find(|label| ["CA", "YT"].contains(label))
        .unwrap_or("CA");
    answer_here(talk, words(talk.lang, &Text::Emergency)).await?;
    let Some(unit) = ward::unit_by_code(talk.tx, talk.ward.id, code).await? else { return Ok(()) };
    let question =
        store(talk, text, "EMERGENCY", Kind::Urgent, State::Choosing, post, &verdict.why.join(", ")).await?;
    open(talk, &question, &unit, "EMERGENCY", &verdict.why.join(", "), Kind::Urgent, true).await
}

/// A complaint or denunciation: the lawful way is shown; only that it happened is kept.
async fn complaint(talk: &mut Talk<'_>, post: Option<PostId>) -> Result<(), Error> {
    store(talk, "", "COMPLAINT", Kind::Normal, State::Told, post, "").await?;
    let ward = talk.ward.name.clone();
    answer_here(talk, words(talk.lang, &Text::Complaint { ward })).await
}

/// Not the ward's: who is, with a contact where there is one.
async fn outside(talk: &mut Talk<'_>, verdict: &Verdict, post: Option<PostId>) -> Result<(), Error> {
    store(talk, "", "OUTSIDE", Kind::Normal, State::Referred, post, "").await?;
    let body = talk.desk.routers.of(talk.ward.id).referral(verdict);
    let lang = talk.lang;
    let who = body.as_ref().and_then(|b| i18n::field(&b.key, lang));
    let answer = match (who, body.and_then(|b| b.contact)) {
        (Some(who), Some(contact)) => Text::OutsideContact { who, contact },
        (Some(who), None) => Text::OutsideNamed { who },
        (None, _) => Text::Outside { ward: talk.ward.name.clone() },
    };
    answer_here(talk, words(lang, &answer)).await
}

async fn ordinary(
    talk: &mut Talk<'_>,
    text: &str,
    verdict: &Verdict,
    post: Option<PostId>,
) -> Result<(), Error> {
    let me = talk.me().await?;
    let agreed = ward::consent(talk.tx, me).await?.is_some_and(|notice| notice == NOTICE);
    let why = verdict.why.join(", ");
    if !agreed {
        let question = store(talk, text, &verdict.label, Kind::Normal, State::Held, post, &why).await?;
        return ask_consent(talk, &question).await;
    }
    let question = store(talk, text, &verdict.label, Kind::Normal, State::Choosing, post, &why).await?;
    place_or_offer(talk, &question, verdict).await
}

/// Gives a question to its unit, or lets the resident choose where the router is not sure.
async fn place_or_offer(talk: &mut Talk<'_>, question: &Question, verdict: &Verdict) -> Result<(), Error> {
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
    letter.buttons.push(vec![super::talk::button(
        lang,
        &Text::ButtonOtherField,
        &Act::Field(id, OTHER.into()),
    )]);
    talk.post_to(mailbox.chat, letter, Sent::Acknowledgement, Lane::Interactive, about).await?;
    Ok(())
}

/// With a unit from now on: acknowledged with code and deadline, shown as a card in its chat.
async fn open(
    talk: &mut Talk<'_>,
    question: &Question,
    unit: &Unit,
    label: &str,
    why: &str,
    kind: Kind,
    alarm: bool,
) -> Result<(), Error> {
    let due = talk.desk.due(question.asked_at, kind);
    let placed = Placed { unit: unit.id, label, why, kind, due_at: due };
    if !questions::place(talk.tx, question.id, placed).await? {
        return talk.alert(Text::QuestionClosed).await;
    }
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
            let letter = words(lang, &text);
            let message = talk.post_to(chat, letter, Sent::Acknowledgement, Lane::Interactive, about).await?;
            questions::set_status(talk.tx, question.id, message).await?;
        } else {
            acknowledge(talk, words(lang, &text), about).await?;
        }
    }
    card::show(&mut talk.notice(), question.id).await?;
    super::media::pass_on(talk, question).await
}

/// Asks for consent; until then the question is shown to no unit.
async fn ask_consent(talk: &mut Talk<'_>, question: &Question) -> Result<(), Error> {
    let code = spoken(&question.code);
    let about = About { question: Some(question.id), ..About::default() };
    if talk.is_private() {
        let letter = notice(talk.lang, &talk.ward.name, Some(&code));
        return talk.send_about(letter, Sent::Acknowledgement, about).await;
    }
    let mut letter = words(talk.lang, &Text::GroupNeedsConsent { code: code.clone() });
    letter.buttons = vec![vec![link_button(talk.lang, &Text::ButtonOpenPrivate, talk.private_link("dongy"))]];
    acknowledge(talk, letter, about).await?;
    if let Some(mailbox) = ward::mailbox(talk.tx, question.person).await? {
        let letter = notice(Lang::of(&mailbox.language), &talk.ward.name, Some(&code));
        talk.post_to(mailbox.chat, letter, Sent::Acknowledgement, Lane::Interactive, about).await?;
    }
    Ok(())
}

fn notice(lang: Lang, ward: &str, code: Option<&str>) -> Letter {
    let mut text = Rich::default();
    if let Some(code) = code {
        text.append(&Rich::bold(&Text::HeldHeading { code: code.to_owned() }.say(lang)));
        text = text.below(2, &Rich::default());
    }
    text.append(&Rich::plain(&Text::ConsentNotice { ward: ward.to_owned() }.say(lang)));
    Letter {
        text,
        buttons: vec![vec![
            super::talk::button(lang, &Text::ButtonAgree, &Act::Agree(NOTICE.into())),
            super::talk::button(lang, &Text::ButtonDisagree, &Act::Disagree),
        ]],
        ..Letter::default()
    }
}

/// The private chat was opened from the acknowledgement in a group.
pub(super) async fn continue_held(talk: &mut Talk<'_>) -> Result<(), Error> {
    let me = talk.me().await?;
    let held: Vec<Question> =
        questions::of_person(talk.tx, me).await?.into_iter().filter(|q| q.state == State::Held).collect();
    match held.first() {
        Some(question) => {
            let letter = notice(talk.lang, &talk.ward.name, Some(&spoken(&question.code)));
            let about = About { question: Some(question.id), ..About::default() };
            talk.send_about(letter, Sent::Acknowledgement, about).await
        }
        None => super::door::help(talk).await,
    }
}

/// "Đồng ý"
pub(super) async fn agreed(talk: &mut Talk<'_>, shown: &str) -> Result<(), Error> {
    if !talk.is_private() || shown != NOTICE {
        return talk.alert(Text::NoticeOld).await;
    }
    let me = talk.me().await?;
    if ward::consent(talk.tx, me).await?.is_none_or(|notice| notice != NOTICE) {
        let language = talk.lang.code();
        ward::give_consent(talk.tx, talk.ward.id, me, NOTICE, language).await?;
    }
    let letter = words(talk.lang, &Text::Agreed);
    talk.replace(letter).await?;
    let mut held: Vec<Question> =
        questions::of_person(talk.tx, me).await?.into_iter().filter(|q| q.state == State::Held).collect();
    held.reverse();
    for question in held {
        let verdict = route(talk, &question.text, question.post).await?;
        place_or_offer(talk, &question, &verdict).await?;
    }
    Ok(())
}

/// "Không đồng ý": what was held is gone.
pub(super) async fn disagreed(talk: &mut Talk<'_>) -> Result<(), Error> {
    let me = talk.me().await?;
    for question in questions::of_person(talk.tx, me).await? {
        if question.state == State::Held {
            questions::step(talk.tx, question.id, State::Held, State::Withdrawn).await?;
            questions::blank(talk.tx, question.id).await?;
        }
    }
    let letter = words(talk.lang, &Text::Disagreed { ward: talk.ward.name.clone() });
    talk.replace(letter).await
}

/// The resident chose a field.
pub(super) async fn field_chosen(talk: &mut Talk<'_>, id: QuestionId, label: &str) -> Result<(), Error> {
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

/// `/cauhoi`
pub(super) async fn my_questions(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !talk.is_private() {
        return talk.say(Text::OnlyInPrivate).await;
    }
    let me = talk.me().await?;
    let mine = questions::of_person(talk.tx, me).await?;
    if mine.is_empty() {
        return talk.say(Text::NoQuestions).await;
    }
    let lang = talk.lang;
    let mut text = Rich::bold(&Text::MyQuestions.say(lang));
    let mut buttons = Vec::new();
    for question in mine.iter().take(10) {
        let code = spoken(&question.code);
        let state = status::line(talk.tx, question, lang).await?;
        let line = Text::QuestionLine { code: code.clone(), state: state.say(lang) };
        text = text.below(2, &Rich::plain(&line.say(lang)));
        if !question.text.is_empty() {
            text = text.below(1, &Rich::plain(&crate::text::shorten(&question.text, 200)));
        }
        if !question.state.is_end() {
            buttons.push(vec![talk.button(&Text::ButtonTakeBack { code }, &Act::TakeBack(question.id))]);
        }
    }
    talk.send_once(Letter { text, buttons, ..Letter::default() }).await
}

/// The asker takes a question back.
pub(super) async fn take_back(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    let me = talk.me().await?;
    let Some(question) = questions::question(talk.tx, id).await?.filter(|q| q.person == me) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    if question.state.is_end() {
        return talk.alert(Text::QuestionClosed).await;
    }
    card::close(&mut talk.notice(), &question).await?;
    questions::step(talk.tx, id, question.state, State::Withdrawn).await?;
    questions::blank(talk.tx, id).await?;
    let letter = words(talk.lang, &Text::TakenBack { code: spoken(&question.code) });
    talk.send(letter).await
}

/// `/ngonngu`
pub(super) async fn offer_languages(talk: &mut Talk<'_>) -> Result<(), Error> {
    let mut letter = talk.letter(&Text::LanguageWhich);
    letter.buttons = vec![vec![
        talk.button(&Text::LanguageVietnamese, &Act::Language(Lang::Vi.code().into())),
        talk.button(&Text::LanguageEnglish, &Act::Language(Lang::En.code().into())),
    ]];
    talk.send(letter).await
}

pub(super) async fn set_language(talk: &mut Talk<'_>, code: &str) -> Result<(), Error> {
    let Some(lang) = Lang::ALL.into_iter().find(|lang| lang.code() == code) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    ward::set_language(talk.tx, talk.account.id, lang.code()).await?;
    talk.lang = lang;
    let letter = words(lang, &Text::LanguageSet);
    talk.replace(letter).await
}

/// Questions that waited for consent too long: their words are deleted.
pub(super) async fn let_go(notice: &mut super::notice::Notice<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(question) = questions::question(notice.tx(), id).await? else { return Ok(()) };
    if !questions::step(notice.tx(), id, State::Held, State::Withdrawn).await? {
        return Ok(());
    }
    questions::blank(notice.tx(), id).await?;
    let code = question::spoken(&question.code);
    notice.tell(question.person, &Text::HeldExpired { code }).await
}

/// Nobody chose a field in time: the office has the question, and its asker is told.
pub(super) async fn give_to_office(
    notice: &mut super::notice::Notice<'_>,
    desk: &super::Desk,
    id: QuestionId,
) -> Result<(), Error> {
    let Some(question) = questions::question(notice.tx(), id).await? else { return Ok(()) };
    let office = ward::unit_by_code(notice.tx(), question.ward, CATCH_ALL).await?;
    let Some(office) = office else { return Ok(()) };
    let due_at = desk.due(question.asked_at, question.kind);
    let placed = Placed { unit: office.id, label: CATCH_ALL, why: "", kind: question.kind, due_at };
    if !questions::place(notice.tx(), id, placed).await? {
        return Ok(());
    }
    let code = spoken(&question.code);
    let about = About { question: Some(id), ..About::default() };
    notice
        .send(question.person, about, |lang| {
            let due = i18n::day(hanoi(due_at).date_naive(), lang);
            words(lang, &Text::Acknowledged { code: code.clone(), unit: office.name.clone(), due })
        })
        .await?;
    card::show(notice, id).await?;
    super::media::pass_on_late(notice, &question).await
}
