//! Who of the ward helps heads that are stuck: named by administrators, and named to the heads at
//! the end of every word about something that went wrong.

use super::super::act::Act;
use super::super::staff::only_administrator;
use super::super::talk::{Step, Talk};
use super::{Asked, table};
use crate::audit;
use crate::channel::Letter;
use crate::i18n::{Lang, Text};
use crate::store::{Error, Tx};
use crate::text::{Rich, nfc};
use crate::ward::Ward;
use crate::ward::store as ward;

const NAME_MAX: usize = 60;

/// Whom a head can call.
pub(in crate::conversation) async fn help_line(
    tx: &mut Tx,
    ward_row: &Ward,
    lang: Lang,
) -> Result<String, Error> {
    let text = match ward::helper(tx, ward_row.id).await? {
        Some(helper) if helper.phone.is_empty() => Text::HelpBy { name: helper.name },
        Some(helper) => Text::HelpByPhone { name: helper.name, phone: helper.phone },
        None => Text::HelpByWard { ward: ward_row.name.clone() },
    };
    Ok(text.say(lang))
}

/// Says in this chat what went wrong, and whom to call.
pub(in crate::conversation) async fn say_with_help(talk: &mut Talk<'_>, text: &Text) -> Result<(), Error> {
    let line = help_line(talk.tx, &talk.ward, talk.lang).await?;
    let mut letter = talk.letter(text);
    letter.text = letter.text.below(1, &Rich::plain(&line));
    talk.send(letter).await
}

/// “Người giúp tổ trưởng”
pub(in crate::conversation) async fn helper(talk: &mut Talk<'_>) -> Result<(), Error> {
    only_administrator!(talk);
    talk.set_step(&Step::Directory(Asked::Helper)).await?;
    screen(talk).await
}

async fn screen(talk: &mut Talk<'_>) -> Result<(), Error> {
    let line = help_line(talk.tx, &talk.ward, talk.lang).await?;
    let text = Rich::plain(&Text::HelperHeading.say(talk.lang))
        .below(2, &Rich::plain(&line))
        .below(2, &Rich::plain(&Text::HelperAsk.say(talk.lang)));
    let buttons = vec![vec![
        talk.button(&Text::ButtonHelperDrop, &Act::HelperDrop),
        talk.button(&Text::ButtonBack, &Act::Neighbourhoods(0)),
    ]];
    talk.replace(Letter { text, buttons, ..Letter::default() }).await
}

/// A name and a phone came.
pub(super) async fn came(talk: &mut Talk<'_>, words: &str) -> Result<(), Error> {
    let Some((name, phone)) = name_and_phone(words) else {
        return talk.say(Text::HelperUnread).await;
    };
    ward::set_helper(talk.tx, talk.ward.id, &name, &phone).await?;
    let me = talk.me().await?;
    audit::append(talk.tx, talk.ward.id, Some(me), "helper", "ward", &name).await?;
    talk.clear_step().await?;
    screen(talk).await
}

/// Nobody in particular: the head of the ward's office.
pub(in crate::conversation) async fn drop_helper(talk: &mut Talk<'_>) -> Result<(), Error> {
    only_administrator!(talk);
    ward::set_helper(talk.tx, talk.ward.id, "", "").await?;
    let me = talk.me().await?;
    audit::append(talk.tx, talk.ward.id, Some(me), "helper", "ward", "").await?;
    talk.clear_step().await?;
    screen(talk).await
}

/// "Nguyễn Thị Hoa, 0912 345 678": both, or none.
pub(super) fn name_and_phone(words: &str) -> Option<(String, String)> {
    let (name, phone) = words.rsplit_once([',', ';', '\n'])?;
    let name = nfc(&name.split_whitespace().collect::<Vec<_>>().join(" "));
    let phone = table::phone(phone).filter(|phone| !phone.is_empty())?;
    (1..=NAME_MAX).contains(&name.chars().count()).then_some((name, phone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_needs_a_phone() {
        let read = |words: &str| name_and_phone(words);
        assert_eq!(read("Chị  Hoa, 0912 345 678"), Some(("Chị Hoa".into(), "0912345678".into())));
        for wrong in ["Chị Hoa", "Chị Hoa, ", ", 0912345678", "Chị Hoa, gọi sau"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
