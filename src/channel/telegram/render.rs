//! Neutral content as Bot API requests. Looks travel as entities, never as markup, so that
//! no character in a person's text can break a message.

use teloxide::payloads::{
    EditMessageCaption, EditMessageText, SendDocument, SendLocation, SendMediaGroup, SendMessage,
    SendMessageSetters as _, SendPhoto, SendVideo, SendVoice,
};
use teloxide::types::{
    ChatId, FileId, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, InputMedia, InputMediaPhoto,
    InputMediaVideo, LinkPreviewOptions, MessageEntity, MessageEntityKind, MessageId, ReplyMarkup,
    ReplyParameters, ThreadId,
};

use super::super::{Attachment, Letter, Media, Point, Target};
use crate::text::{Rich, Span, utf16_len};

/// Characters (UTF-16 units) in one message.
pub const TEXT_MAX: usize = 4096;
/// Characters (UTF-16 units) under one picture.
pub const CAPTION_MAX: usize = 1024;

/// A chat, and the topic of it where it has some.
#[derive(Clone, Copy, Debug)]
pub(super) struct To {
    pub chat: ChatId,
    pub topic: Option<ThreadId>,
}

impl To {
    /// An answer stands in the topic of what it answers.
    fn topic_of(self, letter: &Letter) -> Option<ThreadId> {
        self.topic.filter(|_| letter.reply_to.is_none())
    }
}

impl From<ChatId> for To {
    fn from(chat: ChatId) -> Self {
        Self { chat, topic: None }
    }
}

pub(super) fn message(to: impl Into<To>, letter: &Letter) -> Result<SendMessage, String> {
    let to = to.into();
    fits(&letter.text, TEXT_MAX)?;
    let (text, entities) = entities(&letter.text);
    let mut request = SendMessage::new(to.chat, text).entities(entities).link_preview_options(no_preview());
    if let Some(keyboard) = keyboard(letter)? {
        request.reply_markup = Some(ReplyMarkup::InlineKeyboard(keyboard));
    }
    request.reply_parameters = reply(letter)?;
    request.disable_notification = sound(letter);
    request.message_thread_id = to.topic_of(letter);
    Ok(request)
}

/// A request that sends a file with words below it.
macro_rules! file {
    ($name:ident, $request:ident) => {
        pub(super) fn $name(to: To, letter: &Letter, media: &Media) -> Result<$request, String> {
            fits(&letter.text, CAPTION_MAX)?;
            let (text, entities) = entities(&letter.text);
            let mut request = $request::new(to.chat, InputFile::file_id(FileId(media.file_id.clone())));
            request.caption = Some(text);
            request.caption_entities = Some(entities);
            if let Some(keyboard) = keyboard(letter)? {
                request.reply_markup = Some(ReplyMarkup::InlineKeyboard(keyboard));
            }
            request.reply_parameters = reply(letter)?;
            request.disable_notification = sound(letter);
            request.message_thread_id = to.topic_of(letter);
            Ok(request)
        }
    };
}

file!(photo, SendPhoto);
file!(document, SendDocument);
file!(video, SendVideo);
file!(voice, SendVoice);

/// Said only where there is to be none.
fn sound(letter: &Letter) -> Option<bool> {
    letter.silent.then_some(true)
}

/// Several pictures and films as one, the words below the first.
pub(super) fn album(to: impl Into<To>, letter: &Letter) -> Result<SendMediaGroup, String> {
    let to = to.into();
    let text = with_links(letter)?;
    fits(&text, CAPTION_MAX)?;
    let mut words = Some(entities(&text));
    let mut media = Vec::with_capacity(letter.album.len());
    for piece in &letter.album {
        let (caption, caption_entities) = words.take().unzip();
        let file = |media: &Media| InputFile::file_id(FileId(media.file_id.clone()));
        media.push(match piece {
            Attachment::Photo(photo) => InputMedia::Photo(InputMediaPhoto {
                caption,
                caption_entities,
                ..InputMediaPhoto::new(file(photo))
            }),
            Attachment::Video(video) => InputMedia::Video(InputMediaVideo {
                caption,
                caption_entities,
                ..InputMediaVideo::new(file(video))
            }),
            other => return Err(format!("a {} in an album", other.kind())),
        });
    }
    let mut request = SendMediaGroup::new(to.chat, media);
    request.reply_parameters = reply(letter)?;
    request.disable_notification = sound(letter);
    request.message_thread_id = to.topic_of(letter);
    Ok(request)
}

/// The words of an album, below them where its buttons lead to.
fn with_links(letter: &Letter) -> Result<Rich, String> {
    let mut text = letter.text.clone();
    for button in letter.buttons.iter().flatten() {
        let Target::Url(url) = &button.target else {
            return Err("a button of an album that is no link".to_owned());
        };
        let mut link = Rich::default();
        link.push(Span { text: button.label.clone(), link: Some(url.clone()), ..Span::default() });
        text = text.below(2, &link);
    }
    Ok(text)
}

pub(super) fn place(to: To, letter: &Letter, point: Point) -> Result<SendLocation, String> {
    if !letter.text.is_empty() {
        return Err("a place carries no words".to_owned());
    }
    let (latitude, longitude) = point.degrees();
    let mut request = SendLocation::new(to.chat, latitude, longitude);
    request.message_thread_id = to.topic_of(letter);
    if let Some(keyboard) = keyboard(letter)? {
        request.reply_markup = Some(ReplyMarkup::InlineKeyboard(keyboard));
    }
    request.reply_parameters = reply(letter)?;
    request.disable_notification = sound(letter);
    Ok(request)
}

pub(super) fn edit(chat: ChatId, target: i32, letter: &Letter) -> Result<EditMessageText, String> {
    fits(&letter.text, TEXT_MAX)?;
    let (text, entities) = entities(&letter.text);
    let mut request = EditMessageText::new(chat, MessageId(target), text);
    request.entities = Some(entities);
    request.link_preview_options = Some(no_preview());
    request.reply_markup = keyboard(letter)?;
    Ok(request)
}

pub(super) fn edit_caption(chat: ChatId, target: i32, letter: &Letter) -> Result<EditMessageCaption, String> {
    let is_album = !letter.album.is_empty();
    let text = if is_album { with_links(letter)? } else { letter.text.clone() };
    fits(&text, CAPTION_MAX)?;
    let (text, entities) = entities(&text);
    let mut request = EditMessageCaption::new(chat, MessageId(target));
    request.caption = Some(text);
    request.caption_entities = Some(entities);
    request.reply_markup = if is_album { None } else { keyboard(letter)? };
    Ok(request)
}

fn fits(text: &Rich, max: usize) -> Result<(), String> {
    let length = text.len();
    if length > max { Err(format!("{length} characters, at most {max}")) } else { Ok(()) }
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

fn reply(letter: &Letter) -> Result<Option<ReplyParameters>, String> {
    let Some(to) = &letter.reply_to else { return Ok(None) };
    let id = to.parse().map_err(|_| format!("{to:?} is no message id"))?;
    // The message may have been deleted meanwhile; the answer must arrive all the same.
    Ok(Some(ReplyParameters {
        message_id: MessageId(id),
        allow_sending_without_reply: Some(true),
        ..reply_to(id)
    }))
}

fn reply_to(id: i32) -> ReplyParameters {
    ReplyParameters::new(MessageId(id))
}

fn keyboard(letter: &Letter) -> Result<Option<InlineKeyboardMarkup>, String> {
    if letter.buttons.is_empty() {
        return Ok(None);
    }
    let mut rows = Vec::with_capacity(letter.buttons.len());
    for row in &letter.buttons {
        let mut buttons = Vec::with_capacity(row.len());
        for button in row {
            buttons.push(match &button.target {
                Target::Act(action) => InlineKeyboardButton::callback(button.label.clone(), action.clone()),
                Target::Url(url) => {
                    let url = url.parse().map_err(|e| format!("{url:?} is no address: {e}"))?;
                    InlineKeyboardButton::url(button.label.clone(), url)
                }
                Target::Own => return Err("a button without its address".to_owned()),
            });
        }
        rows.push(buttons);
    }
    Ok(Some(InlineKeyboardMarkup::new(rows)))
}

/// Rich text as plain text with entities, offsets in UTF-16 units.
fn entities(rich: &Rich) -> (String, Vec<MessageEntity>) {
    let mut text = String::new();
    let mut entities = Vec::new();
    let mut offset = 0;
    for span in rich.spans() {
        let length = utf16_len(&span.text);
        let mut mark = |kind| entities.push(MessageEntity { kind, offset, length });
        if span.bold {
            mark(MessageEntityKind::Bold);
        }
        if span.italic {
            mark(MessageEntityKind::Italic);
        }
        if span.underline {
            mark(MessageEntityKind::Underline);
        }
        if span.strike {
            mark(MessageEntityKind::Strikethrough);
        }
        if let Some(url) = span.link.as_ref().and_then(|link| link.parse().ok()) {
            mark(MessageEntityKind::TextLink { url });
        }
        text.push_str(&span.text);
        offset += length;
    }
    (text, entities)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channel::Button;
    use crate::text::Span;

    #[test]
    fn looks_are_counted_as_the_platform_counts() {
        let mut rich = Rich::plain("🔔 ");
        rich.push(Span { text: "Lịch".into(), bold: true, ..Span::default() });
        let (text, entities) = entities(&rich);
        assert_eq!(text, "🔔 Lịch");
        assert_eq!((entities[0].offset, entities[0].length), (3, 4));
    }

    #[test]
    fn a_message_too_long_is_refused_before_it_is_sent() {
        let letter = Letter { text: Rich::plain(&"a".repeat(TEXT_MAX + 1)), ..Letter::default() };
        assert!(message(ChatId(1), &letter).is_err());
    }

    #[test]
    fn an_album_has_its_words_and_links_below_its_first_part() {
        let file = |id: &str| Media { file_id: id.into(), unique_id: id.into() };
        let letter = Letter {
            text: Rich::bold("Họp tổ"),
            album: vec![Attachment::Photo(file("P")), Attachment::Video(file("V"))],
            buttons: vec![vec![Button {
                label: "Hỏi phường".into(),
                target: Target::Url("https://t.me/loa?start=q".into()),
            }]],
            reply_to: Some("12".into()),
            ..Letter::default()
        };
        let json = serde_json::to_value(album(ChatId(-5), &letter).unwrap()).unwrap();
        assert_eq!(json["media"][0]["type"], "photo");
        assert_eq!(json["media"][0]["media"], "P");
        assert_eq!(json["media"][0]["caption"], "Họp tổ\n\nHỏi phường");
        assert_eq!(json["media"][0]["caption_entities"][1]["url"], "https://t.me/loa?start=q");
        assert_eq!((&json["media"][1]["type"], &json["media"][1]["media"]), (&"video".into(), &"V".into()));
        assert!(json["media"][1].get("caption").is_none_or(serde_json::Value::is_null));
        assert_eq!(json["reply_parameters"]["message_id"], 12);
        let edit = serde_json::to_value(edit_caption(ChatId(-5), 7, &letter).unwrap()).unwrap();
        assert_eq!(edit["caption"], "Họp tổ\n\nHỏi phường");
        assert!(edit.get("reply_markup").is_none_or(serde_json::Value::is_null));
        let document = Letter { album: vec![Attachment::Document(file("D"))], ..letter.clone() };
        assert!(album(ChatId(-5), &document).is_err());
        let long = Letter { text: Rich::plain(&"a".repeat(CAPTION_MAX)), ..letter };
        assert!(album(ChatId(-5), &long).is_err(), "the link counts");
    }

    #[test]
    fn buttons_and_replies_take_the_platforms_form() {
        let letter = Letter {
            text: "Xin chào".into(),
            buttons: vec![vec![
                Button { label: "Đồng ý".into(), target: Target::Act("consent:yes".into()) },
                Button {
                    label: "Hỏi phường".into(), target: Target::Url("https://t.me/loa?start=q".into())
                },
            ]],
            reply_to: Some("12".into()),
            ..Letter::default()
        };
        let json = serde_json::to_value(message(ChatId(-5), &letter).unwrap()).unwrap();
        assert_eq!(json["reply_markup"]["inline_keyboard"][0][0]["callback_data"], "consent:yes");
        assert_eq!(json["reply_markup"]["inline_keyboard"][0][1]["url"], "https://t.me/loa?start=q");
        assert_eq!(json["reply_parameters"]["message_id"], 12);
        assert_eq!(json["reply_parameters"]["allow_sending_without_reply"], true);
    }
}
