//! When residents are left in peace, and what else holds between them and the ward.

use std::sync::Arc;

use chrono::{DateTime, NaiveTime, Utc};

use super::Desk;
use super::notice::Notice;
use super::talk::Talk;
use crate::calendar::Quiet;
use crate::channel::{Content, Letter};
use crate::delivery::{About, Kind, Lane, OutgoingId};
use crate::question::Question;
use crate::question::deadline::Kind as Urgency;
use crate::store::Error;
use crate::ward::ChatId;

/// What holds between the ward and its residents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Residents {
    /// Between these two moments of the day, by Hanoi's clocks, nobody is woken.
    pub quiet_from: NaiveTime,
    pub quiet_until: NaiveTime,
    /// Questions of one person in ten minutes and in 24 hours; 0: no limit.
    pub ten_minutes: i64,
    pub a_day: i64,
    /// Days without a word after which an answered question is closed.
    pub close_days: i64,
    /// When the ward receives citizens; empty: it has not said.
    pub reception: Arc<str>,
}

impl Default for Residents {
    fn default() -> Self {
        Self {
            quiet_from: NaiveTime::from_hms_opt(21, 0, 0).unwrap_or_default(),
            quiet_until: NaiveTime::from_hms_opt(6, 30, 0).unwrap_or_default(),
            ten_minutes: 6,
            a_day: 30,
            close_days: 7,
            reception: "".into(),
        }
    }
}

impl Residents {
    /// Until when a resident is left in peace; `None`: they may be written to now.
    #[must_use]
    pub fn until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.night().until(now)
    }

    /// The hours themselves, which hold for groups too.
    #[must_use]
    pub fn night(&self) -> Quiet {
        Quiet { from: self.quiet_from, until: self.quiet_until }
    }
}

/// When a message about a question that its asker did not just ask for may leave; `None`: now.
pub(super) fn until(desk: &Desk, now: DateTime<Utc>, question: &Question) -> Option<DateTime<Utc>> {
    if question.kind == Urgency::Urgent { None } else { desk.residents.until(now) }
}

/// Writes to a resident about their question, in the morning where it is night.
pub(super) async fn post_to(
    talk: &mut Talk<'_>,
    chat: ChatId,
    letter: Letter,
    kind: Kind,
    question: &Question,
) -> Result<OutgoingId, Error> {
    let desk = talk.desk;
    leave(&mut talk.notice(), desk, chat, letter, kind, question).await
}

/// The same outside of a conversation.
pub(super) async fn leave(
    notice: &mut Notice<'_>,
    desk: &Desk,
    chat: ChatId,
    letter: Letter,
    kind: Kind,
    question: &Question,
) -> Result<OutgoingId, Error> {
    let about = About { question: Some(question.id), ..About::default() };
    let mut parcel = notice.parcel(chat, kind, Lane::Answer, Content::Message(letter), about);
    parcel.due_at = until(desk, notice.tx().now(), question);
    notice.leave(&parcel).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    #[test]
    fn the_night_ends_in_the_morning() {
        let rules = Residents::default();
        for (now, until) in [
            ("2026-05-04T20:59:59+07:00", None),
            ("2026-05-04T21:00:00+07:00", Some("2026-05-05T06:30:00+07:00")),
            ("2026-05-04T23:59:59+07:00", Some("2026-05-05T06:30:00+07:00")),
            ("2026-05-05T00:00:00+07:00", Some("2026-05-05T06:30:00+07:00")),
            ("2026-05-05T06:29:59+07:00", Some("2026-05-05T06:30:00+07:00")),
            ("2026-05-05T06:30:00+07:00", None),
        ] {
            assert_eq!(rules.until(at(now)), until.map(at), "{now}");
        }
    }

    #[test]
    fn noon_can_be_quiet_and_no_time_at_all() {
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        let noon = Residents { quiet_from: time(12), quiet_until: time(14), ..Residents::default() };
        assert_eq!(noon.until(at("2026-05-04T11:59:00+07:00")), None);
        let end = at("2026-05-04T14:00:00+07:00");
        assert_eq!(noon.until(at("2026-05-04T12:30:00+07:00")), Some(end));
        let never = Residents { quiet_from: time(5), quiet_until: time(5), ..Residents::default() };
        assert_eq!(never.until(at("2026-05-04T05:00:00+07:00")), None);
    }
}
