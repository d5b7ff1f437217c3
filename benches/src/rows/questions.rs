//! 10,000 questions of 5,000 people in one minute, from the words to the acknowledgement.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use loa::channel::ChatKind;
use loa::conversation::NOTICE;
use loa::ward::store as ward;
use serde_json::json;
use sqlx::SqlitePool;
use tokio::sync::Semaphore;

use super::sqlite;
use crate::Bench;
use crate::fake::{Call, Fake};
use crate::figures::{Series, heading, median, target};
use crate::house::House;
use crate::past::readers;
use crate::process::Process;
use crate::service::{Settings, until};

const PEOPLE: usize = 5_000;
const QUESTIONS: usize = 10_000;
const MINUTE: Duration = Duration::from_mins(1);
/// Questions that are asked at the same moment.
const AT_ONCE: usize = 10;
const LOOK: Duration = Duration::from_millis(200);
const WITHIN: Duration = Duration::from_mins(15);
const NO_LIMITS: &str =
    "[rules]\nstop_seconds = 0\n[delivery]\nper_second = 100000\nprivate_gap_ms = 0\ngroup_gap_ms = 0";
const LIMITS: &str = "[rules]\nstop_seconds = 0";

/// What people ask; the units are known from the words, so that each gets one acknowledgement.
const ASKED: [&str; 6] = [
    "Ngõ {n} xuống cấp, ổ gà nhiều, bao giờ phường sửa đường?",
    "Đèn đường ngõ {n} hỏng mấy hôm nay, đề nghị phường sửa đèn đường",
    "Nắp cống đầu ngõ {n} vỡ, đề nghị phường sửa cống thoát nước",
    "Làm giấy khai sinh cho con ở tổ {n} cần giấy tờ gì?",
    "Bao giờ trạm y tế tiêm chủng cho trẻ ở tổ {n}?",
    "Đăng ký tạm trú ở ngõ {n} làm ở đâu?",
];

pub async fn run(name: &str, bench: &Bench) -> Result<()> {
    let (has_limits, is_killed) = (name == "questions-limits", name == "questions-kill");
    let how = match (has_limits, is_killed) {
        (true, _) => "under the platform's limits",
        (_, true) => "kill -9 in the middle",
        _ => "no limits",
    };
    heading(name, &format!("{QUESTIONS} questions of {PEOPLE} people in a minute, {how}"));
    let mut slow = Series::new("asked to acknowledged, 99 of 100", "s", 3);
    let mut drained = Series::new("the backlog leaves", "a second", 1);
    let mut is_whole = true;
    for run in 1..=bench.runs {
        let seen = one(bench, has_limits, is_killed).await?;
        let mut delays = seen.delays.clone();
        delays.sort_by(f64::total_cmp);
        let p99 =
            delays.get((delays.len() * 99).div_ceil(100).saturating_sub(1)).copied().unwrap_or(f64::NAN);
        println!(
            "  run {run}  asked within {:.1} s; {} stored, {} acknowledged in {} messages; median {:.3} s, 99 of 100 within {p99:.3} s, the last {:.3} s; {} × 429, most in a second {}; {:.1} a second after the minute; CPU {:.1} s and the fake's {:.1} s",
            seen.asking.as_secs_f64(),
            seen.stored,
            seen.acknowledged,
            seen.messages,
            median(&delays),
            delays.last().copied().unwrap_or(f64::NAN),
            seen.refused,
            seen.most_in_a_second,
            seen.drain_per_second,
            seen.cpu,
            seen.fake_cpu,
        );
        is_whole &= seen.stored == QUESTIONS && seen.acknowledged == QUESTIONS && seen.refused == 0;
        slow.add(p99);
        drained.add(seen.drain_per_second);
    }
    if has_limits {
        drained.say();
        let is_met = is_whole && drained.median() >= 28.0;
        target("none lost, no 429, the backlog leaves at 28 a second or more", is_met);
    } else if is_killed {
        target("none lost, each acknowledged", is_whole);
    } else {
        slow.say();
        target("all acknowledged, 99 of 100 within 1 s", is_whole && slow.worst() < 1.0);
    }
    Ok(())
}

/// What one minute brought.
struct Outcome {
    asking: Duration,
    stored: usize,
    acknowledged: usize,
    /// In so many messages.
    messages: usize,
    /// Seconds from each question to its acknowledgement.
    delays: Vec<f64>,
    refused: usize,
    most_in_a_second: u64,
    drain_per_second: f64,
    cpu: f64,
    fake_cpu: f64,
}

async fn one(bench: &Bench, has_limits: bool, is_killed: bool) -> Result<Outcome> {
    let fake = Arc::new(Fake::start(&bench.loa, if has_limits { "window" } else { "off" }).await?);
    let folder = tempfile::tempdir()?;
    let database = sqlite(folder.path());
    let house = House::build(&database, &fake).await?;
    let people = settle_in(&house, &fake).await?;
    let more = if has_limits { LIMITS } else { NO_LIMITS };
    let settings = Settings::write(&bench.loa, folder.path(), &database, &fake, more)?;
    let reader = readers(folder.path()).await?;
    let service = settings.start_and_rest().await?;
    let fake_cpu = fake.cpu_seconds()?;
    let begun = Instant::now();
    let asking = tokio::spawn(ask(Arc::clone(&fake), people.clone(), begun));
    let service = if is_killed { killed(service, &settings).await? } else { service };
    let asked = asking.await??;
    let asking = begun.elapsed();
    let acknowledged = |sql: &'static str| count(&reader, sql);
    until(LOOK, WITHIN, async || {
        Ok(acknowledged(OPEN_ACKNOWLEDGEMENTS).await? == 0 && is_all_in(&reader).await?)
    })
    .await?;
    // What the rows call sent has arrived; the unit's cards may still be on their way.
    let calls = fake.calls().await?;
    let delays = delays(&fake, &asked, &calls);
    let answered = count(&reader, ACKNOWLEDGED).await?;
    let messages = count(&reader, "SELECT COUNT(DISTINCT status_id) FROM questions").await?;
    let last = calls.iter().filter(|c| c.is_taken() && asked.contains_key(&c.chat)).map(|c| fake.at(c)).max();
    let drain_per_second = drain(&fake, &calls, begun + asking, last.unwrap_or(begun));
    let stored = count(&reader, "SELECT COUNT(*) FROM questions WHERE state IN ('open', 'choosing')").await?;
    let outcome = Outcome {
        asking,
        stored,
        acknowledged: answered,
        messages,
        delays,
        refused: calls.iter().filter(|call| call.code == 429).count(),
        most_in_a_second: fake.most_in_a_second().await?,
        drain_per_second,
        cpu: service.cpu_seconds()?,
        fake_cpu: fake.cpu_seconds()? - fake_cpu,
    };
    service.kill().await?;
    reader.close().await;
    house.store.close().await;
    match Arc::try_unwrap(fake) {
        Ok(fake) => fake.stop().await?,
        Err(_) => anyhow::bail!("somebody still asks"),
    }
    Ok(outcome)
}

const OPEN_ACKNOWLEDGEMENTS: &str = "SELECT COUNT(*) FROM outgoing WHERE kind = 'acknowledgement' AND state IN ('waiting', 'sending', 'unknown')";

/// Questions whose acknowledgement was taken by the platform; after a kill it may be in doubt.
const ACKNOWLEDGED: &str = "SELECT COUNT(*) FROM questions q JOIN outgoing o ON o.id = q.status_id WHERE o.state IN ('sent', 'unknown')";

async fn is_all_in(reader: &SqlitePool) -> Result<bool> {
    let handled = count(reader, "SELECT COUNT(*) FROM inbox WHERE handled_at IS NOT NULL").await?;
    Ok(handled >= QUESTIONS)
}

async fn count(reader: &SqlitePool, sql: &'static str) -> Result<usize> {
    let (n,): (i64,) = sqlx::query_as(sql).fetch_one(reader).await?;
    Ok(usize::try_from(n)?)
}

/// Each unit gets its chat, and everybody has agreed long before.
async fn settle_in(house: &House, fake: &Fake) -> Result<Vec<i64>> {
    let mut tx = house.store.begin().await?;
    let units = ward::units(&mut tx, house.ward.id).await?;
    tx.commit().await?;
    let chats = house.know(&fake.groups(units.len()).await?).await?;
    let mut people = Vec::with_capacity(PEOPLE);
    for n in 0..PEOPLE {
        let made = fake.control("person", &json!({"name": format!("Người {n}")})).await?;
        people.push(made["id"].as_i64().unwrap_or_default());
    }
    let mut tx = house.store.begin().await?;
    for (unit, chat) in units.iter().zip(chats) {
        ward::set_unit_chat(&mut tx, unit.id, chat).await?;
    }
    for person in &people {
        let id = person.to_string();
        ward::chat_seen(&mut tx, house.bot.id, &id, ChatKind::Private, "").await?;
        let account = ward::account_seen(&mut tx, house.bot.id, &id, "vi").await?;
        let person = ward::person_for(&mut tx, house.ward.id, account.id).await?;
        ward::give_consent(&mut tx, house.ward.id, person.id, NOTICE, "vi").await?;
    }
    tx.commit().await?;
    Ok(people)
}

/// Asks evenly over a minute, people in turn. Gives when each asked, by their chat.
async fn ask(fake: Arc<Fake>, people: Vec<i64>, begun: Instant) -> Result<HashMap<i64, Vec<Instant>>> {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut said = tokio::task::JoinSet::new();
    for n in 0..QUESTIONS {
        let due = begun + MINUTE.mul_f64(n as f64 / QUESTIONS as f64);
        tokio::time::sleep_until(due.into()).await;
        let place = Arc::clone(&places).acquire_owned().await?;
        let (fake, person) = (Arc::clone(&fake), people[n % people.len()]);
        said.spawn(async move {
            let text = ASKED[n % ASKED.len()].replace("{n}", &(n % 400 + 1).to_string());
            let at = Instant::now();
            let said = fake.control("say", &json!({"person": person, "chat": "bot", "text": text})).await;
            drop(place);
            said.map(|_| (person, at))
        });
    }
    let mut asked: HashMap<i64, Vec<Instant>> = HashMap::new();
    while let Some(done) = said.join_next().await {
        let (person, at) = done??;
        asked.entry(person).or_default().push(at);
    }
    for times in asked.values_mut() {
        times.sort_unstable();
    }
    Ok(asked)
}

/// Killed after half of the minute, and started again at once.
async fn killed(service: Process, settings: &Settings) -> Result<Process> {
    tokio::time::sleep(MINUTE / 2).await;
    service.kill().await?;
    settings.start().await
}

/// Seconds from each question to the message that answers it, the first one for the first; the last
/// one may answer several.
fn delays(fake: &Fake, asked: &HashMap<i64, Vec<Instant>>, calls: &[Call]) -> Vec<f64> {
    let mut answers: HashMap<i64, Vec<Instant>> = HashMap::new();
    for call in calls.iter().filter(|call| call.is_taken() && asked.contains_key(&call.chat)) {
        answers.entry(call.chat).or_default().push(fake.at(call));
    }
    let mut delays = Vec::with_capacity(QUESTIONS);
    for (person, times) in asked {
        let mut answers = answers.remove(person).unwrap_or_default();
        answers.sort_unstable();
        let mut answers = answers.into_iter().peekable();
        let mut last = None;
        for at in times {
            while answers.next_if(|answer| answer < at).is_some() {}
            last = answers.next().or(last);
            if let Some(answer) = last.filter(|answer| answer >= at) {
                delays.push(answer.duration_since(*at).as_secs_f64());
            }
        }
    }
    delays
}

/// Messages taken in each second between the end of the minute and the last acknowledgement.
fn drain(fake: &Fake, calls: &[Call], from: Instant, to: Instant) -> f64 {
    let seconds = to.saturating_duration_since(from).as_secs_f64();
    let taken = calls.iter().filter(|call| call.is_taken() && (from..=to).contains(&fake.at(call))).count();
    if seconds > 0.0 { taken as f64 / seconds } else { f64::INFINITY }
}
