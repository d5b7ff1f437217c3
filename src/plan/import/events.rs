//! Anniversaries and dated events.

use chrono::Datelike;

use super::blocks::Block;
use super::dates::{self, Point};
use super::outline::{Kind, Outline};
use super::words::{self, Token};
use super::{Doubts, Event, Period, Roundness, Uncertainty, due};

/// How far before a date its name is looked for, in words.
const NAME_WORDS_MAX: usize = 60;

/// An anniversary counts at least this many years; a shorter span is a duration.
const ANNIVERSARY_YEARS_MIN: i32 = 3;

pub(super) fn find(
    outline: &Outline,
    title: (&str, usize),
    period: Period,
    doubts: &mut Doubts,
) -> Vec<Event> {
    let mut events = in_block(&Block::alone(title.0, title.1), None, period, true, doubts);
    let preamble = outline.sections.first().map_or(0, |section| section.at);
    let mut tasks = vec![false; outline.blocks.len()];
    for section in &outline.sections {
        if matches!(section.kind, Some(Kind::Duties | Kind::Reports | Kind::Time | Kind::Budget)) {
            tasks[section.at..outline.end(section.at)].fill(true);
        }
    }
    let read = (0..outline.closing).chain(outline.annexes..outline.blocks.len());
    for at in read.filter(|&at| !outline.is_money(at)) {
        let block = &outline.blocks[at];
        // Preambles cite documents by their dates, duties set deadlines: only spans count there.
        let only_spans = at < preamble || tasks[at];
        let above = outline.above(at).map(|above| outline.blocks[above].text.as_str());
        for event in in_block(block, above, period, only_spans, doubts) {
            keep(&mut events, event);
        }
    }
    events
}

/// Adds an event unless it is there already; the same day may hold several.
fn keep(events: &mut Vec<Event>, event: Event) {
    // A bound on the work for texts that are nothing but dates.
    let recent = events.len().saturating_sub(300);
    let name = words::plain(&event.name);
    let same = events[recent..].iter_mut().find(|known| {
        let same_day = (known.month, known.day, known.lunar) == (event.month, event.day, event.lunar);
        let same_origin = known.origin_year == event.origin_year
            || known.origin_year.is_none()
            || event.origin_year.is_none();
        same_day && same_origin && {
            let known = words::plain(&known.name);
            known.contains(&name) || name.contains(&known)
        }
    });
    match same {
        Some(known) if known.origin_year.is_none() && event.origin_year.is_some() => {
            // The mention that tells more, at the place of the first.
            let line = known.line;
            *known = Event { line, ..event };
        }
        Some(_) => {}
        None => events.push(event),
    }
}

/// A date in a block: which tokens it takes and what it says.
struct Dated {
    from: usize,
    to: usize,
    point: Point,
    /// Second year of "(10/10/1954 - 10/10/2024)".
    until: Option<Point>,
    lunar: bool,
}

/// `above`: the heading that the block stands under.
fn in_block(
    block: &Block,
    above: Option<&str>,
    period: Period,
    only_spans: bool,
    doubts: &mut Doubts,
) -> Vec<Event> {
    let tokens = words::tokens(&block.text);
    let mut events = Vec::new();
    let mut at = 0;
    let mut after_last = 0;
    while at < tokens.len() {
        if anniversary_without_day(&tokens, at) {
            doubts.add(block.line_at(tokens[at].start), Uncertainty::EventWithoutDay);
        }
        let Some(dated) = dated(&tokens, at) else {
            at += 1;
            continue;
        };
        let line = block.line_at(tokens[dated.from].start);
        let first_year = period.from.or(period.to).map(|day| day.year());
        let origin = origin(&dated, first_year);
        if (dated.until.is_some() || dated.lunar || !only_spans)
            && !due::is_of_document(&tokens, dated.from)
            && let Some((name, years)) =
                name(block, &tokens, after_last, &dated, origin.is_some() || dated.lunar, first_year)
                    .or_else(|| named_above(above, &tokens, &dated).map(|name| (name, None)))
        {
            if names_document(&name) {
                at = dated.to;
                after_last = dated.to;
                continue;
            }
            let mut confidence: f64 = if dated.until.is_some() { 1.0 } else { 0.9 };
            if !agrees(&dated, years) {
                doubts.add(line, Uncertainty::AnniversaryMismatch);
                confidence = 0.5;
            }
            if dated.point.misread {
                doubts.add(line, Uncertainty::DateMisread);
                confidence = confidence.min(0.6);
            }
            let year = kept_in(&dated, origin, period);
            let counted = years.and_then(|years| i32::try_from(years).ok());
            let computed = year.zip(counted).map(|(year, years)| year - years).filter(|_| origin.is_none());
            if computed.is_some() {
                doubts.add(line, Uncertainty::OriginComputed);
                confidence = confidence.min(0.8);
            }
            let origin = origin.or(computed);
            let Point { day, month, .. } = dated.point;
            // 2000 is a leap year: 29 February is a day.
            if dated.lunar && day <= 30
                || dated.point.date(None).or_else(|| with_leap_year(dated.point)).is_some()
            {
                let lunar = dated.lunar;
                let years = year.zip(origin).map(|(year, origin)| year - origin).filter(|years| *years > 0);
                let round = years.map(Roundness::of);
                events.push(Event {
                    name,
                    month,
                    day,
                    origin_year: origin,
                    lunar,
                    line,
                    confidence,
                    year,
                    years,
                    round,
                });
            } else {
                doubts.add(line, Uncertainty::DateMisread);
            }
        }
        at = dated.to;
        after_last = dated.to;
    }
    events
}

/// "Ngày 28/9/2024 tại nhà văn hóa." under "3.1. Liên hoan ca khúc": the heading is the name.
fn named_above(above: Option<&str>, tokens: &[Token], dated: &Dated) -> Option<String> {
    let above = above?;
    let heading = words::tokens(above);
    let first = dated.from <= 1 || dated.from <= 4 && words::phrase_at(tokens, 0, "thoi gian");
    let range = tokens.get(dated.to).is_some_and(|next| next.is("den") || next.mark() == Some('-'));
    let gathers = words::phrase_at(&heading, 0, "to chuc")
        && (1..=2)
            .any(|back| dated.from > back && words::phrase_at(tokens, dated.from - back - 1, "du kien"));
    let whole = dated.point.year.is_some() && dated.until.is_none() && !range;
    let begun = tokens.first().is_some_and(|token| token.is("tu"));
    (whole && !begun && (first || gathers) && above.chars().count() <= 160)
        .then(|| tidy(above.trim_start_matches("Tổ chức ")))
        .filter(|name| name.split(' ').count() >= 2)
}

/// "Luật Tiếp cận thông tin ngày …": the day on which a document was made.
fn names_document(name: &str) -> bool {
    const KINDS: [&str; 12] = [
        "luat",
        "nghi quyet",
        "nghi dinh",
        "thong tu",
        "quyet dinh",
        "chi thi",
        "ket luan",
        "ke hoach",
        "huong dan",
        "cong van",
        "thong bao",
        "chuong trinh so",
    ];
    let plain = words::plain(name);
    KINDS.iter().any(|kind| words::find_words(&plain, kind) == Some(0))
}

/// The year in which an event is kept: the second of a span, its own, or the period's only one.
fn kept_in(dated: &Dated, origin: Option<i32>, period: Period) -> Option<i32> {
    let until = dated.until.and_then(|point| point.year);
    let own = dated.point.year.filter(|_| origin.is_none());
    let only = match (period.from, period.to) {
        (Some(from), Some(to)) if from.year() == to.year() => Some(from.year()),
        _ => None,
    };
    until.or(own).or(only)
}

fn with_leap_year(point: Point) -> Option<chrono::NaiveDate> {
    Point { year: Some(2000), ..point }.date(None)
}

/// The date at `at`, with what follows it.
fn dated(tokens: &[Token], at: usize) -> Option<Dated> {
    if let Some((point, to)) = lunar_day(tokens, at) {
        return Some(Dated { from: at, to, point, until: None, lunar: true });
    }
    tokens[at].number()?;
    let (point, mut to) = dates::point(tokens, at)?;
    let dash = tokens.get(to).is_some_and(|token| token.mark() == Some('-') || token.is("den"));
    let mut until = None;
    if dash && let Some((second, next)) = dates::point(tokens, to + 1) {
        until = Some(second);
        to = next;
    } else if dash && let Some(year) = dates::year(tokens, to + 1) {
        until = Some(Point { year: Some(year), ..point });
        to += 2;
    }
    let close = (to..to + 3).find(|&at| words::phrase_at(tokens, at, "am lich") || is_al(tokens, at));
    let between = |end: usize| tokens[to..end].iter().all(|token| token.mark().is_some());
    let lunar = close.is_some_and(between);
    if let Some(close) = close.filter(|_| lunar) {
        to = close + 1;
    }
    Some(Dated { from: at, to, point, until, lunar })
}

fn is_al(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.is("al"))
}

/// "rằm tháng Bảy", "mùng 5 Tết", "mùng 10 tháng Giêng": lunar without saying so.
fn lunar_day(tokens: &[Token], at: usize) -> Option<(Point, usize)> {
    let point = |day, month| Point { day, month, year: None, misread: false };
    if words::phrase_at(tokens, at, "ram thang") {
        let token = tokens.get(at + 2)?;
        let month =
            token.number().or_else(|| dates::month_word(token)).filter(|month| (1..=12).contains(month))?;
        return Some((point(15, month), at + 3));
    }
    if !(tokens[at].is("mung") || tokens[at].is("mong")) {
        return None;
    }
    let day = tokens.get(at + 1)?.number().filter(|day| (1..=10).contains(day))?;
    match tokens.get(at + 2)? {
        token if token.is("tet") => Some((point(day, 1), at + 3)),
        token if token.is("thang") => {
            let month = tokens.get(at + 3).filter(|month| month.is("gieng") || month.is("chap"))?;
            Some((point(day, dates::month_word(month)?), at + 4))
        }
        _ => None,
    }
}

/// The year that an anniversary counts from.
fn origin(dated: &Dated, first_year: Option<i32>) -> Option<i32> {
    let year = dated.point.year?;
    let until = dated.until.and_then(|point| point.year).or(first_year)?;
    (until - year >= ANNIVERSARY_YEARS_MIN).then_some(year)
}

/// Whether "70 năm" and the two dates say the same.
fn agrees(dated: &Dated, years: Option<u32>) -> bool {
    let Some(until) = dated.until else { return true };
    let same_day = (until.day, until.month) == (dated.point.day, dated.point.month);
    let span = dated.point.year.zip(until.year).map(|(from, to)| to - from);
    let counted = match (span, years.and_then(|years| i32::try_from(years).ok())) {
        (Some(span), Some(years)) => span == years,
        _ => true,
    };
    counted && (same_day || span.is_none_or(|span| span < ANNIVERSARY_YEARS_MIN))
}

/// The name beside a date, and the years that it counts. Names of anniversaries may be any words;
/// other dates count only beside words that name a day or a gathering.
fn name(
    block: &Block,
    tokens: &[Token],
    after_last: usize,
    dated: &Dated,
    sure: bool,
    first_year: Option<i32>,
) -> Option<(String, Option<u32>)> {
    let mut end = dated.from;
    while end > after_last && is_before_date(&tokens[end - 1]) {
        end -= 1;
    }
    let start = clause_start(tokens, after_last, end);
    if start < end {
        let (start, years) = without_opening(tokens, start, end);
        let from = tokens.get(start).filter(|_| start < end)?.start;
        let said = tidy(&block.text[from..tokens[end - 1].end]);
        let near =
            dated.point.year.is_none_or(|year| first_year.is_none_or(|first| (year - first).abs() <= 5));
        let deadline = end < dated.from
            && start + 1 < end
            && ["truoc", "den", "tu", "sau", "het", "nhat", "qua"]
                .iter()
                .any(|word| tokens[end - 1].is(word));
        if sure || near && !deadline && names_event(block, &tokens[start..end]) {
            return (said.split(' ').count() >= 2).then_some((said, years));
        }
        return None;
    }
    // "Ngày 27/7: Ngày Thương binh - Liệt sĩ", "03/02 - Ngày thành lập Đảng"
    let next = tokens.get(dated.to).filter(|token| matches!(token.mark(), Some(':' | '-')))?;
    let rest = &block.text[next.end..];
    let rest = rest.split([';', '(']).next().unwrap_or_default();
    let rest_tokens = words::tokens(super::outline::first_sentence(rest));
    let (start, years) = without_opening(&rest_tokens, 0, rest_tokens.len());
    let (first, last) = (rest_tokens.get(start)?, rest_tokens.last()?);
    let said = tidy(&rest[first.start..last.end]);
    (said.split(' ').count() >= 2 && said.chars().count() <= 200).then_some((said, years))
}

/// As a name of its own: without marks around it, with a capital letter.
fn tidy(said: &str) -> String {
    let said = said.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | '-' | '–' | '.' | ';' | ':' | '(' | ')')
    });
    let mut letters = said.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Words between a name and its date. "Ngày" with a capital begins a name instead.
fn is_before_date(token: &Token) -> bool {
    const BETWEEN: [&str; 7] = ["ngay", "vao", "tuc", "dung", "dip", "mung", "mong"];
    matches!(token.mark(), Some('(' | ',' | '-')) || BETWEEN.iter().any(|word| token.is(word))
}

fn clause_start(tokens: &[Token], after_last: usize, end: usize) -> usize {
    let mut start = end;
    while start > after_last && end - start < NAME_WORDS_MAX {
        let token = &tokens[start - 1];
        let sentence_end =
            token.mark() == Some('.') && tokens.get(start).is_some_and(|next| next.start > token.end);
        if sentence_end || matches!(token.mark(), Some(';' | ':' | ')' | '+')) {
            break;
        }
        // ", kỷ niệm 110 năm …" and ", 80 năm …" begin the next of a list.
        let begins = |at: usize| {
            words::phrase_at(tokens, at, "ky niem")
                || words::phrase_at(tokens, at, "chao mung")
                || tokens.get(at).is_some_and(|t| t.number().is_some())
                    && tokens.get(at + 1).is_some_and(|t| t.is("nam"))
        };
        if (token.mark() == Some(',') || token.is("va")) && begins(start) {
            break;
        }
        start -= 1;
    }
    start
}

/// Skips what leads to a name: "Tuyên truyền kỷ niệm 70 năm", and gives the years counted.
fn without_opening(tokens: &[Token], start: usize, end: usize) -> (usize, Option<u32>) {
    const OPENINGS: [&str; 14] = [
        "tuyen truyen",
        "to chuc",
        "cac hoat dong",
        "hoat dong",
        "nhan dip",
        "nhan",
        "huong toi",
        "va",
        "gom",
        "nhu",
        "tap trung",
        "day manh",
        "cac",
        "huong ung",
    ];
    let mut start = start;
    let celebrated = (start..end).rev().find_map(|at| {
        ["ky niem", "chao mung"].iter().find(|phrase| words::phrase_at(tokens, at, phrase)).map(|_| at + 2)
    });
    if let Some(after) = celebrated.filter(|&after| after < end) {
        start = after;
    }
    loop {
        let skipped = OPENINGS.iter().find(|opening| words::phrase_at(tokens, start, opening));
        match skipped {
            Some(opening) if start + opening.split(' ').count() < end => start += opening.split(' ').count(),
            _ if start < end && tokens[start].mark().is_some_and(|mark| mark != '"') => start += 1,
            _ => break,
        }
    }
    let mut years = None;
    if start + 2 < end
        && tokens[start + 1].is("nam")
        && let Some(count) = tokens[start].number()
    {
        years = Some(count);
        start += 2;
    }
    (start, years)
}

/// Whether the words before a date name a day or a gathering.
fn names_event(block: &Block, tokens: &[Token]) -> bool {
    const GATHERINGS: [&str; 29] = [
        "ky niem",
        "quoc khanh",
        "le",
        "tet",
        "hoi nghi",
        "hoi thi",
        "hoi thao",
        "hoi dien",
        "cuoc thi",
        "lien hoan",
        "phat dong",
        "ra quan",
        "khai mac",
        "tong ve sinh",
        "bau cu",
        "dien dan",
        "ngay hoi",
        "mit tinh",
        "gio to",
        "chien thang",
        "ngay chay",
        "toa dam",
        "phien giao dich",
        "dai hoi",
        "ky hop",
        "hoi cho",
        "trien lam",
        "dien tap",
        "tap huan",
    ];
    tokens.iter().enumerate().any(|(at, token)| {
        let day = token.is("ngay") && block.text[token.start..].starts_with('N') && at + 1 < tokens.len();
        day || GATHERINGS.iter().any(|gathering| words::phrase_at(tokens, at, gathering))
    })
}

/// "kỷ niệm 80 năm …" with no day before the clause ends.
fn anniversary_without_day(tokens: &[Token], at: usize) -> bool {
    let counted = words::phrase_at(tokens, at, "ky niem")
        && tokens.get(at + 2).is_some_and(|token| token.number().is_some())
        && tokens.get(at + 3).is_some_and(|token| token.is("nam"))
        && !tokens.get(at + 4).is_some_and(|token| token.is("va"));
    if !counted {
        return false;
    }
    let rest = &tokens[at + 4..tokens.len().min(at + NAME_WORDS_MAX)];
    for (i, token) in rest.iter().enumerate() {
        if token.mark() == Some(';') || words::phrase_at(rest, i, "ky niem") {
            break;
        }
        if token.number().is_some() && dates::point(rest, i).is_some() {
            return false;
        }
    }
    true
}
