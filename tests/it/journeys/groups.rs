//! What happens to groups: the bot is removed, silenced, let back in; the group gets another id.

use chrono::TimeDelta;
use loa::app::stage::Place;

use loa::channel::ChatKind;
use loa::ward::store as ward;

use crate::house::journey;

journey!(removed_from_a_group_its_head_and_the_staff_hear_of_it, |house| {
    let cast = house.cast().await;
    house.stage.bot_member(cast.head, cast.group, "remove", None).await.unwrap();
    house.see(cast.head, Place::Private, "Tôi đã bị gỡ khỏi nhóm của Tổ dân phố số 1").await;
    house.submit(cast.editor, "Ai nhận được").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    house.advance(TimeDelta::seconds(61)).await;
    house.say(cast.approver, Place::Private, "/dophu").await;
    let sheet = house.see(cast.approver, Place::Private, "Đã tới 0/1 tổ dân phố").await;
    assert!(sheet.text.contains("tôi bị gỡ khỏi nhóm, cần tổ trưởng thêm lại"), "{}", sheet.text);
    let copy = house.column("SELECT reason FROM outgoing WHERE group_id IS NOT NULL").await;
    assert_eq!(copy, ["removed"]);
    house.say(cast.head, Place::Private, "/to").await;
    house.see(cast.head, Place::Private, "tôi đã bị gỡ").await;
    // Added again, the group gets the next post without being registered anew.
    house.stage.add_bot(cast.head, cast.group, None).await.unwrap();
    house.see(cast.head, Place::Private, "nhận tin lại được").await;
    house.publish(&cast, "Tin sau đó").await;
});

journey!(a_silenced_bot_says_so_and_residents_words_do_not_hide_it, |house| {
    let cast = house.cast().await;
    house.stage.bot_member(cast.head, cast.group, "mute", None).await.unwrap();
    house.see(cast.head, Place::Private, "không còn quyền gửi tin").await;
    house.say(cast.resident, cast.group, "/trogiup").await;
    house.settle().await;
    house.say(cast.head, Place::Private, "/to").await;
    house.see(cast.head, Place::Private, "tôi bị tắt quyền gửi").await;
    house.submit(cast.editor, "Ai nhận được").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    house.advance(TimeDelta::seconds(61)).await;
    house.say(cast.approver, Place::Private, "/dophu").await;
    house.see(cast.approver, Place::Private, "không có quyền gửi, cần tổ trưởng mở quyền").await;
    house.stage.bot_member(cast.head, cast.group, "unmute", None).await.unwrap();
    house.see(cast.head, Place::Private, "nhận tin lại được").await;
});

journey!(a_group_that_became_a_supergroup_gets_the_next_post, |house| {
    let cast = house.cast().await;
    let moved = house.stage.migrate(cast.group).await.unwrap();
    house.settle().await;
    house.submit(cast.editor, "Vào nhóm mới").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    house.advance(TimeDelta::seconds(61)).await;
    house.see(cast.head, moved, "Vào nhóm mới").await;
    assert!(house.stage.refused().await.unwrap().is_empty());
    assert_eq!(house.count("chats WHERE kind = 'group' AND state = 'open'").await, 1);
});

journey!(a_migration_found_out_by_sending_loses_no_copy, |house| {
    let cast = house.cast().await;
    house.submit(cast.editor, "Vào nhóm mới").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    house.settle().await;
    // The updates that would tell are lost; the send meets the dead end.
    house.stop().await;
    let moved = house.stage.migrate(cast.group).await.unwrap();
    house.lose_updates().await;
    house.start().await;
    house.stage.advance(TimeDelta::seconds(61)).await.unwrap();
    house.see(cast.head, moved, "Vào nhóm mới").await;
    house.settle().await;
    assert_eq!(house.stage.refused().await.unwrap().len(), 1, "one send met the old id");
    let shown = house.shown(cast.head, moved).await;
    assert_eq!(shown.matches("Vào nhóm mới").count(), 1, "{shown}");
    assert_eq!(house.column("SELECT state FROM outgoing WHERE group_id IS NOT NULL").await, ["sent"]);
});

journey!(an_old_id_that_is_heard_of_again_takes_nothing_from_the_group, |house| {
    let cast = house.cast().await;
    let (Place::Group(old), Place::Group(new)) = (cast.group, house.stage.migrate(cast.group).await.unwrap())
    else {
        panic!("groups")
    };
    house.settle().await;
    // A late update of the old group makes a chat of it, and that it moved is said once more.
    let mut tx = house.store.begin().await.unwrap();
    let bot = ward::bot_of_ward(&mut tx, house.ward.id).await.unwrap().unwrap();
    let stray = ward::chat_seen(&mut tx, bot.id, &old.to_string(), ChatKind::Group, "").await.unwrap();
    assert!(!ward::migrate_chat(&mut tx, stray.id, &new.to_string()).await.unwrap());
    tx.commit().await.unwrap();
    house.submit(cast.editor, "Vẫn tới nơi").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.settle().await;
    house.advance(TimeDelta::seconds(61)).await;
    house.see(cast.head, Place::Group(new), "Vẫn tới nơi").await;
});
