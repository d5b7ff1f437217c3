//! Bugs put into the service on purpose: each must be found, and called by its name. With
//! `LOA_BUGS=1`, because the program is built anew for each; `LOA_BUGS=NAME` tries one.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::check::Kind;
use super::random::{say, setting};
use super::volume::Size;
use super::{Measure, storm};
use crate::house::{Database, say_left_out};

/// The patches in `bugs/`, and what each breaks.
const BUGS: [(&str, Kind, &str); 3] = [
    ("result-before-call", Kind::FalselySent, "rows say sent"),
    ("intent-after-call", Kind::Undeclared, "are declared"),
    ("post-repeated", Kind::Undeclared, "was repeated by the software"),
];
/// Rounds after which a bug that was not found counts as missed: moments are random.
const ROUNDS_MAX: u64 = 8;
const MEASURE: Measure = Measure { kills: 8, faults: 0, size: Size { groups: 120, basic: 4, people: 40 } };

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_bug_is_found() {
    let Some(wanted) = setting("LOA_BUGS") else {
        return say_left_out("bugs put in on purpose (LOA_BUGS is not set)");
    };
    for (name, kind, words) in BUGS.iter().filter(|(name, ..)| wanted == "1" || wanted == *name) {
        let folder = tempfile::tempdir().expect("a folder");
        let binary = build(name, folder.path());
        let mut is_found = false;
        for seed in 0..ROUNDS_MAX {
            let round = storm(Database::Sqlite, MEASURE, false, seed, Some(binary.clone()));
            let round = Box::pin(round).await.expect("SQLite is always there");
            let fault = round.report.faults.iter().find(|f| f.kind == *kind && f.what.contains(words));
            if let Some(fault) = fault {
                say(&format!(
                    "bug {name}: found after {} kills, {kind:?}: {}",
                    round.totals.kills, fault.what
                ));
                is_found = true;
                break;
            }
        }
        assert!(is_found, "the bug {name} was not found");
    }
}

/// Builds the program with a bug, beside the one without.
fn build(name: &str, folder: &Path) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for part in ["src", "migrations", "locales", "Cargo.toml", "Cargo.lock"] {
        run(Command::new("cp").arg("-r").arg(root.join(part)).arg(folder));
    }
    let patch = root.join("tests/it/chaos/bugs").join(format!("{name}.patch"));
    run(Command::new("patch").args(["-p1", "--fuzz=3", "-i"]).arg(patch).current_dir(folder));
    // Under a name of its own, because both are built in one folder, where the crates that they
    // share are ready. Without the tests, which are not copied.
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest");
    let binary = format!("loa-{name}");
    let manifest = manifest
        .replace("[[test]]\nname = \"it\"\npath = \"tests/it/main.rs\"\n", "")
        .replace("[[bin]]\nname = \"loa\"", &format!("[[bin]]\nname = \"{binary}\""))
        .replace("default-run = \"loa\"", &format!("default-run = \"{binary}\""));
    std::fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
    let debug = Path::new(env!("CARGO_BIN_EXE_loa")).parent().expect("a folder");
    let target = debug.parent().expect("a folder");
    run(Command::new(env!("CARGO"))
        .args(["build", "--bin", &binary, "--locked", "--offline"])
        .env("CARGO_TARGET_DIR", target)
        .current_dir(folder));
    debug.join(binary)
}

fn run(command: &mut Command) {
    let done = command.output().expect("the tool is there");
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "{command:?}: {said}\n{}", String::from_utf8_lossy(&done.stdout));
}
