//! A small linear model over what the words of the labelled examples have in common: multinomial
//! logistic regression on hashed n-grams, trained at start on top of the rules' points, so that
//! it learns only what the rules leave open. Deterministic: fixed order, no randomness.

use super::normalise::Words;
use super::rules::{Intent, Reading};

/// Number of hashed features; 17 labels times 65,536 weights are four megabytes.
const BUCKETS: u32 = 1 << 16;
const EPOCHS: u8 = 5;
const RATE: f32 = 0.15;
/// How much slower each epoch learns than the one before.
const SLOWER: f32 = 0.3;
/// Pull towards zero per step: what a single example says is soon forgotten, what many say stays.
const SHRINK: f32 = 0.04;
/// Errors below it teach nothing worth its time.
const NEGLIGIBLE: f32 = 3e-3;
/// Length of the words of a question as one vector, however many they are.
const LENGTH: f32 = 8.0;
/// How many letters in a row are looked at.
const LETTERS: usize = 4;
/// Strides through the examples; one that does not divide their number gives each its turn.
const STRIDES: [usize; 4] = [7, 11, 13, 17];

/// How often a ward's corrected cases are gone through at most, from which chance on one has been
/// learned, and how fast.
const LESSONS: usize = 20;
const LEARNED: f32 = 0.8;
const LESSON_RATE: f32 = 0.02;

/// A feature and its value.
pub type Feature = (u32, f32);

/// A question to learn from.
#[derive(Clone, Debug)]
pub struct Sample {
    /// What it looks like.
    pub features: Vec<Feature>,
    /// The rules' logits.
    pub offset: Vec<f32>,
    /// Index of its label.
    pub label: usize,
    /// How much it counts; 1 is usual.
    pub weight: f32,
}

/// Weights per feature and label.
#[derive(Clone, Debug)]
pub struct Model {
    labels: usize,
    weights: Vec<f32>,
}

/// What a question looks like to the model.
#[must_use]
pub fn features(words: &Words, reading: &Reading) -> Vec<Feature> {
    let tokens = &words.tokens;
    let mut features: Vec<Feature> = Vec::with_capacity(tokens.len() * 5 + 16);
    let folded = |i: usize| tokens[i].folded.as_bytes();
    let accented = |i: usize| tokens[i].key.as_bytes();
    for i in 0..tokens.len() {
        // Folded single syllables collide, so they weigh less than two together.
        features.push((hash(&[b"1", folded(i)]), 0.7));
        if i + 1 < tokens.len() {
            features.push((hash(&[b"2", folded(i), folded(i + 1)]), 1.0));
        }
        if i + 2 < tokens.len() {
            features.push((hash(&[b"3", folded(i), folded(i + 1), folded(i + 2)]), 0.6));
        }
        if tokens[i].marked {
            features.push((hash(&[b"x", accented(i)]), 0.5));
            if tokens.get(i + 1).is_some_and(|next| next.marked) {
                features.push((hash(&[b"y", accented(i), accented(i + 1)]), 0.4));
            }
        }
    }
    // Letters, across words too: what is misspelt still has most of them right.
    let letters = tokens.iter().map(|t| t.folded.as_str()).collect::<Vec<_>>().join(" ");
    features.extend(letters.as_bytes().windows(LETTERS).map(|run| (hash(&[b"l", run]), 0.3)));
    let norm = features.iter().map(|f| f.1 * f.1).sum::<f32>().sqrt().max(1.0);
    for feature in &mut features {
        feature.1 *= LENGTH / norm;
    }
    for (field, points) in reading.fields.iter().enumerate().filter(|f| *f.1 > 0.0) {
        let name = field.to_le_bytes();
        let value = points.min(3.0) / 3.0;
        features.push((hash(&[b"f", &name]), value));
        for intent in [Intent::Papers, Intent::Entitled] {
            if reading.intent(intent) > 0.0 {
                features.push((hash(&[b"fi", &name, &[intent as u8]]), value * 0.6));
            }
        }
    }
    for intent in Intent::ALL {
        features.push((hash(&[b"i", &[intent as u8]]), reading.intent(intent) * 0.3));
    }
    features.push((hash(&[b"bias"]), 0.3));
    features
}

/// FNV-1a, because it is the same on every machine and in every release.
fn hash(parts: &[&[u8]]) -> u32 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        for byte in part.iter().chain(&[0xff]) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    // The middle bits are the best mixed ones.
    let [_, _, a, b, c, d, ..] = hash.to_le_bytes();
    u32::from_le_bytes([a, b, c, d]) % BUCKETS
}

impl Model {
    /// Trains on labelled questions.
    #[must_use]
    pub fn train(labels: usize, samples: &[Sample]) -> Self {
        let mut model = Self { labels, weights: vec![0.0; labels * BUCKETS as usize] };
        let mut chances = Vec::with_capacity(labels);
        let mut errors = Vec::with_capacity(labels);
        let stride = STRIDES.into_iter().find(|s| !samples.len().is_multiple_of(*s)).unwrap_or(1);
        for epoch in 0..EPOCHS {
            let rate = RATE / (1.0 + SLOWER * f32::from(epoch));
            // A fixed stride through the examples: neighbours in the file are alike.
            for step in 0..samples.len() {
                let sample = &samples[(step * stride + usize::from(epoch) * 3) % samples.len()];
                chances.clone_from(&sample.offset);
                model.add_to(&mut chances, &sample.features);
                softmax(&mut chances);
                errors.clear();
                for (l, chance) in chances.iter().enumerate() {
                    let error = (chance - f32::from(u8::from(l == sample.label))) * sample.weight;
                    if error.abs() >= NEGLIGIBLE {
                        errors.push((l, error));
                    }
                }
                let (errors, weights) = (errors.as_slice(), model.weights.as_mut_slice());
                for &(feature, value) in &sample.features {
                    let row = &mut weights[feature as usize * labels..][..labels];
                    let mut e = 0;
                    while e < errors.len() {
                        let (l, error) = errors[e];
                        row[l] -= rate * (error * value + SHRINK * row[l]);
                        e += 1;
                    }
                }
            }
        }
        model
    }

    /// Learns a few more questions until each is likely; nothing else has to be learned again.
    pub fn learn(&mut self, samples: &[Sample]) {
        let labels = self.labels;
        for _ in 0..LESSONS {
            let mut is_done = true;
            for sample in samples {
                let mut chances = sample.offset.clone();
                self.add_to(&mut chances, &sample.features);
                softmax(&mut chances);
                if chances[sample.label] >= LEARNED {
                    continue;
                }
                is_done = false;
                for &(feature, value) in &sample.features {
                    let row = &mut self.weights[feature as usize * labels..][..labels];
                    for (l, chance) in chances.iter().enumerate() {
                        let error = chance - f32::from(u8::from(l == sample.label));
                        row[l] -= LESSON_RATE * sample.weight * error * value;
                    }
                }
            }
            if is_done {
                return;
            }
        }
    }

    /// Adds to the rules' logits what the model has learned.
    pub fn add_to(&self, logits: &mut [f32], features: &[Feature]) {
        let weights = self.weights.as_slice();
        for &(feature, value) in features {
            let row = &weights[feature as usize * self.labels..][..self.labels];
            // Every test process trains a router unoptimised, where iterators are dear.
            let mut l = 0;
            while l < row.len() {
                logits[l] += row[l] * value;
                l += 1;
            }
        }
    }
}

/// Turns logits into chances that add up to one.
pub fn softmax(logits: &mut [f32]) {
    let max = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for logit in logits.iter_mut() {
        *logit = (*logit - max).exp();
        sum += *logit;
    }
    for logit in logits.iter_mut() {
        *logit /= sum;
    }
}
