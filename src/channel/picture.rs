use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// A picture that we draw ourselves; it goes with the letter, not by a name on the platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// What the file is called.
    pub name: String,
    /// The bytes of a PNG, in base64, as rows keep it.
    png: String,
}

impl Picture {
    #[must_use]
    pub fn new(name: &str, png: &[u8]) -> Self {
        Self { name: name.to_owned(), png: STANDARD.encode(png) }
    }

    /// The bytes of the PNG; none if the row was tampered with.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        STANDARD.decode(&self.png).unwrap_or_default()
    }
}
