//! An A4 page to hang up: a few objects of a PDF, with the letters that it needs inside.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};

use crate::picture::{Face, advance, font_file, glyph, modules};
use crate::text::nfc;

/// What stands on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub issuer: String,
    pub heading: String,
    /// Number and day, in one line.
    pub line: String,
    pub text: String,
    /// What stands beside the code that opens `url`.
    pub ask: String,
    pub url: String,
}

// Points; the origin is at the left bottom.
const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
const MARGIN: f32 = 62.0;
const BOTTOM: f32 = 56.0;
const LEADING: f32 = 1.45;
const TEXT: f32 = 16.0;
const CODE: f32 = 118.0;
/// White around a code, in its modules.
const QUIET: f32 = 4.0;

/// One line of letters at its place.
struct Line {
    face: Face,
    size: f32,
    x: f32,
    y: f32,
    text: String,
}

/// The bytes of the page, or of several where the text needs them. `None`: the address is too long
/// for a code, or the document cannot be written.
#[must_use]
pub fn pdf(page: &Page) -> Option<Vec<u8>> {
    let code = modules(&page.url)?;
    let mut sheets: Vec<Vec<Line>> = vec![Vec::new()];
    let mut y = HEIGHT - MARGIN;
    for (face, size, text) in [
        (Face::Bold, 15.0, nfc(&page.issuer)),
        (Face::Bold, 25.0, nfc(&page.heading)),
        (Face::Regular, 12.0, nfc(&page.line)),
    ] {
        for text in wrap(face, size, &text, WIDTH - 2.0 * MARGIN) {
            y -= size * LEADING;
            let x = (WIDTH - width(face, size, &text)) / 2.0;
            sheets[0].push(Line { face, size, x, y, text });
        }
        y -= 4.0;
    }
    y -= 12.0;
    for paragraph in nfc(&page.text).lines() {
        if paragraph.trim().is_empty() {
            y -= TEXT * 0.5;
            continue;
        }
        for text in wrap(Face::Regular, TEXT, paragraph, WIDTH - 2.0 * MARGIN) {
            y -= TEXT * LEADING;
            if y < BOTTOM {
                sheets.push(Vec::new());
                y = HEIGHT - MARGIN - TEXT;
            }
            let line = Line { face: Face::Regular, size: TEXT, x: MARGIN, y, text };
            sheets.last_mut()?.push(line);
        }
    }
    if y - 20.0 - CODE < BOTTOM {
        sheets.push(Vec::new());
    }
    let code_at = BOTTOM;
    let beside = MARGIN + CODE + 18.0;
    let mut at = code_at + CODE - 22.0;
    for (face, size, text) in [(Face::Bold, 14.0, nfc(&page.ask)), (Face::Regular, 11.0, page.url.clone())] {
        for text in wrap(face, size, &text, WIDTH - MARGIN - beside) {
            sheets.last_mut()?.push(Line { face, size, x: beside, y: at, text });
            at -= size * LEADING;
        }
    }
    let all = sheets.len();
    if all > 1 {
        for (n, sheet) in sheets.iter_mut().enumerate() {
            let text = format!("{}/{all}", n + 1);
            let x = WIDTH - MARGIN - width(Face::Regular, 10.0, &text);
            sheet.push(Line { face: Face::Regular, size: 10.0, x, y: BOTTOM - 22.0, text });
        }
    }
    write(&sheets, &code, code_at)
}

fn width(face: Face, size: f32, text: &str) -> f32 {
    text.chars().filter_map(|c| advance(face, c)).sum::<f32>() * size / 1_000.0
}

/// A paragraph in lines of this width; a word that is wider is cut.
fn wrap(face: Face, size: f32, text: &str, room: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(face, size, &longer) <= room {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            if !line.is_empty() && width(face, size, &format!("{line}{c}")) > room {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Letters by their glyph, for each face.
type Used = BTreeMap<u16, char>;

fn write(sheets: &[Vec<Line>], code: &[Vec<bool>], code_at: f32) -> Option<Vec<u8>> {
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let mut used: [Used; 2] = [Used::new(), Used::new()];
    let mut contents = Vec::new();
    for (n, sheet) in sheets.iter().enumerate() {
        let mut content = String::new();
        for line in sheet {
            let face = line.face as usize;
            let mut hex = String::new();
            for c in line.text.chars() {
                let Some(id) = glyph(line.face, c) else { continue };
                used[face].insert(id, c);
                let _ = write!(hex, "{id:04X}");
            }
            let (size, x, y) = (line.size, line.x, line.y);
            let _ = writeln!(content, "BT /F{face} {size} Tf 1 0 0 1 {x:.2} {y:.2} Tm <{hex}> Tj ET");
        }
        if n + 1 == sheets.len() {
            draw_code(&mut content, code, code_at);
        }
        contents.push(content);
    }
    let [regular, bold] = [(Face::Regular, &used[0]), (Face::Bold, &used[1])]
        .map(|(face, used)| font(&mut document, face, used));
    let fonts = dictionary! { "F0" => regular, "F1" => bold };
    let resources = document.add_object(dictionary! { "Font" => fonts });
    let mut kids = Vec::new();
    for content in contents {
        let content = document.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
        let kid = document.add_object(dictionary! {
            "Type" => "Page",
            "Parent" => pages,
            "Contents" => content,
        });
        kids.push(Object::Reference(kid));
    }
    let count = i64::try_from(kids.len()).ok()?;
    document.objects.insert(
        pages,
        Object::Dictionary(dictionary! {
            "Type" => "Pages",
            "Kids" => kids,
            "Count" => count,
            "Resources" => resources,
            "MediaBox" => vec![0.into(), 0.into(), Object::Real(WIDTH), Object::Real(HEIGHT)],
        }),
    );
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    document.compress();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).ok()?;
    Some(bytes)
}

/// Black squares at the left bottom.
fn draw_code(content: &mut String, code: &[Vec<bool>], bottom: f32) {
    #[expect(clippy::cast_precision_loss, reason = "a code has at most 177 modules")]
    let module = CODE / (code.len() as f32 + 2.0 * QUIET);
    for (row, modules) in code.iter().enumerate() {
        for (column, _) in modules.iter().enumerate().filter(|(_, is_black)| **is_black) {
            #[expect(clippy::cast_precision_loss, reason = "as above")]
            let (x, y) = (
                MARGIN + (QUIET + column as f32) * module,
                bottom + CODE - (QUIET + row as f32 + 1.0) * module,
            );
            // A hair wider than it is, so that no white line shows between two.
            let side = module + 0.02;
            let _ = writeln!(content, "{x:.3} {y:.3} {side:.3} {side:.3} re");
        }
    }
    content.push_str("f\n");
}

/// A font with its file, the widths of the letters that are used, and what they are called: so that
/// the page can be searched and read aloud.
fn font(document: &mut Document, face: Face, used: &Used) -> ObjectId {
    let name = match face {
        Face::Regular => "NotoSans",
        Face::Bold => "NotoSans-Bold",
    };
    let file = font_file(face);
    let length = i64::try_from(file.len()).unwrap_or_default();
    let file = document.add_object(Stream::new(dictionary! { "Length1" => length }, file.to_vec()));
    let descriptor = document.add_object(dictionary! {
        "Type" => "FontDescriptor",
        "FontName" => name,
        "Flags" => 4,
        "FontBBox" => vec![(-600).into(), (-400).into(), 2_900.into(), 1_100.into()],
        "ItalicAngle" => 0,
        "Ascent" => 1_069,
        "Descent" => -293,
        "CapHeight" => 714,
        "StemV" => if face == Face::Bold { 140 } else { 80 },
        "FontFile2" => file,
    });
    let mut widths: Vec<Object> = Vec::new();
    for (id, c) in used {
        widths.push(i64::from(*id).into());
        widths.push(Object::Array(vec![Object::Real(advance(face, *c).unwrap_or_default())]));
    }
    let below = document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "CIDFontType2",
        "BaseFont" => name,
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::String(b"Adobe".to_vec(), StringFormat::Literal),
            "Ordering" => Object::String(b"Identity".to_vec(), StringFormat::Literal),
            "Supplement" => 0,
        },
        "FontDescriptor" => descriptor,
        "DW" => 600,
        "W" => widths,
        "CIDToGIDMap" => "Identity",
    });
    let names = document.add_object(Stream::new(Dictionary::new(), names(used).into_bytes()));
    document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type0",
        "BaseFont" => name,
        "Encoding" => "Identity-H",
        "DescendantFonts" => vec![Object::Reference(below)],
        "ToUnicode" => names,
    })
}

/// Entries of one block of such a table, as the form allows.
const BLOCK: usize = 100;

fn names(used: &Used) -> String {
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Letters def\n\
         /CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    let all: Vec<(&u16, &char)> = used.iter().collect();
    for block in all.chunks(BLOCK) {
        let _ = writeln!(map, "{} beginbfchar", block.len());
        for (id, c) in block {
            let mut units = [0; 2];
            let units = c.encode_utf16(&mut units).iter().fold(String::new(), |mut hex, unit| {
                let _ = write!(hex, "{unit:04X}");
                hex
            });
            let _ = writeln!(map, "<{id:04X}> <{units}>");
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Page {
        Page {
            issuer: "UBND phường Hồ Sen".into(),
            heading: "THÔNG BÁO".into(),
            line: "Tin số 12 · Thứ Hai, 04/05/2026".into(),
            text: text.into(),
            ask: "Quét mã để hỏi phường".into(),
            url: "https://t.me/loa_bot?start=q0123456789abcdef0123456789abcdef0123456789abcdef".into(),
        }
    }

    #[test]
    fn a_long_text_goes_on_on_the_next_page_and_no_line_is_too_wide() {
        let pages = |text: &str| Document::load_mem(&pdf(&page(text)).unwrap()).unwrap().get_pages().len();
        assert_eq!(pages("Họp tổ tối nay."), 1);
        assert_eq!(pages(&"Một câu dài để đầy cả trang giấy. ".repeat(120)), 3);
        let room = WIDTH - 2.0 * MARGIN;
        for text in ["Một hai ba ".repeat(60), "x".repeat(500)] {
            let lines = wrap(Face::Regular, TEXT, &text, room);
            assert!(lines.len() > 1 && lines.iter().all(|line| width(Face::Regular, TEXT, line) <= room));
            let all = |text: &str| text.replace(' ', "");
            assert_eq!(all(&lines.concat()), all(&text));
        }
    }

    #[test]
    fn what_is_no_letter_is_left_out_and_nothing_else() {
        assert!(pdf(&page("🔔 Họp tổ")).is_some());
        assert!(pdf(&Page { url: "a".repeat(5_000), ..page("Họp") }).is_none(), "no code is that large");
    }
}
