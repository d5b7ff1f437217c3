//! Labelled questions: what the model learns from. A tab-separated file with the columns id,
//! text, label, other acceptable labels (by comma) and a note; the first line names them.

/// The project's starting examples.
const STARTING: &str = include_str!("examples.tsv");
/// More of them, written to show the model how people type.
const MORE: &str = include_str!("more_examples.tsv");

/// A question with the unit that should answer it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// As it was written.
    pub text: String,
    /// A unit's code or a special label.
    pub label: String,
    /// Other labels that would do.
    pub acceptable: Vec<String>,
}

/// Why a file of examples cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExampleError {
    /// A line with fewer than three columns; lines count from 1.
    #[error("line {0} has no text or no label")]
    Columns(usize),
}

impl Example {
    /// Reads a file of examples; empty lines are passed over.
    ///
    /// # Errors
    /// [`ExampleError`] with the line.
    pub fn parse(file: &str) -> Result<Vec<Self>, ExampleError> {
        let lines = file.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty());
        lines
            .map(|(i, line)| {
                let columns: Vec<&str> = line.split('\t').collect();
                let column = |n: usize| columns.get(n).map(|c| c.trim()).filter(|c| !c.is_empty());
                let (text, label) = column(1).zip(column(2)).ok_or(ExampleError::Columns(i + 1))?;
                let others =
                    column(3).unwrap_or_default().split(',').map(str::trim).filter(|l| !l.is_empty());
                Ok(Self {
                    text: text.to_owned(),
                    label: label.to_owned(),
                    acceptable: others.map(str::to_owned).collect(),
                })
            })
            .collect()
    }
}

/// The examples as shipped.
pub(super) fn shipped() -> Result<Vec<Example>, ExampleError> {
    let mut examples = Example::parse(STARTING)?;
    examples.extend(Example::parse(MORE)?);
    Ok(examples)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_files_are_read_whole() {
        let examples = shipped().unwrap();
        assert!(examples.len() > 800);
        assert_eq!(Example::parse(STARTING).unwrap().len(), 320);
        assert_eq!(examples[2].acceptable, ["EMERGENCY"]);
    }

    #[test]
    fn a_line_without_a_label_is_named() {
        assert_eq!(Example::parse("id\ttext\tlabel\n1\tXin chào"), Err(ExampleError::Columns(2)));
        assert_eq!(Example::parse(""), Ok(vec![]));
    }
}
