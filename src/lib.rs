//! Loa brings a ward's approved messages to its neighbourhood groups, and residents'
//! questions to the unit that can answer. ARCHITECTURE.md draws the house.

pub mod app;
pub mod audit;
pub mod calendar;
pub mod channel;
pub mod clock;
pub mod config;
pub mod conversation;
pub mod delivery;
pub mod handout;
pub mod i18n;
pub mod inbox;
pub mod lease;
pub mod message;
pub mod picture;
pub mod plan;
pub mod privacy;
pub mod question;
pub mod sandbox;
pub mod schedule;
pub mod sheet;
pub mod store;
pub mod text;
pub mod ward;
pub mod web;
