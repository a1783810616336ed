//! Checks the knowledge that is compiled in and writes it to a file, for `crumbwise knowledge import`.
//!
//! `cargo run -p crumbwise-explain --example knowledge_table -- FILE`

use std::{
    env, fs,
    io::{self, Write},
    path::PathBuf,
};

use crumbwise_explain::Knowledge;

fn main() -> io::Result<()> {
    let file = env::args_os().nth(1).map(PathBuf::from);
    let file = file.ok_or_else(|| io::Error::other("usage: knowledge_table FILE"))?;
    let knowledge = Knowledge::built_in();
    knowledge.check(knowledge).map_err(io::Error::other)?;
    fs::write(&file, knowledge.bytes())?;
    let (rules, bytes) = (knowledge.date(), knowledge.bytes().len());
    writeln!(io::stdout(), "`{}`: rules of {rules}, {bytes} bytes", file.display())
}
