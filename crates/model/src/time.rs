//! Instants, in one unit.

use std::fmt;

/// A point in time: microseconds since 1970-01-01 00:00 UTC, or none.
///
/// Every browser counts time from another epoch and in another unit; readers convert once, at the edge
/// (`crumbwise-stores`), and everything after them compares like with like.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Not recorded, or recorded as something that cannot be a time. Sorts before every real instant.
    pub const NONE: Self = Self(i64::MIN);

    /// Seconds in a day, for ages and spans.
    pub const DAY_MICROS: i64 = 86_400_000_000;

    /// From microseconds since 1970.
    pub const fn from_unix_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// From seconds since 1970; `NONE` when the number is too large to be represented.
    pub const fn from_unix_seconds(seconds: i64) -> Self {
        match seconds.checked_mul(1_000_000) {
            Some(micros) => Self(micros),
            None => Self::NONE,
        }
    }

    /// Microseconds since 1970, or `None` when no time is recorded.
    pub const fn unix_micros(self) -> Option<i64> {
        if self.0 == i64::MIN { None } else { Some(self.0) }
    }

    /// Whole seconds since 1970 (rounded down), or `None` when no time is recorded.
    pub const fn unix_seconds(self) -> Option<i64> {
        match self.unix_micros() {
            Some(micros) => Some(micros.div_euclid(1_000_000)),
            None => None,
        }
    }

    /// Whether a time is recorded.
    pub const fn is_some(self) -> bool {
        self.0 != i64::MIN
    }

    /// Microseconds from `earlier` to `self`; `None` when either is not recorded.
    pub const fn since(self, earlier: Self) -> Option<i64> {
        match (self.unix_micros(), earlier.unix_micros()) {
            (Some(later), Some(earlier)) => Some(later.saturating_sub(earlier)),
            (None, _) | (_, None) => None,
        }
    }
}

impl Default for Timestamp {
    fn default() -> Self {
        Self::NONE
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.unix_micros() {
            Some(micros) => write!(f, "{micros}µs"),
            None => f.write_str("never"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn seconds_round_down_also_before_1970() {
        assert_eq!(Timestamp::from_unix_micros(-1).unix_seconds(), Some(-1));
        assert_eq!(Timestamp::from_unix_micros(1_999_999).unix_seconds(), Some(1));
    }

    #[test]
    fn absurd_seconds_are_not_a_time() {
        assert_eq!(Timestamp::from_unix_seconds(i64::MAX), Timestamp::NONE);
        assert_eq!(Timestamp::NONE.unix_seconds(), None);
    }
}
