//! getUpdates.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};
use tokio::time::{Instant, timeout_at};

use crate::sandbox::descriptions::{self, Failure};
use crate::sandbox::server::Shared;
use crate::sandbox::world::World;

const LIMIT_MAX: i64 = 100;
/// Longer waits are cut to this.
const WAIT_SECONDS_MAX: i64 = 50;

/// Waits until there are updates, the time is over, or a newer call takes its place; the updates
/// as a JSON array.
///
/// # Errors
/// 409 if another call took over or a webhook is set.
pub async fn poll(shared: &Shared, bot: i64, params: &Map<String, Value>) -> Result<String, Failure> {
    let int = |name: &str| params.get(name).and_then(Value::as_i64);
    let limit = usize::try_from(int("limit").unwrap_or(LIMIT_MAX).clamp(1, LIMIT_MAX)).unwrap_or(1);
    let wait = int("timeout").unwrap_or(0).clamp(0, WAIT_SECONDS_MAX).unsigned_abs();
    let until = Instant::now() + Duration::from_secs(wait);
    let turn = shared.change(|world| take_turn(world, bot, params))?;
    let mut news = shared.news();
    loop {
        let updates = shared.change(|world| pending(world, bot, turn, limit))?;
        if !updates.is_empty() || Instant::now() >= until {
            return Ok(format!("[{}]", updates.join(",")));
        }
        // Either something happened or the time is over; the next look tells which.
        let _ = timeout_at(until, news.changed()).await;
    }
}

fn take_turn(world: &mut World, bot: i64, params: &Map<String, Value>) -> Result<u64, Failure> {
    let now = world.clock.now();
    let bot = world.bot_mut(bot).ok_or_else(|| descriptions::UNAUTHORIZED.fail())?;
    if bot.webhook.is_some() {
        return Err(descriptions::WEBHOOK_ACTIVE.fail());
    }
    if let Some(allowed) = params.get("allowed_updates") {
        bot.allowed = words(allowed);
    }
    bot.confirm(params.get("offset").and_then(Value::as_i64).unwrap_or(0), now);
    bot.polls += 1;
    let turn = bot.polls;
    world.news += 1;
    Ok(turn)
}

/// The strings of an array.
pub fn words(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(|word| word.as_str().map(str::to_owned)).collect()
}

fn pending(world: &mut World, bot: i64, turn: u64, limit: usize) -> Result<Vec<Arc<str>>, Failure> {
    let bot = world.bot(bot).ok_or_else(|| descriptions::UNAUTHORIZED.fail())?;
    if bot.polls != turn {
        return Err(descriptions::OTHER_GET_UPDATES.fail());
    }
    if bot.webhook.is_some() {
        return Err(descriptions::TERMINATED_BY_WEBHOOK.fail());
    }
    let mut updates = bot.updates.iter().take(limit).map(|update| Arc::clone(&update.body)).collect();
    world.faults.twist(&mut updates);
    Ok(updates)
}
