//! A person in front of the page: sees what stands there, types and clicks.

use std::collections::HashSet;
use std::path::Path;

use serde_json::json;

use super::driver::Driver;

const DESKTOP: (u32, u32) = (1280, 800);
const PHONE: (u32, u32) = (390, 844);
const ENTER: &str = "\u{e007}";
const SHIFT_ENTER: &str = "\u{e008}\u{e007}\u{e000}";

/// The page, and which of its messages were looked at already.
pub struct Reader {
    pub driver: Driver,
    seen: HashSet<(i64, String)>,
    /// What is played; the pictures' names begin with it.
    play: &'static str,
}

/// A message on the page, by its id.
#[derive(Clone, Copy)]
pub struct Message(i64);

impl Message {
    fn css(self, inside: &str) -> String {
        format!("[data-testid='message-{}'] {inside}", self.0)
    }
}

impl Reader {
    pub async fn at(driver: Driver, url: &str, play: &'static str) -> Self {
        driver.resize(DESKTOP).await;
        driver.open(url).await;
        driver
            .until(
                "the clock",
                "return !document.querySelector('#clock').textContent.includes('--')",
                json!([]),
            )
            .await;
        Self { driver, seen: HashSet::new(), play }
    }

    /// Adds a person with the dialog.
    pub async fn add_person(&self, name: &str) {
        self.driver.click("#new-person", "").await;
        self.driver.type_into("[data-testid=person-name]", name).await;
        self.driver.click("[data-testid=person-add]", "").await;
        self.driver.find("#people .person", name).await;
    }

    /// Becomes a person and opens one of their chats.
    pub async fn be(&self, name: &str, chat: &str) {
        self.driver.click("#people .person", name).await;
        self.driver.find("#me-name", name).await;
        self.driver.click("#chats .chat-title", chat).await;
        self.driver.find("#talk-title", chat).await;
    }

    /// Writes into the message box, with Shift and Enter between lines, and sends it.
    pub async fn say(&self, text: &str) {
        self.driver.type_into("#composer", &text.replace('\n', SHIFT_ENTER)).await;
        self.driver.type_into("#composer", ENTER).await;
    }

    /// Waits for a message with these words that was not seen before, and gives the newest such.
    pub async fn see(&mut self, words: &str) -> Message {
        const SCRIPT: &str = "const [words, seen] = arguments;
            const found = [...document.querySelectorAll('.message.bot:not(.deleted)')]
                .map((node) => [Number(node.dataset.id), node.innerText])
                .filter(([id, text]) => text.includes(words) && !seen.some(([i, t]) => i === id && t === text));
            return found.at(-1) ?? null;";
        let seen: Vec<_> = self.seen.iter().collect();
        let found =
            self.driver.until(&format!("a message with “{words}”"), SCRIPT, json!([words, seen])).await;
        let id = found[0].as_i64().expect("a message has an id");
        self.seen.insert((id, found[1].as_str().unwrap_or_default().to_owned()));
        Message(id)
    }

    /// Sends a photo from the disk.
    pub async fn attach_photo(&self, path: &Path) {
        self.driver.give_file("#attach-photo", path).await;
        self.driver.find("#files li", "").await;
        self.driver.type_into("#composer", ENTER).await;
    }

    /// Presses a button of the message.
    pub async fn press(&self, message: Message, label: &str) {
        self.driver.click(&message.css("[data-action=press]"), label).await;
    }

    /// Presses a button of the message and waits for what it should bring.
    pub async fn go_on(&mut self, message: Message, label: &str, then: &str) -> Message {
        self.press(message, label).await;
        self.see(then).await
    }

    /// Points at the message and answers it.
    pub async fn reply(&self, message: Message, text: &str) {
        self.driver.hover(&message.css(".bubble"), "").await;
        self.driver.click(&message.css("[data-action=reply]"), "").await;
        self.driver.find("#context", "Trả lời").await;
        self.say(text).await;
    }

    /// The link to the bot that stands in the message.
    pub async fn link_in(&self, message: Message) -> String {
        let css = message.css(".text a");
        let link =
            self.driver.run("return document.querySelector(arguments[0])?.href ?? ''", json!([css])).await;
        link.as_str().unwrap_or_default().to_owned()
    }

    /// Opens a link as a person, with the dialog.
    pub async fn open_link(&self, link: &str, name: &str) {
        self.driver.click("#open-link", "").await;
        self.driver.type_into("[data-testid=open-link-input]", link).await;
        self.driver.click("[data-testid=open-link-person] option", name).await;
        self.driver.click("[data-testid=open-link-go]", "").await;
    }

    /// Lets a minute pass.
    pub async fn a_minute_later(&self) {
        self.driver.click("[data-testid=clock-minute]", "").await;
    }

    /// Keeps pictures of what is there, on a desk and in a hand, and looks whether all of it fits.
    pub async fn take_pictures(&self, name: &str) {
        let name = format!("{}-{name}", self.play);
        self.portray(&format!("{name}-desktop"), DESKTOP).await;
        self.portray(&format!("{name}-phone"), PHONE).await;
        self.driver.darken(true).await;
        self.portray(&format!("{name}-dark"), PHONE).await;
        self.driver.darken(false).await;
        self.driver.resize(DESKTOP).await;
        assert_eq!(self.driver.complaints().await, Vec::<String>::new(), "{name}");
    }

    /// Keeps one picture, and looks whether all of it fits.
    pub async fn portray(&self, name: &str, window: (u32, u32)) {
        self.driver.resize(window).await;
        self.driver.run("document.activeElement.blur()", json!([])).await;
        self.settle().await;
        self.driver.screenshot(name).await;
        self.everything_fits(name).await;
    }

    /// Waits until pictures are loaded and nothing moves.
    async fn settle(&self) {
        const SCRIPT: &str = "return [...document.images].every((image) => image.complete)
            && document.getAnimations().every((one) => one.playState === 'finished')";
        self.driver.until("a page at rest", SCRIPT, json!([])).await;
    }

    /// Nothing reaches beyond the window, and no label is cut.
    async fn everything_fits(&self, what: &str) {
        const SCRIPT: &str = "const wide = document.documentElement.clientWidth;
            const shown = (node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest('.files, .unseen, label.round, .drawings');
            return [...document.querySelectorAll('body *')].filter(shown).filter((node) => {
                const { left, right, width } = node.getBoundingClientRect();
                const scrolls = node.matches('.log, .list, .panel-body, .welcome, .keyboard button, dialog');
                return width > 1 && (left < -1 || right > wide + 1 || (scrolls && node.scrollWidth > node.clientWidth + 1));
            }).map((node) => node.outerHTML.slice(0, 200));";
        let beyond = self.driver.run(SCRIPT, json!([])).await;
        assert_eq!(beyond, json!([]), "{what}");
    }
}
