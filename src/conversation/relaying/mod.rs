//! What people pass on where no bot can: a group in another app, the loudspeaker, the notice board, a
//! meeting. [`handing`] gives them exactly what to paste, read or hang up; [`saying`] takes their word
//! on what came of it, which is the proof; [`nudging`] asks again; [`besides`] shows the proof and
//! passes questions on; [`ways`] brings more relays in.

mod besides;
mod handing;
mod nudging;
mod rules;
mod saying;
mod taking;
mod ways;
mod wording;

pub(super) use besides::{code, pass_on, photos, photos_row};
pub(super) use handing::{Handing, carrier, hand_over, lang_of, preview_lines};
pub(super) use nudging::look;
pub use rules::RelayRules;
pub(super) use saying::{photo_came, relayed, relayed_later, why_not};
pub(super) use taking::take_down;
pub(super) use ways::{add, button_row, instead, name_came, ready, ways};
