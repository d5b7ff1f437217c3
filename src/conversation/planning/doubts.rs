//! The doubts of a plan that was read, one at a time: the words of the line, what was read, and
//! what a person says about it. Whoever comes second sees what was said.

use super::super::act::Act;
use super::super::staff::only_administrator;
use super::super::talk::{Step, Talk};
use super::proposal::{doubt_act, found, screen};
use crate::channel::Letter;
use crate::i18n::{Text, count};
use crate::plan::doubtful::{Finding, Question, Verdict, questions};
use crate::plan::import::Uncertainty;
use crate::plan::{self, Proposal, ProposalId, Said};
use crate::store::Error;
use crate::text::{Rich, nfc, shorten};
use crate::ward::store as ward;

/// Units of what was read; of the words of a line the reader keeps fewer.
const READ: usize = 900;

/// A doubt with the proposal that it belongs to.
struct Asked {
    read: Proposal,
    all: Vec<Question>,
    at: usize,
}

impl Asked {
    fn question(&self) -> &Question {
        &self.all[self.at]
    }
}

async fn asked(talk: &mut Talk<'_>, id: ProposalId, at: i32) -> Result<Option<Asked>, Error> {
    let Some(read) = found(talk, id).await? else { return Ok(None) };
    let all = questions(&read.document);
    let Some(at) = usize::try_from(at).ok().filter(|at| *at < all.len()) else {
        talk.toast(Text::ButtonUnknown).await?;
        return Ok(None);
    };
    Ok(Some(Asked { read, all, at }))
}

/// One doubt.
pub(in crate::conversation) async fn show(talk: &mut Talk<'_>, id: ProposalId, at: i32) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(asked) = asked(talk, id, at).await? else { return Ok(()) };
    let said = plan::decisions(talk.tx, id).await?;
    doubt(talk, &asked, &said).await
}

/// Its short code, as the reader writes it.
fn code(about: Uncertainty) -> String {
    serde_json::to_value(about).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

async fn doubt(talk: &mut Talk<'_>, asked: &Asked, said: &[Said]) -> Result<(), Error> {
    let (lang, question) = (talk.lang, asked.question());
    let document = &asked.read.document;
    let kind = Text::DoubtKind { kind: question.finding.kind().to_owned() }.say(lang);
    let heading = Text::DoubtHeading { n: count(asked.at + 1), all: count(asked.all.len()), kind };
    let mut text = Rich::bold(&heading.say(lang));
    if let Some(words) = document.quotes.get(&question.line) {
        let line = Text::DoubtLine { line: count(question.line), words: words.clone() };
        text = text.below(2, &Rich::plain(&line.say(lang)));
    }
    let read = shorten(&question.finding.read(document), READ);
    let is_remark = matches!(question.finding, Finding::Remark(_));
    if !is_remark {
        let line =
            if read.is_empty() { Text::DoubtReadNothing } else { Text::DoubtRead { read: read.clone() } };
        text = text.below(2, &Rich::plain(&line.say(lang)));
    }
    let mut whys: Vec<String> =
        question.why.iter().map(|about| Text::DoubtWhy { about: code(*about) }.say(lang)).collect();
    if whys.is_empty() {
        whys.push(Text::DoubtUnsure.say(lang));
    }
    text = text.below(1, &Rich::plain(&whys.join("\n")));
    let (id, n) = (asked.read.id, i32::try_from(asked.at).unwrap_or(i32::MAX));
    let mut buttons = Vec::new();
    if let Some(said) = said.iter().find(|said| said.finding == question.finding.key()) {
        let name = ward::name_of(talk.tx, said.by).await?;
        let words = if let Verdict::Edit(words) = &said.verdict { words.clone() } else { String::new() };
        let line = Text::DoubtSaid { verdict: said.verdict.code().to_owned(), name, words };
        text = text.below(2, &Rich::bold(&line.say(lang)));
        buttons.push(vec![talk.button(&Text::ButtonDoubtAgain, &Act::DoubtAgain(id, n))]);
    } else {
        let mut row = Vec::new();
        if is_remark {
            row.push(talk.button(&Text::ButtonDoubtSeen, &Act::DoubtYes(id, n)));
        } else {
            if !read.is_empty() {
                row.push(talk.button(&Text::ButtonDoubtYes, &Act::DoubtYes(id, n)));
            }
            row.push(talk.button(&Text::ButtonDoubtSkip, &Act::DoubtSkip(id, n)));
        }
        if question.finding.may_edit() {
            let label = if read.is_empty() { Text::ButtonDoubtWrite } else { Text::ButtonDoubtEdit };
            row.push(talk.button(&label, &Act::DoubtEdit(id, n)));
        }
        buttons.push(row);
    }
    let mut turn = Vec::new();
    if asked.at > 0 {
        turn.push(talk.button(&Text::ButtonPageBefore, &doubt_act(id, asked.at - 1)));
    }
    if asked.at + 1 < asked.all.len() {
        turn.push(talk.button(&Text::ButtonPageAfter, &doubt_act(id, asked.at + 1)));
    }
    if !turn.is_empty() {
        buttons.push(turn);
    }
    buttons.push(vec![talk.button(&Text::ButtonDoubtLater, &Act::Proposal(id))]);
    talk.replace(Letter { text, buttons, ..Letter::default() }).await
}

/// “Đúng”
pub(in crate::conversation) async fn yes(talk: &mut Talk<'_>, id: ProposalId, at: i32) -> Result<(), Error> {
    decide(talk, id, at, Verdict::Yes).await
}

/// “Bỏ qua”
pub(in crate::conversation) async fn skip(talk: &mut Talk<'_>, id: ProposalId, at: i32) -> Result<(), Error> {
    decide(talk, id, at, Verdict::Skip).await
}

async fn decide(talk: &mut Talk<'_>, id: ProposalId, at: i32, verdict: Verdict) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(asked) = asked(talk, id, at).await? else { return Ok(()) };
    let me = talk.me().await?;
    let is_first = plan::decide(talk.tx, talk.ward.id, id, asked.question(), &verdict, me).await?;
    let said = plan::decisions(talk.tx, id).await?;
    if !is_first {
        let key = asked.question().finding.key();
        doubt(talk, &asked, &said).await?;
        let Some(theirs) = said.iter().find(|said| said.finding == key) else { return Ok(()) };
        let name = ward::name_of(talk.tx, theirs.by).await?;
        return talk.alert(Text::DoubtTaken { name }).await;
    }
    // The next one that is open, from here on and around.
    let n = asked.all.len();
    let is_open = |at: &usize| said.iter().all(|said| said.finding != asked.all[*at].finding.key());
    match (1..n).map(|step| (asked.at + step) % n).find(is_open) {
        Some(next) => doubt(talk, &Asked { at: next, ..asked }, &said).await,
        None => screen(talk, &asked.read, Some(Text::DoubtsDone)).await,
    }
}

/// “Quyết lại”
pub(in crate::conversation) async fn again(
    talk: &mut Talk<'_>,
    id: ProposalId,
    at: i32,
) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(asked) = asked(talk, id, at).await? else { return Ok(()) };
    let me = talk.me().await?;
    plan::revise(talk.tx, talk.ward.id, id, asked.question(), me).await?;
    let said = plan::decisions(talk.tx, id).await?;
    doubt(talk, &asked, &said).await
}

/// “Sửa”: the next words stand in its place.
pub(in crate::conversation) async fn ask_words(
    talk: &mut Talk<'_>,
    id: ProposalId,
    at: i32,
) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(asked) = asked(talk, id, at).await? else { return Ok(()) };
    if !asked.question().finding.may_edit() {
        return talk.toast(Text::ButtonUnknown).await;
    }
    talk.set_step(&Step::PlanWords { proposal: id, at }).await?;
    talk.say(Text::DoubtEditAsk { kind: asked.question().finding.kind().to_owned() }).await
}

/// They came.
pub(in crate::conversation) async fn words_came(
    talk: &mut Talk<'_>,
    id: ProposalId,
    at: i32,
    text: &Rich,
) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(asked) = asked(talk, id, at).await? else { return talk.clear_step().await };
    let words = nfc(text.words().trim());
    if !asked.question().finding.fits(&words, &asked.read.document) {
        let ask = Text::DoubtEditAsk { kind: asked.question().finding.kind().to_owned() }.say(talk.lang);
        return talk.say(Text::DoubtEditUnread { ask }).await;
    }
    talk.clear_step().await?;
    decide(talk, id, at, Verdict::Edit(words)).await
}
