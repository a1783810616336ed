//! What is made from the arguments themselves: completions and the man page.

use std::io;

use clap::CommandFactory as _;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::{
    arguments::{Arguments, EXIT_CODES},
    exit::Exit,
    terminal::Terminal,
    trouble::Trouble,
};

/// Prints a completion script.
pub(crate) fn completions(shell: Shell, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "crumbwise", &mut script);
    terminal.raw(&script)?;
    Ok(Exit::Done)
}

/// Prints the man page: the command, each subcommand, the exit codes, all in one page.
pub(crate) fn man(terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let command = Arguments::command();
    let mut page = Vec::new();
    let man = Man::new(command.clone()).source(format!("Crumbwise {}", env!("CARGO_PKG_VERSION")));
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    for subcommand in command.get_subcommands().filter(|subcommand| !subcommand.is_hide_set()) {
        let name = format!("crumbwise {}", subcommand.get_name());
        page.extend_from_slice(format!(".SH {}\n", subcommand.get_name().to_uppercase()).as_bytes());
        let man = Man::new(subcommand.clone().bin_name(name.clone()).display_name(name));
        body(&man, &mut page)?;
    }
    let codes = EXIT_CODES
        .replace("Exit codes:", ".SH EXIT CODES\n.nf")
        .replace("Environment:", ".fi\n.SH ENVIRONMENT\n.nf");
    page.extend_from_slice(codes.as_bytes());
    page.extend_from_slice(b"\n.fi\n");
    terminal.raw(&page)?;
    Ok(Exit::Done)
}

/// Synopsis, description and options of one subcommand, with smaller headings.
fn body(man: &Man, page: &mut Vec<u8>) -> io::Result<()> {
    let mut sections = Vec::new();
    man.render_description_section(&mut sections)?;
    man.render_synopsis_section(&mut sections)?;
    man.render_options_section(&mut sections)?;
    let text = String::from_utf8_lossy(&sections);
    page.extend_from_slice(text.replace(".SH ", ".SS ").as_bytes());
    Ok(())
}
