//! Asking for somebody who does not write themselves: a neighbour, named to the unit only.

use super::asking::{Wish, take};
use crate::conversation::act::Act;
use crate::conversation::talk::{Step, Talk, words};
use crate::delivery::PostId;
use crate::i18n::{Lang, Text};
use crate::question::{Question, Way, spoken};
use crate::store::Error;
use crate::text::{Rich, nfc, shorten};

/// Characters of whom it is for: a name, or a house.
const ASKER_MAX: usize = 80;

/// “Hỏi hộ người khác”
pub(in crate::conversation) async fn ask_for_whom(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !talk.is_private() || !may_ask_for(talk) {
        return talk.alert(Text::NotHead).await;
    }
    talk.set_step(&Step::ForWhom).await?;
    let letter = words(talk.lang, &Text::ForWhom);
    talk.replace(letter).await
}

/// A name or a house came.
pub(in crate::conversation) async fn for_whom_came(talk: &mut Talk<'_>, text: &Rich) -> Result<(), Error> {
    let asker = shorten(nfc(text.words().trim()).trim(), ASKER_MAX);
    if asker.is_empty() {
        return talk.say(Text::ForWhom).await;
    }
    talk.set_step(&Step::ForConsent { asker: asker.clone(), post: None }).await?;
    let mut letter = talk.letter(&Text::ForConsent { asker });
    letter.buttons = vec![vec![talk.button(&Text::ButtonForAgrees, &Act::ForAgrees)]];
    talk.send_once(letter).await
}

/// A neighbour has asked about a post, who need not be named.
pub(in crate::conversation) async fn ask_of_post(talk: &mut Talk<'_>, post: PostId) -> Result<(), Error> {
    talk.set_step(&Step::ForConsent { asker: String::new(), post: Some(post) }).await?;
    let mut letter = talk.letter(&Text::PassOnConsent);
    letter.buttons = vec![vec![talk.button(&Text::ButtonForAgrees, &Act::ForAgrees)]];
    talk.send(letter).await
}

/// They have agreed.
pub(in crate::conversation) async fn for_agrees(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !may_ask_for(talk) {
        return talk.alert(Text::NotHead).await;
    }
    let Some(Step::ForConsent { asker, post }) = talk.step().await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let how = if asker.is_empty() { Text::PassOnQuestion } else { Text::ForQuestion };
    talk.set_step(&Step::AskingFor { asker, post }).await?;
    let letter = words(talk.lang, &how);
    talk.replace(letter).await
}

/// Their question came.
pub(in crate::conversation) async fn ask_for(
    talk: &mut Talk<'_>,
    asker: &str,
    post: Option<PostId>,
    text: &Rich,
) -> Result<(), Error> {
    if text.is_empty() {
        return Ok(());
    }
    talk.clear_step().await?;
    if !may_ask_for(talk) {
        return talk.say(Text::NotHead).await;
    }
    take(talk, Wish { text: &text.words(), post, asker: Some(asker) }).await
}

fn may_ask_for(talk: &Talk<'_>) -> bool {
    talk.roles.is_head() || talk.roles.is_staff()
}

/// What stands above an answer for somebody else: whom to tell.
pub(in crate::conversation) fn pass_on_line(question: &Question, lang: Lang) -> Option<Rich> {
    if question.way != Way::Head {
        return None;
    }
    let (code, asker) = (spoken(&question.code), question.asker.clone());
    let please = match asker.as_str() {
        "" => Text::AnswerPassOnNeighbour { code },
        _ => Text::AnswerPassOn { code, asker },
    };
    Some(Rich::plain(&please.say(lang)))
}
