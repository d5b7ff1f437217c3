//! Messages with files.

use std::path::Path;

use serde_json::{Map, Value};

use super::Call;
use super::content::{CAPTION_UNITS_MAX, formatted};
use crate::sandbox::descriptions::{self, Failure};
use crate::sandbox::entities::Entity;
use crate::sandbox::files::{FileKind, Stored, mime_of};
use crate::sandbox::world::{Access, Draft, Media};

const ALBUM_MIN: usize = 2;
const ALBUM_MAX: usize = 10;
const PHOTO_BYTES_MAX: usize = 10 << 20;
const UPLOAD_BYTES_MAX: usize = 50 << 20;
/// Larger files can be sent by a bot but not fetched.
const DOWNLOAD_BYTES_MAX: usize = 20 << 20;

/// What a word of the API names, if the sandbox keeps such files.
fn kind_of(word: &str) -> Result<FileKind, Failure> {
    match word {
        "photo" => Ok(FileKind::Photo),
        "document" => Ok(FileKind::Document),
        "video" => Ok(FileKind::Video),
        "voice" => Ok(FileKind::Voice),
        other => Err(descriptions::NOT_IN_SANDBOX.about(format!("media of type {other}"))),
    }
}

fn caption(params: &Map<String, Value>) -> Result<(String, Vec<Entity>), Failure> {
    formatted(params, "caption", CAPTION_UNITS_MAX, &descriptions::CAPTION_TOO_LONG)
}

impl Call<'_> {
    pub(super) fn send_file(&mut self, method: &str) -> Result<Value, Failure> {
        let kind = kind_of(&method.trim_start_matches("send").to_lowercase())?;
        let place = self.place(Access::Write)?;
        self.may_send(place, kind.plural())?;
        let mut draft = self.draft(place)?;
        (draft.text, draft.entities) = caption(self.params)?;
        let given = self.text(kind.word()).unwrap_or_default().to_owned();
        draft.media = Some(Media::File(self.file_of(kind, &given)?));
        Ok(self.post(place, draft))
    }

    /// The number of an uploaded or known file.
    fn file_of(&mut self, kind: FileKind, given: &str) -> Result<usize, Failure> {
        if let Some(name) = given.strip_prefix("attach://") {
            let upload = self.uploads.get(name).ok_or_else(|| descriptions::NO_FILE.about(kind.word()))?;
            if upload.bytes.is_empty() {
                return Err(descriptions::FILE_EMPTY.fail());
            }
            if kind == FileKind::Photo && upload.bytes.len() > PHOTO_BYTES_MAX {
                return Err(descriptions::PHOTO_TOO_BIG.fail());
            }
            if upload.bytes.len() > UPLOAD_BYTES_MAX {
                return Err(descriptions::ENTITY_TOO_LARGE.fail());
            }
            // Only the name counts, not where it lay on the bot's disk.
            let name =
                Path::new(&upload.name).file_name().map_or("", |name| name.to_str().unwrap_or_default());
            let mime = match upload.mime.as_deref() {
                Some(mime) if mime != "application/octet-stream" => mime,
                _ => mime_of(&upload.bytes, name),
            };
            return Ok(self.world.files.add(kind, name, mime, upload.bytes.clone()));
        }
        if given.is_empty() {
            return Err(descriptions::NO_FILE.about(kind.word()));
        }
        // The sandbox fetches nothing from the network.
        if given.starts_with("http://") || given.starts_with("https://") {
            return Err(descriptions::NO_URL_CONTENT.fail());
        }
        let stored = self.world.files.by_id(given).filter(|stored| stored.kind == kind);
        stored.map(Stored::number).ok_or_else(|| descriptions::WRONG_FILE_ID.fail())
    }

    /// The draft of one `InputMedia`.
    fn input_media(&mut self, item: &Value) -> Result<(FileKind, Draft), Failure> {
        let Some(item) = item.as_object() else { return Err(descriptions::MEDIA_NOT_FOUND.fail()) };
        let kind = kind_of(item.get("type").and_then(Value::as_str).unwrap_or_default())?;
        let given = item.get("media").and_then(Value::as_str).unwrap_or_default();
        if given.is_empty() {
            return Err(descriptions::MEDIA_NOT_FOUND.fail());
        }
        let mut draft = Draft::default();
        (draft.text, draft.entities) = caption(item)?;
        draft.media = Some(Media::File(self.file_of(kind, given)?));
        Ok((kind, draft))
    }

    pub(super) fn send_album(&mut self) -> Result<Value, Failure> {
        let place = self.place(Access::Write)?;
        let items = self.params.get("media").and_then(Value::as_array).cloned().unwrap_or_default();
        if items.len() > ALBUM_MAX {
            return Err(descriptions::ALBUM_TOO_BIG.fail());
        }
        if items.len() < ALBUM_MIN {
            return Err(descriptions::ALBUM_TOO_SMALL.fail());
        }
        let common = self.draft(place)?;
        let drafts: Result<Vec<(FileKind, Draft)>, Failure> =
            items.iter().map(|item| self.input_media(item)).collect();
        let drafts = drafts?;
        let is_kind = |kind: FileKind| drafts.iter().filter(|(k, _)| *k == kind).count();
        if is_kind(FileKind::Document) > 0 && is_kind(FileKind::Document) < drafts.len() {
            return Err(descriptions::ALBUM_MIXED.about("Document"));
        }
        for (kind, _) in &drafts {
            self.may_send(place, kind.plural())?;
        }
        let album = self.world.album();
        let sent = drafts.into_iter().map(|(_, draft)| {
            let draft = Draft { album: Some(album.clone()), reply_to: common.reply_to, ..draft };
            self.post(place, draft)
        });
        Ok(sent.collect())
    }

    pub(super) fn edit_media(&mut self) -> Result<Value, Failure> {
        let (place, id) = self.own_message()?;
        let media = self.params.get("media").cloned().unwrap_or_default();
        let (_, draft) = self.input_media(&media)?;
        self.replace(place, id, |content| {
            (content.text, content.entities, content.media) = (draft.text, draft.entities, draft.media);
        })
    }

    pub(super) fn file(&self) -> Result<Value, Failure> {
        let stored = self.text("file_id").and_then(|id| self.world.files.by_id(id));
        let stored = stored.ok_or_else(|| descriptions::INVALID_FILE_ID.fail())?;
        if stored.bytes.len() > DOWNLOAD_BYTES_MAX {
            return Err(descriptions::FILE_TOO_BIG.fail());
        }
        Ok(stored.file_json())
    }
}
