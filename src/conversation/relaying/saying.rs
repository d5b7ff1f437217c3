//! The word of a relay's person on what came of it. One tap is enough; a mistaken one can be taken back.

use chrono::TimeDelta;

use super::super::act::Act;
use super::super::talk::{Step, Talk};
use super::super::watch;
use super::wording;
use crate::channel::Media;
use crate::delivery::{self, OutgoingId, PostKind, Reason, Recorded, RelayWord};
use crate::i18n::{self, Text};
use crate::store::Error;
use crate::text::Rich;
use crate::ward::store as ward;
use crate::ward::{Relay, RelayKind};

/// Minutes after which "later" is asked again.
const LATER_MINUTES: i64 = 120;

/// A copy whose word this person may give.
pub(super) struct Asked {
    pub relay: Relay,
    pub post: PostKind,
}

/// The copy, if it is for this person to say; otherwise they have been told.
pub(super) async fn asked(talk: &mut Talk<'_>, copy: OutgoingId) -> Result<Option<Asked>, Error> {
    let Some(group) = delivery::group_of_copy(talk.tx, copy).await? else {
        talk.toast(Text::ButtonUnknown).await?;
        return Ok(None);
    };
    let found = ward::group(talk.tx, talk.ward.id, group).await?;
    // Who is in office, not who was when the group was registered.
    if !found.is_some_and(|g| talk.roles.heads.contains(&g.neighbourhood)) {
        talk.alert(Text::NotYourNeighbourhood).await?;
        return Ok(None);
    }
    let post = match delivery::post_of_copy(talk.tx, copy).await? {
        Some(post) => delivery::post_kind(talk.tx, post).await?,
        None => PostKind::Post,
    };
    Ok(Some(Asked { relay: ward::relay(talk.tx, group).await?, post }))
}

/// Notes their word. `None`: nothing is to be done any more, and they have been told.
async fn note(talk: &mut Talk<'_>, copy: OutgoingId, word: RelayWord) -> Result<Option<bool>, Error> {
    let me = talk.me().await?;
    let Recorded::Noted { late } =
        delivery::record_relay(talk.tx, copy, word, me.0, talk.desk.relays.late).await?
    else {
        talk.alert(Text::RelayTooLate).await?;
        return Ok(None);
    };
    let again = match word {
        RelayWord::Later => {
            let at = talk.tx.now() + TimeDelta::minutes(LATER_MINUTES);
            Some(talk.desk.residents.night().awake(at))
        }
        RelayWord::Done | RelayWord::Cannot(_) => None,
    };
    delivery::look_at_relay(talk.tx, copy, again).await?;
    if let Some(post) = delivery::post_of_copy(talk.tx, copy).await? {
        watch::stir(talk.tx, post).await?;
    }
    Ok(Some(late))
}

/// "Đã đăng" or "Không đăng được" under what was handed over, or what it is called there.
pub(in crate::conversation) async fn relayed(
    talk: &mut Talk<'_>,
    copy: OutgoingId,
    posted: bool,
) -> Result<(), Error> {
    let Some(Asked { relay, post }) = asked(talk, copy).await? else { return Ok(()) };
    let word = if posted { RelayWord::Done } else { RelayWord::Cannot(Reason::NotPosted) };
    let Some(late) = note(talk, copy, word).await? else { return Ok(()) };
    let is_recall = post == PostKind::Recall;
    let said = match (is_recall, posted, relay.kind) {
        (false, true, _) if late && relay.kind != RelayKind::Meeting => Text::RelayLateNote,
        (false, true, RelayKind::Group) => Text::RelayDoneNote,
        (false, true, _) => Text::RelayDoneElsewhere,
        (false, false, _) => Text::RelayFailedNote,
        (true, true, _) => Text::TakenDownNote,
        (true, false, _) => Text::NotTakenDownNote,
    };
    talk.toast(if posted { Text::RelayThanks } else { Text::RelayNotPosted }).await?;
    // The text to copy stays as it is; a line of its own says what was noted, and lets a
    // mistaken tap be taken back.
    let mut letter = talk.letter(&said);
    if posted {
        let undo = match (is_recall, relay.kind) {
            (true, _) => Text::ButtonTakenDownUndo,
            (false, RelayKind::Group) => Text::ButtonRelayUndo,
            (false, _) => Text::ButtonRelayUndoElsewhere,
        };
        letter.buttons = vec![vec![talk.button(&undo, &Act::NotRelayed(copy))]];
        if !is_recall {
            letter.buttons.insert(0, vec![talk.button(&Text::ButtonPassOn, &Act::PassOn(copy))]);
        }
        if talk.desk.relays.photo && !is_recall {
            talk.set_step(&Step::RelayPhoto { copy }).await?;
            let please = Text::RelayPhotoPlease.say(talk.lang);
            letter.text = letter.text.below(1, &Rich::plain(&please));
        }
        return talk.send(letter).await;
    }
    if !is_recall {
        if relay.kind == RelayKind::Group {
            letter.buttons.push(vec![
                talk.button(&Text::ButtonNoAccess, &Act::RelayWhy(copy, Reason::NoAccess.code().to_owned())),
                talk.button(
                    &Text::ButtonGroupClosed,
                    &Act::RelayWhy(copy, Reason::GroupClosed.code().to_owned()),
                ),
            ]);
        }
        letter.buttons.push(vec![talk.button(&Text::ButtonRelayLater, &Act::RelayLater(copy))]);
    }
    letter.buttons.push(vec![wording::done_button(talk.lang, relay.kind, post, copy)]);
    talk.send(letter).await
}

/// Why it could not be posted.
pub(in crate::conversation) async fn why_not(
    talk: &mut Talk<'_>,
    copy: OutgoingId,
    why: &str,
) -> Result<(), Error> {
    let Some(Asked { relay, post }) = asked(talk, copy).await? else { return Ok(()) };
    let Some(reason) = [Reason::NoAccess, Reason::GroupClosed].into_iter().find(|r| r.code() == why) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    if note(talk, copy, RelayWord::Cannot(reason)).await?.is_none() {
        return Ok(());
    }
    let ward = talk.ward.name.clone();
    let text = match reason {
        Reason::NoAccess => Text::RelayNoAccessNote { ward },
        _ => Text::RelayGroupClosedNote { ward },
    };
    let mut letter = talk.letter(&text);
    letter.buttons = vec![vec![wording::done_button(talk.lang, relay.kind, post, copy)]];
    talk.replace(letter).await
}

/// "Để sau": it is asked again.
pub(in crate::conversation) async fn relayed_later(
    talk: &mut Talk<'_>,
    copy: OutgoingId,
) -> Result<(), Error> {
    let Some(Asked { relay, post }) = asked(talk, copy).await? else { return Ok(()) };
    if note(talk, copy, RelayWord::Later).await?.is_none() {
        return Ok(());
    }
    let at = talk.desk.residents.night().awake(talk.tx.now() + TimeDelta::minutes(LATER_MINUTES));
    let mut letter = talk.letter(&Text::RelayLaterNote { at: i18n::moment(at, talk.lang) });
    letter.buttons = wording::buttons(talk.lang, relay.kind, post, copy);
    talk.replace(letter).await
}

/// A picture that shows a copy where it was put, if one was asked for. Only what the platform calls
/// it is kept.
pub(in crate::conversation) async fn photo_came(talk: &mut Talk<'_>, media: &Media) -> Result<bool, Error> {
    if !talk.is_private() {
        return Ok(false);
    }
    let Some(Step::RelayPhoto { copy }) = talk.step().await? else { return Ok(false) };
    talk.clear_step().await?;
    delivery::put_relay_photo(talk.tx, copy, &media.file_id).await?;
    talk.say(Text::RelayPhotoThanks).await?;
    Ok(true)
}
