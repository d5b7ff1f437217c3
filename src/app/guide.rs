//! What the chat page tells a newcomer to the demo: whom to be, and what to try in which order.
//! Each word is there twice, for the page's two languages.

use serde_json::{Value, json};

use super::demo::Cast;
use super::stage::{Persona, Place, Stage};
use crate::ward::Role;

type Words = (&'static str, &'static str);

pub const ADMINISTRATOR: Words = ("quản trị viên", "administrator");
pub const HEAD3: Words = ("tổ trưởng tổ 3, dùng Zalo", "head of neighbourhood 3, on Zalo");

/// The note of a head.
pub fn head(number: u32) -> (String, String) {
    (format!("tổ trưởng tổ {number}"), format!("head of neighbourhood {number}"))
}

/// The note of somebody who lives there.
pub fn resident(number: u32) -> (String, String) {
    (format!("người dân tổ {number}"), format!("resident, neighbourhood {number}"))
}

/// The note of a member of staff.
pub fn staff(role: Role) -> Words {
    match role {
        Role::Administrator => ADMINISTRATOR,
        Role::Editor => ("người soạn tin", "editor"),
        Role::Approver => ("người duyệt", "approver"),
        Role::Officer => ("cán bộ trả lời", "answering officer"),
    }
}

/// Puts the steps on the page.
///
/// # Errors
/// If the sandbox refuses.
pub async fn show(stage: &Stage, cast: &Cast) -> anyhow::Result<()> {
    let steps = [
        step(
            cast.editor,
            Place::Private,
            (
                "Ông Minh soạn tin: gõ /soan, chọn nhóm nội dung, viết vài dòng rồi bấm Gửi duyệt.",
                "Minh writes: type /soan, choose a topic, write a few lines, press Gửi duyệt.",
            ),
        ),
        step(
            cast.approver,
            Place::Private,
            (
                "Bà Hà đọc tin và bấm Duyệt. Sau đó bấm “+1 phút” ở đầu trang: tin được đăng.",
                "Hà reads it and presses Duyệt. Then press “+1 min” at the top: it is posted.",
            ),
        ),
        step(
            cast.head3,
            Place::Private,
            (
                "Ông Thắng sao chép tin sang nhóm Zalo của tổ và bấm Đã đăng.",
                "Thắng copies it to his neighbourhood’s Zalo group and presses Đã đăng.",
            ),
        ),
        step(
            cast.resident,
            cast.group1,
            (
                "Bà Lan thấy tin trong nhóm và hỏi: /hoi Ngõ 15 nhiều ổ gà, bao giờ sửa đường? \
                 Bấm nút dưới câu trả lời rồi bấm Đồng ý.",
                "Lan sees it in her group and asks: /hoi Ngõ 15 nhiều ổ gà, bao giờ sửa đường? \
                 She presses the button below the reply, then Đồng ý.",
            ),
        ),
        step(
            cast.officer,
            cast.works,
            (
                "Ông Dũng thấy câu hỏi trong nhóm của phòng: bấm Trả lời ở tin đó và viết câu trả lời. \
                 Bà Lan nhận được ngay.",
                "Dũng finds the question in his office’s group: he replies to that message. Lan has the \
                 answer at once.",
            ),
        ),
        step(
            cast.approver,
            Place::Private,
            (
                "Bà Hà gõ /dophu: tin đã tới những tổ nào.",
                "Hà types /dophu: which neighbourhoods it reached.",
            ),
        ),
    ];
    stage.control("guide", steps.into_iter().collect()).await.map(|_| ())
}

fn step(who: Persona, place: Place, (vi, en): Words) -> Value {
    let chat = match place {
        Place::Private => None,
        Place::Group(id) => Some(id),
    };
    json!({ "text": { "vi": vi, "en": en }, "person": who.0, "chat": chat })
}
