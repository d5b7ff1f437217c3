//! Which unit should answer a question, and by which of its words.
//!
//! Promises:
//! - Nothing is without an owner: what matches nothing goes to the catch-all of the routes.
//! - The text decides about danger, complaints and what is not the ward's, whatever it replies to;
//!   then the text decides with the content group of the post replied to as a prior; the group
//!   decides alone only when the text decides nothing.
//! - Danger and complaints are heard whatever else a message asks, and win in doubt.
//! - Every verdict names the words that decided.
//! - What a ward's staff corrected is learned, but takes no danger and no complaint away.
//! - Pure and deterministic: the same text, prior, routes and examples give the same verdict.
//!
//! Hand-written phrases (`routes.toml`) give points, a small linear model trained at start on
//! labelled examples (`examples.tsv`) adds what they leave open.

mod examples;
mod hurt;
mod model;
pub mod normalise;
mod parts;
pub mod phrases;
mod referral;
mod routes;
mod rules;
mod special;
pub mod store;
pub mod syllable;
mod wards;

#[cfg(test)]
mod evaluation;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

pub use examples::{Example, ExampleError};
pub use hurt::is_hurt;
pub use referral::Referral;
pub use routes::{
    COMPLAINT, EMERGENCY, Field, Intents, NOT_A_QUESTION, OUTSIDE, Places, Routes, RoutesError, SHIPPED,
    SPECIAL,
};
pub use wards::Routers;

use model::{Model, Sample, features, softmax};
use normalise::{Abbreviations, Words, normalise};
use rules::{Reading, Rulebook};
use special::{PlaceNames, Seats};

/// Points of the rules, in logits, that count in full; of what is beyond them only a share does,
/// so that what the examples say is heard beside a pile of phrases.
const FULL_POINTS: f32 = 3.0;
const BEYOND: f32 = 0.2;
/// How much an example of danger or of a complaint counts: missing one is worse than a false alarm.
const GRAVE_WEIGHT: f32 = 1.5;
/// Logits that danger and complaints gain when a question is decided, for the same reason, from so
/// many points of the phrases on. Chosen by cross-validation: about one false alarm of each in a
/// hundred questions.
const DOUBT: f32 = 1.6;
const CLEAR_POINTS: f32 = 2.0;
/// What danger gains at most where the model alone speaks for it.
const HUNCH: f32 = 0.5;
/// Logits by which a sentence, or a stretch torn out of one, has to speak for danger or a
/// complaint above all else to decide for the whole.
const SENTENCE_LEAD: f32 = 1.5;
const STRETCH_LEAD: f32 = 4.5;
/// Logits that the lead unit of the content group gains, and a consulted one.
const PRIOR_LEAD: f32 = 1.3;
const PRIOR_CONSULTED: f32 = 0.7;
/// Below this many points for any label the phrases have decided nothing.
const SILENT: f32 = 0.8;
/// Confidence from which nobody has to be asked.
const SURE: f64 = 0.6;
/// Labels that a verdict lists at least: three units are among them.
const LISTED: usize = 3 + SPECIAL.len();
/// Points below which a word is no reason worth showing.
const WHY_POINTS: f32 = 0.5;
/// Most words given as the reason.
const WHY_MAX: usize = 3;

/// A label with its share of the belief.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ranked {
    /// A unit's code or a special label.
    pub label: String,
    /// 0 to 1; all labels together make 1.
    pub score: f64,
}

/// Where a question should go.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Verdict {
    /// A unit's code or a special label.
    pub label: String,
    /// 0 to 1.
    pub confidence: f64,
    /// All labels that are at all likely, best first, beginning with `label`; each once.
    pub ranked: Vec<Ranked>,
    /// Words of the question that decided, the most telling first; empty if none did.
    pub why: Vec<String>,
    /// The field of the routes whose words decided (a key of the locales), if one did.
    #[serde(skip)]
    pub field: Option<String>,
    /// Whether nobody has to be asked which field they meant.
    #[serde(skip)]
    pub sure: bool,
}

/// What an unsure resident is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The label that a press chooses.
    pub label: String,
    /// Names the field in the locales.
    pub field: String,
}

/// Routes questions. Clones share one; building one takes some tens of milliseconds.
#[derive(Clone)]
pub struct Router {
    inner: Arc<Inner>,
    /// The model with a ward's corrected cases.
    taught: Option<Arc<Model>>,
}

struct Inner {
    routes: Routes,
    labels: Vec<String>,
    rulebook: Rulebook,
    abbreviations: Abbreviations,
    places: PlaceNames,
    seats: Seats,
    catch_all: usize,
    model: Model,
}

impl Router {
    /// The router of a new ward: shipped routes and examples. Built once per process.
    ///
    /// # Errors
    /// None in practice: a test reads the shipped files.
    pub fn shipped() -> Result<Self, RoutesError> {
        // Held while it is trained, so that those who ask at the same moment do not train their own.
        static SHARED: Mutex<Option<Router>> = Mutex::new(None);
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(router) = &*shared {
            return Ok(router.clone());
        }
        // A test has checked them.
        let router = Self::build(Routes::parse(SHIPPED)?, &examples::shipped().unwrap_or_default())?;
        *shared = Some(router.clone());
        Ok(router)
    }

    /// A router for these routes, trained on these examples. Examples with unknown labels are
    /// passed over, since a ward may have dropped a unit.
    ///
    /// # Errors
    /// [`RoutesError`]: what makes the routes unusable.
    pub fn from(routes: Routes, examples: &[Example]) -> Result<Self, RoutesError> {
        routes.check()?;
        Self::build(routes, examples)
    }

    /// The same for routes that are known to be sound.
    fn build(routes: Routes, examples: &[Example]) -> Result<Self, RoutesError> {
        let labels: Vec<String> =
            routes.units.iter().cloned().chain(SPECIAL.iter().map(|l| (*l).to_owned())).collect();
        let index: BTreeMap<String, usize> =
            labels.iter().cloned().enumerate().map(|(i, l)| (l, i)).collect();
        let seat = |label: &str| index.get(label).copied().unwrap_or(0);
        let mut inner = Inner {
            rulebook: Rulebook::new(&routes, &index)?,
            abbreviations: routes.abbreviations.clone().into_iter().collect(),
            places: PlaceNames::new(&routes.places),
            seats: Seats {
                emergency: seat(EMERGENCY),
                complaint: seat(COMPLAINT),
                outside: seat(OUTSIDE),
                not_a_question: seat(NOT_A_QUESTION),
            },
            catch_all: seat(&routes.catch_all),
            model: Model::train(labels.len(), &[]),
            labels,
            routes,
        };
        inner.model = Model::train(inner.labels.len(), &inner.samples(examples));
        Ok(Self { inner: Arc::new(inner), taught: None })
    }

    /// The same router, having learned a ward's corrected cases instead of those that it had.
    #[must_use]
    pub fn taught(&self, corrected: &[Example]) -> Self {
        let samples = self.inner.samples(corrected);
        let taught = (!samples.is_empty()).then(|| {
            let mut model = self.inner.model.clone();
            model.learn(&samples);
            Arc::new(model)
        });
        Self { inner: Arc::clone(&self.inner), taught }
    }

    /// The routes it was built from.
    #[must_use]
    pub fn routes(&self) -> &Routes {
        &self.inner.routes
    }

    /// Routes a question. `prior` holds the units of the content group of the post that was
    /// replied to, the lead first; unknown ones are passed over.
    #[must_use]
    pub fn route(&self, text: &str, prior: Option<&[&str]>) -> Verdict {
        let prior = prior.unwrap_or_default();
        let untaught = self.inner.route(&self.inner.model, text, prior);
        match &self.taught {
            // Nobody's correction of another question takes danger or a complaint away.
            Some(taught) if ![EMERGENCY, COMPLAINT].contains(&untaught.label.as_str()) => {
                self.inner.route(taught, text, prior)
            }
            _ => untaught,
        }
    }

    /// The likeliest `count` fields of a verdict to offer to a resident when it is not sure; each
    /// label once, special labels left out.
    #[must_use]
    pub fn offers(&self, text: &str, verdict: &Verdict, count: usize) -> Vec<Offer> {
        let (_, reading) = self.inner.read(text);
        let fields = &self.inner.routes.fields;
        let offer = |ranked: &Ranked| {
            let own = fields.iter().enumerate().filter(|(_, f)| f.label == ranked.label);
            let best = own.reduce(|a, b| if reading.fields[b.0] > reading.fields[a.0] { b } else { a })?;
            Some(Offer { label: ranked.label.clone(), field: best.1.key.clone() })
        };
        let units = verdict.ranked.iter().filter(|r| !SPECIAL.contains(&r.label.as_str()));
        units.filter_map(offer).take(count).collect()
    }
}

impl Inner {
    fn read(&self, text: &str) -> (Words, Reading) {
        let words = normalise(text, &self.abbreviations);
        let mut reading = self.rulebook.read(&words, &self.places.whereabouts(&words));
        special::adjust(&mut reading, &words, &self.places, self.seats);
        (words, reading)
    }

    /// The rules' points as logits. A label that the examples never show starts lower.
    fn offset(&self, reading: &Reading) -> Vec<f32> {
        let start = |label: &String| if label == "DU" { -2.0 } else { 0.0 };
        let points = |s: f32| s.min(FULL_POINTS) + (s - FULL_POINTS).max(0.0) * BEYOND;
        reading.scores.iter().zip(&self.labels).map(|(s, l)| points(*s) + start(l)).collect()
    }

    fn samples(&self, examples: &[Example]) -> Vec<Sample> {
        let sample = |example: &Example| {
            let label = self.labels.iter().position(|l| *l == example.label)?;
            let (words, reading) = self.read(&example.text);
            let grave = [self.seats.emergency, self.seats.complaint].contains(&label);
            Some(Sample {
                features: features(&words, &reading),
                offset: self.offset(&reading),
                label,
                weight: if grave { GRAVE_WEIGHT } else { 1.0 },
            })
        };
        examples.iter().filter_map(sample).collect()
    }

    /// What a text or a part of one says, before anything but its words counts.
    fn logits(&self, model: &Model, text: &str) -> (Words, Reading, Vec<f32>) {
        let (words, reading) = self.read(text);
        let mut logits = self.offset(&reading);
        model.add_to(&mut logits, &features(&words, &reading));
        // Danger and complaints win in doubt.
        let clear = |seat: usize| (reading.scores[seat] / CLEAR_POINTS).clamp(0.0, 1.0);
        let (emergency, complaint) = (self.seats.emergency, self.seats.complaint);
        let hunch = HUNCH * logits[emergency].clamp(0.0, 1.0) * (1.0 - clear(emergency));
        logits[emergency] += hunch + DOUBT * clear(emergency);
        logits[complaint] += DOUBT * clear(complaint);
        (words, reading, logits)
    }

    /// Danger or a complaint that one part speaks of clearly is what the whole is about, whatever
    /// else it asks.
    fn heed_parts(&self, model: &Model, text: &str, logits: &mut [f32]) {
        let lead = |logits: &[f32], seat: usize| {
            let others = logits.iter().enumerate().filter(|(label, _)| *label != seat);
            logits[seat] - others.map(|(_, logit)| *logit).fold(f32::NEG_INFINITY, f32::max)
        };
        for part in parts::parts(text) {
            let (_, _, said) = self.logits(model, part.text);
            // A stretch torn out of its sentence accuses too easily.
            let seats = [self.seats.emergency, self.seats.complaint];
            for seat in seats.into_iter().take(if part.whole { 2 } else { 1 }) {
                let clear = lead(&said, seat) - if part.whole { SENTENCE_LEAD } else { STRETCH_LEAD };
                if clear > 0.0 && lead(logits, seat) < clear {
                    logits[seat] += clear - lead(logits, seat);
                }
            }
        }
    }

    fn route(&self, model: &Model, text: &str, prior: &[&str]) -> Verdict {
        let (words, reading, mut logits) = self.logits(model, text);
        let loudest = reading.scores.iter().copied().fold(0.0, f32::max);
        let prior: Vec<usize> =
            prior.iter().filter_map(|u| self.labels.iter().position(|l| l == u)).collect();
        // What the phrases leave undecided belongs to the group's lead, and without one to the
        // catch-all, unless the model is confident.
        let silence = (SILENT - loudest).max(0.0);
        for (i, label) in prior.iter().enumerate() {
            let gain = if i == 0 { PRIOR_LEAD } else { PRIOR_CONSULTED };
            logits[*label] += gain * (1.0 + silence * if i == 0 { 3.0 } else { 1.0 });
        }
        if prior.is_empty() {
            logits[self.catch_all] += silence * 0.4;
        }
        self.heed_parts(model, text, &mut logits);
        softmax(&mut logits);
        self.verdict(&logits, &words, &reading)
    }

    fn verdict(&self, chances: &[f32], words: &Words, reading: &Reading) -> Verdict {
        let mut order: Vec<usize> = (0..chances.len()).collect();
        order.sort_by(|a, b| chances[*b].total_cmp(&chances[*a]).then(a.cmp(b)));
        let score = |label: usize| (f64::from(chances[label]) * 1e4).round() / 1e4;
        let ranked: Vec<Ranked> = order
            .iter()
            .enumerate()
            .filter(|(i, label)| *i < LISTED || chances[**label] >= 0.01)
            .map(|(_, label)| Ranked { label: self.labels[*label].clone(), score: score(*label) })
            .collect();
        let best = order[0];
        let confidence = score(best);
        Verdict {
            label: self.labels[best].clone(),
            confidence,
            ranked,
            why: why(best, words, reading, &self.rulebook),
            field: self.field(best, reading),
            sure: confidence >= SURE,
        }
    }

    /// The field with the most points among those that a label answers.
    fn field(&self, label: usize, reading: &Reading) -> Option<String> {
        let fields =
            reading.fields.iter().enumerate().filter(|(f, p)| **p > 0.0 && self.rulebook.answers(*f, label));
        let best = fields.reduce(|a, b| if b.1 > a.1 { b } else { a })?;
        Some(self.routes.fields[best.0].key.clone())
    }
}

/// Words of the question that spoke for a label.
fn why(label: usize, words: &Words, reading: &Reading, rulebook: &Rulebook) -> Vec<String> {
    let mut taken: Vec<(usize, usize)> = Vec::new();
    let mut why = Vec::new();
    for found in reading.evidence.iter().filter(|e| rulebook.answers(e.field, label)) {
        let overlaps = taken.iter().any(|s| found.span.0 <= s.1 && s.0 <= found.span.1);
        if overlaps || why.len() >= WHY_MAX || found.points < WHY_POINTS {
            continue;
        }
        taken.push(found.span);
        let said: Vec<&str> =
            words.tokens[found.span.0..=found.span.1].iter().map(|t| t.word.as_str()).collect();
        why.push(said.join(" "));
    }
    why
}
