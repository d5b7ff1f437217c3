//! Pictures that a phone can show. Pure: values in, the bytes of a PNG out.
//!
//! Promises: every letter that Vietnamese has can be drawn; what a colour says is said by a form or
//! a number, too.

mod canvas;
mod font;
mod month;
mod qr;
mod spread;

pub use font::{Face, advance, font_file, glyph};
pub use month::{Entry, Form, Group, Month, WIDTH, draw};
pub use qr::{modules, qr};
pub use spread::{COLUMNS_MAX, Mark, ROWS_MAX, Spread, spread};
