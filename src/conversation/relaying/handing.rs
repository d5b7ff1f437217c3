//! What a relay's person is given: exactly what is to be pasted, read aloud or hung up.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, Days, Utc, Weekday};

use super::super::Desk;
use super::super::act::Act;
use super::super::talk::{button, private_link, words};
use super::wording;
use crate::channel::{Channel, Content, Letter, Made};
use crate::delivery::{self, Kind, OutgoingId, Parcel, PostKind};
use crate::handout::{self, Page, spoken};
use crate::i18n::{self, Lang, Text, hanoi};
use crate::message::{self, Body};
use crate::store::{Error, Tx};
use crate::text::Rich;
use crate::ward::store;
use crate::ward::{Bot, ChatId, GroupId, Reads, Relay, RelayKind, Ward};

/// Characters (UTF-16 units) of a text to paste below a file.
const PASTE_MAX: usize = 1_000;
/// The most that platforms take in one message.
const PIECE_MAX: usize = 3_900;

/// One copy that is handed over.
pub(in crate::conversation) struct Handing<'a> {
    pub desk: &'a Desk,
    pub relays: &'a HashMap<GroupId, Relay>,
    pub group: GroupId,
    /// The neighbourhood's name.
    pub name: &'a str,
    pub reads: Reads,
    pub body: &'a Body,
    /// The message's number in the ward.
    pub number: i32,
    pub kind: PostKind,
    pub copy: &'a Parcel,
    pub id: OutgoingId,
    pub ask_url: &'a str,
}

impl Handing<'_> {
    fn asked_at(&self, tx: &Tx) -> DateTime<Utc> {
        self.copy.due_at.unwrap_or_else(|| tx.now())
    }

    fn is_urgent(&self) -> bool {
        self.body.kind == message::Kind::Urgent
    }

    fn corrected(&self, please: &Text, lang: Lang) -> Letter {
        let mut letter = words(lang, please);
        if self.kind == PostKind::Correction {
            letter.text = Rich::plain(&format!("{} {}", Text::RelayCorrected.say(lang), please.say(lang)));
        }
        letter
    }

    /// The page that is hung up or handed out.
    fn page(&self, at: DateTime<Utc>) -> Option<Made> {
        let text = message::said_for(self.body, self.reads).to_plain();
        let text = match self.kind {
            PostKind::Correction => format!("{}\n\n{text}", Text::CorrectionHeading.say(Lang::Vi)),
            _ => text,
        };
        let number = i64::from(self.number);
        let page = Page {
            issuer: self.body.issuer.clone(),
            heading: Text::PageHeading.say(Lang::Vi),
            line: Text::PageLine { number, at: i18n::day(hanoi(at).date_naive(), Lang::Vi) }.say(Lang::Vi),
            text,
            ask: Text::PageAsk.say(Lang::Vi),
            url: self.ask_url.to_owned(),
        };
        let bytes = handout::pdf(&page)?;
        Some(Made::document(&Text::PageFile { number }.say(Lang::Vi), &bytes))
    }
}

/// Gives a relay's person what to put where no bot can be, and notes that they have it.
pub(in crate::conversation) async fn hand_over(tx: &mut Tx, handing: &Handing<'_>) -> Result<(), Error> {
    let lang = lang_of(tx, handing.copy.chat).await?;
    let plain = Relay::plain(handing.group);
    let relay = handing.relays.get(&handing.group).unwrap_or(&plain);
    let place = wording::place(relay, handing.name, lang);
    let asked_at = handing.asked_at(tx);
    let letters = match relay.kind {
        RelayKind::Group => to_paste(handing, lang, &place),
        RelayKind::Loudspeaker => to_read(handing, lang, &place, asked_at),
        RelayKind::Board | RelayKind::Meeting => to_hang_up(handing, lang, &place, relay.kind, asked_at),
    };
    let last = letters.len().saturating_sub(1);
    for (n, mut letter) in letters.into_iter().enumerate() {
        if n == last {
            letter.buttons = wording::buttons(lang, relay.kind, handing.kind, handing.id);
            if relay.kind == RelayKind::Group {
                letter.buttons.push(vec![button(lang, &Text::ButtonRelayCode, &Act::RelayCode(handing.id))]);
            }
        }
        delivery::enqueue(tx, &carrier(handing.copy, letter)).await?;
    }
    let quiet = handing.desk.residents.night();
    let next = handing.desk.relays.next(asked_at, handing.is_urgent(), quiet, asked_at);
    delivery::put_relay_ask(tx, handing.id, asked_at, handing.is_urgent(), next).await
}

/// The text with where to ask at its end, in pieces that the other app takes.
fn paste(handing: &Handing<'_>) -> Vec<String> {
    let Content::Message(letter) = &handing.copy.content else { return Vec::new() };
    let foot = Text::RelayFoot { url: handing.ask_url.to_owned() }.say(Lang::Vi);
    handout::pieces(
        &format!("{}\n\n{foot}", letter.text.to_plain()),
        handing.desk.relays.piece.min(PIECE_MAX),
    )
}

fn to_paste(handing: &Handing<'_>, lang: Lang, place: &str) -> Vec<Letter> {
    let Content::Message(letter) = &handing.copy.content else { return Vec::new() };
    let (pieces, media, place) = (paste(handing), letter.media(), place.to_owned());
    let please = match i18n::count(pieces.len()) {
        1 => Text::RelayPlease { place },
        n => Text::RelayPleaseParts { place, n },
    };
    let mut letters = vec![handing.corrected(&please, lang)];
    // An album takes no buttons, and below a file there is little room: then it comes before.
    let is_short = pieces.len() == 1 && crate::text::utf16_len(&pieces[0]) <= PASTE_MAX;
    let (before, above) = if media.len() > 1 || !is_short { (media, vec![]) } else { (vec![], media) };
    if !before.is_empty() {
        letters.push(Letter::default().with_media(&before));
    }
    let pieces = pieces.iter().map(|piece| Letter { text: Rich::plain(piece), ..Letter::default() });
    letters.extend(pieces.map(|letter| letter.with_media(&above)));
    letters
}

fn to_read(handing: &Handing<'_>, lang: Lang, place: &str, asked_at: DateTime<Utc>) -> Vec<Letter> {
    let script = script(handing.body, handing.kind, handing.name);
    let sessions = spoken::sessions(&script, handing.desk.relays.words_a_minute);
    let day = i18n::day(session_day(asked_at, handing.is_urgent()), lang);
    let minutes = i18n::count(spoken::minutes(&script, handing.desk.relays.words_a_minute));
    let place = place.to_owned();
    let please = match i18n::count(sessions.len()) {
        1 => Text::RelayPleaseAloud { place, minutes, day },
        n => Text::RelayPleaseAloudParts { place, minutes, day, n },
    };
    let mut letters = vec![handing.corrected(&please, lang)];
    let several = sessions.len() > 1;
    for (n, session) in sessions.iter().enumerate() {
        if several {
            letters.push(words(lang, &Text::AloudSession { n: i18n::count(n + 1) }));
        }
        let pieces = handout::pieces(session, PIECE_MAX);
        letters.extend(pieces.iter().map(|piece| Letter { text: Rich::plain(piece), ..Letter::default() }));
    }
    letters
}

fn to_hang_up(
    handing: &Handing<'_>,
    lang: Lang,
    place: &str,
    kind: RelayKind,
    at: DateTime<Utc>,
) -> Vec<Letter> {
    let (place, page) = (place.to_owned(), handing.page(at));
    if kind == RelayKind::Board && page.is_some() {
        return vec![Letter { made: page, ..handing.corrected(&Text::RelayPleaseBoard { place }, lang) }];
    }
    let please = match kind {
        RelayKind::Meeting => Text::RelayPleaseMeeting { place },
        _ => Text::RelayPlease { place },
    };
    let mut letters = vec![Letter { made: page, ..handing.corrected(&please, lang) }];
    letters
        .extend(paste(handing).iter().map(|piece| Letter { text: Rich::plain(piece), ..Letter::default() }));
    letters
}

/// What is read aloud, whole.
fn script(body: &Body, kind: PostKind, name: &str) -> String {
    let (issuer, name) = (spoken::written_out(&body.issuer, ""), name.to_owned());
    let opening = match kind {
        PostKind::Correction => Text::AloudOpeningCorrection { name, issuer },
        _ => Text::AloudOpening { name, issuer },
    };
    let text = message::said_for(body, Reads::Vi).to_plain();
    let said = spoken::begun(&spoken::written_out(&text, &Text::AloudLink.say(Lang::Vi)));
    format!("{}\n\n{said}\n\n{}", opening.say(Lang::Vi), Text::AloudClosing.say(Lang::Vi))
}

/// The day of the next session: on weekdays, unless it is urgent.
fn session_day(at: DateTime<Utc>, is_urgent: bool) -> chrono::NaiveDate {
    let today = hanoi(at).date_naive();
    let wait = match today.weekday() {
        Weekday::Sat if !is_urgent => 2,
        Weekday::Sun if !is_urgent => 1,
        _ => 0,
    };
    today.checked_add_days(Days::new(wait)).unwrap_or(today)
}

/// What its author and who decides are told of how a version reaches those who hear or paste it, before it is approved:
/// what does not fit into one session or one piece, and how long it is read.
pub(in crate::conversation) async fn preview_lines(
    tx: &mut Tx,
    desk: &Desk,
    (ward, bot): (&Ward, &Bot),
    body: &Body,
    lang: Lang,
) -> Result<Vec<String>, Error> {
    let known = store::relays(tx, ward.id).await?;
    let mut reach = store::reach(tx, ward.id).await?;
    reach.retain(|reach| reach.channel == Channel::Relay && body.audience.includes(&reach.place));
    let kind = |reach: &store::Reach| known.get(&reach.group).map(|relay| relay.kind).unwrap_or_default();
    let rules = &desk.relays;
    let mut lines = Vec::new();
    if let Some(loud) = reach.iter().find(|reach| kind(reach) == RelayKind::Loudspeaker) {
        let script = script(body, PostKind::Post, &loud.place.name);
        let minutes = i18n::count(spoken::minutes(&script, rules.words_a_minute));
        let line = match i18n::count(spoken::sessions(&script, rules.words_a_minute).len()) {
            1 => Text::AloudFits { minutes },
            n => Text::AloudTooLong { minutes, n },
        };
        lines.push(line.say(lang));
    }
    if reach.iter().any(|reach| kind(reach) == RelayKind::Group) {
        let foot = Text::RelayFoot { url: private_link(&bot.username, &desk.sign(OutgoingId(ward.id.0))) };
        let text = format!("{}\n\n{}", message::as_posted(body).to_plain(), foot.say(Lang::Vi));
        let pieces = handout::pieces(&text, rules.piece.min(PIECE_MAX)).len();
        if pieces > 1 {
            lines.push(Text::RelayInPieces { n: i18n::count(pieces) }.say(lang));
        }
    }
    Ok(lines)
}

/// What is written to a relay's person about a copy. A file of ours is not kept once it has left.
pub(in crate::conversation) fn carrier(copy: &Parcel, letter: Letter) -> Parcel {
    Parcel {
        channel: Channel::Telegram,
        kind: if letter.made.is_some() { Kind::Extract } else { Kind::Notice },
        content: Content::Message(letter),
        fallback: vec![],
        about: delivery::About { group: None, ..copy.about },
        ..copy.clone()
    }
}

/// The language of whoever reads in a private chat.
pub(in crate::conversation) async fn lang_of(tx: &mut Tx, chat: ChatId) -> Result<Lang, Error> {
    let chat = store::chat(tx, chat).await?;
    let account = store::account_of_chat(tx, &chat).await?;
    Ok(account.map_or(Lang::Vi, |account| Lang::of(&account.language)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loudspeaker_rests_at_weekends_unless_it_is_urgent() {
        let day = |text: &str, is_urgent| {
            let at = DateTime::parse_from_rfc3339(text).unwrap().to_utc();
            session_day(at, is_urgent).to_string()
        };
        assert_eq!(day("2026-05-08T09:00:00+07:00", false), "2026-05-08");
        assert_eq!(day("2026-05-09T09:00:00+07:00", false), "2026-05-11");
        assert_eq!(day("2026-05-10T23:30:00+07:00", false), "2026-05-11");
        assert_eq!(day("2026-05-10T09:00:00+07:00", true), "2026-05-10");
    }
}
