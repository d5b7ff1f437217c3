//! What the fake can do: prepared requests over connections that stay open, as little as possible
//! read of the answers.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::{BUTTON, Job, Report, begin, button_url, say, words};

/// Updates that one answer may hold: the platform's most.
const UPDATES_AT_ONCE: u64 = 100;

struct Connection {
    stream: TcpStream,
    address: String,
    token: String,
    buffer: Vec<u8>,
}

impl Connection {
    async fn open(job: &Job) -> Result<Self> {
        let address = job.url.strip_prefix("http://").context("no address")?.to_owned();
        let stream = TcpStream::connect(&address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, address, token: job.token.clone(), buffer: Vec::with_capacity(64 * 1024) })
    }

    /// One call; gives the body of the answer.
    async fn call(&mut self, method: &str, body: &Value) -> Result<&[u8]> {
        let body = body.to_string();
        let head = format!(
            "POST /bot{}/{method} HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            self.token,
            self.address,
            body.len()
        );
        self.stream.write_all(&[head.as_bytes(), body.as_bytes()].concat()).await?;
        self.buffer.clear();
        loop {
            ensure!(self.stream.read_buf(&mut self.buffer).await? > 0, "the fake closed a connection");
            if let Some((body, length)) = head_end(&self.buffer)?
                && self.buffer.len() >= body + length
            {
                return Ok(&self.buffer[body..body + length]);
            }
        }
    }
}

/// Where the body begins and how long it is, once the head is there.
fn head_end(answer: &[u8]) -> Result<Option<(usize, usize)>> {
    let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let head = std::str::from_utf8(&answer[..end])?.to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length = length.context("an answer without its length")?;
    Ok(Some((end + 4, length.trim().parse()?)))
}

/// So many connections, each with one call at a time.
pub async fn send(job: &Job) -> Result<Report> {
    let begun = Instant::now();
    let mut report = Report::default();
    for batch in &job.batches {
        begin(batch, begun).await;
        let (chats, next) = (Arc::new(batch.chats.clone()), Arc::new(AtomicUsize::new(0)));
        let mut workers = JoinSet::new();
        for _ in 0..job.at_once.min(batch.chats.len()) {
            let (chats, next) = (Arc::clone(&chats), Arc::clone(&next));
            let mut connection = Connection::open(job).await?;
            workers.spawn(async move {
                let (mut done, mut errors) = (0_u64, 0_u64);
                let (text, head) = words();
                while let Some(chat) = chats.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let keyboard = json!({"inline_keyboard": [[{"text": BUTTON, "url": button_url()}]]});
                    let bold = json!([{"type": "bold", "offset": 0, "length": head}]);
                    let body = json!({"chat_id": chat, "text": text, "entities": bold,
                        "link_preview_options": {"is_disabled": true}, "reply_markup": keyboard});
                    let answer = connection.call("sendMessage", &body).await?;
                    if answer.starts_with(b"{\"ok\":true") { done += 1 } else { errors += 1 }
                }
                anyhow::Ok((done, errors))
            });
        }
        while let Some(worked) = workers.join_next().await {
            let (done, errors) = worked??;
            report.done += done;
            report.errors += errors;
        }
    }
    report.seconds = begun.elapsed().as_secs_f64();
    Ok(report)
}

/// Asks for updates until all have come.
pub async fn take(job: &Job) -> Result<Report> {
    let mut connection = Connection::open(job).await?;
    let (mut done, mut offset) = (0_u64, 0_u64);
    say("begins");
    let begun = Instant::now();
    while done < job.updates {
        let body = json!({"offset": offset, "limit": UPDATES_AT_ONCE, "timeout": 50});
        let answer = connection.call("getUpdates", &body).await?;
        // Only the ids are looked for, as nothing else is needed to go on.
        let text = std::str::from_utf8(answer)?;
        let ids = text.match_indices("\"update_id\":").filter_map(|(at, key)| {
            let rest = &text[at + key.len()..];
            rest[..rest.find(|c: char| !c.is_ascii_digit())?].parse::<u64>().ok()
        });
        let before = done;
        for id in ids {
            if id >= offset {
                done += 1;
                offset = id + 1;
            }
        }
        if done == before {
            bail!("no updates in {}", &text[..text.len().min(200)]);
        }
    }
    Ok(Report { done, errors: 0, seconds: begun.elapsed().as_secs_f64(), cpu_seconds: 0.0 })
}
