//! The Vietnamese lunar calendar, computed: new moons and the sun's longitude after Jean Meeus
//! (*Astronomical Formulae for Calculators*, *Astronomical Algorithms*), days counted at UTC+7,
//! months numbered by the rule that the winter solstice lies in month 11 and that the first
//! month without a major solar term after it is the leap month, as described by Hồ Ngọc Đức.
//!
//! One offset is used for all years, so dates before 1968 are today's rules applied backwards;
//! printed almanacs of those years followed UTC+8 and differ here and there.

use std::f64::consts::PI;
use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};

/// Lunar years that can be converted.
pub const YEARS: RangeInclusive<i32> = 1900..=2199;

/// UTC+7 as a part of a day.
const ZONE_DAYS: f64 = 7.0 / 24.0;
/// Mean length of a synodic month, in days.
const MONTH_DAYS: f64 = 29.530_588_853;
/// Julian day of the new moon of 1 January 1900, number 0 in Meeus's count.
const FIRST_NEW_MOON: f64 = 2_415_021.076_998_695;
/// Julian day number at noon, less chrono's count of days from 1 January of year 1.
const JULIAN_OF_COMMON_ERA: i32 = 1_721_425;

/// A day of the lunar calendar. Ordered in time, except that `leap` sorts after its namesake,
/// which is also how they follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LunarDate {
    /// The solar year in which the lunar year begins.
    pub year: i32,
    /// 1 to 12; 12 is tháng Chạp.
    pub month: u32,
    /// The second of two months with the same number.
    pub leap: bool,
    /// 1 to 30.
    pub day: u32,
}

impl LunarDate {
    /// A day of an ordinary (not leap) month.
    #[must_use]
    pub const fn new(year: i32, month: u32, day: u32) -> Self {
        Self { year, month, leap: false, day }
    }

    /// The lunar date of a solar day; `None` outside [`YEARS`].
    #[must_use]
    pub fn of(solar: NaiveDate) -> Option<Self> {
        let day = julian(solar);
        // A lunar year begins in January or February of the year it is named after.
        let year = if day < new_year(solar.year())? { solar.year() - 1 } else { solar.year() };
        let months = months_of(year)?;
        let month = months.iter().rev().find(|m| m.first <= day)?;
        let day_of_month = u32::try_from(day - month.first + 1).ok()?;
        Some(Self { year, month: month.number, leap: month.leap, day: day_of_month })
    }

    /// The solar day; `None` if there is no such lunar date or it lies outside [`YEARS`].
    #[must_use]
    pub fn solar(self) -> Option<NaiveDate> {
        let months = months_of(self.year)?;
        let month = months.iter().find(|m| m.number == self.month && m.leap == self.leap)?;
        let day = i32::try_from(self.day).ok()?;
        ((1..=month.days).contains(&day)).then(|| date(month.first + day - 1)).flatten()
    }
}

/// Mùng 1 Tết of a year; `None` outside [`YEARS`].
#[must_use]
pub fn tet(year: i32) -> Option<NaiveDate> {
    new_year(year).and_then(date)
}

/// The leap month of a lunar year, if it has one.
#[must_use]
pub fn leap_month(year: i32) -> Option<u32> {
    months_of(year)?.iter().find(|m| m.leap).map(|m| m.number)
}

/// A month of one lunar year: days as Julian day numbers.
#[derive(Clone, Copy)]
struct Month {
    number: u32,
    leap: bool,
    first: i32,
    days: i32,
}

/// Julian day number of mùng 1 Tết: one look at the months between two winter solstices.
fn new_year(year: i32) -> Option<i32> {
    // The year before the first and after the last are needed to tell where a solar day falls.
    if !(YEARS.start() - 1..=YEARS.end() + 1).contains(&year) {
        return None;
    }
    between_solstices(year)?.iter().find(|m| m.number == 1 && !m.leap).map(|m| m.first)
}

/// The 12 or 13 months of a lunar year.
fn months_of(year: i32) -> Option<Vec<Month>> {
    if !YEARS.contains(&year) {
        return None;
    }
    // Months 1 to 10 lie before this year's winter solstice month, 11 and 12 in the next span.
    let mut months: Vec<Month> = between_solstices(year)?.into_iter().skip_while(|m| m.number != 1).collect();
    months.extend(between_solstices(year + 1)?.into_iter().take_while(|m| m.number != 1));
    Some(months)
}

/// The months from month 11 of `year - 1` to the one before month 11 of `year`, numbered.
fn between_solstices(year: i32) -> Option<Vec<Month>> {
    let start = solstice_month(year - 1)?;
    let end = solstice_month(year)?;
    let count = nearest(f64::from(end - start) / MONTH_DAYS);
    let first_moon = nearest((f64::from(start) - FIRST_NEW_MOON) / MONTH_DAYS);
    // The estimate may be one off; the true one begins exactly on `start`.
    let first_moon = (first_moon - 1..=first_moon + 1).find(|k| new_moon(*k) == start)?;
    let firsts: Vec<i32> = (0..=count).map(|i| new_moon(first_moon + i)).collect();
    // Thirteen months: the first one without a major term repeats the number before it.
    let leap_at = (count == 13)
        .then(|| firsts.windows(2).position(|m| solar_sector(m[0]) == solar_sector(m[1])))
        .flatten();
    let mut number = 10;
    let mut months = Vec::with_capacity(13);
    for (i, bounds) in firsts.windows(2).enumerate() {
        let leap = leap_at == Some(i);
        if !leap {
            number = number % 12 + 1;
        }
        months.push(Month { number, leap, first: bounds[0], days: bounds[1] - bounds[0] });
    }
    Some(months)
}

/// First day of the month that holds the winter solstice of `year`.
fn solstice_month(year: i32) -> Option<i32> {
    let last_day = julian(NaiveDate::from_ymd_opt(year, 12, 31)?);
    let k = floor((f64::from(last_day) - FIRST_NEW_MOON) / MONTH_DAYS);
    // The last new moon of the year, unless the sun had by then already passed 270 degrees.
    let last = (k - 1..=k + 1).map(new_moon).filter(|day| *day <= last_day).max()?;
    if solar_sector(last) < 9 {
        return Some(last);
    }
    (k - 2..=k + 1).map(new_moon).filter(|day| *day < last).max()
}

/// Julian day number of the local day on which new moon number `k` (0 is January 1900) falls.
fn new_moon(k: i32) -> i32 {
    let k = f64::from(k);
    let t = k / 1236.85;
    let (t2, t3) = (t * t, t * t * t);
    let mean = 2_415_020.759_33 + 29.530_588_68 * k + 0.000_117_8 * t2 - 0.000_000_155 * t3
        + 0.000_33 * sin(166.56 + 132.87 * t - 0.009_173 * t2);
    let sun = 359.2242 + 29.105_356_08 * k - 0.000_033_3 * t2 - 0.000_003_47 * t3;
    let moon = 306.0253 + 385.816_918_06 * k + 0.010_730_6 * t2 + 0.000_012_36 * t3;
    let node = 21.2964 + 390.670_506_46 * k - 0.001_652_8 * t2 - 0.000_002_39 * t3;
    let correction = (0.1734 - 0.000_393 * t) * sin(sun) + 0.0021 * sin(2.0 * sun) - 0.4068 * sin(moon)
        + 0.0161 * sin(2.0 * moon)
        - 0.0004 * sin(3.0 * moon)
        + 0.0104 * sin(2.0 * node)
        - 0.0051 * sin(sun + moon)
        - 0.0074 * sin(sun - moon)
        + 0.0004 * sin(2.0 * node + sun)
        - 0.0004 * sin(2.0 * node - sun)
        - 0.0006 * sin(2.0 * node + moon)
        + 0.0010 * sin(2.0 * node - moon)
        + 0.0005 * sin(2.0 * moon + sun);
    // Ephemeris time less universal time, in days.
    let delta = -0.000_278 + 0.000_265 * t + 0.000_262 * t2;
    floor(mean + correction - delta + 0.5 + ZONE_DAYS)
}

/// In which twelfth of its circle the sun stands at local midnight when the day begins:
/// 0 from the March equinox, 9 from the winter solstice.
fn solar_sector(julian_day: i32) -> i32 {
    let t = (f64::from(julian_day) - 0.5 - ZONE_DAYS - 2_451_545.0) / 36_525.0;
    let t2 = t * t;
    let anomaly = 357.529_10 + 35_999.050_30 * t - 0.000_155_9 * t2 - 0.000_000_48 * t * t2;
    let mean = 280.466_45 + 36_000.769_83 * t + 0.000_303_2 * t2;
    let center = (1.914_600 - 0.004_817 * t - 0.000_014 * t2) * sin(anomaly)
        + (0.019_993 - 0.000_101 * t) * sin(2.0 * anomaly)
        + 0.000_290 * sin(3.0 * anomaly);
    // Aberration and nutation make the mean longitude the apparent one.
    let apparent = mean + center - 0.005_69 - 0.004_78 * sin(125.04 - 1_934.136 * t);
    floor(apparent.rem_euclid(360.0) / 30.0)
}

fn sin(degrees: f64) -> f64 {
    (degrees * PI / 180.0).sin()
}

#[expect(clippy::cast_possible_truncation, reason = "day and moon numbers of 1900 to 2200 fit by far")]
fn floor(value: f64) -> i32 {
    value.floor() as i32
}

fn nearest(value: f64) -> i32 {
    floor(value + 0.5)
}

fn julian(solar: NaiveDate) -> i32 {
    solar.num_days_from_ce() + JULIAN_OF_COMMON_ERA
}

fn date(julian_day: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(julian_day - JULIAN_OF_COMMON_ERA)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn known_new_years_also_where_vietnam_and_china_differ() {
        for (y, m, d) in [
            (1968, 1, 29),
            (1985, 1, 21),
            (2000, 2, 5),
            (2007, 2, 17),
            (2020, 1, 25),
            (2023, 1, 22),
            (2024, 2, 10),
            (2025, 1, 29),
            (2026, 2, 17),
            (2027, 2, 6),
            (2030, 2, 2),
        ] {
            assert_eq!(tet(y), Some(ymd(y, m, d)), "Tết {y}");
        }
    }

    #[test]
    fn known_days() {
        assert_eq!(LunarDate::new(2026, 3, 10).solar(), Some(ymd(2026, 4, 26)), "Hùng kings 2026");
        assert_eq!(LunarDate::new(2027, 3, 10).solar(), Some(ymd(2027, 4, 16)), "Hùng kings 2027");
        assert_eq!(LunarDate::new(2025, 8, 15).solar(), Some(ymd(2025, 10, 6)), "Trung thu 2025");
        assert_eq!(LunarDate::new(2026, 1, 5).solar(), Some(ymd(2026, 2, 21)), "Gò Đống Đa 2026");
        assert_eq!(
            LunarDate::of(ymd(2025, 7, 25)),
            Some(LunarDate { year: 2025, month: 6, leap: true, day: 1 })
        );
    }

    #[test]
    fn known_leap_months() {
        for (year, leap) in [
            (1984, None),
            (1985, Some(2)),
            (1987, Some(7)),
            (2004, Some(2)),
            (2006, Some(7)),
            (2017, Some(6)),
            (2020, Some(4)),
            (2023, Some(2)),
            (2025, Some(6)),
            (2026, None),
            (2028, Some(5)),
            (2033, Some(11)),
        ] {
            assert_eq!(leap_month(year), leap, "leap month of {year}");
        }
    }

    #[test]
    fn every_year_is_whole() {
        for year in YEARS {
            let months = months_of(year).unwrap_or_else(|| panic!("months of {year}"));
            assert!((12..=13).contains(&months.len()), "{year} has {} months", months.len());
            assert_eq!(months.len() == 13, months.iter().any(|m| m.leap), "{year}");
            assert!(months.iter().all(|m| (29..=30).contains(&m.days)), "{year}");
            assert_eq!(months[0].first, new_year(year).unwrap());
            let days: i32 = months.iter().map(|m| m.days).sum();
            assert_eq!(months[0].first + days, new_year(year + 1).unwrap(), "{year} joins the next");
        }
    }

    #[test]
    fn outside_the_years_there_is_no_answer() {
        assert_eq!(tet(1800), None);
        assert_eq!(LunarDate::of(ymd(1899, 12, 1)), None);
        assert_eq!(LunarDate::of(ymd(2300, 1, 1)), None);
        assert_eq!(LunarDate::of(NaiveDate::MAX), None);
        assert_eq!(LunarDate::new(2026, 13, 1).solar(), None);
        assert_eq!(LunarDate::new(2026, 1, 31).solar(), None);
    }

    proptest! {
        #[test]
        fn solar_to_lunar_and_back(days in 0_i64..(299 * 365)) {
            let solar = ymd(1900, 2, 1) + chrono::TimeDelta::days(days);
            let lunar = LunarDate::of(solar).unwrap();
            prop_assert_eq!(lunar.solar(), Some(solar));
            let next = LunarDate::of(solar.succ_opt().unwrap()).unwrap();
            prop_assert!(next > lunar);
        }
    }
}
