//! The browsers' epochs, each a type of its own, so that no number is taken for the wrong one.
//!
//! Zero means "not recorded" in every one of them. A number before 1970 or after the year 9999 cannot be
//! the time of a cookie; it is no time, and the reader counts it.

use crumbwise_model::Timestamp;

/// Seconds from 1601-01-01 to 1970-01-01 UTC.
const SECONDS_1601_TO_1970: i64 = 11_644_473_600;

/// 9999-12-31 23:59:59 UTC, in seconds since 1970.
const LAST_SECOND: i64 = 253_402_300_799;

/// From here on Firefox's `expiry` counts milliseconds: 10^12 ms is 2001, 10^12 s the year 33658. The row
/// tells the unit, not the schema version: a store that went through an older Firefox keeps its numbers
/// while its version goes back.
const FIRST_MILLISECONDS: i64 = 1_000_000_000_000;

/// Chromium: microseconds since 1601-01-01 UTC.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ChromiumMicros(pub(crate) i64);

/// Firefox: microseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UnixMicros(pub(crate) i64);

/// Firefox's `expiry`: seconds or milliseconds since 1970-01-01 UTC, by size.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GeckoExpiry(pub(crate) i64);

/// macOS: seconds since 2001-01-01 UTC, with a fraction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MacSeconds(pub(crate) f64);

/// A number read as a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reckoned {
    /// An instant, or [`Timestamp::NONE`] where none is recorded.
    Time(Timestamp),
    /// A number that cannot be a time.
    Absurd,
}

impl ChromiumMicros {
    pub(crate) fn reckon(self) -> Reckoned {
        if self.0 == 0 {
            return Reckoned::Time(Timestamp::NONE);
        }
        UnixMicros(self.0.saturating_sub(SECONDS_1601_TO_1970 * 1_000_000)).reckon_nonzero()
    }
}

impl UnixMicros {
    pub(crate) fn reckon(self) -> Reckoned {
        if self.0 == 0 { Reckoned::Time(Timestamp::NONE) } else { self.reckon_nonzero() }
    }

    fn reckon_nonzero(self) -> Reckoned {
        if (0..=LAST_SECOND * 1_000_000 + 999_999).contains(&self.0) {
            Reckoned::Time(Timestamp::from_unix_micros(self.0))
        } else {
            Reckoned::Absurd
        }
    }
}

impl GeckoExpiry {
    pub(crate) fn reckon(self) -> Reckoned {
        let per_unit = if self.0 >= FIRST_MILLISECONDS { 1_000 } else { 1_000_000 };
        self.0.checked_mul(per_unit).map_or(Reckoned::Absurd, |micros| UnixMicros(micros).reckon())
    }
}

impl MacSeconds {
    pub(crate) fn reckon(self) -> Reckoned {
        /// Seconds from 1970-01-01 to 2001-01-01 UTC.
        const SECONDS_1970_TO_2001: f64 = 978_307_200.0;
        if self.0 == 0.0 {
            return Reckoned::Time(Timestamp::NONE);
        }
        let micros = (self.0 + SECONDS_1970_TO_2001) * 1_000_000.0;
        if !micros.is_finite() {
            return Reckoned::Absurd;
        }
        // What a float cannot hold becomes the nearest number that an integer can, which is no time either.
        #[expect(clippy::cast_possible_truncation, reason = "the fraction of a microsecond goes")]
        let micros = micros as i64;
        UnixMicros(micros).reckon_nonzero()
    }
}

/// Counts what cannot be a time while rows are read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct AbsurdTimes(pub(crate) u64);

impl AbsurdTimes {
    /// The instant; none, and counted, when the number cannot be one.
    pub(crate) fn settle(&mut self, reckoned: Reckoned) -> Timestamp {
        match reckoned {
            Reckoned::Time(time) => time,
            Reckoned::Absurd => {
                self.0 += 1;
                Timestamp::NONE
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(reckoned: Reckoned) -> Option<i64> {
        match reckoned {
            Reckoned::Time(time) => time.unix_seconds(),
            Reckoned::Absurd => panic!("absurd"),
        }
    }

    #[test]
    fn each_epoch_reads_right_to_the_second() {
        assert_eq!(seconds(ChromiumMicros(13_345_678_901_234_567).reckon()), Some(1_701_205_301));
        assert_eq!(seconds(UnixMicros(1_701_205_301_234_567).reckon()), Some(1_701_205_301));
        assert_eq!(seconds(GeckoExpiry(1_701_205_301).reckon()), Some(1_701_205_301), "seconds up to v15");
        assert_eq!(seconds(GeckoExpiry(1_701_205_301_999).reckon()), Some(1_701_205_301), "ms from v16");
        assert_eq!(seconds(MacSeconds(722_898_101.5).reckon()), Some(1_701_205_301));
        assert_eq!(
            seconds(GeckoExpiry(253_402_300_799).reckon()),
            Some(253_402_300_799),
            "year 9999 in seconds"
        );
    }

    #[test]
    fn zero_is_not_recorded_and_nonsense_is_absurd() {
        assert_eq!(ChromiumMicros(0).reckon(), Reckoned::Time(Timestamp::NONE), "0 is not 1601");
        assert_eq!(UnixMicros(0).reckon(), Reckoned::Time(Timestamp::NONE));
        for absurd in [-1, i64::MIN, i64::MAX, 1] {
            assert_eq!(ChromiumMicros(absurd).reckon(), Reckoned::Absurd, "{absurd}");
        }
        for absurd in [f64::NAN, f64::INFINITY, 1e300, -1e300] {
            assert_eq!(MacSeconds(absurd).reckon(), Reckoned::Absurd, "{absurd}");
        }
        assert_eq!(GeckoExpiry(-5).reckon(), Reckoned::Absurd);
        assert_eq!(GeckoExpiry(i64::MAX).reckon(), Reckoned::Absurd);
    }
}
