//! What residents do. A question is stored before it is acknowledged; what is no ordinary
//! question is answered by the text first. One file a thing that they do.

mod adding;
mod asking;
mod behalf;
mod consent;
mod editing;
mod flood;
mod helping;
mod language;
mod mine;
mod special;
mod withdrawing;

pub(super) use adding::{adds, ask_to_add, belongs_to, is_new, replied, tell_unit, words_in_private};
pub(super) use asking::{ask, ask_in_group, ask_in_private, both_chosen, field_chosen, give_to_office};
pub(super) use behalf::{ask_for, ask_for_whom, ask_of_post, for_agrees, for_whom_came, pass_on_line};
pub use consent::NOTICE;
pub(super) use consent::{agreed, continue_held, disagreed, has_agreed, let_go};
pub(super) use editing::edited;
pub(super) use helping::{ask_whether, close_old, helped, may_publish, missing, not_helped};
pub(super) use language::{offer_languages, set_language};
pub(super) use mine::{mine, show};
pub(super) use special::helpers;
pub(super) use withdrawing::{ask_take_back, hand_on, keep, take_back};

use super::talk::Talk;
use crate::question::store as questions;
use crate::question::{Question, QuestionId};
use crate::store::Error;

/// The question, if it is theirs who speak.
async fn own(talk: &mut Talk<'_>, id: QuestionId) -> Result<Option<Question>, Error> {
    let me = talk.me().await?;
    Ok(questions::question(talk.tx, id).await?.filter(|q| q.person == me && q.ward == talk.ward.id))
}
