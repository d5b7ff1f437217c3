//! What is said to the person of a relay, by what it is.

use super::super::act::Act;
use super::super::talk::button;
use crate::channel::Button;
use crate::delivery::{OutgoingId, PostKind};
use crate::i18n::{Lang, Text};
use crate::ward::{Relay, RelayKind};

/// Where it is put: “nhóm của Tổ 5”, “bảng tin của Tổ 5”. `name`: the neighbourhood's.
pub(super) fn place(relay: &Relay, name: &str, lang: Lang) -> String {
    let name = name.to_owned();
    let text = match relay.kind {
        RelayKind::Group if relay.name.is_empty() => Text::WayGroup { name },
        RelayKind::Group => Text::WayGroupNamed { group: relay.name.clone(), name },
        RelayKind::Loudspeaker => Text::WayLoudspeaker { name },
        RelayKind::Board => Text::WayBoard { name },
        RelayKind::Meeting => Text::WayMeeting { name },
    };
    text.say(lang)
}

/// Whether what was said there cannot be taken down.
pub(super) fn is_spoken(kind: RelayKind) -> bool {
    matches!(kind, RelayKind::Loudspeaker | RelayKind::Meeting)
}

/// It is done, and it cannot be done.
fn labels(kind: RelayKind, post: PostKind) -> [Text; 2] {
    match (post, kind) {
        (PostKind::Recall, kind) if is_spoken(kind) => [Text::ButtonRecallSaid, Text::ButtonRecallNotSaid],
        (PostKind::Recall, _) => [Text::ButtonTakenDown, Text::ButtonNotTakenDown],
        (_, RelayKind::Group) => [Text::ButtonRelayed, Text::ButtonNotRelayed],
        (_, RelayKind::Loudspeaker) => [Text::ButtonReadAloud, Text::ButtonNotReadAloud],
        (_, RelayKind::Board) => [Text::ButtonHungUp, Text::ButtonNotHungUp],
        (_, RelayKind::Meeting) => [Text::ButtonToldMeeting, Text::ButtonNotToldMeeting],
    }
}

pub(super) fn done_button(lang: Lang, kind: RelayKind, post: PostKind, copy: OutgoingId) -> Button {
    button(lang, &labels(kind, post)[0], &Act::Relayed(copy))
}

/// The buttons under what was handed over.
pub(super) fn buttons(lang: Lang, kind: RelayKind, post: PostKind, copy: OutgoingId) -> Vec<Vec<Button>> {
    let cannot = button(lang, &labels(kind, post)[1], &Act::NotRelayed(copy));
    vec![vec![done_button(lang, kind, post, copy), cannot]]
}
