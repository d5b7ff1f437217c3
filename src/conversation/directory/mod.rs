//! `/phuong`, “Tổ dân phố”: the ward's directory. Neighbourhoods are listed, found by what they are
//! or were called, added, renamed, merged and split; the whole of it comes and goes as a table. For
//! administrators.

mod changing;
mod exchange;
mod groups;
mod help;
mod screens;
pub mod table;

use serde::{Deserialize, Serialize};

pub(super) use changing::{ask_contact, ask_merge, ask_name, ask_split, edit, merge, merge_picked};
pub use exchange::wanted_lines;
pub(super) use exchange::{ask_file, export, put, table_came};
pub(super) use groups::{ask_move, ask_off, groups, move_to, name_of as group_name, off, take_off};
pub(super) use help::{drop_helper, help_line, helper, say_with_help};
pub(super) use screens::{
    ask_list, ask_search, head_link, list_came, look_up, neighbourhood, neighbourhoods,
};

use super::staff::only_administrator;
use super::talk::Talk;
use crate::i18n::Text;
use crate::store::Error;
use crate::text::Rich;
use crate::ward::NeighbourhoodId;
use crate::ward::store::Wanted;

/// What the next words are for, or the next file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Asked {
    /// They are looked for.
    Search,
    /// They are its new name.
    Name(NeighbourhoodId),
    /// They are whom the ward calls, and the phone.
    Contact(NeighbourhoodId),
    /// They name the neighbourhood of which it becomes part.
    Merge(NeighbourhoodId),
    /// They are code and name of the part that becomes one of its own.
    Split(NeighbourhoodId),
    /// They are who helps heads, and the phone.
    Helper,
    /// A table is awaited.
    File,
    /// These lines wait for their button.
    Ready(Vec<Wanted>),
}

/// The words that were asked for.
pub(super) async fn words_came(talk: &mut Talk<'_>, asked: Asked, text: &Rich) -> Result<(), Error> {
    only_administrator!(talk);
    let words = text.words();
    match asked {
        Asked::Search => screens::look_up(talk, &words).await,
        Asked::Name(id) => changing::name_came(talk, id, &words).await,
        Asked::Contact(id) => changing::contact_came(talk, id, &words).await,
        Asked::Merge(id) => changing::merge_came(talk, id, &words).await,
        Asked::Split(id) => changing::split_came(talk, id, &words).await,
        Asked::Helper => help::came(talk, &words).await,
        Asked::File => talk.say(Text::DirectorySend).await,
        Asked::Ready(_) => talk.say(Text::UseButtons).await,
    }
}
