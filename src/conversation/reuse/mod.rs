//! Beginning a message from what is there already: an earlier message, last year's, a template, a
//! table.

mod earlier;
mod many;
mod templates;
mod year;

pub(super) use earlier::{ask, came, copy, open, turn};
pub(super) use many::{Ready, ask_table, submit_all, table_came};
pub(super) use templates::{
    begin as use_template, drop as drop_template, keep as keep_template, list as templates, name_came,
    open as template, text_came, value_came,
};
pub(super) use year::{buttons as year_buttons, offer};

use super::act::Act;
use super::talk::Talk;
use crate::channel::Button;
use crate::i18n::Text;

/// The other ways to begin a message, below the content groups.
pub(super) fn ways(talk: &Talk<'_>) -> Vec<Vec<Button>> {
    vec![
        vec![
            talk.button(&Text::ButtonTemplates, &Act::Templates),
            talk.button(&Text::ButtonOldMessages, &Act::OldMessages),
        ],
        vec![talk.button(&Text::ButtonManyAsk, &Act::ManyAsk)],
    ]
}
