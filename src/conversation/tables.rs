//! Tables that people send: what came of reading one, and what is wrong with its rows.

use super::FileProblem;
use super::planning::import_problem;
use super::talk::Talk;
use crate::i18n::{Lang, Text, count};
use crate::plan::document::Row;
use crate::plan::import::ImportError;
use crate::store::Error;
use crate::text::Rich;

/// Lines of a report; platforms cut longer messages.
const LINES_MAX: usize = 25;

/// The rows of a file that came; `None`: there are none, and that has been said. `no_table`: what
/// is said of a file that is no table.
pub(super) async fn rows(
    talk: &mut Talk<'_>,
    read: Result<Result<Vec<Row>, ImportError>, FileProblem>,
    no_table: Text,
) -> Result<Option<Vec<Row>>, Error> {
    let why = match read {
        Ok(Ok(rows)) => return Ok(Some(rows)),
        Ok(Err(ImportError::NotText | ImportError::NotAPlan { .. } | ImportError::Empty)) => no_table,
        Ok(Err(e)) => import_problem(e),
        Err(FileProblem::TooLarge) => Text::FileTooLarge,
        Err(FileProblem::NotFetched) => Text::FileNotFetched,
    };
    talk.say(why).await?;
    Ok(None)
}

/// A report's heading with these lines below it; of too many the rest is counted.
pub(super) fn report(heading: &Text, mut lines: Vec<String>, lang: Lang) -> Rich {
    let mut text = Rich::bold(&heading.say(lang));
    let rest = lines.len().saturating_sub(LINES_MAX);
    lines.truncate(LINES_MAX);
    if !lines.is_empty() {
        text = text.below(2, &Rich::plain(&lines.join("\n")));
    }
    if rest > 0 {
        text = text.below(1, &Rich::plain(&Text::CheckRest { n: count(rest) }.say(lang)));
    }
    text
}
