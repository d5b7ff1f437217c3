use std::time::Duration;

use loa::app::{self, Demo, DemoOptions, Problem, Service};
use loa::clock::Clock;
use loa::config::Config;
use loa::conversation::OUTAGE_MIN;
use loa::delivery;
use loa::i18n::{self, Text};
use loa::plan;
use loa::sandbox::{self, LimitKind, Options};
use loa::store::{Access, Store, Tx, without_password};
use loa::text::fold;
use loa::ward::store as ward;
use loa::ward::{CATCH_ALL, GroupState, Purpose, Role, Ward};

use super::output::say;
use super::{Args, Failure, bad, lang, missing};
use super::{copies, figures, gaps, neighbourhoods, plans, routes};

pub(super) async fn run(command: &str, mut parser: lexopt::Parser, config: Config) -> Result<(), Failure> {
    match command {
        "init" => init(&Args::read(parser, &["ward", "issuer"], &[], 0)?, &config).await,
        "run" => {
            Args::read(parser, &[], &[], 0)?;
            serve(&config).await
        }
        "check" => {
            Args::read(parser, &[], &[], 0)?;
            check(&config).await
        }
        "config" => {
            Args::read(parser, &[], &[], 0)?;
            print!("{}", config.shown());
            Ok(())
        }
        "invite" => {
            let args = Args::read(parser, &["ward"], &[], 0)?;
            invite(&args, &config).await
        }
        "plan" => {
            must_be(&mut parser, "import")?;
            plans::import(&Args::read(parser, &["format", "ward"], &["dry-run"], 1)?, &config).await
        }
        "route" => figures::route(&Args::read(parser, &["batch", "at"], &[], 1)?),
        "routes" => match parser.next()? {
            Some(lexopt::Arg::Value(word)) if word == "export" => {
                routes::export(&Args::read(parser, &["ward"], &[], 1)?, &config).await
            }
            Some(lexopt::Arg::Value(word)) if word == "import" => {
                routes::import(&Args::read(parser, &["ward"], &["dry-run"], 1)?, &config).await
            }
            Some(other) => Err(other.unexpected().into()),
            None => Err(missing("export | import")),
        },
        "neighbourhoods" => match parser.next()? {
            Some(lexopt::Arg::Value(word)) if word == "export" => {
                neighbourhoods::export(&Args::read(parser, &["ward"], &[], 1)?, &config).await
            }
            Some(lexopt::Arg::Value(word)) if word == "import" => {
                neighbourhoods::import(&Args::read(parser, &["ward"], &["dry-run"], 1)?, &config).await
            }
            Some(other) => Err(other.unexpected().into()),
            None => Err(missing("export | import")),
        },
        "deadline" => {
            let args = Args::read(parser, &["asked", "kind", "paused", "format"], &["explain"], 0)?;
            figures::deadline(&args, &config).await
        }
        "coverage" => {
            figures::coverage(
                &Args::read(parser, &["post", "week", "xlsx", "format", "ward"], &["history"], 0)?,
                &config,
            )
            .await
        }
        "gaps" => gaps::run(&Args::read(parser, &["days", "format", "ward"], &[], 0)?, &config).await,
        "audit" => {
            must_be(&mut parser, "verify")?;
            Args::read(parser, &[], &[], 0)?;
            figures::audit(&config).await
        }
        "backup" => copies::backup(&Args::read(parser, &[], &[], 1)?, &config).await,
        "restore" => copies::restore(&Args::read(parser, &[], &[], 1)?, &config).await,
        "sandbox" => play_server(&Args::read(parser, &["port", "limits"], &["frozen"], 0)?).await,
        "demo" => demo(&Args::read(parser, &["plan", "port"], &["script"], 0)?).await,
        "help" => {
            say!("{}", Text::CliHelp.say(lang()));
            Ok(())
        }
        other => Err(Failure::Call(Text::CliUnknown { word: other.to_owned() })),
    }
}

fn must_be(parser: &mut lexopt::Parser, word: &'static str) -> Result<(), Failure> {
    match parser.next()? {
        Some(lexopt::Arg::Value(found)) if found == word => Ok(()),
        Some(other) => Err(other.unexpected().into()),
        None => Err(missing(word)),
    }
}

pub(super) async fn open(config: &Config) -> Result<Store, Failure> {
    Ok(Store::open(&config.database_url, Access::Beside, Clock::system()).await?)
}

/// The ward that `--ward` names, by its name or a part of it that no other ward's has; the only one.
pub(super) async fn the_ward(args: &Args, store: &Store) -> Result<Ward, Failure> {
    let mut tx = store.read().await?;
    let mut wards = ward::wards(&mut tx).await?;
    if wards.is_empty() {
        return Err(Problem::NoWard.into());
    }
    let n = i18n::count(wards.len());
    if let Some(name) = args.value("ward") {
        let wanted = fold(name.trim());
        if let Some(at) = wards.iter().position(|ward| fold(&ward.name) == wanted) {
            return Ok(wards.swap_remove(at));
        }
        wards.retain(|ward| fold(&ward.name).contains(&wanted));
        if wards.len() != 1 {
            return Err(Failure::Work(Text::CliNoSuchWard { name: name.to_owned(), n }.say(lang())));
        }
    }
    match wards.len() {
        1 => Ok(wards.swap_remove(0)),
        _ => Err(Failure::Call(Text::CliWhichWard { n })),
    }
}

pub(super) fn say(text: &Text) {
    say!("{}", text.say(lang()));
}

async fn init(args: &Args, config: &Config) -> Result<(), Failure> {
    let name = args.must("ward")?.trim();
    if name.is_empty() {
        return Err(missing("--ward"));
    }
    let issuer = args.value("issuer").map_or_else(|| default_issuer(name), str::to_owned);
    let store = open(config).await?;
    let mut tx = store.begin().await?;
    if let Some(known) = ward::wards(&mut tx).await?.into_iter().find(|w| w.name == name) {
        say(&Text::InitExists { ward: known.name });
        return Ok(());
    }
    let made = ward::create_ward(&mut tx, name, &issuer).await?;
    tx.commit().await?;
    say(&Text::InitDone { ward: made.name.clone(), database: without_password(&config.database_url) });
    print_link(&store, config, &made).await
}

/// "Phường Đống Đa" signs as "UBND phường Đống Đa".
fn default_issuer(ward: &str) -> String {
    let mut letters = ward.chars();
    let first = letters.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
    format!("UBND {first}{}", letters.as_str())
}

async fn invite(args: &Args, config: &Config) -> Result<(), Failure> {
    let store = open(config).await?;
    let ward = the_ward(args, &store).await?;
    print_link(&store, config, &ward).await
}

/// Makes and prints an administrator's link; as a code where the bot's name is not known.
async fn print_link(store: &Store, config: &Config, ward_row: &Ward) -> Result<(), Failure> {
    let connected = if config.telegram.token.is_some() {
        tokio::time::timeout(Duration::from_secs(20), app::connect(config, store)).await
    } else {
        Ok(Err(Problem::NoToken))
    };
    let mut tx = store.begin().await?;
    let purpose = Purpose::Staff { role: Role::Administrator, unit: None, name: String::new() };
    let code = ward::make_link(&mut tx, ward_row.id, &purpose, None).await?;
    tx.commit().await?;
    match connected {
        Ok(Ok((_, bot, _))) => {
            say(&Text::InitLink { url: format!("https://t.me/{}?start={code}", bot.username) });
        }
        _ => say(&Text::InitCode { code }),
    }
    store.close().await;
    Ok(())
}

async fn serve(config: &Config) -> Result<(), Failure> {
    let service = Service::start(config, Clock::system()).await?;
    let mut tx = service.store().read().await?;
    let wards: Vec<String> = ward::wards(&mut tx).await?.into_iter().map(|w| w.name).collect();
    drop(tx);
    say(&Text::RunReady {
        ward: wards.join(", "),
        bot: service.bot().username.clone(),
        database: service.store().kind().to_owned(),
    });
    wait_for_signal().await;
    service.stop().await;
    say(&Text::RunStopped);
    Ok(())
}

/// Returns when the process is asked to stop.
async fn wait_for_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

/// The outages that go on for longer than a moment, each with what waits.
async fn outages(tx: &mut Tx) -> Result<Vec<Text>, Failure> {
    let now = tx.now();
    let mut texts = Vec::new();
    for outage in delivery::outages(tx).await? {
        if outage.back_at.is_some() || now - outage.since < OUTAGE_MIN {
            continue;
        }
        let since = i18n::moment(outage.since, lang());
        let backlog = delivery::backlog(tx, outage.bot).await?;
        texts.push(match backlog.oldest {
            Some(oldest) => {
                Text::CheckOutage { since, n: backlog.rows, oldest: i18n::moment(oldest, lang()) }
            }
            None => Text::CheckOutageEmpty { since },
        });
    }
    Ok(texts)
}

/// Says what is right and what is wrong; fails if anything is wrong.
async fn check(config: &Config) -> Result<(), Failure> {
    let mut wrong = 0;
    let mut line = |good: bool, text: Text| {
        let what = text.say(lang());
        wrong += usize::from(!good);
        say(&if good { Text::CheckGood { what } } else { Text::CheckBad { what } });
    };
    let store = match Store::open(&config.database_url, Access::Beside, Clock::system()).await {
        Ok(store) => store,
        Err(e) => {
            return Err(Failure::Work(Text::CheckBad { what: Problem::from(e).say(lang()) }.say(lang())));
        }
    };
    line(true, Text::CheckDatabase { database: without_password(&config.database_url) });
    match app::connect(config, &store).await {
        Ok((_, bot, _)) => line(true, Text::CheckBot { bot: bot.username }),
        Err(problem) => {
            wrong += 1;
            say(&Text::CheckBad { what: problem.say(lang()) });
        }
    }
    let mut line = |good: bool, text: Text| {
        let what = text.say(lang());
        wrong += usize::from(!good);
        say(&if good { Text::CheckGood { what } } else { Text::CheckBad { what } });
    };
    let mut tx = store.read().await?;
    for outage in outages(&mut tx).await? {
        line(false, outage);
    }
    let wards = ward::wards(&mut tx).await?;
    if wards.is_empty() {
        line(false, Text::NoWard);
    }
    for found in wards {
        line(true, Text::CheckWard { ward: found.name.clone() });
        let administrators = ward::people_with(&mut tx, found.id, Role::Administrator).await?.len();
        if administrators == 0 {
            line(false, Text::CheckNoAdministrator);
        } else {
            line(true, Text::CheckAdministrators { n: i18n::count(administrators) });
        }
        let units = ward::units(&mut tx, found.id).await?;
        let with_chat = units.iter().filter(|u| u.chat.is_some()).count();
        line(true, Text::CheckUnits { n: i18n::count(with_chat), all: i18n::count(units.len()) });
        if !units.iter().any(|u| u.code == CATCH_ALL && u.chat.is_some()) {
            line(false, Text::CheckNoOffice);
        }
        let neighbourhoods = ward::neighbourhoods(&mut tx, found.id).await?;
        let groups = ward::groups(&mut tx, found.id).await?;
        let registered = neighbourhoods
            .iter()
            .filter(|n| groups.iter().any(|g| g.neighbourhood == n.id && g.state == GroupState::Confirmed))
            .count();
        line(
            true,
            Text::CheckNeighbourhoods { n: i18n::count(registered), all: i18n::count(neighbourhoods.len()) },
        );
        let content_groups = plan::content_groups(&mut tx, found.id).await?.len();
        if content_groups == 0 {
            line(false, Text::CheckNoPlan);
        } else {
            line(true, Text::CheckPlan { n: i18n::count(content_groups) });
        }
    }
    drop(tx);
    store.close().await;
    // The lines above have said it; the exit code says it to programs.
    if wrong == 0 { Ok(()) } else { std::process::exit(1) }
}

async fn play_server(args: &Args) -> Result<(), Failure> {
    let limits = match args.value("limits") {
        Some(word) => word.parse().map_err(|_| bad("--limits", word))?,
        None if args.has("frozen") => LimitKind::Off,
        None => LimitKind::Telegram,
    };
    let port = port(args)?.unwrap_or(8090);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port))
        .await
        .map_err(|_| Failure::Work(Text::DemoPortTaken { port: i64::from(port) }.say(lang())))?;
    let clock = if args.has("frozen") { Clock::frozen_at(Clock::system().now()) } else { Clock::system() };
    let options = Options { limits, ..Options::default() };
    let sandbox = sandbox::serve(listener, options, clock).await?;
    say(&Text::SandboxReady { url: sandbox.url(), token: sandbox.token().to_owned() });
    tokio::select! {
        done = sandbox.run() => done.map_err(Failure::from),
        () = wait_for_signal() => Ok(()),
    }
}

fn port(args: &Args) -> Result<Option<u16>, Failure> {
    args.value("port").map(|text| text.parse().map_err(|_| bad("--port", text))).transpose()
}

async fn demo(args: &Args) -> Result<(), Failure> {
    let script = args.has("script");
    let port = port(args)?;
    let options = DemoOptions {
        plan: args.value("plan").map(Into::into),
        script,
        // Whoever opens the page wants an address that stays the same.
        port: port.or_else(|| (!script).then_some(8080)),
        program: None,
    };
    let demo = Demo::open(&options).await?;
    if script {
        let played = demo.play().await;
        print!("{}", demo.stage.take_transcript());
        return Ok(played?);
    }
    demo.set_up().await?;
    say(&Text::DemoReady { url: demo.url() });
    wait_for_signal().await;
    Ok(())
}
