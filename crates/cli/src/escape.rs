//! Names that strangers chose, made safe for a terminal.
//!
//! A cookie may be called by a sequence that moves the cursor, or by a character that turns the reading direction
//! round. Such characters are shown by their number, as `\u{202e}`; what is left is plain text.

use std::io;

use serde_json::ser::Formatter;

/// Whether a character is shown by its number: control characters (C0, DEL, C1), everything that steers the reading
/// direction, and characters that cannot be seen.
pub(crate) fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// The text with hidden characters shown by their number.
pub(crate) fn shown(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if is_hidden(character) {
            safe.extend(character.escape_unicode());
        } else {
            safe.push(character);
        }
    }
    safe
}

/// The text made safe, and cut with `…` after `most` characters.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    let mut characters = text.chars();
    let start: String = characters.by_ref().take(most).collect();
    if characters.next().is_none() {
        return shown(&start);
    }
    let cut: String = start.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", shown(&cut))
}

/// JSON for people and programs: indented, lists of plain values in one line, and hidden characters as `\uXXXX`,
/// which means the same and leaves a terminal alone.
#[derive(Default)]
pub(crate) struct SafeJson {
    /// The lists and objects that are open, outermost first.
    open: Vec<Open>,
}

/// A list or object that is being written.
struct Open {
    list: bool,
    /// Whether its members have lines of their own.
    lines: bool,
}

impl SafeJson {
    fn line<W: ?Sized + io::Write>(&self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b"\n")?;
        (0..self.open.len()).try_for_each(|_| writer.write_all(b"  "))
    }

    /// The innermost list or object has a member on a line of its own.
    fn spread<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        if let Some(open) = self.open.last_mut() {
            open.lines = true;
        }
        self.line(writer)
    }

    fn close<W: ?Sized + io::Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        if self.open.pop().is_some_and(|open| open.lines) {
            self.line(writer)?;
        }
        writer.write_all(bracket)
    }
}

impl Formatter for SafeJson {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        write_safely(writer, fragment)
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open.push(Open { list: true, lines: false });
        writer.write_all(b"[")
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"]")
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b",") }
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        // An object that is a member of a list starts a line; one that is a value stands behind its key.
        if self.open.last().is_some_and(|open| open.list) {
            self.spread(writer)?;
        }
        self.open.push(Open { list: false, lines: false });
        writer.write_all(b"{")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"}")
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        self.spread(writer)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}

/// The same in one line, for one of several results.
pub(crate) struct SafeLine;

impl Formatter for SafeLine {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        write_safely(writer, fragment)
    }
}

fn write_safely<W: ?Sized + io::Write>(writer: &mut W, fragment: &str) -> io::Result<()> {
    let mut rest = fragment;
    while let Some((before, hidden, after)) = split_at_hidden(rest) {
        writer.write_all(before.as_bytes())?;
        for unit in hidden.encode_utf16(&mut [0; 2]) {
            write!(writer, "\\u{unit:04x}")?;
        }
        rest = after;
    }
    writer.write_all(rest.as_bytes())
}

fn split_at_hidden(text: &str) -> Option<(&str, char, &str)> {
    let (at, hidden) = text.char_indices().find(|(_, character)| is_hidden(*character))?;
    let (before, rest) = text.split_at_checked(at)?;
    Some((before, hidden, rest.get(hidden.len_utf8()..)?))
}

#[cfg(test)]
mod tests {
    use serde::Serialize as _;

    use super::{SafeJson, shortened, shown};

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        assert_eq!(shown("a\u{1b}[2Jb"), "a\\u{1b}[2Jb");
        assert_eq!(shown("gpj.\u{202e}exe"), "gpj.\\u{202e}exe");
        assert_eq!(shown("\u{9b}31m\u{7f}\u{2066}\u{200b}\n"), "\\u{9b}31m\\u{7f}\\u{2066}\\u{200b}\\u{a}");
        assert_eq!(shown("größe-名前-🍪"), "größe-名前-🍪", "ordinary text of every script stays as it is");
    }

    #[test]
    fn a_long_name_is_cut_by_characters() {
        assert_eq!(shortened("äöü", 3), "äöü");
        assert_eq!(shortened("äöüß", 3), "äö…");
        assert_eq!(shortened(&"x".repeat(1_000_000), 4), "xxx…");
    }

    #[test]
    fn json_escapes_the_same_characters_and_means_the_same() {
        let text = "a\u{1b}\u{202e}\u{9b}\u{e0001}\"\\ü";
        let mut json = Vec::new();
        let mut writer = serde_json::Serializer::with_formatter(&mut json, SafeJson::default());
        text.serialize(&mut writer).unwrap();
        let json = String::from_utf8(json).unwrap();
        assert_eq!(json, r#""a\u001b\u202e\u009b\udb40\udc01\"\\ü""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }

    #[test]
    fn objects_have_lines_and_lists_of_numbers_do_not() {
        let value = serde_json::json!({"a": [1, 2, [3]], "b": [{"c": {}}, {"d": []}], "e": null});
        let mut json = Vec::new();
        value.serialize(&mut serde_json::Serializer::with_formatter(&mut json, SafeJson::default())).unwrap();
        let lines = "{\n  \"a\": [1,2,[3]],\n  \"b\": [\n    {\n      \"c\": {}\n    },\n    {\n      \"d\": []\n    }\n  ],\n  \"e\": null\n}";
        assert_eq!(String::from_utf8(json).unwrap(), lines);
    }
}
