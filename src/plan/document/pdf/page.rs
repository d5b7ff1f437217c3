//! One page: its texts with their places.

use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::super::ImportError;
use super::STREAM_MAX;
use super::actual::{self, Spans};
use super::font::{Font, Fonts};

/// A letter where it stands. Points, from the lower left corner.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub x: f32,
    pub y: f32,
    pub end: f32,
    pub size: f32,
    /// Blank for a space.
    pub name: String,
}

/// A straight line, level or upright.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    pub from: (f32, f32),
    pub to: (f32, f32),
}

/// What stands on a page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub glyphs: Vec<Glyph>,
    pub rules: Vec<Rule>,
}

/// Lines of a page's tables; more are a drawing.
const RULES_MAX: usize = 6_000;
/// A filled strip of this width is a line, in points.
const STRIP_MAX: f32 = 3.0;

/// Drawings in drawings: deeper is no plan.
const DEPTH_MAX: usize = 6;
/// Letters of a page; a bound for pages that draw themselves over and over.
const LETTERS_MAX: usize = 200_000;
const STATES_MAX: usize = 200;

pub(super) fn read(
    document: &Document,
    id: ObjectId,
    fonts: &mut Fonts,
    left: &mut usize,
) -> Result<Page, ImportError> {
    let content = document.get_page_content_with_limit(id, STREAM_MAX.min(*left)).unwrap_or_default();
    let mut resources = Vec::new();
    if let Ok((own, ids)) = document.get_page_resources(id) {
        resources.extend(own);
        resources.extend(ids.iter().filter_map(|id| document.get_dictionary(*id).ok()));
    }
    let mut painter = Painter { document, fonts, left, page: Page::default(), corner: None };
    let state = State { place: turned(document, id), ..State::default() };
    painter.paint(&content, &resources, &state, 0)?;
    Ok(painter.page)
}

/// How the page is turned before it is shown.
fn turned(document: &Document, id: ObjectId) -> Matrix {
    let page = document.get_dictionary(id).ok();
    // The turn may be inherited; deeper trees than this are loops.
    let mut node = page;
    let mut rotate = None;
    for _ in 0..16 {
        let Some(dictionary) = node else { break };
        rotate = dictionary.get_deref(b"Rotate", document).and_then(Object::as_i64).ok();
        if rotate.is_some() {
            break;
        }
        node = dictionary.get_deref(b"Parent", document).and_then(Object::as_dict).ok();
    }
    match rotate.unwrap_or(0).rem_euclid(360) {
        90 => Matrix([0.0, -1.0, 1.0, 0.0, 0.0, 0.0]),
        180 => Matrix([-1.0, 0.0, 0.0, -1.0, 0.0, 0.0]),
        270 => Matrix([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]),
        _ => Matrix::default(),
    }
}

#[derive(Clone, Copy, Debug)]
struct Matrix([f32; 6]);

impl Default for Matrix {
    fn default() -> Self {
        Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0])
    }
}

impl Matrix {
    /// First `self`, then `then`.
    fn then(self, then: Self) -> Self {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, then.0);
        Self([
            a * g + b * i,
            a * h + b * j,
            c * g + d * i,
            c * h + d * j,
            e * g + f * i + k,
            e * h + f * j + l,
        ])
    }

    fn moved(x: f32, y: f32) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    fn of(operands: &[Object]) -> Option<Self> {
        let mut matrix = [0.0; 6];
        for (value, operand) in matrix.iter_mut().zip(operands.get(..6)?) {
            *value = operand.as_float().ok()?;
        }
        Some(Self(matrix))
    }
}

#[derive(Clone)]
struct State {
    place: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    letter_space: f32,
    word_space: f32,
    stretch: f32,
    leading: f32,
    rise: f32,
}

impl Default for State {
    fn default() -> Self {
        Self {
            place: Matrix::default(),
            font: None,
            size: 0.0,
            letter_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        }
    }
}

struct Painter<'a, 'f> {
    document: &'a Document,
    fonts: &'f mut Fonts,
    left: &'f mut usize,
    page: Page,
    /// Where the path at hand goes on.
    corner: Option<(f32, f32)>,
}

/// Where the next text goes.
#[derive(Clone, Copy, Default)]
struct Pen {
    line: Matrix,
    at: Matrix,
}

impl Pen {
    fn go(&mut self, x: f32, y: f32) {
        self.line = Matrix::moved(x, y).then(self.line);
        self.at = self.line;
    }
}

impl<'a> Painter<'a, '_> {
    fn paint(
        &mut self,
        content: &[u8],
        resources: &[&'a Dictionary],
        outer: &State,
        depth: usize,
    ) -> Result<(), ImportError> {
        *self.left = self.left.checked_sub(content.len()).ok_or(ImportError::TooMuch)?;
        let mut state = outer.clone();
        let mut saved = Vec::new();
        let mut pen = Pen::default();
        let mut spans = Spans::default();
        // Up to the first thing that is no drawing: a damaged page says what it can.
        for operation in Content::decode_iter(content).map_while(Result::ok) {
            if self.page.glyphs.len() > LETTERS_MAX {
                break;
            }
            match operation.operator.as_str() {
                "q" if saved.len() < STATES_MAX => saved.push(state.clone()),
                "Q" => state = saved.pop().unwrap_or_else(|| outer.clone()),
                "cm" => {
                    if let Some(matrix) = Matrix::of(&operation.operands) {
                        state.place = matrix.then(state.place);
                    }
                }
                "BMC" => spans.open(self.page.glyphs.len(), None),
                "BDC" => spans.open(self.page.glyphs.len(), self.properties(&operation, resources)),
                "EMC" => spans.close(&mut self.page.glyphs),
                "re" | "m" | "l" => self.rule(&operation, &state),
                "Do" => self.draw(&operation, resources, &state, depth)?,
                _ => self.text(&operation, resources, &mut state, &mut pen),
            }
        }
        Ok(())
    }

    /// Lines and boxes, of which tables are made.
    fn rule(&mut self, operation: &Operation, state: &State) {
        let number = |at: usize| operation.operands.get(at).and_then(|operand| operand.as_float().ok());
        let (Some(x), Some(y)) = (number(0), number(1)) else { return };
        let placed = |x: f32, y: f32| {
            let at = Matrix::moved(x, y).then(state.place).0;
            (at[4], at[5])
        };
        match operation.operator.as_str() {
            "m" => self.corner = Some(placed(x, y)),
            "l" => {
                let to = placed(x, y);
                if let Some(from) = self.corner.replace(to) {
                    self.add_rule(from, to);
                }
            }
            _ => {
                let (Some(width), Some(height)) = (number(2), number(3)) else { return };
                let (low, high) = (placed(x, y), placed(x + width, y + height));
                let (across, up) = ((high.0 - low.0).abs(), (high.1 - low.1).abs());
                if across <= STRIP_MAX || up <= STRIP_MAX {
                    self.add_rule(low, if up <= across { (high.0, low.1) } else { (low.0, high.1) });
                } else {
                    let corners = [low, (high.0, low.1), high, (low.0, high.1), low];
                    for pair in corners.windows(2) {
                        self.add_rule(pair[0], pair[1]);
                    }
                }
            }
        }
    }

    fn add_rule(&mut self, from: (f32, f32), to: (f32, f32)) {
        let straight = (from.0 - to.0).abs() < 0.5 || (from.1 - to.1).abs() < 0.5;
        let finite = [from.0, from.1, to.0, to.1].iter().all(|value| value.is_finite());
        if straight && finite && self.page.rules.len() < RULES_MAX {
            self.page.rules.push(Rule { from, to });
        }
    }

    /// Another drawing inside this one.
    fn draw(
        &mut self,
        operation: &Operation,
        resources: &[&'a Dictionary],
        state: &State,
        depth: usize,
    ) -> Result<(), ImportError> {
        let Some(name) = operation.operands.first().and_then(|name| name.as_name().ok()) else {
            return Ok(());
        };
        let Some(object) = self.resource(resources, b"XObject", name) else { return Ok(()) };
        let Ok(stream) = self.document.dereference(object).and_then(|(_, object)| object.as_stream()) else {
            return Ok(());
        };
        let is_form = stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form");
        if !is_form || depth >= DEPTH_MAX {
            return Ok(());
        }
        let Ok(content) = stream.get_plain_content_with_limit(STREAM_MAX.min(*self.left)) else {
            return Ok(());
        };
        let own = stream.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict).ok();
        let inner: Vec<&Dictionary> = own.into_iter().chain(resources.iter().copied()).collect();
        let mut state = state.clone();
        if let Ok(matrix) = stream.dict.get_deref(b"Matrix", self.document).and_then(Object::as_array)
            && let Some(matrix) = Matrix::of(matrix)
        {
            state.place = matrix.then(state.place);
        }
        self.paint(&content, &inner[..inner.len().min(DEPTH_MAX)], &state, depth + 1)
    }

    /// What a span says of itself, on the spot or in the page's resources.
    fn properties<'o>(&self, operation: &'o Operation, resources: &[&'a Dictionary]) -> Option<&'o Dictionary>
    where
        'a: 'o,
    {
        match operation.operands.get(1)? {
            Object::Dictionary(said) => Some(said),
            Object::Name(name) => {
                let named = self.resource(resources, b"Properties", name)?;
                self.document.dereference(named).ok()?.1.as_dict().ok()
            }
            _ => None,
        }
    }

    fn resource(&self, resources: &[&'a Dictionary], kind: &[u8], name: &[u8]) -> Option<&'a Object> {
        resources.iter().find_map(|resources| {
            resources.get_deref(kind, self.document).and_then(Object::as_dict).ok()?.get(name).ok()
        })
    }

    fn text(
        &mut self,
        operation: &Operation,
        resources: &[&'a Dictionary],
        state: &mut State,
        pen: &mut Pen,
    ) {
        let operands = &operation.operands;
        let number = |at: usize| operands.get(at).and_then(|operand| operand.as_float().ok()).unwrap_or(0.0);
        match operation.operator.as_str() {
            "BT" => *pen = Pen::default(),
            "Tf" => {
                let name = operands.first().and_then(|name| name.as_name().ok());
                let font = name.and_then(|name| self.resource(resources, b"Font", name));
                state.font = font.and_then(|font| self.fonts.get(self.document, font));
                state.size = number(1);
            }
            "Tc" => state.letter_space = number(0),
            "Tw" => state.word_space = number(0),
            "Tz" => state.stretch = number(0) / 100.0,
            "TL" => state.leading = number(0),
            "Ts" => state.rise = number(0),
            "Td" => pen.go(number(0), number(1)),
            "TD" => {
                state.leading = -number(1);
                pen.go(number(0), number(1));
            }
            "Tm" => {
                if let Some(matrix) = Matrix::of(operands) {
                    *pen = Pen { line: matrix, at: matrix };
                }
            }
            "T*" => pen.go(0.0, -state.leading),
            "Tj" => self.show(operands.first(), state, pen),
            "'" => {
                pen.go(0.0, -state.leading);
                self.show(operands.first(), state, pen);
            }
            "\"" => {
                state.word_space = number(0);
                state.letter_space = number(1);
                pen.go(0.0, -state.leading);
                self.show(operands.get(2), state, pen);
            }
            "TJ" => {
                for part in operands.first().and_then(|parts| parts.as_array().ok()).into_iter().flatten() {
                    match part.as_float() {
                        Ok(back) => {
                            let by = -back / 1000.0 * state.size * state.stretch;
                            pen.at = Matrix::moved(by, 0.0).then(pen.at);
                        }
                        Err(_) => self.show(Some(part), state, pen),
                    }
                }
            }
            _ => {}
        }
    }

    fn show(&mut self, text: Option<&Object>, state: &State, pen: &mut Pen) {
        let (Some(Ok(bytes)), Some(font)) = (text.map(Object::as_str), state.font.clone()) else { return };
        for letter in font.letters(bytes) {
            let space = state.letter_space + if letter.is_space { state.word_space } else { 0.0 };
            let width = letter.width / 1000.0 * state.size;
            let by = (width + space) * state.stretch;
            let place = Matrix::moved(0.0, state.rise).then(pen.at).then(state.place);
            let [a, b, ..] = place.0;
            let scale = a.hypot(b);
            // Stamps and watermarks stand askew.
            if b.abs() <= scale * 0.1 && a > 0.0 {
                self.put(
                    letter.name,
                    place.0[4],
                    place.0[5],
                    width * state.stretch * scale,
                    (state.size * scale).abs(),
                );
            }
            pen.at = Matrix::moved(by, 0.0).then(pen.at);
        }
    }

    fn put(&mut self, name: &str, x: f32, y: f32, width: f32, size: f32) {
        if !(x.is_finite() && y.is_finite() && size.is_finite() && width.is_finite()) || size < 0.5 {
            return;
        }
        // An accent of its own belongs to the letter set before it.
        if actual::is_accent(name)
            && let Some(last) = self.page.glyphs.last_mut().filter(|last| last.name.len() < 16)
        {
            last.name.push_str(name);
            return;
        }
        self.page.glyphs.push(Glyph { x, y, end: x + width, size, name: name.to_owned() });
    }
}
