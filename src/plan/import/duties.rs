//! Duties: what the plan asks of each body.

use super::issuer::begins_with;
use super::outline::{self, Kind, Outline};
use super::{Doubts, Duty, Uncertainty, words};

/// First words of bodies that are given duties, folded.
const BODIES: [&str; 94] = [
    "cac so",
    "cac thon",
    "thon",
    "cac khu",
    "khu dan cu",
    "nhan dan",
    "cac ho",
    "ban",
    "phong",
    "van phong",
    "uy ban",
    "ubnd",
    "ubmttq",
    "ub mttq",
    "mttq",
    "cong an",
    "tram",
    "trung tam",
    "mat tran",
    "dang uy",
    "cac phong",
    "cac don vi",
    "cac co quan",
    "cac to chuc",
    "cac chi bo",
    "cac dang bo",
    "cac truong",
    "cac to",
    "cac ban",
    "cac nganh",
    "cac hoi",
    "cac doan the",
    "cac dong chi",
    "cac dia phuong",
    "cac doanh nghiep",
    "chi bo",
    "to dan pho",
    "to truong",
    "hoi",
    "doan",
    "truong",
    "so",
    "doi",
    "bo chi huy",
    "bch",
    "hdnd",
    "hoi dong",
    "thuong truc",
    "thu truong",
    "lien doan",
    "dai",
    "bo phan",
    "cong chuc",
    "dong chi",
    "chu tich",
    "pho chu tich",
    "can bo",
    "to cong",
    "to thong tin",
    "co quan",
    "don vi",
    "cap uy",
    "bi thu",
    "dang bo",
    "thanh uy",
    "quan uy",
    "huyen uy",
    "thanh doan",
    "chi doan",
    "chi hoi",
    "hiep hoi",
    "cong doan",
    "lien hiep",
    "lien minh",
    "benh vien",
    "buu dien",
    "kho bac",
    "thue",
    "chi cuc",
    "hat",
    "doanh nghiep",
    "cong ty",
    "hop tac xa",
    "toa an",
    "vien kiem sat",
    "thanh tra",
    "khu pho",
    "nha van hoa",
    "truong phong",
    "chanh van phong",
    "giam doc",
    "hieu truong",
    "thanh vien",
    "luc luong",
];

/// Words in front of a body that are no part of its name, folded.
const ASKING: [&str; 8] =
    ["de nghi", "giao cho", "giao", "doi voi", "trach nhiem cua", "yeu cau", "phan cong", "nhiem vu cua"];

/// How many of [`ACTS`] follow a body even in front of a colon.
const LEADING_ACTS: usize = 5;

/// First words of what is asked, folded: they end a body's name within a sentence.
const ACTS: [&str; 36] = [
    "chu tri",
    "co trach nhiem",
    "chiu trach nhiem",
    "tham muu",
    "la co quan",
    "phoi hop",
    "xay dung",
    "to chuc",
    "thuc hien",
    "can cu",
    "huong dan",
    "tiep tuc",
    "dam bao",
    "bao dam",
    "chi dao",
    "tang cuong",
    "day manh",
    "chu dong",
    "theo doi",
    "phan cong",
    "tiep nhan",
    "tong hop",
    "trien khai",
    "bo tri",
    "cung cap",
    "quan triet",
    "phat dong",
    "van dong",
    "kiem tra",
    "ra soat",
    "tuyen truyen",
    "lap",
    "bao cao",
    "gui",
    "duy tri",
    "thuong xuyen",
];

/// Acts of one word, which without their accents would be others.
const SHORT_ACTS: [&str; 16] = [
    "mở", "đưa", "cử", "dành", "đến", "chuyển", "nắm", "giúp", "hỗ", "biên", "rà", "phát", "đăng", "cập",
    "thẩm", "giám",
];

pub(super) fn find(outline: &Outline, doubts: &mut Doubts) -> Vec<Duty> {
    let mut duties = Vec::new();
    let sections: Vec<_> =
        outline.sections.iter().filter(|section| section.kind == Some(Kind::Duties)).collect();
    let end = body_end(outline);
    for section in &sections {
        of_items(outline, section.at, end, 0, &mut duties, doubts);
    }
    if duties.is_empty() {
        let at = sections.first().map_or(0, |section| section.at);
        doubts.add(outline.blocks.get(at).map_or(1, |block| block.line), Uncertainty::DutiesMissing);
    }
    duties
}

/// Where the closing words begin ("Trên đây là Kế hoạch …./."), which belong to no body.
fn body_end(outline: &Outline) -> usize {
    const CLOSERS: [&str; 16] = [
        "tren day la",
        "can cu ke hoach",
        "trong qua trinh",
        "ke hoach nay",
        "de nghi",
        "yeu cau",
        "nhan duoc",
        "uy ban",
        "ubnd",
        "dang uy",
        "ban thuong vu",
        "thuong truc",
        "tren co so",
        "can cu noi dung",
        "giao",
        "noi nhan",
    ];
    let last_item = (0..outline.closing).rev().find(|&at| outline.blocks[at].marker.is_some());
    let from = last_item.map_or(0, |at| at + 1);
    let closes = |at: &usize| {
        let block = &outline.blocks[*at];
        let plain = words::plain(&block.text);
        let only_body = last_item.is_some_and(|item| {
            item + 1 == *at && outline.rank(item) < 7 && outline.blocks[item].text.len() < 120
        });
        let always = plain.starts_with("tren day la") || plain.starts_with("trong qua trinh");
        always
            || CLOSERS.iter().any(|closer| plain.starts_with(closer))
                && !only_body
                && (plain.contains("ke hoach") || block.text.contains("./."))
    };
    (from..outline.closing).find(closes).unwrap_or(outline.closing)
}

fn of_items(
    outline: &Outline,
    at: usize,
    end: usize,
    depth: u8,
    duties: &mut Vec<Duty>,
    doubts: &mut Doubts,
) {
    let mut items = outline.items(at);
    let labelled = |&item: &usize| outline.rank(item) < 7;
    if items.iter().any(labelled) {
        items.retain(labelled);
    }
    if items.is_empty() {
        items = outline.children(at);
    }
    for item in items.into_iter().filter(|&item| item < end) {
        let block = &outline.blocks[item];
        let kind = outline::announced(&block.text).map(|(kind, _)| kind);
        let own = duty(outline, item, end);
        let inner = outline.items(item);
        let named = inner.iter().filter(|&&inner| duty(outline, inner, end).is_some()).count();
        // "1. Các đơn vị thuộc phường: a) Phòng …, b) Trạm …" only gathers bodies.
        let gathers = match &own {
            Some(duty) => inner.len() > 1 && words::plain(&duty.body).starts_with("cac "),
            None => kind != Some(Kind::Reports),
        };
        if depth < 2 && gathers && named * 2 > inner.len() {
            of_items(outline, item, end, depth + 1, duties, doubts);
            continue;
        }
        if let Some(duty) = own {
            duties.push(duty);
            continue;
        }
        if !matches!(kind, Some(Kind::Time | Kind::Budget)) {
            doubts.add(block.line, Uncertainty::DutyWithoutBody);
            if outline.is_heading(item) {
                duties.push(Duty {
                    body: block.text.trim_end_matches(['.', ':', ' ']).to_owned(),
                    unit: None,
                    text: outline.text(item + 1, outline.end(item).min(end)),
                    line: block.line,
                    confidence: 0.6,
                });
            }
        }
    }
}

/// The duty that an item states, if it names a body first.
fn duty(outline: &Outline, item: usize, end: usize) -> Option<Duty> {
    let block = &outline.blocks[item];
    let asked = asking(&block.text);
    let rest = &block.text[asked..];
    let known = names_body(&words::plain(&rest.chars().take(60).collect::<String>()));
    if !known && !is_name_with_colon(outline, item, rest) {
        return None;
    }
    let below = outline.text(item + 1, outline.end(item).min(end).max(item + 1));
    let (body, own) = if outline.is_heading(item)
        && act_at(rest).is_none()
        && !rest.trim_end_matches([' ', ':']).contains(':')
    {
        (rest, "")
    } else if let Some((body, own)) = rest.split_once(':').filter(|(body, _)| body.chars().count() <= 160) {
        // "Phòng Văn hóa - Xã hội chủ trì tham mưu: …" names the body before the act.
        match act_of(body, &ACTS[..LEADING_ACTS], &[]) {
            Some(act) => (&body[..act], &rest[act..]),
            None => (body, own),
        }
    } else {
        match act_at(rest) {
            Some(act) => (&rest[..act], &rest[act..]),
            None if rest.chars().count() <= 120 && !rest.ends_with(['.', ';']) => (rest, ""),
            None => return None,
        }
    };
    let body =
        body.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | ',' | '-' | '–' | ';'));
    let own = own.trim();
    let text =
        [own, below.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
    let confidence = if block.misread || !known { 0.8 } else { 1.0 };
    (!body.is_empty()).then(|| Duty {
        body: body.to_owned(),
        unit: unit(body).map(str::to_owned),
        text,
        line: block.line,
        confidence,
    })
}

/// Whether folded words begin with a body, or with several of a kind.
fn names_body(plain: &str) -> bool {
    const SEVERAL: [&str; 5] = ["cac ", "tat ca cac ", "toan the cac ", "toan the ", "lanh dao "];
    const GROUPED: [&str; 4] = ["to", "khoi", "nhom", "cum"];
    let one = SEVERAL.iter().find_map(|several| plain.strip_prefix(several)).unwrap_or(plain);
    begins_with(plain, &BODIES)
        || begins_with(one, &BODIES)
        // "Tổ Cảnh sát khu vực" is a body, "Tổ chức …" an act.
        || begins_with(one, &GROUPED) && !begins_with(one, &["to chuc", "nhom noi dung"])
}

/// "Khối Dân vận: tổng hợp ý kiến": a short name with its capital, and then what is asked of it.
fn is_name_with_colon(outline: &Outline, item: usize, text: &str) -> bool {
    let Some((name, asked)) = text.split_once(':') else { return false };
    let plain = words::plain(name);
    let begins_act = ACTS.iter().any(|act| words::find_words(&plain, act) == Some(0));
    outline.rank(item) < 7
        && name.starts_with(char::is_uppercase)
        && (4..=100).contains(&name.chars().count())
        && !asked.trim().is_empty()
        && !begins_act
        && outline::announced(name).is_none()
}

/// How many bytes of a text only ask ("Đề nghị", "Giao").
fn asking(text: &str) -> usize {
    let tokens = words::tokens(text.get(..text.floor_char_boundary(80)).unwrap_or(text));
    let phrase = ASKING.iter().find(|phrase| words::phrase_at(&tokens, 0, phrase));
    phrase.and_then(|phrase| tokens.get(phrase.split(' ').count())).map_or(0, |token| token.start)
}

/// Where the first act of a sentence begins.
fn act_at(text: &str) -> Option<usize> {
    act_of(text, &ACTS, &SHORT_ACTS)
}

fn act_of(text: &str, phrases: &[&str], single: &[&str]) -> Option<usize> {
    let tokens = words::tokens(text.get(..text.floor_char_boundary(400)).unwrap_or(text));
    (1..tokens.len())
        .find(|&at| {
            // "Phòng Tổ chức" and "các tổ chức" are names; an act is written small and
            // follows neither "các" nor "cơ quan".
            let small = text[tokens[at].start..].starts_with(char::is_lowercase);
            let named =
                ["cac", "va", "ban", "phong", "cua", "nhung", "to"].iter().any(|w| tokens[at - 1].is(w));
            let written = text[tokens[at].start..tokens[at].end].to_lowercase();
            let acts = phrases.iter().any(|act| words::phrase_at(&tokens, at, act))
                || single.contains(&written.as_str());
            small && !named && acts
        })
        .map(|at| tokens[at].start)
}

/// The code of the ward's unit that a name begins with; `None` for bodies of other levels
/// and for names that say several things.
pub(super) fn unit(body: &str) -> Option<&'static str> {
    const UNITS: [(&str, &str); 25] = [
        ("van phong dang uy", "VPDU"),
        ("ban xay dung dang", "BXDD"),
        ("co quan uy ban kiem tra", "UBKT"),
        ("uy ban kiem tra", "UBKT"),
        ("ubkt", "UBKT"),
        ("thuong truc dang uy", "DU"),
        ("ban thuong vu dang uy", "DU"),
        ("van phong hdnd", "VP"),
        ("van phong hoi dong nhan dan", "VP"),
        ("van phong ubnd", "VP"),
        ("van phong uy ban nhan dan", "VP"),
        ("phong kinh te ha tang", "KTHTDT"),
        ("phong van hoa xa hoi", "VHXH"),
        ("trung tam phuc vu hanh chinh cong", "TTPVHCC"),
        ("cong an", "CA"),
        ("ban chi huy quan su", "QS"),
        ("bch quan su", "QS"),
        ("tram y te", "YT"),
        ("mttq", "MTTQ"),
        ("uy ban mttq", "MTTQ"),
        ("uy ban mat tran to quoc", "MTTQ"),
        ("ubmttq", "MTTQ"),
        ("mat tran to quoc", "MTTQ"),
        ("thuong truc hdnd", "HDND"),
        ("thuong truc hoi dong nhan dan", "HDND"),
    ];
    const ELSEWHERE: [&str; 8] = ["quan", "quan uy", "huyen", "thanh pho", "thanh uy", "tp", "tinh", "so"];
    let plain = words::plain(body);
    if ELSEWHERE.iter().any(|level| words::find_words(&plain.replace("quan su", ""), level).is_some()) {
        return None;
    }
    UNITS
        .iter()
        .filter(|(name, _)| begins_with(&plain, &[name]))
        .max_by_key(|(name, _)| name.len())
        .map(|&(_, code)| code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_the_ward() {
        for (body, code) in [
            ("Ban Xây dựng Đảng", Some("BXDD")),
            ("Văn phòng Đảng ủy phường", Some("VPDU")),
            ("Văn phòng HĐND và UBND phường", Some("VP")),
            ("Phòng Kinh tế, Hạ tầng và Đô thị", Some("KTHTDT")),
            ("Phòng Văn hóa - Xã hội", Some("VHXH")),
            ("Trung tâm Phục vụ hành chính công phường", Some("TTPVHCC")),
            ("Công an phường", Some("CA")),
            ("Ban Chỉ huy Quân sự phường", Some("QS")),
            ("Trạm Y tế", Some("YT")),
            ("Ủy ban MTTQ Việt Nam phường và các tổ chức chính trị - xã hội", Some("MTTQ")),
            ("Mặt trận Tổ quốc và các tổ chức chính trị - xã hội Phường", Some("MTTQ")),
            ("Thường trực HĐND phường", Some("HDND")),
            ("Văn phòng HĐND và UBND quận", None),
            ("Ủy ban nhân dân Phường", None),
            ("Các tổ chức Đảng trực thuộc Đảng ủy Phường", None),
            ("UBND 11 phường", None),
            ("Ban Tuyên giáo Quận ủy", None),
            ("Công an thành phố", None),
        ] {
            assert_eq!(unit(body), code, "{body}");
        }
    }

    #[test]
    fn acts_end_names() {
        for (text, name) in [
            ("Công an phường chủ trì, phối hợp", Some("Công an phường ")),
            ("Phòng Tổ chức cán bộ tham mưu", Some("Phòng Tổ chức cán bộ ")),
            ("Các tổ chức đoàn thể vận động hội viên", Some("Các tổ chức đoàn thể ")),
            ("Ban Xây dựng Đảng", None),
        ] {
            assert_eq!(act_at(text).map(|at| &text[..at]), name);
        }
    }
}
