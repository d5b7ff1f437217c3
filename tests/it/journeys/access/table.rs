//! The table of all buttons: what each carries, who may press it, and what the others are told.

/// Everybody who acts, a letter each: a resident, a head, an editor, an officer, an approver and
/// an administrator of the same ward.
pub const ALL: &str = "RHEOPA";
pub const ADMINISTRATOR: &str = "A";
pub const WRITERS: &str = "EOP";
pub const APPROVER: &str = "P";
const STOPPERS: &str = "PA";
pub const STAFF: &str = "EOPA";
const ARRANGERS: &str = "EPA";
pub const HEAD: &str = "H";
pub const OFFICER: &str = "O";
const RESIDENT: &str = "R";
const NOBODY: &str = "";

/// What each of them is told who may not: words of it, one of these.
type Told = &'static [&'static str];

pub const NO_ADMINISTRATOR: Told = &["chỉ quản trị viên của phường"];
pub const NO_WRITER: Told = &["dành cho người soạn tin của phường"];
pub const NO_APPROVER: Told = &["chỉ người duyệt của phường"];
const NO_STOPPER: Told = &["chỉ người duyệt hoặc quản trị viên"];
const NO_ARRANGER: Told = &["người soạn tin, người duyệt và quản trị viên"];
pub const NO_STAFF: Told = &["dành cho cán bộ phường"];
pub const NO_HEAD: Told = &["dành cho tổ trưởng"];
pub const NO_OFFICER: Told = &["dành cho cán bộ trả lời"];
/// Staff hear whose question it is, others who answers.
const NOT_THEIRS: Told = &["đơn vị khác trả lời", "Chỉ cán bộ trả lời của đơn vị"];
/// Who may not even know that there is such a question.
const UNKNOWN: Told = &["Nút này không còn dùng được"];
const NOTHING: Told = &["—"];

/// Buttons for the same people.
pub struct Rows {
    pub who: &'static str,
    pub told: Told,
    /// What they carry, one after the other; names in braces stand for what there is in the ward. After “!” comes what
    /// cannot be undone: who may is given nothing to do it to.
    data: &'static str,
}

impl Rows {
    pub fn data(&self) -> impl Iterator<Item = &'static str> {
        self.data.split_whitespace()
    }
}

const fn rows(who: &'static str, told: Told, data: &'static str) -> Rows {
    Rows { who, told, data }
}

/// All buttons but those that [`LAST`] names.
pub const BUTTONS: &[Rows] = &[
    // The ward's own affairs.
    rows(
        ADMINISTRATOR,
        NO_ADMINISTRATOR,
        "h u u1:{unit} ul:{unit} n:0 na n1:{neighbourhood} nl:{neighbourhood} s si sr:editor \
         su:{unit} s1:{administrator} !s1:{officer} se:{administrator} !se:{officer} pf gc:{group} \
         gr:{group} !uz:{unit} yc !yd:{content_group} 8e:0 dr",
    ),
    // The calendar, and who answers for a unit.
    rows(
        ADMINISTRATOR,
        NO_ADMINISTRATOR,
        "k:2026 ko kw kh kd:2026 kx:2026-05-04 ky:2026-05-04 xc xu:{unit} xp:{unit}:head \
         xs:{unit}:head.{officer_key} xd:{unit}:head",
    ),
    // Routes, and whose word messages need.
    rows(
        ADMINISTRATOR,
        NO_ADMINISTRATOR,
        "r0 r1:YT r2:field-health r3:field-health r4:field-health r5 r6:1.8 r7 v1 v2:{content_group} \
         v3:{content_group}:d !v4:{content_group}:d{officer_key}",
    ),
    // Where neighbourhoods lie, the directory, who is in office.
    rows(
        ADMINISTRATOR,
        NO_ADMINISTRATOR,
        "1p:{neighbourhood} 1q:{neighbourhood}:0123abcd 1r:{neighbourhood} !1s:{neighbourhood} \
         1t:{neighbourhood} !1u:{neighbourhood}:en 2a 2b:{neighbourhood} 2c:{neighbourhood} \
         2d:{neighbourhood} 2e:{neighbourhood} 2f:{neighbourhood}:99 !2f:{neighbourhood}:01 \
         !2g:{neighbourhood}:01 2h:{neighbourhood} 2i 2j 2k 2l 2m 2n:{neighbourhood} 2o:{group} \
         2p:{group}:99 !2p:{group}:01 2q:{group} !2r:{group} 3d:{neighbourhood} !3e:{neighbourhood} \
         3l:{neighbourhood} 3m:{neighbourhood}:{head_key} !3n:{neighbourhood}:{head_key}",
    ),
    // Slots.
    rows(
        ADMINISTRATOR,
        NO_ADMINISTRATOR,
        "p0 p1:{content_group} p2:{content_group} p3:week p4:{slot} p5:{slot} !p6:{slot} \
         p7:{slot}:2026-05-12 p8:{slot}:08000900 p9:{content_group} pa:{content_group}:2026-11-20",
    ),
    // Plans in force, the units that carry them out, and plans that were read.
    rows(
        ADMINISTRATOR,
        NO_ADMINISTRATOR,
        "4a:{plan} 4b:{plan} !4c:{plan} 4d:{plan} 4e:{plan} 4h:{plan} 4i:{plan} 4j:{plan}:0 \
         4k:{plan}:0.CA 4l:{plan} 4m:{plan} 4n:{content_group} 4o:{content_group}:CA 4p:{proposal} \
         4q:{proposal} 4r:{proposal} !4s:{proposal} !4t:{proposal} 4u:{proposal}:0 4v:{proposal}:0 \
         4w:{proposal}:1 4x:{proposal}:2 4y:{proposal}:0",
    ),
    // Writing, and messages from what is there already.
    rows(
        WRITERS,
        NO_WRITER,
        "wg:{content_group} 4f:{plan} 4g wn wp w0 wt:1790000000 wo ws wa wx wk:urgent wz \
         wy:1790000000 1a 1b 1c 1d 1e 1f 1g 1h 1i 1j:0123abcd 1k 1l:0123abcd 1m:0 \
         1n:{neighbourhood}:0 1o b0 b1:0 b2:{message} b3:{message} b5 b6:0123abcd b7:0123abcd \
         b8:0123abcd b9:{message} ba bb m1:{message} me:{message} lx:{content_group}:1790000000",
    ),
    // Deciding.
    rows(
        APPROVER,
        NO_APPROVER,
        "ap:{message}:1 rt:{message}:1 !ap:{waiting}:1 !rt:{waiting}:1 !ra:{waiting}:1 v5:{message}:1 \
         !v5:{waiting}:1 v6:{waiting} v7:{waiting} cc:{post} dt de vy:{post} \
         vn:{post}",
    ),
    // Whose word a message needs may be an officer or an administrator, too.
    rows("OPA", NO_APPROVER, "v8:0123456789abcdef"),
    rows(
        STOPPERS,
        NO_STOPPER,
        "st:{post} ph:{post} cs:{copy} cr:{copy} rq:{message} !rc:{message} rk !zp:{post} !zr:{post} \
         !zx:{post}",
    ),
    rows(
        ARRANGERS,
        NO_ARRANGER,
        "lq l1:{content_group} lu:{waiting} ld:{waiting} lo:{waiting} lt:{waiting}:1790000000",
    ),
    // What all staff may see, and when they are away.
    rows(
        STAFF,
        NO_STAFF,
        "cv:{post} 9e:0 9f:0 9g:{post} lw:0 b4:0 lm jw xa xq xy:20260601-20260602 xo:20260601-20260602.u \
         xb:{absence}",
    ),
    // A head's.
    rows(
        HEAD,
        NO_HEAD,
        "rd:{copy} rf:{copy} hr:{neighbourhood} !3a:{group} 3b:{group} 3f:{neighbourhood} 3k \
         3o:{neighbourhood}:1 9a:{copy}:no_access 9b:{copy} 9h:{copy} 9i:{copy} 9c:{neighbourhood} \
         9d:{neighbourhood}:loudspeaker",
    ),
    rows("HA", NO_HEAD, "3j:{neighbourhood} 8a:{group} 8b:{group} 8c:{group} 8d:{group}"),
    rows("HEOPA", NO_HEAD, "fa fy"),
    // A handover that is nobody's.
    rows(NOBODY, NO_HEAD, "3g:khongdung"),
    // An officer's, about a question of their unit.
    rows(
        OFFICER,
        NOT_THEIRS,
        "ot:{question} ob:{question} om:{question} oa:{question} on:{question} oe:{question} \
         ox:{question} od:{question}:CA !of:{question}:CA oo:{question} oj:{question} oc:{question} \
         oi:{question}:999999 os:{question} ou:{question}:CA y1:{question} y6:{question} \
         y7:{question} !y8:{question}:urgent y9:{question} ya:{question} yb:{question} ye:{question} \
         !yf:{question} jo:{question} ms:{question} mo:{question}:{canned_key} \
         mu:{question}:{canned_key} !mx:{question}:{canned_key} kz:{question}",
    ),
    // An officer's of the office, which nobody here is.
    rows(NOBODY, NOT_THEIRS, "ju:{question}"),
    // Answers that wait are the officers', and an approver's where a colleague is asked.
    rows("OP", NOT_THEIRS, "!ja:{answer} !jb:{answer} !jc:{answer} !jd:{answer} !je:{answer}"),
    // An officer's overview, what they keep, and what comes by phone or at the counter.
    rows(
        OFFICER,
        NO_OFFICER,
        "ji:m:0 jf jg:0 jh jp:{question} jq jr:{question}:{officer_key} js:{officer} mk:{question} mb \
         mn:{unit} ma:{unit} mc:{canned} mr:{canned} !md:{canned} y2 y3:{question}:phone \
         y4:{question}:CA y5:{question}",
    ),
    // A resident's, about their question.
    rows(
        RESIDENT,
        UNKNOWN,
        "q1:{question} qa:{question} qz:{question} qk:{question} qh:{question} qn:{question} \
         qs:{question}:who qp:{question}:y q2:{question}:CA+VHXH qf:{question}:CA \
         fb:{question}:999999 py:{question}:1 pn:{question}:1",
    ),
    // Everybody's.
    rows(
        ALL,
        NOTHING,
        "wd:{ward} cy:2020-01 cn lg:vi qm:0 oz ih:khongdung 3c 3h:khongdung 3i:khongdung không:là:gì",
    ),
];

/// What is pressed once everybody has pressed all others: it takes away what those are about.
pub const LAST: &[Rows] = &[
    rows(WRITERS, NO_WRITER, "mw:{message}"),
    rows(RESIDENT, UNKNOWN, "qx:{question}:1 qw:{question}"),
    rows(ALL, NOTHING, "cw er"),
];

/// The codes that no row begins with, and those of rows that no button has.
pub fn strays(codes: &[&str]) -> Vec<String> {
    let data = || [BUTTONS, LAST].into_iter().flatten().flat_map(Rows::data);
    let code = |data: &str| data.trim_start_matches('!').split(':').next().unwrap_or_default().to_owned();
    let named: Vec<String> = data().map(code).collect();
    let missing = codes.iter().filter(|code| !named.iter().any(|named| named == *code));
    let unknown = named.iter().filter(|named| !codes.contains(&named.as_str()) && *named != "không");
    missing.map(|code| (*code).to_owned()).chain(unknown.cloned()).collect()
}
