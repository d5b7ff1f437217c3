//! What a button means, packed into the 64 bytes that a platform carries back. Nothing in it
//! is trusted: who presses, and whether that is still possible, is looked up at the press.

use uuid::Uuid;

use crate::delivery::{MessageId, OutgoingId, PostId, QuestionId};
use crate::message::Kind;
use crate::plan::{ContentGroupId, PlanId, ProposalId};
use crate::question::store::AnswerId;
use crate::question::store::CannedId;
use crate::schedule::slots::SlotId;
use crate::ward::{AbsenceId, GroupId, NeighbourhoodId, PersonId, Role, UnitId, WardId};

macro_rules! acts {
    ($($(#[$meta:meta])* $name:ident $(($($kind:ident),+))? = $code:literal),+ $(,)?) => {
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Act {
            $($(#[$meta])* $name $(($(acts!(@type $kind)),+))?),+
        }

        impl Act {
            /// The packed form: a short code, then its values.
            #[must_use]
            #[allow(non_snake_case, reason = "the values are named after their kinds")]
            pub fn pack(&self) -> String {
                match self {
                    $(Self::$name $(($($kind),+))? => {
                        #[allow(unused_mut, reason = "a button without values adds nothing")]
                        let mut packed = String::from($code);
                        $($(packed.push(':'); packed.push_str(&Value::put($kind));)+)?
                        packed
                    })+
                }
            }

            /// Reads a packed form; `None` for anything that we did not make.
            #[must_use]
            pub fn unpack(packed: &str) -> Option<Self> {
                let mut parts = packed.split(':');
                let code = parts.next()?;
                let act = match code {
                    $($code => Self::$name $(($(<acts!(@type $kind) as Value>::take(parts.next()?)?),+))?,)+
                    _ => return None,
                };
                parts.next().is_none().then_some(act)
            }
        }

        /// The codes of all buttons, with which their packed forms begin; for whoever tries every
        /// button.
        #[must_use]
        pub fn button_codes() -> Vec<&'static str> {
            vec![$($code),+]
        }
    };
    (@type ward) => { WardId };
    (@type unit) => { UnitId };
    (@type neighbourhood) => { NeighbourhoodId };
    (@type group) => { GroupId };
    (@type person) => { PersonId };
    (@type message) => { MessageId };
    (@type post) => { PostId };
    (@type copy) => { OutgoingId };
    (@type question) => { QuestionId };
    (@type answer) => { AnswerId };
    (@type canned) => { CannedId };
    (@type absence) => { AbsenceId };
    (@type content_group) => { ContentGroupId };
    (@type role) => { Role };
    (@type kind) => { Kind };
    (@type version) => { i32 };
    (@type page) => { i32 };
    (@type n) => { i32 };
    (@type word) => { String };
    (@type slot) => { SlotId };
    (@type plan) => { PlanId };
    (@type proposal) => { ProposalId };
}

acts! {
    PickWard(ward) = "wd",
    // The ward's own affairs.
    Home = "h",
    Units = "u",
    Unit(unit) = "u1",
    UnitChatLink(unit) = "ul",
    Neighbourhoods(page) = "n",
    AddNeighbourhoods = "na",
    Neighbourhood(neighbourhood) = "n1",
    HeadLink(neighbourhood) = "nl",
    Staff = "s",
    Invite = "si",
    InviteRole(role) = "sr",
    InviteUnit(unit) = "su",
    StaffPerson(person) = "s1",
    EndRoles(person) = "se",
    PlanFile = "pf",
    ConfirmGroup(group) = "gc",
    RejectGroup(group) = "gr",
    // The calendar: years, and days as 2027-01-02.
    Calendar(page) = "k",
    CalendarAddOff = "ko",
    CalendarAddWorked = "kw",
    CalendarAskHours = "kh",
    CalendarDrops(page) = "kd",
    CalendarDrop(word) = "kx",
    CalendarDropHours(word) = "ky",
    // Who answers for a unit; a word says as what, and behind a point who.
    Contacts = "xc",
    Contact(unit) = "xu",
    ContactPick(unit, word) = "xp",
    ContactSet(unit, word) = "xs",
    ContactDrop(unit, word) = "xd",
    // Who is away; days as 20270102-20270105, behind a point to whom their questions go.
    Away = "xa",
    AwayDays(word) = "xy",
    AwayChoose = "xq",
    AwayTo(word) = "xo",
    BackAgain(absence) = "xb",
    // Writing.
    PickContentGroup(content_group) = "wg",
    NoContentGroup = "wn",
    NoPhoto = "wp",
    PostNow = "w0",
    /// Seconds since 1970.
    PostAt(word) = "wt",
    PostOther = "wo",
    Submit = "ws",
    WriteAgain = "wa",
    DropDraft = "wx",
    DraftKind(kind) = "wk",
    MyMessage(message) = "m1",
    EditMessage(message) = "me",
    Withdraw(message) = "mw",
    // What more a draft may have. A word is a name's fingerprint.
    AlbumDone = "1a",
    English = "1b",
    EnglishDrop = "1c",
    Source = "1d",
    SourceDrop = "1e",
    WriteForwarded = "1f",
    AudiencePick = "1g",
    AudienceEverybody = "1h",
    AudienceAreas = "1i",
    AudienceArea(word) = "1j",
    AudienceTags = "1k",
    AudienceTag(word) = "1l",
    AudiencePlaces(page) = "1m",
    AudiencePlace(neighbourhood, page) = "1n",
    AudienceDone = "1o",
    // Where a neighbourhood lies, what else it is, what its groups read.
    PlaceArea(neighbourhood) = "1p",
    PlaceAreaIs(neighbourhood, word) = "1q",
    PlaceTags(neighbourhood) = "1r",
    PlaceTagsDrop(neighbourhood) = "1s",
    PlaceReads(neighbourhood) = "1t",
    PlaceReadsIs(neighbourhood, word) = "1u",
    // The directory: neighbourhoods by code, people by the end of their id.
    PlaceSearch = "2a",
    PlaceEdit(neighbourhood) = "2b",
    PlaceRename(neighbourhood) = "2c",
    PlaceContact(neighbourhood) = "2d",
    PlaceMerge(neighbourhood) = "2e",
    PlaceMergeInto(neighbourhood, word) = "2f",
    PlaceMergeSure(neighbourhood, word) = "2g",
    PlaceSplit(neighbourhood) = "2h",
    DirectoryFile = "2i",
    DirectoryPut = "2j",
    DirectoryExport = "2k",
    Helper = "2l",
    HelperDrop = "2m",
    PlaceGroups(neighbourhood) = "2n",
    GroupMove(group) = "2o",
    GroupMoveTo(group, word) = "2p",
    GroupOff(group) = "2q",
    GroupOffSure(group) = "2r",
    // Registration and office: links by their secret, people by the end of their id.
    WrongGroup(group) = "3a",
    RightGroup(group) = "3b",
    TopicGeneral = "3c",
    CallHead(neighbourhood) = "3d",
    ByHandFor(neighbourhood) = "3e",
    HandOffice(neighbourhood) = "3f",
    HandStop(word) = "3g",
    TakeOver(word) = "3h",
    DeclineOffice(word) = "3i",
    DeputyLink(neighbourhood) = "3j",
    SecondAccount = "3k",
    Offices(neighbourhood) = "3l",
    EndOffice(neighbourhood, word) = "3m",
    EndOfficeSure(neighbourhood, word) = "3n",
    /// 1 to hear each week, 0 not to.
    HearWeekly(neighbourhood, word) = "3o",
    // Slots of content groups; days as 2027-01-02, moments in seconds since 1970.
    PostSlot = "wz",
    PostSlotAt(word) = "wy",
    Slots = "p0",
    SlotGroup(content_group) = "p1",
    SlotAdd(content_group) = "p2",
    /// An answer to a question of the dialogue in which a slot is made.
    SlotPick(word) = "p3",
    SlotOpen(slot) = "p4",
    SlotPause(slot) = "p5",
    SlotDrop(slot) = "p6",
    SlotSkip(slot, word) = "p7",
    /// Two times of day in one, as 08000900: the old one and the new one.
    SlotRetime(slot, word) = "p8",
    SlotEvents(content_group) = "p9",
    SlotEvent(content_group, word) = "pa",
    Week(page) = "lw",
    Queue = "lq",
    QueueOf(content_group) = "l1",
    QueueUp(message) = "lu",
    QueueDown(message) = "ld",
    QueueOther(message) = "lo",
    MoveTo(message, word) = "lt",
    Gaps = "lm",
    GapWrite(content_group, word) = "lx",
    // Deciding.
    Approve(message, version) = "ap",
    Return(message, version) = "rt",
    Stop(post) = "st",
    PostHeld(post) = "ph",
    Coverage(post) = "cv",
    AskRecall(message) = "rq",
    Recall(message) = "rc",
    KeepPosted = "rk",
    SeenInGroup(copy) = "cs",
    SendAgain(copy) = "cr",
    SendCapped(post) = "cc",
    Consent(message, version) = "v5",
    OpenCard(message) = "v6",
    OpenListed(message) = "v7",
    /// Names the versions that were seen.
    ApproveSeen(word) = "v8",
    // Whose word messages need; a word is a letter and what it is set to.
    Rules = "v1",
    RuleOf(content_group) = "v2",
    RulePick(content_group, word) = "v3",
    RuleSet(content_group, word) = "v4",
    // What is urgent.
    TakeDuty = "dt",
    EndDuty = "de",
    ReleaseAlone(message, version) = "ra",
    ReviewAgrees(post) = "vy",
    ReviewDisagrees(post) = "vn",
    Pause(post) = "zp",
    Resume(post) = "zr",
    End(post) = "zx",
    // A head's.
    RelayInstead(neighbourhood) = "hr",
    Relayed(copy) = "rd",
    NotRelayed(copy) = "rf",
    IAmHead(word) = "ih",
    Health(page) = "8e",
    Manners(group) = "8a",
    MannersSilent(group) = "8b",
    MannersPin(group) = "8c",
    MannersRest(group) = "8d",
    // What people pass on where no bot can.
    /// A reason's code.
    RelayWhy(copy, word) = "9a",
    RelayLater(copy) = "9b",
    Ways(neighbourhood) = "9c",
    /// A kind's code.
    WayAdd(neighbourhood, word) = "9d",
    // Coverage of weeks, counted from this one.
    Spread(page) = "9e",
    SpreadFile(page) = "9f",
    /// The pictures that show where a post was put.
    RelayPhotos(post) = "9g",
    RelayCode(copy) = "9h",
    /// Neighbours have asked about what was passed on.
    PassOn(copy) = "9i",
    // An officer's.
    Take(question) = "ot",
    HandBack(question) = "ob",
    MoreFor(question) = "om",
    AskBack(question) = "oa",
    AskNote(question) = "on",
    AskExtension(question) = "oe",
    AskTransfer(question) = "ox",
    /// A unit's code.
    TransferTo(question, word) = "od",
    TransferPlainly(question, word) = "of",
    AskOutside(question) = "oo",
    AskJoin(question) = "oj",
    AskJoinCode(question) = "oc",
    /// Another question's code.
    JoinInto(question, word) = "oi",
    AskSplit(question) = "os",
    SplitTo(question, word) = "ou",
    DropWanted = "oz",
    SendDraft(answer) = "ja",
    AskColleague(answer) = "jb",
    DropAnswer(answer) = "jc",
    ApproveAnswer(answer) = "jd",
    ReturnAnswer(answer) = "je",
    Sensitive(unit) = "uz",
    // An officer's overview.
    Inbox(word, page) = "ji",
    WardInbox = "jw",
    Find = "jf",
    Found(page) = "jg",
    OpenQuestion(question) = "jo",
    TakeToOffice(question) = "ju",
    HandOver = "jh",
    HandPick(question) = "jp",
    HandPickAll = "jq",
    HandTo(question, word) = "jr",
    HandAllTo(person) = "js",
    // Answers that help.
    Samples(question) = "ms",
    Sample(question, word) = "mo",
    UseSample(question, word) = "mu",
    SendSample(question, word) = "mx",
    KeepSample(question) = "mk",
    SampleBook = "mb",
    SampleUnit(unit) = "mn",
    SampleAdd(unit) = "ma",
    SampleOpen(canned) = "mc",
    SampleRename(canned) = "mr",
    SampleDrop(canned) = "md",
    // A resident's.
    Agree(word) = "cy",
    Disagree = "cn",
    Field(question, word) = "qf",
    BelongsTo(question, word) = "fb",
    TakeBack(question) = "qw",
    Erase = "er",
    WithdrawConsent = "cw",
    Language(word) = "lg",
    // About people's own data.
    DataRequests = "dr",
    // Routing of questions; a word names a unit, a field or a content group.
    Routing = "r0",
    RoutingUnit(word) = "r1",
    RoutingField(word) = "r2",
    RoutingAdd(word) = "r3",
    RoutingTake(word) = "r4",
    RoutingGroups = "r5",
    RoutingGroup(word) = "r6",
    RoutingTry = "r7",
    // What was sent beside words.
    PhotoPersonal(question, n) = "py",
    PhotoPlain(question, n) = "pn",
    // A resident's, about one question.
    Mine(page) = "qm",
    MyQuestion(question) = "q1",
    AddTo(question) = "qa",
    /// Words that were taken as an addition are a question of their own.
    NotAdded(question, n) = "qx",
    AskTakeBack(question) = "qz",
    KeepQuestion(question) = "qk",
    Helped(question) = "qh",
    NotHelped(question) = "qn",
    Missing(question, word) = "qs",
    MayPublish(question, word) = "qp",
    DraftAnswer(question) = "kz",
    /// Two labels with a plus between.
    Both(question, word) = "q2",
    // An officer's, about one question, and what comes by phone or at the counter.
    ShowMedia(question) = "y1",
    EnterBegin = "y2",
    EnterWay(question, word) = "y3",
    EnterUnit(question, word) = "y4",
    EnterDrop(question) = "y5",
    ToldAsker(question) = "y6",
    AskKind(question) = "y7",
    SetKind(question, word) = "y8",
    AskUp(question) = "y9",
    UpWithout(question) = "ya",
    AskReference(question) = "yb",
    AskErasureFor(question) = "ye",
    ErasureFor(question) = "yf",
    // Content groups whose answers a colleague reads first.
    SensitiveGroups = "yc",
    SensitiveGroup(content_group) = "yd",
    AskFor = "fa",
    ForAgrees = "fy",
    // Messages from what is there already.
    OldMessages = "b0",
    OldPage(page) = "b1",
    OldOpen(message) = "b2",
    OldCopy(message) = "b3",
    Templates = "b5",
    Template(word) = "b6",
    TemplateUse(word) = "b7",
    TemplateDrop(word) = "b8",
    TemplateKeep(message) = "b9",
    ManyAsk = "ba",
    ManySubmit = "bb",
    /// Months from this one on.
    Month(page) = "b4",
    // Plans in force, and the units that carry them out; a word is a unit's code, for a body
    // behind its place.
    PlanOpen(plan) = "4a",
    PlanEnd(plan) = "4b",
    PlanEndSure(plan) = "4c",
    PlanAgain(plan) = "4d",
    PlanPause(plan) = "4e",
    /// In `/soan`.
    PlanPick(plan) = "4f",
    PlansToPick = "4g",
    PlanBodies(plan) = "4h",
    PlanBodiesAll(plan) = "4i",
    PlanBody(plan, n) = "4j",
    PlanBodyIs(plan, word) = "4k",
    PlanLeads(plan) = "4l",
    PlanLeadsAll(plan) = "4m",
    LeadPick(content_group) = "4n",
    LeadIs(content_group, word) = "4o",
    // Plans that were read, and their doubts, counted from 0.
    Proposal(proposal) = "4p",
    ProposalNewer(proposal) = "4q",
    ProposalOther(proposal) = "4r",
    ProposalUse(proposal) = "4s",
    ProposalDrop(proposal) = "4t",
    Doubt(proposal, n) = "4u",
    DoubtYes(proposal, n) = "4v",
    DoubtSkip(proposal, n) = "4w",
    DoubtEdit(proposal, n) = "4x",
    DoubtAgain(proposal, n) = "4y",
}

trait Value: Sized {
    fn put(&self) -> String;
    fn take(text: &str) -> Option<Self>;
}

macro_rules! ids {
    ($($name:ident),+) => {$(
        impl Value for $name {
            fn put(&self) -> String {
                self.0.simple().to_string()
            }

            fn take(text: &str) -> Option<Self> {
                Uuid::try_parse(text).ok().map(Self)
            }
        }
    )+};
}

ids!(
    WardId,
    UnitId,
    NeighbourhoodId,
    GroupId,
    PersonId,
    MessageId,
    PostId,
    OutgoingId,
    QuestionId,
    AnswerId,
    CannedId,
    AbsenceId,
    ContentGroupId,
    SlotId,
    PlanId,
    ProposalId
);

impl Value for i32 {
    fn put(&self) -> String {
        self.to_string()
    }

    fn take(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Value for String {
    fn put(&self) -> String {
        self.clone()
    }

    fn take(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl Value for Role {
    fn put(&self) -> String {
        self.code().to_owned()
    }

    fn take(text: &str) -> Option<Self> {
        Self::from_code(text)
    }
}

impl Value for Kind {
    fn put(&self) -> String {
        self.code().to_owned()
    }

    fn take(text: &str) -> Option<Self> {
        Self::from_code(text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn packed_forms_come_back_and_fit() {
        let id = Uuid::from_u128(u128::MAX);
        for act in [
            Act::Home,
            Act::Approve(MessageId(id), i32::MAX),
            Act::PhotoPersonal(QuestionId(id), i32::MAX),
            Act::Field(QuestionId(id), "NOT_A_QUESTION".into()),
            Act::Both(QuestionId(id), "KTHTDT+TTPVHCC".into()),
            Act::InviteRole(Role::Administrator),
            Act::DraftKind(Kind::Urgent),
            Act::PostAt("1790000000".into()),
            Act::Neighbourhoods(12),
            Act::HandTo(QuestionId(id), "f".repeat(20)),
            Act::SendSample(QuestionId(id), "f".repeat(20)),
            Act::ContactSet(UnitId(id), format!("deputy.{}", "f".repeat(20))),
            Act::AwayDays("20270102-20270105".into()),
            Act::SlotRetime(SlotId(id), "08000900".into()),
            Act::SlotEvent(ContentGroupId(id), "2026-11-20".into()),
            Act::MoveTo(MessageId(id), "1790000000".into()),
            Act::PlaceAreaIs(NeighbourhoodId(id), "0123abcd".into()),
            Act::AudiencePlace(NeighbourhoodId(id), i32::MAX),
            Act::RuleSet(ContentGroupId(id), format!("d{}", "f".repeat(20))),
            Act::ApproveSeen("f".repeat(16)),
            Act::PlanBodyIs(PlanId(id), "39.TTPVHCC".into()),
            Act::DoubtYes(ProposalId(id), i32::MAX),
            Act::RelayWhy(OutgoingId(id), "group_closed".into()),
            Act::WayAdd(NeighbourhoodId(id), "loudspeaker".into()),
        ] {
            let packed = act.pack();
            assert!(packed.len() <= 64, "{packed}");
            assert_eq!(Act::unpack(&packed), Some(act));
        }
    }

    proptest! {
        #[test]
        fn whatever_comes_back_is_read_without_panic(packed in "\\PC{0,64}") {
            if let Some(act) = Act::unpack(&packed) {
                prop_assert_eq!(Act::unpack(&act.pack()), Some(act));
            }
        }
    }
}
