//! Wiring: settings, store, channel and the loops that make the service; the demo.

mod demo;
mod follow;
mod guide;
mod problem;
mod sample;
mod service;
pub mod stage;

pub use demo::{Demo, DemoOptions};
pub use problem::Problem;
pub use service::{Service, connect, is_idle};

use crate::config::Config;
use crate::conversation::{Desk, RelayRules, Residents};
use crate::question::route::Router;
use chrono::TimeDelta;
use std::sync::Arc;

/// Bytes of stack of a thread: without optimization, what one press may lead to needs more than the
/// usual two megabytes. Only what is used of it counts as memory.
pub const STACK: usize = 8 << 20;

/// The router as shipped; trained once a process.
///
/// # Errors
/// If the shipped routes are broken, which a test rules out.
pub fn shipped_router() -> Result<Router, Problem> {
    Router::shipped().map_err(|e| Problem::Internal(e.to_string()))
}

/// The desk that these settings make.
///
/// # Errors
/// If the shipped routes are broken, which a test rules out.
pub fn desk(config: &Config) -> Result<Desk, Problem> {
    let router = shipped_router()?;
    // The token is what only this deployment knows. Without one nothing is posted and
    // nothing has to be signed.
    let secret = config.telegram.token.as_ref().map(crate::config::Secret::reveal).unwrap_or_default();
    let mut desk = Desk::new(router, secret);
    desk.deadlines = Arc::new(config.deadlines.clone());
    desk.approvals_needed = config.rules.approvals_needed.max(1);
    desk.stop_window = TimeDelta::seconds(i64::from(config.rules.stop_seconds));
    desk.notice_worth = TimeDelta::hours(i64::from(config.rules.notice_hours));
    desk.urgent_worth = TimeDelta::hours(i64::from(config.rules.urgent_hours));
    desk.urgent_alone = config.rules.urgent_alone;
    desk.duty = TimeDelta::hours(i64::from(config.rules.duty_hours));
    desk.official_links = config.rules.official_links.clone().into();
    desk.posts_per_day = i64::from(config.rules.posts_per_day);
    desk.keep_days = i64::from(config.rules.keep_days.clamp(1, 365));
    desk.gap = TimeDelta::minutes(i64::from(config.rules.gap_minutes));
    desk.digest_at = config.rules.digest_at;
    desk.residents = Residents {
        quiet_from: config.rules.quiet_from,
        quiet_until: config.rules.quiet_until,
        ten_minutes: i64::from(config.rules.questions_ten_minutes),
        a_day: i64::from(config.rules.questions_per_day),
        close_days: i64::from(config.rules.close_days.max(1)),
        reception: config.rules.reception.trim().into(),
    };
    desk.gaps = config.rules.gaps();
    desk.heads = config.rules.heads();
    let rules = &config.rules;
    desk.relays = RelayRules {
        nudges: rules.relay_reminders.clone().into(),
        urgent: [rules.relay_urgent_minutes, rules.relay_staff_minutes].map(i64::from),
        piece: usize::try_from(rules.relay_piece.max(200)).unwrap_or(2_000),
        photo: rules.relay_photo,
        late: TimeDelta::days(i64::from(rules.relay_late_days)),
        words_a_minute: usize::try_from(rules.words_a_minute.max(1)).unwrap_or(120),
    };
    Ok(desk)
}
