//! The routers of the wards: the shipped one, and for wards with routes or corrected cases of
//! their own one each, which is built anew when its rows have changed.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::time::Instant;

use super::store::{self, Version};
use super::{Router, Routes, examples};
use crate::store::{Error, Store};
use crate::ward::WardId;

/// Corrected cases are learned from at most so often: staff transfer several in a row.
const LEARN_EVERY: Duration = Duration::from_mins(1);

/// Which router is whose. Clones share it.
#[derive(Clone)]
pub struct Routers {
    shipped: Router,
    own: Arc<RwLock<HashMap<WardId, Own>>>,
}

/// A ward's own router, what it was built from, and when.
#[derive(Clone)]
struct Own {
    router: Router,
    version: Version,
    built: Instant,
}

impl Routers {
    #[must_use]
    pub fn new(shipped: Router) -> Self {
        Self { shipped, own: Arc::default() }
    }

    /// The router of a ward.
    #[must_use]
    pub fn of(&self, ward: WardId) -> Router {
        self.own(ward).map_or_else(|| self.shipped.clone(), |own| own.router)
    }

    fn own(&self, ward: WardId) -> Option<Own> {
        self.own.read().unwrap_or_else(PoisonError::into_inner).get(&ward).cloned()
    }

    /// Looks whether routes or corrected cases have changed, and builds what has to be built
    /// beside the runtime's threads. A file that cannot be used, because another version wrote
    /// it, is logged, and the shipped routes stand in for it.
    ///
    /// # Errors
    /// If the database refuses.
    pub async fn refresh(&self, store: &Store) -> Result<(), Error> {
        let mut tx = store.read().await?;
        for (ward, version) in store::versions(&mut tx).await? {
            let known = self.own(ward);
            let is_due = known.as_ref().is_none_or(|own| {
                own.version.file != version.file
                    || own.version.learned != version.learned && own.built.elapsed() >= LEARN_EVERY
            });
            if !is_due {
                continue;
            }
            let file = store::file(&mut tx, ward).await?;
            let corrected = store::corrected(&mut tx, ward).await?;
            // Only another file needs all examples to be read again.
            let base = match (known, &file) {
                (Some(own), _) if own.version.file == version.file => Some(own.router),
                (_, None) => Some(self.shipped.clone()),
                (_, Some(_)) => None,
            };
            let shipped = self.shipped.clone();
            let build = move || {
                let built = match (base, file) {
                    (Some(base), _) => Ok(base),
                    (None, file) => Routes::parse(&file.unwrap_or_default())
                        .and_then(|routes| Router::from(routes, &examples::shipped().unwrap_or_default())),
                };
                match built {
                    Ok(router) => router.taught(&corrected),
                    Err(e) => {
                        tracing::error!("routes of ward {ward}: {e}");
                        shipped
                    }
                }
            };
            let Ok(router) = tokio::task::spawn_blocking(build).await else { continue };
            let own = Own { router, version, built: Instant::now() };
            self.own.write().unwrap_or_else(PoisonError::into_inner).insert(ward, own);
        }
        Ok(())
    }
}
