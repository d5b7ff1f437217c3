//! Controls that order trouble: faults one by one, chaos at random, and limits.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::json;

use super::{Answer, Body};
use crate::sandbox::faults::{ChaosOrder, Order};
use crate::sandbox::limits::Limits;
use crate::sandbox::server::Shared;

pub async fn order_fault(State(shared): State<Shared>, Body(order): Body<Order>) -> Answer {
    let id = shared.change(|world| world.faults.order(order))?;
    Ok(Json(json!({ "id": id })))
}

pub async fn clear_faults(State(shared): State<Shared>) -> Answer {
    shared.change(|world| world.faults.clear());
    Ok(Json(json!({})))
}

pub async fn begin_chaos(State(shared): State<Shared>, Body(order): Body<ChaosOrder>) -> Answer {
    shared.change(|world| world.faults.begin_chaos(order))?;
    Ok(Json(json!({})))
}

pub async fn end_chaos(State(shared): State<Shared>) -> Answer {
    shared.change(|world| world.faults.end_chaos());
    Ok(Json(json!({})))
}

pub async fn chaos(State(shared): State<Shared>) -> Answer {
    Ok(Json(shared.read(|world| world.faults.report())))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    kind: String,
}

/// Other limits, of which nothing is used yet.
pub async fn limits(State(shared): State<Shared>, Body(rules): Body<Rules>) -> Answer {
    let kind = rules.kind.parse()?;
    shared.change(|world| world.limits = Limits::new(kind));
    Ok(Json(json!({})))
}
