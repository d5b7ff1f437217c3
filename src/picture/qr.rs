//! An address as squares that a phone reads.

use qrcodegen::{QrCode, QrCodeEcc};

use super::canvas::{Area, Canvas};

/// Pixels from side to side of one square, and squares left white around all of them.
const SQUARE: i32 = 12;
const MARGIN: i32 = 4;
const BLACK: [u8; 3] = [0, 0, 0];

/// The picture of a text as a PNG; `None`: it is longer than such a picture holds.
#[must_use]
pub fn qr(text: &str) -> Option<Vec<u8>> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let size = code.size();
    let side = u32::try_from((size + 2 * MARGIN) * SQUARE).ok()?;
    let mut canvas = Canvas::new(side, side);
    for y in 0..size {
        for x in 0..size {
            if code.get_module(x, y) {
                let at = |n: i32| (n + MARGIN) * SQUARE;
                canvas.fill(Area::new(at(x), at(y), SQUARE, SQUARE), BLACK);
            }
        }
    }
    Some(canvas.png())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_fits_and_a_book_does_not() {
        let png = qr("https://t.me/loa_bot?start=0123456789abcdef0123456789abcdef").unwrap();
        assert!(png.starts_with(b"\x89PNG"));
        assert!(qr(&"a".repeat(5_000)).is_none());
    }
}
