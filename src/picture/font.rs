//! Letters as dots. The font is a part of Noto Sans with all that Vietnamese needs; its licence is
//! beside it in `OFL.txt`.

use std::sync::LazyLock;

use ab_glyph::{Font, FontRef, ScaleFont};

/// Upright or bold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    Regular,
    Bold,
}

const FILES: [&[u8]; 2] = [include_bytes!("NotoSans-Regular.ttf"), include_bytes!("NotoSans-Bold.ttf")];

static FONTS: LazyLock<[FontRef<'static>; 2]> = LazyLock::new(|| {
    FILES.map(|bytes| {
        FontRef::try_from_slice(bytes).unwrap_or_else(|e| unreachable!("the font is a font: {e}"))
    })
});

/// The bytes of a font, as documents take them along.
#[must_use]
pub fn font_file(face: Face) -> &'static [u8] {
    FILES[face as usize]
}

/// The number of a letter's form in the font; `None`: it has none.
#[must_use]
pub fn glyph(face: Face, letter: char) -> Option<u16> {
    Some(FONTS[face as usize].glyph_id(letter).0).filter(|id| *id != 0)
}

/// How wide a letter is, in thousandths of its size; `None`: the font has it not.
#[must_use]
pub fn advance(face: Face, letter: char) -> Option<f32> {
    let font = &FONTS[face as usize];
    let units = font.units_per_em()?;
    glyph(face, letter).map(|id| font.h_advance_unscaled(ab_glyph::GlyphId(id)) / units * 1_000.0)
}

/// One dot of a line of text, from its beginning and its base.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dot {
    pub x: i32,
    pub y: i32,
    /// How much of it is covered, of 255.
    pub share: u8,
}

/// The dots of a line of text. Signs that the font has not are left out.
#[expect(clippy::cast_possible_truncation, reason = "a few thousand pixels, and a cast never wraps")]
#[expect(clippy::cast_sign_loss, reason = "a share lies between 0 and 1")]
pub(super) fn glyphs(face: Face, size: u16, text: &str) -> Vec<Dot> {
    let font = FONTS[face as usize].as_scaled(f32::from(size));
    let mut dots = Vec::new();
    let mut pen = 0.0;
    for id in text.chars().map(|c| font.glyph_id(c)).filter(|id| id.0 != 0) {
        let glyph = id.with_scale_and_position(font.scale(), ab_glyph::point(pen, 0.0));
        if let Some(outlined) = font.outline_glyph(glyph) {
            let bounds = outlined.px_bounds();
            outlined.draw(|x, y, share| {
                let (x, y) = (bounds.min.x + x as f32, bounds.min.y + y as f32);
                let share = (share.clamp(0.0, 1.0) * 255.0) as u8;
                dots.push(Dot { x: x as i32, y: y as i32, share });
            });
        }
        pen += font.h_advance(id);
    }
    dots
}

/// How wide a line of text is, in pixels.
#[expect(clippy::cast_possible_truncation, reason = "a few thousand pixels, and a cast never wraps")]
pub(super) fn width(face: Face, size: u16, text: &str) -> i32 {
    let font = FONTS[face as usize].as_scaled(f32::from(size));
    let wide: f32 =
        text.chars().map(|c| font.glyph_id(c)).filter(|id| id.0 != 0).map(|id| font.h_advance(id)).sum();
    wide.ceil() as i32
}

/// At most so many pixels of a line of text, with an ellipsis in place of what was cut.
pub(super) fn fit(face: Face, size: u16, text: &str, room: i32) -> String {
    if width(face, size, text) <= room {
        return text.to_owned();
    }
    let mut cut = text.to_owned();
    while !cut.is_empty() && width(face, size, &format!("{}…", cut.trim_end())) > room {
        cut.pop();
    }
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Vowels with their five tones, and the consonant that other alphabets have not.
    const VOWELS: &str = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ";

    #[test]
    fn every_vietnamese_letter_has_a_form() {
        let letters: Vec<char> = VOWELS.chars().chain('a'..='z').chain('0'..='9').collect();
        assert_eq!(VOWELS.chars().count(), 73);
        for face in [Face::Regular, Face::Bold] {
            for letter in letters.iter().flat_map(|c| c.to_lowercase().chain(c.to_uppercase())) {
                assert_ne!(FONTS[face as usize].glyph_id(letter).0, 0, "{letter} {face:?}");
                assert!(!glyphs(face, 30, &letter.to_string()).is_empty(), "{letter} {face:?}");
            }
            for sign in ".,:;!?–—…“”‘’•·()/-%&+₫".chars() {
                assert_ne!(FONTS[face as usize].glyph_id(sign).0, 0, "{sign}");
            }
        }
    }

    #[test]
    fn what_is_too_long_is_cut() {
        let text = "Hạ tầng đô thị và vệ sinh môi trường";
        let cut = fit(Face::Regular, 30, text, 200);
        assert!(cut.ends_with('…') && width(Face::Regular, 30, &cut) <= 200, "{cut}");
        assert_eq!(fit(Face::Regular, 30, text, 2_000), text);
        assert_eq!(width(Face::Bold, 30, "🗓"), 0, "a sign that the font has not");
    }
}
