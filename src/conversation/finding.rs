//! “Tìm”: an officer finds a question by its code or by words, with or without accents.

use super::act::Act;
use super::inbox::{self, PAGE, due_words, open_buttons, page_buttons};
use super::talk::{Step, Talk};
use crate::channel::Letter;
use crate::i18n::{self, Lang, Text};
use crate::question::store as questions;
use crate::question::{Question, State, spoken};
use crate::store::Error;
use crate::text::{Rich, nfc, shorten};

/// Questions that a search shows at most; who looks for more says more.
const FOUND_MAX: usize = 24;
/// Characters of what is looked for.
const WANTED_MAX: usize = 200;
const BEGINNING: usize = 90;

/// Asks what to look for.
pub(super) async fn ask(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !talk.is_private() {
        return talk.alert(Text::OnlyInPrivate).await;
    }
    if inbox::reader(talk).await?.units.is_empty() {
        return talk.alert(Text::OnlyOfficersInbox).await;
    }
    talk.set_step(&Step::Finding { wanted: String::new() }).await?;
    talk.say(Text::FindWhat).await
}

/// What is looked for came.
pub(super) async fn came(talk: &mut Talk<'_>, text: &Rich) -> Result<(), Error> {
    let wanted: String = nfc(text.words().trim()).chars().take(WANTED_MAX).collect();
    if wanted.is_empty() {
        return talk.say(Text::FindWhat).await;
    }
    talk.set_step(&Step::Finding { wanted: wanted.clone() }).await?;
    show(talk, &wanted, 0).await
}

/// Another page of what was found.
pub(super) async fn turn(talk: &mut Talk<'_>, number: i32) -> Result<(), Error> {
    if inbox::reader(talk).await?.units.is_empty() {
        return talk.alert(Text::OnlyOfficersInbox).await;
    }
    match talk.step().await? {
        Some(Step::Finding { wanted }) if !wanted.is_empty() => {
            show(talk, &wanted, usize::try_from(number).unwrap_or(0)).await
        }
        _ => talk.toast(Text::FindAgain).await,
    }
}

async fn show(talk: &mut Talk<'_>, wanted: &str, number: usize) -> Result<(), Error> {
    let reader = inbox::reader(talk).await?;
    if reader.units.is_empty() {
        return talk.alert(Text::OnlyOfficersInbox).await;
    }
    let found = questions::search(talk.tx, &reader, wanted, FOUND_MAX).await?;
    if found.is_empty() {
        return talk.say(Text::FoundNothing { wanted: shorten(wanted, 60) }).await;
    }
    let (lang, last) = (talk.lang, (found.len() - 1) / PAGE);
    let number = number.min(last);
    let heading = Text::FoundHeading { wanted: shorten(wanted, 60), n: i18n::count(found.len()) };
    let mut text = Rich::bold(&heading.say(lang));
    let shown: Vec<&Question> = found.iter().skip(number * PAGE).take(PAGE).collect();
    for question in &shown {
        let line = format!("{} · {}", spoken(&question.code), standing(talk, question, lang));
        let begins = shorten(&inbox::beginning(question.unit, &question.text), BEGINNING);
        text = text.below(2, &Rich::bold(&line)).below(1, &Rich::plain(&begins));
    }
    if found.len() == FOUND_MAX {
        text = text.below(2, &Rich::plain(&Text::FoundMany.say(lang)));
    }
    let mut buttons = open_buttons(lang, shown.iter().map(|question| (question.id, question.code.as_str())));
    buttons.extend(page_buttons(talk, number, last, Act::Found));
    inbox::show(talk, Letter { text, buttons, ..Letter::default() }).await
}

/// How a question stands, in a word or two.
fn standing(talk: &Talk<'_>, question: &Question, lang: Lang) -> String {
    let text = match (question.state, question.due_at) {
        (State::Waiting, _) => Text::DueWaiting,
        (State::Choosing | State::Held, _) => Text::StuckUnchosen,
        (State::Open, Some(due)) => due_words(due, talk.tx.now()),
        (State::Answered | State::Confirmed | State::Closed, _) => Text::FoundAnswered,
        _ => Text::FoundEnded,
    };
    text.say(lang)
}
