//! Controls for measurements: many groups and updates at once, and when messages were sent.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;

use super::waits::After;
use super::{Answer, Asked, Body, written};
use crate::sandbox::server::Shared;

const COUNT_MAX: u32 = 1_000_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewGroups {
    count: u32,
    title: String,
    owner: i64,
    bot: Option<String>,
}

pub async fn groups(State(shared): State<Shared>, Body(new): Body<NewGroups>) -> Answer {
    check_count(new.count)?;
    let ids = shared.change(|world| {
        let bot = world.named_bot(new.bot.as_deref())?;
        world.new_groups(new.count, &new.title, new.owner, bot)
    })?;
    Ok(Json(json!({ "ids": ids })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewUpdates {
    count: u32,
    people: u32,
    text: String,
    bot: Option<String>,
}

pub async fn updates(State(shared): State<Shared>, Body(new): Body<NewUpdates>) -> Answer {
    check_count(new.count.max(new.people))?;
    let people = shared.change(|world| {
        let bot = world.named_bot(new.bot.as_deref())?;
        world.speak_in_turns(bot, new.people, new.count, &new.text)
    })?;
    Ok(Json(json!({ "people": people })))
}

fn check_count(count: u32) -> Result<()> {
    ensure!((1..=COUNT_MAX).contains(&count), "say a count from 1 to {COUNT_MAX}");
    Ok(())
}

pub async fn timing(State(shared): State<Shared>, Asked(asked): Asked<After>) -> Response {
    shared.read(|world| written(world.timing.json_after(asked.number())))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    seconds: f64,
}

pub async fn window(State(shared): State<Shared>, Asked(asked): Asked<Window>) -> Answer {
    let window = Duration::try_from_secs_f64(asked.seconds).context("that is no number of seconds")?;
    Ok(Json(json!({ "max_in_window": shared.read(|world| world.timing.max_in_window(window)) })))
}
