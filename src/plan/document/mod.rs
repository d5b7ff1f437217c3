//! Plans as files: what form a file has, and the text or the table in it.
//!
//! Promises:
//! - The form is known from the first bytes and the parts of a file, never from its name.
//! - [`read`] is pure. It bounds what a file may unfold to; what it may take of the machine is
//!   bounded by [`apart`], which the service and the command line use.
//! - A file that is no plan gives one [`ImportError`] and nothing else.
//!
//! A document becomes lines for the reader of `import`: a paragraph of Word a line, with the number
//! that Word shows; a line of a PDF a line, with a blank one where a paragraph ends; a row of a
//! table a line, its cells parted by tabs. So the line of a finding counts paragraphs, lines or rows.

pub mod apart;
mod docx;
mod numbering;
mod package;
mod pdf;
#[cfg(test)]
mod tests;
mod xlsx;
mod xml;

use super::import::{self, ImportError, NotAPlan, PlanDocument, items};
use package::Package;

pub use items::{Cell, Row};

/// Largest file accepted, in bytes: what the platform lets a bot fetch. Pictures count, too.
pub const BYTES_MAX: usize = 20 * 1024 * 1024;

/// What is inside a file.
enum Content {
    Text(String),
    Tables(Vec<(String, Vec<items::Row>)>),
    /// The reader of text says itself what it takes.
    Bytes,
}

/// Reads a plan from the bytes of a file of any form.
///
/// # Errors
/// When the file cannot be read or is no plan; nothing is imported then.
pub fn read(bytes: &[u8]) -> Result<PlanDocument, ImportError> {
    match content(bytes)? {
        Content::Text(text) => import::read(text.as_bytes()),
        Content::Tables(tables) => items::read(&tables),
        Content::Bytes => import::read(bytes),
    }
}

/// The rows of the first sheet of a workbook that has any.
///
/// # Errors
/// When the file cannot be read or is no workbook.
pub fn rows(bytes: &[u8]) -> Result<Vec<Row>, ImportError> {
    let Content::Tables(tables) = content(bytes)? else {
        return Err(ImportError::NotAPlan { why: NotAPlan::NoTable });
    };
    tables.into_iter().map(|(_, rows)| rows).find(|rows| !rows.is_empty()).ok_or(ImportError::Empty)
}

fn content(bytes: &[u8]) -> Result<Content, ImportError> {
    if bytes.len() > BYTES_MAX {
        return Err(ImportError::TooLarge { bytes: bytes.len(), bytes_max: BYTES_MAX });
    }
    // Some programs put a few bytes in front; readers of PDF look for the mark in the first ones.
    let start = &bytes[..bytes.len().min(1024)];
    if start.windows(5).any(|window| window == b"%PDF-") {
        return pdf::text(bytes).map(Content::Text);
    }
    match bytes {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => {
            let mut package = Package::open(bytes)?;
            if package.has("word/document.xml") {
                docx::text(&mut package).map(Content::Text)
            } else if package.has("xl/workbook.xml") {
                xlsx::tables(&mut package).map(Content::Tables)
            } else {
                Err(ImportError::NotText)
            }
        }
        // Word and Excel wrap what they lock into a container of the old form.
        [0xD0, 0xCF, 0x11, 0xE0, ..] if holds_utf16(bytes, "EncryptedPackage") => Err(ImportError::Locked),
        [0xFF, 0xD8, 0xFF, ..]
        | [0x89, b'P', b'N', b'G', ..]
        | [b'I', b'I', 42, 0, ..]
        | [b'M', b'M', 0, 42, ..] => Err(ImportError::Scanned),
        _ => Ok(Content::Bytes),
    }
}

fn holds_utf16(bytes: &[u8], name: &str) -> bool {
    let wanted: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wanted.len()).any(|window| window == wanted)
}
