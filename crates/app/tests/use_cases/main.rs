//! The use cases from outside: what the command and the window see.

mod common;
mod plans;
mod views;
mod whole;
