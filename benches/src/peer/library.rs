//! teloxide: its bot, its throttle, its dispatcher.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::Result;
use teloxide::adaptors::throttle::Limits;
use teloxide::prelude::*;
use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::{BUTTON, Job, Report, begin, button_url, say, words};

fn bot(job: &Job) -> Result<Bot> {
    // The client that teloxide makes by itself, but for its time-out: a call waits for the fake.
    let client = teloxide::net::default_reqwest_settings().timeout(Duration::from_mins(1)).build()?;
    Ok(Bot::with_client(job.token.as_str(), client).set_api_url(job.url.parse()?))
}

fn keyboard() -> InlineKeyboardMarkup {
    let url = button_url().parse().expect("an address");
    InlineKeyboardMarkup::new([[InlineKeyboardButton::url(BUTTON, url)]])
}

/// The same message as Loa's.
fn message<B: Requester>(bot: &B, chat: i64, (text, head): &(String, usize)) -> B::SendMessage {
    let no_preview = LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    };
    bot.send_message(ChatId(chat), text)
        .entities([MessageEntity::bold(0, *head)])
        .link_preview_options(no_preview)
        .reply_markup(keyboard())
}

/// So many calls at once, none of them waiting for anything but the fake.
pub async fn send(job: &Job) -> Result<Report> {
    let bot = bot(job)?;
    let begun = Instant::now();
    let (done, errors) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    for batch in &job.batches {
        begin(batch, begun).await;
        let (chats, next) = (Arc::new(batch.chats.clone()), Arc::new(AtomicUsize::new(0)));
        let mut workers = JoinSet::new();
        for _ in 0..job.at_once {
            let (bot, chats, next) = (bot.clone(), Arc::clone(&chats), Arc::clone(&next));
            let (done, errors) = (Arc::clone(&done), Arc::clone(&errors));
            workers.spawn(async move {
                let words = words();
                while let Some(chat) = chats.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let sent = message(&bot, *chat, &words).await;
                    let counter = if sent.is_ok() { &done } else { &errors };
                    counter.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        while workers.join_next().await.is_some() {}
    }
    Ok(Report {
        done: done.load(Ordering::Relaxed),
        errors: errors.load(Ordering::Relaxed),
        seconds: begun.elapsed().as_secs_f64(),
        cpu_seconds: 0.0,
    })
}

/// All calls of a batch at once; the throttle makes them wait.
pub async fn send_throttled(job: &Job) -> Report {
    let bot = bot(job).expect("a bot").throttle(Limits::default());
    let begun = Instant::now();
    let mut calls = JoinSet::new();
    for batch in &job.batches {
        begin(batch, begun).await;
        for chat in batch.chats.clone() {
            let bot = bot.clone();
            calls.spawn(async move { message(&bot, chat, &words()).await.is_ok() });
        }
    }
    let mut report = Report::default();
    while let Some(sent) = calls.join_next().await {
        let counter = if sent.unwrap_or(false) { &mut report.done } else { &mut report.errors };
        *counter += 1;
    }
    report.seconds = begun.elapsed().as_secs_f64();
    report
}

/// Takes updates with handlers that do nothing, until all have been handled.
pub async fn dispatch(job: &Job) -> Report {
    let bot = bot(job).expect("a bot");
    let (wanted, taken) = (job.updates, Arc::new(AtomicU64::new(0)));
    let (all, counted) = (Arc::new(Notify::new()), Arc::clone(&taken));
    let is_all = Arc::clone(&all);
    let handler = dptree::endpoint(move || {
        if counted.fetch_add(1, Ordering::Relaxed) + 1 == wanted {
            is_all.notify_one();
        }
        async { Ok::<(), Infallible>(()) }
    });
    say("begins");
    let begun = Instant::now();
    let mut dispatcher = Dispatcher::builder(bot, handler).build();
    tokio::select! {
        () = dispatcher.dispatch() => {}
        () = all.notified() => {}
    }
    let done = taken.load(Ordering::Relaxed);
    Report { done, errors: 0, seconds: begun.elapsed().as_secs_f64(), cpu_seconds: 0.0 }
}
