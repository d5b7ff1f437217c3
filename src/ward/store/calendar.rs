use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::WardId;
use crate::calendar::{Marked, Rows, Week};
use crate::store::{Error, Tx, all, exec, one};

/// What a ward's calendar says beside the usual week and the public holidays.
///
/// # Errors
/// If the database refuses or a row is not readable.
pub async fn calendar(tx: &mut Tx, ward: WardId) -> Result<Rows, Error> {
    let days = all!(
        tx,
        (String, String, String),
        "SELECT day, what, name FROM calendar_days WHERE ward_id = $1 ORDER BY day",
        ward
    )?;
    let weeks = all!(
        tx,
        (String, String),
        "SELECT from_day, hours FROM calendar_weeks WHERE ward_id = $1 ORDER BY from_day",
        ward
    )?;
    let mut rows = Rows { days: BTreeMap::new(), weeks: BTreeMap::new() };
    for (day, what, name) in days {
        let marked = match what.as_str() {
            "off" => Marked::Off(name),
            "work" => Marked::Work(name),
            other => return Err(Error::corrupt("calendar day", other)),
        };
        rows.days.insert(date(&day)?, marked);
    }
    for (from, hours) in weeks {
        let week: Week = hours.parse().map_err(|e| Error::corrupt("calendar week", e))?;
        rows.weeks.insert(date(&from)?, week);
    }
    Ok(rows)
}

fn date(text: &str) -> Result<NaiveDate, Error> {
    text.parse().map_err(|e| Error::corrupt("calendar day", e))
}

/// Says that a ward's calendar is about to change; gives its new number. Two who change it wait
/// for each other from here on.
///
/// # Errors
/// If the database refuses or there is no such ward.
pub async fn turn_calendar(tx: &mut Tx, ward: WardId) -> Result<i64, Error> {
    let row =
        one!(tx, (i64,), "UPDATE wards SET calendar = calendar + 1 WHERE id = $1 RETURNING calendar", ward)?;
    row.map(|(calendar,)| calendar).ok_or_else(|| Error::corrupt("ward", "no such row"))
}

/// Writes down what a ward says of a day, in place of what it said before.
///
/// # Errors
/// If the database refuses.
pub async fn mark_day(tx: &mut Tx, ward: WardId, day: NaiveDate, marked: &Marked) -> Result<(), Error> {
    let (what, name) = match marked {
        Marked::Off(name) => ("off", name),
        Marked::Work(name) => ("work", name),
    };
    exec!(
        tx,
        "INSERT INTO calendar_days (ward_id, day, what, name) VALUES ($1, $2, $3, $4)
         ON CONFLICT (ward_id, day) DO UPDATE SET what = excluded.what, name = excluded.name",
        ward,
        day.to_string(),
        what,
        name.as_str()
    )?;
    Ok(())
}

/// Takes back what a ward said of a day.
///
/// # Errors
/// If the database refuses.
pub async fn unmark_day(tx: &mut Tx, ward: WardId, day: NaiveDate) -> Result<(), Error> {
    exec!(tx, "DELETE FROM calendar_days WHERE ward_id = $1 AND day = $2", ward, day.to_string())?;
    Ok(())
}

/// Writes down the weekly hours from a day on.
///
/// # Errors
/// If the database refuses.
pub async fn set_hours(tx: &mut Tx, ward: WardId, from: NaiveDate, week: &Week) -> Result<(), Error> {
    exec!(
        tx,
        "INSERT INTO calendar_weeks (ward_id, from_day, hours) VALUES ($1, $2, $3)
         ON CONFLICT (ward_id, from_day) DO UPDATE SET hours = excluded.hours",
        ward,
        from.to_string(),
        week.to_string()
    )?;
    Ok(())
}

/// Takes the weekly hours back that begin on a day.
///
/// # Errors
/// If the database refuses.
pub async fn drop_hours(tx: &mut Tx, ward: WardId, from: NaiveDate) -> Result<(), Error> {
    exec!(tx, "DELETE FROM calendar_weeks WHERE ward_id = $1 AND from_day = $2", ward, from.to_string())?;
    Ok(())
}
