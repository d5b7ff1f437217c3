//! The sample ward that the demo opens.

use loa::app::stage::{Persona, Place, Seen};
use loa::app::{Demo, DemoOptions};

const PRIVATE: Place = Place::Private;

/// A person of the sample, by name.
async fn named(demo: &Demo, name: &str) -> Persona {
    let url = format!("{}/control/people", demo.url());
    let told: serde_json::Value = reqwest::get(url).await.expect("an answer").json().await.expect("JSON");
    let people = told.as_array().expect("people");
    let person = people.iter().find(|person| person["name"] == name).expect(name);
    Persona(person["id"].as_i64().expect("an id"))
}

fn says<'a>(shown: &'a [Seen], words: &str) -> Option<&'a Seen> {
    shown.iter().rev().find(|message| message.text.contains(words))
}

#[test]
fn the_sample_ward_comes_in_by_the_ways_that_a_ward_has() {
    crate::house::run(async {
        let options = DemoOptions { program: Some(env!("CARGO_BIN_EXE_loa").into()), ..Default::default() };
        let demo = Demo::open(&options).await.expect("the demo opens");
        demo.set_up().await.expect("every step leads where it should");
        let approver = named(&demo, "Lê Thu Hà").await;
        let shown = demo.stage.messages(approver, PRIVATE).await.expect("her chat");
        // A second version shows what has changed since the one that was returned.
        let card = says(&shown, "Tin 13, bản 2 chờ duyệt").expect("a card");
        assert!(card.buttons.iter().flatten().any(|button| button.label == "Duyệt"), "{card:?}");
        assert!(says(&shown, "Tin 14, bản 1 chờ duyệt").is_some());
        demo.stage.say(approver, PRIVATE, "/lich").await.expect("said");
        let week = demo.stage.see(approver, PRIVATE, "Lịch đăng tin").await.expect("the week");
        assert!(week.text.contains("tin 8 (3.b ") && week.text.contains("tin 11 (2.b "), "{}", week.text);
        let refused = demo.stage.refused().await.expect("the platform's book");
        assert!(refused.is_empty(), "{refused:?}");
    });
}
