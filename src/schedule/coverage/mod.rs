//! Who has a post, of those for whom its message is; and who has had what in a span of time.

mod sheet;
mod store;

pub use sheet::{GroupLine, Reached, Sheet, SheetPlace, SheetPost, percent, sheet};

use super::PostId;
use crate::delivery::{self, Coverage, Directory};
use crate::message;
use crate::store::{Error, Tx};
use crate::ward::WardId;

/// The coverage of a post among the neighbourhoods of its version's audience, as they are now.
///
/// # Errors
/// If the database refuses or a row is not readable.
pub async fn coverage(tx: &mut Tx, ward: WardId, id: PostId) -> Result<Coverage, Error> {
    let version = match super::post(tx, id).await? {
        Some(post) => message::version(tx, post.message, post.version).await?,
        None => None,
    };
    let audience = version.map(|version| version.body.audience).unwrap_or_default();
    let directory = Directory::of(tx, ward).await?;
    delivery::coverage(tx, &directory, id, |place| audience.includes(place)).await
}
