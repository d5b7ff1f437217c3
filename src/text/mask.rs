//! Numbers and addresses that lead to a person, covered for whoever reads beside the unit
//! that handles a question.

use super::fold;

/// What stands for each covered character.
const COVER: char = '•';
/// Digits in one run from which a number is never a date, a house or a code.
const LONG: usize = 9;
/// Digits from which a number is covered behind a word such as "tài khoản".
const NAMED: usize = 6;
/// Characters before a number among which such a word is looked for.
const NAME_REACH: usize = 28;
/// Words that say whose number follows, folded.
const NAMES: &[&str] = &[
    "stk",
    "tk",
    "tai khoan",
    "so the",
    "account",
    "cccd",
    "cmnd",
    "cmt",
    "can cuoc",
    "chung minh",
    "dinh danh",
    "ho chieu",
    "sdt",
    "dien thoai",
    "zalo",
];
/// Words right before a number that is nobody's, folded.
const CODES: &[&str] = &["ma", "ma so", "cau hoi", "ho so", "so hs", "phieu", "ngay", "nam"];
/// Words right behind an amount, folded.
const UNITS: &[&str] = &[
    "dong", "d", "vnd", "trieu", "tr", "ty", "ti", "nghin", "ngan", "k", "usd", "m2", "m²", "m3", "m", "ha",
    "nguoi", "luot", "ho",
];

/// The same text with ID-card, phone and account numbers and e-mail addresses covered, each
/// letter and digit of them by `•`: as many characters as before. Dates, times, amounts,
/// question codes, house numbers and numbers of documents stay.
#[must_use]
pub fn mask(text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    cover_addresses(&mut chars);
    let groups = groups(&chars);
    let mut at = 0;
    while at < groups.len() {
        let covered = personal(&chars, &groups, at);
        for group in &groups[at..at + covered] {
            chars[group.from..group.to].fill(COVER);
        }
        at += covered.max(dated(&chars, &groups[at..])).max(amount(&chars, &groups[at..])).max(1);
    }
    chars.into_iter().collect()
}

/// As [`mask`], but only what `known` holds too: what one person wrote of themselves is covered
/// for others, while a number that anybody may call stays.
#[must_use]
pub fn mask_known(text: &str, known: &str) -> String {
    let hidden: String =
        known.chars().zip(mask(known).chars()).filter(|(_, shown)| *shown == COVER).map(|(c, _)| c).collect();
    let hidden = hidden.to_lowercase();
    let (own, mut shown): (Vec<char>, Vec<char>) = (text.chars().collect(), mask(text).chars().collect());
    let mut at = 0;
    while at < shown.len() {
        let mut to = at;
        // One number: covered characters with at most one between them that parts no two numbers.
        while to < shown.len()
            && (shown[to] == COVER
                || (to > at && shown.get(to + 1) == Some(&COVER) && !",;/\n".contains(shown[to])))
        {
            to += 1;
        }
        let number: String = own[at..to].iter().filter(|c| c.is_alphanumeric()).collect();
        let number = number.to_lowercase();
        // With the country's code or without it.
        let core = number.strip_prefix("84").unwrap_or(&number).trim_start_matches('0');
        if to > at && (core.is_empty() || !hidden.contains(core)) {
            shown[at..to].copy_from_slice(&own[at..to]);
        }
        at = to.max(at + 1);
    }
    shown.into_iter().collect()
}

/// A run of digits.
#[derive(Clone, Copy, Debug)]
struct Group {
    from: usize,
    to: usize,
    /// The one character that parts it from the digits before, where that is all between them.
    /// A bracket with a space counts as a space.
    joint: Option<char>,
}

impl Group {
    fn len(self) -> usize {
        self.to - self.from
    }
}

fn groups(chars: &[char]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let from = at;
        while at < chars.len() && chars[at].is_ascii_digit() {
            at += 1;
        }
        let joint = groups.last().and_then(|before| joint(&chars[before.to..from]));
        groups.push(Group { from, to: at, joint });
    }
    groups
}

fn joint(between: &[char]) -> Option<char> {
    let as_one = |c: char| match c {
        '-' | '–' | '‑' => '-',
        c if c.is_whitespace() && c != '\n' => ' ',
        c => c,
    };
    match between {
        [one] => Some(as_one(*one)).filter(|c| [' ', '.', '-', ',', '(', ')'].contains(c)).map(unbracketed),
        [one, other] => {
            let pair = [as_one(*one), as_one(*other)];
            [[')', ' '], [' ', '('], [')', '-'], [')', '.'], [' ', ' '], ['.', ' '], ['-', ' '], [')', '(']]
                .contains(&pair)
                .then_some(' ')
        }
        [one, dash, other] => {
            ([as_one(*one), as_one(*dash), as_one(*other)] == [' ', '-', ' ']).then_some(' ')
        }
        _ => None,
    }
}

fn unbracketed(joint: char) -> char {
    if joint == '(' || joint == ')' { ' ' } else { joint }
}

/// How many groups from `at` on are together a number that leads to a person; 0: none.
fn personal(chars: &[char], groups: &[Group], at: usize) -> usize {
    let first = groups[at];
    if first.len() >= LONG {
        return usize::from(!is_amount(chars, first.to));
    }
    if dated(chars, &groups[at..]) > 0 {
        return 0;
    }
    let more = (at + 1..groups.len()).take_while(|next| {
        let group = groups[*next];
        group.joint.is_some() && group.len() < LONG && dated(chars, &groups[*next..]) == 0
    });
    let run = &groups[at..at + 1 + more.count()];
    for count in (1..=run.len().min(12)).rev() {
        let part = &run[..count];
        let follows = part[count - 1].to;
        if is_phone(chars, part)
            || ((is_card(chars, part, run.len()) || is_account(chars, part)) && !is_amount(chars, follows))
        {
            return count;
        }
    }
    named(chars, run)
}

/// How many groups are together a date: day, month, year or the other way round.
fn dated(chars: &[char], groups: &[Group]) -> usize {
    let [a, b, c, ..] = groups else { return 0 };
    let (Some(one), Some(other)) = (b.joint, c.joint) else { return 0 };
    let number = |g: &Group| digits(chars, std::slice::from_ref(g)).parse::<u32>().unwrap_or(u32::MAX);
    let is_date = |day: &Group, month: &Group, year: &Group| {
        day.len() <= 2
            && month.len() <= 2
            && year.len() == 4
            && (1..=31).contains(&number(day))
            && (1..=12).contains(&number(month))
            && (1900..2100).contains(&number(year))
    };
    if one == other && (is_date(a, b, c) || is_date(c, b, a)) { 3 } else { 0 }
}

fn digits(chars: &[char], groups: &[Group]) -> String {
    groups.iter().flat_map(|group| &chars[group.from..group.to]).collect()
}

/// A phone number in the country: ten digits or eleven from 0 on, or with the country's code.
fn is_phone(chars: &[char], part: &[Group]) -> bool {
    let digits = digits(chars, part);
    let abroad = digits.strip_prefix("00").unwrap_or(&digits).strip_prefix("84");
    if let Some(rest) = abroad.filter(|rest| (9..=11).contains(&rest.len())) {
        let has_sign = part[0].from > 0 && chars[part[0].from - 1] == '+';
        let is_phone = rest.trim_start_matches('0').starts_with(['2', '3', '5', '7', '8', '9']);
        return is_phone
            && is_even(chars, part)
            && (has_sign || !is_thousands(part) || part[1].joint != Some('.'));
    }
    let leads = match digits.len() {
        10 => digits.starts_with('0') && !digits.starts_with("00") && !digits.starts_with("01"),
        11 => digits.starts_with("01") || digits.starts_with("02"),
        _ => false,
    };
    leads && is_even(chars, part)
}

/// Whether one hand wrote the groups as one number: the same joint throughout (the first may
/// differ, behind a code of country or city), and no list that goes up step by step.
fn is_even(chars: &[char], part: &[Group]) -> bool {
    let joints: Vec<char> = part.iter().skip(1).filter_map(|g| g.joint).collect();
    let fixed = if part.len() >= 5 { &joints[..] } else { joints.get(1..).unwrap_or_default() };
    if joints.contains(&',') || fixed.windows(2).any(|pair| pair[0] != pair[1]) {
        return false;
    }
    if part.len() < 3 || part.iter().any(|g| g.len() > 3) {
        return true;
    }
    let numbers: Vec<i32> = part.iter().filter_map(|g| digits(chars, &[*g]).parse().ok()).collect();
    let step = numbers[1] - numbers[0];
    !((1..=2).contains(&step) && numbers.windows(2).all(|pair| pair[1] - pair[0] == step))
}

/// An ID card's number in groups: twelve digits from 0 on, or nine.
fn is_card(chars: &[char], part: &[Group], run: usize) -> bool {
    let digits = digits(chars, part);
    let even = part.iter().all(|g| g.len() >= 3) && is_even(chars, part);
    match digits.len() {
        12 => digits.starts_with('0') && even,
        // Points between groups of three are those of an amount, which never begins with 0; more
        // groups in a row are a list of codes.
        9 => even && part.len() == 3 && (digits.starts_with('0') || (part[1].joint == Some(' ') && run == 3)),
        _ => false,
    }
}

/// A bank card or an account in groups, or a phone in the city without its code.
fn is_account(chars: &[char], part: &[Group]) -> bool {
    let digits = digits(chars, part);
    if part.len() == 1 {
        return digits.len() == 8 && !digits.starts_with(['0', '1', '2']) && !is_day(&digits);
    }
    let is_year = |g: &Group| g.len() == 4 && ["19", "20"].iter().any(|c| digits_of(chars, g).starts_with(c));
    // Behind a dash, as in `H26-260504-0012`, it is a part of somebody's file.
    digits.len() >= 10
        && part[0].joint != Some('-')
        && part.iter().all(|g| g.len() >= 3)
        && is_even(chars, part)
        && !is_thousands(part)
        && !part.iter().any(is_year)
        && (part[1].joint != Some('.') || part.len() >= 3)
}

fn digits_of(chars: &[char], group: &Group) -> String {
    digits(chars, std::slice::from_ref(group))
}

/// Eight digits that are a day, month and year.
fn is_day(digits: &str) -> bool {
    let number = |range: std::ops::Range<usize>| digits[range].parse().unwrap_or(0);
    (1..=31).contains(&number(0..2))
        && (1..=12).contains(&number(2..4))
        && (1900..2100).contains(&number(4..8))
}

/// Groups as an amount or a list of question codes has them: threes behind one to three digits.
fn is_thousands(part: &[Group]) -> bool {
    part[0].len() <= 3 && part[1..].iter().all(|g| g.len() == 3)
}

/// How many groups are one amount with points or spaces between its thousands, or question
/// codes one after the other.
fn amount(chars: &[char], groups: &[Group]) -> usize {
    let is_more = |g: &&Group| g.len() == 3 && matches!(g.joint, Some('.' | ',' | ' '));
    let part = &groups[..=groups[1..].iter().take_while(is_more).count()];
    if part[0].len() > 3 || chars[part[0].from] == '0' {
        return 0;
    }
    let pointed = part[1..].iter().all(|g| g.joint != Some(' '));
    if pointed || is_amount(chars, part[part.len() - 1].to) {
        return part.len();
    }
    // A number that begins with 0 may follow.
    1 + part[1..].iter().take_while(|g| chars[g.from] != '0').count()
}

/// How many groups are a number because a word before them says so.
fn named(chars: &[char], run: &[Group]) -> usize {
    let count = run.iter().take_while(|g| !matches!(g.joint, Some(','))).count().max(1);
    let part = &run[..count];
    let last = part[count - 1];
    let total: usize = part.iter().map(|g| g.len()).sum();
    if total < NAMED || is_amount(chars, last.to) || (total == 8 && is_day(&digits(chars, part))) {
        return 0;
    }
    let from = run[0].from;
    let before: String = chars[from.saturating_sub(NAME_REACH)..from].iter().collect();
    let before = fold(&before);
    let nearest = before.rsplit(['\n', ';', '!', '?']).next().unwrap_or_default();
    if nearest.contains(|c: char| c.is_ascii_digit() || c == COVER) {
        return 0;
    }
    let words: Vec<&str> = nearest.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let spaced = format!(" {} ", words.join(" "));
    let is_code = CODES.iter().any(|code| spaced.ends_with(&format!(" {code} ")));
    if !is_code && NAMES.iter().any(|name| spaced.contains(&format!(" {name} "))) { count } else { 0 }
}

/// Whether what follows makes the number before it an amount.
fn is_amount(chars: &[char], at: usize) -> bool {
    let behind: String = chars[at..].iter().take(8).collect();
    let behind = fold(&behind);
    let behind = behind.trim_start_matches([' ', '\u{a0}']);
    let word: String = behind.chars().take_while(|c| c.is_alphanumeric()).collect();
    UNITS.contains(&word.as_str()) || behind.starts_with('%') || behind.starts_with('₫')
}

/// Covers e-mail addresses.
fn cover_addresses(chars: &mut [char]) {
    let is_part = |c: char| c.is_alphanumeric() || "._%+-".contains(c);
    for at in 0..chars.len() {
        if chars[at] != '@' {
            continue;
        }
        let before = chars[..at].iter().rev().take_while(|c| is_part(**c)).count();
        let behind: Vec<char> = chars[at + 1..].iter().copied().take_while(|c| is_part(*c)).collect();
        let host: String = behind.iter().collect();
        let host = host.trim_end_matches(['.', '-']);
        let is_host = host.split('.').count() >= 2 && host.split('.').all(|label| !label.is_empty());
        let own = chars[at - before..at].iter().any(|c| c.is_alphanumeric());
        if !own || !is_host {
            continue;
        }
        let end = at + 1 + host.chars().count();
        for c in chars[at - before..end].iter_mut().filter(|c| c.is_alphanumeric()) {
            *c = COVER;
        }
    }
}

#[cfg(test)]
mod tests;
