//! The use cases from outside: what the command and the window see.

mod common;
mod corrections;
mod evidence;
mod knowledge;
mod plan_tables;
mod plans;
mod settings_file;
mod views;
mod whole;
