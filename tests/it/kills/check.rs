//! Compares what people did with the rows, and the rows with what the platform got. Pure, so
//! that [`super::check_tests`] can show that every fault is found.

use std::collections::{BTreeMap, BTreeSet};

use loa::channel::{Content, Letter, Target};
use serde_json::Value;
use uuid::Uuid;

use super::facts::{Facts, Row};

/// What was found.
#[derive(Debug, Default)]
pub struct Report {
    pub faults: Vec<String>,
    /// Copies of which nobody can tell whether they arrived: a person decides.
    pub in_doubt: Vec<String>,
    pub tally: String,
}

/// Checks everything; `kills` bounds what may be in doubt.
pub fn check(facts: &Facts, kills: usize) -> Report {
    let mut report = Report::default();
    updates(facts, &mut report.faults);
    questions(facts, &mut report.faults);
    posts(facts, kills, &mut report);
    outgoing(facts, &mut report.faults);
    let copies: Vec<&Row> = facts.rows.iter().filter(|row| row.is_copy).collect();
    let count = |state: &str| copies.iter().filter(|row| row.state == state).count();
    report.tally = format!(
        "{} updates, {} questions, {} answers, {} posts, {} copies: {} sent, {} unknown; {} sends, {} repeats declared, {} lost or wrong",
        facts.updates.len(),
        facts.told.questions.len(),
        facts.answers.len(),
        facts.told.posts.len(),
        copies.len(),
        count("sent"),
        count("unknown"),
        facts.ledger.len(),
        facts.rows.iter().map(|row| row.repeats).sum::<usize>(),
        report.faults.len(),
    );
    report
}

/// Every update of the platform is there, and handled.
fn updates(facts: &Facts, faults: &mut Vec<String>) {
    for pair in facts.updates.windows(2) {
        if pair[1].id != pair[0].id + 1 {
            faults.push(format!("updates between {} and {} are lost", pair[0].id, pair[1].id));
        }
    }
    for update in &facts.updates {
        if !matches!(update.outcome.as_deref(), Some("handled" | "not for us")) {
            faults.push(format!("update {} ended as {:?}", update.id, update.outcome));
        }
    }
}

/// Every question is there once, with one code, one card, one answer.
fn questions(facts: &Facts, faults: &mut Vec<String>) {
    let codes: BTreeSet<&str> = facts.questions.iter().map(|q| q.code.as_str()).collect();
    if codes.len() != facts.questions.len() {
        faults.push("a code stands for several questions".into());
    }
    if facts.questions.len() != facts.told.questions.len() {
        let (there, asked) = (facts.questions.len(), facts.told.questions.len());
        faults.push(format!("{there} questions are there, {asked} were asked"));
    }
    for asked in &facts.told.questions {
        let marker = asked.marker.as_str();
        let mut found = facts.questions.iter().filter(|q| q.text.contains(marker));
        let (Some(question), None) = (found.next(), found.next()) else {
            faults.push(format!("question {marker} is not there exactly once"));
            continue;
        };
        let about = |kind: &str| {
            facts.rows.iter().filter(|r| r.question == Some(question.id) && r.kind == kind).count()
        };
        for (kind, wanted) in [("notice", 1), ("answer", usize::from(asked.answer.is_some()))] {
            let n = about(kind);
            if n != wanted {
                faults.push(format!("question {marker} has {n} rows “{kind}” instead of {wanted}"));
            }
        }
        if about("acknowledgement") == 0 {
            faults.push(format!("question {marker} was never acknowledged"));
        }
        let Some(answer) = &asked.answer else { continue };
        let answered = facts.answers.iter().filter(|a| a.text.contains(answer.as_str())).count();
        if answered != 1 || question.state != "answered" {
            faults.push(format!(
                "question {marker} is {}, answer {answer} is there {answered} times",
                question.state
            ));
        }
    }
    if facts.answers.iter().any(|a| !facts.questions.iter().any(|q| q.id == a.question)) {
        faults.push("an answer has no question".into());
    }
}

/// Every approved message is one post with one copy a group, each sent or in doubt, in the
/// approved words, and nothing else was posted.
fn posts(facts: &Facts, kills: usize, report: &mut Report) {
    let faults = &mut report.faults;
    let expected = facts.told.posts.iter().filter(|post| post.approved).count();
    if facts.posts.len() != expected {
        faults.push(format!("{} posts are there, {expected} were approved", facts.posts.len()));
    }
    for written in &facts.told.posts {
        let mut versions = facts.versions.iter().filter(|v| v.number == written.number);
        let (Some(old), Some(new), None) = (versions.next(), versions.next(), versions.next()) else {
            faults.push(format!("message {} has not two versions", written.number));
            continue;
        };
        if !old.body.contains(&written.old) || !new.body.contains(&written.marker) {
            faults.push(format!("message {} has not the words that were written", written.number));
        }
        let decided: Vec<(i32, &str)> = facts
            .approvals
            .iter()
            .filter(|a| a.message == new.message)
            .map(|a| (a.version, a.decision.as_str()))
            .collect();
        if written.approved && (decided.len() != 2 || decided[0].0 != 1 || decided[1].0 != 2) {
            faults.push(format!("message {} was decided {decided:?}", written.number));
        }
        let posts: Vec<Uuid> =
            facts.posts.iter().filter(|p| p.message == new.message).map(|p| p.id).collect();
        if posts.len() != usize::from(written.approved) {
            faults.push(format!("message {} has {} posts", written.number, posts.len()));
        }
        let copies = facts.rows.iter().filter(|r| r.is_copy && r.post.is_some_and(|p| posts.contains(&p)));
        let copies: Vec<&Row> = copies.collect();
        if written.approved && copies.len() != facts.told.groups {
            faults.push(format!("message {} has {} copies", written.number, copies.len()));
        }
        for copy in copies {
            let name = format!("{} in {} ({})", written.marker, copy.chat, copy.id);
            match copy.state.as_str() {
                "sent" => {}
                "unknown" => report.in_doubt.push(name.clone()),
                other => faults.push(format!("copy {name} ended as {other}")),
            }
            if !words(copy).contains(&written.marker) {
                faults.push(format!("copy {name} has not the approved words"));
            }
            let sends = sends(facts).filter(|c| c.chat == copy.chat && c.text.contains(&written.marker));
            let (sends, allowed) = (sends.count(), 1 + copy.repeats);
            if copy.by_bot && sends > allowed {
                faults.push(format!("copy {name} was sent {sends} times, {allowed} are declared"));
            }
            if copy.repeats > 0 {
                faults.push(format!("copy {name} was repeated by the software"));
            }
        }
        let groups: BTreeSet<i64> =
            facts.rows.iter().filter(|r| r.is_copy && r.by_bot).map(|r| r.chat).collect();
        if sends(facts).any(|c| groups.contains(&c.chat) && c.text.contains(&written.old)) {
            faults.push(format!("the returned version of message {} was posted", written.number));
        }
    }
    if report.in_doubt.len() > kills * facts.in_flight_max {
        faults.push(format!("{} copies are in doubt after {kills} kills", report.in_doubt.len()));
    }
}

/// One call that took effect.
struct Call<'a> {
    chat: i64,
    text: &'a str,
    key: String,
    message_id: Option<i64>,
}

fn sends(facts: &Facts) -> impl Iterator<Item = Call<'_>> {
    calls(&facts.ledger).filter(|call| call.key.starts_with("message "))
}

fn calls(ledger: &[Value]) -> impl Iterator<Item = Call<'_>> {
    ledger.iter().filter_map(|call| {
        let params = &call["params"];
        let chat = params["chat_id"].as_i64().unwrap_or(0);
        let text = params["text"].as_str().or(params["caption"].as_str()).unwrap_or_default();
        let keyboard = &params["reply_markup"]["inline_keyboard"];
        let labels: Vec<&str> = keyboard
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_array)
            .flatten()
            .map(|b| b["callback_data"].as_str().or(b["url"].as_str()).unwrap_or_default())
            .collect();
        let method = call["method"].as_str().unwrap_or_default();
        let key = match method {
            "sendMessage" | "sendPhoto" => {
                let reply = &params["reply_parameters"]["message_id"];
                message_key(chat, text, &labels, reply.as_i64().map(|n| n.to_string()).as_deref())
            }
            "editMessageText" | "editMessageCaption" => {
                edit_key(chat, &params["message_id"].to_string(), text, &labels)
            }
            "answerCallbackQuery" => press_key(params["callback_query_id"].as_str().unwrap_or_default()),
            _ => return None,
        };
        Some(Call { chat, text, key, message_id: call["result"]["message_id"].as_i64() })
    })
}

fn message_key(chat: i64, text: &str, buttons: &[&str], reply: Option<&str>) -> String {
    format!("message {chat} {reply:?} {buttons:?} {text}")
}

fn edit_key(chat: i64, target: &str, text: &str, buttons: &[&str]) -> String {
    format!("edit {chat} {target} {buttons:?} {text}")
}

fn press_key(query: &str) -> String {
    format!("press {query}")
}

/// What a row asks of the platform, in the words in which the ledger has it.
fn key(row: &Row) -> String {
    match &row.content {
        Content::Message(letter) => {
            message_key(row.chat, &letter.text.words(), &targets(letter), letter.reply_to.as_deref())
        }
        Content::Edit { target, letter } => {
            edit_key(row.chat, target, &letter.text.words(), &targets(letter))
        }
        Content::PressAnswer { query, .. } => press_key(query),
        Content::Delete { target } => format!("delete {} {target}", row.chat),
    }
}

fn targets(letter: &Letter) -> Vec<&str> {
    let buttons = letter.buttons.iter().flatten();
    buttons
        .map(|b| match &b.target {
            Target::Act(act) => act.as_str(),
            Target::Url(url) => url.as_str(),
        })
        .collect()
}

fn words(row: &Row) -> String {
    match &row.content {
        Content::Message(letter) | Content::Edit { letter, .. } => letter.text.words(),
        Content::PressAnswer { .. } | Content::Delete { .. } => String::new(),
    }
}

/// What rows with the same content in the same chat allow together.
#[derive(Default)]
struct Sum {
    rows: usize,
    /// Sends that must be in the ledger.
    sure: usize,
    /// Sends that may be there at most.
    most: usize,
    ledger: usize,
    /// Edits that the platform found made already.
    already: usize,
}

/// Every row has ended; what the platform got is what the rows say, repeats included.
fn outgoing(facts: &Facts, faults: &mut Vec<String>) {
    let mut sums: BTreeMap<String, Sum> = BTreeMap::new();
    let mut proofs: BTreeSet<(i64, i64)> = BTreeSet::new();
    let got: BTreeMap<(i64, i64), String> =
        sends(facts).filter_map(|c| Some(((c.chat, c.message_id?), c.key))).collect();
    for row in facts.rows.iter().filter(|row| row.by_bot) {
        let key = key_of(row, &got);
        let sum = sums.entry(key.clone()).or_default();
        sum.rows += 1;
        sum.sure += usize::from(row.state == "sent");
        sum.most += row.repeats + usize::from(["sent", "unknown"].contains(&row.state.as_str()));
        let is_press = matches!(row.content, Content::PressAnswer { .. });
        match row.state.as_str() {
            "sent" => {}
            "unknown" if row.is_copy => {}
            // A press that waited too long is not answered any more.
            "expired" | "failed" if is_press => {}
            other => faults.push(format!("{} {} ended as {other}: {}", row.kind, row.id, words(row))),
        }
        if row.state == "sent" && matches!(row.content, Content::Message(_)) {
            prove(row, &key, &got, &mut proofs, faults);
        }
    }
    for call in calls(&facts.ledger) {
        sums.entry(call.key).or_default().ledger += 1;
    }
    for call in calls(&facts.refused) {
        sums.entry(call.key).or_default().already += 1;
    }
    for (key, sum) in sums {
        if sum.ledger > sum.most {
            faults.push(format!("sent {} times, {} are declared: {key}", sum.ledger, sum.most));
        }
        let known = sum.ledger + if key.starts_with("edit ") { sum.already } else { 0 };
        if known < sum.sure {
            faults.push(format!("{} rows say sent, {known} were: {key}", sum.sure));
        }
        if key.starts_with("press ") && sum.rows > 1 {
            faults.push(format!("a press was handled {} times: {key}", sum.rows));
        }
    }
}

/// What a row sent. One that loses its words when they have left is known by its proof alone.
fn key_of(row: &Row, got: &BTreeMap<(i64, i64), String>) -> String {
    if row.kind == "extract" && row.state == "sent" {
        let ids = proof(row);
        if let Some(known) = ids.first().and_then(|id| got.get(&(row.chat, *id))) {
            return known.clone();
        }
    }
    key(row)
}

/// The platform's ids of the messages that a row became.
fn proof(row: &Row) -> Vec<i64> {
    let ids: Vec<String> =
        row.proof.as_deref().and_then(|proof| serde_json::from_str(proof).ok()).unwrap_or_default();
    ids.iter().filter_map(|id| id.parse().ok()).collect()
}

/// A row that says `sent` names a message that is there, with its words, and that no other row names.
fn prove(
    row: &Row,
    key: &str,
    got: &BTreeMap<(i64, i64), String>,
    proofs: &mut BTreeSet<(i64, i64)>,
    faults: &mut Vec<String>,
) {
    let ids = proof(row);
    if ids.is_empty() {
        faults.push(format!("{} {} says sent without proof", row.kind, row.id));
    }
    for id in ids {
        if got.get(&(row.chat, id)).map(String::as_str) != Some(key) {
            faults.push(format!("{} {} says sent as {id}, which is not there", row.kind, row.id));
        }
        if !proofs.insert((row.chat, id)) {
            faults.push(format!("message {id} in {} proves several rows", row.chat));
        }
    }
}
