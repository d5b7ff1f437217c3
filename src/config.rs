//! Settings: `loa.toml`, then the environment, which wins. The only place that reads the
//! environment. Secrets never appear in what this room prints.

use std::path::PathBuf;
use std::time::Duration;

use chrono::{NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

use crate::calendar::Nudge;
use crate::delivery::{Limits, Rates};
use crate::question::deadline::Promises;
use crate::store::without_password;

/// A secret: printed as dots, wherever it is printed.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    #[must_use]
    pub fn new(secret: &str) -> Self {
        Self(secret.trim().to_owned())
    }

    /// The secret itself, for the one who must use it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

impl Serialize for Secret {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("…")
    }
}

/// Everything that can be set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// `sqlite:FILE` or `postgres://…`
    pub database_url: String,
    /// What is logged: `error`, `warn`, `info`, `debug` or `trace`.
    pub log: String,
    /// Language of the command line: `vi` or `en`.
    pub language: String,
    /// A sandbox whose clock is followed; for trying and testing only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock_url: Option<String>,
    pub telegram: Telegram,
    pub web: Web,
    pub rules: Rules,
    /// What is promised to who asks.
    pub deadlines: Promises,
    pub delivery: Delivery,
    /// This program's own file, which is run once more to read a document. No setting: tests, whose
    /// process is another program, name it.
    #[serde(skip)]
    pub program: PathBuf,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Telegram {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<Secret>,
    /// A file that holds the token, so that it need not stand in the environment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_file: Option<PathBuf>,
    /// Where the Bot API is; the official one if not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_url: Option<String>,
    /// Where the platform posts updates to, as seen from outside; fetched by long polling if
    /// not set. Our route is `POST /telegram`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_url: Option<String>,
    /// What the platform sends along with each update, so that nobody else can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_secret: Option<Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_secret_file: Option<PathBuf>,
}

/// The service's own HTTP address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Web {
    /// Address and port. Not set: [`LISTEN`] with a webhook, none without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<String>,
}

/// Where the webhook listens by default: behind a proxy on the same machine.
pub const LISTEN: &str = "127.0.0.1:8081";
/// Shortest and longest secret; the longest is the platform's.
const SECRET_LENGTHS: std::ops::RangeInclusive<usize> = 16..=256;

/// How updates are posted to us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    pub url: String,
    pub secret: Secret,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// People who must approve a message, the author not among them.
    pub approvals_needed: usize,
    /// Seconds between a release and the first copy.
    pub stop_seconds: u32,
    /// Hours for which a notice is worth posting.
    pub notice_hours: u32,
    /// Hours for which an urgent message is worth posting.
    pub urgent_hours: u32,
    /// Whether one approver on duty may release an urgent message alone.
    pub urgent_alone: bool,
    /// Hours after which a duty ends by itself.
    pub duty_hours: u32,
    /// Posts that a group gets in a day, urgent ones not counted; 0: no limit.
    pub posts_per_day: u32,
    /// Days for which the words of a closed question are kept; the law allows 12 months.
    pub keep_days: u16,
    /// Minutes of standstill after which what is overdue waits for a person.
    pub gap_minutes: u32,
    /// From when on residents are not written to unless it is urgent or they have just written,
    /// by Hanoi's clocks; the same as `quiet_until`: never.
    pub quiet_from: NaiveTime,
    pub quiet_until: NaiveTime,
    /// When units get their morning's digest of open questions, by Hanoi's clocks.
    pub digest_at: NaiveTime,
    /// Questions that a person may ask in ten minutes, and in 24 hours; 0: no limit. Danger is
    /// never limited.
    pub questions_ten_minutes: u32,
    pub questions_per_day: u32,
    /// Days without a word from its asker after which an answered question is closed.
    pub close_days: u16,
    /// When the ward receives citizens, in its own words; shown to who complains.
    pub reception: String,
    /// The day of the week, 1 for Monday to 7, and the time of day at which editors and approvers
    /// hear what is missing, by Hanoi's clocks; day 0: never.
    pub gaps_day: u8,
    pub gaps_at: NaiveTime,
    /// The same for heads, who hear that all was posted where something was.
    pub heads_day: u8,
    pub heads_at: NaiveTime,
    /// Hosts of links that are the ward's own, beside those of the State: `hosen.vn`.
    pub official_links: Vec<String>,
    /// When a person who passes messages on and has not said anything is reminded: `2h` after they
    /// got it, `08:00` of the next day.
    pub relay_reminders: Vec<Nudge>,
    /// Minutes after which they are reminded of what is urgent, and after which staff are told.
    pub relay_urgent_minutes: u32,
    pub relay_staff_minutes: u32,
    /// Characters of one piece to paste.
    pub relay_piece: u32,
    /// Whether a picture is asked for that shows it was posted.
    pub relay_photo: bool,
    /// Days after a message's time for which a word still counts, as a late one.
    pub relay_late_days: u16,
    /// Words that a loudspeaker's announcer reads in a minute.
    pub words_a_minute: u32,
}

impl Rules {
    /// When staff hear what is missing; `None`: never.
    #[must_use]
    pub fn gaps(&self) -> Option<(Weekday, NaiveTime)> {
        let day = Weekday::try_from(self.gaps_day.checked_sub(1)?).ok()?;
        Some((day, self.gaps_at))
    }

    /// When heads hear that all was posted; `None`: never.
    #[must_use]
    pub fn heads(&self) -> Option<(Weekday, NaiveTime)> {
        let day = Weekday::try_from(self.heads_day.checked_sub(1)?).ok()?;
        Some((day, self.heads_at))
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            approvals_needed: 1,
            stop_seconds: 60,
            notice_hours: 12,
            urgent_hours: 2,
            urgent_alone: false,
            duty_hours: 24,
            posts_per_day: 3,
            keep_days: 90,
            gap_minutes: 10,
            quiet_from: NaiveTime::from_hms_opt(21, 0, 0).unwrap_or_default(),
            quiet_until: NaiveTime::from_hms_opt(6, 30, 0).unwrap_or_default(),
            digest_at: NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default(),
            questions_ten_minutes: 6,
            questions_per_day: 30,
            close_days: 7,
            reception: String::new(),
            gaps_day: 1,
            gaps_at: NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default(),
            heads_day: 5,
            heads_at: NaiveTime::from_hms_opt(17, 0, 0).unwrap_or_default(),
            official_links: Vec::new(),
            relay_reminders: vec![
                Nudge::After(120),
                Nudge::NextDay(NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default()),
            ],
            relay_urgent_minutes: 15,
            relay_staff_minutes: 45,
            relay_piece: 2_000,
            relay_photo: false,
            relay_late_days: 7,
            words_a_minute: 120,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Delivery {
    /// Messages a second for the whole bot. Exactly 30 is too many for Telegram.
    pub per_second: f64,
    /// Milliseconds between messages to one person, after a short burst.
    pub private_gap_ms: u64,
    /// Milliseconds between messages to one group.
    pub group_gap_ms: u64,
    /// Sends under way at once: the most that a crash can leave in doubt. If not set, as many as
    /// go with the rate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_flight_max: Option<usize>,
    /// Seconds that a send may take before its outcome counts as unknown.
    pub send_seconds: u64,
}

impl Default for Delivery {
    fn default() -> Self {
        let limits = Limits::default();
        Self {
            per_second: limits.rates.bot_per_second,
            private_gap_ms: u64::try_from(limits.rates.private_gap.as_millis()).unwrap_or(1_050),
            group_gap_ms: u64::try_from(limits.rates.group_gap.as_millis()).unwrap_or(3_400),
            in_flight_max: None,
            send_seconds: limits.send_timeout.as_secs(),
        }
    }
}

impl Delivery {
    /// These settings as the engine takes them.
    #[must_use]
    pub fn limits(&self) -> Limits {
        let rates = Rates {
            bot_per_second: self.per_second.clamp(0.1, 100_000.0),
            private_gap: Duration::from_millis(self.private_gap_ms),
            group_gap: Duration::from_millis(self.group_gap_ms),
            ..Rates::default()
        };
        let mut limits = Limits::of(rates);
        if let Some(most) = self.in_flight_max {
            limits.in_flight_max = most.max(1);
        }
        limits.send_timeout = Duration::from_secs(self.send_seconds.clamp(1, 600));
        limits
    }

    /// For a platform that limits nothing.
    #[must_use]
    pub fn unlimited() -> Self {
        Self {
            per_second: 100_000.0,
            private_gap_ms: 0,
            group_gap_ms: 0,
            in_flight_max: Some(8),
            ..Self::default()
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database_url: "sqlite:loa.db".into(),
            log: "warn".into(),
            language: "vi".into(),
            clock_url: None,
            telegram: Telegram::default(),
            web: Web::default(),
            rules: Rules::default(),
            deadlines: Promises::default(),
            delivery: Delivery::default(),
            program: own_program(),
        }
    }
}

/// The file that this process runs. The link of Linux stays true when a newer file has taken its
/// place meanwhile.
fn own_program() -> PathBuf {
    let link = PathBuf::from("/proc/self/exe");
    if link.exists() { link } else { std::env::current_exe().unwrap_or(link) }
}

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{path}: {why}")]
    Unreadable { path: PathBuf, why: String },
    #[error("{path}: {why}")]
    Wrong { path: PathBuf, why: String },
    #[error("the webhook has no secret of 16 to 256 letters, digits, _ and -")]
    WebhookSecret,
}

impl Config {
    /// Reads `LOA_CONFIG` (or `loa.toml` where it exists) and the environment.
    ///
    /// # Errors
    /// If a file that is named does not exist, or says something that is no setting.
    pub fn load() -> Result<Self, ConfigError> {
        Self::from(&env)
    }

    fn from(env: &dyn Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let named = env("LOA_CONFIG").map(PathBuf::from);
        let path = named.clone().unwrap_or_else(|| PathBuf::from("loa.toml"));
        let mut config = match std::fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text).map_err(|why| ConfigError::Wrong { path: path.clone(), why })?,
            Err(e) if named.is_some() || e.kind() != std::io::ErrorKind::NotFound => {
                return Err(ConfigError::Unreadable { path, why: e.to_string() });
            }
            Err(_) => Self::default(),
        };
        let set = |name: &str, field: &mut String| {
            if let Some(value) = env(name) {
                *field = value;
            }
        };
        set("LOA_DATABASE_URL", &mut config.database_url);
        set("LOA_LOG", &mut config.log);
        set("LOA_LANG", &mut config.language);
        if let Some(url) = env("LOA_CLOCK_URL") {
            config.clock_url = Some(url);
        }
        if let Some(url) = env("LOA_TELEGRAM_API_URL") {
            config.telegram.api_url = Some(url);
        }
        if let Some(file) = env("LOA_TELEGRAM_TOKEN_FILE") {
            config.telegram.token_file = Some(file.into());
            config.telegram.token = None;
        }
        if let Some(token) = env("LOA_TELEGRAM_TOKEN") {
            config.telegram.token = Some(Secret::new(&token));
        }
        if let Some(url) = env("LOA_TELEGRAM_WEBHOOK_URL") {
            config.telegram.webhook_url = Some(url);
        }
        if let Some(file) = env("LOA_TELEGRAM_WEBHOOK_SECRET_FILE") {
            config.telegram.webhook_secret_file = Some(file.into());
            config.telegram.webhook_secret = None;
        }
        if let Some(secret) = env("LOA_TELEGRAM_WEBHOOK_SECRET") {
            config.telegram.webhook_secret = Some(Secret::new(&secret));
        }
        if let Some(address) = env("LOA_WEB_LISTEN") {
            config.web.listen = Some(address);
        }
        let telegram = &mut config.telegram;
        telegram.token = secret(telegram.token.take(), telegram.token_file.as_ref())?;
        telegram.webhook_secret =
            secret(telegram.webhook_secret.take(), telegram.webhook_secret_file.as_ref())?;
        Ok(config)
    }

    /// How updates are posted to us; `None` if they are fetched.
    ///
    /// # Errors
    /// If an address is set without a secret that the platform takes and nobody guesses.
    pub fn webhook(&self) -> Result<Option<Webhook>, ConfigError> {
        let Some(url) = self.telegram.webhook_url.clone() else { return Ok(None) };
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let secret = self.telegram.webhook_secret.clone().filter(|secret| {
            SECRET_LENGTHS.contains(&secret.reveal().len()) && secret.reveal().chars().all(is_plain)
        });
        Ok(Some(Webhook { url, secret: secret.ok_or(ConfigError::WebhookSecret)? }))
    }

    /// The address that the service listens on, if it does.
    #[must_use]
    pub fn listen(&self) -> Option<String> {
        let by_default = || self.telegram.webhook_url.is_some().then(|| LISTEN.to_owned());
        self.web.listen.clone().or_else(by_default)
    }

    /// Reads the text of a `loa.toml`. Parse errors quote the file, so only the place and the
    /// name are passed on: the line may hold a secret.
    fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|e| {
            let line =
                e.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            format!("line {line}: {}", e.message().lines().next().unwrap_or_default())
        })
    }

    /// The settings as they are used, secrets hidden, in the form of `loa.toml`.
    #[must_use]
    pub fn shown(&self) -> String {
        let mut shown = self.clone();
        shown.database_url = without_password(&shown.database_url);
        toml::to_string(&shown).unwrap_or_default()
    }
}

/// A secret that is set, or stands in a file.
fn secret(set: Option<Secret>, file: Option<&PathBuf>) -> Result<Option<Secret>, ConfigError> {
    let found = match (set, file) {
        (None, Some(path)) => {
            let text = std::fs::read_to_string(path)
                .map_err(|e| ConfigError::Unreadable { path: path.clone(), why: e.to_string() })?;
            Some(Secret::new(&text))
        }
        (set, _) => set,
    };
    Ok(found.filter(|secret| !secret.reveal().is_empty()))
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
fn env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &'static [(&'static str, &'static str)]) -> Result<Config, ConfigError> {
        Config::from(&move |name| {
            pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_environment_wins_and_secrets_stay_hidden() {
        let config = with(&[
            ("LOA_DATABASE_URL", "postgres://loa:s3cret@db/loa"),
            ("LOA_TELEGRAM_TOKEN", "123:SECRET\n"),
            ("LOA_TELEGRAM_WEBHOOK_SECRET", "SECRET"),
        ])
        .unwrap();
        assert_eq!(config.telegram.token.as_ref().unwrap().reveal(), "123:SECRET");
        let shown = config.shown();
        assert!(shown.contains("postgres://loa:…@db/loa"), "{shown}");
        for text in [shown, format!("{config:?}")] {
            assert!(!text.contains("SECRET"), "{text}");
        }
    }

    #[test]
    fn a_webhook_needs_a_secret_that_the_platform_takes() {
        let mut config = Config::default();
        assert_eq!((config.webhook().unwrap(), config.listen()), (None, None));
        config.telegram.webhook_url = Some("https://loa.example/telegram".into());
        assert_eq!(config.listen().as_deref(), Some(LISTEN));
        config.web.listen = Some("127.0.0.1:9".into());
        assert_eq!(config.listen().as_deref(), Some("127.0.0.1:9"));
        assert!(config.webhook().is_err(), "none");
        for (secret, is_good) in [
            ("short", false),
            ("khóa-bí-mật-của-phường", false),
            ("with spaces in between", false),
            ("Ab_-0123456789xyz", true),
        ] {
            config.telegram.webhook_secret = Some(Secret::new(secret));
            assert_eq!(config.webhook().is_ok(), is_good, "{secret}");
        }
    }

    #[test]
    fn a_wrong_setting_is_named_without_its_line() {
        let why = Config::parse("log = \"warn\"\ntoken = \"123:SECRET\"").unwrap_err();
        assert!(why.starts_with("line 2") && why.contains("token") && !why.contains("SECRET"), "{why}");
    }

    #[test]
    fn a_wrong_setting_at_the_start_of_a_line_is_on_that_line() {
        let why = Config::parse("[telegram]\ntokn = \"123:SECRET\"").unwrap_err();
        assert!(why.starts_with("line 2") && !why.contains("SECRET"), "{why}");
    }

    #[test]
    fn what_is_shown_can_be_read_back() {
        let changed =
            "[deadlines]\nanswer_days = 7\n[[deadlines.changes]]\nfrom = \"2027-01-01\"\nanswer_days = 4";
        for config in [Config::default(), Config::parse(changed).unwrap()] {
            assert_eq!(Config::parse(&config.shown()).unwrap(), config, "{}", config.shown());
        }
    }

    #[test]
    fn a_promise_that_cannot_be_kept_is_named_with_its_line() {
        let why = Config::parse("log = \"warn\"\n\n[deadlines]\nanswer_days = 0").unwrap_err();
        assert_eq!(why, "line 3: answer_days is not between 1 and 366");
    }
}
