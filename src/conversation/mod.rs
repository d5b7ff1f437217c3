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
use wanted::Wanted;

use std::collections::HashMap;

use crate::channel::Probe;
use crate::channel::telegram::Standing as MemberStanding;
use crate::channel::{Attachment, Channel, ChatKind, Event, Media, Standing, What};
use crate::delivery;
use crate::i18n::{Lang, Text};
use crate::plan::document::Row;
use crate::plan::import::ImportError;
use crate::schedule::Verdict;
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
            command(&mut talk, name, argument, reply_to.as_deref(), &from.name, from.anonymous, &facts)
                .await?;
        }
        What::Press { action, .. } => match Act::unpack(action) {
            Some(act) => press(&mut talk, act, &from.name, &facts).await?,
            None => talk.toast(Text::ButtonUnknown).await?,
        },
        What::Text { text, reply_to } => {
            words_came(&mut talk, text, None, reply_to.as_deref()).await?;
        }
        What::Photo { media, .. } if relaying::photo_came(&mut talk, media).await? => {}
        What::Photo { media, caption, reply_to } => {
            let is_residents = speaks_as_resident(&mut talk).await?;
            words_came(&mut talk, caption, Some(media), reply_to.as_deref()).await?;
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
                let sent = Sent { attachment: Attachment::Document(media), is_picture: *picture };
                attached(&mut talk, sent, caption, reply_to, event.album.as_deref()).await?;
            }
        }
        What::Video { caption, reply_to, .. } => {
            // A film is part of a message only; of a question its words are taken.
            if caption.is_empty() {
                talk.say(Text::OnlyWords).await?;
            } else {
                words_came(&mut talk, caption, None, reply_to.as_deref()).await?;
            }
        }
        What::Voice { media, caption, reply_to } => {
            let sent = Sent { attachment: Attachment::Voice(media.clone()), is_picture: false };
            attached(&mut talk, sent, caption, reply_to.as_deref(), None).await?;
        }
        What::Place { point, reply_to } => {
            let sent = Sent { attachment: Attachment::Place(*point), is_picture: false };
            attached(&mut talk, sent, &Rich::default(), reply_to.as_deref(), None).await?;
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

async fn command(
    talk: &mut Talk<'_>,
    name: &str,
    argument: &str,
    reply_to: Option<&str>,
    sender_name: &str,
    anonymous: bool,
    facts: &Facts,
) -> Result<(), Error> {
    if talk.is_private() && name != "start" {
        // A command begins something new; what was half done before is left.
        talk.clear_step().await?;
    }
    match name {
        "start" => door::opened(talk, argument, sender_name, anonymous, facts).await,
        "hoi" => resident::ask(talk, argument, reply_to).await,
        "cauhoi" => resident::mine(talk, 0).await,
        "dulieu" => own_data::show(talk).await,
        "rutdongy" => rights::offer_withdrawal(talk).await,
        "xoa" => rights::offer_erasure(talk).await,
        "ngonngu" => resident::offer_languages(talk).await,
        "trogiup" | "help" => door::help(talk).await,
        "dangky" if !talk.is_private() && talk.has_topics => {
            heading::choose_topic(talk, anonymous, facts).await
        }
        "dangky" | "to" => heading::my_neighbourhoods(talk, facts).await,
        "chuyengiao" => heading::hand_over(talk).await,
        "soan" => writing::begin(talk).await,
        "duyet" => approving::list(talk).await,
        "dophu" => figures::list(talk).await,
        "lich" => slots::week(talk, 0).await,
        "hopthu" => inbox::open(talk).await,
        "nhap" => entering::begin(talk, argument).await,
        "phuong" if argument.is_empty() => staff::home(talk).await,
        "phuong" => directory::look_up(talk, argument).await,
        "tamvang" => absence::open(talk).await,
        _ if talk.is_private() => door::help(talk).await,
        _ => Ok(()),
    }
}

/// Whether what comes now is a question's: in private from who is not in the middle of staff's
/// work, in a group unless it is a unit's.
async fn speaks_as_resident(talk: &mut Talk<'_>) -> Result<bool, Error> {
    if !talk.is_private() {
        return Ok(ward::unit_of_chat(talk.tx, talk.chat.id).await?.is_empty());
    }
    Ok(match talk.step().await? {
        Some(step) => matches!(
            step,
            Step::Asking { .. } | Step::Adding { .. } | Step::AskingFor { .. } | Step::RelayPhoto { .. }
        ),
        None => !talk.roles.is_staff(),
    })
}

/// Something beside words. `is_picture`: also where it was sent as a document.
struct Sent {
    attachment: Attachment,
    is_picture: bool,
}

/// A file or a place: from a unit's chat, or as a reply to a card, to the asker; from a resident
/// to the unit.
async fn attached(
    talk: &mut Talk<'_>,
    sent: Sent,
    caption: &Rich,
    reply_to: Option<&str>,
    album: Option<&str>,
) -> Result<(), Error> {
    let Sent { attachment, is_picture } = sent;
    if inbox::is_answer(talk, reply_to).await? {
        return media::from_officer(talk, attachment, caption, reply_to).await;
    }
    if speaks_as_resident(talk).await? {
        if !caption.is_empty() {
            words_came(talk, caption, None, reply_to).await?;
        }
        return media::came(talk, attachment, is_picture, album).await;
    }
    if talk.is_private() {
        return talk.say(Text::OnlyWords).await;
    }
    media::from_officer(talk, attachment, caption, reply_to).await
}

async fn words_came(
    talk: &mut Talk<'_>,
    text: &crate::text::Rich,
    photo: Option<&crate::channel::Media>,
    reply_to: Option<&str>,
) -> Result<(), Error> {
    if !talk.is_private() {
        if !ward::unit_of_chat(talk.tx, talk.chat.id).await?.is_empty() {
            return officer::answered(talk, text, photo, reply_to).await;
        }
        return resident::ask_in_group(talk, text, photo, reply_to).await;
    }
    if inbox::is_answer(talk, reply_to).await? {
        return officer::answered(talk, text, photo, reply_to).await;
    }
    if resident::replied(talk, text, reply_to).await? {
        return Ok(());
    }
    match talk.step().await? {
        // What belongs to a draft has been taken before.
        Some(Step::Drafting(_)) => talk.say(Text::UseButtons).await,
        Some(Step::Forwarded(_)) => {
            talk.clear_step().await?;
            talk.say(Text::StaffHint).await
        }
        Some(Step::RelayPhoto { .. }) => {
            // The picture was not to be had; what is said instead is said to the bot.
            talk.clear_step().await?;
            Box::pin(words_came(talk, text, photo, reply_to)).await
        }
        Some(Step::WayName { neighbourhood }) => relaying::name_came(talk, neighbourhood, text).await,
        Some(Step::PlaceArea { neighbourhood }) => describing::area_came(talk, neighbourhood, text).await,
        Some(Step::PlaceTags { neighbourhood }) => describing::tags_came(talk, neighbourhood, text).await,
        Some(Step::ReturnReason { message, version }) => {
            approving::reason_came(talk, message, version, text).await
        }
        Some(Step::NeighbourhoodList) => directory::list_came(talk, text).await,
        Some(Step::Directory(asked)) => directory::words_came(talk, asked, text).await,
        Some(Step::InviteName { role, unit }) => staff::name_came(talk, role, unit, text).await,
        Some(Step::PlanFile) => talk.say(Text::PlanSendFile).await,
        Some(Step::PlanWords { proposal, at }) => planning::words_came(talk, proposal, at, text).await,
        Some(Step::Wanted { question, wanted }) => wanted::came(talk, question, wanted, text).await,
        Some(Step::Entering | Step::EnteringAsker { .. }) => entering::came(talk, text).await.map(|_| ()),
        Some(Step::RoutingWord { field, is_new }) => routing::word_came(talk, &field, is_new, text).await,
        Some(Step::RoutingGroup { group }) => routing::group_came(talk, group, text).await,
        Some(Step::RoutingTry) => routing::sentence_came(talk, text).await,
        Some(Step::CalendarDays { worked }) => calendar::days_came(talk, worked, text).await,
        Some(Step::CalendarHours) => calendar::hours_came(talk, text).await,
        Some(Step::AwayDays) => absence::days_came(talk, text).await,
        Some(Step::Slot(draft)) => slots::words_came(talk, draft, text).await,
        Some(Step::SlotEvent { group }) => slots::event_came(talk, group, text).await,
        Some(Step::SlotTimes(_)) => talk.say(Text::UseButtons).await,
        Some(Step::Asking { post }) => {
            talk.clear_step().await?;
            resident::ask_in_private(talk, text, post).await
        }
        Some(Step::Finding { .. }) => finding::came(talk, text).await,
        Some(Step::Filling { template, values, begun }) => {
            reuse::value_came(talk, template, values, begun, text).await
        }
        Some(Step::Table) => talk.say(Text::ManySend).await,
        Some(Step::Many { .. }) => talk.say(Text::UseButtons).await,
        Some(Step::TemplateText { message }) => reuse::text_came(talk, message, text).await,
        Some(Step::TemplateName { message, text: kept }) => reuse::name_came(talk, message, kept, text).await,
        Some(Step::FindingOld { .. }) => reuse::came(talk, text).await,
        Some(Step::SampleText { unit }) => earlier::new_came(talk, unit, text).await,
        Some(Step::SampleTitle { canned }) => earlier::title_came(talk, canned, text).await,
        Some(Step::Adding { question }) => resident::adds(talk, question, text).await,
        Some(Step::ForWhom) => resident::for_whom_came(talk, text).await,
        Some(Step::ForConsent { .. }) => talk.say(Text::UseButtons).await,
        Some(Step::AskingFor { asker }) => resident::ask_for(talk, &asker, text).await,
        None if talk.roles.is_staff() => talk.say(Text::StaffHint).await,
        None => resident::words_in_private(talk, text).await,
    }
}

async fn press(talk: &mut Talk<'_>, act: Act, sender_name: &str, facts: &Facts) -> Result<(), Error> {
    match act {
        Act::PickWard(ward) => door::pick_ward(talk, ward).await,
        Act::Home => staff::home(talk).await,
        Act::Units => staff::units(talk).await,
        Act::Unit(id) => staff::unit(talk, id).await,
        Act::UnitChatLink(id) => staff::unit_chat_link(talk, id).await,
        Act::Neighbourhoods(page) => directory::neighbourhoods(talk, page).await,
        Act::AddNeighbourhoods => directory::ask_list(talk).await,
        Act::Neighbourhood(id) => directory::neighbourhood(talk, id).await,
        Act::HeadLink(id) => directory::head_link(talk, id).await,
        Act::Staff => staff::list(talk).await,
        Act::Invite => staff::invite(talk).await,
        Act::InviteRole(role) => staff::invite_role(talk, role).await,
        Act::InviteUnit(unit) => staff::invite_unit(talk, unit).await,
        Act::StaffPerson(id) => staff::person(talk, id).await,
        Act::EndRoles(id) => staff::end_roles(talk, id).await,
        Act::PlanFile => planning::list(talk).await,
        Act::PlanOpen(plan) => planning::open(talk, plan).await,
        Act::PlanEnd(plan) => planning::ask_end(talk, plan).await,
        Act::PlanEndSure(plan) => planning::end(talk, plan).await,
        Act::PlanAgain(plan) => planning::resume(talk, plan).await,
        Act::PlanPause(plan) => planning::pause(talk, plan).await,
        Act::PlanBodies(plan) => planning::bodies(talk, plan).await,
        Act::PlanBodiesAll(plan) => planning::all_bodies(talk, plan).await,
        Act::PlanBody(plan, at) => planning::body(talk, plan, at).await,
        Act::PlanBodyIs(plan, word) => planning::body_is(talk, plan, &word).await,
        Act::PlanLeads(plan) => planning::leads(talk, plan).await,
        Act::PlanLeadsAll(plan) => planning::all_leads(talk, plan).await,
        Act::LeadPick(group) => planning::lead(talk, group).await,
        Act::LeadIs(group, unit) => planning::lead_is(talk, group, &unit).await,
        Act::Proposal(read) => planning::proposal(talk, read).await,
        Act::ProposalNewer(read) => planning::newer(talk, read).await,
        Act::ProposalOther(read) => planning::other(talk, read).await,
        Act::ProposalUse(read) => planning::put_in_force(talk, read).await,
        Act::ProposalDrop(read) => planning::drop(talk, read).await,
        Act::Doubt(read, at) => planning::doubt(talk, read, at).await,
        Act::DoubtYes(read, at) => planning::yes(talk, read, at).await,
        Act::DoubtSkip(read, at) => planning::skip(talk, read, at).await,
        Act::DoubtEdit(read, at) => planning::ask_words(talk, read, at).await,
        Act::DoubtAgain(read, at) => planning::again(talk, read, at).await,
        Act::Calendar(year) => calendar::show(talk, year).await,
        Act::CalendarAddOff => calendar::ask_days(talk, false).await,
        Act::CalendarAddWorked => calendar::ask_days(talk, true).await,
        Act::CalendarAskHours => calendar::ask_hours(talk).await,
        Act::CalendarDrops(year) => calendar::drops(talk, year).await,
        Act::CalendarDrop(day) => calendar::drop_day(talk, &day).await,
        Act::CalendarDropHours(day) => calendar::drop_hours(talk, &day).await,
        Act::Contacts => contacts::list(talk).await,
        Act::Contact(id) => contacts::unit(talk, id).await,
        Act::ContactPick(id, contact) => contacts::pick(talk, id, &contact).await,
        Act::ContactSet(id, word) => contacts::set(talk, id, &word).await,
        Act::ContactDrop(id, contact) => contacts::drop(talk, id, &contact).await,
        Act::Away => absence::open(talk).await,
        Act::AwayDays(days) => absence::days_pressed(talk, &days).await,
        Act::AwayChoose => absence::ask_days(talk).await,
        Act::AwayTo(word) => absence::to_pressed(talk, &word).await,
        Act::BackAgain(id) => absence::back_again(talk, id).await,
        Act::Slots => slots::groups(talk).await,
        Act::SlotGroup(group) => slots::group(talk, group).await,
        Act::SlotAdd(group) => slots::begin(talk, group).await,
        Act::SlotPick(word) => slots::picked(talk, &word).await,
        Act::SlotOpen(slot) => slots::open(talk, slot).await,
        Act::SlotPause(slot) => slots::pause(talk, slot).await,
        Act::SlotDrop(slot) => slots::drop(talk, slot).await,
        Act::SlotSkip(slot, day) => slots::skip(talk, slot, &day).await,
        Act::SlotRetime(slot, times) => slots::retime(talk, slot, &times).await,
        Act::SlotEvents(group) => slots::ask_event(talk, group).await,
        Act::SlotEvent(group, day) => slots::event(talk, group, &day).await,
        Act::Week(page) => slots::week(talk, page).await,
        Act::Month(page) => slots::month(talk, page).await,
        Act::Queue => slots::queues(talk).await,
        Act::QueueOf(group) => slots::queue(talk, group).await,
        Act::QueueUp(message) => slots::up(talk, message).await,
        Act::QueueDown(message) => slots::down(talk, message).await,
        Act::QueueOther(message) => slots::others(talk, message).await,
        Act::MoveTo(message, at) => slots::move_to(talk, message, &at).await,
        Act::Gaps => slots::missing(talk).await,
        Act::GapWrite(group, at) => slots::write_for(talk, group, &at).await,
        Act::ConfirmGroup(id) => places::decide(talk, id, true).await,
        Act::RejectGroup(id) => places::decide(talk, id, false).await,
        Act::PickContentGroup(_)
        | Act::PlanPick(_)
        | Act::PlansToPick
        | Act::NoContentGroup
        | Act::NoPhoto
        | Act::PostNow
        | Act::PostAt(_)
        | Act::PostSlot
        | Act::PostSlotAt(_)
        | Act::PostOther
        | Act::Submit
        | Act::WriteAgain
        | Act::DropDraft
        | Act::DraftKind(_)
        | Act::AlbumDone
        | Act::English
        | Act::EnglishDrop
        | Act::Source
        | Act::SourceDrop
        | Act::AudiencePick
        | Act::AudienceEverybody
        | Act::AudienceAreas
        | Act::AudienceArea(_)
        | Act::AudienceTags
        | Act::AudienceTag(_)
        | Act::AudiencePlaces(_)
        | Act::AudiencePlace(..)
        | Act::AudienceDone => writing::pressed(talk, act).await,
        Act::WriteForwarded => writing::of_forwarded(talk).await,
        Act::PlaceArea(id) => describing::ask_area(talk, id).await,
        Act::PlaceAreaIs(id, word) => describing::area_pressed(talk, id, &word).await,
        Act::PlaceTags(id) => describing::ask_tags(talk, id).await,
        Act::PlaceTagsDrop(id) => describing::drop_tags(talk, id).await,
        Act::PlaceReads(id) => describing::ask_reads(talk, id).await,
        Act::PlaceReadsIs(id, word) => describing::reads_pressed(talk, id, &word).await,
        Act::WrongGroup(id) => heading::wrong(talk, id).await,
        Act::RightGroup(id) => heading::right_after_all(talk, id).await,
        Act::TopicGeneral => heading::general_topic(talk).await,
        Act::CallHead(id) => heading::call(talk, id).await,
        Act::ByHandFor(id) => heading::post_by_hand(talk, id).await,
        Act::HandOffice(id) => heading::begin_handover(talk, id).await,
        Act::HandStop(secret) => heading::stop_handover(talk, &secret).await,
        Act::TakeOver(secret) => heading::take_over(talk, &secret, sender_name).await,
        Act::DeclineOffice(secret) => heading::decline(talk, &secret).await,
        Act::DeputyLink(id) => heading::deputy_link(talk, id).await,
        Act::SecondAccount => heading::second_account(talk).await,
        Act::Offices(id) => heading::offices(talk, id).await,
        Act::EndOffice(id, person) => heading::ask_end(talk, id, &person).await,
        Act::EndOfficeSure(id, person) => heading::end(talk, id, &person).await,
        Act::HearWeekly(id, word) => heading::set_hearing(talk, id, &word).await,
        Act::PlaceSearch => directory::ask_search(talk).await,
        Act::PlaceEdit(id) => directory::edit(talk, id).await,
        Act::PlaceRename(id) => directory::ask_name(talk, id).await,
        Act::PlaceContact(id) => directory::ask_contact(talk, id).await,
        Act::PlaceMerge(id) => directory::ask_merge(talk, id).await,
        Act::PlaceMergeInto(id, code) => directory::merge_picked(talk, id, &code).await,
        Act::PlaceMergeSure(id, code) => directory::merge(talk, id, &code).await,
        Act::PlaceSplit(id) => directory::ask_split(talk, id).await,
        Act::DirectoryFile => directory::ask_file(talk).await,
        Act::DirectoryPut => directory::put(talk).await,
        Act::DirectoryExport => directory::export(talk).await,
        Act::Helper => directory::helper(talk).await,
        Act::HelperDrop => directory::drop_helper(talk).await,
        Act::PlaceGroups(id) => directory::groups(talk, id).await,
        Act::GroupMove(id) => directory::ask_move(talk, id).await,
        Act::GroupMoveTo(id, code) => directory::move_to(talk, id, &code).await,
        Act::GroupOff(id) => directory::ask_off(talk, id).await,
        Act::GroupOffSure(id) => directory::off(talk, id).await,
        Act::ManyAsk => reuse::ask_table(talk).await,
        Act::ManySubmit => reuse::submit_all(talk).await,
        Act::Templates => reuse::templates(talk).await,
        Act::Template(code) => reuse::template(talk, &code).await,
        Act::TemplateUse(code) => reuse::use_template(talk, &code).await,
        Act::TemplateDrop(code) => reuse::drop_template(talk, &code).await,
        Act::TemplateKeep(message) => reuse::keep_template(talk, message).await,
        Act::OldMessages => reuse::ask(talk).await,
        Act::OldPage(page) => reuse::turn(talk, page).await,
        Act::OldOpen(message) => reuse::open(talk, message).await,
        Act::OldCopy(message) => reuse::copy(talk, message).await,
        Act::MyMessage(id) => writing::my_message(talk, id).await,
        Act::EditMessage(id) => writing::edit_message(talk, id).await,
        Act::Withdraw(id) => writing::withdraw(talk, id).await,
        Act::Approve(id, version) => approving::approve(talk, id, version).await,
        Act::Return(id, version) => approving::ask_reason(talk, id, version).await,
        Act::Consent(id, version) => approving::consent(talk, id, version).await,
        Act::OpenCard(id) => approving::open(talk, id, false).await,
        Act::OpenListed(id) => approving::open(talk, id, true).await,
        Act::ApproveSeen(word) => approving::approve_seen(talk, &word).await,
        Act::Rules => approving::rules(talk).await,
        Act::RuleOf(group) => approving::rule(talk, group).await,
        Act::RulePick(group, what) => approving::pick_for_rule(talk, group, &what).await,
        Act::RuleSet(group, word) => approving::set_rule(talk, group, &word).await,
        Act::Stop(post) => approving::stop(talk, post).await,
        Act::PostHeld(post) => approving::post_held(talk, post).await,
        Act::Coverage(post) => figures::show(talk, post).await,
        Act::Spread(page) => spread::week(talk, page).await,
        Act::SpreadFile(page) => spread::file(talk, page).await,
        Act::AskRecall(message) => recalling::ask(talk, message).await,
        Act::Recall(message) => recalling::recall(talk, message).await,
        Act::KeepPosted => recalling::keep(talk).await,
        Act::SeenInGroup(copy) => figures::settle(talk, copy, true).await,
        Act::SendAgain(copy) => figures::settle(talk, copy, false).await,
        Act::SendCapped(post) => cap::send_anyway(talk, post).await,
        Act::TakeDuty => urgent::change_duty(talk, true).await,
        Act::EndDuty => urgent::change_duty(talk, false).await,
        Act::ReleaseAlone(id, version) => urgent::release_alone(talk, id, version).await,
        Act::ReviewAgrees(post) => urgent::review(talk, post, Verdict::Agrees).await,
        Act::ReviewDisagrees(post) => urgent::review(talk, post, Verdict::Disagrees).await,
        Act::Pause(post) => steering::pause(talk, post).await,
        Act::Resume(post) => steering::resume(talk, post).await,
        Act::End(post) => steering::end(talk, post).await,
        Act::Health(page) => health::board(talk, page).await,
        Act::Manners(id) => manners::show(talk, id).await,
        Act::MannersSilent(id) => manners::silent(talk, id).await,
        Act::MannersPin(id) => manners::pin(talk, id).await,
        Act::MannersRest(id) => manners::rest(talk, id).await,
        Act::RelayInstead(id) => relaying::instead(talk, id).await,
        Act::Relayed(copy) => relaying::relayed(talk, copy, true).await,
        Act::NotRelayed(copy) => relaying::relayed(talk, copy, false).await,
        Act::RelayWhy(copy, why) => relaying::why_not(talk, copy, &why).await,
        Act::RelayLater(copy) => relaying::relayed_later(talk, copy).await,
        Act::Ways(id) => relaying::ways(talk, id).await,
        Act::WayAdd(id, kind) => relaying::add(talk, id, &kind).await,
        Act::IAmHead(secret) => door::group_opened(talk, &secret, sender_name, false, facts).await,
        Act::Take(question) => officer::take(talk, question).await,
        Act::HandBack(question) => officer::hand_back(talk, question).await,
        Act::MoreFor(question) => passing::more(talk, question).await,
        Act::AskBack(question) => wanted::ask(talk, question, Wanted::AskBack).await,
        Act::AskNote(question) => wanted::ask(talk, question, Wanted::Note).await,
        Act::AskExtension(question) => wanted::ask(talk, question, Wanted::Extension).await,
        Act::AskTransfer(question) => passing::choose_unit(talk, question).await,
        Act::TransferTo(question, unit) => wanted::ask(talk, question, Wanted::Transfer(unit)).await,
        Act::TransferPlainly(question, unit) => passing::transfer_plainly(talk, question, &unit).await,
        Act::AskOutside(question) => wanted::ask(talk, question, Wanted::Outside).await,
        Act::AskJoin(question) => passing::choose_twin(talk, question).await,
        Act::AskJoinCode(question) => wanted::ask(talk, question, Wanted::Join).await,
        Act::JoinInto(question, code) => passing::join_pressed(talk, question, &code).await,
        Act::AskSplit(question) => passing::choose_part(talk, question).await,
        Act::SplitTo(question, unit) => wanted::ask(talk, question, Wanted::Split(unit)).await,
        Act::DropWanted => wanted::never(talk).await,
        Act::SendDraft(answer) => answering::send_draft(talk, answer).await,
        Act::AskColleague(answer) => answering::ask_colleague(talk, answer).await,
        Act::DropAnswer(answer) => answering::drop_draft(talk, answer).await,
        Act::ApproveAnswer(answer) => answering::approve(talk, answer).await,
        Act::ReturnAnswer(answer) => answering::send_back(talk, answer).await,
        Act::Sensitive(unit) => staff::toggle_sensitive(talk, unit).await,
        Act::Inbox(list, page) => inbox::turn(talk, &list, page).await,
        Act::WardInbox => inbox::counts(talk).await,
        Act::Find => finding::ask(talk).await,
        Act::Found(page) => finding::turn(talk, page).await,
        Act::OpenQuestion(question) => inbox::open_question(talk, question).await,
        Act::TakeToOffice(question) => inbox::take_to_office(talk, question).await,
        Act::HandOver => handing::begin(talk).await,
        Act::HandPick(question) => handing::pick(talk, question).await,
        Act::HandPickAll => handing::pick_all(talk).await,
        Act::HandTo(question, colleague) => handing::one_to(talk, question, &colleague).await,
        Act::HandAllTo(colleague) => handing::all_to(talk, colleague).await,
        Act::Samples(question) => earlier::offer(talk, question).await,
        Act::Sample(question, sample) => earlier::show(talk, question, &sample).await,
        Act::UseSample(question, sample) => earlier::draft(talk, question, &sample).await,
        Act::SendSample(question, sample) => earlier::send(talk, question, &sample).await,
        Act::KeepSample(question) => earlier::keep_sent(talk, question).await,
        Act::SampleBook => earlier::book(talk).await,
        Act::SampleUnit(unit) => earlier::unit_book(talk, unit).await,
        Act::SampleAdd(unit) => earlier::ask_new(talk, unit).await,
        Act::SampleOpen(canned) => earlier::open(talk, canned).await,
        Act::SampleRename(canned) => earlier::ask_title(talk, canned).await,
        Act::SampleDrop(canned) => earlier::drop(talk, canned).await,
        // A resident's, about one question.
        Act::Mine(page) => resident::mine(talk, page).await,
        Act::MyQuestion(question) => resident::show(talk, question).await,
        Act::AddTo(question) => resident::ask_to_add(talk, question).await,
        Act::NotAdded(question, n) => resident::is_new(talk, question, n).await,
        Act::AskTakeBack(question) => resident::ask_take_back(talk, question).await,
        Act::KeepQuestion(question) => resident::keep(talk, question).await,
        Act::Helped(question) => resident::helped(talk, question).await,
        Act::NotHelped(question) => resident::not_helped(talk, question).await,
        Act::Missing(question, what) => resident::missing(talk, question, &what).await,
        Act::MayPublish(question, may) => resident::may_publish(talk, question, &may).await,
        Act::DraftAnswer(question) => publishing::begin(talk, question).await,
        Act::Both(question, labels) => resident::both_chosen(talk, question, &labels).await,
        Act::AskFor => resident::ask_for_whom(talk).await,
        Act::ForAgrees => resident::for_agrees(talk).await,
        Act::Agree(notice) => resident::agreed(talk, &notice).await,
        Act::Disagree => resident::disagreed(talk).await,
        Act::Field(question, label) => resident::field_chosen(talk, question, &label).await,
        Act::BelongsTo(question, code) => resident::belongs_to(talk, question, &code).await,
        Act::TakeBack(question) => resident::take_back(talk, question).await,
        Act::Erase => rights::erase(talk).await,
        Act::WithdrawConsent => rights::withdraw(talk).await,
        Act::Language(code) => resident::set_language(talk, &code).await,
        Act::DataRequests => data_requests::list(talk).await,
        Act::Routing => routing::home(talk).await,
        Act::RoutingUnit(code) => routing::unit(talk, &code).await,
        Act::RoutingField(field) => routing::field(talk, &field).await,
        Act::RoutingAdd(field) => routing::ask_word(talk, field, true).await,
        Act::RoutingTake(field) => routing::ask_word(talk, field, false).await,
        Act::RoutingGroups => routing::groups(talk).await,
        Act::RoutingGroup(group) => routing::ask_group(talk, group).await,
        Act::RoutingTry => routing::ask_sentence(talk).await,
        Act::ShowMedia(question) => media::show_here(talk, question).await,
        Act::EnterBegin => entering::begin(talk, "").await,
        Act::EnterWay(question, way) => entering::way_chosen(talk, question, &way).await,
        Act::EnterUnit(question, unit) => entering::unit_chosen(talk, question, &unit).await,
        Act::EnterDrop(question) => entering::drop(talk, question).await,
        Act::ToldAsker(question) => entering::told(talk, question).await,
        Act::AskKind(question) => kinds::choose(talk, question).await,
        Act::SetKind(question, kind) => kinds::chosen(talk, question, &kind).await,
        Act::AskUp(question) => wanted::ask(talk, question, Wanted::Up).await,
        Act::UpWithout(question) => raising::without(talk, question).await,
        Act::AskReference(question) => wanted::ask(talk, question, Wanted::LateReference).await,
        Act::AskErasureFor(question) => entering::ask_erasure(talk, question).await,
        Act::ErasureFor(question) => entering::erase(talk, question).await,
        Act::SensitiveGroups => sensitive::groups(talk).await,
        Act::SensitiveGroup(group) => sensitive::toggle(talk, group).await,
        Act::PhotoPersonal(question, n) => media::decided(talk, question, n, true).await,
        Act::PhotoPlain(question, n) => media::decided(talk, question, n, false).await,
    }
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
