//! Where the command writes: results on standard output, everything else on standard error.

use std::io::{self, BufRead as _, BufWriter, IsTerminal as _, StdoutLock, Write as _};

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde::Serialize;

use crate::{
    escape::{SafeJson, SafeLine},
    trouble::Trouble,
    voice::Voice,
};

/// Text or one JSON document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// An answer to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Go on.
    Yes,
    /// Leave it.
    No,
    /// There is nobody to ask.
    Nobody,
}

/// Both ends of the command.
pub(crate) struct Terminal {
    out: BufWriter<StdoutLock<'static>>,
    width: u16,
    /// Text or JSON.
    pub(crate) form: Form,
    /// The language.
    pub(crate) voice: Voice,
}

impl Terminal {
    /// The process's own.
    pub(crate) fn new(form: Form, voice: Voice) -> Self {
        let width = Table::new().width().unwrap_or(u16::MAX);
        Self { out: BufWriter::new(io::stdout().lock()), width, form, voice }
    }

    /// Columns there is room for; as many as one likes where the output is no terminal.
    pub(crate) const fn width(&self) -> u16 {
        self.width
    }

    /// A line of the result.
    pub(crate) fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{text}")
    }

    /// Bytes of the result, as they are.
    pub(crate) fn raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)
    }

    /// The result as one JSON document.
    pub(crate) fn document(&mut self, document: &impl Serialize) -> Result<(), Trouble> {
        document
            .serialize(&mut serde_json::Serializer::with_formatter(&mut self.out, SafeJson::default()))?;
        self.out.write_all(b"\n")?;
        Ok(())
    }

    /// One of several results, as a line of JSON.
    pub(crate) fn json_line(&mut self, result: &impl Serialize) -> Result<(), Trouble> {
        result.serialize(&mut serde_json::Serializer::with_formatter(&mut self.out, SafeLine))?;
        self.out.write_all(b"\n")?;
        Ok(())
    }

    /// Rows under headings, in columns. The cells must be safe to show already.
    pub(crate) fn table(
        &mut self,
        headings: &[Heading],
        rows: impl IntoIterator<Item = Vec<String>>,
    ) -> io::Result<()> {
        let mut table = plain_table();
        table.set_header(headings.iter().map(|heading| self.voice.say(heading.key)));
        table.add_rows(rows);
        for (column, heading) in table.column_iter_mut().zip(headings) {
            column.set_padding((0, 2)).set_cell_alignment(heading.alignment);
        }
        self.lines_of(&table)
    }

    /// Labels and their numbers, without headings.
    pub(crate) fn columns(&mut self, rows: impl IntoIterator<Item = Vec<String>>) -> io::Result<()> {
        let mut table = plain_table();
        table.add_rows(rows);
        for (column, alignment) in table.column_iter_mut().zip([CellAlignment::Left, CellAlignment::Right]) {
            column.set_padding((0, 2)).set_cell_alignment(alignment);
        }
        self.lines_of(&table)
    }

    fn lines_of(&mut self, table: &Table) -> io::Result<()> {
        table.lines().try_for_each(|line| writeln!(self.out, "{}", line.trim_end()))
    }

    /// A remark beside the result: on standard error, and lost in silence when that is closed.
    pub(crate) fn remark(&mut self, text: &str) {
        _ = self.out.flush();
        _ = writeln!(io::stderr(), "{text}");
    }

    /// Asks a question that is answered with yes or no; only a clear yes is one.
    pub(crate) fn ask(&mut self, question: &str) -> io::Result<Answer> {
        self.out.flush()?;
        if !io::stdin().is_terminal() {
            return Ok(Answer::Nobody);
        }
        write!(io::stderr(), "{question} {} ", self.voice.say("cli_yes_or_no"))?;
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line)?;
        let yes = ["y", "yes", "j", "ja"].contains(&line.trim().to_lowercase().as_str());
        Ok(if yes { Answer::Yes } else { Answer::No })
    }

    /// Writes out what is still held back.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Whether a person is likely to read the results as they come.
pub(crate) fn is_watched() -> bool {
    io::stdout().is_terminal()
}

/// Columns without lines; as wide as the terminal, or as the content where there is none.
fn plain_table() -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table
}

/// A column's heading.
#[derive(Clone, Copy)]
pub(crate) struct Heading {
    key: &'static str,
    alignment: CellAlignment,
}

/// A column of text.
pub(crate) const fn text(key: &'static str) -> Heading {
    Heading { key, alignment: CellAlignment::Left }
}

/// A column of numbers.
pub(crate) const fn number(key: &'static str) -> Heading {
    Heading { key, alignment: CellAlignment::Right }
}
