//! A city in one deployment: the directory taken in, who has a post, and groups asked after.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, Utc};
use loa::sheet::{self, Cell, Sheet};
use serde_json::Value;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};
use tokio::process::Command;

use super::sqlite;
use crate::Bench;
use crate::fake::Fake;
use crate::figures::{Series, heading, target};
use crate::house::House;
use crate::service::{AT_ONCE, Settings, until};

const PLACES: usize = 5_400;
const WARDS: usize = 126;
/// Of a hundred neighbourhoods so many have a group that the bot is in; the others have a relay.
const BY_BOT: usize = 53;
const LOOK: Duration = Duration::from_millis(100);
const WITHIN: Duration = Duration::from_mins(5);
/// How long groups are asked after.
const ASKED_FOR: Duration = Duration::from_mins(1);
/// Calls for one group.
const CALLS: usize = 3;
/// What a bot may send in a second, and the tenth of it that asking may take.
const RATE: f64 = 30.0;

/// `loa` with these words, the same settings as the service; what it printed, and how long it took.
async fn call(bench: &Bench, folder: &Path, words: &[&str]) -> Result<(Vec<u8>, f64)> {
    let mut command = Command::new(&bench.loa);
    command.args(words).current_dir(folder);
    command.env("LOA_CONFIG", folder.join("loa.toml")).env("LOA_LANG", "en");
    let begun = Instant::now();
    let done = command.output().await?;
    let took = begun.elapsed().as_secs_f64();
    ensure!(done.status.success(), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
    Ok((done.stdout, took))
}

/// A table with a row for each neighbourhood, all columns filled in.
fn directory() -> Result<Vec<u8>> {
    let heading = ["Mã", "Tên tổ", "Khu", "Nhãn", "Số hộ", "Chi bộ", "Người liên hệ", "Điện thoại"];
    let mut rows: Vec<Vec<Cell>> = vec![heading.iter().map(|name| Cell::Text((*name).to_owned())).collect()];
    rows.extend((1..=PLACES).map(|n| {
        let words = [format!("{n:04}"), format!("Tổ dân phố số {n}"), format!("Khu {}", n % 120)];
        let mut row: Vec<Cell> = words.iter().map(|words| words.as_str().into()).collect();
        row.extend([Cell::Text("chung cư, gần chợ".into()), Cell::Number(180)]);
        let words = [format!("Chi bộ {}", n % 90), format!("Bà Số {n}"), format!("09{n:08}")];
        row.extend(words.iter().map(|words| Cell::from(words.as_str())));
        row
    }));
    sheet::xlsx(&Sheet { name: "Tổ".into(), widths: vec![12; heading.len()], rows })
        .map_err(|e| anyhow::anyhow!("no table: {e}"))
}

fn rows_of(printed: &[u8]) -> Result<Vec<Value>> {
    let json: Value = serde_json::from_slice(printed)?;
    json["rows"].as_array().cloned().context("no rows")
}

pub async fn coverage(bench: &Bench) -> Result<()> {
    heading("coverage", &format!("{PLACES} neighbourhoods: the directory taken in, who has a post as JSON"));
    let mut taken = Series::new("the directory taken in", "s", 2);
    let mut again = Series::new("the same table again", "s", 2);
    let mut one = Series::new("coverage of a post, one ward", "s", 3);
    let mut many = Series::new("the same, of one of 126 wards", "s", 3);
    let mut floor = Series::new("floor: the settings are printed", "s", 3);
    for _ in 0..bench.runs {
        let fake = Fake::start(&bench.loa, "off").await?;
        let folder = tempfile::tempdir()?;
        let database = sqlite(folder.path());
        let house = House::build(&database, &fake).await?;
        let settings = Settings::write(&bench.loa, folder.path(), &database, &fake, AT_ONCE)?;
        std::fs::write(folder.path().join("to.xlsx"), directory()?)?;
        let (_, took) = call(bench, folder.path(), &["neighbourhoods", "import", "to.xlsx"]).await?;
        taken.add(took);
        again.add(call(bench, folder.path(), &["neighbourhoods", "import", "to.xlsx"]).await?.1);
        let groups = fake.groups(PLACES * BY_BOT / 100 + WARDS).await?;
        house.cover(&groups[..PLACES * BY_BOT / 100]).await?;
        let post = house.post().await?;
        let service = settings.start_and_rest().await?;
        until(LOOK, WITHIN, async || house.is_released(post).await).await?;
        service.kill().await?;
        let id = post.0.to_string();
        let (printed, took) =
            call(bench, folder.path(), &["coverage", "--post", &id, "--format", "json"]).await?;
        one.add(took);
        ensure!(rows_of(&printed)?.len() == PLACES, "a neighbourhood is missing");

        // A city: each ward has its own neighbourhoods and sees no other's.
        let each = PLACES / WARDS;
        let mut posts = Vec::new();
        for n in 1..=WARDS {
            let ward = house.another(&format!("Phường {n:03}")).await?;
            ward.settle(each).await?;
            ward.cover(&groups[groups.len() - n..=groups.len() - n]).await?;
            let post = ward.post().await?;
            posts.push((ward, post));
        }
        let service = settings.start_and_rest().await?;
        for (ward, post) in &posts {
            until(LOOK, WITHIN, async || ward.is_released(*post).await).await?;
        }
        service.kill().await?;
        let (ward, post) = &posts[WARDS / 2];
        let (id, name) = (post.0.to_string(), &ward.ward.name);
        let words = ["coverage", "--post", &id, "--ward", name, "--format", "json"];
        let (printed, took) = call(bench, folder.path(), &words).await?;
        many.add(took);
        ensure!(rows_of(&printed)?.len() == each, "not its own neighbourhoods");
        floor.add(call(bench, folder.path(), &["config"]).await?.1);
        house.store.close().await;
        fake.stop().await?;
    }
    for series in [&taken, &again, &one, &many, &floor] {
        series.say();
    }
    println!("  coverage of one ward: {:.0} × the floor", one.median() / floor.median());
    target("the directory within 10 s", taken.worst() < 10.0 && again.worst() < 10.0);
    target("a post's coverage within 1 s", one.worst() < 1.0 && many.worst() < 1.0);
    Ok(())
}

/// Groups are asked after while nothing else is sent.
pub async fn health(bench: &Bench) -> Result<()> {
    heading("health", &format!("{PLACES} groups are asked after for {} s", ASKED_FOR.as_secs()));
    let mut rate = Series::new("calls a second, at most", "", 1);
    let mut groups_asked = Series::new("groups asked after", "", 0);
    for _ in 0..bench.runs {
        let fake = Fake::start(&bench.loa, "window").await?;
        let folder = tempfile::tempdir()?;
        let database = sqlite(folder.path());
        let house = House::build(&database, &fake).await?;
        house.confirm(&fake.groups(PLACES).await?).await?;
        long_ago(folder.path()).await?;
        let settings = Settings::write(&bench.loa, folder.path(), &database, &fake, "")?;
        let service = settings.start_and_rest().await?;
        tokio::time::sleep(ASKED_FOR).await;
        service.kill().await?;
        let asked = asked_at(folder.path()).await?;
        let mut spans: BTreeMap<i64, usize> = BTreeMap::new();
        for at in &asked {
            *spans.entry(at.timestamp() / 10).or_default() += CALLS;
        }
        let most = spans.values().copied().max().unwrap_or(0) as f64 / 10.0;
        rate.add(most);
        groups_asked.add(asked.len() as f64);
        house.store.close().await;
        fake.stop().await?;
    }
    rate.say();
    groups_asked.say();
    let round = PLACES as f64 / (groups_asked.median() / ASKED_FOR.as_secs_f64()) / 60.0;
    println!("  a round of all of them takes {round:.0} minutes");
    target("at most a tenth of the rate, over ten seconds", rate.worst() <= RATE / 10.0);
    Ok(())
}

/// When each group was asked after.
async fn asked_at(folder: &Path) -> Result<Vec<DateTime<Utc>>> {
    let options = SqliteConnectOptions::new().filename(folder.join("loa.db"));
    let mut connection = options.connect().await?;
    let rows: Vec<(DateTime<Utc>,)> =
        sqlx::query_as("SELECT probed_at FROM chats WHERE probed_at IS NOT NULL")
            .fetch_all(&mut connection)
            .await?;
    connection.close().await?;
    Ok(rows.into_iter().map(|(at,)| at).collect())
}

/// As if all groups had come in a day ago, so that each is due.
async fn long_ago(folder: &Path) -> Result<()> {
    let options = SqliteConnectOptions::new().filename(folder.join("loa.db"));
    let mut connection = options.connect().await?;
    sqlx::query("UPDATE chats SET created_at = '2020-01-01T00:00:00+00:00'").execute(&mut connection).await?;
    connection.close().await?;
    Ok(())
}
