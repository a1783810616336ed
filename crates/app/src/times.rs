//! Instants as text.

use chrono::{DateTime, Datelike, SecondsFormat};
use crumbwise_model::Timestamp;

/// RFC 3339 in UTC, to the second; `None` when no time is recorded or its year has no four digits.
pub(crate) fn text(at: Timestamp) -> Option<String> {
    let time = DateTime::from_timestamp(at.unix_seconds()?, 0)?;
    (0..=9999).contains(&time.year()).then(|| time.to_rfc3339_opts(SecondsFormat::Secs, true))
}

/// Like [`text`], for instants that are always recorded; empty otherwise.
pub(crate) fn known(at: Timestamp) -> String {
    text(at).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_utc_to_the_second() {
        let at = Timestamp::from_unix_micros(1_732_443_450_999_999);
        assert_eq!(text(at).as_deref(), Some("2024-11-24T10:17:30Z"));
        assert_eq!(text(Timestamp::from_unix_seconds(-1)).as_deref(), Some("1969-12-31T23:59:59Z"));
    }

    #[test]
    fn what_is_no_time_has_no_text() {
        assert_eq!(text(Timestamp::NONE), None);
        assert_eq!(text(Timestamp::from_unix_micros(i64::MAX)), None, "the year 294,247 is not RFC 3339");
        assert_eq!(text(Timestamp::from_unix_micros(i64::MIN + 1)), None);
    }
}
