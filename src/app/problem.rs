//! What can stop the program, as people are told.

use crate::channel::telegram::CallError;
use crate::i18n::{Lang, Text};
use crate::store;

/// Why the program cannot go on. Holds no secret.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    #[error("no bot token")]
    NoToken,
    #[error("no ward")]
    NoWard,
    /// A webhook without a secret that keeps strangers out.
    #[error("no webhook secret")]
    WebhookSecret,
    #[error("cannot listen on {address}: {why}")]
    Listen { address: String, why: String },
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Call(#[from] CallError),
    #[error("{0}")]
    Internal(String),
}

impl Problem {
    /// One sentence that says what is wrong and what to do.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let text = match self {
            Self::NoToken => Text::NoToken,
            Self::NoWard => Text::NoWard,
            Self::Store(store::Error::InUse(path)) => Text::InUse { path: path.clone() },
            Self::WebhookSecret => Text::NoWebhookSecret,
            Self::Listen { address, why } => {
                Text::CannotListen { address: address.clone(), why: why.clone() }
            }
            Self::Store(store::Error::NotWritable { path, why }) => {
                Text::NotWritable { path: path.display().to_string(), why: why.clone() }
            }
            Self::Store(store::Error::NotReadable { path, why }) => {
                Text::FileProblem { path: path.display().to_string(), why: why.clone() }
            }
            Self::Store(store::Error::NoDatabase(path)) => Text::NoDatabase { path: path.clone() },
            Self::Store(store::Error::Exists(path)) => Text::FileExists { path: path.display().to_string() },
            Self::Store(store::Error::NotABackup { path, why }) => {
                Text::NotABackup { path: path.display().to_string(), why: why.clone() }
            }
            Self::Store(store::Error::BackupNewer(path)) => {
                Text::BackupNewer { path: path.display().to_string() }
            }
            Self::Store(store::Error::BackupOfOther { path, holds, here }) => Text::BackupOfOther {
                path: path.display().to_string(),
                holds: (*holds).to_owned(),
                here: (*here).to_owned(),
            },
            Self::Store(e) => Text::DatabaseProblem { why: e.to_string() },
            Self::Call(e) if e.is_wrong_token() => Text::WrongToken,
            Self::Call(e) if e.is_conflict() => Text::Conflict,
            Self::Call(CallError::Unreachable(why) | CallError::Lost(why)) => {
                Text::NoNetwork { why: why.clone() }
            }
            Self::Call(e) => Text::NoNetwork { why: e.to_string() },
            Self::Internal(why) => Text::ConfigProblem { why: why.clone() },
        };
        text.say(lang)
    }
}
