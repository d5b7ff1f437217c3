//! What people say to the bot: commands, and words by what was asked last.

use super::talk::{Done, Step, Talk, then};
use super::{
    Facts, absence, approving, calendar, describing, directory, door, earlier, entering, figures, finding,
    heading, inbox, media, officer, own_data, planning, relaying, resident, reuse, rights, routing, slots,
    staff, wanted, writing,
};
use crate::channel::{Attachment, Media};
use crate::i18n::Text;
use crate::store::Error;
use crate::text::Rich;
use crate::ward::store as ward;

pub(super) async fn command(
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
    command_of(talk, name, argument, reply_to, sender_name, anonymous, facts).await
}

/// What each command does.
fn command_of<'t>(
    talk: &'t mut Talk<'_>,
    name: &'t str,
    argument: &'t str,
    reply_to: Option<&'t str>,
    sender_name: &'t str,
    anonymous: bool,
    facts: &'t Facts,
) -> Done<'t> {
    match name {
        "start" => then!(door::opened(talk, argument, sender_name, anonymous, facts).await),
        "hoi" => then!(resident::ask(talk, argument, reply_to).await),
        "cauhoi" => then!(resident::mine(talk, 0).await),
        "dulieu" => then!(own_data::show(talk).await),
        "rutdongy" => then!(rights::offer_withdrawal(talk).await),
        "xoa" => then!(rights::offer_erasure(talk).await),
        "ngonngu" => then!(resident::offer_languages(talk).await),
        "trogiup" | "help" => then!(door::help(talk).await),
        "dangky" if !talk.is_private() && talk.has_topics => {
            then!(heading::choose_topic(talk, anonymous, facts).await)
        }
        "dangky" | "to" => then!(heading::my_neighbourhoods(talk, facts).await),
        "chuyengiao" => then!(heading::hand_over(talk).await),
        "soan" => then!(writing::begin(talk).await),
        "duyet" => then!(approving::list(talk).await),
        "dophu" => then!(figures::list(talk).await),
        "lich" => then!(slots::week(talk, 0).await),
        "hopthu" => then!(inbox::open(talk).await),
        "nhap" => then!(entering::begin(talk, argument).await),
        "phuong" if argument.is_empty() => then!(staff::home(talk).await),
        "phuong" => then!(directory::look_up(talk, argument).await),
        "tamvang" => then!(absence::open(talk).await),
        _ if talk.is_private() => then!(door::help(talk).await),
        _ => then!(Ok(())),
    }
}

/// Whether what comes now is a question's: in private from who is not in the middle of staff's
/// work, in a group unless it is a unit's.
pub(super) async fn speaks_as_resident(talk: &mut Talk<'_>) -> Result<bool, Error> {
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
pub(super) struct Sent {
    pub attachment: Attachment,
    pub is_picture: bool,
}

/// A file or a place: from a unit's chat, or as a reply to a card, to the asker; from a resident
/// to the unit.
pub(super) async fn attached(
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

pub(super) async fn words_came(
    talk: &mut Talk<'_>,
    text: &Rich,
    photo: Option<&Media>,
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
    let step = talk.step().await?;
    awaited(talk, step, text, photo, reply_to).await
}

/// What words are for, by what was asked last.
fn awaited<'t>(
    talk: &'t mut Talk<'_>,
    step: Option<Step>,
    text: &'t Rich,
    photo: Option<&'t Media>,
    reply_to: Option<&'t str>,
) -> Done<'t> {
    match step {
        // What belongs to a draft has been taken before.
        Some(Step::Drafting(_)) => then!(talk.say(Text::UseButtons).await),
        Some(Step::Forwarded(_)) => then!({
            talk.clear_step().await?;
            talk.say(Text::StaffHint).await
        }),
        Some(Step::RelayPhoto { .. }) => then!({
            // The picture was not to be had; what is said instead is said to the bot.
            talk.clear_step().await?;
            Box::pin(words_came(talk, text, photo, reply_to)).await
        }),
        Some(Step::WayName { neighbourhood }) => then!(relaying::name_came(talk, neighbourhood, text).await),
        Some(Step::PlaceArea { neighbourhood }) => {
            then!(describing::area_came(talk, neighbourhood, text).await)
        }
        Some(Step::PlaceTags { neighbourhood }) => {
            then!(describing::tags_came(talk, neighbourhood, text).await)
        }
        Some(Step::ReturnReason { message, version }) => {
            then!(approving::reason_came(talk, message, version, text).await)
        }
        Some(Step::NeighbourhoodList) => then!(directory::list_came(talk, text).await),
        Some(Step::Directory(asked)) => then!(directory::words_came(talk, asked, text).await),
        Some(Step::InviteName { role, unit }) => then!(staff::name_came(talk, role, unit, text).await),
        Some(Step::PlanFile) => then!(talk.say(Text::PlanSendFile).await),
        Some(Step::PlanWords { proposal, at }) => then!(planning::words_came(talk, proposal, at, text).await),
        Some(Step::Wanted { question, wanted }) => then!(wanted::came(talk, question, wanted, text).await),
        Some(Step::Entering | Step::EnteringAsker { .. }) => {
            then!(entering::came(talk, text).await.map(|_| ()))
        }
        Some(Step::RoutingWord { field, is_new }) => {
            then!(routing::word_came(talk, &field, is_new, text).await)
        }
        Some(Step::RoutingGroup { group }) => then!(routing::group_came(talk, group, text).await),
        Some(Step::RoutingTry) => then!(routing::sentence_came(talk, text).await),
        Some(Step::CalendarDays { worked }) => then!(calendar::days_came(talk, worked, text).await),
        Some(Step::CalendarHours) => then!(calendar::hours_came(talk, text).await),
        Some(Step::AwayDays) => then!(absence::days_came(talk, text).await),
        Some(Step::Slot(draft)) => then!(slots::words_came(talk, draft, text).await),
        Some(Step::SlotEvent { group }) => then!(slots::event_came(talk, group, text).await),
        Some(Step::SlotTimes(_)) => then!(talk.say(Text::UseButtons).await),
        Some(Step::Asking { post }) => then!({
            talk.clear_step().await?;
            resident::ask_in_private(talk, text, post).await
        }),
        Some(Step::Finding { .. }) => then!(finding::came(talk, text).await),
        Some(Step::Filling { template, values, begun }) => {
            then!(reuse::value_came(talk, template, values, begun, text).await)
        }
        Some(Step::Table) => then!(talk.say(Text::ManySend).await),
        Some(Step::Many { .. }) => then!(talk.say(Text::UseButtons).await),
        Some(Step::TemplateText { message }) => then!(reuse::text_came(talk, message, text).await),
        Some(Step::TemplateName { message, text: kept }) => {
            then!(reuse::name_came(talk, message, kept, text).await)
        }
        Some(Step::FindingOld { .. }) => then!(reuse::came(talk, text).await),
        Some(Step::SampleText { unit }) => then!(earlier::new_came(talk, unit, text).await),
        Some(Step::SampleTitle { canned }) => then!(earlier::title_came(talk, canned, text).await),
        Some(Step::Adding { question }) => then!(resident::adds(talk, question, text).await),
        Some(Step::ForWhom) => then!(resident::for_whom_came(talk, text).await),
        Some(Step::ForConsent { .. }) => then!(talk.say(Text::UseButtons).await),
        Some(Step::AskingFor { asker, post }) => then!(resident::ask_for(talk, &asker, post, text).await),
        None if talk.roles.is_staff() => then!(talk.say(Text::StaffHint).await),
        None => then!(resident::words_in_private(talk, text).await),
    }
}
