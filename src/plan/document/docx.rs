//! The paragraphs and tables of a document of Word, as lines.

use super::ImportError;
use super::numbering::{Asked, Numbering};
use super::package::Package;
use super::xml::{Mark, Node, Nodes};

/// Tables in tables, text boxes in paragraphs: deeper is no plan.
const DEPTH_MAX: usize = 24;
/// Longest line of a cell that may stand beside another as it does on the page.
const SIDE_CHARS_MAX: usize = 70;

/// The document's lines.
pub(super) fn text(package: &mut Package<'_>) -> Result<String, ImportError> {
    let document = package.part("word/document.xml")?.ok_or(ImportError::Broken)?;
    let numbering = package.part("word/numbering.xml")?;
    let styles = package.part("word/styles.xml")?;
    let mut reader = Reader {
        numbering: Numbering::read(numbering.as_deref(), styles.as_deref())?,
        paragraphs: Vec::new(),
        tables: Vec::new(),
        lines: Vec::new(),
    };
    let mut nodes = Nodes::of(&document);
    // Elements whose text nobody sees, or sees twice.
    let mut hidden = 0_usize;
    let mut in_text = false;
    while let Some(node) = nodes.next()? {
        match node {
            Node::Open(mark) if hidden > 0 || is_hidden(mark.name()) => {
                hidden += usize::from(is_hidden(mark.name()));
            }
            Node::Close(name) if hidden > 0 => hidden -= usize::from(is_hidden(&name)),
            Node::Open(mark) => {
                in_text = mark.name() == "t";
                reader.open(&mark)?;
            }
            Node::Close(name) => {
                in_text = false;
                reader.close(&name);
            }
            Node::Text(text) if in_text && hidden == 0 => reader.say(&text),
            Node::Text(_) => {}
        }
    }
    Ok(reader.lines.join("\n"))
}

/// A second form of what was there, what was moved away.
fn is_hidden(name: &str) -> bool {
    matches!(name, "Fallback" | "moveFrom" | "del")
}

#[derive(Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    asked: Asked,
}

#[derive(Default)]
struct Table {
    /// The finished lines of each cell of the row at hand.
    row: Vec<Vec<String>>,
}

struct Reader {
    numbering: Numbering,
    paragraphs: Vec<Paragraph>,
    tables: Vec<Table>,
    lines: Vec<String>,
}

impl Reader {
    fn open(&mut self, mark: &Mark<'_>) -> Result<(), ImportError> {
        match mark.name() {
            "p" => {
                if self.paragraphs.len() >= DEPTH_MAX {
                    return Err(ImportError::TooMuch);
                }
                self.paragraphs.push(Paragraph::default());
            }
            "tbl" => {
                if self.tables.len() >= DEPTH_MAX {
                    return Err(ImportError::TooMuch);
                }
                self.tables.push(Table::default());
            }
            "tc" => {
                if let Some(table) = self.tables.last_mut() {
                    table.row.push(Vec::new());
                }
            }
            "tab" | "ptab" => self.say("\t"),
            "br" | "cr" => self.say("\n"),
            "noBreakHyphen" => self.say("-"),
            name => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    match name {
                        "pStyle" => paragraph.style = mark.attribute("val"),
                        "numId" => paragraph.asked.list = mark.number("val"),
                        "ilvl" => {
                            paragraph.asked.level = mark
                                .number("val")
                                .and_then(|v| usize::try_from(v).ok())
                                .filter(|level| *level < 9)
                        }
                        _ => {}
                    }
                }
            }
        }
        Ok(())
    }

    fn say(&mut self, text: &str) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => {
                if let Some(paragraph) = self.paragraphs.pop() {
                    self.end_paragraph(&paragraph);
                }
            }
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    let row = std::mem::take(&mut table.row);
                    self.end_row(&row);
                }
            }
            "tbl" => {
                self.tables.pop();
                self.push(String::new());
            }
            _ => {}
        }
    }

    fn end_paragraph(&mut self, paragraph: &Paragraph) {
        let said = paragraph.text.trim_matches([' ', '\n']);
        if said.is_empty() {
            self.push(String::new());
            return;
        }
        let number = self.numbering.next(paragraph.style.as_deref(), paragraph.asked);
        let whole = match number {
            Some(number) => format!("{number} {said}"),
            None => said.to_owned(),
        };
        for line in whole.split('\n') {
            self.push(line.trim_end().to_owned());
        }
    }

    /// A line, where it stands: in a cell or in the text.
    fn push(&mut self, line: String) {
        match self.tables.last_mut().and_then(|table| table.row.last_mut()) {
            Some(cell) => {
                if !line.is_empty() {
                    cell.push(line);
                }
            }
            None => self.lines.push(line),
        }
    }

    fn end_row(&mut self, row: &[Vec<String>]) {
        let filled: Vec<&Vec<String>> = row.iter().filter(|cell| !cell.is_empty()).collect();
        match filled.as_slice() {
            [] => {}
            [only] => {
                for line in *only {
                    self.push_outside(line.clone());
                }
            }
            // Two columns of a head or a signature: line beside line.
            [left, right]
                if row.len() <= 3
                    && left.iter().chain(*right).all(|line| line.chars().count() <= SIDE_CHARS_MAX) =>
            {
                for at in 0..left.len().max(right.len()) {
                    let (left, right) = (left.get(at).map_or("", |l| l), right.get(at).map_or("", |r| r));
                    self.push_outside(if right.is_empty() {
                        left.to_owned()
                    } else {
                        format!("{left}\t{right}")
                    });
                }
            }
            cells => {
                let cells: Vec<String> = cells.iter().map(|cell| cell.join(" ").replace('\t', " ")).collect();
                self.push_outside(cells.join("\t"));
            }
        }
    }

    /// A row's line belongs to the cell around its table, if there is one.
    fn push_outside(&mut self, line: String) {
        let inner = self.tables.pop();
        self.push(line);
        self.tables.extend(inner);
    }
}
