//! The cards on which a message is decided: who gets one, and what it shows.

use chrono::{DateTime, Utc};

use super::super::act::Act;
use super::super::notice::Notice;
use super::super::talk::{button, private_link};
use super::super::{Desk, absence, cap, correcting, relaying, showing, slots};
use super::changes::{self, Changes};
use super::deadlines;
use crate::channel::{Attachment, Letter};
use crate::delivery::About;
use crate::i18n::{self, Lang, Text};
use crate::message::policy::Word;
use crate::message::{self, Kind, Lack, Message, Policy, Version};
use crate::plan;
use crate::store::{Error, Tx};
use crate::text::{Rich, shorten};
use crate::ward::store as ward;
use crate::ward::{Bot, PersonId, Role, UnitId, Ward};

/// Characters (UTF-16 units) of a card, without and under a picture: room is left for the line
/// that says later what became of it.
const CARD_MAX: usize = 3_900;
const CAPTION_MAX: usize = 900;
/// The same of changes that are a message of their own.
const CHANGES_MAX: usize = 3_900;

/// What cards are written with.
pub(in crate::conversation) struct Cards<'a> {
    pub tx: &'a mut Tx,
    pub desk: &'a Desk,
    pub ward: &'a Ward,
    pub bot: &'a Bot,
}

/// Who is to decide on a message now. None of them has, and none is its author.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::conversation) struct Panel {
    /// Those who may approve it and are there.
    pub present: Vec<PersonId>,
    /// … and are away.
    pub away: Vec<PersonId>,
    /// The policy's deputy, who is not among them, if they are there.
    pub deputy: Option<PersonId>,
    /// Whether the deputy is asked without waiting for the deadline.
    pub deputy_at_once: bool,
    /// Officers of the unit that is to agree, who are there.
    pub officers: Vec<PersonId>,
}

impl Cards<'_> {
    pub fn notice(&mut self) -> Notice<'_> {
        Notice::new(self.tx, self.ward, self.bot)
    }

    /// Whose word is missing.
    pub async fn panel(&mut self, message: &Message) -> Result<Panel, Error> {
        let rule = self.desk.rule();
        let policy = message::policy_of(self.tx, message, rule).await?;
        let lacks = message::lacks(self.tx, message, rule).await?;
        let missing = lacks.iter().find_map(|lack| match lack {
            Lack::People(n) => Some(*n),
            Lack::Returned | Lack::Consent(_) => None,
        });
        let kind = self.kind_of(message).await?;
        let mut panel = Panel::default();
        if let Some(missing) = missing {
            let mut people = message::approvers_who_may(self.tx, message).await?;
            panel.deputy = policy.deputy.filter(|deputy| people.iter().any(|person| person.id == *deputy));
            if policy.may_administer && policy.needed > 1 {
                people.extend(ward::people_with(self.tx, self.ward.id, Role::Administrator).await?);
            }
            for id in self.undecided(message, people.into_iter().map(|person| person.id).collect()).await? {
                if policy.deputy == Some(id) {
                    continue;
                }
                let is_away = absence::is_away(self.tx, self.ward, id).await?;
                if is_away { panel.away.push(id) } else { panel.present.push(id) }
            }
            panel.deputy = match panel.deputy {
                Some(id) => self.undecided(message, vec![id]).await?.first().copied(),
                None => None,
            };
            if let Some(id) = panel.deputy
                && absence::is_away(self.tx, self.ward, id).await?
            {
                panel.deputy = None;
            }
            panel.deputy_at_once =
                kind == Kind::Urgent || !panel.away.is_empty() || panel.present.len() < missing;
        }
        if let Some(unit) = policy.consent.filter(|unit| lacks.contains(&Lack::Consent(*unit))) {
            let officers = ward::officers(self.tx, self.ward.id, &[unit]).await?;
            for id in self.undecided(message, officers.into_iter().map(|person| person.id).collect()).await? {
                if !absence::is_away(self.tx, self.ward, id).await? {
                    panel.officers.push(id);
                }
            }
        }
        Ok(panel)
    }

    /// Those of these people, each once, who have said nothing that counts and did not write it.
    async fn undecided(&mut self, message: &Message, people: Vec<PersonId>) -> Result<Vec<PersonId>, Error> {
        let decisions = message::decisions(self.tx, message).await?;
        let mut undecided: Vec<PersonId> = Vec::new();
        for id in people {
            let has_decided =
                decisions.iter().any(|d| d.person == id && (d.holds || d.word == Word::Returns));
            if id != message.author && !has_decided && !undecided.contains(&id) {
                undecided.push(id);
            }
        }
        Ok(undecided)
    }

    /// Sends the card to everybody whose word is missing. Gives how many who may approve were
    /// reached; where a word of approval is missing and nobody who is there could be reached, those
    /// who are away are asked all the same.
    pub async fn ask(&mut self, message: &Message) -> Result<usize, Error> {
        let panel = self.panel(message).await?;
        let mut reached = 0;
        for id in &panel.present {
            reached += usize::from(self.send(message, *id).await?);
        }
        if panel.deputy_at_once || reached == 0 {
            reached += usize::from(self.ask_deputy(message, &panel).await?);
        }
        if reached == 0 {
            for id in &panel.away {
                reached += usize::from(self.send(message, *id).await?);
            }
        }
        for id in panel.officers.iter().filter(|id| !panel.present.contains(id)) {
            self.send(message, *id).await?;
        }
        Ok(reached)
    }

    /// Asks the deputy, once for each time that a version waits. `false`: there is nobody to ask.
    pub async fn ask_deputy(&mut self, message: &Message, panel: &Panel) -> Result<bool, Error> {
        let Some(deputy) = panel.deputy else { return Ok(false) };
        if let Some(mut term) = message::term_of(self.tx, message.id, message.version).await? {
            if term.deputy_at.is_some() {
                return Ok(false);
            }
            let now = self.tx.now();
            term.deputy_at = Some(now);
            message::set_term(self.tx, &term, Some(now)).await?;
        }
        self.send(message, deputy).await
    }

    /// Sends the card to one person. `false`: they cannot be reached.
    pub(super) async fn send(&mut self, message: &Message, to: PersonId) -> Result<bool, Error> {
        let Some(mailbox) = ward::mailbox(self.tx, to).await? else { return Ok(false) };
        let lang = Lang::of(&mailbox.language);
        let mut letters = Vec::new();
        letters.extend(correcting::before(self.tx, self.desk, message, lang).await?);
        if let Some(version) = message::version(self.tx, message.id, message.version).await? {
            let ask = private_link(&self.bot.username, "hoi");
            letters.extend(showing::before_card(&version.body, &ask, lang));
        }
        let (first, card) = self.card(message, to, lang).await?;
        letters.extend(first);
        for letter in letters {
            self.notice().post_to(mailbox.chat, letter, About::default()).await?;
        }
        let about = About { message: Some(message.id), ..About::default() };
        self.notice().post_to(mailbox.chat, card, about).await?;
        message::card_shown(self.tx, message, to, false).await?;
        Ok(true)
    }

    /// The card with the buttons that are the reader's, and what comes before it where not
    /// everything fits into one.
    pub async fn card(
        &mut self,
        message: &Message,
        reader: PersonId,
        lang: Lang,
    ) -> Result<(Option<Letter>, Letter), Error> {
        let Some(version) = message::version(self.tx, message.id, message.version).await? else {
            return Err(Error::corrupt("message", "a version is missing"));
        };
        let policy = message::policy_of(self.tx, message, self.desk.rule()).await?;
        let mut head = self.heading(message, &version, lang).await?;
        head = head.below(1, &Rich::plain(&self.wanted(message, &policy, version.body.kind, lang).await?));
        let text = message::as_posted(&version.body);
        let whose = (self.ward, self.bot);
        for line in relaying::preview_lines(self.tx, self.desk, whose, &version.body, lang).await? {
            let with = head.clone().below(1, &Rich::plain(&line));
            if with.len() + text.len() < CARD_MAX {
                head = with;
            }
        }
        let changes = changes::of(self.tx, message, &version, reader).await?;
        let (first, mut card) = fitted(head, changes.as_ref(), &text, showing::above(&version.body), lang);
        card.buttons = self.buttons(message, reader, &policy, version.body.kind, lang).await?;
        Ok((first, card))
    }

    async fn buttons(
        &mut self,
        message: &Message,
        reader: PersonId,
        policy: &Policy,
        kind: Kind,
        lang: Lang,
    ) -> Result<Vec<Vec<crate::channel::Button>>, Error> {
        let (may_approve, may_consent) = message::may_say(self.tx, message, reader, policy).await?;
        let (id, version) = (message.id, message.version);
        let returns = button(lang, &Text::ButtonReturn, &Act::Return(id, version));
        let mut rows = Vec::new();
        if may_approve {
            rows.push(vec![button(lang, &Text::ButtonApprove, &Act::Approve(id, version)), returns.clone()]);
        }
        if may_consent {
            let mut row = vec![button(lang, &Text::ButtonConsent, &Act::Consent(id, version))];
            if !may_approve {
                row.push(returns);
            }
            rows.push(row);
        }
        let now = self.tx.now();
        if may_approve
            && kind == Kind::Urgent
            && policy.alone
            && ward::was_on_duty(self.tx, self.ward.id, reader, now).await?
        {
            rows.push(vec![button(lang, &Text::ButtonReleaseAlone, &Act::ReleaseAlone(id, version))]);
        }
        Ok(rows)
    }

    /// What is still missing, and by when it is wanted.
    async fn wanted(
        &mut self,
        message: &Message,
        policy: &Policy,
        kind: Kind,
        lang: Lang,
    ) -> Result<String, Error> {
        let lacks = message::lacks(self.tx, message, self.desk.rule()).await?;
        let lacks = self.lacks_words(&lacks, lang).await?;
        Ok(match message::term_of(self.tx, message.id, message.version).await? {
            Some(term) => {
                let (_, due) = deadlines::moments(self.desk, policy, kind, term.asked_at);
                Text::CardLacksUntil { lacks, due: i18n::moment(due, lang) }.say(lang)
            }
            None => Text::CardLacks { lacks }.say(lang),
        })
    }

    /// “1 người duyệt, ý kiến Công an phường”.
    pub async fn lacks_words(&mut self, lacks: &[Lack], lang: Lang) -> Result<String, Error> {
        let mut words = Vec::new();
        for lack in lacks {
            words.push(match lack {
                Lack::Returned => Text::LackReturned.say(lang),
                Lack::People(n) => Text::LackPeople { n: i18n::count(*n) }.say(lang),
                Lack::Consent(unit) => Text::LackConsent { unit: self.unit_name(*unit).await? }.say(lang),
            });
        }
        Ok(words.join(", "))
    }

    async fn unit_name(&mut self, id: UnitId) -> Result<String, Error> {
        Ok(ward::unit(self.tx, self.ward.id, id).await?.map(|unit| unit.name).unwrap_or_default())
    }

    async fn kind_of(&mut self, message: &Message) -> Result<Kind, Error> {
        super::kind_in(self.tx, message).await
    }

    async fn heading(&mut self, message: &Message, version: &Version, lang: Lang) -> Result<Rich, Error> {
        let author = ward::name_of(self.tx, message.author).await?;
        let group = match message.content_group {
            Some(id) => plan::content_group(self.tx, message.ward, id)
                .await?
                .map(|g| shorten(&format!("{} {}", g.number, g.name), 70)),
            None => None,
        };
        let (number, of_version, author) =
            (i64::from(message.number), i64::from(version.number), shorten(&author, 40));
        let in_slot = slots::card_time(self.tx, self.desk, message, lang).await?;
        let corrects = correcting::standing_in(self.tx, self.desk, message.id).await?.is_some();
        let heading = if corrects {
            Text::CardCorrection { number, version: of_version, author }
        } else {
            let at = in_slot.unwrap_or_else(|| time_words(message.post_at, lang));
            let group = group.unwrap_or_else(|| Text::NoGroup.say(lang));
            Text::CardHeading { number, version: of_version, author, group, at }
        };
        let kind = version.body.kind;
        let mut text = Rich::plain(&heading.say(lang)).below(1, &Rich::plain(&kind_line(kind).say(lang)));
        let now = self.tx.now();
        let at = message.post_at.filter(|at| *at > now).unwrap_or(now);
        let full = cap::full_by(self.tx, self.desk, message.ward, &version.body, at).await?;
        if full > 0 {
            let warning = Text::CardCap { n: i18n::count(full), max: self.desk.posts_per_day };
            text = text.below(1, &Rich::plain(&warning.say(lang)));
        }
        showing::card_lines(self.tx, message.ward, text, &version.body, lang).await
    }
}

/// A card without its buttons, and what stands before it where not everything fits into one: the
/// changes, or the media with their words as they will be posted.
fn fitted(
    head: Rich,
    changes: Option<&Changes>,
    text: &Rich,
    media: &[Attachment],
    lang: Lang,
) -> (Option<Letter>, Letter) {
    let plain = head.clone().below(2, text);
    let is_caption = !media.is_empty() && plain.len() <= CAPTION_MAX;
    let letter = |text: Rich, media: &[Attachment]| Letter { text, ..Letter::default() }.with_media(media);
    let (before, media) = if media.is_empty() || is_caption {
        (None, media)
    } else {
        (Some(letter(text.clone(), media)), [].as_slice())
    };
    let Some(changes) = changes else { return (before, letter(plain, media)) };
    let shown = changes.show(lang);
    let all = head.below(2, &shown).below(2, &Rich::bold(&Text::CardWhole.say(lang))).below(1, text);
    if all.len() <= if is_caption { CAPTION_MAX } else { CARD_MAX } {
        return (before, letter(all, media));
    }
    // The words below a picture are so few that they and their changes fit where it stands before.
    (Some(letter(shown.shortened(CHANGES_MAX), &[])), letter(plain, media))
}

pub(super) fn time_words(at: Option<DateTime<Utc>>, lang: Lang) -> String {
    at.map_or_else(|| Text::AsSoonAsApproved.say(lang), |at| i18n::moment(at, lang))
}

pub(super) fn kind_line(kind: Kind) -> Text {
    match kind {
        Kind::Notice => Text::CardNotice,
        Kind::Event => Text::CardEvent,
        Kind::Urgent => Text::CardUrgent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channel::Media;
    use crate::text::diff::{diff, shown};

    /// What platforms take: a message, and the words below a picture.
    fn limit(letter: &Letter) -> usize {
        if letter.media().is_empty() { 4_096 } else { 1_024 }
    }

    #[test]
    fn the_longest_cards_fit_with_the_line_that_closes_them() {
        let head = Rich::plain(&"đ".repeat(390));
        let photo = Attachment::Photo(Media { file_id: "f".into(), unique_id: "u".into() });
        for (media, words) in [(vec![], 3_500), (vec![photo], 700)] {
            let many = |word: &str| Rich::plain(&word.repeat(words / 4));
            let (old, new) = (many("cũ. "), many("mới "));
            let changes = Changes::of_words(1, shown(&diff(&old, &new)));
            for changes in [None, Some(&changes)] {
                let (first, card) = fitted(head.clone(), changes, &new, &media, Lang::Vi);
                assert!(card.text.len() + 120 <= limit(&card), "{}", card.text.len());
                let shown: Vec<&Letter> = first.iter().chain([&card]).collect();
                assert!(shown.iter().all(|letter| letter.text.len() <= limit(letter)));
                assert_eq!(shown.iter().filter(|letter| !letter.media().is_empty()).count(), media.len());
                let said = shown.iter().any(|letter| letter.text.words().contains('\u{270f}'));
                assert_eq!(said, changes.is_some(), "what changed is shown in one of them");
            }
        }
    }
}
