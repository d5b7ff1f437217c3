use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// A file that we make ourselves; it goes with the letter, not by a name on the platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// What the file is called.
    pub name: String,
    /// Shown as a picture and not as a file.
    pub is_picture: bool,
    /// The bytes in base64, as rows keep them.
    bytes: String,
}

impl Made {
    /// A PNG.
    #[must_use]
    pub fn picture(name: &str, png: &[u8]) -> Self {
        Self { name: name.to_owned(), is_picture: true, bytes: STANDARD.encode(png) }
    }

    /// A file of any other form.
    #[must_use]
    pub fn document(name: &str, bytes: &[u8]) -> Self {
        Self { name: name.to_owned(), is_picture: false, bytes: STANDARD.encode(bytes) }
    }

    /// The bytes of the file; none if the row was tampered with.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        STANDARD.decode(&self.bytes).unwrap_or_default()
    }
}
