//! Rectangles, lines and letters on a white sheet.

use super::font::{Face, glyphs};

/// Red, green, blue.
pub(super) type Colour = [u8; 3];

pub(super) const WHITE: Colour = [255, 255, 255];

/// A place on the sheet and a size, in pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}

impl Area {
    pub fn new(x: i32, y: i32, width: i32, height: i32) -> Self {
        Self { x, y, width, height }
    }
}

/// A sheet; what is drawn beside it is lost.
pub(super) struct Canvas {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

impl Canvas {
    pub fn new(width: u32, height: u32) -> Self {
        let size = usize::try_from(width * height * 3).unwrap_or(0);
        Self { width, height, pixels: vec![255; size] }
    }

    fn at(&self, x: i32, y: i32) -> Option<usize> {
        let (x, y) = (u32::try_from(x).ok()?, u32::try_from(y).ok()?);
        if x >= self.width || y >= self.height {
            return None;
        }
        usize::try_from((y * self.width + x) * 3).ok()
    }

    fn put(&mut self, x: i32, y: i32, colour: Colour) {
        if let Some(at) = self.at(x, y) {
            self.pixels[at..at + 3].copy_from_slice(&colour);
        }
    }

    /// A colour over what is there, `share` of 255.
    fn blend(&mut self, x: i32, y: i32, colour: Colour, share: u8) {
        let Some(at) = self.at(x, y) else { return };
        for (n, new) in colour.into_iter().enumerate() {
            let (old, new, share) = (u32::from(self.pixels[at + n]), u32::from(new), u32::from(share));
            let mixed = (old * (255 - share) + new * share) / 255;
            self.pixels[at + n] = u8::try_from(mixed).unwrap_or(u8::MAX);
        }
    }

    pub fn fill(&mut self, area: Area, colour: Colour) {
        for y in area.y..area.y + area.height {
            for x in area.x..area.x + area.width {
                self.put(x, y, colour);
            }
        }
    }

    /// A frame inside an area, so many pixels thick.
    pub fn frame(&mut self, area: Area, thick: i32, colour: Colour) {
        self.edge(area, thick, colour, |_| true);
    }

    /// The same in dashes.
    pub fn dashes(&mut self, area: Area, thick: i32, colour: Colour) {
        self.edge(area, thick, colour, |along| along.rem_euclid(16) < 9);
    }

    fn edge(&mut self, area: Area, thick: i32, colour: Colour, is_drawn: impl Fn(i32) -> bool) {
        for y in 0..area.height {
            for x in 0..area.width {
                let beside = x < thick || x >= area.width - thick;
                let above = y < thick || y >= area.height - thick;
                if (beside && is_drawn(y)) || (above && is_drawn(x)) {
                    self.put(area.x + x, area.y + y, colour);
                }
            }
        }
    }

    /// Slanting lines over an area.
    pub fn hatch(&mut self, area: Area, colour: Colour) {
        for y in 0..area.height {
            for x in 0..area.width {
                if (x + y).rem_euclid(14) < 3 {
                    self.put(area.x + x, area.y + y, colour);
                }
            }
        }
    }

    /// A line of text whose letters stand on `base`.
    pub fn text(&mut self, face: Face, size: u16, x: i32, base: i32, colour: Colour, text: &str) {
        for dot in glyphs(face, size, text) {
            self.blend(x + dot.x, base + dot.y, colour, dot.share);
        }
    }

    /// The bytes of a PNG.
    pub fn png(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        // Writing into memory fails only where the sheet has not the size that it says.
        let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&self.pixels));
        debug_assert!(written.is_ok(), "{written:?}");
        bytes
    }
}
