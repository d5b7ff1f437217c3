//! A question as its unit sees it: one card in the unit's chat, kept up to date.

use super::act::Act;
use super::notice::Notice;
use super::talk::{button, words};
use super::{entering, kinds, media, publishing, raising};
use crate::channel::{Button, Content, Letter};
use crate::delivery::{self, About, Kind, Lane};
use crate::i18n::{self, Lang, Text};
use crate::question::media::store as sent_with;
use crate::question::store::{self as questions, Side};
use crate::question::{Question, QuestionId, State, Way, spoken};
use crate::store::{Error, Tx};
use crate::text::{Rich, shorten};
use crate::ward::store as ward;
use crate::ward::{CATCH_ALL, ChatId, Role, Unit, UnitId, WardId};

/// Characters of the question's own words on its card, and of each thing that was said since.
const WORDS_MAX: usize = 2_600;
const SAID_MAX: usize = 500;
/// The last things said that a card shows.
const SAID_SHOWN: usize = 3;

/// Shows a question in its unit's chat. Without one the administrators are told to make one.
pub(super) async fn show(notice: &mut Notice<'_>, id: QuestionId) -> Result<(), Error> {
    let Some((question, unit)) = with_unit(notice.tx(), id).await? else { return Ok(()) };
    show_to(notice, &question, &unit).await.map(|_| ())
}

/// The same for a question that is known as it stands. Gives the chat where it is shown.
pub(super) async fn show_to(
    notice: &mut Notice<'_>,
    question: &Question,
    unit: &Unit,
) -> Result<Option<ChatId>, Error> {
    let chat = chat_for(notice.tx(), question.ward, unit).await?;
    if let Some(chat) = chat {
        show_in(notice, question, unit, chat).await?;
    } else {
        let (unit, code) = (unit.name.clone(), spoken(&question.code));
        notice.tell_all(Role::Administrator, &Text::NoUnitChat { unit, code }).await?;
    }
    Ok(chat)
}

/// Shows it in one chat: its unit's, or an officer's own.
pub(super) async fn show_in(
    notice: &mut Notice<'_>,
    question: &Question,
    unit: &Unit,
    chat: ChatId,
) -> Result<(), Error> {
    let letter = letter(notice.tx(), question, unit).await?;
    let lane = if is_alarm(question) { Lane::Urgent } else { Lane::Answer };
    let parcel = notice.parcel(chat, Kind::Card, lane, Content::Message(letter), about(question.id));
    notice.leave(&parcel).await.map(|_| ())
}

/// Brings every card of a question up to date.
pub(super) async fn refresh(notice: &mut Notice<'_>, id: QuestionId) -> Result<(), Error> {
    let cards = delivery::cards_of_question(notice.tx(), id).await?;
    if cards.is_empty() {
        return Ok(());
    }
    let Some((question, unit)) = with_unit(notice.tx(), id).await? else { return Ok(()) };
    let here = chat_for(notice.tx(), question.ward, &unit).await?;
    let letter = letter(notice.tx(), &question, &unit).await?;
    for (chat, target) in cards {
        // Who has passed it on sees where it went, and nothing of what is said there.
        let may_read = here == Some(chat) || super::inbox::may_read_in(notice.tx(), chat, &question).await?;
        let shown = if !may_read {
            words(Lang::Vi, &Text::CardMoved { code: spoken(&question.code), unit: unit.name.clone() })
        } else {
            letter.clone()
        };
        notice.edit(chat, target, shown, about(id)).await?;
    }
    Ok(())
}

/// Takes a question's words off its cards: its asker took it back.
pub(super) async fn close(notice: &mut Notice<'_>, question: &Question) -> Result<(), Error> {
    let why = words(Lang::Vi, &Text::CardTakenBack { code: spoken(&question.code) });
    for (chat, target) in delivery::cards_of_question(notice.tx(), question.id).await? {
        notice.edit(chat, target, why.clone(), About::default()).await?;
    }
    media::close(notice, question).await
}

/// The words of a question that ended long ago are about to be forgotten: they go from its cards
/// too, and what was sent with it.
pub(super) async fn forget(tx: &mut Tx, id: QuestionId) -> Result<(), Error> {
    let Some(question) = questions::question(tx, id).await? else { return Ok(()) };
    let ward = ward::ward(tx, question.ward).await?;
    let Some(bot) = ward::bot_of_ward(tx, ward.id).await? else { return Ok(()) };
    let mut notice = Notice::new(tx, &ward, &bot);
    let why = words(Lang::Vi, &Text::CardForgotten { code: spoken(&question.code) });
    for (chat, target) in delivery::cards_of_question(notice.tx(), id).await? {
        notice.edit(chat, target, why.clone(), About::default()).await?;
    }
    media::close(&mut notice, &question).await
}

/// Where a unit reads its questions; one without a chat of its own uses the office's.
pub(super) async fn chat_for(tx: &mut Tx, ward: WardId, unit: &Unit) -> Result<Option<ChatId>, Error> {
    match unit.chat {
        Some(chat) => Ok(Some(chat)),
        None => Ok(ward::unit_by_code(tx, ward, CATCH_ALL).await?.and_then(|office| office.chat)),
    }
}

fn about(id: QuestionId) -> About {
    About { question: Some(id), ..About::default() }
}

/// Whether it must be acted on at any hour, without forms.
pub(super) fn is_alarm(question: &Question) -> bool {
    question.label == crate::question::route::EMERGENCY
}

async fn with_unit(tx: &mut Tx, id: QuestionId) -> Result<Option<(Question, Unit)>, Error> {
    let Some(question) = questions::question(tx, id).await? else { return Ok(None) };
    let Some(unit) = question.unit else { return Ok(None) };
    Ok(unit_named(tx, question.ward, unit).await?.map(|unit| (question, unit)))
}

async fn unit_named(tx: &mut Tx, ward: WardId, unit: UnitId) -> Result<Option<Unit>, Error> {
    ward::unit(tx, ward, unit).await
}

async fn letter(tx: &mut Tx, question: &Question, unit: &Unit) -> Result<Letter, Error> {
    let say = |text: Text| Rich::plain(&text.say(Lang::Vi));
    let mut text = Rich::bold(&heading(question, unit).say(Lang::Vi));
    if let Some(origin) = origin(tx, question).await? {
        text = text.below(1, &say(origin));
    }
    if let Some(standing) = standing(tx, question).await? {
        text = text.below(1, &say(standing));
    }
    if let Some(late) = super::escalating::line(tx, question).await? {
        text = text.below(1, &say(late));
    }
    if let Some(kind) = kinds::line(tx, question, Lang::Vi).await? {
        text = text.below(1, &Rich::plain(&kind));
    }
    text = text.below(2, &Rich::plain(&shorten(&question.text, WORDS_MAX)));
    let mut said = questions::words(tx, question.id).await?;
    said.retain(|words| !words.text.is_empty());
    for words in said.iter().skip(said.len().saturating_sub(SAID_SHOWN)) {
        let (at, words_said) = (i18n::moment(words.at, Lang::Vi), shorten(&words.text, SAID_MAX));
        let line = match words.side {
            Side::Asker => Text::CardAdded { at, text: words_said },
            Side::Unit => Text::CardAskedBack { at, text: words_said },
            Side::Note => {
                let name = match words.person {
                    Some(person) => ward::name_of(tx, person).await?,
                    None => String::new(),
                };
                Text::CardNote { name, text: words_said }
            }
        };
        text = text.below(2, &say(line));
    }
    if let Some(line) = publishing::line(question) {
        text = text.below(2, &say(line));
    }
    if question.state.is_with_unit() || question.state == State::Answered {
        text = text.below(2, &say(Text::QuestionHowToAnswer));
    }
    let mut buttons = buttons(question);
    let n = sent_with::for_staff(tx, question.id).await?.len();
    if n > 0 && (question.state.is_with_unit() || question.state == State::Answered) {
        let label = Text::ButtonShowMedia { n: i64::try_from(n).unwrap_or(i64::MAX) };
        buttons.push(vec![button(Lang::Vi, &label, &Act::ShowMedia(question.id))]);
    }
    buttons.extend(entering::erase_button(question));
    Ok(Letter { text, buttons, ..Letter::default() })
}

fn heading(question: &Question, unit: &Unit) -> Text {
    let code = spoken(&question.code);
    if is_alarm(question) {
        return Text::AlarmHeading { code };
    }
    let due = question.due_at.map(|due| i18n::moment(due, Lang::Vi)).unwrap_or_default();
    Text::QuestionHeading { code, unit: unit.name.clone(), due }
}

/// Where it came from: a group, or whoever passed it on.
async fn origin(tx: &mut Tx, question: &Question) -> Result<Option<Text>, Error> {
    let asker = question.asker.clone();
    match question.way {
        Way::Head if asker.is_empty() => return Ok(Some(Text::QuestionPassedOnNeighbour)),
        Way::Head => return Ok(Some(Text::QuestionPassedOn { asker })),
        Way::Phone => return Ok(Some(Text::QuestionByPhone { asker })),
        Way::Counter => return Ok(Some(Text::QuestionAtCounter { asker })),
        Way::Chat => {}
    }
    let groups = ward::groups_of_chat(tx, question.from_chat).await?;
    let Some((_, group)) = groups.first() else { return Ok(None) };
    let found = ward::neighbourhood(tx, question.ward, group.neighbourhood).await?;
    Ok(found.map(|n| Text::QuestionFrom { name: n.name }))
}

/// Who has it, or how it ended.
async fn standing(tx: &mut Tx, question: &Question) -> Result<Option<Text>, Error> {
    let name = match question.taken_by {
        Some(person) => ward::name_of(tx, person).await?,
        None => String::new(),
    };
    Ok(match question.state {
        State::Open if question.reopened_at.is_some() && name.is_empty() => Some(Text::CardReopened),
        State::Open if !name.is_empty() => Some(Text::CardTaken { name }),
        State::Waiting => Some(Text::CardWaiting),
        State::Answered => Some(Text::CardAnswered),
        State::Confirmed => Some(Text::CardConfirmed),
        State::Closed => Some(Text::CardClosed),
        State::Referred if !question.outside_ref.is_empty() => Some(Text::CardReferredUnder {
            who: question.outside.clone(),
            reference: question.outside_ref.clone(),
        }),
        State::Referred => Some(Text::CardReferred { who: question.outside.clone() }),
        State::Joined => Some(Text::CardJoined),
        _ => None,
    })
}

fn buttons(question: &Question) -> Vec<Vec<Button>> {
    if !question.state.is_with_unit() {
        return [publishing::offer(question), raising::offer(question)].concat();
    }
    let id = question.id;
    let first = if question.taken_by.is_some() {
        button(Lang::Vi, &Text::ButtonHandBack, &Act::HandBack(id))
    } else {
        button(Lang::Vi, &Text::ButtonTake, &Act::Take(id))
    };
    vec![
        vec![first, button(Lang::Vi, &Text::ButtonAskBack, &Act::AskBack(id))],
        vec![
            button(Lang::Vi, &Text::ButtonTransfer, &Act::AskTransfer(id)),
            button(Lang::Vi, &Text::ButtonMoreActs, &Act::MoreFor(id)),
        ],
        vec![super::earlier::offer_button(id)],
    ]
}
