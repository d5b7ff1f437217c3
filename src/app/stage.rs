//! A player of people: drives a sandbox over HTTP as the persons who would use Loa. The demo
//! plays its script with it, and so do the journeys in `tests/`. It sees only what a person
//! sees, and waits for that instead of sleeping.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, bail};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::i18n;

/// How long a person waits for something to appear before the play has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// A person of the play, by the platform's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Persona(pub i64);

/// A chat of the play: a group, or the private chat with the bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    Private,
    Group(i64),
}

impl Place {
    fn json(self) -> Value {
        match self {
            Self::Private => json!("bot"),
            Self::Group(id) => json!(id),
        }
    }

    fn query(self) -> String {
        match self {
            Self::Private => "bot".into(),
            Self::Group(id) => id.to_string(),
        }
    }
}

/// A message as a person sees it.
#[derive(Clone, Debug, Deserialize)]
pub struct Seen {
    pub message_id: i64,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub html: String,
    #[serde(default)]
    pub from: Option<From>,
    #[serde(default)]
    pub buttons: Vec<Vec<SeenButton>>,
    #[serde(default)]
    pub photo: Option<String>,
    /// Any other file, by its name.
    #[serde(default)]
    pub document: Option<SeenFile>,
    /// The same for all parts of an album.
    #[serde(default)]
    pub album: Option<String>,
    #[serde(default)]
    pub reply_to: Option<Answered>,
    #[serde(default)]
    pub edited: bool,
    #[serde(default)]
    pub deleted: bool,
}

#[derive(Clone, Debug, Deserialize)]
pub struct SeenFile {
    pub name: String,
}

/// The message that another one answers.
#[derive(Clone, Debug, Deserialize)]
pub struct Answered {
    pub message_id: i64,
}

#[derive(Clone, Debug, Deserialize)]
pub struct From {
    pub name: String,
    pub is_bot: bool,
}

#[derive(Clone, Debug, Deserialize)]
pub struct SeenButton {
    pub label: String,
    #[serde(default)]
    pub url: Option<String>,
}

impl Seen {
    /// The address behind a button.
    #[must_use]
    pub fn url(&self, label: &str) -> Option<&str> {
        self.buttons.iter().flatten().find(|b| b.label.contains(label))?.url.as_deref()
    }

    /// What follows `start=` or `startgroup=` in a link of the text or a button.
    #[must_use]
    pub fn link_code(&self) -> Option<String> {
        let urls = self.buttons.iter().flatten().filter_map(|b| b.url.as_deref());
        let text = self.text.split_whitespace();
        urls.chain(text).find_map(link_code)
    }
}

/// What follows `start=` or `startgroup=` in a link to the bot.
#[must_use]
pub fn link_code(url: &str) -> Option<String> {
    let (_, query) = url.split_once('?')?;
    let code = query.strip_prefix("startgroup=").or_else(|| query.strip_prefix("start="))?;
    Some(code.to_owned())
}

/// What a press brought.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Pressed {
    #[serde(default)]
    pub url: Option<String>,
    #[serde(default)]
    pub toast: Option<String>,
    #[serde(default)]
    pub alert: bool,
}

/// A message in one of its forms, as one person was shown it: chat, person, message, text.
type Shown = (String, i64, i64, String);

/// The play: a sandbox, and what has been seen of it.
#[derive(Clone, Debug)]
pub struct Stage {
    client: reqwest::Client,
    url: String,
    seen: Arc<Mutex<HashSet<Shown>>>,
    /// Where a transcript goes, if one is kept.
    transcript: Option<Arc<Mutex<String>>>,
    names: Arc<Mutex<std::collections::HashMap<String, String>>>,
}

impl Stage {
    #[must_use]
    pub fn new(url: &str) -> Self {
        Self {
            client: reqwest::Client::new(),
            url: url.trim_end_matches('/').to_owned(),
            seen: Arc::default(),
            transcript: None,
            names: Arc::default(),
        }
    }

    /// The same, keeping a transcript: who said what in which chat.
    #[must_use]
    pub fn with_transcript(mut self) -> Self {
        self.transcript = Some(Arc::default());
        self
    }

    /// The transcript so far, taken out.
    #[must_use]
    pub fn take_transcript(&self) -> String {
        let Some(transcript) = &self.transcript else { return String::new() };
        std::mem::take(&mut *transcript.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Adds a heading to the transcript.
    pub fn scene(&self, heading: &str) {
        self.write(&format!("\n── {heading}\n"));
    }

    /// Adds a line to the transcript.
    pub fn note_line(&self, line: &str) {
        self.write(&format!("{line}\n"));
    }

    fn write(&self, line: &str) {
        if let Some(transcript) = &self.transcript {
            transcript.lock().unwrap_or_else(PoisonError::into_inner).push_str(line);
        }
    }

    async fn line(&self, place: Place, persona: Persona, who: &str, what: &str) {
        if self.transcript.is_none() {
            return;
        }
        let at = self.now().await.map(i18n::time).unwrap_or_default();
        let chat = match place {
            Place::Private => format!("riêng với {}", self.name(&persona.0.to_string())),
            Place::Group(id) => self.name(&id.to_string()),
        };
        let mut text = String::new();
        for (index, line) in what.lines().enumerate() {
            let _ = if index == 0 {
                writeln!(text, "{at}  [{chat}] {who}: {line}")
            } else {
                writeln!(text, "         {line}")
            };
        }
        self.write(&text);
    }

    fn name(&self, id: &str) -> String {
        self.names.lock().unwrap_or_else(PoisonError::into_inner).get(id).cloned().unwrap_or_default()
    }

    fn remember(&self, id: i64, name: &str) {
        self.names.lock().unwrap_or_else(PoisonError::into_inner).insert(id.to_string(), name.to_owned());
    }

    async fn post(&self, path: &str, body: Value) -> anyhow::Result<Value> {
        let answer = self
            .client
            .post(format!("{}/control/{path}", self.url))
            .timeout(PATIENCE + Duration::from_secs(10))
            .json(&body)
            .send()
            .await
            .with_context(|| format!("control/{path}"))?;
        let status = answer.status();
        let value: Value = answer.json().await.with_context(|| format!("control/{path}"))?;
        if !status.is_success() {
            bail!("control/{path} with {body}: {value}");
        }
        Ok(value)
    }

    async fn get(&self, path: &str) -> anyhow::Result<Value> {
        let answer = self
            .client
            .get(format!("{}/control/{path}", self.url))
            .timeout(PATIENCE + Duration::from_secs(10))
            .send()
            .await
            .with_context(|| format!("control/{path}"))?;
        Ok(answer.error_for_status()?.json().await?)
    }

    /// Makes a person.
    ///
    /// # Errors
    /// If the sandbox refuses.
    pub async fn person(&self, name: &str) -> anyhow::Result<Persona> {
        self.person_speaking(name, "vi").await
    }

    /// Makes a person with a word on the page about whom the reader plays as them.
    ///
    /// # Errors
    /// If the sandbox refuses.
    pub async fn person_noted(&self, name: &str, note: (&str, &str)) -> anyhow::Result<Persona> {
        let note = json!({"vi": note.0, "en": note.1});
        let made = self.post("person", json!({"name": name, "note": note})).await?;
        self.came(name, &made)
    }

    /// Makes a person whose app is in a language.
    ///
    /// # Errors
    /// If the sandbox refuses.
    pub async fn person_speaking(&self, name: &str, language: &str) -> anyhow::Result<Persona> {
        let made = self.post("person", json!({"name": name, "language": language})).await?;
        self.came(name, &made)
    }

    fn came(&self, name: &str, made: &Value) -> anyhow::Result<Persona> {
        let id = made["id"].as_i64().context("a person has an id")?;
        self.remember(id, name);
        Ok(Persona(id))
    }

    /// Makes a group; its owner is its administrator.
    ///
    /// # Errors
    /// If the sandbox refuses.
    pub async fn group(&self, title: &str, owner: Persona, members: &[Persona]) -> anyhow::Result<Place> {
        let members: Vec<i64> = members.iter().map(|p| p.0).collect();
        let made = self.post("group", json!({"title": title, "owner": owner.0, "members": members})).await?;
        let id = made["id"].as_i64().context("a group has an id")?;
        self.remember(id, title);
        Ok(Place::Group(id))
    }

    /// Opens the private chat with the bot, with what a link carried.
    ///
    /// # Errors
    /// If the sandbox refuses.
    pub async fn start(&self, who: Persona, payload: &str) -> anyhow::Result<()> {
        let shown = if payload.is_empty() { "/start".to_owned() } else { "(mở liên kết)".to_owned() };
        self.line(Place::Private, who, &self.name(&who.0.to_string()), &shown).await;
        let payload = (!payload.is_empty()).then_some(payload);
        self.post("start", json!({"person": who.0, "payload": payload})).await.map(|_| ())
    }

    /// Says something.
    ///
    /// # Errors
    /// If the sandbox refuses.
    pub async fn say(&self, who: Persona, place: Place, text: &str) -> anyhow::Result<i64> {
        self.line(place, who, &self.name(&who.0.to_string()), text).await;
        let said = self.post("say", json!({"person": who.0, "chat": place.json(), "text": text})).await?;
        said["message_id"].as_i64().context("a message has an id")
    }

    /// Says something with looks, in the platform's HTML.
    ///
    /// # Errors
    /// If the sandbox refuses.
    pub async fn say_html(&self, who: Persona, place: Place, html: &str) -> anyhow::Result<i64> {
        self.line(place, who, &self.name(&who.0.to_string()), html).await;
        let said = self.post("say", json!({"person": who.0, "chat": place.json(), "html": html})).await?;
        said["message_id"].as_i64().context("a message has an id")
    }

    /// Answers a message.
    ///
    /// # Errors
    /// If the sandbox refuses.
    pub async fn reply(&self, who: Persona, place: Place, to: i64, text: &str) -> anyhow::Result<i64> {
        self.line(place, who, &self.name(&who.0.to_string()), &format!("↩️ {text}")).await;
        let body = json!({"person": who.0, "chat": place.json(), "text": text, "reply_to": to});
        let said = self.post("say", body).await?;
        said["message_id"].as_i64().context("a message has an id")
    }

    /// Sends the built-in picture.
    ///
    /// # Errors
    /// If the sandbox refuses.
    pub async fn photo(&self, who: Persona, place: Place) -> anyhow::Result<()> {
        self.line(place, who, &self.name(&who.0.to_string()), "(gửi một ảnh)").await;
        self.post("say", json!({"person": who.0, "chat": place.json(), "photo": {"base64": null}})).await?;
        Ok(())
    }

    /// Sends a file.
    ///
    /// # Errors
    /// If the sandbox refuses.
    pub async fn document(&self, who: Persona, place: Place, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        use base64::Engine as _;
        let base64 = base64::engine::general_purpose::STANDARD.encode(bytes);
        self.line(place, who, &self.name(&who.0.to_string()), &format!("(gửi tệp {name})")).await;
        let body =
            json!({"person": who.0, "chat": place.json(), "document": {"name": name, "base64": base64}});
        self.post("say", body).await.map(|_| ())
    }

    /// Presses a button and waits for its answer.
    ///
    /// # Errors
    /// If there is no such button or no answer comes.
    pub async fn press(
        &self,
        who: Persona,
        place: Place,
        message: &Seen,
        label: &str,
    ) -> anyhow::Result<Pressed> {
        self.line(place, who, &self.name(&who.0.to_string()), &format!("[{label}]")).await;
        let body =
            json!({"person": who.0, "chat": place.json(), "message_id": message.message_id, "button": label});
        let pressed: Pressed = serde_json::from_value(self.post("press", body).await?)?;
        if let Some(toast) = &pressed.toast {
            self.line(place, who, "Loa", &format!("({toast})")).await;
        }
        Ok(pressed)
    }

    /// Adds the bot to a group with what a link carried.
    ///
    /// # Errors
    /// If the sandbox refuses.
    pub async fn add_bot(&self, by: Persona, group: Place, code: Option<&str>) -> anyhow::Result<()> {
        self.line(group, by, &self.name(&by.0.to_string()), "(thêm bot vào nhóm)").await;
        self.bot_member(by, group, "add", code).await
    }

    /// Adds, removes, promotes, demotes, mutes or unmutes the bot.
    ///
    /// # Errors
    /// If the sandbox refuses.
    pub async fn bot_member(
        &self,
        by: Persona,
        group: Place,
        action: &str,
        code: Option<&str>,
    ) -> anyhow::Result<()> {
        let body = json!({"chat": group.json(), "by": by.0, "action": action, "start": code});
        self.post("bot_member", body).await.map(|_| ())
    }

    /// Turns a group into a supergroup; gives where it lives on.
    ///
    /// # Errors
    /// If the sandbox refuses.
    pub async fn migrate(&self, group: Place) -> anyhow::Result<Place> {
        let moved = self.post("migrate", json!({"chat": group.json()})).await?;
        let id = moved["id"].as_i64().context("a group has an id")?;
        if let Place::Group(old) = group {
            let name = self.name(&old.to_string());
            self.remember(id, &name);
        }
        Ok(Place::Group(id))
    }

    /// Moves the clock on.
    ///
    /// # Errors
    /// If the sandbox refuses.
    pub async fn advance(&self, by: TimeDelta) -> anyhow::Result<()> {
        self.post("clock", json!({"advance_seconds": by.num_seconds()})).await?;
        if self.transcript.is_some() {
            let at = self.now().await?;
            self.write(&format!("⏩ {}\n", i18n::moment(at, i18n::Lang::Vi)));
        }
        Ok(())
    }

    /// What the sandbox's clock shows.
    ///
    /// # Errors
    /// If the sandbox does not answer.
    pub async fn now(&self) -> anyhow::Result<DateTime<Utc>> {
        let shown = self.get("clock").await?;
        let now = shown["now"].as_str().context("the clock shows a time")?;
        Ok(DateTime::parse_from_rfc3339(now)?.to_utc())
    }

    /// Everything that a person sees in a chat, oldest first.
    ///
    /// # Errors
    /// If the sandbox does not answer.
    pub async fn messages(&self, who: Persona, place: Place) -> anyhow::Result<Vec<Seen>> {
        let shown = self.get(&format!("chat?person={}&chat={}", who.0, place.query())).await?;
        Ok(serde_json::from_value(shown["messages"].clone())?)
    }

    /// Waits until a person sees a message of the bot with these words (in its text or on a
    /// button) that they have not been shown before, and gives the newest such message. An
    /// edited message counts as new.
    ///
    /// # Errors
    /// If it does not appear in time; the error says what is there instead.
    pub async fn see(&self, who: Persona, place: Place, words: &str) -> anyhow::Result<Seen> {
        let until = Instant::now() + PATIENCE;
        let mut change = 0_u64;
        loop {
            let messages = self.messages(who, place).await?;
            for message in messages.iter().rev() {
                let ours = message.from.as_ref().is_some_and(|f| f.is_bot) && !message.deleted;
                let says = message.text.contains(words)
                    || message.buttons.iter().flatten().any(|b| b.label.contains(words));
                let key = (place.query(), who.0, message.message_id, message.text.clone());
                if ours && says && self.note(key) {
                    self.line(place, who, "Loa", &shown(message)).await;
                    return Ok(message.clone());
                }
            }
            if Instant::now() > until {
                let there: Vec<String> = messages.iter().rev().take(6).map(shown).collect();
                bail!(
                    "{} did not see “{words}” in {}; the last messages there are:\n{}",
                    self.name(&who.0.to_string()),
                    place.query(),
                    there.join("\n---\n")
                );
            }
            let shown = self.get(&format!("changes?after={change}&wait=5")).await?;
            change = shown["n"].as_u64().unwrap_or(change);
        }
    }

    fn note(&self, key: Shown) -> bool {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(key)
    }

    /// The calls that the platform accepted, after the `n`th.
    ///
    /// # Errors
    /// If the sandbox does not answer.
    pub async fn ledger(&self, after: u64) -> anyhow::Result<Vec<Value>> {
        let ledger = self.get(&format!("ledger?after={after}")).await?;
        Ok(ledger["calls"].as_array().cloned().unwrap_or_default())
    }

    /// The calls that the platform refused.
    ///
    /// # Errors
    /// If the sandbox does not answer.
    pub async fn refused(&self) -> anyhow::Result<Vec<Value>> {
        Ok(self.get("refused?after=0").await?.as_array().cloned().unwrap_or_default())
    }

    /// Any other control call.
    ///
    /// # Errors
    /// If the sandbox refuses.
    pub async fn control(&self, path: &str, body: Value) -> anyhow::Result<Value> {
        self.post(path, body).await
    }
}

fn shown(message: &Seen) -> String {
    let mut text = message.text.clone();
    if message.photo.is_some() {
        text = format!("(ảnh) {text}");
    }
    for row in &message.buttons {
        let labels: Vec<String> = row.iter().map(|b| format!("[{}]", b.label)).collect();
        let _ = write!(text, "\n{}", labels.join(" "));
    }
    text
}
