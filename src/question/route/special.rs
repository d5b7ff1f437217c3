//! Labels that are no unit. They are looked for first, in the text alone: danger, complaints,
//! what is not the ward's, and what is no question.

use super::super::smalltalk::is_opening;
use super::normalise::{Token, Words};
use super::routes::Places;
use super::rules::{Intent, Reading};
use super::syllable::key;

/// Where the special labels and the catch-all stand among the labels.
#[derive(Clone, Copy, Debug)]
pub struct Seats {
    /// Index of EMERGENCY.
    pub emergency: usize,
    /// Index of COMPLAINT.
    pub complaint: usize,
    /// Index of OUTSIDE.
    pub outside: usize,
    /// Index of `NOT_A_QUESTION`.
    pub not_a_question: usize,
}

impl Seats {
    fn is_unit(self, label: usize) -> bool {
        ![self.emergency, self.complaint, self.outside, self.not_a_question].contains(&label)
    }
}

/// Adjusts the points of the special labels by what kind of question it is.
pub fn adjust(reading: &mut Reading, words: &Words, places: &PlaceNames, seats: Seats) {
    let units = reading.scores.iter().enumerate().filter(|(l, _)| seats.is_unit(*l));
    let best_unit = units.map(|(_, s)| *s).fold(0.0, f32::max);
    danger(reading, words, seats, best_unit);
    complaint(reading, seats, best_unit);
    outside(reading, words, places, seats, best_unit);
    accused_elsewhere(reading, words, places, seats);
    no_question(reading, words, seats, best_unit);
}

/// Rule 5: danger now is an emergency; over, recurring, suspected or feared is the police's.
fn danger(reading: &mut Reading, words: &Words, seats: Seats, best_unit: f32) {
    let score = reading.scores[seats.emergency];
    if score <= 0.0 {
        return;
    }
    let now = reading.intent(Intent::Now).min(1.5);
    let past = reading.intent(Intent::Past).min(2.0);
    let papers = reading.intent(Intent::Papers).min(1.5);
    // Words like "khói" or "dao" alone are no danger unless it is now.
    let weak_danger = reading.weak_danger(seats.emergency).min(score);
    let certain = (score - weak_danger).max(0.0) + weak_danger * if now > 0.0 { 0.8 } else { 0.35 };
    // Nobody writes a long story while the house burns.
    let length = if words.tokens.len() > 60 { 0.8 } else { 0.0 };
    let told = (certain * 1.4 + now * 0.9 - past * 1.5 - papers * 0.9 - length).max(0.0);
    // Told as over or in general, and with no word of now.
    let sum = if past >= 0.8 && now <= 0.0 { told * 0.3 } else { told };
    // Where it happens is named as well ("dây điện", "ngõ ngập") and must not outweigh the danger.
    let place = if weak_danger <= 0.0 && sum > 2.0 { 0.7 * best_unit.min(7.0) } else { 0.0 };
    reading.scores[seats.emergency] = sum + place;
}

/// Rule 6: the words themselves, an accusation or a demand for discipline outweigh the subject.
fn complaint(reading: &mut Reading, seats: Seats, best_unit: f32) {
    let accused = reading.evidence.iter().any(|e| e.label == seats.complaint && e.strong && e.points > 2.0);
    // Words that speak against it ("tự xưng", "có thật không") have taken its points.
    if accused && reading.scores[seats.complaint] > 2.0 {
        let score = &mut reading.scores[seats.complaint];
        *score = (*score * 1.3 + 1.0).max(2.0 + 1.1 * best_unit);
    }
}

/// A subject in another ward or province is not ours (rule 10).
fn outside(reading: &mut Reading, words: &Words, places: &PlaceNames, seats: Seats, best_unit: f32) {
    let (points, lives) = places.elsewhere(words);
    // Who lives elsewhere asks about elsewhere, whatever the subject, unless they come to us.
    let folded = |i: usize| words.tokens.get(i).map_or("", |t| t.folded.as_str());
    let comes = (0..words.tokens.len())
        .any(|i| folded(i) == "phuong" && matches!(folded(i + 1), "minh" | "ta" | "nay"));
    let score = &mut reading.scores[seats.outside];
    *score += match (lives && !comes, points >= ELSEWHERE) {
        (true, _) => points.max(0.8 * best_unit + 1.5),
        (false, true) => points.max(0.7 * best_unit),
        (false, false) => points,
    };
}

/// A complaint about another ward's people or about a body that is not the ward's is no more
/// ours than their matters are (rule 10).
fn accused_elsewhere(reading: &mut Reading, words: &Words, places: &PlaceNames, seats: Seats) {
    let complaint = reading.scores[seats.complaint];
    if complaint <= 0.0 {
        return;
    }
    let (points, lives) = places.elsewhere(words);
    let elsewhere = points >= ACCUSED && !lives;
    let body = reading.evidence.iter().any(|e| e.label == seats.outside && e.strong && e.points > 2.0)
        && !words.tokens.windows(2).any(|w| is_ours(&w[0].folded, &w[1].folded));
    if elsewhere || body {
        let score = &mut reading.scores[seats.outside];
        *score = score.max(complaint);
        reading.scores[seats.complaint] = complaint.min(if elsewhere { 1.0 } else { 2.5 });
    }
}

/// Whether two syllables name somebody of the ward.
fn is_ours(first: &str, second: &str) -> bool {
    first == "phuong" || second == "phuong" || OURS.contains(&(first, second))
}

/// Greetings, thanks and advertisements want nothing of the ward.
fn no_question(reading: &mut Reading, words: &Words, seats: Seats, best_unit: f32) {
    let seat = seats.not_a_question;
    if !words.tokens.iter().any(|t| t.word.chars().any(char::is_alphabetic)) {
        reading.scores[seat] = 9.0;
        return;
    }
    if is_opening(words.tokens.iter().map(|t| t.folded.as_str())) {
        reading.scores[seat] = 9.0;
        return;
    }
    let asks = reading.intent(Intent::Asks) + if words.asks.contains(&true) { 0.7 } else { 0.0 };
    let short = match words.tokens.len() {
        ..=4 => 1.2,
        5..=10 => 0.35,
        _ => 0.0,
    };
    let score = reading.scores[seat];
    let other = if best_unit < 0.5 && asks < 0.5 { short } else { 0.0 };
    reading.scores[seat] =
        (score * (1.0 - 0.35 * asks.min(2.0)) - 0.35 * best_unit * asks.min(1.0) + other).max(0.0);
}

/// Names of places by their syllables.
#[derive(Clone, Debug, Default)]
pub struct PlaceNames {
    home: Vec<Vec<(String, String)>>,
    elsewhere: Vec<Vec<(String, String)>>,
    beside: Vec<Vec<(String, String)>>,
    landmarks: Vec<Vec<(String, String)>>,
}

/// Words before a name that make it the place which the question is about.
const HERE: [(&str, f32); 14] = [
    ("phuong", 3.8),
    ("ben", 3.4),
    ("quan", 2.6),
    ("huyen", 3.0),
    ("xa", 2.8),
    ("tinh", 2.0),
    ("ward", 3.0),
    ("o", 1.2),
    ("tai", 1.4),
    ("duoi", 2.8),
    ("tren", 1.2),
    ("khu", 1.2),
    ("trong", 2.0),
    ("in", 2.0),
];

/// People of the ward who may be accused, folded.
const OURS: [(&str, &str); 10] = [
    ("to", "truong"),
    ("to", "pho"),
    ("bi", "thu"),
    ("cong", "an"),
    ("chu", "tich"),
    ("dia", "chinh"),
    ("hieu", "truong"),
    ("trat", "tu"),
    ("mat", "tran"),
    ("cuong", "che"),
];

/// From so many points on the place named is where the matter lies, whatever the matter.
const ELSEWHERE: f32 = 2.8;

/// From so many points on whoever is accused sits in the place named.
const ACCUSED: f32 = 2.0;

/// Words of a person who says where they live.
const RESIDENTS: [&str; 8] = ["em", "toi", "minh", "chau", "nha", "bac", "e", "ben"];
/// Words of a person who came from there.
const MOVES: [&str; 3] = ["len", "chuyen", "sang"];

impl PlaceNames {
    /// From the routes.
    #[must_use]
    pub fn new(places: &Places) -> Self {
        let read = |names: &[String]| {
            let syllables = |name: &String| {
                name.split_whitespace().map(|w| (key(w), crate::text::fold(w))).collect::<Vec<_>>()
            };
            let mut names: Vec<_> = names.iter().map(syllables).filter(|n| !n.is_empty()).collect();
            names.sort_by_key(|n| std::cmp::Reverse(n.len()));
            names
        };
        Self {
            home: read(&places.home),
            elsewhere: read(&places.elsewhere),
            beside: read(&places.beside),
            landmarks: read(&places.landmarks),
        }
    }

    /// Which tokens only say where something is: "trước cổng trường mầm non".
    #[must_use]
    pub fn whereabouts(&self, words: &Words) -> Vec<bool> {
        let count = words.tokens.len();
        let mut said = vec![false; count];
        for start in 0..count {
            let Some(mut end) = named(&self.beside, words, start).map(|n| start + n) else { continue };
            while let Some(more) = named(&self.beside, words, end) {
                end += more;
            }
            if let Some(more) = named(&self.landmarks, words, end) {
                said[start..end + more].fill(true);
            }
        }
        said
    }

    /// Points for another place, 0 if none is named as the subject or the ward is named too; and
    /// whether the writer says that they live there.
    fn elsewhere(&self, words: &Words) -> (f32, bool) {
        let (mut points, mut resident) = (0.0_f32, false);
        for (i, token) in words.tokens.iter().enumerate() {
            let Some((_, weight)) = HERE.iter().find(|h| h.0 == token.folded) else { continue };
            if i + 1 >= words.tokens.len() {
                continue;
            }
            if named(&self.home, words, i + 1).is_some() {
                return (0.0, false);
            }
            if named(&self.elsewhere, words, i + 1).is_some() {
                // Where they came from is not what they ask about.
                let before =
                    |back: usize| i.checked_sub(back).map_or("", |j| words.tokens[j].folded.as_str());
                let from = [1, 2, 3].iter().any(|back| matches!(before(*back), "tu" | "que" | "sinh"))
                    || words.tokens[i..].iter().take(6).any(|t| MOVES.contains(&t.folded.as_str()));
                let lives =
                    RESIDENTS.contains(&before(1)) || before(1) == "o" && RESIDENTS.contains(&before(2));
                resident |= lives && !from;
                points = points.max(match (from, lives) {
                    (true, _) => 0.3,
                    (false, true) => 3.8,
                    (false, false) => *weight,
                });
            }
        }
        (points, resident)
    }
}

/// How many tokens from `start` on are one of the names, longest first.
fn named(names: &[Vec<(String, String)>], words: &Words, start: usize) -> Option<usize> {
    let rest = words.tokens.get(start..)?;
    let is = |name: &&Vec<(String, String)>| {
        name.len() <= rest.len()
            && name.iter().zip(rest).all(|(part, token)| same(part, token, words.accented))
    };
    names.iter().find(is).map(Vec::len)
}

fn same(part: &(String, String), token: &Token, accented: bool) -> bool {
    part.0 == token.key || (!accented && part.1 == token.folded)
}
