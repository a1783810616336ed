//! Cookies told about on standard input: JSON lines, or CSV with the names of its columns in the first line.

use crumbwise_app::{Error, view::Question};

/// One told cookie, or what is wrong with its line.
pub(super) type Told = Result<Question, Error>;

/// Every cookie of a text, in order. Lines without anything are passed over.
pub(super) fn told(text: &[u8]) -> Vec<Told> {
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    match text.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None => Vec::new(),
        Some(b'{') => json_lines(text),
        Some(_) => table(text),
    }
}

fn json_lines(text: &[u8]) -> Vec<Told> {
    let lines = text.split(|byte| *byte == b'\n').zip(1..);
    let told = lines.filter(|(line, _)| !line.trim_ascii().is_empty());
    told.map(|(line, number)| serde_json::from_slice(line).map_err(|error| wrong(number, &error))).collect()
}

fn table(text: &[u8]) -> Vec<Told> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::Headers).from_reader(text);
    let headings = match reader.headers() {
        Ok(headings) if headings.iter().any(|heading| heading == "name") => headings.clone(),
        Ok(_) => return vec![Err(wrong(1, &"no column is called `name`"))],
        Err(error) => return vec![Err(wrong(1, &error))],
    };
    let mut told = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => return told,
            Ok(true) => {
                let line = record.position().map_or(0, csv::Position::line);
                let question = if record.len() < headings.len() {
                    Err(wrong(line, &format!("{} of {} columns", record.len(), headings.len())))
                } else {
                    record.deserialize(Some(&headings)).map_err(|error| wrong(line, &what(&error)))
                };
                told.push(question);
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                let is_text = matches!(error.kind(), csv::ErrorKind::Utf8 { .. });
                told.push(Err(wrong(line, &what(&error))));
                if !is_text {
                    return told;
                }
            }
        }
    }
}

/// What is wrong with a record, without the place that the error repeats.
fn what(error: &csv::Error) -> String {
    if let csv::ErrorKind::Deserialize { err, .. } = error.kind() {
        err.kind().to_string()
    } else if matches!(error.kind(), csv::ErrorKind::Utf8 { .. }) {
        "not UTF-8".to_owned()
    } else {
        error.to_string()
    }
}

fn wrong(line: u64, why: &dyn std::fmt::Display) -> Error {
    let why = why.to_string();
    // `serde_json` counts lines within the one line it was given.
    let why = why.replace(" at line 1 column ", " at column ");
    Error::NotACookie { line, why }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(told: &[Told]) -> Vec<String> {
        let line = |told: &Told| match told {
            Ok(question) => format!("{} {}", question.name, question.host),
            Err(error) => error.to_string(),
        };
        told.iter().map(line).collect()
    }

    #[test]
    fn json_lines_stand_for_themselves() {
        let text = "\u{feff}{\"name\":\"a\",\"host\":\".x.test\",\"more\":1}\r\n\n{\"host\":\"y\"}\n[]\n{\"name\":\"b\",\"session\":1}\n{\"name\":\"c\",\"same_site\":\"no_restriction\",\"secure\":null}\nnot\n";
        let told = told(text.as_bytes());
        let seen = lines(&told);
        assert_eq!(seen.len(), 6, "one answer a line, empty lines aside: {seen:?}");
        assert_eq!((seen[0].as_str(), seen[4].as_str()), ("a .x.test", "c "));
        for (seen, begins) in
            [(1, "line 3 is no cookie: missing field `name`"), (2, "line 4"), (3, "line 5"), (5, "line 7")]
        {
            assert!(
                told[seen].is_err() && lines(&told)[seen].starts_with(begins),
                "{seen:?}: {:?}",
                told[seen]
            );
        }
    }

    #[test]
    fn a_table_may_hold_anything_in_quotes_and_its_columns_in_any_order() {
        let text = "host, name,purpose,http_only,value_bytes\n.x.test,\"a,\"\"b\n\",analytics,true,12\nshort\n.y.test,c,,,\n.z.test,d,,maybe,\n";
        let told = told(text.as_bytes());
        assert_eq!(told[0].as_ref().unwrap().name, "a,\"b\n");
        assert_eq!(
            (told[0].as_ref().unwrap().http_only, told[0].as_ref().unwrap().value_bytes),
            (Some(true), Some(12))
        );
        let seen = lines(&told);
        assert_eq!(seen[1], "line 4 is no cookie: 1 of 5 columns");
        assert_eq!(seen[2], "c .y.test");
        assert!(seen[3].starts_with("line 6 is no cookie: "), "{}", seen[3]);
        assert_eq!(told.len(), 4);
    }

    #[test]
    fn a_table_without_names_is_one_error_and_nothing_is_nothing() {
        assert_eq!(lines(&told(b"a,b\n1,2\n")), ["line 1 is no cookie: no column is called `name`"]);
        assert!(told(b"").is_empty());
        assert!(told(b" \n").is_empty());
        assert_eq!(lines(&told(b"name,host\n\xff,x\nb,y\n")), ["line 2 is no cookie: not UTF-8", "b y"]);
    }
}
