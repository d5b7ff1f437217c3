//! The command line: words for people on standard output, errors on standard error in one
//! sentence that says what to do. Exit codes: 0 done, 1 the work failed, 2 the call was wrong.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
