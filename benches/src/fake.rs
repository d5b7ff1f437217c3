//! The fake Bot API as a process of its own: it keeps the truth and the time.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tokio::process::Command;

use crate::process::Process;

/// How often the fake is asked how far things are. Each answer costs it a few microseconds.
const LOOK: Duration = Duration::from_millis(50);

/// One call for sending, taken or refused.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// Microseconds since the fake began.
    pub micros: i64,
    pub chat: i64,
    pub code: u16,
}

impl Call {
    pub fn is_taken(&self) -> bool {
        self.code == 200
    }
}

pub struct Fake {
    process: Process,
    http: reqwest::Client,
    pub url: String,
    pub token: String,
    pub bot_id: i64,
    pub bot_name: String,
    /// When the fake began, on our clock.
    began: Instant,
    /// Calls that were made before the measured work.
    before: usize,
}

impl Fake {
    /// Starts one that knows nobody.
    pub async fn start(loa: &Path, limits: &str) -> Result<Self> {
        let mut command = Command::new(loa);
        command.args(["sandbox", "--port", "0", "--limits", limits]).env("LOA_LANG", "en");
        let mut process = Process::start("loa sandbox", &mut command)?;
        let said = process.ready().await?;
        let url = said.split_whitespace().find(|word| word.starts_with("http://"));
        let url = url.with_context(|| format!("no address in “{said}”"))?;
        let url = url.trim_end_matches(['.', ',', ';', '/']).to_owned();
        let http = reqwest::Client::new();
        let bot = ask(http.get(format!("{url}/control/bot"))).await?;
        let text = |name: &str| bot[name].as_str().map(str::to_owned).with_context(|| format!("no {name}"));
        let mut fake = Self {
            process,
            http,
            token: text("token")?,
            bot_id: bot["id"].as_i64().context("no id")?,
            bot_name: text("username")?,
            url,
            began: Instant::now(),
            before: 0,
        };
        fake.set_clock().await?;
        Ok(fake)
    }

    /// Finds out when the fake began: a message to nobody is refused at a known time.
    async fn set_clock(&mut self) -> Result<()> {
        let url = format!("{}/bot{}/sendMessage", self.url, self.token);
        let mut best = Duration::MAX;
        for _ in 0..5 {
            let asked = Instant::now();
            self.http.post(&url).json(&json!({"chat_id": 1, "text": "…"})).send().await?;
            let took = asked.elapsed();
            let calls = self.timing(self.before).await?;
            let call = calls.last().context("the message to nobody is not in the timing")?;
            self.before += calls.len();
            if took < best {
                best = took;
                let micros = Duration::from_micros(u64::try_from(call.micros)?);
                self.began =
                    (asked + took / 2).checked_sub(micros).context("the fake is older than this machine")?;
            }
        }
        Ok(())
    }

    /// When a call came in, on our clock.
    pub fn at(&self, call: &Call) -> Instant {
        self.began + Duration::from_micros(u64::try_from(call.micros).unwrap_or(0))
    }

    pub async fn control(&self, path: &str, body: &Value) -> Result<Value> {
        ask(self.http.post(format!("{}/control/{path}", self.url)).json(body)).await
    }

    /// So many supergroups in which the bot is a member.
    pub async fn groups(&self, count: usize) -> Result<Vec<i64>> {
        let owner = self.control("person", &json!({"name": "Chủ nhóm"})).await?["id"].clone();
        let body = json!({"count": count, "title": "Tổ", "owner": owner});
        let made = self.control("groups", &body).await?;
        Ok(serde_json::from_value(made["ids"].clone())?)
    }

    /// Queues so many private messages to the bot, of so many people.
    pub async fn updates(&self, count: u64, people: u64) -> Result<()> {
        let body = json!({"count": count, "people": people, "text": "/trogiup"});
        self.control("updates", &body).await.map(|_| ())
    }

    async fn timing(&self, after: usize) -> Result<Vec<Call>> {
        let told = ask(self.http.get(format!("{}/control/timing?after={after}", self.url))).await?;
        let calls: Vec<(i64, i64, String, u16)> = serde_json::from_value(told["calls"].clone())?;
        Ok(calls.into_iter().map(|(micros, chat, _, code)| Call { micros, chat, code }).collect())
    }

    /// All calls so far.
    pub async fn calls(&self) -> Result<Vec<Call>> {
        self.timing(self.before).await
    }

    /// Waits until so many calls for which `counts` holds have come; gives all calls. After
    /// `within`, what there is.
    pub async fn collect(
        &self,
        wanted: usize,
        within: Duration,
        counts: impl Fn(&Call) -> bool,
    ) -> Result<Vec<Call>> {
        let begun = Instant::now();
        let mut calls: Vec<Call> = Vec::new();
        let mut found = 0;
        loop {
            let new = self.timing(self.before + calls.len()).await?;
            found += new.iter().filter(|call| counts(call)).count();
            calls.extend(new);
            if found >= wanted || begun.elapsed() > within {
                return Ok(calls);
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// As [`Fake::collect`] for taken calls, which must come.
    pub async fn taken(&self, wanted: usize, within: Duration) -> Result<Vec<Call>> {
        let calls = self.collect(wanted, within, Call::is_taken).await?;
        let taken = calls.iter().filter(|call| call.is_taken()).count();
        if taken < wanted {
            bail!("{taken} of {wanted} messages after {} s", within.as_secs());
        }
        Ok(calls)
    }

    /// The most messages taken within any second.
    pub async fn most_in_a_second(&self) -> Result<u64> {
        let told = ask(self.http.get(format!("{}/control/timing/window?seconds=1", self.url))).await?;
        told["max_in_window"].as_u64().context("no figure")
    }

    pub fn cpu_seconds(&self) -> Result<f64> {
        self.process.cpu_seconds()
    }

    pub async fn stop(self) -> Result<()> {
        self.process.kill().await
    }
}

async fn ask(request: reqwest::RequestBuilder) -> Result<Value> {
    let answer = request.send().await?;
    let (status, told) = (answer.status(), answer.json::<Value>().await?);
    if !status.is_success() {
        bail!("the fake refuses: {told}");
    }
    Ok(told)
}
