//! Whole journeys over the wire. One binary: what is common to them is compiled once.

mod backup;
mod browser;
mod house;
mod journeys;
mod kills;
mod log;
mod people;
mod rows;
mod run;
mod sandbox;
mod shape;
