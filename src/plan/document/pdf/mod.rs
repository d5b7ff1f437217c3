//! The text of a PDF, line by line as it stands on the pages.
//!
//! The library finds the objects and unpacks the streams; where a letter stands and what it is
//! called is worked out here, because the lines of a plan are needed as they were set: where they
//! end, how far they are indented, and what stands beside what.

mod actual;
mod cmap;
mod font;
mod grid;
mod layout;
mod page;

use lopdf::{Document, Error, LoadOptions};

use super::ImportError;

/// What one stream may unfold to, in bytes.
const STREAM_MAX: usize = 16_000_000;
/// What all pages together may unfold to, in bytes.
const CONTENT_MAX: usize = 60_000_000;
const PAGES_MAX: usize = 1_000;
/// Fewer letters than this in the whole document: its pages are pictures.
const LETTERS_MIN: usize = 60;

/// The lines of all pages.
pub(super) fn text(bytes: &[u8]) -> Result<String, ImportError> {
    let options = LoadOptions { max_decompressed_size: Some(STREAM_MAX), ..LoadOptions::default() };
    // What a document of 20 MB can hold is bounded by the limits of the process around this.
    let document = Document::load_mem_with_options(bytes, options).map_err(problem)?;
    if document.is_encrypted() && !document.was_encrypted() {
        return Err(ImportError::Locked);
    }
    let mut fonts = font::Fonts::default();
    let mut pages = Vec::new();
    let (mut left, mut count) = (CONTENT_MAX, 0);
    for id in document.page_iter() {
        count += 1;
        if count > PAGES_MAX {
            return Err(ImportError::TooMuch);
        }
        pages.push(page::read(&document, id, &mut fonts, &mut left)?);
    }
    if count == 0 {
        return Err(ImportError::Broken);
    }
    let text = layout::text(&pages);
    let (mut letters, mut unknown) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        letters += 1;
        unknown += usize::from(c == char::REPLACEMENT_CHARACTER || ('\u{E000}'..='\u{F8FF}').contains(&c));
    }
    // Letters that have no name are pictures to us.
    if letters < LETTERS_MIN || unknown * 3 > letters {
        return Err(ImportError::Scanned);
    }
    Ok(text)
}

fn problem(e: Error) -> ImportError {
    match e {
        Error::InvalidPassword | Error::Decryption(_) | Error::UnsupportedSecurityHandler(_) => {
            ImportError::Locked
        }
        Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }) => ImportError::TooMuch,
        _ => ImportError::Broken,
    }
}
