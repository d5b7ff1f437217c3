use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::plan::document;
use crate::ward::{Neighbourhood, NeighbourhoodId, Reads};

const HEAD: [&str; 8] = ["Mã", "Tên", "Khu vực", "Nhãn", "Số hộ", "Chi bộ", "Tổ trưởng", "Điện thoại"];

fn row(number: usize, cells: &[&str]) -> Row {
    let cell = |text: &&str| Cell { text: (*text).to_owned(), date: None };
    Row { number, cells: cells.iter().map(cell).collect() }
}

fn entry(n: u128, code: &str, name: &str) -> Entry {
    let place = Neighbourhood {
        id: NeighbourhoodId(Uuid::from_u128(n)),
        code: code.into(),
        name: name.into(),
        area: "Khu A".into(),
        tags: vec!["chợ".into()],
        reads: Reads::Vi,
        was: vec![],
    };
    Entry { place, details: Details { households: Some(300), ..Details::default() } }
}

fn look(rows: &[Row], entries: &[Entry]) -> Result<Vec<Line>, NoTable> {
    let merged = HashMap::from([("99".to_owned(), "01".to_owned())]);
    read(rows, Known { entries, merged: &merged })
}

fn one(cells: &[&str], entries: &[Entry]) -> Result<Change, Problem> {
    look(&[row(1, &HEAD), row(2, cells)], entries).unwrap().remove(0).read
}

#[test]
fn a_row_is_read_as_people_and_excel_write_it() {
    let read = one(
        &["7", "Tổ  dân phố\nsố 7", "Khu B", "chung cư; chợ, chợ", "1.250", "Chi bộ 7", "Bình", "912345678"],
        &[],
    );
    let Ok(Change::Added(wanted)) = read else { panic!("{read:?}") };
    assert_eq!((wanted.code.as_str(), wanted.name.as_str()), ("7", "Tổ dân phố số 7"));
    assert_eq!(wanted.tags, ["chung cư", "chợ"]);
    assert_eq!(wanted.details.households, Some(1_250));
    assert_eq!((wanted.details.cell.as_str(), wanted.details.phone.as_str()), ("Chi bộ 7", "0912345678"));
    for (words, read) in [
        ("+84 912 345 678", Some("0912345678")),
        ("84912345678", Some("0912345678")),
        ("024.3825.1234", Some("02438251234")),
        ("912345678.0", Some("0912345678")),
        ("", Some("")),
        ("12345", None),
        ("0912 gọi tối", None),
    ] {
        assert_eq!(phone(words).as_deref(), read, "{words}");
    }
}

#[test]
fn a_known_code_is_found_without_its_zeros_and_what_has_no_column_stays() {
    let known = [entry(1, "05", "Tổ 5"), entry(2, "06", "Tổ 6")];
    let rows = [row(1, &["Mã", "Tên"]), row(2, &["5", "Tổ 5 mới"]), row(3, &["06", "Tổ 6"])];
    let lines = look(&rows, &known).unwrap();
    let Ok(Change::Changed(wanted)) = &lines[0].read else { panic!("{lines:?}") };
    assert_eq!((wanted.code.as_str(), wanted.area.as_str()), ("05", "Khu A"));
    assert_eq!(wanted.details.households, Some(300));
    assert_eq!(lines[1].read, Ok(Change::Same));
    // A column that is there and empty makes empty.
    let Ok(Change::Changed(wanted)) = one(&["05", "Tổ 5", "", "", "", "", "", ""], &known) else {
        panic!()
    };
    assert_eq!((wanted.area.as_str(), wanted.tags.len(), wanted.details.households), ("", 0, None));
}

#[test]
fn each_row_says_what_is_wrong_with_it() {
    let known = [entry(1, "01", "Tổ 1")];
    let problem = |cells: &[&str]| one(cells, &known).unwrap_err();
    let long = "a".repeat(90);
    assert_eq!(problem(&["", "Tổ 2"]), Problem::NoCode);
    assert_eq!(problem(&["tổ 2", "Tổ 2"]), Problem::BadCode { words: "TỔ 2".into() });
    assert_eq!(problem(&["02", ""]), Problem::NoName);
    assert_eq!(problem(&["02", &long]), Problem::TooLong { words: long.clone(), max: 80 });
    assert_eq!(problem(&["02", "tổ 1"]), Problem::NameTaken { code: "01".into() });
    assert_eq!(problem(&["99", "Tổ 99"]), Problem::Merged { into: "01".into() });
    let households = |words: &str| Problem::Households { words: words.into() };
    assert_eq!(problem(&["02", "Tổ 2", "", "", "nhiều"]), households("nhiều"));
    assert_eq!(problem(&["02", "Tổ 2", "", "", "-3"]), households("-3"));
    let phone = Problem::Phone { words: "12".into() };
    assert_eq!(problem(&["02", "Tổ 2", "", "", "", "", "", "12"]).clone(), phone);
}

#[test]
fn of_two_rows_that_do_not_go_together_the_first_counts() {
    let rows = [
        row(1, &HEAD),
        row(2, &["02", "Tổ 2"]),
        row(3, &["02", "Tổ hai"]),
        row(4, &["03", "tổ 2"]),
        row(5, &["04", "Tổ 4"]),
    ];
    let lines = look(&rows, &[]).unwrap();
    assert!(lines[0].read.is_ok() && lines[3].read.is_ok());
    assert_eq!(lines[1].read, Err(Problem::CodeTwice { row: 2 }));
    assert_eq!(lines[2].read, Err(Problem::NameTwice { row: 2 }));
    // Two that change names with each other are no clash.
    let known = [entry(1, "01", "Tổ 1"), entry(2, "02", "Tổ 2")];
    let swapped = look(&[row(1, &HEAD), row(2, &["01", "Tổ 2"]), row(3, &["02", "Tổ 1"])], &known).unwrap();
    assert!(swapped.iter().all(|line| line.read.is_ok()), "{swapped:?}");
    assert_eq!(look(&[row(1, &["a", "b"])], &[]), Err(NoTable::NoHeading));
    assert_eq!(look(&[row(1, &HEAD)], &[]), Err(NoTable::Empty));
}

#[test]
fn what_is_written_as_a_sheet_is_read_as_the_same() {
    let mut first = entry(1, "01", "Tổ \"1\" & <2>");
    first.details = Details {
        households: Some(412),
        cell: "Chi bộ 1".into(),
        contact: "Bình".into(),
        phone: "0912345678".into(),
    };
    let known = [first, entry(2, "KDC-2", "Khu dân cư 2")];
    for lang in Lang::ALL {
        let bytes = sheet::xlsx(&sheet(&known, lang)).unwrap();
        let rows = document::rows(&bytes).unwrap();
        let lines = look(&rows, &known).unwrap();
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line.read == Ok(Change::Same)), "{lines:?}");
    }
}

proptest! {
    #[test]
    fn whatever_stands_in_a_table_it_is_read(cells in prop::collection::vec("\\PC{0,12}", 0..8)) {
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let _ = look(&[row(1, &cells), row(2, &HEAD), row(3, &cells)], &[entry(1, "01", "Tổ 1")]);
    }
}
