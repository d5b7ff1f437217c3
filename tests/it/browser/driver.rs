//! A small WebDriver client: one chromedriver, one headless Chromium, one window.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::time::Instant;

/// How long the page may take to show something.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often the page is looked at meanwhile.
const GLANCE: Duration = Duration::from_millis(40);
/// The name under which WebDriver hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Without `#`, which would end an address.
const POSTER: &str = "<body style='margin:0;display:grid;place-content:center;gap:.3em;height:100vh;\
    background:linear-gradient(160deg,seagreen,darkgreen);color:white;font:700 52px sans-serif;\
    text-align:center'><div style='font-size:110px;line-height:1'>♻</div>Thu gom rác cồng kềnh\
    <div style='font-size:36px;font-weight:400'>Thứ Bảy 09/05 · 7 giờ – 11 giờ</div>";

/// A browser. When it is dropped, Chromium and chromedriver end, also after a panic.
pub struct Driver {
    http: reqwest::Client,
    port: u16,
    session: String,
    _chromedriver: Child,
    _profile: tempfile::TempDir,
}

/// An element of the page.
pub struct Element(String);

/// Where chromedriver and Chromium are, if the environment says so.
pub fn programs() -> Option<(String, String)> {
    #[expect(clippy::disallowed_methods, reason = "a test may ask where its browser is")]
    let given = |name| std::env::var(name).ok().filter(|path| !path.is_empty());
    Some((given("LOA_CHROMEDRIVER")?, given("LOA_CHROMIUM")?))
}

impl Driver {
    pub async fn start(chromedriver: &str, chromium: &str) -> Self {
        let mut process = Command::new(chromedriver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("chromedriver starts");
        let port = printed_port(&mut process).await;
        let profile = tempfile::tempdir().expect("a temporary folder");
        let flags = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--lang=vi",
            &format!("--user-data-dir={}", profile.path().display()),
        ];
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": { "binary": chromium, "args": flags },
            "goog:loggingPrefs": { "browser": "ALL" },
        } } });
        let http = reqwest::Client::new();
        let mut driver =
            Self { http, port, session: String::new(), _chromedriver: process, _profile: profile };
        let opened = driver.call("", Some(&wanted)).await.expect("a session");
        opened["sessionId"].as_str().expect("a session has an id").clone_into(&mut driver.session);
        driver
    }

    /// Calls a command of the session: with a body it is a POST.
    async fn call(&self, command: &str, body: Option<&Value>) -> Result<Value, String> {
        let mut url = format!("http://127.0.0.1:{}/session", self.port);
        if !self.session.is_empty() {
            url = format!("{url}/{}/{command}", self.session);
        }
        let request = match body {
            Some(body) => self.http.post(url).json(body),
            None => self.http.get(url),
        };
        let answer = request.timeout(PATIENCE * 2).send().await.expect("chromedriver answers");
        let is_good = answer.status().is_success();
        let value = answer.json::<Value>().await.expect("chromedriver answers in JSON")["value"].take();
        if is_good { Ok(value) } else { Err(format!("{command}: {}", value["message"])) }
    }

    async fn must(&self, command: &str, body: Value) -> Value {
        self.call(command, Some(&body)).await.expect("the browser does it")
    }

    async fn devtools(&self, command: &str, params: Value) {
        self.must("goog/cdp/execute", json!({ "cmd": command, "params": params })).await;
    }

    /// Makes the window a desktop's or, if it is narrow, a phone's.
    pub async fn resize(&self, (width, height): (u32, u32)) {
        let is_phone = width < 720;
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_phone });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await;
        self.devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": is_phone })).await;
    }

    /// Lets the page believe that the reader likes it dark, or light.
    pub async fn darken(&self, is_dark: bool) {
        let value = if is_dark { "dark" } else { "light" };
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] });
        self.devtools("Emulation.setEmulatedMedia", media).await;
    }

    pub async fn open(&self, url: &str) {
        self.must("url", json!({ "url": url })).await;
    }

    pub async fn run(&self, script: &str, args: Value) -> Value {
        self.must("execute/sync", json!({ "script": script, "args": args })).await
    }

    /// Runs a script again and again until it gives something; what it was waiting for is said
    /// when it does not.
    pub async fn until(&self, what: &str, script: &str, args: Value) -> Value {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let found = self.run(script, args.clone()).await;
            if !matches!(found, Value::Null | Value::Bool(false)) {
                return found;
            }
            if Instant::now() > deadline {
                self.screenshot("failure").await;
                let there = self.run("return document.body.innerText", json!([])).await;
                panic!("waited for {what}; there is:\n{}", there.as_str().unwrap_or_default());
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// The last element that fits and has these words, once it is there and can be seen.
    pub async fn find(&self, css: &str, words: &str) -> Element {
        const SCRIPT: &str = "return [...document.querySelectorAll(arguments[0])]
            .filter((node) => node.textContent.includes(arguments[1]) && (node.matches('option') || node.getClientRects().length))
            .at(-1) ?? null";
        let found = self.until(&format!("{css} with “{words}”"), SCRIPT, json!([css, words])).await;
        Element(found[ELEMENT].as_str().expect("an element").to_owned())
    }

    /// Does something with an element, which the page may replace or cover for a moment.
    async fn on(&self, css: &str, words: &str, act: &str, body: Value) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let Element(id) = self.find(css, words).await;
            match self.call(&format!("element/{id}/{act}"), Some(&body)).await {
                Ok(_) => return,
                Err(refusal) => assert!(Instant::now() < deadline, "{css} with “{words}”: {refusal}"),
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Clicks the last element that fits and has these words.
    pub async fn click(&self, css: &str, words: &str) {
        self.on(css, words, "click", json!({})).await;
    }

    /// Types into the field; `\u{e007}` is the Enter key.
    pub async fn type_into(&self, css: &str, text: &str) {
        self.on(css, "", "value", json!({ "text": text })).await;
    }

    /// Chooses a file in a field that may be out of sight.
    pub async fn give_file(&self, css: &str, path: &Path) {
        const SCRIPT: &str = "return document.querySelector(arguments[0])";
        let found = self.run(SCRIPT, json!([css])).await;
        let id = found[ELEMENT].as_str().expect("a field for files");
        self.must(&format!("element/{id}/value"), json!({ "text": path.to_string_lossy() })).await;
    }

    /// Moves the mouse onto the element.
    pub async fn hover(&self, css: &str, words: &str) {
        let Element(id) = self.find(css, words).await;
        let step = json!({ "type": "pointerMove", "duration": 0, "origin": { ELEMENT: id }, "x": 0, "y": 0 });
        self.must("actions", json!({ "actions": [{ "type": "pointer", "id": "mouse", "actions": [step] }] }))
            .await;
    }

    /// Draws a picture such as a ward puts on its posts, in a tab of its own; its path.
    pub async fn poster(&self) -> PathBuf {
        let page = self.call("window", None).await.expect("a window");
        let tab = self.must("window/new", json!({ "type": "tab" })).await;
        self.must("window", json!({ "handle": tab["handle"] })).await;
        self.open(&format!("data:text/html;charset=utf-8,{POSTER}")).await;
        self.resize((960, 420)).await;
        let path = self.screenshot("poster").await;
        self.http
            .delete(format!("http://127.0.0.1:{}/session/{}/window", self.port, self.session))
            .send()
            .await
            .expect("the tab closes");
        self.must("window", json!({ "handle": page })).await;
        path
    }

    /// What the page wrote to the console since it was last asked: warnings and errors.
    pub async fn complaints(&self) -> Vec<String> {
        let entries = self.must("se/log", json!({ "type": "browser" })).await;
        let entries = entries.as_array().cloned().unwrap_or_default().into_iter();
        let bad = entries.filter(|entry| entry["level"] == "SEVERE" || entry["level"] == "WARNING");
        bad.map(|entry| entry["message"].to_string()).collect()
    }

    /// Keeps a picture of the window under `target/screenshots`; its path.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        let picture = self.call("screenshot", None).await.expect("a screenshot");
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).with_file_name("screenshots");
        std::fs::create_dir_all(&folder).expect("a folder for screenshots");
        let bytes = from_base64(picture.as_str().expect("a picture"));
        let path = folder.join(format!("{name}.png"));
        std::fs::write(&path, bytes).expect("the screenshot is kept");
        path
    }
}

impl Drop for Driver {
    /// Chromedriver is killed by being dropped, but only it can end its Chromium.
    fn drop(&mut self) {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) else { return };
        let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
        let host = format!("127.0.0.1:{}", self.port);
        let _ = write!(
            stream,
            "DELETE /session/{} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
            self.session
        );
        let _ = stream.read(&mut [0; 64]);
    }
}

/// The port that chromedriver says it chose.
async fn printed_port(process: &mut Child) -> u16 {
    let output = process.stdout.take().expect("chromedriver's output");
    let mut lines = BufReader::new(output).lines();
    while let Some(line) = lines.next_line().await.expect("chromedriver's output is text") {
        if let Some((_, port)) = line.split_once("started successfully on port ") {
            // Nobody reads on; chromedriver does not mind.
            return port.trim_end_matches('.').parse().expect("a port");
        }
    }
    panic!("chromedriver ended before it listened");
}

fn from_base64(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits: Vec<u32> = text
        .bytes()
        .filter_map(|byte| ALPHABET.iter().position(|letter| *letter == byte))
        .map(|digit| u32::try_from(digit).unwrap_or_default())
        .collect();
    let bytes = digits.chunks(4).flat_map(|four| {
        let bits = (0..4).fold(0, |bits, at| bits << 6 | four.get(at).copied().unwrap_or(0));
        bits.to_be_bytes()[1..four.len()].to_vec()
    });
    bytes.collect()
}
