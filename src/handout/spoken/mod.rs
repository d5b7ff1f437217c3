//! A message as it is read aloud: everything written out as it is said, and how long that takes.

mod marks;
mod numbers;
mod short;
#[cfg(test)]
mod tests;

use marks::{Clock, Date};

use super::split::{Room, parts};
use crate::text::nfc;

/// Minutes of one session of a ward's loudspeakers.
const SESSION_MINUTES: usize = 15;

/// Parts of the day that stand beside a time.
const PARTS: [&str; 5] = ["sáng", "trưa", "chiều", "tối", "đêm"];
/// Behind these, hours are how long and not when.
const DURATIONS: [&str; 5] = ["trong", "suốt", "mất", "dài", "mỗi"];
/// Behind these, a stroke between figures is part of an address.
const PLACES: [&str; 9] = ["ngõ", "ngách", "hẻm", "kiệt", "số", "nhà", "phòng", "căn", "tổ"];
/// Behind these, three figures are a number to call.
const CALLS: [&str; 8] = ["gọi", "số", "đài", "nóng", "báo", "hoặc", "và", "máy"];
/// Behind these, Roman numerals stand.
const RANKS: [&str; 9] = ["quý", "khóa", "khoá", "kỳ", "lần", "chương", "phần", "loại", "cấp"];
/// Before an address that is left out, these say nothing.
const TO_LINK: [&str; 8] = ["tại", "ở", "xem", "link", "qua", "theo", "vào", "đây"];

/// Words are said for everything; addresses of pages are left out, with these words in their place.
#[must_use]
pub fn written_out(text: &str, instead_of_link: &str) -> String {
    let text = nfc(text);
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let mut speaker = Speaker { link: instead_of_link, ..Speaker::default() };
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut at = 0;
        while at < words.len() {
            at += speaker.take(&words[at..]).max(1);
        }
        let said = speaker.out.trim().to_owned();
        if !said.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(said);
        }
    }
    lines.join("\n").trim().to_owned()
}

/// A text whose sentences begin with a capital letter, also where what was written out does not.
#[must_use]
pub fn begun(text: &str) -> String {
    let (mut begins, mut said) = (true, String::with_capacity(text.len()));
    for c in text.chars() {
        if begins && c.is_alphanumeric() {
            said.extend(c.to_uppercase());
            begins = false;
        } else {
            said.push(c);
        }
        match c {
            '.' | '!' | '?' | '\n' => begins = true,
            c if c.is_alphanumeric() => begins = false,
            _ => {}
        }
    }
    said
}

/// Minutes that it takes to read a text aloud, begun ones counted whole.
#[must_use]
pub fn minutes(text: &str, words_a_minute: usize) -> usize {
    text.split_whitespace().count().div_ceil(words_a_minute.max(1)).max(1)
}

/// A text in what fits into sessions; all of it.
#[must_use]
pub fn sessions(text: &str, words_a_minute: usize) -> Vec<String> {
    parts(text, Room::Words(SESSION_MINUTES * words_a_minute.max(1)))
}

/// One line on its way.
#[derive(Default)]
struct Speaker<'a> {
    out: String,
    link: &'a str,
    /// The word before, in small letters.
    before: String,
    was_number: bool,
    was_call: bool,
}

/// A word without the marks around it: those before, itself, those after.
fn peel(word: &str) -> (&str, &str, &str) {
    let is_in = |c: char| c.is_alphanumeric() || "%₫".contains(c);
    let start = word.find(|c: char| is_in(c) || c == '+').unwrap_or(word.len());
    let (open, rest) = word.split_at(start);
    let end = rest.rfind(is_in).map_or(0, |at| at + rest[at..].chars().next().map_or(0, char::len_utf8));
    let (core, close) = rest.split_at(end);
    (open, core, close)
}

impl Speaker<'_> {
    /// Says what the first of these words begins; gives how many it took.
    fn take(&mut self, words: &[&str]) -> usize {
        let (open, core, close) = peel(words[0]);
        if core.is_empty() {
            return self.sign(words);
        }
        if open.contains(['(', '[']) {
            self.mark(',');
        }
        if is_address(core) {
            self.leave_out();
            self.close(close);
            return 1;
        }
        if let Some((said, n)) = phone(words) {
            self.say(&said, true);
            self.before.clear();
            self.close(peel(words[n - 1]).2);
            return n;
        }
        let next = words.get(1).map(|word| peel(word).1.to_lowercase()).unwrap_or_default();
        let is_pointed = close.starts_with('.') && words.len() > 1;
        let was_call = std::mem::take(&mut self.was_call);
        let said = self.figures(core, &next, was_call);
        let short = short::reading(core, is_pointed);
        let close = if is_pointed && short::takes_point(core) { &close[1..] } else { close };
        match said {
            Some(said) => self.say(&said, true),
            None if self.was_number && short::unit(core).is_some() => {
                self.say(short::unit(core).unwrap_or_default(), false);
            }
            None if core == "%" => self.say("phần trăm", false),
            None if self.was_number && matches!(core, "đ" | "₫") => self.say("đồng", false),
            None => match short {
                Some(short) => self.say(&short, false),
                None => self.pieces(core),
            },
        }
        self.before = core.to_lowercase();
        self.close(close);
        1
    }

    /// Figures that are said as a whole.
    fn figures(&mut self, core: &str, next: &str, was_call: bool) -> Option<String> {
        let before = self.before.clone();
        let is = |words: &[&str]| words.contains(&before.as_str());
        if RANKS.contains(&before.as_str())
            && let Some((rank, year)) = core.split_once('/').or(Some((core, "")))
            && let Some(number) = short::roman(rank)
        {
            let year = figure_of_year(year);
            return Some(format!("{}{year}", numbers::read(number)));
        }
        if !core.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        if matches!(core, "24/24" | "24/24h" | "24/24H") {
            return Some("hai mươi tư trên hai mươi tư giờ".to_owned());
        }
        if core == "24/7" {
            return Some("hai mươi tư giờ mỗi ngày, bảy ngày mỗi tuần".to_owned());
        }
        if matches!(core, "111" | "112" | "113" | "114" | "115") && (is(&CALLS) || was_call) {
            self.was_call = true;
            return Some(numbers::spell(core));
        }
        let with_part = !is(&PARTS) && !PARTS.contains(&next);
        if let Some(clock) = Clock::parse(core) {
            let is_long = clock.minute.is_none() && is(&DURATIONS);
            return Some(if is_long {
                format!("{} giờ", numbers::read(clock.hour))
            } else {
                clock.say(with_part)
            });
        }
        if let Some(said) = marks::clocks(core, with_part) {
            return Some(said);
        }
        let is_place = is(&PLACES);
        let of_day = if is(&["ngày", "mùng", "mồng"]) { "" } else { "ngày " };
        let is_said = is(&["mùng", "mồng"]);
        if !is_place && let Some(date) = Date::parse(core) {
            return Some(format!("{of_day}{}", date.say(is_said)));
        }
        if !is_place && let Some(said) = marks::days(core, is_said) {
            return Some(format!("{of_day}{said}"));
        }
        if let Some(said) = marks::month_of_year(core) {
            return Some(if is(&["tháng", "quý"]) { said } else { format!("tháng {said}") });
        }
        let small = core.parse::<u64>().ok().filter(|_| core.len() <= 2);
        match small {
            Some(n) if before == "ngày" && (1..=31).contains(&n) => Some(marks::day(n, false)),
            Some(n) if is(&["tháng", "thứ"]) => Some(marks::fourth(n)),
            _ => marks::figure(core),
        }
    }

    /// A word of several parts, or one that is said as it is written.
    fn pieces(&mut self, core: &str) {
        let signs = ['/', '-', '–', '.', '_', '@', '&', '+', '×', '=', '*', ',', ':'];
        let is_figure = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
        let mut rest = core;
        let mut last_sign: Option<char> = None;
        while !rest.is_empty() {
            let end = rest.find(signs).unwrap_or(rest.len());
            let (part, after) = rest.split_at(end);
            let sign = after.chars().next();
            if let Some(sign) = last_sign.filter(|_| !part.is_empty()) {
                match sign {
                    '-' | '–' if self.was_number && is_figure(part) => self.say("đến", false),
                    '/' if self.was_number && is_figure(part) => self.say("trên", false),
                    '&' => self.say("và", false),
                    '×' => self.say("nhân", false),
                    _ => {}
                }
            }
            self.piece(part, sign == Some('.'));
            last_sign = sign;
            rest = sign.map_or("", |sign| &after[sign.len_utf8()..]);
        }
    }

    fn piece(&mut self, part: &str, is_pointed: bool) {
        if part.is_empty() {
            return;
        }
        if let Some(said) = marks::figure(part) {
            return self.say(&said, true);
        }
        if let Some(said) = short::reading(part, is_pointed) {
            return self.say(&said, false);
        }
        // Letters and figures in turn: "12A", "A4".
        let chars: Vec<char> = part.chars().collect();
        for run in chars.chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit()) {
            let run: String = run.iter().collect();
            if run.starts_with(|c: char| c.is_ascii_digit()) {
                self.say(&numbers::read_digits(&run), true);
            } else {
                let word: String = run.chars().filter(|c| c.is_alphabetic() || "’'".contains(*c)).collect();
                self.say(&word, false);
            }
        }
    }

    /// A word of marks alone.
    fn sign(&mut self, words: &[&str]) -> usize {
        let next = words.get(1).is_some_and(|word| peel(word).1.starts_with(|c: char| c.is_ascii_digit()));
        match words[0] {
            "-" | "–" | "—" if self.was_number && next => {
                self.say("đến", false);
                self.was_number = true;
                // What follows is of the same kind as what stood before.
                return 1;
            }
            "-" | "–" | "—" => self.mark(','),
            "&" => self.say("và", false),
            marks => self.close(marks),
        }
        1
    }

    fn say(&mut self, words: &str, is_number: bool) {
        if words.is_empty() {
            return;
        }
        if !self.out.is_empty() {
            self.out.push(' ');
        }
        self.out.push_str(words);
        self.was_number = is_number;
    }

    /// A mark right behind what was said; none behind another.
    fn mark(&mut self, mark: char) {
        if self.out.ends_with(|c: char| c.is_alphanumeric()) {
            self.out.push(mark);
        }
    }

    fn close(&mut self, marks: &str) {
        let found = ['.', '!', '?', ';', ':', ','].into_iter().find(|mark| marks.contains(*mark));
        match found {
            Some(mark) => self.mark(mark),
            None if marks.contains('…') => self.mark('.'),
            None if marks.contains([')', ']']) => self.mark(','),
            None => return,
        }
        self.was_number = false;
    }

    /// An address is not read; what led to it neither.
    fn leave_out(&mut self) {
        loop {
            self.out.truncate(self.out.trim_end_matches([':', ' ', ',']).len());
            let start = self.out.rfind(' ').map_or(0, |at| at + 1);
            if !TO_LINK.contains(&self.out[start..].to_lowercase().as_str()) {
                break;
            }
            self.out.truncate(start);
        }
        let mut words = self.link.to_owned();
        if (self.out.is_empty() || self.out.ends_with(['.', '!', '?']))
            && let Some(first) = self.link.chars().next()
        {
            words = first.to_uppercase().chain(self.link.chars().skip(1)).collect();
        }
        self.say(&words, false);
        self.before.clear();
    }
}

/// " năm …" behind a quarter.
fn figure_of_year(year: &str) -> String {
    match year.parse() {
        Ok(number) if year.len() == 4 => format!(" năm {}", numbers::read(number)),
        _ => String::new(),
    }
}

/// Whether a word is the address of a page or of a mailbox.
fn is_address(word: &str) -> bool {
    let lower = word.to_lowercase();
    let host = lower.split(['/', '?']).next().unwrap_or_default();
    let ends = [".vn", ".com", ".net", ".org", ".me", ".info", ".edu"];
    lower.contains("://")
        || lower.starts_with("www.")
        || (host.len() > 4 && ends.iter().any(|end| host.ends_with(end)))
        || (lower.contains('@') && lower.contains('.'))
}

/// A phone number at the beginning of these words, and of how many it is made.
fn phone(words: &[&str]) -> Option<(String, usize)> {
    let is_part =
        |core: &str| !core.is_empty() && core.chars().all(|c| c.is_ascii_digit() || ".-+()".contains(c));
    let most = words.iter().take(5).take_while(|word| is_part(peel(word).1)).count();
    (1..=most).rev().find_map(|n| {
        // Marks between would end it.
        let is_whole = words[..n - 1].iter().all(|word| peel(word).2.trim_matches(')').is_empty());
        let groups: Vec<&str> = words[..n].iter().map(|word| peel(word).1).collect();
        (is_whole && groups.iter().all(|g| Date::parse(g).is_none()))
            .then(|| marks::phone(&groups))
            .flatten()
            .map(|said| (said, n))
    })
}
