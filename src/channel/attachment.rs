use serde::{Deserialize, Serialize};

use super::Media;

/// What a person sends beside words: a file that the platform holds, or a place on the map. The
/// bytes of a file are never fetched; it is passed on by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attachment {
    Photo(Media),
    Document(Media),
    Video(Media),
    Voice(Media),
    /// Carries no words: whatever is to be said about it is said in a message of its own.
    Place(Point),
}

/// A point on the map, in millionths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    pub latitude: i32,
    pub longitude: i32,
}

impl Point {
    /// From degrees; finer than a step is not kept.
    #[must_use]
    pub fn of_degrees(latitude: f64, longitude: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "at most 180 millions, and a cast never wraps")]
        let millionths = |degrees: f64| (degrees * 1e6).round() as i32;
        Self { latitude: millionths(latitude), longitude: millionths(longitude) }
    }

    /// Latitude and longitude in degrees.
    #[must_use]
    pub fn degrees(self) -> (f64, f64) {
        (f64::from(self.latitude) / 1e6, f64::from(self.longitude) / 1e6)
    }
}

impl Attachment {
    /// The name of its kind, as rows keep it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Photo(_) => "photo",
            Self::Document(_) => "document",
            Self::Video(_) => "video",
            Self::Voice(_) => "voice",
            Self::Place(_) => "place",
        }
    }

    /// The file that the platform holds; a place is none.
    #[must_use]
    pub fn file(&self) -> Option<&Media> {
        match self {
            Self::Photo(media) | Self::Document(media) | Self::Video(media) | Self::Voice(media) => {
                Some(media)
            }
            Self::Place(_) => None,
        }
    }

    /// Whether it may be one of several in an album.
    #[must_use]
    pub fn fits_in_album(&self) -> bool {
        matches!(self, Self::Photo(_) | Self::Video(_))
    }
}
