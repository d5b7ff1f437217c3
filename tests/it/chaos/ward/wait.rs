//! How people press and wait.

use std::time::Duration;

use anyhow::{Context, bail};
use loa::app::stage::{Persona, Place, Seen};
use serde_json::Value;
use tokio::time::Instant;

use super::{PATIENCE, Play};

/// How often people press a button a second time because nothing seems to happen: one in …
const IMPATIENT: u64 = 3;

/// What stood in a chat before somebody did something.
pub(super) struct Mark(pub i64);

impl Play {
    pub(super) async fn mark(&self, who: Persona, place: Place) -> anyhow::Result<Mark> {
        let messages = self.stage.messages(who, place).await?;
        Ok(Mark(messages.iter().map(|m| m.message_id).max().unwrap_or(0)))
    }

    /// Presses a button and waits for what it should bring: a new message, or the same one
    /// changed. Whoever is impatient presses twice.
    pub(super) async fn press(
        &self,
        who: Persona,
        place: Place,
        message: &Seen,
        label: &str,
        then: &str,
    ) -> anyhow::Result<Seen> {
        let mark = self.mark(who, place).await?;
        let pressing = self.stage.press(who, place, message, label);
        let id = message.message_id;
        let seeing = self.wait(who, place, |m| {
            (m.message_id > mark.0 || (m.message_id == id && m.edited)) && ours(m) && says(m, then)
        });
        tokio::pin!(pressing, seeing);
        let seen = tokio::select! {
            pressed = &mut pressing => {
                pressed.with_context(|| format!("[{label}]"))?;
                seeing.await
            }
            seen = &mut seeing => seen,
        };
        let seen = seen.with_context(|| format!("[{label}] did not lead to “{then}”"))?;
        let harmless = ["Gửi duyệt", "Duyệt", "Đồng ý", "Đã đăng", "Xác nhận"].contains(&label);
        if harmless && self.random.lock().expect("a lock").below(IMPATIENT) == 0 {
            // The button may be gone by now, and then there is nothing to press.
            let _ = self.stage.press(who, place, message, label).await;
        }
        Ok(seen)
    }

    /// Waits for a message of the bot that came after the mark.
    pub(super) async fn expect(
        &self,
        who: Persona,
        place: Place,
        words: &str,
        after: &Mark,
    ) -> anyhow::Result<Seen> {
        self.wait(who, place, |m| m.message_id > after.0 && ours(m) && says(m, words))
            .await
            .with_context(|| format!("“{words}” did not come"))
    }

    /// Waits for the newest message that fits.
    pub(super) async fn wait(
        &self,
        who: Persona,
        place: Place,
        fits: impl Fn(&Seen) -> bool,
    ) -> anyhow::Result<Seen> {
        let until = Instant::now() + PATIENCE;
        let mut change = 0;
        loop {
            let messages = self.stage.messages(who, place).await?;
            if let Some(found) = messages.iter().rev().find(|m| fits(m)) {
                return Ok(found.clone());
            }
            if Instant::now() > until {
                let there: Vec<&str> = messages.iter().rev().take(6).map(|m| m.text.as_str()).collect();
                bail!("person {} in {place:?} sees last:\n{}", who.0, there.join("\n---\n"));
            }
            self.something_new(&mut change, Duration::from_secs(2)).await?;
        }
    }

    /// Returns when the sandbox is past the change with this number, or after some time.
    pub(super) async fn something_new(&self, change: &mut u64, within: Duration) -> anyhow::Result<()> {
        let shown = self.get(&format!("changes?after={change}&wait={}", within.as_secs_f64())).await?;
        *change = shown["n"].as_u64().unwrap_or(*change);
        Ok(())
    }

    pub(super) async fn get(&self, path: &str) -> anyhow::Result<Value> {
        Ok(reqwest::get(format!("{}/control/{path}", self.url)).await?.json().await?)
    }
}

fn ours(message: &Seen) -> bool {
    message.from.as_ref().is_some_and(|f| f.is_bot) && !message.deleted
}

fn says(message: &Seen, words: &str) -> bool {
    message.text.contains(words)
}
