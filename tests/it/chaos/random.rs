//! Small things that every part of the play needs.

/// A small generator (`SplitMix64`), so that a seed tells the moments.
pub struct Random(pub u64);

impl Random {
    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }

    /// Any of `len` places.
    pub fn place(&mut self, len: usize) -> usize {
        usize::try_from(self.below(u64::try_from(len).unwrap_or(1).max(1))).unwrap_or(0)
    }
}

/// What a run may be told by the environment.
#[expect(clippy::disallowed_methods, reason = "a test may ask how long it shall run")]
pub fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

pub fn number(name: &str) -> Option<u64> {
    setting(name).map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is a number: {text}")))
}

/// Says something past the test runner's capture.
pub fn say(words: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{words}");
}
