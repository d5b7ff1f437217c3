//! `/cauhoi`: a person's questions in plain words, and one of them opened.

use super::own;
use crate::channel::{Button, Letter, Target};
use crate::conversation::act::Act;
use crate::conversation::answering::for_others;
use crate::conversation::status;
use crate::conversation::talk::Talk;
use crate::delivery::{About, Kind};
use crate::i18n::{self, Lang, Text};
use crate::question::store::{self as questions, AnswerState, Side};
use crate::question::{Question, QuestionId, State, spoken};
use crate::store::Error;
use crate::text::{Rich, shorten};

/// Questions on one screen: each has a button, and more than a handful is hard to read.
const SHOWN: usize = 5;
/// Characters of a question in the list, and of its parts once it is opened.
const LINE: usize = 120;
const PART: usize = 1_000;
/// The last things said that are shown.
const SAID: usize = 3;

/// The newest questions, or those that are older; `page` from 0.
pub(in crate::conversation) async fn mine(talk: &mut Talk<'_>, page: i32) -> Result<(), Error> {
    if !talk.is_private() {
        return talk.say(Text::OnlyInPrivate).await;
    }
    let me = talk.me().await?;
    let all = questions::of_person(talk.tx, me).await?;
    if all.is_empty() {
        return talk.say(Text::NoQuestions).await;
    }
    let (lang, page) = (talk.lang, usize::try_from(page).unwrap_or_default());
    let mut text = Rich::bold(&Text::MyQuestions.say(lang));
    let mut buttons = Vec::new();
    for question in all.iter().skip(page * SHOWN).take(SHOWN) {
        let code = spoken(&question.code);
        let state = status::line(talk.tx, question, lang).await?;
        let line = Text::QuestionLine { code: code.clone(), state: state.say(lang) };
        text = text.below(2, &Rich::plain(&line.say(lang)));
        if !question.text.is_empty() {
            text = text.below(1, &Rich::plain(&shorten(&question.text, LINE)));
            let open = Text::ButtonMyQuestion { code };
            buttons.push(vec![talk.button(&open, &Act::MyQuestion(question.id))]);
        }
    }
    if all.len() > (page + 1) * SHOWN {
        let next = i32::try_from(page + 1).unwrap_or(i32::MAX);
        buttons.push(vec![talk.button(&Text::ButtonMore, &Act::Mine(next))]);
    }
    talk.send_once(Letter { text, buttons, ..Letter::default() }).await
}

/// One question: its words, what was said since, the answer, and what can be done. A reply to it
/// adds to the question.
pub(in crate::conversation) async fn show(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(question) = own(talk, id).await? else { return talk.toast(Text::ButtonUnknown).await };
    let lang = talk.lang;
    let mut text = status::letter(talk.tx, &question, lang).await?.text;
    let asked =
        Text::MineAsked { at: i18n::moment(question.asked_at, lang), text: shorten(&question.text, PART) };
    text = text.below(2, &Rich::plain(&asked.say(lang)));
    let said = questions::words(talk.tx, id).await?;
    let said: Vec<_> = said.iter().filter(|w| w.side != Side::Note && !w.text.is_empty()).collect();
    for words in &said[said.len().saturating_sub(SAID)..] {
        let (at, words_said) = (i18n::moment(words.at, lang), shorten(&words.text, PART / 2));
        let line = match words.side {
            Side::Asker => Text::MineAdded { at, text: words_said },
            Side::Unit | Side::Note => Text::MineAskedBack { at, text: words_said },
        };
        text = text.below(2, &Rich::plain(&line.say(lang)));
    }
    let main = question.joined_to.unwrap_or(id);
    let answers = questions::answers(talk.tx, main).await?;
    if let Some(answer) = answers.iter().rev().find(|a| a.state == AnswerState::Sent) {
        let at = i18n::moment(answer.at, lang);
        let answer = if main == id { answer.clone() } else { for_others(talk, main, answer).await? };
        let line = Text::DataAnswer { at, text: shorten(&answer.text.to_plain(), PART) };
        text = text.below(2, &Rich::plain(&line.say(lang)));
    }
    let letter = Letter { text, buttons: choices(&question, lang), ..Letter::default() };
    talk.send_about(letter, Kind::Extract, About { question: Some(id), ..About::default() }).await
}

/// What can be done with a question, as buttons.
fn choices(question: &Question, lang: Lang) -> Vec<Vec<Button>> {
    let id = question.id;
    let mut rows = status::buttons(id, question.state, lang);
    if matches!(question.state, State::Confirmed | State::Closed) && question.asker.is_empty() {
        let (label, may) =
            if question.may_publish { (Text::ButtonNotPublish, "n") } else { (Text::ButtonMayPublish, "y") };
        let act = Act::MayPublish(id, may.into());
        rows.push(vec![Button { label: label.say(lang), target: Target::Act(act.pack()) }]);
    }
    rows
}
