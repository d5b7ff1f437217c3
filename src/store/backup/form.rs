//! The form of a copy of a PostgreSQL database. Text, line by line:
//!
//! ```text
//! loa backup 1 postgresql
//! {"made_at":"2026-05-04T02:00:00Z","migrations":[[1,"6a0f…"]]}
//! table wards id,name,issuer,created_at
//! …one line for each row, as COPY in its text format writes it…
//! \.
//! …the next table, in an order in which foreign keys can be loaded…
//! end 5a9c…
//! ```
//!
//! The second line has the moment and the applied migrations, each with its checksum in hex.
//! The last one has the SHA-256 of all bytes before it: a copy without it is not whole.
//! No row is taken for the end of its table, since COPY writes a backslash as two.

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::super::Error;
use super::schema::Table;
use super::{not_a_backup, not_readable, not_writable};

/// What every form of ours begins with; its number follows.
pub(super) const BEGINS: &str = "loa backup ";
const FIRST_LINE: &str = "loa backup 1 postgresql\n";
const TABLE_END: &[u8] = b"\\.\n";
/// Rows are handed on in pieces of about this many bytes.
const PIECE_BYTES: usize = 64 * 1024;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Header {
    pub made_at: DateTime<Utc>,
    migrations: Vec<(i64, String)>,
}

impl Header {
    pub fn new(made_at: DateTime<Utc>, applied: &[(i64, Vec<u8>)]) -> Self {
        Self { made_at, migrations: applied.iter().map(|(v, checksum)| (*v, hex(checksum))).collect() }
    }

    /// Versions and checksums; a checksum that is not hex matches none.
    pub fn applied(&self) -> Vec<(i64, Vec<u8>)> {
        let unhex = |text: &str| {
            let digits = text.as_bytes().chunks(2);
            let bytes = digits.map(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
            bytes.collect::<Option<Vec<u8>>>().unwrap_or_default()
        };
        self.migrations.iter().map(|(version, checksum)| (*version, unhex(checksum))).collect()
    }
}

pub(super) struct Writer<'a> {
    path: &'a Path,
    file: BufWriter<&'a File>,
    seal: Sha256,
}

impl<'a> Writer<'a> {
    pub fn new(path: &'a Path, file: &'a File, header: &Header) -> Result<Self, Error> {
        let mut writer = Self { path, file: BufWriter::new(file), seal: Sha256::new() };
        let header = serde_json::to_string(header).map_err(|e| Error::corrupt("backup header", e))?;
        writer.write(format!("{FIRST_LINE}{header}\n").as_bytes())?;
        Ok(writer)
    }

    pub fn table(&mut self, table: &Table) -> Result<(), Error> {
        self.write(line_of(table).as_bytes())
    }

    /// Rows as COPY gives them, each with its line's end.
    pub fn rows(&mut self, rows: &[u8]) -> Result<(), Error> {
        self.write(rows)
    }

    pub fn table_end(&mut self) -> Result<(), Error> {
        self.write(TABLE_END)
    }

    pub fn finish(mut self) -> Result<(), Error> {
        let seal = hex(&self.seal.finalize());
        let done = writeln!(self.file, "end {seal}").and_then(|()| self.file.flush());
        done.map_err(|e| not_writable(self.path, &e))
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.seal.update(bytes);
        self.file.write_all(bytes).map_err(|e| not_writable(self.path, &e))
    }
}

/// What comes next in a copy.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// The table with this place in the schema begins.
    Table(usize),
    Rows(Vec<u8>),
    TableEnd,
    /// The seal is right.
    End,
}

/// Reads a copy from the front, and refuses whatever does not follow the form.
pub(super) struct Reader {
    path: PathBuf,
    file: BufReader<File>,
    seal: Sha256,
    tables: Vec<Table>,
    /// Tables that have begun.
    begun: usize,
    is_inside: bool,
    /// The line after the rows that were handed on.
    ahead: Option<Vec<u8>>,
}

impl Reader {
    pub fn open(path: &Path) -> Result<(Self, Header), Error> {
        let file = File::open(path).map_err(|e| not_readable(path, &e))?;
        let mut reader = Self {
            path: path.to_owned(),
            file: BufReader::new(file),
            seal: Sha256::new(),
            tables: Vec::new(),
            begun: 0,
            is_inside: false,
            ahead: None,
        };
        let first = reader.line()?;
        if first != FIRST_LINE.as_bytes() {
            // What we wrote ourselves and cannot read was written by a later program.
            return Err(Error::BackupNewer(path.to_owned()));
        }
        let second = reader.line()?;
        reader.seal.update(&first);
        reader.seal.update(&second);
        let header = serde_json::from_slice(&second).map_err(|e| reader.wrong(e))?;
        Ok((reader, header))
    }

    /// The tables that must follow.
    pub fn expect(&mut self, tables: Vec<Table>) {
        self.tables = tables;
    }

    pub fn next(&mut self) -> Result<Piece, Error> {
        let line = match self.ahead.take() {
            Some(line) => line,
            None => self.line()?,
        };
        if !self.is_inside && self.begun == self.tables.len() {
            let seal = format!("end {}\n", hex(&self.seal.clone().finalize()));
            if line != seal.as_bytes() {
                return Err(self.wrong("its seal does not fit what it holds"));
            }
            let is_over = self.file.fill_buf().map_err(|e| not_readable(&self.path, &e))?.is_empty();
            return if is_over { Ok(Piece::End) } else { Err(self.wrong("something follows its end")) };
        }
        if !self.is_inside {
            if line != line_of(&self.tables[self.begun]).as_bytes() {
                return Err(self.wrong("its tables are not those of its version"));
            }
            self.seal.update(&line);
            self.is_inside = true;
            self.begun += 1;
            return Ok(Piece::Table(self.begun - 1));
        }
        if line == TABLE_END {
            self.seal.update(&line);
            self.is_inside = false;
            return Ok(Piece::TableEnd);
        }
        let mut rows = line;
        while rows.len() < PIECE_BYTES {
            let line = self.line()?;
            if line == TABLE_END {
                self.ahead = Some(line);
                break;
            }
            rows.extend_from_slice(&line);
        }
        self.seal.update(&rows);
        Ok(Piece::Rows(rows))
    }

    fn line(&mut self) -> Result<Vec<u8>, Error> {
        let mut line = Vec::new();
        self.file.read_until(b'\n', &mut line).map_err(|e| not_readable(&self.path, &e))?;
        if line.last() == Some(&b'\n') { Ok(line) } else { Err(self.wrong("it breaks off")) }
    }

    fn wrong(&self, why: impl std::fmt::Display) -> Error {
        not_a_backup(&self.path, why)
    }
}

fn line_of(table: &Table) -> String {
    format!("table {} {}\n", table.name, table.columns.join(","))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
