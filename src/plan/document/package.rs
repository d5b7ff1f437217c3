//! A document of Word or Excel: a zip archive of parts.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::ImportError;

/// What all parts that are read may unfold to, in bytes. The text of a hundred pages is about two
/// million with its marks.
const UNFOLDED_MAX: u64 = 24_000_000;

pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl<'a> Package<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Self, ImportError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ImportError::Broken)?;
        Ok(Self { archive, left: UNFOLDED_MAX })
    }

    pub fn has(&self, part: &str) -> bool {
        self.archive.index_for_name(part).is_some()
    }

    /// The text of a part; `None` if there is none of this name.
    ///
    /// # Errors
    /// If it is locked, damaged, or unfolds to more than is left of the bound.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, ImportError> {
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(why)) if why == ZipError::PASSWORD_REQUIRED => {
                return Err(ImportError::Locked);
            }
            Err(_) => return Err(ImportError::Broken),
        };
        let mut bytes = Vec::new();
        file.take(self.left + 1).read_to_end(&mut bytes).map_err(|_| ImportError::Broken)?;
        let read = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(read).ok_or(ImportError::TooMuch)?;
        // Word writes UTF-8; a few damaged letters are the reader's to judge.
        let text =
            String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned());
        Ok(Some(text))
    }
}
