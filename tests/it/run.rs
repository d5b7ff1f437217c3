//! The real program as people and programs call it: what it prints where, and its exit codes.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use loa::calendar::Marked;
use loa::clock::Clock;
use loa::sandbox::{self, Options, Sandbox};
use loa::store::{Access, Store};
use loa::ward::store as ward;
use serde_json::Value;
use tempfile::TempDir;

/// A folder of its own, in which the program is called.
struct Home {
    folder: TempDir,
    environment: Vec<(&'static str, String)>,
}

impl Home {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder"), environment: Vec::new() }
    }

    /// A ward, without a bot.
    fn with_ward() -> Self {
        let home = Self::new();
        let made = home.loa(&["init", "--ward", "Phường Hồ Sen"]);
        assert!(made.status.success(), "{made:?}");
        home
    }

    fn set(mut self, name: &'static str, value: &str) -> Self {
        self.environment.push((name, value.to_owned()));
        self
    }

    /// Knows this sandbox and its bot.
    fn at(self, sandbox: &Sandbox) -> Self {
        self.set("LOA_TELEGRAM_API_URL", &sandbox.url()).set("LOA_TELEGRAM_TOKEN", sandbox.token())
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.path().join(name);
        fs::write(&path, bytes).expect("a file");
        path.display().to_string()
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_loa"));
        command.args(words).current_dir(self.path()).env_clear();
        command.envs(self.environment.iter().map(|(name, value)| (*name, value)));
        command
    }

    fn loa(&self, words: &[&str]) -> Output {
        self.command(words).output().expect("the program runs")
    }

    /// Calls the program, which must succeed; gives what it printed.
    fn ok(&self, words: &[&str]) -> String {
        let done = self.loa(words);
        assert_eq!(done.status.code(), Some(0), "{words:?}: {done:?}");
        assert!(done.stderr.is_empty(), "{words:?}: {done:?}");
        String::from_utf8(done.stdout).expect("text")
    }

    fn json(&self, words: &[&str]) -> Value {
        serde_json::from_str(&self.ok(words)).expect("JSON")
    }

    /// Calls the program, which must fail with this code and one sentence that says what to do.
    fn fails(&self, words: &[&str], code: i32, says: &[&str]) {
        let done = self.loa(words);
        let (out, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        assert_eq!(done.status.code(), Some(code), "{words:?}: {out}{err}");
        assert!(out.is_empty(), "{words:?} prints: {out}");
        assert_eq!(err.trim_end().lines().count(), 1, "{words:?} says one sentence: {err}");
        for said in says {
            assert!(err.contains(said), "{words:?} says “{said}”: {err}");
        }
        assert!(!err.contains("SECRET") && !err.contains("panicked"), "{err}");
    }
}

async fn sandbox() -> Sandbox {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    sandbox::serve(listener, Options::default(), Clock::system()).await.expect("the sandbox starts")
}

/// Waits until the program has said this line on its standard output.
fn wait_for_line(child: &mut std::process::Child, words: &str) {
    use std::io::BufRead as _;
    let out = std::io::BufReader::new(child.stdout.as_mut().expect("its output"));
    for line in out.lines() {
        if line.expect("text").contains(words) {
            return;
        }
    }
    panic!("it ends without “{words}”: {:?}", child.wait());
}

#[test]
fn routes_go_out_as_a_file_and_come_back_checked() {
    let home = Home::with_ward();
    let shipped = home.ok(&["routes", "export"]);
    assert!(
        shipped.contains("catch_all = \"VP\"") && shipped.starts_with('#'),
        "as shipped, remarks and all"
    );
    let path = home.path().join("routes.toml").display().to_string();
    home.ok(&["routes", "export", &path]);
    assert_eq!(fs::read_to_string(&path).unwrap(), shipped);
    let changed = shipped.replacen("strong = [", "strong = [\"bọ xít hút máu\", ", 1);
    let file = home.file("changed.toml", changed.as_bytes());
    assert!(home.ok(&["routes", "import", &file, "--dry-run"]).contains("61"));
    assert_eq!(home.ok(&["routes", "export"]), shipped, "only looked at");
    home.ok(&["routes", "import", &file]);
    assert_eq!(home.ok(&["routes", "export"]), changed);
    for (find, put, says) in [
        ("catch_all = \"VP\"", "catch_all = \"XX\"", "XX"),
        ("units = [\"BXDD\", ", "units = [\"BXDD\", \"QLDT\", ", "QLDT"),
        ("\"1.1\" = [\"BXDD\", \"VP\"]", "\"1.1\" = []", "1.1"),
        ("[groups]", "[groups", "dòng"),
    ] {
        let bad = home.file("bad.toml", shipped.replacen(find, put, 1).as_bytes());
        home.fails(&["routes", "import", &bad], 1, &[says]);
    }
    assert_eq!(home.ok(&["routes", "export"]), changed, "a bad file changes nothing");
    assert!(home.ok(&["audit", "verify"]).contains('1'));
}

#[test]
fn a_wrong_call_names_the_word_and_does_nothing() {
    let home = Home::new();
    for (words, said) in [
        (&["nhap"][..], "nhap"),
        (&["--nope"], "--nope"),
        (&["run", "--fast"], "--fast"),
        (&["run", "more"], "more"),
        (&["init"], "--ward"),
        (&["init", "--ward"], "--ward"),
        (&["init", "--ward", " "], "--ward"),
        (&["plan"], "import"),
        (&["plan", "export"], "export"),
        (&["plan", "import", "x.txt", "--format", "xml"], "xml"),
        (&["route"], "TEXT"),
        (&["routes"], "import"),
        (&["routes", "reset"], "reset"),
        (&["routes", "import"], "FILE"),
        (&["route", "ngõ", "--at", "tomorrow"], "tomorrow"),
        (&["deadline", "--kind", "normal"], "--asked"),
        (&["deadline", "--asked", "2026-05-04T09:00", "--kind", "soon"], "soon"),
        (&["deadline", "--asked", "yesterday", "--kind", "normal"], "yesterday"),
        (&["deadline", "--asked", "2026-05-04T09:00", "--kind", "normal", "--paused", "x"], "--paused"),
        (&["coverage", "--format", "csv"], "csv"),
        (&["sandbox", "--port", "many"], "many"),
        (&["demo", "--port", "70000"], "70000"),
        (&["audit", "mend"], "mend"),
        (&["backup"], "FILE"),
        (&["restore"], "FILE"),
        (&["restore", "a", "b"], "b"),
    ] {
        home.fails(words, 2, &[said, "loa --help"]);
    }
    assert_eq!(fs::read_dir(home.path()).expect("a folder").count(), 0, "nothing was made");
}

#[test]
fn what_keeps_the_service_from_starting_is_said_in_one_sentence() {
    let home = Home::new();
    home.fails(&["run"], 1, &["loa init"]);
    let home = Home::with_ward();
    home.fails(&["run"], 1, &["LOA_TELEGRAM_TOKEN"]);
    // Nothing listens on port 9 of this machine.
    let home = home.set("LOA_TELEGRAM_TOKEN", "1:SECRET").set("LOA_TELEGRAM_API_URL", "http://127.0.0.1:9");
    home.fails(&["run"], 1, &["mạng"]);
    let home = Home::with_ward().set("LOA_TELEGRAM_TOKEN_FILE", "/nowhere/token");
    home.fails(&["run"], 1, &["/nowhere/token"]);
    let home = Home::with_ward().set("LOA_TELEGRAM_WEBHOOK_URL", "https://loa.example/telegram");
    home.fails(&["run"], 1, &["telegram.webhook_secret_file"]);
    let home = home.set("LOA_TELEGRAM_WEBHOOK_SECRET", "SECRET");
    home.fails(&["run"], 1, &["telegram.webhook_secret_file", "16"]);
    let home = Home::with_ward().set("LOA_DATABASE_URL", "mysql://x");
    home.fails(&["run"], 1, &["LOA_DATABASE_URL"]);
    let home = Home::with_ward().set("LOA_CONFIG", "missing.toml");
    home.fails(&["run"], 1, &["missing.toml"]);
}

#[test]
fn a_database_that_cannot_be_written_is_named() {
    let home = Home::new();
    home.file("file", b"in the way");
    let home = home.set("LOA_DATABASE_URL", "sqlite:file/loa.db");
    for words in [&["run"][..], &["init", "--ward", "Phường Hồ Sen"]] {
        home.fails(words, 1, &["file/loa.db", "quyền"]);
    }
    let home = Home::new();
    home.file("loa.db", b"no database, but a text that is long enough to be taken for one");
    home.fails(&["run"], 1, &["loa.db"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_token_is_told_apart_from_no_network() {
    let sandbox = sandbox().await;
    for token in ["7000000001:SECRET", "SECRET"] {
        let home =
            Home::with_ward().set("LOA_TELEGRAM_API_URL", &sandbox.url()).set("LOA_TELEGRAM_TOKEN", token);
        home.fails(&["run"], 1, &["LOA_TELEGRAM_TOKEN"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_is_taken_is_named() {
    let sandbox = sandbox().await;
    let taken = sandbox.address().to_string();
    let home = Home::with_ward().at(&sandbox).set("LOA_WEB_LISTEN", &taken);
    home.fails(&["run"], 1, &[&taken, "LOA_WEB_LISTEN"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_service_runs_alone_and_stops_when_told_to() {
    let sandbox = sandbox().await;
    let home = Home::with_ward().at(&sandbox);
    let mut running = home.command(&["run"]).stdout(Stdio::piped()).spawn().expect("it starts");
    wait_for_line(&mut running, "Loa đang chạy cho Phường Hồ Sen, bot @loa_phuong_bot");
    home.fails(&["run"], 1, &["loa.db", "Xin dừng"]);
    // What only looks may look.
    home.ok(&["audit", "verify"]);
    let told = Instant::now();
    let terminated = Command::new("kill").arg(running.id().to_string()).status().expect("kill is there");
    assert!(terminated.success());
    wait_for_line(&mut running, "Loa đã dừng");
    assert_eq!(running.wait().expect("it ends").code(), Some(0));
    assert!(told.elapsed() < Duration::from_secs(3), "stopped after {:?}", told.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_is_made_beside_the_service_and_comes_back_without_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = sandbox().await;
    let home = Home::with_ward().at(&sandbox);
    Home::new().fails(&["backup", "copy"], 1, &["loa.db"]);
    home.fails(&["restore", "copy"], 1, &["copy"]);
    home.file("letter", b"no copy");
    home.fails(&["restore", "letter"], 1, &["letter", "chưa thay đổi gì"]);
    let mut running = home.command(&["run"]).stdout(Stdio::piped()).spawn().expect("it starts");
    wait_for_line(&mut running, "Loa đang chạy");
    let said = home.ok(&["backup", "copy"]);
    assert!(said.contains("copy") && said.contains(" kB") && said.lines().count() == 1, "{said}");
    let mode = fs::metadata(home.path().join("copy")).expect("the copy").permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "residents' words are for nobody else");
    home.fails(&["backup", "copy"], 1, &["copy", "tên khác"]);
    home.fails(&["backup", "nowhere/copy"], 1, &["nowhere/copy"]);
    home.fails(&["restore", "copy"], 1, &["loa.db", "Xin dừng"]);
    running.kill().expect("killed");
    running.wait().expect("it ends");
    assert!(home.path().join("loa.db-wal").exists(), "a killed service leaves its log");
    let said = home.ok(&["restore", "copy"]);
    assert!(said.contains("loa.db.before-restore") && said.lines().count() == 1, "{said}");
    for gone in ["loa.db-wal", "loa.db-shm", "loa.db.restoring", "copy.part"] {
        assert!(!home.path().join(gone).exists(), "{gone}");
    }
    assert!(home.path().join("loa.db.before-restore").exists());
    let mut running = home.command(&["run"]).stdout(Stdio::piped()).spawn().expect("it starts");
    wait_for_line(&mut running, "Loa đang chạy cho Phường Hồ Sen");
    running.kill().expect("killed");
    running.wait().expect("it ends");
    let home = home.set("LOA_DATABASE_URL", "postgres://loa@127.0.0.1:9/loa");
    home.fails(&["restore", "copy"], 1, &["SQLite", "PostgreSQL", "LOA_DATABASE_URL"]);
}

#[test]
fn gaps_are_printed_for_people_and_for_programs() {
    let home = Home::with_ward();
    assert!(home.ok(&["gaps"]).contains("Trong 14 ngày tới không thiếu gì"));
    let plan = home.file("plan.txt", crate::house::PLAN.as_bytes());
    home.ok(&["plan", "import", &plan]);
    // In a year each of the plan's events comes once, or twice where its day comes round today.
    let text = home.ok(&["gaps", "--days", "366"]);
    assert!(text.contains("Ngày kỷ niệm, sự kiện chưa có tin:"), "{text}");
    let value: Value =
        serde_json::from_str(&home.ok(&["gaps", "--days", "366", "--format", "json"])).expect("JSON");
    assert_eq!(value["slots"].as_array().map(Vec::len), Some(0));
    assert_eq!(value["silent"].as_array().map(Vec::len), Some(0), "the plan has just come");
    let found = value["anniversaries"].as_array().expect("a list");
    assert!((7..=8).contains(&found.len()), "{value}");
    let martyrs =
        found.iter().find(|a| a["date"].as_str().is_some_and(|d| d.ends_with("-07-27"))).expect("27/7");
    let year: i64 = martyrs["date"].as_str().and_then(|d| d[..4].parse().ok()).expect("a year");
    assert_eq!(martyrs["years"], year - 1947);
    for days in ["0", "367", "x"] {
        home.fails(&["gaps", "--days", days], 2, &["--days"]);
    }
}

#[test]
fn help_lists_exactly_what_is_there() {
    let home = Home::new();
    let help = home.ok(&["--help"]);
    let listed: Vec<&str> = help
        .lines()
        .filter_map(|line| line.strip_prefix("  "))
        .filter(|line| !line.starts_with(' '))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(listed.len() > 8 && ["init", "run", "demo"].iter().all(|c| listed.contains(c)), "{listed:?}");
    for command in listed {
        // With a word too many every command complains about the word, and never about itself.
        let words = match command {
            "plan" => vec!["plan", "import", "--nope"],
            "audit" => vec!["audit", "verify", "--nope"],
            "routes" => vec!["routes", "export", "--nope"],
            other => vec![other, "--nope"],
        };
        home.fails(&words, 2, &["--nope"]);
    }
    for call in [&[][..], &["-h"], &["help"]] {
        assert_eq!(home.ok(call), help, "{call:?}");
    }
    assert!(home.ok(&["--version"]).starts_with("loa "));
    let english = home.set("LOA_LANG", "en").ok(&["--help"]);
    assert!(english.contains("Usage") && english != help, "{english}");
}

#[test]
fn settings_are_shown_without_their_secrets() {
    let home = Home::new()
        .set("LOA_TELEGRAM_TOKEN", "123:SECRET")
        .set("LOA_TELEGRAM_WEBHOOK_SECRET", "SECRET")
        .set("LOA_DATABASE_URL", "postgres://loa:SECRET@db/loa");
    let shown = home.ok(&["config"]);
    assert!(!shown.contains("SECRET"), "{shown}");
    assert!(shown.contains("postgres://loa:…@db/loa") && shown.contains("token ="), "{shown}");
    let home = Home::new();
    home.file("loa.toml", b"[telegram]\ntoken = \"123:SECRET\"\n[rules]\nstop_seconds = 90\n");
    let shown = home.ok(&["config"]);
    assert!(!shown.contains("SECRET") && shown.contains("stop_seconds = 90"), "{shown}");
    home.file("loa.toml", b"[telegram]\ntokn = \"123:SECRET\"\n");
    home.fails(&["config"], 1, &["loa.toml", "line 2"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn init_makes_a_ward_once() {
    let home = Home::new();
    let first = home.ok(&["init", "--ward", "Phường Hồ Sen"]);
    assert!(first.contains("Đã lập Phường Hồ Sen") && first.contains("/start "), "{first}");
    let second = home.ok(&["init", "--ward", "Phường Hồ Sen"]);
    assert!(second.contains("Đã có Phường Hồ Sen") && !second.contains("/start "), "{second}");
    let sandbox = sandbox().await;
    let home = home.at(&sandbox);
    let invited = home.ok(&["invite"]);
    assert!(invited.contains("https://t.me/loa_phuong_bot?start="), "{invited}");
    Home::new().fails(&["invite"], 1, &["loa init"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn check_says_what_is_missing() {
    let sandbox = sandbox().await;
    let home = Home::with_ward().at(&sandbox);
    let done = home.loa(&["check"]);
    let said = String::from_utf8(done.stdout).expect("text");
    assert_eq!(done.status.code(), Some(1), "{said}");
    for line in [
        "✅ Bot: @loa_phuong_bot",
        "✅ Phường: Phường Hồ Sen",
        "❌ Chưa có quản trị viên",
        "❌ Chưa nhập kế hoạch",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    assert!(done.stderr.is_empty(), "{:?}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn only_a_plan_is_imported() {
    let home = Home::with_ward();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/plans");
    let data = |name: &str| data.join(name).display().to_string();
    let empty = home.file("empty.txt", b"");
    let picture =
        home.file("plan.txt", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\xff\xd9");
    for file in
        [&data("not-news.txt"), &data("not-letter.txt"), &data("not-invitation.txt"), &empty, &picture]
    {
        home.fails(&["plan", "import", file], 1, &["chưa nhập gì"]);
    }
    home.fails(&["plan", "import", "missing.txt"], 1, &["missing.txt"]);
    let checked = String::from_utf8(home.loa(&["check"]).stdout).expect("text");
    assert!(checked.contains("Chưa nhập kế hoạch"), "{checked}");

    let plan = data("ward-nfd-crlf.txt");
    let shown = home.json(&["plan", "import", &plan, "--dry-run", "--format", "json"]);
    let keys = "title number issuer date period content_groups duties report_dates events doubts";
    for key in keys.split(' ') {
        assert!(shown.get(key).is_some(), "“{key}” is there: {shown}");
    }
    let checked = String::from_utf8(home.loa(&["check"]).stdout).expect("text");
    assert!(checked.contains("Chưa nhập kế hoạch"), "a look imports nothing: {checked}");
    assert!(home.ok(&["plan", "import", &plan]).contains("Đã nhập kế hoạch"));
    assert!(home.ok(&["plan", "import", &plan]).contains("không có gì thay đổi"));
}

#[test]
fn questions_are_routed_one_by_one_and_in_files() {
    let home = Home::new();
    let one = home.ok(&["route", "Ngõ 15 xuống cấp, ổ gà nhiều, bao giờ phường sửa đường?"]);
    assert!(one.starts_with("KTHTDT ("), "{one}");
    let questions = ["Ngõ xuống cấp quá", "Làm giấy khai sinh ở đâu?", "Cháy nhà, cứu với!", "ok"];
    let mut file = String::from("id\ttext\n");
    for n in 0..40 {
        let _ = writeln!(file, "c{n}\t{}", questions[n % questions.len()]);
    }
    let path = home.file("questions.tsv", file.as_bytes());
    let out = home.ok(&["route", "--batch", &path]);
    let rows: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(rows.len(), 40);
    for (n, row) in rows.iter().enumerate() {
        assert_eq!(row["id"], format!("c{n}"));
        assert_eq!(row["label"], row["ranked"][0]["label"], "ranked begins with the label: {row}");
        assert_eq!(row["confidence"], row["ranked"][0]["score"], "{row}");
        assert!(row["why"].is_array(), "{row}");
        let ranked = row["ranked"].as_array().expect("a list");
        let labels: std::collections::BTreeSet<_> = ranked.iter().map(|r| r["label"].to_string()).collect();
        assert_eq!(labels.len(), ranked.len(), "labels are distinct: {row}");
    }
    assert_eq!(rows[0]["label"], "KTHTDT");
    assert_eq!(rows[2]["label"], "EMERGENCY");
    home.fails(&["route", "--batch", "missing.tsv"], 1, &["missing.tsv"]);
    let headless = home.file("headless.tsv", b"1\tx\n");
    home.fails(&["route", "--batch", &headless], 1, &["headless.tsv"]);
}

#[test]
fn a_deadline_explains_itself() {
    let home = Home::new();
    let call = ["deadline", "--asked", "2026-05-04T09:00:00+07:00", "--kind", "normal"];
    let due = home.ok(&call);
    assert!(due.contains("11/05/2026"), "{due}");
    let explained = home.ok(&[&call[..], &["--explain"]].concat());
    assert!(explained.contains("cuối tuần"), "{explained}");
    let json = home.json(&[&call[..], &["--explain", "--format", "json"]].concat());
    assert_eq!(json["asked"], "2026-05-04T09:00:00+07:00");
    assert_eq!(json["kind"], "normal");
    assert!(json["due"].as_str().is_some_and(|due| due.starts_with("2026-05-11T")), "{json}");
    let timeline = json["timeline"].as_array().expect("a list");
    for part in timeline {
        assert!(part["from"].as_str().is_some_and(|at| at.ends_with("+07:00")), "{part}");
        assert!(part["to"].is_string() && part["counted_minutes"].is_u64() && part["why"].is_string());
    }
    assert_eq!(timeline[0]["from"], json["asked"]);
    assert_eq!(timeline[timeline.len() - 1]["to"], json["due"]);
    let paused = ["--paused", "2026-05-05T08:00..2026-05-06T08:00", "--format", "json"];
    let later = home.json(&[&call[..], &paused].concat());
    assert!(later["due"].as_str() > json["due"].as_str(), "{later}");
    let again = ["--paused", "2026-05-07T08:00..2026-05-08T08:00"];
    let latest = home.json(&[&call[..], &paused, &again].concat());
    assert_eq!(latest["due"], "2026-05-13T09:00:00+07:00", "each pause counts");
    assert!(!home.path().join("loa.db").exists(), "a computation makes no database");
}

#[tokio::test]
async fn a_deadline_follows_the_settings_and_the_calendar_of_the_ward_that_is_here() {
    let home = Home::with_ward();
    let call = ["deadline", "--asked", "2026-05-04T09:00", "--kind", "normal", "--explain"];
    let address = format!("sqlite:{}", home.path().join("loa.db").display());
    let store = Store::open(&address, Access::Beside, Clock::system()).await.expect("a database");
    let mut tx = store.begin().await.expect("a transaction");
    let ward = ward::wards(&mut tx).await.expect("wards").remove(0);
    let friday = "2026-05-08".parse().expect("a day");
    ward::turn_calendar(&mut tx, ward.id).await.expect("a number");
    ward::mark_day(&mut tx, ward.id, friday, &Marked::Off("Nghỉ bão".into())).await.expect("a row");
    tx.commit().await.expect("a commit");
    store.close().await;
    let explained = home.ok(&call);
    assert!(explained.contains("12/05/2026") && explained.contains("nghỉ: Nghỉ bão"), "{explained}");
    let tet = ["deadline", "--asked", "2027-02-04T16:00", "--kind", "urgent", "--explain"];
    assert!(home.ok(&tet).contains("nghỉ: Tết Nguyên đán"), "{}", home.ok(&tet));
    home.file(
        "loa.toml",
        b"[deadlines]\nanswer_days = 3\n[[deadlines.changes]]\nfrom = 2026-05-05\nanswer_days = 9\n",
    );
    assert!(home.ok(&call[..5]).contains("07/05/2026"), "what was promised on the day before the change");
    home.file("loa.toml", b"[deadlines]\nanswer_days = 0\n");
    home.fails(&call, 1, &["answer_days"]);
}

#[test]
fn coverage_without_a_post_says_so() {
    Home::new().fails(&["coverage"], 1, &["loa init"]);
    let home = Home::with_ward();
    home.fails(&["coverage", "--format", "json"], 1, &["Chưa có tin nào"]);
    home.fails(&["coverage", "--post", "x"], 2, &["--post"]);
    home.fails(&["coverage", "--post", "01900000-0000-7000-8000-000000000000"], 2, &["--post"]);
}

#[test]
fn where_there_are_several_wards_one_is_named() {
    let home = Home::with_ward();
    home.ok(&["init", "--ward", "Phường Hồ Sen Tây"]);
    home.ok(&["init", "--ward", "Phường Đống Đa"]);
    let (table, empty) = (
        home.path().join("to.xlsx").display().to_string(),
        home.path().join("trong.xlsx").display().to_string(),
    );
    home.fails(&["neighbourhoods", "export", &table], 2, &["3 phường", "--ward"]);
    home.fails(&["neighbourhoods", "export", &table, "--ward", "hồ"], 1, &["3 phường", "“hồ”"]);
    assert!(!Path::new(&table).exists());
    // The whole name of one is a part of another's; a part that only one has is enough.
    home.ok(&["neighbourhoods", "export", &table, "--ward", "Phường Hồ Sen"]);
    home.fails(&["neighbourhoods", "import", &table, "--ward", "dong da"], 1, &["chưa có tổ nào"]);
    home.ok(&["gaps", "--ward", "Phường Đống Đa"]);
    home.ok(&["neighbourhoods", "export", &empty, "--ward", "tây"]);
}

#[test]
fn a_table_that_brings_nothing_new_is_said_to() {
    let home = Home::with_ward();
    let cells = |cells: [&str; 2]| cells.iter().map(|cell| loa::sheet::Cell::from(*cell)).collect();
    let rows =
        vec![cells(["Mã", "Tên tổ"]), cells(["01", "Tổ dân phố số 1"]), cells(["02", "Tổ dân phố số 2"])];
    let sheet = loa::sheet::Sheet { name: "Tổ".into(), widths: vec![10, 30], rows };
    let table = home.file("to.xlsx", &loa::sheet::xlsx(&sheet).expect("a table"));
    for (flag, says) in [
        (Some("--dry-run"), "2 tổ mới, 0 tổ được sửa"),
        (None, "2 tổ mới, 0 tổ được sửa"),
        (None, "0 tổ mới, 0 tổ được sửa, 2 tổ giữ nguyên"),
    ] {
        let words: Vec<&str> = ["neighbourhoods", "import", &table].into_iter().chain(flag).collect();
        let said = home.ok(&words);
        assert!(said.contains(says), "{words:?}: {said}");
    }
}
