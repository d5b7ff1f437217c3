//! Reads `table.txt`, the compact form of the official schema.

use std::collections::HashMap;

use super::Schema;

pub(super) struct Field {
    pub(super) name: String,
    pub(super) required: bool,
    pub(super) kind: Kind,
    pub(super) length: Option<Length>,
}

pub(super) struct Length {
    pub(super) min: usize,
    pub(super) max: usize,
    pub(super) in_bytes: bool,
}

pub(super) enum Kind {
    Int,
    Float,
    Bool,
    True,
    Str,
    Id,
    File,
    Object,
    Word(String),
    Array(Box<Kind>),
    Named(String),
}

impl Schema {
    pub(super) fn read(table: &'static str) -> Self {
        let mut schema = Self { shapes: HashMap::new(), unions: HashMap::new(), methods: HashMap::new() };
        let mut name = "";
        let mut is_union = false;
        for line in table.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
            if line.starts_with(' ') {
                if is_union {
                    let members = schema.unions.entry(name.to_owned()).or_default();
                    members.extend(line.split_whitespace().map(str::to_owned));
                } else {
                    let fields = schema.shapes.entry(name.to_owned()).or_default();
                    fields.extend(line.split_whitespace().filter_map(Field::read));
                }
                continue;
            }
            is_union = line.ends_with('=');
            name = line.trim_end_matches([' ', '=']);
            if name.starts_with(char::is_lowercase) {
                schema.methods.insert(name.to_lowercase(), name);
                schema.shapes.entry(name.to_owned()).or_default();
            }
        }
        schema
    }
}

impl Kind {
    fn read(word: &str) -> Self {
        match word {
            "int" => Self::Int,
            "float" => Self::Float,
            "bool" => Self::Bool,
            "true" => Self::True,
            "str" => Self::Str,
            "id" => Self::Id,
            "file" => Self::File,
            "object" => Self::Object,
            _ => {
                if let Some(inner) = word.strip_prefix('[').and_then(|word| word.strip_suffix(']')) {
                    return Self::Array(Box::new(Self::read(inner)));
                }
                match word.strip_prefix('"').and_then(|word| word.strip_suffix('"')) {
                    Some(literal) => Self::Word(literal.to_owned()),
                    None => Self::Named(word.to_owned()),
                }
            }
        }
    }

    pub(super) fn words(&self) -> &'static str {
        match self {
            Self::Int => "an Integer",
            Self::Float => "a Number",
            Self::Bool => "a Boolean",
            Self::True => "True",
            Self::Str | Self::Word(_) => "a String",
            Self::Id => "an Integer or a String",
            Self::File => "a file or a String",
            Self::Object | Self::Named(_) => "an Object",
            Self::Array(_) => "an Array",
        }
    }
}

impl Field {
    fn read(word: &str) -> Option<Self> {
        let (name, kind) = word.split_once(':')?;
        let (kind, length) =
            kind.split_once('(').map_or((kind, None), |(kind, length)| (kind, Length::read(length)));
        Some(Self {
            name: name.trim_end_matches('!').to_owned(),
            required: name.ends_with('!'),
            kind: Kind::read(kind),
            length,
        })
    }
}

impl Length {
    fn read(word: &str) -> Option<Self> {
        let word = word.strip_suffix(')')?;
        let (word, in_bytes) = word.strip_suffix('b').map_or((word, false), |word| (word, true));
        let (min, max) = word.split_once("..")?;
        Some(Self { min: min.parse().ok()?, max: max.parse().ok()?, in_bytes })
    }
}
