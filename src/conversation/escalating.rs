//! What is late is told to those above, one step a working day: the head of the unit, the standing
//! body of the plan, the party committee; and once, honestly, to who asked.

use super::Desk;
use super::act::Act;
use super::inbox::{due_words, open_buttons};
use super::notice::Notice;
use super::reminding::{Known, NAMED};
use super::resident::has_agreed;
use super::talk::{button, words};
use super::{card, quiet, status};
use crate::calendar;
use crate::channel::{Content, Letter};
use crate::delivery::{About, Kind, Lane};
use crate::i18n::{self, Lang, Text};
use crate::question::reminding::{Mark, Step};
use crate::question::store as questions;
use crate::question::{Question, QuestionId, spoken};
use crate::store::{Error, Tx};
use crate::text::{Rich, mask, shorten};
use crate::ward::store as ward;
use crate::ward::{Bot, PersonId, Role, Unit, UnitId, Ward};

/// Characters of a question's own words that are shown to those above.
const BEGINNING: usize = 90;

/// What is told at one look at the clock, so that everybody hears of all of it at once.
#[derive(Default)]
pub(super) struct Ladder {
    up: Vec<Up>,
    /// Units whose head could not be told, with the codes of the questions.
    nobody: Vec<(UnitId, Vec<String>)>,
    /// Questions whose cards say something new.
    changed: Vec<QuestionId>,
    asked: bool,
}

/// What one person hears of.
struct Up {
    to: PersonId,
    is_head: bool,
    /// For whom they stand in.
    instead_of: Option<String>,
    late: Vec<Late>,
}

struct Late {
    id: QuestionId,
    code: String,
    /// The unit's name; empty for its own head.
    unit: String,
    due: chrono::DateTime<chrono::Utc>,
    /// How its own begin, masked; empty where they must not leave the unit.
    words: String,
}

impl Ladder {
    pub fn is_empty(&self) -> bool {
        self.up.is_empty() && self.nobody.is_empty() && !self.asked
    }

    /// Takes the steps of a question that are due.
    pub async fn climb(
        &mut self,
        tx: &mut Tx,
        desk: &Desk,
        ward: &Ward,
        units: &[Unit],
        known: &mut Known,
    ) -> Result<(), Error> {
        let now = tx.now();
        while let Some(step) = known.course(desk).look(now).step {
            let id = known.question.id;
            let unit = match step.unit() {
                None => units.iter().find(|unit| unit.id == known.question.unit),
                Some(code) => units.iter().find(|unit| unit.code == code),
            };
            let found = match unit {
                Some(unit) => ward::answering(tx, ward.id, unit.id, calendar::day(now)).await?,
                None => None,
            };
            let heard = known.told.iter().filter_map(|told| told.person).collect::<Vec<_>>();
            let Some(answering) = found else {
                known.say(tx, Mark::Step(step), None).await?;
                questions::happened(tx, id, "escalated", None, unit.map(|unit| unit.id), "").await?;
                if let Some(unit) = unit {
                    self.nobody_at(unit.id, &known.question.code);
                }
                continue;
            };
            let person = answering.person.id;
            if heard.contains(&person) {
                // One person in two places need not hear it twice.
                known.say(tx, Mark::Step(step), None).await?;
                continue;
            }
            known.say(tx, Mark::Step(step), Some(person)).await?;
            questions::happened(tx, id, "escalated", Some(person), unit.map(|unit| unit.id), "").await?;
            self.changed.push(id);
            let owner = units.iter().find(|unit| unit.id == known.question.unit);
            let is_head = step == Step::Head;
            // Somebody in danger was not asked, and an earlier notice did not say it.
            let words = if is_head || has_agreed(tx, known.question.person).await? {
                shorten(&mask(&known.question.text), BEGINNING)
            } else {
                String::new()
            };
            let late = Late {
                id,
                code: known.question.code.clone(),
                unit: owner.filter(|_| !is_head).map(|unit| unit.name.clone()).unwrap_or_default(),
                due: known.question.due_at,
                words,
            };
            if let Some(up) = self.up.iter_mut().find(|up| up.to == person && up.is_head == is_head) {
                up.late.push(late);
            } else {
                let instead_of = answering.instead_of;
                self.up.push(Up { to: person, is_head, instead_of, late: vec![late] });
            }
        }
        Ok(())
    }

    fn nobody_at(&mut self, unit: UnitId, code: &str) {
        let code = spoken(code);
        match self.nobody.iter_mut().find(|(known, _)| *known == unit) {
            Some((_, codes)) => codes.push(code),
            None => self.nobody.push((unit, vec![code])),
        }
    }

    /// Tells who asked, and who is one with them, that the answer is late, and who knows it.
    pub async fn tell_asker(
        &mut self,
        tx: &mut Tx,
        desk: &Desk,
        ward: &Ward,
        bot: &Bot,
        unit: &Unit,
        known: &mut Known,
    ) -> Result<(), Error> {
        known.say(tx, Mark::Asker, None).await?;
        let has_told =
            |step: Step| known.told.iter().any(|told| told.mark == Mark::Step(step) && told.person.is_some());
        let (head, higher) = (has_told(Step::Head), has_told(Step::Bxdd) || has_told(Step::Du));
        let now = tx.now();
        let mut ids = vec![known.question.id];
        ids.extend(questions::joined_to(tx, known.question.id).await?);
        for id in ids {
            let found = questions::question(tx, id).await?;
            let is_late = |question: &Question| question.due_at.is_some_and(|due| due <= now);
            let Some(question) = found.filter(is_late) else { continue };
            let Some(mailbox) = ward::mailbox(tx, question.person).await? else { continue };
            let (code, unit) = (spoken(&question.code), unit.name.clone());
            let text = match (head, higher) {
                (true, _) => Text::LateForYou { code, unit },
                (false, true) => Text::LateForYouHigher { code, unit },
                (false, false) => Text::LateForYouPlain { code, unit },
            };
            let mut notice = Notice::new(tx, ward, bot);
            let letter = words(Lang::of(&mailbox.language), &text);
            quiet::leave(&mut notice, desk, mailbox.chat, letter, Kind::Notice, &question).await?;
            status::renew(&mut notice, id).await?;
            self.asked = true;
        }
        Ok(())
    }

    /// Says all of it.
    pub async fn tell(self, tx: &mut Tx, ward: &Ward, bot: &Bot, units: &[Unit]) -> Result<(), Error> {
        for up in self.up {
            up.tell(tx, ward, bot).await?;
        }
        for (id, codes) in self.nobody {
            let Some(unit) = units.iter().find(|unit| unit.id == id) else { continue };
            let text = Text::LateNobody {
                unit: unit.name.clone(),
                n: i18n::count(codes.len()),
                codes: codes.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", "),
            };
            for person in ward::people_with(tx, ward.id, Role::Administrator).await? {
                let letter = |lang| Letter {
                    buttons: vec![vec![button(lang, &Text::ButtonContacts, &Act::Contact(id))]],
                    ..words(lang, &text)
                };
                Notice::new(tx, ward, bot).send(person.id, About::default(), letter).await?;
            }
        }
        for id in self.changed {
            card::refresh(&mut Notice::new(tx, ward, bot), id).await?;
        }
        Ok(())
    }
}

impl Up {
    /// Writes to the person. The row is not kept: it holds words of several residents.
    async fn tell(self, tx: &mut Tx, ward: &Ward, bot: &Bot) -> Result<(), Error> {
        let Some(mailbox) = ward::mailbox(tx, self.to).await? else { return Ok(()) };
        let (lang, now) = (Lang::of(&mailbox.language), tx.now());
        let n = i18n::count(self.late.len());
        let heading = if self.is_head { Text::LateForHead { n } } else { Text::LateForHigher { n } };
        let mut text = Rich::bold(&heading.say(lang));
        if let Some(name) = self.instead_of {
            text = text.below(1, &Rich::plain(&Text::LateInsteadOf { name }.say(lang)));
        }
        for late in self.late.iter().take(NAMED) {
            let mut line = format!("{} · {}", spoken(&late.code), due_words(late.due, now).say(lang));
            if !late.unit.is_empty() {
                line = format!("{line} · {}", late.unit);
            }
            text = text.below(2, &Rich::bold(&line));
            if !late.words.is_empty() {
                text = text.below(1, &Rich::plain(&late.words));
            }
        }
        if self.late.len() > NAMED {
            let more = Text::InboxMore { n: i18n::count(self.late.len() - NAMED) };
            text = text.below(2, &Rich::plain(&more.say(lang)));
        }
        // Only the unit opens its questions.
        let opened = self.late.iter().take(if self.is_head { NAMED } else { 0 });
        let buttons = open_buttons(lang, opened.map(|late| (late.id, late.code.as_str())));
        let content = Content::Message(Letter { text, buttons, ..Letter::default() });
        let mut notice = Notice::new(tx, ward, bot);
        let parcel = notice.parcel(mailbox.chat, Kind::Extract, Lane::Answer, content, About::default());
        notice.leave(&parcel).await.map(|_| ())
    }
}

/// The line of a card that says who has been told that it is late.
pub(super) async fn line(tx: &mut Tx, question: &Question) -> Result<Option<Text>, Error> {
    if !question.state.is_with_unit() {
        return Ok(None);
    }
    let mut names = Vec::new();
    for told in questions::told(tx, question.id, question.round()).await? {
        if let (Mark::Step(_), Some(person)) = (told.mark, told.person) {
            names.push(ward::name_of(tx, person).await?);
        }
    }
    Ok((!names.is_empty()).then(|| Text::CardLate { names: names.join(", ") }))
}
