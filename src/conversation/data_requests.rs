//! What people asked for about their own data, for administrators.

use super::act::Act;
use super::talk::Talk;
use crate::channel::Letter;
use crate::i18n::{self, Text};
use crate::privacy::{Kind, store as requests};
use crate::question::spoken;
use crate::store::Error;
use crate::text::Rich;
use crate::ward::PersonId;

/// Requests on one screen.
const SHOWN: i64 = 20;

/// Notes what is carried out in this transaction; gives its code as people see it.
pub(super) async fn note(talk: &mut Talk<'_>, kind: Kind) -> Result<String, Error> {
    let me = talk.me().await?;
    note_for(talk, me, kind).await
}

/// The same where somebody else asked for it for them.
pub(super) async fn note_for(talk: &mut Talk<'_>, person: PersonId, kind: Kind) -> Result<String, Error> {
    let due = kind.due(talk.tx.now(), &talk.desk.working);
    let code = requests::done_at_once(talk.tx, talk.ward.id, person, kind, due).await?;
    Ok(spoken(&code))
}

/// What a kind is called.
pub(super) fn name(kind: Kind) -> Text {
    match kind {
        Kind::Show => Text::DataRequestShow,
        Kind::Withdraw => Text::DataRequestWithdraw,
        Kind::Erase => Text::DataRequestErase,
    }
}

/// How many there were of each kind, and the newest.
pub(super) async fn list(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !talk.is_private() {
        return talk.alert(Text::OnlyInPrivate).await;
    }
    if !talk.roles.may_administer() {
        return talk.alert(Text::OnlyAdministrator).await;
    }
    let lang = talk.lang;
    let counts = requests::counts(talk.tx, talk.ward.id).await?;
    let of = |kind: Kind| counts.iter().find(|(code, _)| code == kind.code()).map_or(0, |(_, n)| *n);
    let heading =
        Text::DataRequests { show: of(Kind::Show), withdraw: of(Kind::Withdraw), erase: of(Kind::Erase) };
    let mut text = Rich::bold(&heading.say(lang));
    for request in requests::newest(talk.tx, talk.ward.id, SHOWN).await? {
        let (code, kind) = (spoken(&request.code), name(request.kind).say(lang));
        let asked = i18n::moment(request.asked_at, lang);
        let line = match request.done_at {
            Some(done) => Text::DataRequestDone { code, kind, asked, done: i18n::moment(done, lang) },
            None => Text::DataRequestOpen { code, kind, asked, due: i18n::moment(request.due_at, lang) },
        };
        text = text.below(2, &Rich::plain(&line.say(lang)));
    }
    let buttons = vec![vec![talk.button(&Text::ButtonBack, &Act::Home)]];
    talk.replace(Letter { text, buttons, ..Letter::default() }).await
}
