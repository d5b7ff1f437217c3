//! A call that is understood: whether it meets trouble, what it costs, and how it is written down.

use std::collections::HashMap;

use serde_json::{Map, Value};
use tokio::time::Instant;

use super::Call;
use super::request::{Upload, for_ledger};
use crate::sandbox::descriptions::{self, Failure};
use crate::sandbox::faults::{Kind, Target, Trouble};
use crate::sandbox::limits::Cost;
use crate::sandbox::world::{self, Access, Place, World};

/// What a bot asked for.
pub struct Asked<'a> {
    pub bot: i64,
    pub method: &'static str,
    pub params: &'a Map<String, Value>,
    pub uploads: &'a HashMap<String, Upload>,
}

impl Asked<'_> {
    fn chat(&self) -> Option<i64> {
        self.params.get("chat_id").and_then(Value::as_i64)
    }

    /// How many messages it is for.
    fn messages(&self) -> Option<usize> {
        match Cost::of(self.method, self.params) {
            Some(Cost::Messages(count)) => Some(count),
            Some(Cost::Edit) | None => None,
        }
    }

    /// The trouble that it meets.
    pub fn meet(&self, world: &mut World) -> Option<Trouble> {
        if world.faults.is_idle() {
            return None;
        }
        let chat = self.chat();
        let group = chat.and_then(|id| world.chats.get(&Place::Group(id)));
        let group = group.filter(|group| group.migrated_to.is_none());
        world.faults.meet(&Target {
            method: self.method,
            chat,
            is_send: self.messages().is_some(),
            is_member: group.is_some_and(|group| group.standing(self.bot).is_in()),
            is_basic: group.is_some_and(|group| group.kind == world::Kind::Group),
        })
    }

    /// The refusal by trouble, if that refuses it, written down; a group changes with it.
    pub fn failure(&self, world: &mut World, trouble: Trouble) -> Option<Failure> {
        let failure = match trouble.kind {
            Kind::TooManyForChat | Kind::TooManyForBot => Failure::too_many_requests(trouble.retry_after),
            Kind::ServerError => descriptions::SERVER_ERROR.fail(),
            Kind::BadGateway => descriptions::BAD_GATEWAY.fail(),
            Kind::Reset => descriptions::CUT.fail(),
            Kind::Uneditable if self.method.starts_with("edit") => descriptions::CANT_EDIT.fail(),
            Kind::Uneditable => descriptions::CANT_DELETE.fail(),
            Kind::Kicked | Kind::Migrated => {
                let group = self.chat()?;
                // Only what can be done is ordered: see `Kind::fits`.
                let _ = match trouble.kind {
                    Kind::Kicked => world.kick_bot(self.bot, group),
                    _ => world.migrate(group).map(|_| ()),
                };
                world.reach(self.bot, &group.into(), Access::Write).err()?
            }
            Kind::DropAnswer
            | Kind::Delay
            | Kind::MessageIdZero
            | Kind::DuplicateUpdates
            | Kind::ReorderUpdates => return None,
        };
        Some(self.refused(world, failure))
    }

    /// Pays, takes effect and is written down, all at one moment; the result as JSON.
    ///
    /// # Errors
    /// The refusal, written down.
    pub fn take_effect(&self, world: &mut World) -> Result<String, Failure> {
        let (now, chat) = (Instant::now(), self.chat().unwrap_or(0));
        let cost = Cost::of(self.method, self.params);
        if let Some(cost) = cost {
            let paid = world.limits.take(self.bot, chat, cost, now);
            paid.map_err(|wait| self.refused(world, Failure::too_many_requests(wait)))?;
        }
        let mut call = Call { world, bot: self.bot, params: self.params, uploads: self.uploads };
        let result = call.run(self.method).map_err(|failure| {
            if let Some(cost) = cost {
                world.limits.give_back(self.bot, chat, cost);
            }
            self.refused(world, failure)
        })?;
        let result = result.to_string();
        if !self.method.starts_with("get") {
            let params = for_ledger(self.params, self.uploads);
            let at = world.clock.now();
            let username = world.bots.iter().find(|bot| bot.id == self.bot).map(|bot| bot.username.as_str());
            world.ledger.accept(at, username.unwrap_or_default(), self.method, &params, &result);
            if let Some(Cost::Messages(count)) = cost {
                world.timing.note(now, chat, self.method, 200, count);
            }
        }
        Ok(result)
    }

    /// Writes it down as refused.
    pub fn refused(&self, world: &mut World, failure: Failure) -> Failure {
        let params = for_ledger(self.params, self.uploads);
        world.ledger.refuse(world.clock.now(), self.method, &params, &failure);
        if let Some(count) = self.messages() {
            world.timing.note(Instant::now(), self.chat().unwrap_or(0), self.method, failure.code, count);
        }
        failure
    }
}
