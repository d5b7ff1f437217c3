//! What is no ordinary question: danger, complaints, what others answer.

use super::asking::{Wish, answer_here, open, store};
use crate::conversation::talk::{Step, Talk, words};
use crate::i18n::{self, Text};
use crate::question::deadline::Kind;
use crate::question::route::{Verdict, is_hurt};
use crate::question::{SmallTalk, State};
use crate::store::Error;
use crate::ward::store as ward;

/// Who is alerted to danger: the police, and the health station where somebody is hurt or ill.
const HELPERS: [&str; 2] = [POLICE, HEALTH];
const POLICE: &str = "CA";
const HEALTH: &str = "YT";

/// Danger in progress: the numbers first, then the alert, at any hour and without forms. Where
/// both the police and the health station are meant, both are alerted, each by a question of its own.
pub(super) async fn emergency(talk: &mut Talk<'_>, wish: Wish<'_>, verdict: &Verdict) -> Result<(), Error> {
    answer_here(talk, words(talk.lang, &Text::Emergency)).await?;
    let why = verdict.why.join(", ");
    for code in helpers(wish.text, verdict) {
        let Some(unit) = ward::unit_by_code(talk.tx, talk.ward.id, code).await? else { continue };
        let question = store(talk, wish, "EMERGENCY", Kind::Urgent, State::Choosing, &why).await?;
        open(talk, &question, &unit, "EMERGENCY", &why, Kind::Urgent, true).await?;
    }
    Ok(())
}

/// The units that are alerted to danger.
pub(in crate::conversation) fn helpers<'a>(text: &str, verdict: &'a Verdict) -> Vec<&'a str> {
    let mut near = verdict.ranked.iter().map(|r| r.label.as_str()).filter(|label| HELPERS.contains(label));
    let mut helpers = vec![near.next().unwrap_or(POLICE)];
    if is_hurt(text) && !helpers.contains(&HEALTH) {
        helpers.push(HEALTH);
    }
    helpers
}

/// A complaint or denunciation: the lawful way is shown; only that it happened is kept.
pub(super) async fn complaint(talk: &mut Talk<'_>, wish: Wish<'_>) -> Result<(), Error> {
    let blank = Wish { text: "", asker: None, ..wish };
    store(talk, blank, "COMPLAINT", Kind::Normal, State::Told, "").await?;
    let (ward, times) = (talk.ward.name.clone(), talk.desk.residents.reception.to_string());
    let text = if times.is_empty() { Text::Complaint { ward } } else { Text::ComplaintTimes { ward, times } };
    answer_here(talk, words(talk.lang, &text)).await
}

/// Nothing is asked: the answer that fits, and no ticket.
pub(super) async fn small_talk(talk: &mut Talk<'_>, wish: Wish<'_>) -> Result<(), Error> {
    let answer = match SmallTalk::of(wish.text) {
        SmallTalk::Opening if talk.is_private() => {
            // The post that they came from is what the question will be about.
            talk.set_step(&Step::Asking { post: wish.post }).await?;
            Text::AskHow
        }
        SmallTalk::Opening => Text::GroupAskHow,
        SmallTalk::Greeting => Text::Greeting,
        SmallTalk::Thanks => Text::GreetingThanks,
        SmallTalk::Advertisement => Text::GreetingAdvertisement,
    };
    answer_here(talk, words(talk.lang, &answer)).await
}

/// Not the ward's: who is, with a contact where there is one.
pub(super) async fn outside(talk: &mut Talk<'_>, wish: Wish<'_>, verdict: &Verdict) -> Result<(), Error> {
    let blank = Wish { text: "", asker: None, ..wish };
    store(talk, blank, "OUTSIDE", Kind::Normal, State::Referred, "").await?;
    let body = talk.desk.routers.of(talk.ward.id).referral(verdict);
    let lang = talk.lang;
    let who = body.as_ref().and_then(|b| i18n::field(&b.key, lang));
    let answer = match (who, body.and_then(|b| b.contact)) {
        (Some(who), Some(contact)) => Text::OutsideContact { who, contact },
        (Some(who), None) => Text::OutsideNamed { who },
        (None, _) => Text::Outside { ward: talk.ward.name.clone() },
    };
    answer_here(talk, words(lang, &answer)).await
}
