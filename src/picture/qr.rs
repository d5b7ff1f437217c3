//! Links that a phone's camera reads.

use qrcodegen::{QrCode, QrCodeEcc};

/// Bytes of eight pixels from side to side of one square, and squares left white around all of them.
const BYTES: usize = 2;
const MARGIN: i32 = 4;

/// The squares of a text's code, row by row, `true` for black, without the white around them.
/// `None`: the text is longer than a code holds (about two thousand letters).
///
/// A quarter of it may be unreadable: what hangs in a stairway is torn and gets dirty.
#[must_use]
pub fn modules(text: &str) -> Option<Vec<Vec<bool>>> {
    let code = QrCode::encode_text(text, QrCodeEcc::Quartile).ok()?;
    Some((0..code.size()).map(|y| (0..code.size()).map(|x| code.get_module(x, y)).collect()).collect())
}

/// The picture of a text as a PNG; `None`: it is longer than such a picture holds.
#[must_use]
pub fn qr(text: &str) -> Option<Vec<u8>> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let squares = -MARGIN..code.size() + MARGIN;
    let mut pixels = Vec::new();
    for y in squares.clone() {
        let mut line = Vec::new();
        for x in squares.clone() {
            // Outside of the code every square is white.
            let byte = if code.get_module(x, y) { 0x00 } else { 0xff };
            line.extend([byte; BYTES]);
        }
        pixels.extend(line.repeat(BYTES * 8));
    }
    let side = u32::try_from(squares.len() * BYTES * 8).ok()?;
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.write_header().ok()?.write_image_data(&pixels).ok()?;
    Some(png)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The three corners by which a reader finds a code: seven wide, black, white, black.
    #[test]
    fn a_code_has_its_three_corners() {
        let modules = modules("https://t.me/loa_bot?start=0123456789abcdef").unwrap();
        let last = modules.len() - 7;
        for (top, left) in [(0, 0), (0, last), (last, 0)] {
            for n in 0..7 {
                let inner = (2..5).contains(&n);
                assert!(modules[top][left + n] && modules[top + 6][left + n]);
                assert_eq!(modules[top + 3][left + n], n == 0 || n == 6 || inner);
            }
        }
    }

    #[test]
    fn a_link_fits_and_a_book_does_not() {
        let png = qr("https://t.me/loa_bot?start=0123456789abcdef0123456789abcdef").unwrap();
        assert!(png.starts_with(b"\x89PNG"));
        let decoder = png::Decoder::new(std::io::Cursor::new(png));
        let reader = decoder.read_info().unwrap();
        let (width, height) = (reader.info().width, reader.info().height);
        assert!(width == height && (500..1_300).contains(&width), "{width}");
        assert!(qr(&"a".repeat(5_000)).is_none());
    }
}
