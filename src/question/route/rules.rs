//! Hand-written knowledge at work: which phrases of the routes occur, how much each label gains
//! from them, and the boundary rules of the project's page on questions.
//!
//! Most boundary rules are phrases (3, 4, 7, 8 and 9 tell apart what is asked for by the words
//! themselves). Those that combine a field with a kind of question are functions here:
//! [`Reading::apply_papers`] is rules 1 and 2, `special` holds 5, 6 and 10.

use std::collections::BTreeMap;

use super::normalise::Words;
use super::phrases::{Book, Hit, Phrase};
use super::routes::{COMPLAINT, EMERGENCY, Routes, RoutesError};

/// Points of a phrase by its strength.
const STRONG: f32 = 3.0;
const USUAL: f32 = 1.6;
const WEAK: f32 = 0.6;
const AGAINST: f32 = -2.0;
const ENGLISH: f32 = 2.8;
/// Longer phrases say more; by the number of tokens.
const SPECIFIC: [f32; 7] = [0.0, 0.9, 1.12, 1.18, 1.24, 1.3, 1.36];
/// What the second, third, … phrase of one label still adds, so that many words of a long story
/// do not outweigh one clear phrase.
const DECAY: [f32; 6] = [1.0, 0.55, 0.35, 0.25, 0.15, 0.1];
/// From so many points on a field that handles its own papers is what they ask about; words of
/// paperwork in general are then worth this share.
const OWN_POINTS: f32 = 2.0;
const GENERAL_SHARE: f32 = 0.3;
/// What words that only say where something is are worth.
const WHEREABOUTS: f32 = 0.35;
/// Longer questions are stories: what is asked stands at the end.
const STORY_TOKENS: usize = 45;

/// Kinds of question, in the order of [`Reading::intents`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// How, where, fee, papers, status of a file.
    Papers,
    /// Entitled or not, how much, allowed or not.
    Entitled,
    /// What the law says.
    Law,
    /// It is happening now.
    Now,
    /// Over, recurring, suspected, general.
    Past,
    /// Wants anything at all.
    Asks,
}

impl Intent {
    /// All, in order.
    pub const ALL: [Self; 6] = [Self::Papers, Self::Entitled, Self::Law, Self::Now, Self::Past, Self::Asks];
}

#[derive(Clone, Copy, Debug)]
enum Target {
    Field { field: usize, points: f32, english: bool },
    Intent(Intent),
}

/// All phrases of the routes, ready to be found.
#[derive(Clone, Debug)]
pub struct Rulebook {
    book: Book,
    targets: Vec<Target>,
    /// Per field: label, papers, law, as indices into the labels.
    fields: Vec<FieldLabels>,
    labels: usize,
}

#[derive(Clone, Copy, Debug)]
struct FieldLabels {
    label: usize,
    /// EMERGENCY or COMPLAINT.
    special: bool,
    papers: Option<usize>,
    law: Option<usize>,
    own_papers: bool,
    general: bool,
}

/// What the phrases say about one question.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Points per label.
    pub scores: Vec<f32>,
    /// Points per field, before anything was shifted to another label.
    pub fields: Vec<f32>,
    /// Per [`Intent`]; 0 is none, 1 a clear phrase.
    pub intents: [f32; 6],
    /// What was found, best first: label, points, first and last token.
    pub evidence: Vec<Evidence>,
}

/// A phrase that spoke for a label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// Index of the label.
    pub label: usize,
    /// Index of the field.
    pub field: usize,
    /// What it added.
    pub points: f32,
    /// Whether the phrase is one that decides alone.
    pub strong: bool,
    /// First and last token.
    pub span: (usize, usize),
}

impl Rulebook {
    /// Compiles the routes; `label` gives each code its index.
    ///
    /// # Errors
    /// [`RoutesError`] for a phrase that cannot be read.
    pub fn new(routes: &Routes, labels: &BTreeMap<String, usize>) -> Result<Self, RoutesError> {
        let mut rulebook =
            Self { book: Book::default(), targets: Vec::new(), fields: Vec::new(), labels: labels.len() };
        let index = |label: &String| labels.get(label).copied();
        for (field, entry) in routes.fields.iter().enumerate() {
            for (phrases, points, english) in [
                (&entry.strong, STRONG, false),
                (&entry.usual, USUAL, false),
                (&entry.weak, WEAK, false),
                (&entry.against, AGAINST, false),
                (&entry.en, ENGLISH, true),
            ] {
                let points = points * entry.boost.unwrap_or(1.0);
                for phrase in phrases {
                    rulebook.add(phrase, Target::Field { field, points, english })?;
                }
            }
            let label = index(&entry.label).ok_or_else(|| RoutesError::UnknownUnit {
                place: entry.key.clone(),
                unit: entry.label.clone(),
            })?;
            let papers = entry.papers.as_ref().and_then(index);
            let law = entry.law.as_ref().and_then(index);
            let special = [EMERGENCY, COMPLAINT].contains(&entry.label.as_str());
            rulebook.fields.push(FieldLabels {
                label,
                special,
                papers,
                law,
                own_papers: entry.own_papers,
                general: entry.general,
            });
        }
        let intents = &routes.intents;
        let lists =
            [&intents.papers, &intents.entitled, &intents.law, &intents.now, &intents.past, &intents.asks];
        for (intent, phrases) in Intent::ALL.into_iter().zip(lists) {
            for phrase in phrases {
                rulebook.add(phrase, Target::Intent(intent))?;
            }
        }
        Ok(rulebook)
    }

    fn add(&mut self, phrase: &str, target: Target) -> Result<(), RoutesError> {
        self.book.add(Phrase::read(phrase)?);
        self.targets.push(target);
        Ok(())
    }

    /// Reads a question; `whereabouts` tells which tokens only say where something is.
    #[must_use]
    pub fn read(&self, words: &Words, whereabouts: &[bool]) -> Reading {
        let mut reading = Reading {
            scores: vec![0.0; self.labels],
            fields: vec![0.0; self.fields.len()],
            ..Reading::default()
        };
        let mut found: Vec<Evidence> = Vec::new();
        let mut against: Vec<(usize, f32)> = Vec::new();
        let hits = self.book.find(words);
        let mut weights = weights(words, &self.question_words(&hits));
        for (weight, _) in weights.iter_mut().zip(whereabouts).filter(|(_, said)| **said) {
            *weight *= WHEREABOUTS;
        }
        for hit in &hits {
            match self.targets[hit.phrase] {
                Target::Intent(intent) => reading.add_intent(intent, hit.fit),
                Target::Field { english: true, .. } if !words.english => {}
                Target::Field { field, points: base, .. } => {
                    let first = hit.spans[0];
                    // Danger and accusations count wherever they stand.
                    let weight = if self.fields[field].special {
                        1.0
                    } else {
                        hit.spans.iter().map(|s| weights[s.0]).fold(0.0, f32::max)
                    };
                    let length = hit.spans.iter().map(|s| s.1 - s.0 + 1).sum::<usize>();
                    let specific = SPECIFIC[length.min(SPECIFIC.len() - 1)];
                    let points = base * hit.fit * weight * specific;
                    if points < 0.0 {
                        against.push((field, points));
                    } else {
                        let strong = base > USUAL && hit.fit > 0.55;
                        found.push(Evidence {
                            label: self.fields[field].label,
                            field,
                            points,
                            strong,
                            span: first,
                        });
                    }
                }
            }
        }
        found.sort_by(|a, b| b.points.total_cmp(&a.points).then(a.field.cmp(&b.field)));
        reading.evidence = found;
        reading.count(&against);
        reading.apply_papers(&self.fields);
        reading
    }

    /// Whether a label answers a field, itself or for its papers or its law.
    #[must_use]
    pub fn answers(&self, field: usize, label: usize) -> bool {
        let to = self.fields[field];
        to.label == label || to.papers == Some(label) || to.law == Some(label)
    }

    /// Which tokens belong to a phrase that asks or requests.
    fn question_words(&self, hits: &[Hit]) -> Vec<usize> {
        let asks = hits.iter().filter(|h| matches!(self.targets[h.phrase], Target::Intent(Intent::Asks)));
        asks.map(|h| h.spans[0].0).collect()
    }
}

/// How much a word counts by where it stands. In a story the sentences that ask count most; of
/// two short questions the first is the main one (rule 10).
#[expect(clippy::cast_precision_loss, reason = "at most some hundred words")]
fn weights(words: &Words, question_words: &[usize]) -> Vec<f32> {
    let count = words.tokens.len();
    let last = words.tokens.last().map_or(0, |t| t.sentence);
    let asking: Vec<bool> = (0..=last)
        .map(|s| {
            words.asks.get(s).copied().unwrap_or(false)
                || question_words.iter().any(|i| words.tokens[*i].sentence == s)
        })
        .collect();
    let story = count > STORY_TOKENS;
    words
        .tokens
        .iter()
        .enumerate()
        .map(|(i, token)| {
            let place = i as f32 / count.max(1) as f32;
            if !story {
                return 1.15 - 0.35 * place;
            }
            if last == 0 {
                return 0.7 + 0.4 * place;
            }
            match (asking[token.sentence], token.sentence == last) {
                (true, true) => 1.15,
                (true, false) | (false, true) => 0.95,
                (false, false) => 0.6,
            }
        })
        .collect()
}

impl Reading {
    /// How strongly the question is of that kind.
    #[must_use]
    pub fn intent(&self, intent: Intent) -> f32 {
        self.intents[intent as usize]
    }

    /// Points of a label from phrases that are not strong.
    #[must_use]
    pub fn weak_danger(&self, label: usize) -> f32 {
        let strong = self.evidence.iter().any(|e| e.label == label && e.strong);
        if strong { 0.0 } else { self.scores[label] }
    }

    fn add_intent(&mut self, intent: Intent, fit: f32) {
        let value = &mut self.intents[intent as usize];
        // The first phrase counts most; three clear ones are as clear as it gets.
        *value = (*value + fit * if *value > 0.0 { 0.5 } else { 1.0 }).min(2.0);
    }

    /// Adds up what was found, per field and per label, each word once.
    fn count(&mut self, against: &[(usize, f32)]) {
        let labels = self.scores.len();
        let mut ranks = vec![0_usize; labels];
        let mut taken: Vec<Vec<(usize, usize)>> = vec![Vec::new(); labels];
        for i in 0..self.evidence.len() {
            let found = self.evidence[i];
            let spans = &mut taken[found.label];
            let overlaps = spans.iter().any(|s| found.span.0 <= s.1 && s.0 <= found.span.1);
            // Inside a longer phrase of another label a short one says less ("công an" in
            // "giả danh công an").
            let inside = self.evidence.iter().any(|other| {
                other.label != found.label
                    && other.span.0 <= found.span.0
                    && found.span.1 <= other.span.1
                    && other.span.1 - other.span.0 > found.span.1 - found.span.0
                    && other.points > found.points
            });
            let decay = if overlaps { 0.1 } else { DECAY[ranks[found.label].min(DECAY.len() - 1)] };
            let points = found.points * decay * if inside { 0.5 } else { 1.0 };
            if !overlaps {
                ranks[found.label] += 1;
                spans.push(found.span);
            }
            self.fields[found.field] += points;
        }
        for (field, points) in against {
            self.fields[*field] = (self.fields[*field] + points).max(0.0);
        }
    }

    /// Rules 1 and 2: papers, fee, place and status go to the one-stop centre, what the law says
    /// goes to the office, in fields that say so; the rest stays with the field's own label.
    fn apply_papers(&mut self, labels: &[FieldLabels]) {
        let papers = self.intent(Intent::Papers);
        let entitled = self.intent(Intent::Entitled);
        let law = self.intent(Intent::Law);
        let own = self.fields.iter().zip(labels).any(|(points, to)| to.own_papers && *points > OWN_POINTS);
        for (field, points) in self.fields.iter().enumerate() {
            let to = labels[field];
            let points = if own && to.general { points * GENERAL_SHARE } else { *points };
            let share_papers =
                if to.papers.is_some() { papers / (papers + 0.9 * entitled + 0.55) } else { 0.0 };
            let share_law =
                if to.law.is_some() && law > 0.0 { law / (law + 0.8 * papers + 0.5) } else { 0.0 };
            if let Some(papers) = to.papers {
                self.scores[papers] += points * share_papers;
            }
            if let Some(law) = to.law {
                self.scores[law] += points * share_law;
            }
            self.scores[to.label] += points * (1.0 - share_papers) * (1.0 - share_law);
        }
    }
}
