//! Fonts: how the bytes of a text are cut into codes, what each is called and how wide it is.

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::{Dictionary, Document, Object};

use super::STREAM_MAX;
use super::cmap::CMap;

/// One code of a text.
pub(super) struct Letter<'a> {
    pub name: &'a str,
    /// In thousandths of the size.
    pub width: f32,
    /// The code of a space, at which word spacing counts.
    pub is_space: bool,
}

const UNKNOWN: &str = "\u{FFFD}";

#[derive(Debug, Default)]
pub(super) struct Font {
    /// Bytes of a code.
    bytes: usize,
    map: CMap,
    /// Names of one-byte codes that the map does not have.
    names: Vec<String>,
    widths: HashMap<u32, f32>,
    default_width: f32,
}

/// The fonts of a document, each read once.
#[derive(Default)]
pub(super) struct Fonts(HashMap<(u32, u16), Rc<Font>>);

impl Fonts {
    /// The font that a resource names.
    pub fn get(&mut self, document: &Document, object: &Object) -> Option<Rc<Font>> {
        let id = object.as_reference().ok();
        if let Some(known) = id.and_then(|id| self.0.get(&id)) {
            return Some(Rc::clone(known));
        }
        let dictionary = document.dereference(object).ok()?.1.as_dict().ok()?;
        let font = Rc::new(Font::read(document, dictionary));
        if let Some(id) = id {
            self.0.insert(id, Rc::clone(&font));
        }
        Some(font)
    }
}

impl Font {
    fn read(document: &Document, dictionary: &Dictionary) -> Self {
        let map = dictionary
            .get_deref(b"ToUnicode", document)
            .and_then(Object::as_stream)
            .and_then(|stream| stream.get_plain_content_with_limit(STREAM_MAX))
            .map(|bytes| CMap::read(&bytes))
            .unwrap_or_default();
        if dictionary.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type0") {
            Self::composite(document, dictionary, map)
        } else {
            Self::simple(document, dictionary, map)
        }
    }

    fn composite(document: &Document, dictionary: &Dictionary, map: CMap) -> Self {
        let mut font = Self { bytes: 2, default_width: 1000.0, ..Self::default() };
        let identity = dictionary
            .get_deref(b"Encoding", document)
            .and_then(Object::as_name)
            .is_ok_and(|name| name.starts_with(b"Identity"));
        if !identity {
            font.bytes = map.width.unwrap_or(2);
        }
        font.map = map;
        let inner = dictionary
            .get_deref(b"DescendantFonts", document)
            .and_then(Object::as_array)
            .ok()
            .and_then(|fonts| fonts.first())
            .and_then(|font| document.dereference(font).ok())
            .and_then(|(_, font)| font.as_dict().ok());
        let Some(inner) = inner else { return font };
        if let Ok(width) = inner.get_deref(b"DW", document).and_then(Object::as_float) {
            font.default_width = width;
        }
        if let Ok(widths) = inner.get_deref(b"W", document).and_then(Object::as_array) {
            font.read_widths(document, widths);
        }
        font
    }

    /// `c [w1 w2 …]` and `first last w`, in any order.
    fn read_widths(&mut self, document: &Document, widths: &[Object]) {
        const CODES_MAX: u32 = 70_000;
        let of =
            |at: usize| widths.get(at).and_then(|object| document.dereference(object).ok()).map(|(_, o)| o);
        let code = |object: &Object| object.as_i64().ok().and_then(|code| u32::try_from(code).ok());
        let mut at = 0;
        while let Some(first) = of(at).and_then(code).filter(|first| *first < CODES_MAX) {
            match of(at + 1) {
                Some(Object::Array(row)) => {
                    for (code, width) in (first..CODES_MAX).zip(row) {
                        if let Ok(width) = width.as_float() {
                            self.widths.insert(code, width);
                        }
                    }
                    at += 2;
                }
                Some(object) => {
                    let last = code(object).unwrap_or(first).min(CODES_MAX);
                    if let Some(width) = of(at + 2).and_then(|width| width.as_float().ok()) {
                        self.widths.extend((first..=last).map(|code| (code, width)));
                    }
                    at += 3;
                }
                None => break,
            }
        }
    }

    fn simple(document: &Document, dictionary: &Dictionary, map: CMap) -> Self {
        let mut font = Self { bytes: 1, default_width: 500.0, ..Self::default() };
        let first = dictionary.get_deref(b"FirstChar", document).and_then(Object::as_i64).unwrap_or(0);
        if let (Ok(first), Ok(widths)) =
            (u32::try_from(first), dictionary.get_deref(b"Widths", document).and_then(Object::as_array))
        {
            for (code, width) in (first..256).zip(widths) {
                if let Ok(width) = document.dereference(width).and_then(|(_, width)| width.as_float()) {
                    font.widths.insert(code, width);
                }
            }
        }
        let encoding = if map.is_empty() {
            dictionary.get_font_encoding_with_limit(document, STREAM_MAX).ok()
        } else {
            None
        };
        font.names = (0..=255_u8)
            .map(|code| {
                let named = encoding.as_ref().and_then(|encoding| encoding.bytes_to_string(&[code]).ok());
                named
                    .filter(|name| !name.is_empty() && !name.contains('\0'))
                    .unwrap_or_else(|| char::from(code).to_string())
            })
            .collect();
        font.map = map;
        font
    }

    pub fn letters<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = Letter<'a>> {
        bytes.chunks(self.bytes.max(1)).map(|chunk| {
            let code = chunk.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
            let listed = || usize::try_from(code).ok().and_then(|at| self.names.get(at)).map(String::as_str);
            Letter {
                name: self.map.name(code).or_else(listed).unwrap_or(UNKNOWN),
                width: self.widths.get(&code).copied().unwrap_or(self.default_width),
                is_space: self.bytes == 1 && code == 32,
            }
        })
    }
}
