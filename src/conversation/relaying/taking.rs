//! A message is recalled: whoever posted it by hand, or may be about to, takes it down or says so.

use super::super::talk::{Talk, words};
use super::wording;
use super::{carrier, lang_of};
use crate::channel::{Channel, Content, Letter};
use crate::delivery::{self, OutgoingId, Parcel, PostKind, Standing};
use crate::i18n::Text;
use crate::store::Error;
use crate::ward::store as ward;

/// Asks for it. `about`: the beginning of the message.
pub(in crate::conversation) async fn take_down(
    talk: &mut Talk<'_>,
    id: OutgoingId,
    parcel: &impl Fn(Content, Vec<Content>) -> Parcel,
    standing: &Standing,
    about: &str,
) -> Result<(), Error> {
    let Some(group) = ward::group(talk.tx, talk.ward.id, standing.group).await? else { return Ok(()) };
    let relay = ward::relay(talk.tx, group.id).await?;
    let lang = lang_of(talk.tx, group.chat).await?;
    let name = ward::neighbourhood(talk.tx, talk.ward.id, group.neighbourhood).await?;
    let place = wording::place(&relay, &name.map(|n| n.name).unwrap_or_default(), lang);
    let about = about.to_owned();
    let please = if wording::is_spoken(relay.kind) {
        Text::RelayTakeDownSaid { about, place }
    } else {
        Text::RelayTakeDown { about, place }
    };
    let letter =
        Letter { buttons: wording::buttons(lang, relay.kind, PostKind::Recall, id), ..words(lang, &please) };
    let mut copy = parcel(Content::Message(letter.clone()), vec![]);
    (copy.chat, copy.channel) = (group.chat, Channel::Relay);
    delivery::enqueue_as(talk.tx, id, &copy).await?;
    delivery::enqueue(talk.tx, &carrier(&copy, letter)).await?;
    let (now, quiet) = (talk.tx.now(), talk.desk.residents.night());
    let next = talk.desk.relays.next(now, false, quiet, now);
    delivery::put_relay_ask(talk.tx, id, now, false, next).await
}
