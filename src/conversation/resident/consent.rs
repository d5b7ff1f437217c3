//! Consent: asked for with the first question, which waits for it, shown to no unit.

use super::asking::{acknowledge, place_or_offer, route};
use crate::channel::Letter;
use crate::conversation::act::Act;
use crate::conversation::door;
use crate::conversation::notice::Notice;
use crate::conversation::talk::{Talk, button, link_button, words};
use crate::delivery::{About, Kind as Sent, Lane};
use crate::i18n::{Lang, Text};
use crate::question::store as questions;
use crate::question::{Question, QuestionId, State, spoken};
use crate::store::{Error, Tx};
use crate::text::Rich;
use crate::ward::PersonId;
use crate::ward::store as ward;

/// The notice to which people agree. A changed text is a new notice with a new name, and old
/// agreements do not cover it.
pub const NOTICE: &str = "2027-01";

/// Whether somebody has agreed to this notice.
///
/// # Errors
/// If the database refuses.
pub(in crate::conversation) async fn has_agreed(tx: &mut Tx, person: PersonId) -> Result<bool, Error> {
    Ok(ward::consent(tx, person).await?.is_some_and(|notice| notice == NOTICE))
}

/// Asks for consent; until then the question is shown to no unit.
pub(super) async fn ask_consent(talk: &mut Talk<'_>, question: &Question) -> Result<(), Error> {
    let code = spoken(&question.code);
    let about = About { question: Some(question.id), ..About::default() };
    if talk.is_private() {
        let mut letter = notice(talk.lang, &talk.ward.name, Some(&code));
        if held_of(talk, question.person).await?.len() > 1 {
            // The whole of it stands a few messages above.
            letter.text = Rich::plain(&Text::HeldToo { code }.say(talk.lang));
        }
        return talk.send_about(letter, Sent::Acknowledgement, about).await;
    }
    let mut letter = words(talk.lang, &Text::GroupNeedsConsent { code: code.clone() });
    letter.buttons = vec![vec![link_button(talk.lang, &Text::ButtonOpenPrivate, talk.private_link("dongy"))]];
    acknowledge(talk, letter, about).await?;
    if let Some(mailbox) = ward::mailbox(talk.tx, question.person).await? {
        let letter = notice(Lang::of(&mailbox.language), &talk.ward.name, Some(&code));
        talk.post_to(mailbox.chat, letter, Sent::Acknowledgement, Lane::Interactive, about).await?;
    }
    Ok(())
}

/// A person's questions that wait for their consent, newest first.
async fn held_of(talk: &mut Talk<'_>, person: PersonId) -> Result<Vec<Question>, Error> {
    let all = questions::of_person(talk.tx, person).await?;
    Ok(all.into_iter().filter(|question| question.state == State::Held).collect())
}

fn notice(lang: Lang, ward: &str, code: Option<&str>) -> Letter {
    let mut text = Rich::default();
    if let Some(code) = code {
        text.append(&Rich::bold(&Text::HeldHeading { code: code.to_owned() }.say(lang)));
        text = text.below(2, &Rich::default());
    }
    text.append(&Rich::plain(&Text::ConsentNotice { ward: ward.to_owned() }.say(lang)));
    Letter {
        text,
        buttons: vec![vec![
            button(lang, &Text::ButtonAgree, &Act::Agree(NOTICE.into())),
            button(lang, &Text::ButtonDisagree, &Act::Disagree),
        ]],
        ..Letter::default()
    }
}

/// The private chat was opened from the acknowledgement in a group.
pub(in crate::conversation) async fn continue_held(talk: &mut Talk<'_>) -> Result<(), Error> {
    let me = talk.me().await?;
    match held_of(talk, me).await?.first() {
        Some(question) => {
            let letter = notice(talk.lang, &talk.ward.name, Some(&spoken(&question.code)));
            let about = About { question: Some(question.id), ..About::default() };
            talk.send_about(letter, Sent::Acknowledgement, about).await
        }
        None => door::help(talk).await,
    }
}

/// "Đồng ý"
pub(in crate::conversation) async fn agreed(talk: &mut Talk<'_>, shown: &str) -> Result<(), Error> {
    if !talk.is_private() || shown != NOTICE {
        return talk.alert(Text::NoticeOld).await;
    }
    let me = talk.me().await?;
    if !has_agreed(talk.tx, me).await? {
        let language = talk.lang.code();
        ward::give_consent(talk.tx, talk.ward.id, me, NOTICE, language).await?;
    }
    let letter = words(talk.lang, &Text::Agreed);
    talk.replace(letter).await?;
    for question in held_of(talk, me).await?.into_iter().rev() {
        // From here on it waits for a field to be chosen and no longer for a word that was given.
        questions::step(talk.tx, question.id, State::Held, State::Choosing).await?;
        let verdict = route(talk, &question.text, question.post).await?;
        place_or_offer(talk, &question, &verdict).await?;
    }
    Ok(())
}

/// "Không đồng ý": what was held is gone.
pub(in crate::conversation) async fn disagreed(talk: &mut Talk<'_>) -> Result<(), Error> {
    let me = talk.me().await?;
    if has_agreed(talk.tx, me).await? {
        return talk.alert(Text::AlreadyAgreed).await;
    }
    for question in held_of(talk, me).await? {
        questions::step(talk.tx, question.id, State::Held, State::Withdrawn).await?;
        questions::blank(talk.tx, question.id).await?;
    }
    let letter = words(talk.lang, &Text::Disagreed { ward: talk.ward.name.clone() });
    talk.replace(letter).await
}

/// Questions that waited for consent too long: their words are deleted.
pub(in crate::conversation) async fn let_go(notice: &mut Notice<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(question) = questions::question(notice.tx(), id).await? else { return Ok(()) };
    if !questions::step(notice.tx(), id, State::Held, State::Withdrawn).await? {
        return Ok(());
    }
    questions::blank(notice.tx(), id).await?;
    let code = spoken(&question.code);
    notice.tell(question.person, &Text::HeldExpired { code }).await
}
