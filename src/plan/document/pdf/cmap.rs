//! What the codes of a font are called: its `ToUnicode` map.
//!
//! Read by hand, because producers of PDFs bend the form in many ways and one odd line must not
//! cost the whole map.

use std::collections::HashMap;

/// More than any font has letters.
const ENTRIES_MAX: usize = 70_000;

#[derive(Debug, Default)]
pub(super) struct CMap {
    names: HashMap<u32, String>,
    /// Bytes of a code, where the map says so.
    pub width: Option<usize>,
}

enum Word<'a> {
    Hex(Vec<u8>),
    Open,
    Close,
    Name(&'a [u8]),
}

impl CMap {
    pub fn read(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        let mut words = Words { bytes, at: 0 };
        while let Some(word) = words.next() {
            match word {
                Word::Name(b"begincodespacerange") => map.spaces(&mut words),
                Word::Name(b"beginbfchar") => map.chars(&mut words),
                Word::Name(b"beginbfrange") => map.ranges(&mut words),
                _ => {}
            }
        }
        map
    }

    pub fn name(&self, code: u32) -> Option<&str> {
        self.names.get(&code).map(String::as_str)
    }

    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    fn put(&mut self, code: u32, name: String) {
        if self.names.len() < ENTRIES_MAX && !name.is_empty() {
            self.names.insert(code, name);
        }
    }

    fn spaces(&mut self, words: &mut Words<'_>) {
        while let Some(Word::Hex(low)) = words.next() {
            let Some(Word::Hex(_)) = words.next() else { return };
            self.width = Some(self.width.unwrap_or(0).max(low.len()).clamp(1, 4));
        }
    }

    fn chars(&mut self, words: &mut Words<'_>) {
        while let Some(Word::Hex(code)) = words.next() {
            match words.next() {
                Some(Word::Hex(name)) => self.put(value(&code), utf16(&name)),
                Some(Word::Name(b"endbfchar")) | None => return,
                Some(_) => {}
            }
        }
    }

    fn ranges(&mut self, words: &mut Words<'_>) {
        while let Some(Word::Hex(low)) = words.next() {
            let Some(Word::Hex(high)) = words.next() else { return };
            let (low, high) = (value(&low), value(&high));
            match words.next() {
                Some(Word::Hex(first)) => {
                    for (step, code) in (low..=high).enumerate().take(ENTRIES_MAX) {
                        if self.names.len() >= ENTRIES_MAX {
                            return;
                        }
                        self.put(code, after(&first, step));
                    }
                }
                Some(Word::Open) => {
                    let mut code = low;
                    while let Some(Word::Hex(name)) = words.next() {
                        self.put(code, utf16(&name));
                        code = code.saturating_add(1);
                    }
                }
                _ => return,
            }
        }
    }
}

fn value(code: &[u8]) -> u32 {
    code.iter().take(4).fold(0, |value, byte| value << 8 | u32::from(*byte))
}

fn utf16(bytes: &[u8]) -> String {
    if let [one] = bytes {
        return char::from(*one).to_string();
    }
    let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    char::decode_utf16(units).flatten().filter(|c| *c != '\0').collect()
}

/// The name `step` codes after the first of a range: its last unit counts on.
fn after(first: &[u8], step: usize) -> String {
    let step = u16::try_from(step).unwrap_or(u16::MAX);
    match first {
        [one] => char::from_u32(u32::from(*one) + u32::from(step)).map(String::from).unwrap_or_default(),
        [head @ .., high, low] => {
            let last = u16::from_be_bytes([*high, *low]).wrapping_add(step);
            let mut bytes = head.to_vec();
            bytes.extend(last.to_be_bytes());
            utf16(&bytes)
        }
        [] => String::new(),
    }
}

struct Words<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Words<'a> {
    fn next(&mut self) -> Option<Word<'a>> {
        loop {
            let first = *self.bytes.get(self.at)?;
            match first {
                b'%' => self.skip(|byte| byte != b'\n' && byte != b'\r'),
                b'[' | b']' => {
                    self.at += 1;
                    return Some(if first == b'[' { Word::Open } else { Word::Close });
                }
                b'<' if self.bytes.get(self.at + 1) != Some(&b'<') => return Some(Word::Hex(self.hex())),
                b'(' | b'<' | b'>' | b')' | b'{' | b'}' | b'/' => self.at += 1,
                byte if byte.is_ascii_whitespace() || byte == 0 => self.at += 1,
                _ => {
                    let from = self.at;
                    self.skip(|byte| !byte.is_ascii_whitespace() && !b"<>[]()/%{}\0".contains(&byte));
                    return Some(Word::Name(&self.bytes[from..self.at]));
                }
            }
        }
    }

    fn skip(&mut self, mut goes_on: impl FnMut(u8) -> bool) {
        while self.bytes.get(self.at).is_some_and(|byte| goes_on(*byte)) {
            self.at += 1;
        }
    }

    fn hex(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut digits = Vec::new();
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match char::from(byte).to_digit(16) {
                Some(digit) => digits.push(u8::try_from(digit).unwrap_or(0)),
                None if byte == b'>' => break,
                None => {}
            }
        }
        if digits.len() % 2 == 1 {
            digits.push(0);
        }
        digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_their_names() {
        let map = CMap::read(
            b"/CIDInit /ProcSet findresource begin\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n2 beginbfchar <0003> <0020>\n<0024> <1EA1> endbfchar 2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<01B0> <0055006F0301>] endbfrange",
        );
        assert_eq!(map.width, Some(2));
        for (code, name) in
            [(3, " "), (0x24, "ạ"), (0x10, "a"), (0x12, "c"), (0x20, "ư"), (0x21, "Uo\u{301}")]
        {
            assert_eq!(map.name(code), Some(name), "{code:x}");
        }
        assert_eq!(map.name(0x99), None);
        // One byte codes, an odd line, a range over everything.
        let map =
            CMap::read(b"beginbfrange <00> <FFFFFFFF> <0041> endbfrange beginbfchar <41 <4> junk endbfchar");
        assert!(map.names.len() <= ENTRIES_MAX);
    }
}
