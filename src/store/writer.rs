//! SQLite's single writer: one connection that is never given back to a pool. A pool takes a
//! connection back in a task of its own, which stands behind everything that the runtime has to
//! do, and the next writer would wait for it.

use std::ops::{Deref, DerefMut};

use sqlx::SqliteConnection;

use super::gate::Pass;

/// A transaction that writes to a SQLite file.
#[derive(Debug)]
pub(crate) struct Writing {
    /// Taken out when it ends.
    pass: Option<Pass<SqliteConnection>>,
}

impl Writing {
    pub(super) async fn begin(pass: Pass<SqliteConnection>) -> Result<Self, sqlx::Error> {
        let mut writing = Self { pass: Some(pass) };
        sqlx::query("BEGIN IMMEDIATE").execute(&mut *writing).await?;
        Ok(writing)
    }

    pub(super) async fn commit(mut self) -> Result<(), sqlx::Error> {
        sqlx::query("COMMIT").execute(&mut *self).await?;
        self.pass = None;
        Ok(())
    }
}

impl Deref for Writing {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        self.pass.as_ref().expect("there until the end")
    }
}

impl DerefMut for Writing {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        self.pass.as_mut().expect("there until the end")
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        let Some(mut pass) = self.pass.take() else { return };
        // Given up, at any point: whether anything was begun is known to SQLite alone.
        let undo = async move {
            if let Err(e) = sqlx::query("ROLLBACK").execute(&mut *pass).await {
                tracing::debug!("nothing to take back: {e}");
            }
        };
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(undo);
        }
        // Without a runtime the connection goes, and with it what was not committed.
    }
}
