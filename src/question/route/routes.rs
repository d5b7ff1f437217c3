//! The routes file: who answers what, as data that a ward edits, and what makes it unusable.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::phrases::{Phrase, PhraseError};

/// The file as shipped.
pub const SHIPPED: &str = include_str!("routes.toml");

/// Labels that are no unit.
pub const SPECIAL: [&str; 4] = [EMERGENCY, COMPLAINT, OUTSIDE, NOT_A_QUESTION];
/// Danger to life at this moment.
pub const EMERGENCY: &str = "EMERGENCY";
/// Khiếu nại, tố cáo: a legal procedure, not taken by the bot.
pub const COMPLAINT: &str = "COMPLAINT";
/// Not the ward's: referred out with a contact.
pub const OUTSIDE: &str = "OUTSIDE";
/// Greetings, thanks, advertisements.
pub const NOT_A_QUESTION: &str = "NOT_A_QUESTION";

/// Why a routes file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RoutesError {
    /// Not TOML of the expected shape.
    #[error("line {line} of the routes cannot be read: {why}")]
    Shape {
        /// From 1.
        line: usize,
        /// In the reader's words.
        why: String,
    },
    /// What matches nothing would have no owner.
    #[error("the catch-all {0:?} is not one of the units")]
    NoCatchAll(String),
    /// A label that is neither a unit nor a special one.
    #[error("{place} names the unknown unit {unit:?}")]
    UnknownUnit {
        /// Field key or content group.
        place: String,
        /// The unit.
        unit: String,
    },
    /// A unit that the ward does not have.
    #[error("the ward has no unit {0:?}")]
    NotInWard(String),
    /// Two fields with one key.
    #[error("the field {0:?} occurs twice")]
    DuplicateField(String),
    /// A field that nothing leads to.
    #[error("the field {0:?} has no phrases")]
    Unreachable(String),
    /// A phrase that is written twice for one label, so that one of the two has no effect.
    #[error("the phrase {phrase:?} occurs twice for {label}")]
    DuplicatePhrase {
        /// The label.
        label: String,
        /// The phrase.
        phrase: String,
    },
    /// A phrase that decides for two labels at once decides nothing.
    #[error("the phrase {0:?} is strong for two labels")]
    Contradiction(String),
    /// A content group without units.
    #[error("the content group {0:?} has no units")]
    EmptyGroup(String),
    /// A phrase that cannot be read.
    #[error(transparent)]
    Phrase(#[from] PhraseError),
}

/// Who answers what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Routes {
    /// The unit that owns what matches nothing.
    pub catch_all: String,
    /// Codes of all units.
    pub units: Vec<String>,
    /// Units of a content group by its number; the first leads.
    pub groups: BTreeMap<String, Vec<String>>,
    /// Names of places.
    pub places: Places,
    /// Phrases that tell what kind of question it is.
    pub intents: Intents,
    /// Lower-case abbreviations, and what they stand for.
    pub abbreviations: BTreeMap<String, String>,
    /// Fields with their phrases.
    pub fields: Vec<Field>,
}

/// Names of places, lower case.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Places {
    /// Words before a landmark that make it say where: cổng, trước, cạnh.
    pub beside: Vec<String>,
    /// Schools, markets and the like, by which people say where something is.
    pub landmarks: Vec<String>,
    /// In the ward, under old names too.
    pub home: Vec<String>,
    /// Other wards, former districts and provinces.
    pub elsewhere: Vec<String>,
}

/// Phrases by kind of question.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intents {
    /// How, where, fee, papers, status of a file.
    pub papers: Vec<String>,
    /// Entitled or not, how much, allowed or not.
    pub entitled: Vec<String>,
    /// What the law says.
    pub law: Vec<String>,
    /// It is happening now.
    pub now: Vec<String>,
    /// Over, recurring, suspected, or asked in general.
    pub past: Vec<String>,
    /// Wants anything at all.
    pub asks: Vec<String>,
}

/// A field of questions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Who answers: a unit's code or one of [`SPECIAL`].
    pub label: String,
    /// Names the field in the locales.
    pub key: String,
    /// Phone number to refer to, where it is certain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// What its points are multiplied by; 1 if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boost: Option<f32>,
    /// Who answers how, where, fee, papers and status; the same label if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub papers: Option<String>,
    /// Who answers what the law says; the same label if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
    /// The unit handles the papers of this field itself (the exceptions of boundary rule 1), so
    /// that words of paperwork do not count for a general field.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own_papers: bool,
    /// The field of paperwork in general.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub general: bool,
    /// Phrases that decide alone.
    #[serde(default)]
    pub strong: Vec<String>,
    /// Phrases that point here.
    #[serde(default)]
    pub usual: Vec<String>,
    /// Words that tip the scales.
    #[serde(default)]
    pub weak: Vec<String>,
    /// Phrases that speak against it.
    #[serde(default)]
    pub against: Vec<String>,
    /// Phrases in English questions.
    #[serde(default)]
    pub en: Vec<String>,
}

impl Routes {
    /// Reads and checks a routes file.
    ///
    /// # Errors
    /// [`RoutesError`]: the first thing that makes it unusable.
    pub fn parse(text: &str) -> Result<Self, RoutesError> {
        let routes = Self::read(text)?;
        routes.check()?;
        Ok(routes)
    }

    /// Reads a routes file that is still to be checked.
    ///
    /// # Errors
    /// [`RoutesError::Shape`].
    pub fn read(text: &str) -> Result<Self, RoutesError> {
        toml::from_str(text).map_err(|e: toml::de::Error| {
            let before = e.span().map_or("", |span| text.get(..span.start).unwrap_or_default());
            let line = before.matches('\n').count() + 1;
            RoutesError::Shape { line, why: e.message().to_owned() }
        })
    }

    /// The label's place among units and special labels.
    #[must_use]
    pub fn knows(&self, label: &str) -> bool {
        SPECIAL.contains(&label) || self.units.iter().any(|u| u == label)
    }

    /// Whether these routes can be used.
    ///
    /// # Errors
    /// [`RoutesError`]: the first thing that makes them unusable.
    pub fn check(&self) -> Result<(), RoutesError> {
        self.problems().into_iter().next().map_or(Ok(()), Err)
    }

    /// Everything that makes these routes unusable.
    #[must_use]
    pub fn problems(&self) -> Vec<RoutesError> {
        let mut found = Vec::new();
        if !self.units.contains(&self.catch_all) {
            found.push(RoutesError::NoCatchAll(self.catch_all.clone()));
        }
        for (group, units) in &self.groups {
            if units.is_empty() {
                found.push(RoutesError::EmptyGroup(group.clone()));
            }
            found.extend(self.unknown_units(group, units));
        }
        let mut keys = BTreeSet::new();
        let mut phrases: BTreeSet<(&str, &str)> = BTreeSet::new();
        let mut strong: BTreeMap<&str, &str> = BTreeMap::new();
        for field in &self.fields {
            let units = [&field.label].into_iter().chain(&field.papers).chain(&field.law);
            found.extend(self.unknown_units(&field.key, units));
            if !keys.insert(&field.key) {
                found.push(RoutesError::DuplicateField(field.key.clone()));
            }
            if field.strong.is_empty() && field.usual.is_empty() && field.en.is_empty() {
                found.push(RoutesError::Unreachable(field.key.clone()));
            }
            for phrase in field.strong.iter().chain(&field.usual).chain(&field.weak) {
                if !phrases.insert((&field.label, phrase)) {
                    let (label, phrase) = (field.label.clone(), phrase.clone());
                    found.push(RoutesError::DuplicatePhrase { label, phrase });
                }
            }
            for phrase in &field.strong {
                if strong.insert(phrase, &field.label).is_some_and(|label| label != field.label) {
                    found.push(RoutesError::Contradiction(phrase.clone()));
                }
            }
            found.extend(field.phrases().filter_map(|phrase| Phrase::read(phrase).err()).map(Into::into));
        }
        found.extend(self.intents.all().filter_map(|phrase| Phrase::read(phrase).err()).map(Into::into));
        found
    }

    /// The same, and the units of these routes that a ward does not have.
    #[must_use]
    pub fn problems_in_ward(&self, units: &[&str]) -> Vec<RoutesError> {
        let missing = self.units.iter().filter(|unit| !units.contains(&unit.as_str()));
        let mut found: Vec<_> = missing.map(|unit| RoutesError::NotInWard(unit.clone())).collect();
        found.extend(self.problems());
        found
    }

    /// The file again, without the remarks of the one that was read.
    #[must_use]
    pub fn to_file(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    fn unknown_units<'a>(
        &self,
        place: &str,
        units: impl IntoIterator<Item = &'a String>,
    ) -> Vec<RoutesError> {
        let unknown = units.into_iter().filter(|unit| !self.knows(unit));
        unknown.map(|unit| RoutesError::UnknownUnit { place: place.to_owned(), unit: unit.clone() }).collect()
    }
}

impl Field {
    fn phrases(&self) -> impl Iterator<Item = &String> {
        [&self.strong, &self.usual, &self.weak, &self.against, &self.en].into_iter().flatten()
    }
}

impl Intents {
    fn all(&self) -> impl Iterator<Item = &String> {
        [&self.papers, &self.entitled, &self.law, &self.now, &self.past, &self.asks].into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> Routes {
        Routes::parse(SHIPPED).unwrap()
    }

    #[test]
    fn the_shipped_file_is_sound_and_covers_every_group_of_the_plan() {
        let routes = shipped();
        assert_eq!(routes.groups.len(), 18);
        assert_eq!(routes.groups["1.8"], ["KTHTDT", "CA"]);
        for label in
            ["TTPVHCC", "KTHTDT", "VHXH", "CA", "QS", "YT", "MTTQ", "VP", "BXDD"].iter().chain(&SPECIAL)
        {
            assert!(routes.fields.iter().any(|f| f.label == *label), "{label} has a field");
        }
    }

    #[test]
    fn unusable_routes_are_refused_with_a_reason() {
        let spoil = |change: fn(&mut Routes)| {
            let mut routes = shipped();
            change(&mut routes);
            routes.check().unwrap_err()
        };
        assert!(matches!(spoil(|r| r.catch_all = "NOBODY".into()), RoutesError::NoCatchAll(_)));
        assert!(matches!(spoil(|r| r.fields[0].label = "XX".into()), RoutesError::UnknownUnit { .. }));
        assert!(matches!(spoil(|r| r.fields[1].papers = Some("XX".into())), RoutesError::UnknownUnit { .. }));
        assert!(matches!(spoil(|r| r.fields.push(r.fields[0].clone())), RoutesError::DuplicateField(_)));
        assert!(matches!(
            spoil(|r| r.fields[0] = Field { key: "x".into(), label: "VP".into(), ..Field::default() }),
            RoutesError::Unreachable(_)
        ));
        assert!(matches!(
            spoil(|r| r.fields[0].weak.push("sửa đường".into())),
            RoutesError::DuplicatePhrase { .. }
        ));
        assert!(matches!(
            spoil(|r| r.fields[0].strong.push("khai sinh!".into())),
            RoutesError::Contradiction(_)
        ));
        assert!(matches!(spoil(|r| r.fields[0].weak.push("~".into())), RoutesError::Phrase(_)));
        assert!(matches!(
            spoil(|r| r.groups.insert("9".into(), vec![]).map_or((), drop)),
            RoutesError::EmptyGroup(_)
        ));
        assert!(matches!(Routes::parse("nonsense = 1"), Err(RoutesError::Shape { line: 1, .. })));
    }
}
