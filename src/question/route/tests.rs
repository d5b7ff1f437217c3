//! What the router promises, and the project's ten boundary rules by sentences of their own.

use proptest::prelude::*;

use super::*;

fn router() -> &'static Router {
    static ROUTER: std::sync::OnceLock<Router> = std::sync::OnceLock::new();
    ROUTER.get_or_init(|| Router::shipped().unwrap())
}

fn label(text: &str) -> String {
    router().route(text, None).label
}

#[test]
fn the_boundary_rules() {
    for (rule, text, expected) in [
        (1, "Hồ sơ xin trợ cấp xã hội nộp ở đâu, cần giấy tờ gì?", "TTPVHCC"),
        (1, "Người khuyết tật nặng được hưởng trợ cấp bao nhiêu một tháng?", "VHXH"),
        (1, "Thủ tục đăng ký tạm trú cần giấy tờ gì?", "CA"),
        (1, "Đăng ký nghĩa vụ quân sự lần đầu cần giấy tờ gì?", "QS"),
        (1, "Đăng ký tiêm chủng cho trẻ cần mang giấy tờ gì?", "YT"),
        (2, "Theo luật thì con có quyền mang họ mẹ không?", "VP"),
        (2, "Đăng ký khai sinh cần giấy tờ gì, làm ở đâu?", "TTPVHCC"),
        (3, "Đề nghị dẹp hàng quán lấn chiếm vỉa hè", "CA"),
        (3, "Ô tô đỗ trái phép chắn lối vào ngõ", "CA"),
        (3, "Vỉa hè lát đá đã vỡ, bao giờ sửa?", "KTHTDT"),
        (3, "Xin cấp phép sử dụng vỉa hè để xe", "KTHTDT"),
        (4, "Quán bar mở nhạc ồn đến nửa đêm", "CA"),
        (4, "Xưởng cơ khí cắt sắt ồn cả đêm", "KTHTDT"),
        (4, "Loa phường phát to quá", "VHXH"),
        (5, "Cháy nhà rồi, cứu với!", EMERGENCY),
        (5, "Tôi lo chung cư mini dễ cháy, ai kiểm tra phòng cháy?", "CA"),
        (5, "Đêm qua nhà tôi bị mất trộm xe máy", "CA"),
        (6, "Tôi muốn khiếu nại quyết định thu hồi đất", COMPLAINT),
        (6, "Cán bộ địa chính đòi phong bì mới làm hồ sơ", COMPLAINT),
        (6, "Đặt lịch tiếp công dân với chủ tịch ở đâu?", "VP"),
        (7, "Nhà bên cạnh xây làm nứt tường nhà tôi", "KTHTDT"),
        (7, "Hai nhà mâu thuẫn, nhờ tổ hòa giải giúp", "VP"),
        (7, "Hàng xóm đe dọa đánh tôi", "CA"),
        (8, "Chó thả rông không rọ mõm trong ngõ", "KTHTDT"),
        (8, "Bị chó cắn thì tiêm vắc xin ở đâu?", "YT"),
        (8, "Nhiều muỗi quá, đề nghị phun thuốc", "YT"),
        (9, "Quỹ vì người nghèo chi những gì?", "MTTQ"),
        (9, "Quỹ phòng chống thiên tai nộp bao nhiêu?", "KTHTDT"),
        (9, "Hoàn thuế thu nhập cá nhân mãi chưa về", OUTSIDE),
        (9, "Người cận nghèo mua thẻ bảo hiểm y tế được giảm bao nhiêu?", "VHXH"),
        (10, "Ngõ chợ phường Thịnh Quang cũ ngập nước", "KTHTDT"),
        (10, "Tôi ở phường Long Biên, cống nhà tôi bị tắc", OUTSIDE),
        (10, "Nghe đồn sắp bỏ tổ dân phố có đúng không?", "BXDD"),
    ] {
        let verdict = router().route(text, None);
        assert_eq!(verdict.label, expected, "rule {rule}: {text}: {verdict:?}");
    }
}

#[test]
fn however_it_is_typed() {
    for text in [
        "Đèn đường trước nhà tôi bị hỏng",
        "den duong truoc nha toi bi hong",
        "DEN DUONG TRUOC NHA TOI BI HONG",
        "ddefn dduwowngf truwowcs nhaf tooi bij hongr",
        "đèn đường trc nhà e bị hỏngggg",
        "The street light in front of my house is broken",
    ] {
        assert_eq!(label(text), "KTHTDT", "{text}");
    }
}

#[test]
fn the_verdict_has_the_contracts_shape() {
    let verdict = router().route("Ngõ 12 xuống cấp, bao giờ sửa đường?", None);
    assert_eq!(verdict.ranked[0].label, verdict.label);
    assert!((verdict.ranked[0].score - verdict.confidence).abs() < 1e-9);
    assert!(verdict.why.contains(&"sửa đường".to_owned()), "{:?}", verdict.why);
    assert_eq!(verdict.field.as_deref(), Some("field-roads"));
    let json = serde_json::to_value(&verdict).unwrap();
    let keys: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["confidence", "label", "ranked", "why"]);
}

#[test]
fn a_prior_tips_the_scales_but_does_not_outshout_the_text() {
    let environment = Some(["KTHTDT", "CA"].as_slice());
    let silent = "cái này thì sao ạ";
    assert_eq!(router().route(silent, environment).label, "KTHTDT", "the group alone");
    assert_eq!(router().route(silent, Some(&["QS"])).label, "QS", "the group alone");
    assert_eq!(router().route("Làm căn cước ở đâu?", environment).label, "CA", "the text");
    assert_eq!(router().route("Đăng ký khai sinh ở đâu?", environment).label, "TTPVHCC", "the text");
    assert_eq!(router().route("Cháy nhà rồi cứu với", environment).label, EMERGENCY, "danger first");
    assert_eq!(router().route("Tôi tố cáo cán bộ nhận hối lộ", Some(&["UBKT"])).label, COMPLAINT);
    let without = router().route("vỉa hè", None);
    let with = router().route("vỉa hè", Some(&["CA"]));
    let share = |v: &Verdict| v.ranked.iter().find(|r| r.label == "CA").map_or(0.0, |r| r.score);
    assert!(share(&with) > share(&without));
    assert_eq!(router().route(silent, Some(&["NOBODY"])).label, router().route(silent, Some(&[])).label);
}

#[test]
fn danger_is_heard_whatever_else_is_asked() {
    for (text, label) in [
        (
            "Cây đổ đè vào người đi xe máy. Tôi nộp hồ sơ bảo hiểm thất nghiệp hai tháng chưa được duyệt, gọi cơ quan nào?",
            EMERGENCY,
        ),
        (
            "Thẻ bảo hiểm y tế của tôi in sai ngày sinh, sửa ở đâu? My father is having chest pain and cannot breathe.",
            EMERGENCY,
        ),
        ("sv tro ke ben sinh nhat tuan 3 lan, zo zo toi 1h. nha chay cuu voi", EMERGENCY),
        (
            "Trường mầm non công bốc thăm trượt rồi thì bé nhà em học ở đâu? Tôi tố giác cán bộ địa chính nhận phong bì.",
            COMPLAINT,
        ),
    ] {
        assert_eq!(router().route(text, None).label, label, "{text}");
    }
    let over = "Nhà tôi cháy hôm trước đã dập xong. Phường cho hỏi hỗ trợ sửa nhà nộp đơn ở đâu?";
    assert_ne!(router().route(over, None).label, EMERGENCY);
}

#[test]
fn a_complaint_about_people_elsewhere_is_referred_there() {
    for text in [
        "Cán bộ thuế đến cửa hàng đòi phong bì mới chịu làm hồ sơ thuế, tôi muốn tố cáo bên cơ quan thuế.",
        "Cán bộ địa chính phường Hà Đông đòi tôi 10 triệu mới ký hồ sơ tách thửa đất của mẹ tôi bên đó, tôi tố cáo với ai?",
    ] {
        assert_eq!(router().route(text, None).label, OUTSIDE, "{text}");
    }
    let ours = "Tổ trưởng ăn chặn tiền hỗ trợ của dân rồi gửi ngân hàng, tôi tố cáo.";
    assert_eq!(router().route(ours, None).label, COMPLAINT);
}

#[test]
fn nothing_is_without_an_owner() {
    let verdict = router().route("qwrtp zxcvb", None);
    assert!(!verdict.sure);
    assert!(!verdict.ranked.is_empty());
    let mut nobody = Routes::parse(SHIPPED).unwrap();
    for field in &mut nobody.fields {
        (field.strong, field.usual, field.weak, field.en) =
            (vec!["không bao giờ gặp".into()], vec![], vec![], vec![]);
    }
    nobody.fields.truncate(1);
    let router = Router::from(nobody, &[]).unwrap();
    assert_eq!(
        router.route("đèn đường hỏng mấy hôm nay rồi, nhà nào cũng tối cả, bà con đi lại khổ", None).label,
        "VP"
    );
}

#[test]
fn what_is_not_the_wards_is_referred_with_a_contact() {
    let verdict = router().route("Nhà tôi mất điện từ sáng", None);
    assert_eq!(verdict.label, OUTSIDE);
    let field = router().routes().fields.iter().find(|f| Some(&f.key) == verdict.field.as_ref()).unwrap();
    assert_eq!((field.key.as_str(), field.contact.as_deref()), ("outside-electricity", Some("1900 1288")));
}

#[test]
fn the_unsure_are_offered_fields() {
    let text = "vỉa hè trước nhà tôi";
    let verdict = router().route(text, None);
    let offers = router().offers(text, &verdict, 3);
    assert_eq!(offers.len(), 3);
    assert!(
        offers.iter().all(|o| !SPECIAL.contains(&o.label.as_str()) && o.field.starts_with("field-")),
        "{offers:?}"
    );
}

#[test]
fn only_signs_are_no_question() {
    for text in ["👍👍👍", "", "...", "1"] {
        assert_eq!(label(text), NOT_A_QUESTION, "{text:?}");
    }
}

#[test]
fn who_is_about_to_ask_has_not_asked_yet() {
    for text in ["Cháu ơi bà hỏi cái này", "phường ơi cho em hỏi chút ạ", "Hello, can I ask something?"]
    {
        let verdict = router().route(text, None);
        assert!(verdict.label == NOT_A_QUESTION && verdict.sure, "{text}: {verdict:?}");
    }
    for text in ["Cho em hỏi công an", "cho hỏi làm khai sinh", "Cho hỏi mất điện"] {
        assert_ne!(label(text), NOT_A_QUESTION, "{text}");
    }
}

proptest! {
    #[test]
    fn anything_may_come_in(text in any::<String>(), words in "[a-zđăâêôơưáàảãạ ?.!\n]{0,300}") {
        for text in [text, words] {
            let verdict = router().route(&text, None);
            prop_assert_eq!(&verdict.ranked[0].label, &verdict.label);
            let mut labels: Vec<_> = verdict.ranked.iter().map(|r| &r.label).collect();
            labels.sort_unstable();
            labels.dedup();
            prop_assert_eq!(labels.len(), verdict.ranked.len(), "distinct");
            prop_assert!((0.0..=1.0).contains(&verdict.confidence));
            prop_assert!(verdict.ranked.windows(2).all(|r| r[0].score >= r[1].score));
            prop_assert_eq!(router().route(&text, None), verdict, "the same again");
        }
    }
}

#[test]
fn what_staff_corrected_moves_what_is_like_it_but_no_danger() {
    let case =
        |text: &str, label: &str| Example { text: text.into(), label: label.into(), acceptable: vec![] };
    let asked = "Sân bóng mini cuối ngõ bao giờ mở cửa lại cho các cháu?";
    let before = router().route(asked, None);
    let to = if before.label == "MTTQ" { "HDND" } else { "MTTQ" };
    let corrected = [
        case("Sân bóng mini ở ngõ 12 khi nào mở cửa lại?", to),
        case("Bao giờ sân bóng mini của khu mở lại cho các cháu chơi?", to),
        case("Hỏi về sân bóng mini cuối ngõ, sao đóng cửa mãi", to),
    ];
    let taught = router().taught(&corrected);
    assert_eq!(taught.route(asked, None).label, to, "was {}", before.label);
    // The same router without them is the one that it was.
    assert_eq!(taught.taught(&[]).route(asked, None), before);
    // Whatever is corrected, danger and complaints stay what they are.
    let alarms = ["Cháy nhà rồi, cứu với!", "Tôi muốn khiếu nại quyết định thu hồi đất"];
    let wrong: Vec<Example> = alarms.iter().flat_map(|text| (0..5).map(|_| case(text, "VP"))).collect();
    let misled = router().taught(&wrong);
    assert_eq!(alarms.map(|text| misled.route(text, None).label), [EMERGENCY, COMPLAINT]);
    // Nor does it shift what has nothing to do with it.
    for text in ["Đăng ký khai sinh cần giấy tờ gì, làm ở đâu?", "Xin cấp phép sử dụng vỉa hè để xe"]
    {
        assert_eq!(taught.route(text, None).label, router().route(text, None).label, "{text}");
    }
}
