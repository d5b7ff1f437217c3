//! What the law gives everybody: see what is kept, take consent back, have it erased.

use super::act::Act;
use super::talk::{Talk, words};
use super::{card, data_requests, resident};
use crate::channel::Letter;
use crate::delivery;
use crate::i18n::{self, Text};
use crate::privacy::Kind;
use crate::question::media::store as media;
use crate::question::store::{self as questions, AnswerState};
use crate::question::{State, spoken};
use crate::store::Error;
use crate::text::Rich;
use crate::ward::store as ward;

/// Characters of one message of an export.
const PIECE: usize = 3_500;

/// `/dulieu`: everything that is kept about the person who asks.
pub(super) async fn my_data(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !talk.is_private() {
        return talk.say(Text::OnlyInPrivate).await;
    }
    let me = talk.me().await?;
    let lang = talk.lang;
    let mut lines = vec![Text::DataHeading { ward: talk.ward.name.clone() }.say(lang)];
    let name = ward::name_of(talk.tx, me).await?;
    lines.push(if name.is_empty() { Text::DataNoName.say(lang) } else { Text::DataName { name }.say(lang) });
    lines.push(match ward::consent(talk.tx, me).await? {
        Some(notice) => Text::DataConsent { notice }.say(lang),
        None => Text::DataNoConsent.say(lang),
    });
    for question in questions::of_person(talk.tx, me).await? {
        let at = i18n::moment(question.asked_at, lang);
        let line =
            Text::DataQuestion { code: spoken(&question.code), at, text: question.text.clone() }.say(lang);
        lines.push(line);
        let sent = media::of_question(talk.tx, question.id).await?.len();
        if sent > 0 {
            lines.push(Text::DataMedia { n: i64::try_from(sent).unwrap_or(i64::MAX) }.say(lang));
        }
        for answer in questions::answers(talk.tx, question.id).await? {
            if !matches!(answer.state, AnswerState::Sent | AnswerState::Replaced) {
                continue;
            }
            let (at, text) = (i18n::moment(answer.at, lang), answer.text.to_plain());
            lines.push(Text::DataAnswer { at, text }.say(lang));
        }
    }
    let request = data_requests::note(talk, Kind::Show).await?;
    lines.push(Text::DataFoot { request }.say(lang));
    let mut piece = String::new();
    for line in lines {
        if !piece.is_empty() && crate::text::utf16_len(&piece) + crate::text::utf16_len(&line) > PIECE {
            let letter = Letter { text: Rich::plain(&std::mem::take(&mut piece)), ..Letter::default() };
            talk.send_once(letter).await?;
        }
        if !piece.is_empty() {
            piece.push_str("\n\n");
        }
        piece.push_str(&crate::text::shorten(&line, PIECE));
    }
    let letter = Letter { text: Rich::plain(&piece), ..Letter::default() };
    talk.send_once(letter).await
}

/// `/rutdongy`
pub(super) async fn offer_withdrawal(talk: &mut Talk<'_>) -> Result<(), Error> {
    offer(talk, Text::WithdrawSure, Text::ButtonWithdrawConsent, Act::WithdrawConsent).await
}

/// `/xoa`
pub(super) async fn offer_erasure(talk: &mut Talk<'_>) -> Result<(), Error> {
    offer(talk, Text::EraseSure, Text::ButtonErase, Act::Erase).await
}

async fn offer(talk: &mut Talk<'_>, sure: Text, label: Text, act: Act) -> Result<(), Error> {
    if !talk.is_private() {
        return talk.say(Text::OnlyInPrivate).await;
    }
    let mut letter = talk.letter(&sure);
    letter.buttons = vec![vec![talk.button(&label, &act)]];
    talk.send(letter).await
}

/// The person takes their consent back: nothing of theirs is worked on any more.
pub(super) async fn withdraw(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !talk.is_private() {
        return talk.alert(Text::OnlyInPrivate).await;
    }
    let me = talk.me().await?;
    ward::withdraw_consent(talk.tx, me).await?;
    for question in questions::of_person(talk.tx, me).await? {
        if !question.state.is_end() {
            card::close(&mut talk.notice(), &question).await?;
            resident::hand_on(&mut talk.notice(), &question).await?;
            questions::step(talk.tx, question.id, question.state, State::Withdrawn).await?;
            questions::blank(talk.tx, question.id).await?;
        }
    }
    let request = data_requests::note(talk, Kind::Withdraw).await?;
    let letter = words(talk.lang, &Text::ConsentWithdrawn { request });
    talk.replace(letter).await
}

/// The person has everything erased that they said and were told.
pub(super) async fn erase(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !talk.is_private() {
        return talk.alert(Text::OnlyInPrivate).await;
    }
    let me = talk.me().await?;
    ward::withdraw_consent(talk.tx, me).await?;
    for question in questions::of_person(talk.tx, me).await? {
        card::close(&mut talk.notice(), &question).await?;
        resident::hand_on(&mut talk.notice(), &question).await?;
    }
    questions::erase(talk.tx, me).await?;
    delivery::forget_chat(talk.tx, talk.chat.id).await?;
    talk.clear_step().await?;
    let request = data_requests::note(talk, Kind::Erase).await?;
    let letter = words(talk.lang, &Text::Erased { request });
    talk.replace(letter).await
}
