//! What the bot says and asks: neutral events in, rows of words and choices out. One file a
//! person: [`staff`] and what they do, [`head`], [`resident`].
//!
//! Every role is checked here, at the moment of the act, in the transaction that acts: a
//! button never proves anything.

mod absence;
mod act;
mod answering;
mod approving;
mod calendar;
mod cap;
mod card;
mod checking;
mod clockwork;
mod contacts;
mod correcting;
mod data_requests;
mod describing;
mod desk;
mod directory;
mod door;
mod earlier;
mod entering;
mod escalating;
mod figures;
mod finding;
mod handing;
mod heading;
mod health;
mod heard;
mod inbox;
mod kinds;
mod manners;
mod media;
mod notice;
mod officer;
mod outage;
mod own_data;
mod passing;
mod places;
mod planning;
mod pressed;
mod publishing;
mod quiet;
mod raising;
mod recalling;
mod reckoning;
mod relaying;
mod reminding;
mod resident;
mod reuse;
mod rights;
mod routing;
mod sensitive;
mod showing;
mod slots;
mod spread;
mod staff;
mod status;
mod steering;
mod store;
mod tables;
mod talk;
mod urgent;
mod wanted;
mod watch;
mod writing;

pub use act::button_codes;
pub use calendar::day_off_name;
pub use clockwork::tick;
pub use desk::{Desk, commands};
pub use directory::table as directory_table;
pub use directory::wanted_lines;
pub use figures::{coverage_heading, coverage_line, history_line};
pub use outage::OUTAGE_MIN;
pub use planning::import_problem as plan_problem;
pub use quiet::Residents;
pub use relaying::RelayRules;
pub use resident::NOTICE;
pub use routing::routes_problem;
pub use slots::gap_lines;
pub use spread::{coverage_table, monday_of, sheet_lines, sheet_table, sunday_of};
pub use urgent::review_line;

use act::Act;
use talk::{Step, Talk, words};

use std::collections::HashMap;

use crate::channel::Probe;
use crate::channel::telegram::Standing as MemberStanding;
use crate::channel::{Attachment, Channel, ChatKind, Event, Media, Standing, What};
use crate::delivery;
use crate::i18n::{Lang, Text};
use crate::plan::document::Row;
use crate::plan::import::ImportError;
use crate::store::{Error, Tx};
use crate::text::Rich;
use crate::ward::store as ward;
use crate::ward::{Bot, ChatState, GroupState, Roles, Ward};

/// Commands that count in a group without the bot's name behind them.
pub const GROUP_COMMANDS: &[&str] =
    &["hoi", "dangky", "to", "trogiup", "start", "hopthu", "nhap", "chuyengiao"];

/// Groups that the platform is asked about at once.
const GROUPS_ASKED_MAX: usize = 6;

/// What must be asked of the platform before an event can be handled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    Nothing,
    /// What the sender may do in the group.
    Standing {
        chat: String,
        account: String,
    },
    /// A file that the sender was asked for.
    File {
        file_id: String,
        bytes: u64,
    },
    /// The same, of which the rows are wanted.
    Table {
        file_id: String,
        bytes: u64,
    },
    /// How these groups stand.
    Groups {
        chats: Vec<String>,
    },
}

/// What the platform said.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// `None` inside: the platform could not say.
    pub standing: Option<MemberStanding>,
    pub file: Option<Result<crate::plan::document::apart::Upload, FileProblem>>,
    pub table: Option<Result<Result<Vec<Row>, ImportError>, FileProblem>>,
    /// Those of which the platform told how they stand, by its ids.
    pub groups: HashMap<String, Probe>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileProblem {
    TooLarge,
    NotFetched,
}

/// Says what handling this event needs to know. Reads only.
///
/// # Errors
/// If the database refuses.
pub async fn needs(tx: &mut Tx, bot: &Bot, event: &Event) -> Result<Need, Error> {
    let Some(from) = &event.from else { return Ok(Need::Nothing) };
    let standing =
        || Need::Standing { chat: event.chat.platform_id.clone(), account: from.platform_id.clone() };
    match &event.what {
        What::Command { name, argument, .. }
            if event.chat.kind == ChatKind::Group && name == "start" && !argument.is_empty() =>
        {
            Ok(standing())
        }
        What::Command { name, .. } if event.chat.kind == ChatKind::Group && name == "dangky" => {
            Ok(if event.chat.has_topics { standing() } else { Need::Nothing })
        }
        What::Command { name, .. } if name == "to" || name == "dangky" => own_groups(tx, bot, event).await,
        What::Press { action, .. } if matches!(Act::unpack(action), Some(Act::IAmHead(_))) => Ok(standing()),
        What::Document { file_id, bytes, .. } => {
            let Some(chat) = ward::chat_by_platform_id(tx, bot.id, &event.chat.platform_id).await? else {
                return Ok(Need::Nothing);
            };
            let Some(account) = ward::account_of_chat(tx, &chat).await? else { return Ok(Need::Nothing) };
            let step = store::step(tx, chat.id, account.id).await?;
            Ok(match step {
                Some(Step::PlanFile) => Need::File { file_id: file_id.clone(), bytes: *bytes },
                Some(Step::Table | Step::Many { .. } | Step::Directory(_)) => {
                    Need::Table { file_id: file_id.clone(), bytes: *bytes }
                }
                _ => Need::Nothing,
            })
        }
        _ => Ok(Need::Nothing),
    }
}

/// The groups of a head who asks how they stand.
async fn own_groups(tx: &mut Tx, bot: &Bot, event: &Event) -> Result<Need, Error> {
    let Some(chat) = ward::chat_by_platform_id(tx, bot.id, &event.chat.platform_id).await? else {
        return Ok(Need::Nothing);
    };
    let Some(account) = ward::account_of_chat(tx, &chat).await? else { return Ok(Need::Nothing) };
    let Some(ward) = account.ward else { return Ok(Need::Nothing) };
    let Some(person) = ward::person_of(tx, ward, account.id).await? else { return Ok(Need::Nothing) };
    let roles = ward::roles_of(tx, ward, person.id).await?;
    if !roles.is_head() {
        return Ok(Need::Nothing);
    }
    let mut chats = Vec::new();
    for group in ward::groups(tx, ward).await? {
        let is_own = roles.heads.contains(&group.neighbourhood) && group.channel == Channel::Telegram;
        if is_own && group.state == GroupState::Confirmed && chats.len() < GROUPS_ASKED_MAX {
            chats.push(ward::chat(tx, group.chat).await?.platform_id);
        }
    }
    Ok(if chats.is_empty() { Need::Nothing } else { Need::Groups { chats } })
}

/// Handles one event: all its effects are in this transaction.
///
/// # Errors
/// If the database refuses; then the event is to be handled again.
pub async fn handle(tx: &mut Tx, desk: &Desk, bot: &Bot, event: &Event, facts: Facts) -> Result<(), Error> {
    if let What::Migrated { to } = &event.what {
        return places::migrated(tx, bot, &event.chat.platform_id, to).await;
    }
    let Some(from) = &event.from else { return Ok(()) };
    let chat =
        ward::chat_seen(tx, bot.id, &event.chat.platform_id, event.chat.kind, &event.chat.title).await?;
    let account = ward::account_seen(tx, bot.id, &from.platform_id, &from.language).await?;
    if let What::Standing(standing) = event.what {
        if chat.kind == ChatKind::Private {
            return ward::set_reachable(tx, account.id, standing != Standing::Gone).await;
        }
        return places::standing_changed(tx, &chat, standing).await;
    }
    if chat.kind == ChatKind::Private && !account.reachable {
        ward::set_reachable(tx, account.id, true).await?;
    }
    if chat.state == ChatState::Gone || (chat.kind == ChatKind::Private && chat.state != ChatState::Open) {
        // Whoever writes to us can be written to; but a group may silence us and be heard.
        if ward::set_chat_state(tx, chat.id, ChatState::Open).await? {
            places::catch_up(tx, chat.id).await?;
        }
    }
    let lang = Lang::of(&account.language);
    let (message_id, pressed) = match &event.what {
        What::Press { query, .. } => (event.message_id.clone(), Some(query.clone())),
        _ => (event.message_id.clone(), None),
    };
    let opened = match &event.what {
        What::Command { name, argument, .. } if name == "start" => door::ward_of_link(tx, argument).await?,
        _ => None,
    };
    let found = match opened {
        Some(ward) => Some(ward),
        None => ward_for(tx, bot, &chat, &account).await?,
    };
    let Some(found) = found else {
        return choose_ward(tx, bot, &chat, &account, event, lang).await;
    };
    if account.ward != Some(found.id) {
        ward::set_account_ward(tx, account.id, found.id).await?;
    }
    let person = ward::person_of(tx, found.id, account.id).await?;
    let roles = match &person {
        Some(person) => ward::roles_of(tx, found.id, person.id).await?,
        None => Roles::default(),
    };
    if let Some(person) = person.as_ref().filter(|_| roles.is_head()) {
        ward::head_seen(tx, person.id).await?;
    }
    let desk = &desk.of_ward(tx, &found).await?;
    // Groups are spoken to in the language of the ward.
    let lang = if chat.kind == ChatKind::Group { Lang::Vi } else { lang };
    let mut talk = Talk {
        tx,
        desk,
        bot: bot.clone(),
        chat,
        account,
        lang,
        ward: found,
        person,
        roles,
        message_id,
        press: pressed,
        is_replaced: false,
        has_topics: event.chat.has_topics,
        topic: event.chat.topic.clone(),
    };
    evidence(&mut talk, event).await?;
    if writing::came(&mut talk, event).await? {
        return talk.finish_press().await;
    }
    match &event.what {
        What::Command { name, argument, reply_to } => {
            heard::command(
                &mut talk,
                name,
                argument,
                reply_to.as_deref(),
                &from.name,
                from.anonymous,
                &facts,
            )
            .await?;
        }
        What::Press { action, .. } => match Act::unpack(action) {
            Some(act) => pressed::press(&mut talk, act, &from.name, &facts).await?,
            None => talk.toast(Text::ButtonUnknown).await?,
        },
        What::Text { text, reply_to } => {
            heard::words_came(&mut talk, text, None, reply_to.as_deref()).await?;
        }
        What::Photo { media, .. } if relaying::photo_came(&mut talk, media).await? => {}
        What::Photo { media, caption, reply_to } => {
            let is_residents = heard::speaks_as_resident(&mut talk).await?;
            heard::words_came(&mut talk, caption, Some(media), reply_to.as_deref()).await?;
            if is_residents {
                let photo = Attachment::Photo(media.clone());
                media::came(&mut talk, photo, true, event.album.as_deref()).await?;
            }
        }
        What::Document { file_id, unique_id, caption, reply_to, name, picture, .. } => {
            let reply_to = reply_to.as_deref();
            let is_answer = inbox::is_answer(&mut talk, reply_to).await?;
            let is_for_plan = talk.is_private()
                && !is_answer
                && (talk.roles.is_staff() || matches!(talk.step().await?, Some(Step::PlanFile)));
            if let Some(table) = facts.table {
                match talk.step().await? {
                    Some(Step::Directory(_)) => directory::table_came(&mut talk, table).await?,
                    _ => reuse::table_came(&mut talk, table).await?,
                }
            } else if is_for_plan {
                planning::file_came(&mut talk, name, facts.file).await?;
            } else {
                let media = Media { file_id: file_id.clone(), unique_id: unique_id.clone() };
                let sent = heard::Sent { attachment: Attachment::Document(media), is_picture: *picture };
                heard::attached(&mut talk, sent, caption, reply_to, event.album.as_deref()).await?;
            }
        }
        What::Video { caption, reply_to, .. } => {
            // A film is part of a message only; of a question its words are taken.
            if caption.is_empty() {
                talk.say(Text::OnlyWords).await?;
            } else {
                heard::words_came(&mut talk, caption, None, reply_to.as_deref()).await?;
            }
        }
        What::Voice { media, caption, reply_to } => {
            let sent = heard::Sent { attachment: Attachment::Voice(media.clone()), is_picture: false };
            heard::attached(&mut talk, sent, caption, reply_to.as_deref(), None).await?;
        }
        What::Place { point, reply_to } => {
            let sent = heard::Sent { attachment: Attachment::Place(*point), is_picture: false };
            heard::attached(&mut talk, sent, &Rich::default(), reply_to.as_deref(), None).await?;
        }
        What::Edited { text } => {
            // In a group, what is changed and is no answer is nothing to us.
            let is_known =
                resident::edited(&mut talk, text).await? || answering::edited(&mut talk, text).await?;
            if !is_known && talk.is_private() {
                talk.say(Text::EditNotTaken).await?;
            }
        }
        What::Other => talk.say(Text::OnlyWords).await?,
        What::Standing(_) | What::Migrated { .. } => {}
    }
    talk.finish_press().await
}

/// The message of ours that an event answers, by the platform's id.
fn answered_message(event: &Event) -> Option<&str> {
    match &event.what {
        What::Press { .. } => event.message_id.as_deref(),
        What::Text { reply_to, .. }
        | What::Photo { reply_to, .. }
        | What::Document { reply_to, .. }
        | What::Video { reply_to, .. }
        | What::Voice { reply_to, .. }
        | What::Place { reply_to, .. }
        | What::Command { reply_to, .. } => reply_to.as_deref(),
        _ => None,
    }
}

/// Whether an event answers a message of ours of which it is not yet written down that it was
/// sent: somebody was quicker than our own commit, and what the message was about is known soon.
///
/// # Errors
/// If the database refuses.
pub async fn comes_early(tx: &mut Tx, bot: &Bot, event: &Event) -> Result<bool, Error> {
    let Some(ours) = answered_message(event) else { return Ok(false) };
    let Some(chat) = ward::chat_by_platform_id(tx, bot.id, &event.chat.platform_id).await? else {
        return Ok(false);
    };
    Ok(delivery::outgoing_by_message(tx, chat.id, ours).await?.is_none()
        && delivery::is_sending(tx, chat.id).await?)
}

/// A message of ours that comes back (answered, or its button pressed) did arrive.
async fn evidence(talk: &mut Talk<'_>, event: &Event) -> Result<(), Error> {
    let Some(ours) = answered_message(event) else { return Ok(()) };
    if let Some(copy) = event.carried.as_deref().and_then(|payload| talk.desk.signed(payload)) {
        delivery::know_again(talk.tx, copy, talk.chat.id, ours).await?;
    }
    if let Some(found) = delivery::outgoing_by_message(talk.tx, talk.chat.id, ours).await? {
        let settled = delivery::settle_seen(talk.tx, found.id, &format!("[\"{ours}\"]")).await?;
        if let (true, Some(post)) = (settled, found.about.post) {
            watch::stir(talk.tx, post).await?;
        }
    }
    Ok(())
}

/// The ward that a chat belongs to or a person last dealt with; the only one if there is one.
async fn ward_for(
    tx: &mut Tx,
    bot: &Bot,
    chat: &ward_types::Chat,
    account: &ward_types::Account,
) -> Result<Option<Ward>, Error> {
    if chat.kind == ChatKind::Group {
        let units = ward::unit_of_chat(tx, chat.id).await?;
        if let Some((id, _)) = units.first() {
            return ward::ward(tx, *id).await.map(Some);
        }
        if let Some((id, _)) = ward::groups_of_chat(tx, chat.id).await?.first() {
            return ward::ward(tx, *id).await.map(Some);
        }
    }
    if let Some(id) = account.ward {
        return ward::ward(tx, id).await.map(Some);
    }
    let mut wards = ward::wards_of_bot(tx, bot.id).await?;
    Ok(if wards.len() == 1 { wards.pop() } else { None })
}

use crate::ward as ward_types;

/// Asks which ward a person means, where the bot serves several and nothing tells.
async fn choose_ward(
    tx: &mut Tx,
    bot: &Bot,
    chat: &ward_types::Chat,
    account: &ward_types::Account,
    event: &Event,
    lang: Lang,
) -> Result<(), Error> {
    let wards = ward::wards_of_bot(tx, bot.id).await?;
    let Some(first) = wards.first() else { return Ok(()) };
    if let What::Press { action, .. } = &event.what
        && let Some(Act::PickWard(id)) = Act::unpack(action)
        && let Some(chosen) = wards.iter().find(|w| w.id == id)
    {
        ward::set_account_ward(tx, account.id, id).await?;
        return enqueue_notice(tx, chosen, bot, chat.id, words(lang, &Text::WardChosen)).await;
    }
    if chat.kind == ChatKind::Private {
        let mut letter = words(lang, &Text::WhichWard);
        letter.buttons = wards
            .iter()
            .map(|w| {
                vec![crate::channel::Button {
                    label: w.name.clone(),
                    target: crate::channel::Target::Act(Act::PickWard(w.id).pack()),
                }]
            })
            .collect();
        enqueue_notice(tx, first, bot, chat.id, letter).await?;
    }
    Ok(())
}

async fn enqueue_notice(
    tx: &mut Tx,
    ward: &Ward,
    bot: &Bot,
    chat: ward_types::ChatId,
    letter: crate::channel::Letter,
) -> Result<(), Error> {
    let parcel = delivery::Parcel {
        ward: ward.id,
        bot: bot.id,
        chat,
        channel: crate::channel::Channel::Telegram,
        kind: delivery::Kind::Notice,
        lane: delivery::Lane::Interactive,
        content: crate::channel::Content::Message(letter),
        fallback: vec![],
        about: delivery::About::default(),
        due_at: None,
        not_after: None,
    };
    delivery::enqueue(tx, &parcel).await?;
    Ok(())
}

/// Tells a person in private that their message could not be handled.
///
/// # Errors
/// If the database refuses.
pub async fn apologise(tx: &mut Tx, bot: &Bot, event: &Event, text: &str) -> Result<(), Error> {
    let chat =
        ward::chat_seen(tx, bot.id, &event.chat.platform_id, event.chat.kind, &event.chat.title).await?;
    let wards = ward::wards_of_bot(tx, bot.id).await?;
    let Some(first) = wards.first() else { return Ok(()) };
    let letter = crate::channel::Letter { text: crate::text::Rich::plain(text), ..Default::default() };
    enqueue_notice(tx, first, bot, chat.id, letter).await
}
