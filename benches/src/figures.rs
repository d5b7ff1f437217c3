//! Medians and lines.

use std::fmt::Write as _;

/// The middle one; of an even number the mean of the two in the middle.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => sorted[n / 2],
        n => f64::midpoint(sorted[n / 2 - 1], sorted[n / 2]),
    }
}

/// What is compared over the runs: one name, one value a run.
pub struct Series {
    name: &'static str,
    unit: &'static str,
    decimals: usize,
    values: Vec<f64>,
}

impl Series {
    pub fn new(name: &'static str, unit: &'static str, decimals: usize) -> Self {
        Self { name, unit, decimals, values: Vec::new() }
    }

    pub fn add(&mut self, value: f64) {
        self.values.push(value);
    }

    pub fn median(&self) -> f64 {
        median(&self.values)
    }

    /// The largest.
    pub fn worst(&self) -> f64 {
        self.values.iter().copied().fold(f64::NEG_INFINITY, f64::max)
    }

    /// The median, and the smallest and largest.
    pub fn say(&self) {
        let (decimals, unit) = (self.decimals, self.unit);
        let least = self.values.iter().copied().fold(f64::INFINITY, f64::min);
        let mut line = format!("  {:<38} median {:>9.decimals$} {unit}", self.name, self.median());
        let _ = write!(line, "   ({least:.decimals$} to {:.decimals$})", self.worst());
        println!("{line}");
    }
}

/// Begins a row.
pub fn heading(name: &str, what: &str) {
    println!("== {name}: {what}");
}

/// What the issue of the row asks for, and whether the figures say so.
pub fn target(what: &str, is_met: bool) {
    println!("  to reach: {what}: {}", if is_met { "reached" } else { "NOT reached" });
}
