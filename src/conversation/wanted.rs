//! Words that a button on a question asked an officer for: what to ask back, why it goes
//! elsewhere, a note. In a unit's chat only replies reach us, so what asks for them says so.

use serde::{Deserialize, Serialize};

use super::act::Act;
use super::entering::tell_asker;
use super::notice::Notice;
use super::officer::{changed, go_on, may_act, note, pressed, reply};
use super::talk::{Step, Talk, words};
use super::{Desk, card, kinds, passing, raising, reckoning, resident, status};
use crate::channel::{Button, Letter};
use crate::delivery::Kind;
use crate::i18n::{self, Lang, Text, hanoi};
use crate::question::store::{self as questions, Moved, Side};
use crate::question::{Deed, Question, QuestionId, spoken};
use crate::store::{Error, Tx};
use crate::text::{Rich, nfc};
use crate::ward::store as ward;

/// Characters of what is asked back, a reason or a note.
const WORDS_MAX: usize = 900;

/// What the next words of an officer are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Wanted {
    /// What the unit asks the resident.
    AskBack,
    /// For colleagues.
    Note,
    /// Why it takes longer.
    Extension,
    /// Why it goes to that unit.
    Transfer(String),
    /// Who answers instead; on a second line under which reference.
    Outside,
    /// The code of the question with which it is one.
    Join,
    /// What the part for that unit is.
    Split(String),
    /// Why it needs more time than others.
    Complex,
    /// Which body above the ward has it from now on.
    Up,
    /// Under which reference that body keeps it.
    UpReference(String),
    /// The reference, once there is one.
    LateReference,
}

/// Asks for the words.
pub(super) async fn ask(talk: &mut Talk<'_>, id: QuestionId, wanted: Wanted) -> Result<(), Error> {
    let found = match wanted {
        Wanted::LateReference => raising::waits_for_reference(talk, id).await?,
        _ => pressed(talk, id).await?,
    };
    let Some(question) = found else { return Ok(()) };
    let code = spoken(&question.code);
    let mut buttons: Vec<Vec<Button>> = Vec::new();
    let text = match &wanted {
        Wanted::AskBack => Text::WantAskBack { code },
        Wanted::Note => Text::WantNote { code },
        Wanted::Extension => {
            let policy = talk.desk.deadlines.at(question.counts_from.unwrap_or(question.asked_at));
            if question.extended_at.is_some() || !policy.can_extend(question.kind) {
                return talk.alert(Text::ExtensionNot).await;
            }
            Text::WantExtension { code }
        }
        Wanted::Transfer(unit) => {
            let name = unit_name(talk, unit).await?;
            buttons.push(vec![talk.button(&Text::ButtonTheirField, &Act::TransferPlainly(id, unit.clone()))]);
            Text::WantTransfer { code, unit: name }
        }
        Wanted::Outside => Text::WantOutside { code },
        Wanted::Join => Text::WantJoin { code },
        Wanted::Split(unit) => {
            let name = unit_name(talk, unit).await?;
            Text::WantSplit { code, unit: name }
        }
        Wanted::Complex => Text::WantComplex { code },
        Wanted::Up => Text::WantUp { code },
        Wanted::UpReference(who) => {
            buttons.push(vec![talk.button(&Text::ButtonNoReference, &Act::UpWithout(id))]);
            Text::WantUpReference { code, who: who.clone() }
        }
        Wanted::LateReference => Text::WantLateReference { code, who: question.outside.clone() },
    };
    talk.set_step(&Step::Wanted { question: id, wanted }).await?;
    buttons.push(vec![talk.button(&Text::ButtonNever, &Act::DropWanted)]);
    let mut letter = Letter { buttons, ..words(talk.lang, &text) };
    if !talk.is_private() {
        letter.text = letter.text.below(1, &Rich::plain(&Text::ReplyHere.say(talk.lang)));
    }
    go_on(talk, id, letter).await
}

async fn unit_name(talk: &mut Talk<'_>, code: &str) -> Result<String, Error> {
    let unit = ward::unit_by_code(talk.tx, talk.ward.id, code).await?;
    Ok(unit.map(|unit| unit.name).unwrap_or_default())
}

/// “Thôi”: nothing is asked for any more.
pub(super) async fn never(talk: &mut Talk<'_>) -> Result<(), Error> {
    talk.clear_step().await?;
    let letter = words(talk.lang, &Text::NothingDone);
    talk.replace(letter).await
}

/// The words came.
pub(super) async fn came(
    talk: &mut Talk<'_>,
    id: QuestionId,
    wanted: Wanted,
    text: &Rich,
) -> Result<(), Error> {
    let said = nfc(text.words().trim());
    if said.is_empty() {
        return reply(talk, Text::WantWords).await;
    }
    let length = said.chars().count();
    if length > WORDS_MAX {
        let (length, max) =
            (i64::try_from(length).unwrap_or(i64::MAX), i64::try_from(WORDS_MAX).unwrap_or(i64::MAX));
        return reply(talk, Text::TextTooLong { length, max }).await;
    }
    talk.clear_step().await?;
    let Some(question) = questions::question(talk.tx, id).await? else { return Ok(()) };
    if may_act(talk, &question).await?.is_none() {
        return reply(talk, Text::QuestionNotYours).await;
    }
    if !question.state.is_with_unit() && wanted != Wanted::LateReference {
        return reply(talk, Text::QuestionClosedHere).await;
    }
    match wanted {
        Wanted::AskBack => ask_back(talk, &question, &said).await,
        Wanted::Note => {
            keep(talk, &question, Side::Note, &said).await?;
            note(talk, &question, "note on question").await?;
            reply(talk, Text::NoteKept { code: spoken(&question.code) }).await?;
            changed(talk, id).await
        }
        Wanted::Extension => extend(talk, &question, &said).await,
        Wanted::Transfer(unit) => passing::transfer(talk, &question, &unit, &said).await,
        Wanted::Outside => passing::refer(talk, &question, &said).await,
        Wanted::Join => passing::join_typed(talk, &question, &said).await,
        Wanted::Split(unit) => passing::split(talk, &question, &unit, &said).await,
        Wanted::Complex => kinds::complex(talk, &question, &said).await,
        Wanted::Up => raising::body_came(talk, &question, &said).await,
        Wanted::UpReference(who) => raising::raise(talk, &question, &who, &said).await,
        Wanted::LateReference => raising::reference_came(talk, &question, &said).await,
    }
}

async fn keep(talk: &mut Talk<'_>, question: &Question, side: Side, said: &str) -> Result<(), Error> {
    let me = talk.me().await?;
    let message = talk.message_id.clone();
    let source = message.as_deref().map(|message| (talk.chat.id, message));
    questions::add_words(talk.tx, question.id, side, me, said, source).await
}

/// The unit asks its asker; until they reply the clock stands still.
async fn ask_back(talk: &mut Talk<'_>, question: &Question, said: &str) -> Result<(), Error> {
    let code = spoken(&question.code);
    let Some(mailbox) = ward::mailbox(talk.tx, question.person).await? else {
        return reply(talk, Text::AskBackNobody { code }).await;
    };
    let me = talk.me().await?;
    if !matches!(questions::move_on(talk.tx, question.id, Deed::AskBack, Some(me), "").await?, Moved::To(_)) {
        return reply(talk, Text::QuestionClosedHere).await;
    }
    keep(talk, question, Side::Unit, said).await?;
    note(talk, question, "ask back").await?;
    let lang = Lang::of(&mailbox.language);
    let unit = match question.unit {
        Some(unit) => ward::unit(talk.tx, talk.ward.id, unit).await?.map(|u| u.name).unwrap_or_default(),
        None => String::new(),
    };
    let text = Rich::bold(&Text::AskBackHeading { code: code.clone(), unit }.say(lang))
        .below(2, &Rich::plain(said))
        .below(2, &Rich::plain(&Text::AskBackHow.say(lang)));
    let letter = Letter { text, ..Letter::default() };
    super::quiet::post_to(talk, mailbox.chat, letter, Kind::Answer, question).await?;
    reply(talk, Text::AskedBack { code }).await?;
    changed(talk, question.id).await
}

/// What was asked back did not arrive: the unit is told, and the clock goes on as if it had not
/// been asked.
pub(super) async fn ask_back_lost(tx: &mut Tx, desk: &Desk, question: &Question) -> Result<(), Error> {
    if !questions::unask(tx, question.id).await? {
        return Ok(());
    }
    let ward = ward::ward(tx, question.ward).await?;
    let desk = desk.of_ward(tx, &ward).await?;
    let due = reckoning::due_of(tx, &desk, question).await?;
    questions::set_due(tx, question.id, due).await?;
    let Some(bot) = ward::bot_of_ward(tx, ward.id).await? else { return Ok(()) };
    let mut notice = Notice::new(tx, &ward, &bot);
    let code = spoken(&question.code);
    card::refresh(&mut notice, question.id).await?;
    status::renew(&mut notice, question.id).await?;
    resident::tell_unit(&mut notice, question, Text::AskBackNotDelivered { code }).await
}

/// The one extension; its asker is told why and by when.
async fn extend(talk: &mut Talk<'_>, question: &Question, reason: &str) -> Result<(), Error> {
    let me = talk.me().await?;
    let longer = Question { extended_at: Some(talk.tx.now()), ..question.clone() };
    let due = reckoning::due_of(talk.tx, talk.desk, &longer).await?;
    if !questions::extend(talk.tx, question.id, due, me, reason).await? {
        return reply(talk, Text::ExtensionNot).await;
    }
    note(talk, question, "extend deadline").await?;
    let code = spoken(&question.code);
    tell_asker(talk, question, |lang| {
        let due = i18n::day(hanoi(due).date_naive(), lang);
        words(lang, &Text::ExtendedForYou { code: code.clone(), due, reason: reason.to_owned() })
    })
    .await?;
    let due = i18n::day(hanoi(due).date_naive(), talk.lang);
    reply(talk, Text::Extended { code, due }).await?;
    changed(talk, question.id).await
}
