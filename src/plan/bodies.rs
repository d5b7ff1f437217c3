//! Which unit a body of a plan seems to be, and which unit a content group seems to be answered
//! for by: proposals that a person confirms. Pure.

use std::collections::BTreeSet;

use super::import::Duty;
use crate::text::folded_words;
use crate::ward::{Unit, UnitId};

/// Of the words of a unit's name, how many stand in the name of a body that is this unit.
const ENOUGH: f64 = 0.75;
/// Words that many units or many content groups have.
const COMMON: [&str; 22] = [
    "phong", "ban", "phuong", "va", "cac", "co", "quan", "uy", "tuyen", "truyen", "thong", "tin", "ve",
    "cong", "tac", "dam", "bao", "thuc", "hien", "cua", "viec", "trong",
];

fn words(text: &str) -> BTreeSet<String> {
    let folded = folded_words(text);
    folded.split_whitespace().filter(|word| !COMMON.contains(word)).map(str::to_owned).collect()
}

/// The unit that a duty's body seems to be; `None`: none, or more than one.
#[must_use]
pub fn unit_of(duty: &Duty, units: &[Unit]) -> Option<UnitId> {
    if let Some(code) = &duty.unit
        && let Some(unit) = units.iter().find(|unit| unit.code == *code)
    {
        return Some(unit.id);
    }
    let body = folded_words(&duty.body);
    if let Some(unit) = units.iter().find(|unit| folded_words(&unit.name) == body) {
        return Some(unit.id);
    }
    let body = words(&duty.body);
    let share = |unit: &Unit| {
        let name = words(&unit.name);
        let shared = u32::try_from(name.intersection(&body).count()).unwrap_or(0);
        let all = u32::try_from(name.len()).unwrap_or(u32::MAX);
        if all == 0 { 0.0 } else { f64::from(shared) / f64::from(all) }
    };
    let mut fitting = units.iter().filter(|unit| share(unit) >= ENOUGH);
    match (fitting.next(), fitting.next()) {
        (Some(unit), None) => Some(unit.id),
        _ => None,
    }
}

/// The unit that seems to answer for a content group: the one of the duty that speaks most of it,
/// else the first of `leads` that has a duty at all.
#[must_use]
pub fn lead_of(name: &str, duties: &[(UnitId, &str)], leads: &[UnitId]) -> Option<UnitId> {
    let name = words(name);
    let score = |text: &str| words(text).intersection(&name).count();
    let best = duties.iter().map(|(unit, text)| (score(text), *unit)).max_by_key(|(score, unit)| {
        // Of those that speak of it equally, the one that its name points to.
        (*score, leads.contains(unit), std::cmp::Reverse(*unit))
    });
    match best {
        Some((score, unit)) if score >= 3 => Some(unit),
        _ => leads.iter().copied().find(|lead| duties.iter().any(|(unit, _)| unit == lead)),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::ward::default_units;

    fn units() -> Vec<Unit> {
        let seeds = default_units().iter().zip(1..);
        seeds
            .map(|(seed, n)| Unit {
                id: UnitId(Uuid::from_u128(n)),
                code: seed.code.into(),
                name: seed.name.into(),
                chat: None,
            })
            .collect()
    }

    fn code(body: &str, read: Option<&str>) -> Option<String> {
        let (unit, text) = (read.map(str::to_owned), String::new());
        let duty = Duty { body: body.into(), unit, text, line: 1, confidence: 1.0 };
        let units = units();
        let id = unit_of(&duty, &units)?;
        units.into_iter().find(|unit| unit.id == id).map(|unit| unit.code)
    }

    #[test]
    fn bodies_are_units_by_their_names() {
        for (body, unit) in [
            ("Công an phường", Some("CA")),
            ("Phòng Văn hóa – Xã hội", Some("VHXH")),
            ("Phòng Kinh tế, Hạ tầng và Đô thị phường Hồ Sen", Some("KTHTDT")),
            ("Trạm Y tế", Some("YT")),
            ("Tổ công tác liên ngành của phường", None),
            ("Các trường học", None),
        ] {
            assert_eq!(code(body, None).as_deref(), unit, "{body}");
        }
        assert_eq!(code("Bộ phận một cửa", Some("TTPVHCC")).as_deref(), Some("TTPVHCC"));
        assert_eq!(code("Trạm Y tế", Some("KHONG")).as_deref(), Some("YT"), "a unit that the ward has not");
    }

    #[test]
    fn a_group_is_answered_for_by_who_has_the_duty() {
        let id = |n| UnitId(Uuid::from_u128(n));
        let duties = [(id(1), "Cung cấp lịch tiêm chủng, cảnh báo dịch bệnh"), (id(2), "Trả lời về hồ sơ")];
        assert_eq!(lead_of("Lịch tiêm chủng mở rộng", &duties, &[id(2)]), Some(id(1)));
        assert_eq!(lead_of("Khuyến nông", &duties, &[id(9), id(2)]), Some(id(2)));
        assert_eq!(lead_of("Khuyến nông", &duties, &[id(9)]), None);
    }
}
