//! “Từ bảng Excel”: a table with a message in each row. What is right is submitted with one button,
//! each row as a message of its own; what is wrong is named with its row.

use chrono::DateTime;
use serde::{Deserialize, Serialize};

use super::super::FileProblem;
use super::super::checking;
use super::super::tables;
use super::super::talk::{Draft, Step, Talk, words};
use super::super::writing;
use super::earlier::may;
use crate::channel::{Letter, Made};
use crate::delivery::About;
use crate::i18n::{Text, count};
use crate::message;
use crate::plan::document::Row;
use crate::plan::import::ImportError;
use crate::plan::{self, ContentGroupId};
use crate::schedule::table::{self, Known, Line, NoTable, Problem, short};
use crate::store::Error;
use crate::text::{Rich, shorten};
use crate::ward::store as ward;

/// An empty table with its headings and one row as an example.
const MODEL: &[u8] = include_bytes!("model.xlsx");
/// Messages that are named once they are submitted; the others are counted.
const NAMED_MAX: usize = 25;

/// One message that waits for “Gửi duyệt”.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::conversation) struct Ready {
    row: usize,
    /// Seconds since 1970.
    at: i64,
    group: Option<ContentGroupId>,
    text: Rich,
}

/// Asks for the table.
pub(in crate::conversation) async fn ask_table(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !may(talk).await? {
        return Ok(());
    }
    talk.set_step(&Step::Table).await?;
    let text = Rich::plain(&Text::ManyAsk { max: count(table::ROWS_MAX) }.say(talk.lang));
    let made = Some(Made::document("bang-tin-mau.xlsx", MODEL));
    talk.send_once(Letter { text, made, ..Letter::default() }).await
}

/// A file came, read as a table.
pub(in crate::conversation) async fn table_came(
    talk: &mut Talk<'_>,
    read: Result<Result<Vec<Row>, ImportError>, FileProblem>,
) -> Result<(), Error> {
    if !may(talk).await? {
        return Ok(());
    }
    let Some(rows) = tables::rows(talk, read, Text::ManyNoTable).await? else { return Ok(()) };
    let groups = plan::content_groups(talk.tx, talk.ward.id).await?;
    let units = ward::units(talk.tx, talk.ward.id).await?;
    let known = Known { groups: &groups, units: &units, now: talk.tx.now() };
    let lines = match table::read(&rows, known) {
        Ok(lines) => lines,
        Err(NoTable::NoHeading) => return talk.say(Text::ManyNoTable).await,
        Err(NoTable::Empty) => return talk.say(Text::ManyEmpty).await,
        Err(NoTable::TooMany { rows }) => {
            return talk.say(Text::ManyTooMany { n: count(rows), max: count(table::ROWS_MAX) }).await;
        }
    };
    report(talk, &lines).await
}

/// Says what the table has, and offers to submit what is right.
async fn report(talk: &mut Talk<'_>, lines: &[Line]) -> Result<(), Error> {
    let lang = talk.lang;
    let (mut ready, mut wrong, mut doubtful) = (Vec::new(), Vec::new(), Vec::new());
    for Line { row, read } in lines {
        match read {
            Ok(planned) => {
                for found in checking::found(talk, &planned.text, Some(planned.at)).iter().take(2) {
                    let line = checking::lines(std::slice::from_ref(found), lang).join(" ");
                    doubtful.push(Text::ManyRow { row: count(*row), what: line }.say(lang));
                }
                let (at, group, text) = (planned.at.timestamp(), planned.group, planned.text.clone());
                ready.push(Ready { row: *row, at, group, text });
            }
            Err(problem) => {
                let what = problem_text(problem).say(lang);
                wrong.push(Text::ManyRow { row: count(*row), what: format!("❌ {what}") }.say(lang));
            }
        }
    }
    let heading = Text::ManyReport { good: count(ready.len()), wrong: count(wrong.len()) };
    wrong.append(&mut doubtful);
    let mut letter = Letter { text: tables::report(&heading, wrong, lang), ..Letter::default() };
    if ready.is_empty() {
        letter.text = letter.text.below(2, &Rich::plain(&Text::ManyNone.say(lang)));
        return talk.send(letter).await;
    }
    let label = Text::ButtonManySubmit { n: count(ready.len()) };
    letter.text = letter.text.below(2, &Rich::plain(&Text::ManyHow.say(lang)));
    letter.buttons = vec![vec![talk.button(&label, &super::super::act::Act::ManySubmit)]];
    talk.set_step(&Step::Many { ready }).await?;
    talk.send(letter).await
}

fn problem_text(problem: &Problem) -> Text {
    let cut = |words: &str| shorten(words, 60);
    match problem {
        Problem::NoText => Text::ManyNoText,
        Problem::TooLong { length, max } => Text::TextTooLong { length: count(*length), max: count(*max) },
        Problem::NoDay => Text::ManyNoDay,
        Problem::NoTime => Text::ManyNoTime,
        Problem::Unread { words } => Text::ManyUnread { words: cut(words) },
        Problem::Past => Text::ManyPast,
        Problem::NoSuchGroup { words } => Text::ManyNoGroup { words: cut(words) },
        Problem::NoSuchUnit { words } => Text::ManyNoUnit { words: cut(words) },
        Problem::Twice { row } => Text::ManyTwice { row: count(*row) },
    }
}

/// “Gửi duyệt N tin”
pub(in crate::conversation) async fn submit_all(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !may(talk).await? {
        return Ok(());
    }
    let Some(Step::Many { ready }) = talk.step().await? else {
        return talk.alert(Text::DraftGone).await;
    };
    let (me, now) = (talk.me().await?, talk.tx.now());
    let mut late: Vec<String> = Vec::new();
    let mut submitted = Vec::new();
    for Ready { row, at, group, text } in ready {
        let Some(at) = DateTime::from_timestamp(at, 0).filter(|at| *at > now) else {
            late.push(row.to_string());
            continue;
        };
        let draft = Draft { content_group: group, text: Some(text), ..Draft::default() };
        let body = writing::body_of(talk, &draft);
        submitted.push(message::create(talk.tx, talk.ward.id, me, group, &body, Some(at)).await?);
    }
    talk.clear_step().await?;
    tell_approvers(talk, &submitted).await?;
    let mut lines = vec![Text::ManySubmitted { n: count(submitted.len()) }.say(talk.lang)];
    for message in submitted.iter().take(NAMED_MAX) {
        let at = message.post_at.map(short).unwrap_or_default();
        lines.push(format!("• {}", Text::ManyLine { number: i64::from(message.number), at }.say(talk.lang)));
    }
    if !late.is_empty() {
        lines.push(Text::ManyLate { rows: late.join(", ") }.say(talk.lang));
    }
    talk.replace(Letter { text: Rich::plain(&lines.join("\n")), ..Letter::default() }).await
}

/// One word to each approver for all of them: they open them in `/duyet`.
async fn tell_approvers(talk: &mut Talk<'_>, submitted: &[message::Message]) -> Result<(), Error> {
    let Some(first) = submitted.first() else { return Ok(()) };
    let name = talk.person.as_ref().map(|person| person.name.clone()).unwrap_or_default();
    let n = count(submitted.len());
    for person in message::approvers_who_may(talk.tx, first).await? {
        talk.tell(person.id, About::default(), |lang| {
            words(lang, &Text::ManyWaiting { n, name: name.clone() })
        })
        .await?;
    }
    Ok(())
}
