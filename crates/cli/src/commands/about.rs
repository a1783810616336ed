//! What is made from the arguments themselves: completions and the man page.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::{arguments::Arguments, exit::Exit, terminal::Terminal, trouble::Trouble};

/// Prints a completion script.
pub(crate) fn completions(shell: Shell, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "crumbwise", &mut script);
    terminal.raw(&script)?;
    Ok(Exit::Done)
}

/// Prints the man page: the command and then each subcommand, in one page.
pub(crate) fn man(terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let command = Arguments::command();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for subcommand in command.get_subcommands().filter(|subcommand| !subcommand.is_hide_set()) {
        let man = clap_mangen::Man::new(subcommand.clone());
        page.extend_from_slice(format!(".SH {}\n", subcommand.get_name().to_uppercase()).as_bytes());
        man.render_description_section(&mut page)?;
        man.render_synopsis_section(&mut page)?;
        man.render_options_section(&mut page)?;
    }
    terminal.raw(&page)?;
    Ok(Exit::Done)
}
