//! How groups are doing: asked of the platform without posting; who hears of trouble, and when.

use chrono::TimeDelta;
use loa::app::stage::Place;

use crate::house::journey;

const PRIVATE: Place = Place::Private;

journey!(a_removal_of_which_no_update_tells_is_found_and_told_to_the_head_first, |house| {
    let cast = house.cast().await;
    house.settle().await;
    house.stop().await;
    house.stage.bot_member(cast.head, cast.group, "remove", None).await.unwrap();
    house.lose_updates().await;
    house.start().await;
    let sent = house.stage.ledger(0).await.unwrap().len();
    assert_eq!(house.count("chats WHERE kind = 'group' AND state = 'open'").await, 1, "nobody knows yet");
    house.advance(TimeDelta::hours(12)).await;
    house.see(cast.head, PRIVATE, "Tôi đã bị gỡ khỏi nhóm của Tổ dân phố số 1").await;
    house.settle().await;
    let calls = house.stage.ledger(0).await.unwrap();
    let wrote = calls[sent..].iter().filter(|call| call["params"]["chat_id"].to_string().contains("-4"));
    let wrote: Vec<_> = wrote.filter(|call| !call["method"].to_string().contains("getChat")).collect();
    assert!(wrote.is_empty(), "nothing is posted to find out: {wrote:?}");
    assert!(!house.shown(cast.administrator, PRIVATE).await.contains("Tôi đã bị gỡ"), "the head has a day");
    house.advance(TimeDelta::hours(23)).await;
    assert!(!house.shown(cast.administrator, PRIVATE).await.contains("Tôi đã bị gỡ"));
    house.advance(TimeDelta::hours(1)).await;
    house.see(cast.administrator, PRIVATE, "Tôi đã bị gỡ khỏi nhóm của Tổ dân phố số 1").await;
    // What staff heard of they hear the end of.
    house.stage.add_bot(cast.head, cast.group, None).await.unwrap();
    house.see(cast.head, PRIVATE, "nhận tin lại được").await;
    house.see(cast.administrator, PRIVATE, "nhận tin lại được").await;
});

journey!(what_the_head_mends_within_a_day_staff_are_not_troubled_with, |house| {
    let cast = house.cast().await;
    house.stage.bot_member(cast.head, cast.group, "mute", None).await.unwrap();
    house.see(cast.head, PRIVATE, "không còn quyền gửi tin").await;
    house.advance(TimeDelta::hours(20)).await;
    house.stage.bot_member(cast.head, cast.group, "unmute", None).await.unwrap();
    house.see(cast.head, PRIVATE, "nhận tin lại được").await;
    house.advance(TimeDelta::hours(30)).await;
    let shown = house.shown(cast.administrator, PRIVATE).await;
    assert!(!shown.contains("không còn quyền gửi tin") && !shown.contains("nhận tin lại được"), "{shown}");
});

journey!(the_board_says_which_groups_are_well_and_whom_to_call, |house| {
    let cast = house.cast().await;
    let head2 = house.stage.person("Dung").await.unwrap();
    let group2 = house.neighbourhood(2, cast.administrator, head2, &[]).await;
    house.publish(&cast, "Họp tổ").await;
    house.advance(TimeDelta::hours(13)).await;
    house.settle().await;
    house.stage.bot_member(head2, group2, "remove", None).await.unwrap();
    house.see(head2, PRIVATE, "Tôi đã bị gỡ khỏi nhóm của Tổ dân phố số 2").await;
    house.say(cast.administrator, PRIVATE, "/phuong").await;
    let home = house.see(cast.administrator, PRIVATE, "Đơn vị có nhóm chat").await;
    let data = house.button_data(cast.administrator, PRIVATE, home.message_id, "Tình trạng các nhóm").await;
    let board =
        house.press(cast.administrator, PRIVATE, &home, "Tình trạng các nhóm", "Nhóm đang ổn: 1/2").await;
    assert!(board.text.contains("⚠️ Tổ dân phố số 2: tôi không còn trong nhóm"), "{}", board.text);
    assert!(board.text.contains("Nhờ tổ trưởng Dung thêm lại"), "{}", board.text);
    let good = board.text.lines().find(|line| line.starts_with("✅ Tổ dân phố số 1")).unwrap();
    for part in [" người", "tin gần nhất", "chưa có quyền ghim", "tổ trưởng nhắn hoặc bấm nút lần gần nhất"]
    {
        assert!(good.contains(part), "{good}");
    }
    let other = house.see(head2, PRIVATE, "Phường đã xác nhận").await;
    let toast = house.press_data(head2, PRIVATE, &other, &data).await;
    assert!(toast.contains("quản trị"), "{toast}");
});
