//! Links that a phone's camera reads.

use qrcodegen::{QrCode, QrCodeEcc};

use super::canvas::{Area, Canvas};
use super::font::{Face, fit, width};

/// Modules of white around a code, which readers need.
const QUIET: usize = 4;
/// Pixels of a module, so that the code of a link is about as wide as a phone.
const MODULE: i32 = 14;
const LINE: u16 = 40;
const BLACK: [u8; 3] = [0, 0, 0];

/// The modules of a text's code, row by row, `true` for black, without the white around them.
/// `None`: the text is longer than a code can be (about two thousand letters).
///
/// A quarter of it may be unreadable: what hangs in a stairway is torn and gets dirty.
#[must_use]
pub fn modules(text: &str) -> Option<Vec<Vec<bool>>> {
    let code = QrCode::encode_text(text, QrCodeEcc::Quartile).ok()?;
    Some((0..code.size()).map(|y| (0..code.size()).map(|x| code.get_module(x, y)).collect()).collect())
}

/// A picture (PNG) of the code with a line of words below it. `None` as for [`modules`].
#[must_use]
pub fn code(text: &str, below: &str) -> Option<Vec<u8>> {
    let modules = modules(text)?;
    let quiet = i32::try_from(QUIET).ok()? * MODULE;
    let side = i32::try_from(modules.len()).ok()? * MODULE + 2 * quiet;
    let height = side + i32::from(LINE);
    let mut canvas = Canvas::new(u32::try_from(side).ok()?, u32::try_from(height).ok()?);
    for (y, row) in (0..).zip(&modules) {
        for (x, _) in (0..).zip(row).filter(|(_, is_black)| **is_black) {
            canvas.fill(Area::new(quiet + x * MODULE, quiet + y * MODULE, MODULE, MODULE), BLACK);
        }
    }
    let below = fit(Face::Bold, LINE, below, side - quiet);
    let x = (side - width(Face::Bold, LINE, &below)) / 2;
    canvas.text(Face::Bold, LINE, x, side, BLACK, &below);
    Some(canvas.png())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "https://t.me/loa_bot?start=g-abcdefghijklmnopqrstuv";

    /// The three corners by which a reader finds a code: seven wide, black, white, black.
    #[test]
    fn a_code_has_its_three_corners() {
        let modules = modules(LINK).unwrap();
        let last = modules.len() - 7;
        for (top, left) in [(0, 0), (0, last), (last, 0)] {
            for n in 0..7 {
                let inner = (2..5).contains(&n);
                assert!(modules[top][left + n] && modules[top + 6][left + n]);
                assert_eq!(modules[top + 3][left + n], n == 0 || n == 6 || inner);
            }
        }
        assert!(super::modules(&"a".repeat(4_000)).is_none(), "too long for a code");
    }

    #[test]
    fn the_picture_has_room_around_the_code() {
        let bytes = code(LINK, "Quét để hỏi phường").unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        let side = i32::try_from(modules(LINK).unwrap().len() + 2 * QUIET).unwrap() * MODULE;
        assert_eq!(i32::try_from(info.width).unwrap(), side);
        let quiet = QUIET * usize::try_from(MODULE).unwrap();
        let line = usize::try_from(info.width).unwrap() * 3;
        assert!(pixels[..quiet * line].iter().all(|p| *p == 255), "white above");
        assert!(pixels[quiet * line..(quiet + 1) * line].contains(&0), "then the code");
    }
}
