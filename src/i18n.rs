//! What the program says to people. Code says a value of [`Text`]; `locales/` turns it into
//! words. A key or argument that does not exist does not compile; one test holds both
//! languages to exactly the same keys and variables.

mod texts;

use std::sync::LazyLock;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, TimeZone, Utc, Weekday};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

pub use texts::Text;

/// Languages of the interface, the first one first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang {
    Vi,
    En,
}

impl Lang {
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// The language for a person whose app names this one, as a tag such as `en-GB`. Who names
    /// none gets Vietnamese; any other language is better served by English.
    #[must_use]
    pub fn of(tag: &str) -> Self {
        if tag.is_empty() || tag.to_ascii_lowercase().starts_with("vi") { Self::Vi } else { Self::En }
    }

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }
}

const VI: &[&str] = &[
    include_str!("../locales/vi/common.ftl"),
    include_str!("../locales/vi/staff.ftl"),
    include_str!("../locales/vi/head.ftl"),
    include_str!("../locales/vi/resident.ftl"),
    include_str!("../locales/vi/command.ftl"),
    include_str!("../locales/vi/calendar.ftl"),
    include_str!("../locales/vi/time.ftl"),
    include_str!("../locales/vi/desk.ftl"),
    include_str!("../locales/vi/slots.ftl"),
    include_str!("../locales/vi/drafting.ftl"),
    include_str!("../locales/vi/approval.ftl"),
    include_str!("../locales/vi/reuse.ftl"),
    include_str!("../locales/vi/manners.ftl"),
    include_str!("../locales/vi/plans.ftl"),
    include_str!("../locales/vi/directory.ftl"),
    include_str!("../locales/vi/relay.ftl"),
];
const EN: &[&str] = &[
    include_str!("../locales/en/common.ftl"),
    include_str!("../locales/en/staff.ftl"),
    include_str!("../locales/en/head.ftl"),
    include_str!("../locales/en/resident.ftl"),
    include_str!("../locales/en/command.ftl"),
    include_str!("../locales/en/calendar.ftl"),
    include_str!("../locales/en/time.ftl"),
    include_str!("../locales/en/desk.ftl"),
    include_str!("../locales/en/slots.ftl"),
    include_str!("../locales/en/drafting.ftl"),
    include_str!("../locales/en/approval.ftl"),
    include_str!("../locales/en/reuse.ftl"),
    include_str!("../locales/en/manners.ftl"),
    include_str!("../locales/en/plans.ftl"),
    include_str!("../locales/en/directory.ftl"),
    include_str!("../locales/en/relay.ftl"),
];

/// Names of fields and outside bodies; their keys are data of the routes, so they stand apart.
const FIELDS: [&str; 2] =
    [include_str!("../locales/vi/fields.ftl"), include_str!("../locales/en/fields.ftl")];

static BUNDLES: LazyLock<[FluentBundle<FluentResource>; 2]> = LazyLock::new(|| {
    [("vi", VI, FIELDS[0]), ("en", EN, FIELDS[1])].map(|(tag, sources, fields)| {
        let lang = tag.parse().unwrap_or_else(|_| unreachable!("{tag} is a language"));
        let mut bundle = FluentBundle::new_concurrent(vec![lang]);
        // Isolation marks would travel into messages that people copy elsewhere.
        bundle.set_use_isolating(false);
        for source in sources.iter().chain([&fields]) {
            let resource = FluentResource::try_new((*source).to_owned())
                .unwrap_or_else(|(_, errors)| panic!("locales do not parse: {errors:?}"));
            bundle.add_resource(resource).unwrap_or_else(|errors| panic!("locales repeat a key: {errors:?}"));
        }
        bundle
    })
});

impl Text {
    /// The words in a language.
    ///
    /// # Panics
    /// Never for texts that passed the locale test, which goes through all of them.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let bundle = &BUNDLES[lang as usize];
        let key = self.key();
        let pattern = bundle.get_message(key).and_then(|m| m.value());
        let Some(pattern) = pattern else { return key.to_owned() };
        let args = self.args();
        let mut errors = Vec::new();
        let words = bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        debug_assert!(errors.is_empty(), "{key}: {errors:?}");
        words
    }
}

/// What a field of the routes, or an outside body, is called. `None`: no locale names it.
#[must_use]
pub fn field(key: &str, lang: Lang) -> Option<String> {
    let bundle = &BUNDLES[lang as usize];
    let pattern = bundle.get_message(key)?.value()?;
    Some(bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned())
}

trait Argument {
    fn value(&self) -> FluentValue<'_>;
}

impl Argument for String {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::from(self.as_str())
    }
}

impl Argument for i64 {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::from(*self)
    }
}

fn put(args: &mut FluentArgs<'_>, name: &'static str, value: &impl Argument) {
    // Owned, so that the arguments do not borrow from a text that is about to go.
    args.set(name, value.value().into_owned());
}

/// Vietnam has one time zone and no summer time.
const HANOI_SECONDS: i32 = 7 * 3600;

fn hanoi_zone() -> FixedOffset {
    FixedOffset::east_opt(HANOI_SECONDS).unwrap_or_else(|| unreachable!("seven hours is an offset"))
}

/// A moment on Hanoi's clocks.
#[must_use]
pub fn hanoi(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    at.with_timezone(&hanoi_zone())
}

/// The moment at which Hanoi's clocks show this.
#[must_use]
pub fn from_hanoi(local: NaiveDateTime) -> DateTime<Utc> {
    hanoi_zone().from_local_datetime(&local).single().map_or_else(|| local.and_utc(), |at| at.to_utc())
}

/// The moment at which the day that Hanoi's clocks show began.
#[must_use]
pub fn day_start(at: DateTime<Utc>) -> DateTime<Utc> {
    from_hanoi(hanoi(at).date_naive().and_time(chrono::NaiveTime::MIN))
}

/// "17:00 Thứ Hai, 08/06/2026".
#[must_use]
pub fn moment(at: DateTime<Utc>, lang: Lang) -> String {
    format!("{} {}", time(at), day(hanoi(at).date_naive(), lang))
}

/// "17:00".
#[must_use]
pub fn time(at: DateTime<Utc>) -> String {
    hanoi(at).format("%H:%M").to_string()
}

/// How many, as texts take it.
#[must_use]
pub fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// "Thứ Hai, 08/06/2026".
#[must_use]
pub fn day(date: NaiveDate, lang: Lang) -> String {
    format!("{}, {}", weekday(date.weekday(), lang), date.format("%d/%m/%Y"))
}

/// "Thứ Hai".
#[must_use]
pub fn weekday(day: Weekday, lang: Lang) -> String {
    let text = match day {
        Weekday::Mon => Text::Monday,
        Weekday::Tue => Text::Tuesday,
        Weekday::Wed => Text::Wednesday,
        Weekday::Thu => Text::Thursday,
        Weekday::Fri => Text::Friday,
        Weekday::Sat => Text::Saturday,
        Weekday::Sun => Text::Sunday,
    };
    text.say(lang)
}

#[cfg(test)]
mod tests;
