use super::super::super::deadline::Kind;
use super::super::{
    AnswerId, Incoming, Placed, Side, Way, add_words, answer, blank, erase, give_answer, place, set_text,
    take_in, transfer, write_answer,
};
use super::*;
use crate::channel::ChatKind;
use crate::clock::Clock;
use crate::store::{Access, Store};
use crate::ward::store as ward;
use crate::ward::{PersonId, Unit, Ward};

struct House {
    _folder: tempfile::TempDir,
    store: Store,
    ward: Ward,
    roads: Unit,
    culture: Unit,
    asker: PersonId,
    officer: PersonId,
}

impl House {
    async fn build() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}", folder.path().join("loa.db").display());
        let clock = Clock::frozen_at(chrono::DateTime::from_timestamp(1_780_000_000, 0).unwrap());
        let store = Store::open(&address, Access::Serve, clock).await.unwrap();
        let mut tx = store.begin().await.unwrap();
        let ward = ward::create_ward(&mut tx, "Phường Hồ Sen", "UBND phường Hồ Sen").await.unwrap();
        let bot = ward::bot_seen(&mut tx, "telegram", "7", "loa_bot").await.unwrap();
        let mut people = Vec::new();
        for account in ["50", "51"] {
            let account = ward::account_seen(&mut tx, bot.id, account, "vi").await.unwrap();
            people.push(ward::person_for(&mut tx, ward.id, account.id).await.unwrap().id);
        }
        ward::chat_seen(&mut tx, bot.id, "50", ChatKind::Private, "").await.unwrap();
        let unit =
            async |tx: &mut Tx, code: &str| ward::unit_by_code(tx, ward.id, code).await.unwrap().unwrap();
        let (roads, culture) = (unit(&mut tx, "KTHTDT").await, unit(&mut tx, "VHXH").await);
        tx.commit().await.unwrap();
        Self { _folder: folder, store, ward, roads, culture, asker: people[0], officer: people[1] }
    }

    async fn asked(&self, tx: &mut Tx, text: &str) -> Question {
        let bot = ward::bot_of_ward(tx, self.ward.id).await.unwrap();
        let bot = match bot {
            Some(bot) => bot,
            None => ward::bot_seen(tx, "telegram", "7", "loa_bot").await.unwrap(),
        };
        let account = ward::account_seen(tx, bot.id, "50", "vi").await.unwrap();
        let chat = ward::chat_seen(tx, bot.id, "50", ChatKind::Private, "").await.unwrap();
        let incoming = Incoming {
            ward: self.ward.id,
            person: self.asker,
            account: account.id,
            from_chat: chat.id,
            post: None,
            text,
            label: "KTHTDT",
            why: "",
            kind: Kind::Normal,
            state: State::Choosing,
            message: None,
            way: Way::Chat,
            entered_by: None,
            asker: "",
        };
        take_in(tx, &incoming).await.unwrap()
    }

    /// A question that a unit has.
    async fn with(&self, tx: &mut Tx, unit: &Unit, text: &str) -> QuestionId {
        let id = self.asked(tx, text).await.id;
        let due_at = tx.now();
        let placed =
            Placed { unit: unit.id, label: &unit.code, why: "", kind: Kind::Normal, due_at, calendar: 0 };
        assert!(place(tx, id, placed).await.unwrap());
        id
    }

    async fn answered(&self, tx: &mut Tx, id: QuestionId, text: &str) -> AnswerId {
        let (unit, text) = (self.roads.id, Rich::plain(text));
        let written = write_answer(tx, id, unit, self.officer, &text, None, None).await.unwrap();
        let draft = answer(tx, written).await.unwrap().unwrap();
        assert!(give_answer(tx, &draft, None).await.unwrap());
        written
    }

    fn reader(&self, units: &[&Unit]) -> Reader {
        let units = units.iter().map(|unit| unit.id).collect();
        Reader { ward: self.ward.id, units, reads_unrouted: false }
    }

    async fn find(&self, tx: &mut Tx, units: &[&Unit], wanted: &str) -> Vec<QuestionId> {
        let found = search(tx, &self.reader(units), wanted, 8).await.unwrap();
        found.into_iter().map(|question| question.id).collect()
    }
}

async fn terms_left(tx: &mut Tx) -> i64 {
    one!(tx, (i64,), "SELECT COUNT(*) FROM question_terms").unwrap().unwrap().0
}

#[tokio::test]
async fn a_question_is_found_without_accents_by_the_closest_first() {
    let house = House::build().await;
    let mut tx = house.store.begin().await.unwrap();
    let light = house.with(&mut tx, &house.roads, "Đèn đường ngõ 15 hỏng từ tuần trước").await;
    let apart = house.with(&mut tx, &house.roads, "Đường ngõ 15 ngập, không thấy đèn báo nào").await;
    let other = house.with(&mut tx, &house.roads, "Vỉa hè phố Chùa Láng bị lấn chiếm").await;
    for wanted in ["đèn đường", "den duong", "DEN DUONG", "đèn đường n.15"] {
        let found = house.find(&mut tx, &[&house.roads], wanted).await;
        assert_eq!(found.first(), Some(&light), "{wanted}");
        assert!(!found.contains(&other), "{wanted}");
    }
    assert_eq!(house.find(&mut tx, &[&house.roads], "den duong").await, [light, apart]);
    // One wrong word of three does not hide it.
    assert_eq!(house.find(&mut tx, &[&house.roads], "via he xyz").await, [other]);
    assert!(house.find(&mut tx, &[&house.roads], "giấy khai sinh").await.is_empty());
    assert!(house.find(&mut tx, &[&house.roads], "?!").await.is_empty());
}

#[tokio::test]
async fn only_who_may_read_it_finds_it_and_it_moves_with_its_unit() {
    let house = House::build().await;
    let mut tx = house.store.begin().await.unwrap();
    let id = house.with(&mut tx, &house.roads, "Sân chơi ngõ 15 hỏng").await;
    let code = question(&mut tx, id).await.unwrap().unwrap().code;
    let (roads, culture) = (&house.roads, &house.culture);
    for wanted in ["sân chơi", code.as_str()] {
        assert_eq!(house.find(&mut tx, &[roads], wanted).await, [id]);
        assert!(house.find(&mut tx, &[culture], wanted).await.is_empty());
        assert!(house.find(&mut tx, &[], wanted).await.is_empty());
    }
    assert!(transfer(&mut tx, id, culture.id, "VHXH", house.officer, "").await.unwrap());
    for wanted in ["sân chơi", code.as_str()] {
        assert!(house.find(&mut tx, &[roads], wanted).await.is_empty());
        assert_eq!(house.find(&mut tx, &[culture], wanted).await, [id]);
    }
}

#[tokio::test]
async fn what_has_no_unit_is_found_by_who_passes_it_on_and_what_is_held_by_nobody() {
    let house = House::build().await;
    let mut tx = house.store.begin().await.unwrap();
    let open = house.asked(&mut tx, "Việc hôm trước ra sao rồi").await;
    let all = [&house.roads, &house.culture];
    assert!(house.find(&mut tx, &all, "việc hôm trước").await.is_empty());
    let mut reader = house.reader(&all);
    reader.reads_unrouted = true;
    for wanted in ["viec hom truoc", open.code.as_str()] {
        assert_eq!(search(&mut tx, &reader, wanted, 8).await.unwrap().len(), 1);
    }
    exec!(tx, "UPDATE questions SET state = 'held' WHERE id = $1", open.id).unwrap();
    for wanted in ["viec hom truoc", open.code.as_str()] {
        assert!(search(&mut tx, &reader, wanted, 8).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn its_words_follow_what_is_said_and_answered_and_go_when_it_is_blanked() {
    let house = House::build().await;
    let mut tx = house.store.begin().await.unwrap();
    let id = house.with(&mut tx, &house.roads, "Cống tắc").await;
    let roads = [&house.roads];
    assert!(set_text(&mut tx, id, "Nắp cống vỡ").await.unwrap());
    assert!(house.find(&mut tx, &roads, "tắc").await.is_empty(), "it was changed");
    add_words(&mut tx, id, Side::Asker, house.asker, "Trước cổng trường", None).await.unwrap();
    house.answered(&mut tx, id, "Đội thoát nước thay trong tuần").await;
    for wanted in ["nap cong vo", "cổng trường", "đội thoát nước"] {
        assert_eq!(house.find(&mut tx, &roads, wanted).await, [id], "{wanted}");
    }
    let other = house.with(&mut tx, &house.culture, "Lễ hội").await;
    blank(&mut tx, id).await.unwrap();
    for wanted in ["nap cong vo", "cổng trường", "đội thoát nước"] {
        assert!(house.find(&mut tx, &roads, wanted).await.is_empty(), "{wanted}");
    }
    assert_eq!(house.find(&mut tx, &[&house.culture], "lễ hội").await, [other]);
    erase(&mut tx, house.asker).await.unwrap();
    assert_eq!(terms_left(&mut tx).await, 0);
}

#[tokio::test]
async fn a_rare_word_among_very_common_ones_finds_the_old_one() {
    let house = House::build().await;
    let mut tx = house.store.begin().await.unwrap();
    let old = house.with(&mut tx, &house.roads, "Đường hỏng ở ngách Thổ Quan").await;
    for _ in 0..400 {
        house.with(&mut tx, &house.roads, "Đường hỏng ở ngõ").await;
    }
    assert_eq!(house.find(&mut tx, &[&house.roads], "duong hong tho quan").await[0], old);
    assert_eq!(house.find(&mut tx, &[&house.roads], "đường hỏng").await.len(), 8);
}

#[tokio::test]
async fn questions_from_before_get_their_words() {
    let house = House::build().await;
    let mut tx = house.store.begin().await.unwrap();
    let id = house.with(&mut tx, &house.roads, "Cây đổ").await;
    exec!(tx, "DELETE FROM question_terms").unwrap();
    exec!(tx, "UPDATE questions SET has_terms = $1", false).unwrap();
    assert!(house.find(&mut tx, &[&house.roads], "cây đổ").await.is_empty());
    assert!(fill_terms(&mut tx).await.unwrap());
    assert_eq!(house.find(&mut tx, &[&house.roads], "cây đổ").await, [id]);
    assert!(!fill_terms(&mut tx).await.unwrap(), "once");
}

#[tokio::test]
async fn earlier_answers_are_those_of_the_unit_to_questions_like_it() {
    let house = House::build().await;
    let mut tx = house.store.begin().await.unwrap();
    let like = house.with(&mut tx, &house.roads, "Đèn đường ngõ 15 hỏng, tối quá").await;
    house.answered(&mut tx, like, "Đội chiếu sáng sẽ thay bóng.").await;
    let unlike = house.with(&mut tx, &house.roads, "Hàng rong lấn chiếm vỉa hè").await;
    house.answered(&mut tx, unlike, "Sẽ nhắc nhở.").await;
    let elsewhere = house.with(&mut tx, &house.culture, "Đèn đường ngõ 20 hỏng").await;
    house.answered(&mut tx, elsewhere, "Không phải của đơn vị này.").await;
    house.with(&mut tx, &house.roads, "Đèn đường ngõ 21 hỏng, chưa ai trả lời").await;
    let this = house.with(&mut tx, &house.roads, "den duong ngo 30 hong toi om").await;
    let this = question(&mut tx, this).await.unwrap().unwrap();
    let offered = async |tx: &mut Tx| {
        let found = super::super::earlier_answers(tx, house.roads.id, &this, 3).await.unwrap();
        found.into_iter().map(|answer| answer.text.words()).collect::<Vec<_>>()
    };
    assert_eq!(offered(&mut tx).await, ["Đội chiếu sáng sẽ thay bóng."]);
    // Once its words are gone, it is offered no more.
    blank(&mut tx, like).await.unwrap();
    assert!(offered(&mut tx).await.is_empty());
}
