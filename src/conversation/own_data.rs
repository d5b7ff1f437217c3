//! `/dulieu`: everything that is kept about the person who asks, as one file that they can read,
//! keep and show to somebody.

use chrono::{DateTime, Utc};

use super::talk::Talk;
use super::{answering, data_requests, status};
use crate::channel::{Attachment, Letter, Paper};
use crate::i18n::{self, Text};
use crate::privacy::{Kind, store as requests};
use crate::question::media::store as media;
use crate::question::store::{self as questions, AnswerState, Side};
use crate::question::{Question, Way, spoken};
use crate::store::Error;
use crate::text::Rich;
use crate::ward::store as ward;

/// Their requests that are named.
const REQUESTS: i64 = 50;

/// One thing that was said or sent about a question, at its time.
type Line = (DateTime<Utc>, String);

/// `/dulieu`
pub(super) async fn show(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !talk.is_private() {
        return talk.say(Text::OnlyInPrivate).await;
    }
    let request = data_requests::note(talk, Kind::Show).await?;
    let text = everything(talk).await?;
    let (lang, ward) = (talk.lang, talk.ward.name.clone());
    let paper = Paper { name: Text::DataFileName.say(lang), text };
    let caption = Rich::plain(&Text::DataFile { ward, request }.say(lang));
    talk.send_once(Letter { text: caption, paper: Some(paper), ..Letter::default() }).await
}

/// The file's words.
async fn everything(talk: &mut Talk<'_>) -> Result<String, Error> {
    let (me, lang) = (talk.me().await?, talk.lang);
    let at = i18n::moment(talk.tx.now(), lang);
    let mut parts = vec![Text::DataTitle { ward: talk.ward.name.clone(), at }.say(lang)];
    let name = ward::name_of(talk.tx, me).await?;
    let mut about = vec![Text::DataAboutYou.say(lang)];
    about.push(if name.is_empty() { Text::DataNoName.say(lang) } else { Text::DataName { name }.say(lang) });
    about.push(match ward::consent(talk.tx, me).await? {
        Some(notice) => Text::DataConsent { notice }.say(lang),
        None => Text::DataNoConsent.say(lang),
    });
    about.push(Text::DataAccount.say(lang));
    parts.push(about.join("\n"));
    let all = questions::of_person(talk.tx, me).await?;
    parts.push(Text::DataQuestions { n: i18n::count(all.len()) }.say(lang));
    for question in &all {
        parts.push(of_question(talk, question).await?);
    }
    let mut asked = vec![Text::DataRequestsOfYours.say(lang)];
    for request in requests::of_person(talk.tx, me, REQUESTS).await? {
        let (code, kind) = (spoken(&request.code), data_requests::name(request.kind).say(lang));
        let asked_at = i18n::moment(request.asked_at, lang);
        asked.push(Text::DataRequestLine { code, kind, asked: asked_at }.say(lang));
    }
    parts.push(asked.join("\n"));
    parts.push(Text::DataRights.say(lang));
    Ok(parts.join("\n\n"))
}

/// One question with all that was said, sent and answered, in the order of time.
async fn of_question(talk: &mut Talk<'_>, question: &Question) -> Result<String, Error> {
    let lang = talk.lang;
    let state = status::line(talk.tx, question, lang).await?.say(lang);
    let at = i18n::moment(question.asked_at, lang);
    let code = spoken(&question.code);
    let text = if question.text.is_empty() { Text::DataNotKept.say(lang) } else { question.text.clone() };
    let mut parts = vec![Text::DataQuestion { code, at, state, text }.say(lang)];
    if question.way == Way::Head {
        parts.push(match question.asker.as_str() {
            "" => Text::DataPassedOn.say(lang),
            asker => Text::DataAskedFor { asker: asker.to_owned() }.say(lang),
        });
    }
    let mut lines: Vec<Line> = Vec::new();
    for words in questions::words(talk.tx, question.id).await? {
        let at = i18n::moment(words.at, lang);
        match words.side {
            _ if words.text.is_empty() => {}
            Side::Asker => lines.push((words.at, Text::MineAdded { at, text: words.text }.say(lang))),
            Side::Unit => lines.push((words.at, Text::MineAskedBack { at, text: words.text }.say(lang))),
            // What staff write for themselves is not about a person.
            Side::Note => {}
        }
    }
    for (sent_at, attachment) in media::dated(talk.tx, question.id).await? {
        let at = i18n::moment(sent_at, lang);
        let what = match attachment {
            Attachment::Photo(_) => Text::DataPhoto { at },
            Attachment::Document(_) | Attachment::Video(_) => Text::DataDocument { at },
            Attachment::Voice(_) => Text::DataVoice { at },
            Attachment::Place(point) => {
                let (latitude, longitude) = point.degrees();
                Text::DataPlace { at, place: format!("{latitude:.5}, {longitude:.5}") }
            }
        };
        lines.push((sent_at, what.say(lang)));
    }
    // What is one with another question was answered with that.
    let answered = question.joined_to.unwrap_or(question.id);
    for answer in questions::answers(talk.tx, answered).await? {
        if !matches!(answer.state, AnswerState::Sent | AnswerState::Replaced) || answer.text.is_empty() {
            continue;
        }
        let unit = ward::unit(talk.tx, talk.ward.id, answer.unit).await?.map(|u| u.name).unwrap_or_default();
        let text = if question.joined_to.is_some() {
            answering::for_others(talk, answered, &answer).await?.text.to_plain()
        } else {
            answer.text.to_plain()
        };
        let mut line = Text::DataAnswerOf { at: i18n::moment(answer.at, lang), unit, text }.say(lang);
        if answer.media.is_some() {
            line = format!("{line}\n{}", Text::DataAnswerMedia.say(lang));
        }
        lines.push((answer.at, line));
    }
    lines.sort_by_key(|(at, _)| *at);
    parts.extend(lines.into_iter().map(|(_, line)| line));
    Ok(parts.join("\n\n"))
}
