//! Files that people and bots sent. Bytes stay in memory; a `file_id` is good for ever.

use axum::body::Bytes;
use serde_json::{Value, json};

/// The picture that is sent when none is given: 8 × 8 points, PNG.
pub const PICTURE: &[u8] = include_bytes!("picture.png");

/// What a file was sent as; Telegram keeps the two apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    Photo,
    Document,
    Video,
    Voice,
}

impl FileKind {
    /// The parameter and the field of a message that carry it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::Document => "document",
            Self::Video => "video",
            Self::Voice => "voice",
        }
    }

    /// What the right to send it is called.
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            Self::Photo => "photos",
            Self::Document => "documents",
            Self::Video => "videos",
            Self::Voice => "voice notes",
        }
    }

    fn prefix(self) -> &'static str {
        match self {
            Self::Photo => "AgACAgUAAxkBAAI",
            Self::Document => "BQACAgUAAxkBAAI",
            Self::Video => "BAACAgUAAxkBAAI",
            Self::Voice => "AwACAgUAAxkBAAI",
        }
    }
}

/// A stored file.
#[derive(Clone, Debug)]
pub struct Stored {
    number: usize,
    pub kind: FileKind,
    pub name: String,
    pub mime: String,
    pub bytes: Bytes,
}

/// All files, by number.
#[derive(Default)]
pub struct Files {
    all: Vec<Stored>,
}

impl Files {
    /// Keeps a file and gives its number.
    pub fn add(&mut self, kind: FileKind, name: &str, mime: &str, bytes: Bytes) -> usize {
        let number = self.all.len();
        let (name, mime) = (name.to_owned(), mime.to_owned());
        self.all.push(Stored { number, kind, name, mime, bytes });
        number
    }

    /// The file with this number.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<&Stored> {
        self.all.get(number)
    }

    /// The file that a `file_id` names.
    #[must_use]
    pub fn by_id(&self, file_id: &str) -> Option<&Stored> {
        let number: usize = file_id.get(15..)?.trim_end_matches(['s', 'm']).parse().ok()?;
        self.get(number).filter(|stored| file_id.starts_with(stored.kind.prefix()))
    }

    /// The file behind a `file_path`.
    #[must_use]
    pub fn by_path(&self, path: &str) -> Option<&Stored> {
        self.all.iter().find(|stored| stored.path() == path)
    }
}

impl Stored {
    /// The number in [`Files`].
    #[must_use]
    pub fn number(&self) -> usize {
        self.number
    }

    /// `file_id`; photos have one per size, all good.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}{:06}", self.kind.prefix(), self.number)
    }

    fn unique_id(&self) -> String {
        format!("AQAD{:06}", self.number)
    }

    /// `file_path` for the download.
    #[must_use]
    pub fn path(&self) -> String {
        let ending = match self.name.rsplit_once('.') {
            Some((_, ending)) if ending.len() <= 5 && ending.chars().all(|c| c.is_ascii_alphanumeric()) => {
                ending
            }
            _ => match self.mime.as_str() {
                "image/png" => "png",
                "application/pdf" => "pdf",
                _ if self.kind == FileKind::Photo => "jpg",
                _ => "bin",
            },
        };
        format!("{}s/file_{}.{ending}", self.kind.word(), self.number)
    }

    /// `File` for getFile.
    #[must_use]
    pub fn file_json(&self) -> Value {
        json!({ "file_id": self.id(), "file_unique_id": self.unique_id(), "file_size": self.bytes.len(),
            "file_path": self.path() })
    }

    /// The field of a message and its value.
    #[must_use]
    pub fn json(&self) -> (&'static str, Value) {
        let (id, unique, size) = (self.id(), self.unique_id(), self.bytes.len());
        let value = match self.kind {
            FileKind::Photo => {
                let (width, height) = png_size(&self.bytes).unwrap_or((1280, 960));
                let scale = (width.max(height) / 90).max(1);
                json!([
                    { "file_id": format!("{id}s"), "file_unique_id": format!("{unique}s"), "file_size": size,
                        "width": (width / scale).max(1), "height": (height / scale).max(1) },
                    { "file_id": format!("{id}m"), "file_unique_id": format!("{unique}m"), "file_size": size,
                        "width": width, "height": height },
                ])
            }
            FileKind::Document => json!({ "file_id": id, "file_unique_id": unique, "file_size": size,
                "file_name": self.name, "mime_type": self.mime }),
            FileKind::Video => json!({ "file_id": id, "file_unique_id": unique, "file_size": size,
                "width": 640, "height": 360, "duration": 1, "mime_type": self.mime }),
            FileKind::Voice => json!({ "file_id": id, "file_unique_id": unique, "file_size": size,
                "duration": 1, "mime_type": self.mime }),
        };
        (self.kind.word(), value)
    }
}

/// Width and height as the first chunk of a PNG states them.
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let header = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?.get(8..16)?;
    let number = |at: usize| header.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
    Some((number(0)?, number(4)?)).filter(|(width, height)| *width > 0 && *height > 0)
}

/// A guess at what the bytes are, from how they begin.
#[must_use]
pub fn mime_of(bytes: &[u8], name: &str) -> &'static str {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xff, 0xd8, ..] => "image/jpeg",
        [b'%', b'P', b'D', b'F', ..] => "application/pdf",
        _ if name.to_lowercase().ends_with(".txt") => "text/plain",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_of_a_file_finds_it() {
        let mut files = Files::default();
        files.add(FileKind::Document, "kế hoạch.pdf", "application/pdf", Bytes::from_static(b"%PDF"));
        let number = files.add(FileKind::Photo, "", "image/png", Bytes::from_static(PICTURE));
        let photo = files.get(number).unwrap().clone();
        let (field, sizes) = photo.json();
        assert_eq!((field, sizes[1]["width"].as_u64()), ("photo", Some(8)));
        for id in [photo.id(), sizes[0]["file_id"].as_str().unwrap().to_owned()] {
            assert_eq!(files.by_id(&id).map(Stored::number), Some(number));
        }
        assert_eq!(files.by_path("photos/file_1.png").map(Stored::number), Some(number));
        assert_eq!(files.by_path("documents/file_0.pdf").map(Stored::number), Some(0));
        for wrong in ["", "đđđđđđđđ1", "BQACAgUAAxkBAAI000001", "AgACAgUAAxkBAAI000009"] {
            assert!(files.by_id(wrong).is_none(), "{wrong}");
        }
    }
}
