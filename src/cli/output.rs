//! What commands print.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write as _, stdout};

/// Prints a line. Where nobody reads any more (`loa … | head`) there is nothing left to do.
pub(super) fn line(text: Arguments<'_>) {
    let Err(e) = writeln!(stdout(), "{text}") else { return };
    if e.kind() == ErrorKind::BrokenPipe {
        std::process::exit(0);
    }
    eprintln!("{e}");
    std::process::exit(1);
}

macro_rules! say {
    ($($said:tt)+) => { $crate::cli::output::line(format_args!($($said)+)) };
}

pub(super) use say;
