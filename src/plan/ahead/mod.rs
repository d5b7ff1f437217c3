//! What the plans in force have ahead: their dated events and anniversaries in a span of days.

mod store;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

pub use store::anniversaries;

use super::import::Roundness;
use crate::calendar::LunarDate;
use crate::text::folded_words;

/// A dated event of the plan, on its day of one year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Anniversary {
    pub name: String,
    pub date: NaiveDate,
    /// Years since it was first, where the plan says when that was.
    pub years: Option<i32>,
    /// How these years count: "năm tròn", "năm lẻ 5".
    pub round: Option<Roundness>,
    #[serde(skip)]
    pub lunar: Option<(u32, u32)>,
}

/// An event as the stored plan has it.
#[derive(Clone, Debug, Deserialize)]
struct Event {
    name: String,
    month: u32,
    day: u32,
    origin_year: Option<i32>,
    #[serde(default)]
    lunar: bool,
}

#[derive(Debug, Deserialize)]
struct Document {
    #[serde(default)]
    events: Vec<Event>,
}

impl Event {
    /// Its days from `first` to `last`; none for a day that a year has not.
    fn between(&self, first: NaiveDate, last: NaiveDate) -> Vec<Anniversary> {
        // A lunar year goes on into the year after.
        (first.year() - 1..=last.year())
            .filter_map(|year| {
                let date = if self.lunar {
                    LunarDate::new(year, self.month, self.day).solar()
                } else {
                    NaiveDate::from_ymd_opt(year, self.month, self.day)
                }?;
                let years = self.origin_year.map(|origin| year - origin).filter(|years| *years > 0);
                let lunar = self.lunar.then_some((self.month, self.day));
                let round = years.map(Roundness::of);
                Some(Anniversary { name: self.name.clone(), date, years, round, lunar })
            })
            .filter(|found| first <= found.date && found.date <= last)
            .collect()
    }
}

impl Anniversary {
    /// Whether a text speaks of it: by its name, or by its day ("27/7", "ngày 27 tháng 7").
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        let text = folded_words(text);
        let name = folded_words(&self.name);
        let name = name.strip_prefix(" ngay ").unwrap_or(name.trim_start());
        let days = [(self.date.month(), self.date.day())].into_iter().chain(self.lunar);
        let mut forms = days.flat_map(|(month, day)| {
            [format!(" {day} {month} "), format!(" {day:02} {month:02} "), format!(" {day} thang {month} ")]
        });
        (!name.trim().is_empty() && text.contains(&format!(" {name}")))
            || forms.any(|form| text.contains(&form))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn event(month: u32, day: u32, origin_year: Option<i32>, lunar: bool) -> Event {
        Event { name: "Ngày Thương binh - Liệt sĩ".into(), month, day, origin_year, lunar }
    }

    #[test]
    fn events_fall_on_their_day_of_each_year() {
        let found = event(7, 27, Some(1947), false).between(day("2026-07-20"), day("2027-07-27"));
        let shown: Vec<_> = found.iter().map(|a| (a.date.to_string(), a.years)).collect();
        assert_eq!(shown, [("2026-07-27".into(), Some(79)), ("2027-07-27".into(), Some(80))]);
        assert_eq!(
            found.iter().map(|a| a.round).collect::<Vec<_>>(),
            [Some(Roundness::Other), Some(Roundness::Round)]
        );
        // The fifth day of Tết, and a day late in a lunar year, which lies in the next one.
        let found = event(1, 5, None, true).between(day("2026-02-01"), day("2026-03-01"));
        assert_eq!(found[0].date, day("2026-02-21"));
        let found = event(12, 23, None, true).between(day("2026-02-01"), day("2026-02-28"));
        assert_eq!(found[0].date, day("2026-02-10"));
        assert!(event(2, 29, None, false).between(day("2026-01-01"), day("2027-12-31")).is_empty());
    }

    #[test]
    fn a_text_speaks_of_it_by_name_or_day() {
        let found = event(7, 27, Some(1947), false).between(day("2026-07-20"), day("2026-07-30"));
        for (text, is) in [
            ("Kỷ niệm 79 năm ngày thương binh, liệt sỹ", false),
            ("Kỷ niệm 79 năm Ngày Thương binh – Liệt sĩ", true),
            ("Dâng hương sáng 27/7 tại đài tưởng niệm", true),
            ("Dâng hương sáng 27/07/2026", true),
            ("Chiều 17/7 thu gom rác", false),
            ("Ngày 27 tháng 7", true),
        ] {
            assert_eq!(found[0].is_in(text), is, "{text}");
        }
    }
}
