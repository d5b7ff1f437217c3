//! The SQL of this room: what waits ([`copies`]), what may leave now ([`queue`]), what became of
//! it ([`results`]), what rows say ([`letters`]), the posts of one message ([`chain`]), the pace,
//! alarms, and where things are found again ([`lookup`]).

mod alarms;
mod cap;
mod chain;
mod copies;
mod fared;
mod letters;
mod lookup;
mod pace;
mod pins;
mod queue;
mod relays;
mod resting;
mod results;
mod shown;

pub(super) use alarms::raise;
pub use alarms::{Alarm, AlarmKind, take_alarms};
pub use cap::{posted_since, refuse_capped, send_capped};
pub(super) use chain::{ChainCopy, besides, chain_copies};
pub use chain::{Link, chain, chain_until, post_kind, renew_post, standing_post, supersede};
pub use copies::{
    CopyRow, Tally, cancel_post, copies, doubtful, enqueue, enqueue_all, enqueue_as, enqueue_copies, expire,
    hold_post, know_again, posts_overdue, posts_waiting, resend, resume_post, revive_chat, settle_seen,
    take_lost_answers, tally,
};
pub use fared::{Fared, fared, got_since};
pub use letters::{Letters, put_letter};
pub use lookup::{
    Found, cards_of_question, forget_chat, forget_question, found, group_of_copy, letter_of, may_reword,
    outgoing_by_message, outgoing_of_message, place_of, post_of_copy, repeats, reword, reword_together,
    standing_of, states, take_back, was_handed,
};
pub use pace::{Backlog, Outage, backlog, close_outage, log_outage, note_backlog, outages};
pub(super) use pace::{pace, put_pace, set_back, set_chat_paused, set_down, took_chats};
pub use pins::take_refused_pins;
pub(super) use pins::{drop_pin, message_of};
pub use queue::{Candidate, candidates, intend, is_sending, resting, waiting};
pub(super) use queue::{due_lanes, recover};
pub use relays::{
    Recorded, RelayAsk, RelayWord, look_at_relay, put_relay_ask, put_relay_photo, record_relay, relay_photos,
    relays_to_look_at,
};
pub use resting::{rest, rest_in, wake};
pub(super) use results::{Doubt, Held, Sent, failed, in_doubt, instead, not_sent, sent};
pub use shown::{Looks, ShownMedia, chats_with_media, take_media};

/// A message without words.
const BLANK: &str = r#"{"message":{"text":[]}}"#;

/// Other ways to say the same, as they are stored; none where there are none.
fn fallback_json(ways: &[crate::channel::Content]) -> Result<Option<String>, crate::store::Error> {
    if ways.is_empty() {
        return Ok(None);
    }
    serde_json::to_string(ways).map(Some).map_err(|e| crate::store::Error::corrupt("outgoing fallback", e))
}

#[cfg(test)]
mod tests;
