//! The marks and texts of an XML part, names without their prefixes.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::ImportError;

pub(super) enum Node<'a> {
    Open(Mark<'a>),
    Close(String),
    Text(String),
}

/// The beginning of an element.
pub(super) struct Mark<'a>(BytesStart<'a>);

impl Mark<'_> {
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// An attribute by its name without prefix.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        attributes
            .with_checks(false)
            .flatten()
            .filter(|attribute| attribute.key.local_name().into_inner() == name)
            .find_map(|attribute| attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok())
            .map(std::borrow::Cow::into_owned)
    }

    pub fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// Whether a switch is on: `<b/>`, `<b val="1"/>`.
    pub fn is_on(&self) -> bool {
        !matches!(self.attribute("val").as_deref(), Some("0" | "false" | "off"))
    }
}

/// Reads a part from its first mark to its last.
pub(super) struct Nodes<'a>(Reader<&'a [u8]>);

impl<'a> Nodes<'a> {
    pub fn of(part: &'a str) -> Self {
        let mut reader = Reader::from_str(part);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self(reader)
    }

    /// The next node; `None` at the end.
    ///
    /// # Errors
    /// If the part is no XML from here on.
    pub fn next(&mut self) -> Result<Option<Node<'a>>, ImportError> {
        loop {
            return Ok(Some(match self.0.read_event().map_err(|_| ImportError::Broken)? {
                Event::Start(mark) => Node::Open(Mark(mark)),
                Event::End(mark) => Node::Close(mark.local_name().into_inner().to_owned()),
                Event::Text(text) => Node::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Node::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(name) => Node::Text(match &*name {
                    "amp" => "&".to_owned(),
                    "lt" => "<".to_owned(),
                    "gt" => ">".to_owned(),
                    "quot" => "\"".to_owned(),
                    "apos" => "'".to_owned(),
                    _ => name.resolve_char_ref().ok().flatten().map(String::from).unwrap_or_default(),
                }),
                Event::Eof => return Ok(None),
                _ => continue,
            }));
        }
    }
}
