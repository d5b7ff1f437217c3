//! What every conversation needs at hand: the ward's rules and the router of questions.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveTime, TimeDelta, Utc, Weekday};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::quiet::Residents;
use super::relaying::RelayRules;
use crate::calendar::{Rows, WorkingTime};
use crate::delivery::OutgoingId;
use crate::i18n::{Lang, Text};
use crate::message::{self, Rule, Worth};
use crate::question::deadline::{Asked, Explanation, Kind, Promises};
use crate::question::route::{Router, Routers};
use crate::schedule::slots::Habits;
use crate::store::{Error, Tx};
use crate::ward::store as ward;
use crate::ward::{Ward, WardId};

/// Bytes of a copy's signature in a post's button: short enough for a link, long enough
/// that nobody guesses one.
const SIGNATURE_BYTES: usize = 8;
/// Letters of an id and its signature as pairs of digits, which earlier links have.
const LONG_LETTERS: usize = 2 * (16 + SIGNATURE_BYTES);

/// Rules and tools that conversations share. Clones are cheap.
#[derive(Clone)]
pub struct Desk {
    pub routers: Routers,
    pub deadlines: Arc<Promises>,
    /// When offices are open: by the law alone, or of the ward that this desk is for.
    pub working: Arc<WorkingTime>,
    /// People who must approve a message.
    pub approvals_needed: usize,
    /// Time for second thoughts after a release.
    pub stop_window: TimeDelta,
    /// How long a notice is worth posting.
    pub notice_worth: TimeDelta,
    /// The same for an urgent message.
    pub urgent_worth: TimeDelta,
    /// Whether one approver on duty may release an urgent message alone.
    pub urgent_alone: bool,
    /// How long a duty lasts unless it is handed back.
    pub duty: TimeDelta,
    /// Posts that a group gets in a day, urgent ones not counted; 0: no limit.
    pub posts_per_day: i64,
    /// Days for which the words of a closed question are kept.
    pub keep_days: i64,
    /// After a gap of this length, what is overdue waits for a person.
    pub gap: TimeDelta,
    /// When units get their morning's digest, by Hanoi's clocks.
    pub digest_at: NaiveTime,
    /// What holds between the ward and its residents.
    pub residents: Residents,
    /// When staff hear each week what is missing; `None`: never.
    pub gaps: Option<(Weekday, NaiveTime)>,
    /// When heads hear each week that all was posted; `None`: never.
    pub heads: Option<(Weekday, NaiveTime)>,
    /// Hosts of links that are the ward's own.
    pub official_links: Arc<[String]>,
    /// What holds for what people pass on by hand.
    pub relays: RelayRules,
    key: [u8; 32],
    /// Wards' working time by the number that their calendar had.
    calendars: Arc<Mutex<Calendars>>,
}

type Calendars = HashMap<WardId, (i64, Arc<WorkingTime>)>;

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The key would let anybody forge a copy's button.
        f.debug_struct("Desk").field("approvals_needed", &self.approvals_needed).finish_non_exhaustive()
    }
}

impl Desk {
    /// A desk with the default rules; `secret` is what only this deployment knows.
    #[must_use]
    pub fn new(router: Router, secret: &str) -> Self {
        Self {
            routers: Routers::new(router),
            deadlines: Arc::default(),
            working: Arc::new(WorkingTime::of(Rows::default())),
            calendars: Arc::default(),
            approvals_needed: 1,
            stop_window: TimeDelta::seconds(60),
            notice_worth: TimeDelta::hours(12),
            urgent_worth: TimeDelta::hours(2),
            urgent_alone: false,
            duty: TimeDelta::hours(24),
            posts_per_day: 3,
            keep_days: 90,
            gap: TimeDelta::minutes(10),
            digest_at: NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default(),
            residents: Residents::default(),
            gaps: Some((Weekday::Mon, NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default())),
            heads: Some((Weekday::Fri, NaiveTime::from_hms_opt(17, 0, 0).unwrap_or_default())),
            official_links: Arc::default(),
            relays: RelayRules::default(),
            key: Sha256::digest(format!("loa copies {secret}").as_bytes()).into(),
        }
    }

    /// This desk for a ward, with its calendar as it is in this transaction: rows are read again
    /// only when the calendar has changed since, by whichever instance.
    ///
    /// # Errors
    /// If the database refuses.
    pub async fn of_ward(&self, tx: &mut Tx, ward: &Ward) -> Result<Self, Error> {
        let known = self.calendars.lock().unwrap_or_else(PoisonError::into_inner).get(&ward.id).cloned();
        let working = match known {
            Some((calendar, working)) if calendar == ward.calendar => working,
            _ => {
                let working = Arc::new(WorkingTime::of(ward::calendar(tx, ward.id).await?));
                let mut all = self.calendars.lock().unwrap_or_else(PoisonError::into_inner);
                all.insert(ward.id, (ward.calendar, Arc::clone(&working)));
                working
            }
        };
        Ok(Self { working, ..self.clone() })
    }

    /// What this ward asks for before something is posted. Where one approval is enough anyway,
    /// nobody has to be on duty for it.
    #[must_use]
    pub fn rule(&self) -> Rule {
        Rule { needed: self.approvals_needed, alone: self.urgent_alone && self.approvals_needed > 1 }
    }

    /// How long a message of this kind, posted for `at`, is worth it.
    #[must_use]
    pub fn worth(&self, kind: message::Kind, at: DateTime<Utc>) -> TimeDelta {
        let worth = Worth { notice: self.notice_worth, urgent: self.urgent_worth };
        kind.not_after(at, worth) - at
    }

    /// Time for second thoughts about a message of this kind: what is urgent leaves at once.
    #[must_use]
    pub fn window(&self, kind: message::Kind) -> TimeDelta {
        if kind == message::Kind::Urgent { TimeDelta::zero() } else { self.stop_window }
    }

    /// How the ward that this desk is for posts.
    #[must_use]
    pub fn habits(&self) -> Habits {
        let quiet = self.residents.night();
        Habits { working: Arc::clone(&self.working), quiet, per_day: self.posts_per_day }
    }

    /// When a message of this kind that is to be posted at `at` is: nobody is woken for what is
    /// not urgent.
    #[must_use]
    pub fn awake(&self, kind: message::Kind, at: DateTime<Utc>) -> DateTime<Utc> {
        if kind == message::Kind::Urgent { at } else { self.residents.night().awake(at) }
    }

    /// By when a question of this kind, asked now, is answered.
    #[must_use]
    pub fn due(&self, asked: DateTime<Utc>, kind: Kind) -> DateTime<Utc> {
        self.deadlines.at(asked).due(&self.working, Asked::new(asked, kind))
    }

    /// The same with its whole computation.
    #[must_use]
    pub fn explain(&self, asked: Asked<'_>) -> Explanation {
        self.deadlines.at(asked.at).explain(&self.working, asked)
    }

    /// When work on a question asked now begins.
    #[must_use]
    pub fn starts(&self, asked: DateTime<Utc>, kind: Kind) -> DateTime<Utc> {
        self.deadlines.at(asked).starts(&self.working, Asked::new(asked, kind))
    }

    /// What a post's button carries: the copy and a signature, so that a made-up id proves nothing.
    #[must_use]
    pub fn sign(&self, copy: OutgoingId) -> String {
        // People see it at the end of what they paste: as short as a link's letters allow.
        let mut bytes = copy.0.as_bytes().to_vec();
        bytes.extend(self.signature(copy.0));
        format!("q{}", URL_SAFE_NO_PAD.encode(bytes))
    }

    /// The copy behind a post's button, if we signed it.
    #[must_use]
    pub fn signed(&self, payload: &str) -> Option<OutgoingId> {
        let packed = payload.strip_prefix('q')?;
        let bytes = if packed.len() == LONG_LETTERS {
            let pairs = (0..LONG_LETTERS).step_by(2).map(|at| packed.get(at..at + 2));
            pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect::<Option<Vec<u8>>>()?
        } else {
            URL_SAFE_NO_PAD.decode(packed).ok()?
        };
        let (id, signature) = bytes.split_at_checked(16)?;
        let id = Uuid::from_slice(id).ok()?;
        (signature == self.signature(id)).then_some(OutgoingId(id))
    }

    fn signature(&self, id: Uuid) -> [u8; SIGNATURE_BYTES] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("any key length is good");
        mac.update(id.as_bytes());
        let whole = mac.finalize().into_bytes();
        std::array::from_fn(|i| whole[i])
    }
}

/// The commands that people are offered, in a private chat and in groups.
#[must_use]
pub fn commands(lang: Lang) -> [Vec<(&'static str, String)>; 2] {
    let say = |name: &'static str, text: Text| (name, text.say(lang));
    let private = vec![
        say("hoi", Text::CommandAsk),
        say("cauhoi", Text::CommandMine),
        say("ngonngu", Text::CommandLanguage),
        say("dulieu", Text::CommandData),
        say("rutdongy", Text::CommandWithdraw),
        say("xoa", Text::CommandErase),
        say("to", Text::CommandNeighbourhood),
        say("chuyengiao", Text::CommandHandover),
        say("soan", Text::CommandWrite),
        say("duyet", Text::CommandApprove),
        say("dophu", Text::CommandCoverage),
        say("lich", Text::CommandWeek),
        say("hopthu", Text::CommandInbox),
        say("nhap", Text::CommandEnter),
        say("phuong", Text::CommandWard),
        say("tamvang", Text::CommandAway),
        say("trogiup", Text::CommandHelp),
    ];
    let group = vec![say("hoi", Text::CommandAsk), say("trogiup", Text::CommandHelp)];
    [private, group]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn desk(secret: &str) -> Desk {
        Desk::new(Router::shipped().unwrap(), secret)
    }

    #[test]
    fn only_our_own_signature_names_a_copy() {
        let (ours, theirs) = (desk("one"), desk("two"));
        let copy = OutgoingId(Uuid::from_u128(7));
        let payload = ours.sign(copy);
        assert!(
            payload.len() == 33 && payload.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
        );
        assert_eq!(ours.signed(&payload), Some(copy));
        // As links were written before they became short.
        let digits: String = ours.signature(copy.0).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(ours.signed(&format!("q{}{digits}", copy.0.simple())), Some(copy));
        assert_eq!(theirs.signed(&payload), None);
        assert_eq!(ours.signed(&format!("q{}", copy.0.simple())), None, "a bare id proves nothing");
        for made_up in ["qđ", "q", "qAAAA", &format!("q{}", "đ".repeat(24)), &"q".repeat(49)] {
            assert_eq!(ours.signed(made_up), None, "{made_up}");
        }
    }
}
