//! Takes up routes that were changed and cases that staff corrected, in every instance.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::Shared;

/// Pause between two looks.
const LOOK: Duration = Duration::from_secs(2);

/// Looks until `stop` turns true.
pub(super) async fn run(shared: Arc<Shared>, mut stop: watch::Receiver<bool>) {
    loop {
        if let Err(e) = shared.desk.routers.refresh(&shared.store).await {
            tracing::error!("routes: {e}");
        }
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}
