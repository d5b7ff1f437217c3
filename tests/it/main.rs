//! Whole journeys over the wire. One binary: what is common to them is compiled once.

mod sandbox;
