//! Files of every form: those that people make, and those that somebody makes to do harm.

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{ImportError, read};
use crate::plan::import::{self, NotAPlan};

const DOCX: &[u8] = include_bytes!("../../../tests/data/plans/letter-and-annex.docx");
const PDF: &[u8] = include_bytes!("../../../tests/data/plans/letter-and-annex.pdf");
const TABLE_PDF: &[u8] = include_bytes!("../../../tests/data/plans/table-of-duties.pdf");
const XLSX: &[u8] = include_bytes!("../../../tests/data/plans/items.xlsx");
const LOCKED_PDF: &[u8] = include_bytes!("../../../tests/data/plans/locked.pdf");
const PICTURE_PDF: &[u8] = include_bytes!("../../../tests/data/plans/picture.pdf");
const MARKS_PDF: &[u8] = include_bytes!("../../../tests/data/plans/marks-apart.pdf");
const TEXT: &str = include_str!("../../../tests/data/plans/shapes/letter-and-annex.txt");

/// What does not depend on how lines are counted.
fn told(bytes: &[u8]) -> String {
    let plan = read(bytes).unwrap();
    let groups: Vec<_> = plan.content_groups.iter().map(|g| (&g.number, &g.name, &g.text)).collect();
    let duties: Vec<_> = plan.duties.iter().map(|d| (&d.body, &d.unit, &d.text)).collect();
    let events: Vec<_> = plan.events.iter().map(|e| (e.day, e.month, e.origin_year, &e.name)).collect();
    let receivers: Vec<_> = plan.receivers.iter().map(|r| (&r.name, &r.purpose)).collect();
    let aims: Vec<_> = plan.aims.iter().map(|a| &a.text).collect();
    format!(
        "{} {:?} {} {:?} {:?}\n{groups:#?}\n{duties:#?}\n{:?}\n{events:#?}\n{receivers:#?}\n{aims:#?}",
        plan.title, plan.number, plan.issuer, plan.date, plan.period, plan.report_dates
    )
}

#[test]
fn a_plan_says_the_same_as_text_word_and_pdf() {
    let text = told(TEXT.as_bytes());
    assert_eq!(told(DOCX), text, "Word, with its own numbers");
    assert_eq!(told(PDF), text, "PDF, with lines broken by its pages");
}

/// A font without all letters: the missing ones are signs of other fonts, and the file says beside
/// them which letters they are.
#[test]
fn letters_put_together_from_other_fonts_are_read() {
    let plan = read(MARKS_PDF).unwrap();
    let texts: Vec<_> = plan.content_groups.iter().map(|group| group.text.as_str()).collect();
    assert!(texts.contains(&"Nhận biết các kiểu lừa đảo mới."), "{texts:?}");
}

#[test]
fn a_table_of_a_pdf_is_read_by_its_lines() {
    let plan = read(TABLE_PDF).unwrap();
    let bodies: Vec<_> = plan.duties.iter().map(|duty| duty.body.as_str()).collect();
    assert_eq!(
        bodies,
        [
            "Văn phòng HĐND và UBND phường",
            "Phòng Kinh tế, Hạ tầng và Đô thị",
            "Công an phường",
            "Trạm Y tế",
            "Các tổ dân phố"
        ]
    );
}

#[test]
fn a_workbook_is_a_table_of_items() {
    let plan = read(XLSX).unwrap();
    let items: Vec<_> = plan
        .items
        .iter()
        .map(|i| (i.line, i.date.map(|d| d.to_string()), i.content_group.as_deref(), i.title.as_str()))
        .collect();
    let day = |day: &str| Some(day.to_owned());
    assert_eq!(
        items,
        [
            (4, day("2026-05-05"), Some("1.8"), "Ngày hội phân loại rác"),
            (5, day("2026-05-12"), Some("1.8"), "Lịch thu gom rác cồng kềnh"),
            (6, day("2026-05-20"), Some("1.7"), "Tiêm chủng mở rộng"),
        ]
    );
    assert_eq!(plan.items[0].unit.as_deref(), Some("Phòng Kinh tế, Hạ tầng và Đô thị"));
    assert_eq!(plan.title, "tin, bài tháng 5 năm 2026");
}

fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn old_container(name: &str) -> Vec<u8> {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.resize(2048, 0);
    bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

/// A document of Word whose text unfolds to `size` bytes.
fn bomb(size: usize) -> Vec<u8> {
    let mut text = b"<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>".to_vec();
    text.resize(size, b'a');
    package(&[("word/document.xml", &text)])
}

/// Every file that is refused, and how.
fn refused() -> Vec<(&'static str, Vec<u8>, ImportError)> {
    use ImportError as E;
    let deep = "<w:tbl><w:tr><w:tc><w:p>".repeat(50_000);
    let deep = format!("<w:document xmlns:w=\"w\"><w:body>{deep}");
    let huge_table = {
        let row = format!("<row><c t=\"s\"><v>0</v></c></row>{}", "");
        let sheet = format!("<worksheet><sheetData>{}</sheetData></worksheet>", row.repeat(19_000));
        let shared = format!("<sst><si><t>{}</t></si></sst>", "a".repeat(1_000_000));
        package(&[
            ("xl/workbook.xml", b"<workbook><sheets><sheet name=\"a\" r:id=\"r1\"/></sheets></workbook>"),
            (
                "xl/_rels/workbook.xml.rels",
                b"<Relationships><Relationship Id=\"r1\" Target=\"s.xml\"/></Relationships>",
            ),
            ("xl/sharedStrings.xml", shared.as_bytes()),
            ("xl/s.xml", sheet.as_bytes()),
        ])
    };
    let not = |why| E::NotAPlan { why };
    vec![
        ("nothing", Vec::new(), E::Empty),
        ("a picture", b"\xFF\xD8\xFF\xE0\x00\x10JFIF".to_vec(), E::Scanned),
        ("a scan as PDF", PICTURE_PDF.to_vec(), E::Scanned),
        ("a PDF with a password", LOCKED_PDF.to_vec(), E::Locked),
        ("Word with a password", old_container("EncryptedPackage"), E::Locked),
        ("Word of old", old_container("WordDocument"), E::NotText),
        ("a page of RTF", b"{\\rtf1 K\\u7871? ho\\u7841?ch}".to_vec(), E::NotText),
        ("half a PDF", PDF[..PDF.len() / 2].to_vec(), E::Broken),
        ("the start of a PDF", b"%PDF-1.7\n".to_vec(), E::Broken),
        ("half a document of Word", DOCX[..DOCX.len() / 2].to_vec(), E::Broken),
        ("an archive of pictures", package(&[("anh.jpg", b"\xFF\xD8\xFF")]), E::NotText),
        ("Word with no XML in it", package(&[("word/document.xml", b"<w:p <<")]), E::Broken),
        ("a zip bomb", bomb(400_000_000), E::TooMuch),
        ("tables in tables", package(&[("word/document.xml", deep.as_bytes())]), E::TooMuch),
        ("one long text in every row", huge_table, E::TooMuch),
        ("200 MB", vec![b'a'; 200_000_000], E::TooLarge { bytes: 200_000_000, bytes_max: super::BYTES_MAX }),
        ("a letter", package(&[("word/document.xml", "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>Kính gửi: Các tổ</w:t></w:r></w:p></w:body></w:document>".as_bytes())]), not(NotAPlan::AnotherKind)),
        ("a list of phones", package(&[
            ("xl/workbook.xml", b"<workbook><sheets><sheet name=\"a\" r:id=\"r1\"/></sheets></workbook>"),
            ("xl/_rels/workbook.xml.rels", b"<Relationships><Relationship Id=\"r1\" Target=\"s.xml\"/></Relationships>"),
            ("xl/s.xml", b"<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>An</t></is></c></row></sheetData></worksheet>"),
        ]), not(NotAPlan::NoTable)),
    ]
}

#[test]
fn what_is_no_plan_is_refused_and_says_why() {
    for (what, bytes, error) in refused() {
        assert_eq!(read(&bytes), Err(error), "{what}");
    }
}

#[test]
fn the_form_is_known_from_the_content() {
    assert!(matches!(super::content(DOCX), Ok(super::Content::Text(_))));
    assert!(matches!(super::content(XLSX), Ok(super::Content::Tables(_))));
    let mut late = b"\r\n\r\n".to_vec();
    late.extend(PDF);
    assert_eq!(told(&late), told(PDF), "a PDF with a few bytes in front");
    assert_eq!(told(TEXT.as_bytes()), told(format!("\u{FEFF}{TEXT}").as_bytes()));
}

/// A generator of its own, so that a seed means the same file for ever.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(below.max(1)).unwrap()).unwrap()
    }
}

/// Bytes overwritten, cut out, doubled, put in from elsewhere.
fn mutated(seed: &[u8], dice: &mut Dice) -> Vec<u8> {
    const WORDS: [&[u8]; 12] = [
        b"<<",
        b">>",
        b"[",
        b"]",
        b"endobj",
        b"stream",
        b" 0 R",
        b"/Kids",
        b"9999999999",
        b"-1",
        b"</w:p>",
        b"<w:tbl>",
    ];
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.roll(12) {
        let (at, long) = (dice.roll(bytes.len()), dice.roll(40));
        let end = (at + long).min(bytes.len());
        match dice.roll(6) {
            0 if !bytes.is_empty() => bytes[at] = u8::try_from(dice.roll(256)).unwrap(),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            3 => drop(bytes.splice(at..at, WORDS[dice.roll(WORDS.len())].iter().copied())),
            4 => bytes.truncate(at.max(8)),
            _ => {
                let from = dice.roll(seed.len());
                let piece = &seed[from..(from + long).min(seed.len())];
                bytes.splice(at..end, piece.iter().copied());
            }
        }
    }
    bytes
}

/// The parts of a package, to be changed inside it: a changed archive is seldom more than broken.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut part = Vec::new();
            std::io::Read::read_to_end(&mut file, &mut part).unwrap();
            (file.name().unwrap().into_owned(), part)
        })
        .collect()
}

/// No reader panics and none hangs. `LOA_FUZZ_SECONDS` makes it go on for longer, with other seeds.
#[test]
fn damaged_files_of_all_forms_end_in_an_answer() {
    #[expect(clippy::disallowed_methods, reason = "a test may ask how long it should go on")]
    let seconds = std::env::var("LOA_FUZZ_SECONDS").ok().and_then(|s| s.parse().ok()).unwrap_or(0);
    let begun = Instant::now();
    let texts: Vec<&[u8]> =
        vec![TEXT.as_bytes(), include_bytes!("../../../tests/data/plans/scan-misread.txt")];
    let (docx, xlsx) = (parts(DOCX), parts(XLSX));
    let (mut files, mut plans, mut slowest) = (0_u64, 0_u64, Duration::ZERO);
    let mut seed = 1_u64;
    while seed <= 150 || begun.elapsed().as_secs() < seconds {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let bytes = match seed % 6 {
            0 => mutated(PDF, &mut dice),
            1 => mutated(TABLE_PDF, &mut dice),
            2 => mutated(texts[dice.roll(texts.len())], &mut dice),
            3 => mutated(DOCX, &mut dice),
            which => {
                let parts = if which == 4 { &docx } else { &xlsx };
                let at = dice.roll(parts.len());
                let changed: Vec<(&str, Vec<u8>)> = parts
                    .iter()
                    .enumerate()
                    .map(|(i, (name, part))| {
                        (name.as_str(), if i == at { mutated(part, &mut dice) } else { part.clone() })
                    })
                    .collect();
                package(&changed.iter().map(|(name, part)| (*name, part.as_slice())).collect::<Vec<_>>())
            }
        };
        let start = Instant::now();
        // A panic names its seed.
        let answer = std::panic::catch_unwind(|| read(&bytes).is_ok());
        let took = start.elapsed();
        plans += u64::from(answer.unwrap_or_else(|_| panic!("seed {seed}")));
        // Far more than a busy machine needs: only what never ends is meant.
        assert!(took < Duration::from_secs(600), "seed {seed} took {took:?}");
        slowest = slowest.max(took);
        files += 1;
        seed += 1;
    }
    println!("{files} damaged files, {plans} still read as plans, slowest {slowest:?}");
    assert!(import::read(TEXT.as_bytes()).is_ok());
}

#[test]
fn a_page_of_our_own_can_be_read_again_with_every_letter() {
    let vowels = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ";
    let text = format!(
        "Kính mời bà con họp tổ.\n\n{vowels}\n{}\n{}",
        vowels.to_uppercase(),
        "Xin cảm ơn! ".repeat(200)
    );
    let page = crate::handout::Page {
        issuer: "UBND phường Hồ Sen".into(),
        heading: "THÔNG BÁO".into(),
        line: "Tin số 12 · Thứ Hai, 04/05/2026".into(),
        text,
        ask: "Quét mã để hỏi phường".into(),
        url: "https://t.me/loa_bot?start=q0123456789abcdef".into(),
    };
    let read = super::pdf::text(&crate::handout::pdf(&page).unwrap()).unwrap();
    let joined: String = read.split_whitespace().collect();
    for words in [
        "UBND phường Hồ Sen",
        "THÔNG BÁO",
        "Tin số 12 · Thứ Hai, 04/05/2026",
        "Kính mời bà con họp tổ.",
        vowels,
        &vowels.to_uppercase(),
        &"Xin cảm ơn! ".repeat(200),
        "Quét mã để hỏi phường",
        "https://t.me/loa_bot?start=q0123456789abcdef",
    ] {
        let wanted: String = words.split_whitespace().collect();
        // Page numbers stand between two pages.
        let found = joined.replace("1/2", "").replace("2/2", "");
        assert!(found.contains(&wanted), "{words}\n{read}");
    }
}
