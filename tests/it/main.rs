//! Whole journeys over the wire. One binary: what is common to them is compiled once.

mod approvals;
mod backup;
mod browser;
mod campaign;
mod chaos;
mod house;
mod journeys;
mod log;
mod masks;
mod people;
mod plans;
mod postgres;
mod quarter;
mod races;
mod rows;
mod run;
mod sample;
mod sandbox;
mod shape;
