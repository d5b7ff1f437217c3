//! Public holidays as the Labour Code (2019, article 112) fixes them, computed for a year. They
//! hold until a ward says otherwise: the government announces Tết and the day beside 2/9 each
//! autumn, and swaps days, which the ward enters as rows.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::lunar::{self, LunarDate};

/// What is celebrated; a locale turns it into words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// 1 January.
    NewYear,
    /// Lunar new year.
    Tet,
    /// Giỗ Tổ Hùng Vương, 10/3 lunar.
    HungKings,
    /// 30 April.
    Reunification,
    /// 1 May.
    Labour,
    /// 2 September and the day beside it.
    NationalDay,
    /// 24 November, Vietnam Culture Day; not confirmed, off by default.
    CultureDay,
}

impl Occasion {
    /// The code used in rows and locale keys: `new_year`, `tet`, …
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NewYear => "new_year",
            Self::Tet => "tet",
            Self::HungKings => "hung_kings",
            Self::Reunification => "reunification",
            Self::Labour => "labour",
            Self::NationalDay => "national_day",
            Self::CultureDay => "culture_day",
        }
    }

    /// The occasion with that code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let all = [
            Self::NewYear,
            Self::Tet,
            Self::HungKings,
            Self::Reunification,
            Self::Labour,
            Self::NationalDay,
            Self::CultureDay,
        ];
        all.into_iter().find(|occasion| occasion.code() == code)
    }
}

/// What the government decides anew each year; the defaults are the commonest decisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HolidayRules {
    /// Days off before mùng 1 Tết. Default 1.
    pub tet_days_before: u8,
    /// Days off from mùng 1 Tết on. Default 4.
    pub tet_days_from: u8,
    /// Whether 24 November is a day off. Default no.
    pub culture_day: bool,
}

impl Default for HolidayRules {
    fn default() -> Self {
        Self { tet_days_before: 1, tet_days_from: 4, culture_day: false }
    }
}

/// One day off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Holiday {
    /// The day, in Vietnam.
    pub date: NaiveDate,
    /// What is celebrated.
    pub occasion: Occasion,
    /// The weekend day for which this working day is given instead.
    pub instead_of: Option<NaiveDate>,
}

/// The holidays of a year by the default rules, in order of date.
#[must_use]
pub fn of_year(year: i32) -> Vec<Holiday> {
    of_year_by(year, HolidayRules::default())
}

/// The holidays of a year, in order of date. A holiday on a Saturday or Sunday stands, and the
/// next working day that is not itself a holiday is given instead. Outside the lunar calendar's
/// years those by the sun remain.
#[must_use]
pub fn of_year_by(year: i32, rules: HolidayRules) -> Vec<Holiday> {
    let fixed = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let mut days: Vec<(Option<NaiveDate>, Occasion)> = vec![
        (fixed(1, 1), Occasion::NewYear),
        (LunarDate::new(year, 3, 10).solar(), Occasion::HungKings),
        (fixed(4, 30), Occasion::Reunification),
        (fixed(5, 1), Occasion::Labour),
        (fixed(9, 2), Occasion::NationalDay),
        (fixed(9, 2).map(beside), Occasion::NationalDay),
    ];
    if let Some(first) = lunar::tet(year) {
        let start = first - Days::new(u64::from(rules.tet_days_before));
        let count = u64::from(rules.tet_days_before) + u64::from(rules.tet_days_from);
        days.extend((0..count).map(|i| (start.checked_add_days(Days::new(i)), Occasion::Tet)));
    }
    if rules.culture_day {
        days.push((fixed(11, 24), Occasion::CultureDay));
    }
    let mut found: Vec<Holiday> = days
        .into_iter()
        .filter_map(|(date, occasion)| Some(Holiday { date: date?, occasion, instead_of: None }))
        .collect();
    found.sort_unstable();
    // 10/3 lunar can meet 30/4: one day is then two holidays, and one is given instead.
    let mut taken: BTreeSet<NaiveDate> = found.iter().map(|h| h.date).collect();
    let mut seen = BTreeSet::new();
    let mut moved = Vec::new();
    for holiday in &mut found {
        if seen.insert(holiday.date) && !weekend(holiday.date) {
            continue;
        }
        let next = holiday.date.iter_days().skip(1).find(|d| !weekend(*d) && !taken.contains(d));
        if let Some(next) = next {
            taken.insert(next);
            moved.push(Holiday { date: next, instead_of: Some(holiday.date), ..*holiday });
        }
    }
    found.extend(moved);
    found.sort_unstable();
    found.dedup_by_key(|h| h.date);
    found
}

/// The holiday on that day by the default rules, each year computed once. None outside the lunar
/// calendar's years.
#[must_use]
pub fn on(date: NaiveDate) -> Option<Holiday> {
    const COUNT: usize = (*lunar::YEARS.end() - *lunar::YEARS.start() + 1).unsigned_abs() as usize;
    static OF_YEARS: [OnceLock<Vec<Holiday>>; COUNT] = [const { OnceLock::new() }; COUNT];
    let index = usize::try_from(date.year() - lunar::YEARS.start()).ok()?;
    let holidays = OF_YEARS.get(index)?.get_or_init(|| of_year(date.year()));
    holidays.iter().find(|holiday| holiday.date == date).copied()
}

/// The day beside 2/9 that makes the longer rest: towards the nearer weekend, else the day before
/// (as announced in 2021 to 2026).
fn beside(national_day: NaiveDate) -> NaiveDate {
    match national_day.weekday() {
        Weekday::Thu | Weekday::Mon => national_day + Days::new(1),
        _ => national_day - Days::new(1),
    }
}

fn weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(year: i32) -> Vec<String> {
        of_year(year).iter().map(|h| h.date.format("%d/%m").to_string()).collect()
    }

    #[test]
    fn the_year_2026() {
        // 10/3 lunar is Sunday 26/4, so Monday 27/4 is off as well.
        assert_eq!(
            dates(2026),
            [
                "01/01", "16/02", "17/02", "18/02", "19/02", "20/02", "26/04", "27/04", "30/04", "01/05",
                "01/09", "02/09"
            ]
        );
    }

    #[test]
    fn weekends_in_tet_are_given_back_after_it() {
        // Tết 2027 is Saturday 6/2: Friday to Tuesday, and two days for the weekend.
        let tet: Vec<_> =
            of_year(2027).into_iter().filter(|h| h.occasion == Occasion::Tet).map(|h| h.date.day()).collect();
        assert_eq!(tet, [5, 6, 7, 8, 9, 10, 11]);
    }

    #[test]
    fn the_day_beside_national_day_as_announced() {
        for (year, day) in
            [(2021, "03/09"), (2022, "01/09"), (2024, "03/09"), (2025, "01/09"), (2026, "01/09")]
        {
            assert!(dates(year).contains(&day.to_owned()), "{year}");
        }
        // 2023: Saturday 2/9 with Friday 1/9, Monday 4/9 instead of the Saturday.
        assert!(["01/09", "02/09", "04/09"].iter().all(|d| dates(2023).contains(&(*d).to_owned())));
    }

    #[test]
    fn the_unconfirmed_day_is_off_unless_asked_for() {
        assert!(!dates(2026).contains(&"24/11".to_owned()));
        let with = of_year_by(2026, HolidayRules { culture_day: true, ..HolidayRules::default() });
        assert!(with.iter().any(|h| h.occasion == Occasion::CultureDay));
    }

    #[test]
    fn each_day_knows_its_holiday() {
        for year in [1900, 2026, 2199] {
            let mut days = NaiveDate::from_ymd_opt(year, 1, 1).unwrap().iter_days();
            let found: Vec<_> = days.by_ref().take_while(|d| d.year() == year).filter_map(on).collect();
            assert_eq!(found, of_year(year));
        }
        assert_eq!(on(NaiveDate::from_ymd_opt(2200, 1, 1).unwrap()), None);
        for holiday in of_year(2026) {
            assert_eq!(Occasion::from_code(holiday.occasion.code()), Some(holiday.occasion));
        }
    }

    #[test]
    fn every_year_gives_at_least_eleven_working_days_off() {
        for year in lunar::YEARS {
            let off = of_year(year);
            assert_eq!(off.iter().filter(|h| !weekend(h.date)).count(), 11, "{year}");
            assert!(off.windows(2).all(|p| p[0].date < p[1].date), "{year} ordered and distinct");
        }
        assert_eq!(of_year(3000).iter().filter(|h| !weekend(h.date)).count(), 5, "by the sun alone");
    }
}
