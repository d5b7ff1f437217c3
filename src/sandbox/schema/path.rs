//! Where in a call a value stands. It is spelled out only when something is wrong there.

use std::fmt::{Display, Formatter, Result};

/// A value inside its parameter, such as `reply_markup.inline_keyboard[0][1].text`.
pub(super) struct Path<'a> {
    above: Option<&'a Path<'a>>,
    step: Step<'a>,
}

enum Step<'a> {
    Field(&'a str),
    Item(usize),
}

impl<'a> Path<'a> {
    /// A field of the object that stands at `above`, or a parameter.
    pub(super) fn field(above: Option<&'a Path<'a>>, name: &'a str) -> Self {
        Self { above, step: Step::Field(name) }
    }

    /// An item of the array that stands at `above`.
    pub(super) fn item(above: &'a Path<'a>, number: usize) -> Self {
        Self { above: Some(above), step: Step::Item(number) }
    }

    /// Whether it is the whole parameter of this name.
    pub(super) fn is_parameter(&self, name: &str) -> bool {
        self.above.is_none() && matches!(self.step, Step::Field(own) if own == name)
    }
}

impl Display for Path<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if let Some(above) = self.above {
            write!(f, "{above}")?;
        }
        match self.step {
            Step::Field(name) if self.above.is_some() => write!(f, ".{name}"),
            Step::Field(name) => write!(f, "{name}"),
            Step::Item(number) => write!(f, "[{number}]"),
        }
    }
}
