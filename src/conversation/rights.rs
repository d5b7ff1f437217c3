//! What the law gives everybody: take consent back, have everything erased. What is kept is
//! shown by [`super::own_data`].

use super::act::Act;
use super::talk::{Talk, words};
use super::{card, data_requests, resident};
use crate::delivery;
use crate::i18n::Text;
use crate::privacy::Kind;
use crate::question::State;
use crate::question::store as questions;
use crate::store::Error;
use crate::ward::store as ward;

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
