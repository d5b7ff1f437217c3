//! The chat page in a real browser: the whole loop, only by what a person can type and click.

mod driver;
mod reader;

use loa::app::{Demo, DemoOptions};
use loa::ward::Role;

use crate::house::{Database, House, say_left_out};
use driver::Driver;
use reader::Reader;

const BOT: &str = "Loa phường";
const ADMINISTRATOR: &str = "Trần Thị Hạnh";
const EDITOR: &str = "Nguyễn Văn Minh";
const APPROVER: &str = "Lê Thu Hà";
const OFFICER: &str = "Phạm Quốc Dũng";
const RESIDENT: &str = "Vũ Thị Lan";
const HEADS: [&str; 3] = ["Đỗ Văn Bình", "Hoàng Thị Mai", "Ngô Đức Thắng"];
const GROUPS: [&str; 2] = ["Bà con tổ 1", "Tổ 2 đoàn kết"];

/// A browser, unless there is none here.
async fn browser() -> Option<Driver> {
    let Some((chromedriver, chromium)) = driver::programs() else {
        say_left_out("the browser test (LOA_CHROMEDRIVER and LOA_CHROMIUM are not set)");
        return None;
    };
    Some(Driver::start(&chromedriver, &chromium).await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_loop_is_played_on_the_page() {
    let Some(driver) = browser().await else { return };
    let Some(house) = House::open(Database::Sqlite).await else { return };
    let administrator = house.staff(ADMINISTRATOR, Role::Administrator, None).await;
    house.staff(EDITOR, Role::Editor, None).await;
    house.staff(APPROVER, Role::Approver, None).await;
    let officer = house.staff(OFFICER, Role::Officer, Some("KTHTDT")).await;
    house.unit_chat("KTHTDT", administrator, &[officer]).await;

    let mut page = Reader::at(driver, &house.sandbox.url(), "loop").await;
    page.take_pictures("welcome").await;
    for name in HEADS.iter().chain([&RESIDENT]) {
        page.add_person(name).await;
    }
    add_neighbourhoods(&mut page).await;
    register(&mut page, 0, Some(&[RESIDENT])).await;
    register(&mut page, 1, Some(&[])).await;
    register(&mut page, 2, None).await;
    write_and_approve(&mut page, 1, 3).await;
    read_and_relay(&mut page).await;
    ask_and_answer(&mut page).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newcomer_to_the_demo_is_shown_the_way() {
    let Some(driver) = browser().await else { return };
    let demo =
        Demo::open(&DemoOptions { program: Some(env!("CARGO_BIN_EXE_loa").into()), ..Default::default() })
            .await
            .expect("the demo opens");
    demo.set_up().await.expect("the ward is set up");
    let mut page = Reader::at(driver, &demo.url(), "demo").await;
    page.driver.find("#people .person", "người soạn tin").await;
    page.driver.find("[data-testid=guide]", "/soan").await;
    page.take_pictures("welcome").await;
    page.driver.click("[data-language=en]", "").await;
    page.driver.find("[data-testid=guide]", "Minh writes").await;
    page.take_pictures("welcome-english").await;
    page.driver.click("[data-language=vi]", "").await;
    page.driver.click("[data-testid=step-1]", "Minh").await;
    page.driver.find("#me-name", EDITOR).await;
    page.take_pictures("first-step").await;
    // The sample's messages and neighbourhoods are there, one of them without a group.
    write_and_approve(&mut page, 15, 9).await;
    read_and_relay(&mut page).await;
    ask_and_answer(&mut page).await;
    page.driver.click("[data-testid=show-guide]", "").await;
    page.driver.click("[data-testid=step-6]", "/dophu").await;
    page.say("/dophu").await;
    page.see("Đã tới 9/10 tổ dân phố").await;
    page.take_pictures("coverage").await;
    page.be(RESIDENT, GROUPS[0]).await;
    page.portray("screenshot", (1280, 860)).await;
    page.be(RESIDENT, BOT).await;
    page.portray("screenshot-phone", (390, 844)).await;
}

/// The administrator tells the ward's neighbourhoods.
async fn add_neighbourhoods(page: &mut Reader) {
    page.be(ADMINISTRATOR, BOT).await;
    page.say("/phuong").await;
    let home = page.see("Đơn vị có nhóm chat").await;
    let list = page.go_on(home, "Tổ dân phố", "Có 0 tổ dân phố").await;
    page.go_on(list, "Thêm tổ", "mỗi dòng một tổ").await;
    page.say("01, Tổ dân phố số 1\n02, Tổ dân phố số 2\n03, Tổ dân phố số 3").await;
    page.see("Đã ghi 3 tổ dân phố").await;
}

/// The head opens the link that the administrator made and brings the bot into a new group with
/// these members, or will post by hand where there is none. The administrator confirms.
async fn register(page: &mut Reader, index: usize, members: Option<&[&str]>) {
    let (name, head) = (format!("Tổ dân phố số {}", index + 1), HEADS[index]);
    page.be(ADMINISTRATOR, BOT).await;
    page.say("/phuong").await;
    let home = page.see("Đơn vị có nhóm chat").await;
    let list = page.go_on(home, "Tổ dân phố", "Có 3 tổ dân phố").await;
    let one = page.go_on(list, &name, "Chưa đăng ký nhóm").await;
    let made = page.go_on(one, "Liên kết cho tổ trưởng", "chuyển liên kết").await;
    let link = page.link_in(made).await;

    page.be(head, BOT).await;
    page.open_link(&link, head).await;
    let welcome = page.see(&name).await;
    match members {
        None => {
            page.go_on(welcome, "Tổ dùng Zalo", "chờ phường xác nhận").await;
        }
        Some(members) => {
            page.press(welcome, "Thêm trợ lý vào nhóm").await;
            page.driver.find("#pick-dialog", "").await;
            page.take_pictures("choose-group").await;
            page.driver.click("#pick-new", "").await;
            page.driver.type_into("[data-testid=group-title]", GROUPS[index]).await;
            page.take_pictures("new-group").await;
            for member in members {
                page.driver.click("#group-candidates label", member).await;
            }
            page.driver.click("[data-testid=group-create]", "").await;
            page.driver.find("#talk-title", GROUPS[index]).await;
            page.see("chờ phường xác nhận").await;
        }
    }
    page.be(ADMINISTRATOR, BOT).await;
    let card = page.see("Xác nhận").await;
    page.go_on(card, "Xác nhận", "Đã xác nhận").await;
    if members.is_some() {
        page.be(head, GROUPS[index]).await;
        page.see("không đọc các tin nhắn khác").await;
        page.driver.click("#group-info", "").await;
        page.take_pictures("panel").await;
        page.driver.click("#panel [data-close]", "").await;
    }
}

const POST: &str = "**Thu gom rác cồng kềnh** sáng thứ Bảy 09/05/2026, từ 7 giờ đến 11 giờ, \
    tại sân nhà văn hóa tổ 1. Ông/bà mang đồ cũ ra trước 10 giờ.";

/// The editor writes the ward's `number`th message, the approver releases it to so many groups.
async fn write_and_approve(page: &mut Reader, number: usize, groups: usize) {
    page.be(EDITOR, BOT).await;
    page.say("/soan").await;
    let topics = page.see("Tin mới thuộc nhóm nội dung nào").await;
    page.take_pictures("content-groups").await;
    page.go_on(topics, "Không thuộc nhóm nào", "Xin viết nội dung").await;
    page.say(POST).await;
    page.see("Nếu có ảnh").await;
    let poster = page.driver.poster().await;
    page.attach_photo(&poster).await;
    page.see("📢 UBND phường Hồ Sen").await;
    let when = page.see("Đăng lúc nào").await;
    let confirm = page.go_on(when, "Ngay khi được duyệt", "Gửi duyệt?").await;
    page.take_pictures("editor").await;
    page.go_on(confirm, "Gửi duyệt", &format!("Đã gửi duyệt tin {number}")).await;

    page.be(APPROVER, BOT).await;
    let card = page.see(&format!("Tin {number}, bản 1 chờ duyệt")).await;
    page.take_pictures("approver").await;
    page.go_on(card, "Duyệt", "đã duyệt").await;
    page.see(&format!("bắt đầu gửi tới {groups} nhóm")).await;
    page.a_minute_later().await;
}

async fn read_and_relay(page: &mut Reader) {
    for (head, group) in HEADS.iter().zip(GROUPS) {
        page.be(head, group).await;
        page.see("Thu gom rác cồng kềnh").await;
    }
    page.be(HEADS[2], BOT).await;
    page.see("Nhờ ông/bà sao chép tin").await;
    let relay = page.see("Thu gom rác cồng kềnh").await;
    page.take_pictures("relay").await;
    page.press(relay, "Đã đăng").await;
    page.driver.find("#toast", "Cảm ơn ông/bà").await;
    page.see("Đã ghi nhận").await;
}

async fn ask_and_answer(page: &mut Reader) {
    page.be(RESIDENT, GROUPS[0]).await;
    page.say("/hoi Ngõ 15 nhiều ổ gà, bao giờ sửa đường?").await;
    let taken = page.see("mã số").await;
    page.press(taken, "").await;
    page.driver.find("#talk-title", BOT).await;
    let notice = page.see("xin ông/bà đồng ý").await;
    page.take_pictures("consent").await;
    page.go_on(notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    page.see("Chậm nhất").await;
    page.be(RESIDENT, GROUPS[0]).await;
    page.take_pictures("group").await;

    page.be(OFFICER, "Phòng Kinh tế").await;
    let card = page.see("Ngõ 15 nhiều ổ gà").await;
    page.take_pictures("officer").await;
    page.reply(card, "Phòng đã kiểm tra sáng nay. Đơn vị thi công vá ổ gà xong trước ngày 15/05/2026.").await;
    page.see("Đã gửi câu trả lời").await;

    page.be(RESIDENT, BOT).await;
    page.see("vá ổ gà").await;
    page.take_pictures("resident").await;
}
