//! What each outcome means for its row, its chat, its post and the pace.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use uuid::Uuid;

use super::pacer::{Pace, Rates, micros};
use super::store::{self, AlarmKind, Candidate, Doubt, Held, Sent};
use super::{Kind, PostId, Reason};
use crate::channel::{Content, Outcome, Refusal, Wait};
use crate::store::{Error, Tx};
use crate::ward::ChatState;
use crate::ward::store as ward;

/// A call that came back.
#[derive(Debug)]
pub(super) struct Finished {
    pub held: Held,
    pub candidate: Candidate,
    /// The chat's new id, where the platform named one and the call was made there.
    pub moved: Option<String>,
    pub outcome: Outcome,
}

/// Outcomes of a post that are looked at together …
const BURST_OF: usize = 20;
/// … and how many of them must have gone wrong without a reason of the chat itself.
const BURST_BAD: usize = 10;
/// Posts whose outcomes are remembered.
const POSTS_MAX: usize = 64;

/// The last outcomes of each post, to see when something is wrong with more than single groups.
#[derive(Debug, Default)]
pub(super) struct Bursts {
    recent: HashMap<PostId, VecDeque<bool>>,
}

impl Bursts {
    /// Notes an outcome. `true`: too many have gone wrong.
    fn note(&mut self, post: PostId, bad: bool) -> bool {
        if self.recent.len() >= POSTS_MAX && !self.recent.contains_key(&post) {
            self.recent.clear();
        }
        let recent = self.recent.entry(post).or_default();
        recent.push_back(bad);
        if recent.len() > BURST_OF {
            recent.pop_front();
        }
        let burst = recent.iter().filter(|bad| **bad).count() >= BURST_BAD;
        if burst {
            self.recent.remove(&post);
        }
        burst
    }
}

/// Writes down what came back. Gives the moments at which chats that have to rest may go on.
pub(super) async fn record(
    tx: &mut Tx,
    owner: Uuid,
    rates: &Rates,
    pace: &mut Pace,
    bursts: &mut Bursts,
    results: &[Finished],
    now: i64,
) -> Result<Vec<i64>, Error> {
    let mut done = Vec::with_capacity(results.len());
    let mut rests = Vec::new();
    for result in results {
        if let Some(to) = &result.moved {
            ward::migrate_chat(tx, result.candidate.chat, to).await?;
        }
        let post = result.candidate.post.filter(|_| result.candidate.kind == Kind::Post);
        if let Outcome::Sent { message_ids } = &result.outcome {
            done.push(sent(result, message_ids));
            if result.candidate.chat_closed && matches!(result.candidate.content, Content::Message(_)) {
                // Whatever we were told, it can be written to again.
                ward::set_chat_state(tx, result.candidate.chat, ChatState::Open).await?;
            }
            if let Some(post) = post {
                bursts.note(post, false);
            }
            continue;
        }
        let kept = other(tx, rates, pace, bursts, result, post, now, &mut rests).await?;
        if !kept {
            tracing::warn!(
                "delivery: {} is no longer ours; its outcome is dropped: {:?}",
                result.held.id,
                result.outcome
            );
        }
    }
    let kept = store::sent(tx, owner, &done).await?;
    if kept.len() < done.len() {
        for lost in done.iter().filter(|sent| !kept.contains(&sent.held.id)) {
            tracing::warn!("delivery: {} is no longer ours, but it was sent", lost.held.id);
        }
    }
    Ok(rests)
}

fn sent(result: &Finished, message_ids: &[String]) -> Sent {
    let (message_ids, are_new) = match &result.candidate.content {
        // A changed message proves itself; what a reply to it refers to stays what it was.
        Content::Edit { target, .. } => (vec![target.clone()], false),
        Content::Delete { target, beside } => {
            (std::iter::once(target).chain(beside).cloned().collect(), false)
        }
        Content::Pin { target, .. } => (vec![target.clone()], false),
        Content::Message(_) | Content::PressAnswer { .. } => (message_ids.to_vec(), true),
    };
    Sent { held: result.held, chat: result.candidate.chat, message_ids, are_new }
}

/// What was not sent, or nobody knows. `false`: the row is no longer ours.
#[expect(clippy::too_many_arguments, reason = "one outcome touches all of these")]
async fn other(
    tx: &mut Tx,
    rates: &Rates,
    pace: &mut Pace,
    bursts: &mut Bursts,
    result: &Finished,
    post: Option<PostId>,
    now: i64,
    rests: &mut Vec<i64>,
) -> Result<bool, Error> {
    let (held, chat) = (result.held, result.candidate.chat);
    let mut rest = async |tx: &mut Tx, pause: Duration| {
        rests.push(now.saturating_add(micros(pause)));
        store::set_chat_paused(tx, chat, pause, now).await
    };
    match &result.outcome {
        Outcome::NotSent { wait: Wait::Told(seconds), .. } => {
            let pause = Duration::from_secs(*seconds);
            rest(tx, pause).await?;
            if pace.told_to_wait(rates, chat, pause, now) {
                tracing::warn!("delivery: the platform asks this bot to wait {seconds} s");
            }
            store::not_sent(tx, held).await
        }
        Outcome::NotSent { .. } | Outcome::Migrated { .. } | Outcome::Sent { .. } => {
            store::not_sent(tx, held).await
        }
        Outcome::Refused { reason, why } => {
            match reason {
                Refusal::Blocked => ward::set_unreachable(tx, chat).await?,
                Refusal::Removed | Refusal::ChatGone => {
                    ward::set_chat_state(tx, chat, ChatState::Gone).await?;
                }
                Refusal::NoRight => {
                    ward::set_chat_state(tx, chat, ChatState::Silenced).await?;
                }
                Refusal::TopicClosed => {
                    if let Some(topic) = chosen_topic(&result.candidate) {
                        // The group reads on elsewhere: it goes where the group is whole.
                        ward::lose_topic(tx, chat, topic).await?;
                        return store::not_sent(tx, held).await;
                    }
                }
                Refusal::Refused | Refusal::Uneditable | Refusal::Unclear => {}
            }
            let moved = result.candidate.moved || result.moved.is_some();
            if result.candidate.has_fallback
                && !reason.is_of_the_chat()
                && store::instead(tx, held, moved).await?
            {
                return Ok(true);
            }
            tracing::warn!("delivery: {} refused: {why}", held.id);
            let kept = store::failed(tx, held, Reason::Refused(*reason), why).await?;
            match (post, reason) {
                (Some(post), Refusal::Refused) if kept => {
                    store::cancel_post(tx, post).await?;
                    store::raise(tx, post, AlarmKind::Refused, why).await?;
                }
                (Some(post), Refusal::Unclear) => note_bad(tx, bursts, post, why).await?,
                (Some(post), _) => {
                    bursts.note(post, false);
                }
                (None, _) => {}
            }
            Ok(kept)
        }
        Outcome::Unknown { why } => {
            let doubt = store::in_doubt(tx, held, why).await?;
            if doubt == Doubt::Repeats && result.candidate.paced {
                // Grows with the attempts, so that a failing platform is not hammered; the whole
                // chat waits, so that nothing overtakes.
                rest(tx, Duration::from_secs(1 << held.attempt.clamp(0, 6))).await?;
            }
            if let Some(post) = post {
                note_bad(tx, bursts, post, why).await?;
            }
            Ok(doubt != Doubt::Lost)
        }
    }
}

/// The topic that was asked for, if any: an answer stands where what it answers does.
fn chosen_topic(candidate: &Candidate) -> Option<&str> {
    match &candidate.content {
        Content::Message(letter) if letter.reply_to.is_none() => candidate.topic.as_deref(),
        _ => None,
    }
}

/// One more outcome of a post that nobody can explain; too many hold back what has not left.
async fn note_bad(tx: &mut Tx, bursts: &mut Bursts, post: PostId, why: &str) -> Result<(), Error> {
    if bursts.note(post, true) {
        store::hold_post(tx, post).await?;
        store::raise(tx, post, AlarmKind::Errors, why).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_bad_groups_hold_nothing_but_a_burst_does() {
        let (mut bursts, post) = (Bursts::default(), PostId(Uuid::from_u128(1)));
        for n in 0..1_000 {
            assert!(!bursts.note(post, n % 4 == 0), "a quarter of a campaign is bad");
        }
        let other = PostId(Uuid::from_u128(2));
        let noted: Vec<bool> = (0..10).map(|_| bursts.note(other, true)).collect();
        assert_eq!(noted.iter().position(|burst| *burst), Some(9));
        assert!(!bursts.note(other, true), "a post that goes on begins anew");
    }
}
