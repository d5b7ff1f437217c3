//! Handles what came in: in order within a chat, chats side by side. Every chat with
//! something open gets its turn, and a turn is short, so that a flood in one holds no other.
//!
//! Several instances may pick the same chat: the mark "handled" decides who handled an
//! update, and an order that only ever takes a chat's first open update cannot be broken by
//! being taken twice.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::Shared;
use crate::channel::telegram::FILE_BYTES_MAX;
use crate::channel::{ChatKind, Event};
use crate::conversation::{self, Facts, FileProblem, Need};
use crate::i18n::{Lang, Text};
use crate::inbox;
use crate::plan::document::apart::{Upload, read_rows};
use crate::store;

/// Chats handled at the same time.
const CHATS_AT_ONCE: usize = 16;
/// Updates of one chat handled before others get its place.
const TURN: usize = 16;
/// Chats looked up at once.
const PAGE: usize = 64;
/// How often the rows are looked at though nobody said that something arrived.
const LOOK: Duration = Duration::from_secs(2);
/// After a failure, before the chat is tried again.
const FAILURE_PAUSE: Duration = Duration::from_millis(500);
/// How long a chat is left to the instance that is handling it.
const ELSEWHERE_PAUSE: Duration = Duration::from_millis(50);

/// How long an answer to a message waits for the word that the message was sent …
const EARLY_MAX: Duration = Duration::from_secs(2);
/// … and how often it looks.
const EARLY_PAUSE: Duration = Duration::from_millis(20);

/// What became of a look at a chat's first open update.
enum Step {
    Handled,
    /// Another instance handles it.
    Elsewhere,
    NothingOpen,
}

struct Round {
    shared: Arc<Shared>,
    stop: watch::Receiver<bool>,
    running: JoinSet<String>,
    busy: HashSet<String>,
    /// Chats whose turn comes next.
    next: VecDeque<String>,
    /// Where the last look at the rows ended.
    after: String,
}

/// Handles until `stop` turns true.
pub(super) async fn run(shared: Arc<Shared>, stop: watch::Receiver<bool>) {
    let mut round = Round {
        shared,
        stop: stop.clone(),
        running: JoinSet::new(),
        busy: HashSet::new(),
        next: VecDeque::new(),
        after: String::new(),
    };
    let mut stop = stop;
    loop {
        if let Err(e) = round.fill().await {
            tracing::error!("inbox: {e}");
        }
        let is_full = round.running.len() >= CHATS_AT_ONCE;
        tokio::select! {
            _ = stop.changed() => break,
            Some(done) = round.running.join_next(), if !round.running.is_empty() => round.ended(done).await,
            () = round.shared.arrived.notified(), if !is_full => {}
            () = tokio::time::sleep(LOOK), if !is_full => {}
        }
    }
    while round.running.join_next().await.is_some() {}
}

impl Round {
    /// Gives every free place to the next chat that has something open.
    async fn fill(&mut self) -> Result<(), store::Error> {
        let mut is_from_start = self.after.is_empty();
        let mut is_whole = false;
        while self.running.len() < CHATS_AT_ONCE {
            if let Some(chat) = self.next.pop_front() {
                if self.busy.insert(chat.clone()) {
                    self.running.spawn(turn(Arc::clone(&self.shared), chat, self.stop.clone()));
                }
                continue;
            }
            if is_whole {
                break;
            }
            let mut tx = self.shared.store.read().await?;
            let page = inbox::chats(&mut tx, self.shared.bot.id, &self.after, PAGE).await?;
            drop(tx);
            match page.last() {
                Some(last) if page.len() == PAGE => self.after.clone_from(last),
                _ => {
                    // At the end of the circle; once more around if it was entered in the middle.
                    self.after.clear();
                    is_whole = is_from_start;
                    is_from_start = true;
                }
            }
            self.next.extend(page);
        }
        Ok(())
    }

    async fn ended(&mut self, done: Result<String, tokio::task::JoinError>) {
        match done {
            Ok(chat) => {
                self.busy.remove(&chat);
            }
            Err(e) => {
                tracing::error!("inbox: a handler ended badly: {e}");
                // Which chat it was is not known; the others finish by themselves.
                while self.running.join_next().await.is_some() {}
                self.busy.clear();
            }
        }
    }
}

/// Handles a chat's updates one after the other, until none is left, its turn is over or one
/// fails.
async fn turn(shared: Arc<Shared>, chat: String, stop: watch::Receiver<bool>) -> String {
    for _ in 0..TURN {
        if *stop.borrow() {
            break;
        }
        match first(&shared, &chat).await {
            Ok(Step::Handled) => shared.wake.notify_one(),
            Ok(Step::NothingOpen) => break,
            Ok(Step::Elsewhere) => {
                tokio::time::sleep(ELSEWHERE_PAUSE).await;
                break;
            }
            Err(e) => {
                tracing::error!("inbox: {e}");
                tokio::time::sleep(FAILURE_PAUSE).await;
                break;
            }
        }
    }
    chat
}

/// Handles the first open update of a chat.
async fn first(shared: &Shared, chat: &str) -> Result<Step, store::Error> {
    let mut tx = shared.store.read().await?;
    let Some(open) = inbox::first(&mut tx, shared.bot.id, chat).await? else { return Ok(Step::NothingOpen) };
    drop(tx);
    let Some(event) = open.event else {
        return set_aside(shared, open.update_id, None, "unreadable").await;
    };
    let until = Instant::now() + EARLY_MAX;
    let need = loop {
        let mut tx = shared.store.read().await?;
        if Instant::now() >= until || !conversation::comes_early(&mut tx, &shared.bot, &event).await? {
            break conversation::needs(&mut tx, &shared.bot, &event).await?;
        }
        drop(tx);
        tokio::time::sleep(EARLY_PAUSE).await;
    };
    // What the platform must be asked is asked before the transaction: none stays open across a call.
    let facts = ask(shared, need).await;
    let mut tx = shared.store.begin().await?;
    let done = async {
        if !inbox::handled(&mut tx, shared.bot.id, open.update_id, "handled").await? {
            return Ok(Step::Elsewhere);
        }
        conversation::handle(&mut tx, &shared.desk, &shared.bot, &event, facts).await?;
        tx.commit().await?;
        Ok(Step::Handled)
    };
    match done.await {
        Ok(step) => Ok(step),
        Err(e) if open.attempts + 1 >= inbox::ATTEMPTS_MAX => {
            tracing::error!("inbox: update {} set aside: {e}", open.update_id);
            set_aside(shared, open.update_id, Some(&event), "failed").await
        }
        Err(e) => {
            let mut tx = shared.store.begin().await?;
            inbox::note_failure(&mut tx, shared.bot.id, open.update_id).await?;
            tx.commit().await?;
            Err(e)
        }
    }
}

/// Gives up on an update; a person who waits for an answer in private is told.
async fn set_aside(
    shared: &Shared,
    update_id: i64,
    event: Option<&Event>,
    outcome: &str,
) -> Result<Step, store::Error> {
    let mut tx = shared.store.begin().await?;
    if !inbox::handled(&mut tx, shared.bot.id, update_id, outcome).await? {
        return Ok(Step::Elsewhere);
    }
    if let Some(event) = event.filter(|e| e.chat.kind == ChatKind::Private) {
        let lang = Lang::of(event.from.as_ref().map(|f| f.language.as_str()).unwrap_or_default());
        conversation::apologise(&mut tx, &shared.bot, event, &Text::WentWrong.say(lang)).await?;
    }
    tx.commit().await?;
    Ok(Step::Handled)
}

async fn ask(shared: &Shared, need: Need) -> Facts {
    match need {
        Need::Nothing => Facts::default(),
        Need::Standing { chat, account } => {
            let standing = shared.telegram.standing(&chat, &account).await;
            if let Err(e) = &standing {
                tracing::warn!("standing: {e}");
            }
            Facts { standing: standing.ok().flatten(), ..Facts::default() }
        }
        Need::Groups { chats } => {
            let mut groups = HashMap::new();
            for chat in chats {
                match shared.telegram.probe(&chat, shared.me).await {
                    Ok(probe) => groups.extend(probe.map(|probe| (chat, probe))),
                    Err(e) => tracing::warn!("a group could not be asked after: {e}"),
                }
            }
            Facts { groups, ..Facts::default() }
        }
        // Read here, because reading may take seconds and a transaction must not.
        Need::File { file_id, bytes } => {
            let file = match fetch(shared, &file_id, bytes).await {
                Ok(bytes) => Ok(Upload::read(&shared.program, bytes).await),
                Err(problem) => Err(problem),
            };
            Facts { file: Some(file), ..Facts::default() }
        }
        Need::Table { file_id, bytes } => {
            let table = match fetch(shared, &file_id, bytes).await {
                Ok(bytes) => Ok(read_rows(&shared.program, &bytes).await),
                Err(problem) => Err(problem),
            };
            Facts { table: Some(table), ..Facts::default() }
        }
    }
}

async fn fetch(shared: &Shared, file_id: &str, bytes: u64) -> Result<Vec<u8>, FileProblem> {
    if bytes > FILE_BYTES_MAX {
        return Err(FileProblem::TooLarge);
    }
    shared.telegram.file(file_id).await.map_err(|e| {
        tracing::warn!("file: {e}");
        FileProblem::NotFetched
    })
}
