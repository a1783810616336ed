//! One stacked chart: columns between ascending bounds.

use crumbwise_model::{Cookie, Lifetime, Purpose, Timestamp};

use crate::table::Class;
use crate::view::{Bucket, Chart, Span};

pub(super) const DAY: i64 = 86_400;
const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;
/// Up to so many days a column is a day, beyond it a week.
const DAYS_AS_DAYS: i64 = 90;
/// The most columns of weeks: ten years. Older cookies are counted as outside.
const WEEKS: i64 = 520;

/// Ages where a column of *last used* begins, the oldest first.
const AGES: [i64; 14] = [
    365 * DAY,
    270 * DAY,
    180 * DAY,
    120 * DAY,
    90 * DAY,
    60 * DAY,
    30 * DAY,
    14 * DAY,
    7 * DAY,
    3 * DAY,
    DAY,
    6 * HOUR,
    HOUR,
    10 * MINUTE,
];

/// Time left where a column of *expires* begins: minutes to years in steps that grow.
const LEFT: [i64; 18] = [
    0,
    10 * MINUTE,
    30 * MINUTE,
    HOUR,
    3 * HOUR,
    12 * HOUR,
    DAY,
    3 * DAY,
    7 * DAY,
    14 * DAY,
    30 * DAY,
    60 * DAY,
    90 * DAY,
    180 * DAY,
    270 * DAY,
    365 * DAY,
    395 * DAY,
    2 * 365 * DAY,
];

/// Which instant of a cookie a chart shows.
#[derive(Clone, Copy)]
enum Shows {
    Set,
    LastUsed,
    Expires,
}

/// The columns of one chart while they are counted.
pub(super) struct Columns {
    shows: Shows,
    /// Where a column begins; ascending.
    starts: Vec<i64>,
    /// Where the last one ends; `None`: open.
    end: Option<i64>,
    buckets: Vec<Bucket>,
    outside: u64,
}

impl Columns {
    /// Equal steps up to the end of the present day, as far back as `days`.
    pub(super) fn set(now: i64, days: u32, utc_offset_minutes: i32) -> Self {
        let offset = i64::from(utc_offset_minutes) * MINUTE;
        let end = ((now + offset).div_euclid(DAY) + 1) * DAY - offset;
        let days = i64::from(days.max(1));
        let (step, count) = if days <= DAYS_AS_DAYS {
            (DAY, days)
        } else {
            (7 * DAY, (days.div_euclid(7) + i64::from(days % 7 > 0)).min(WEEKS))
        };
        let starts: Vec<i64> = (0..count).map(|column| end - (count - column) * step).collect();
        let spans = starts.iter().map(|&from| Span { from: Some(from), to: Some(from + step) }).collect();
        Self::new(Shows::Set, starts, Some(end), spans)
    }

    /// Steps that grow with age; the oldest column is open.
    pub(super) fn last_used(now: i64) -> Self {
        let bounds: Vec<i64> = AGES.iter().map(|age| now - age).collect();
        let starts = [i64::MIN].into_iter().chain(bounds.iter().copied()).collect();
        Self::new(Shows::LastUsed, starts, None, between(&bounds))
    }

    /// First what ends with the session, then what has expired, then steps that grow with the time left.
    pub(super) fn expires(now: i64) -> Self {
        let bounds: Vec<i64> = LEFT.iter().map(|left| now.saturating_add(*left)).collect();
        let starts = [i64::MIN].into_iter().chain(bounds.iter().copied()).collect();
        let mut columns = Self::new(Shows::Expires, starts, None, between(&bounds));
        columns.buckets.insert(0, bucket(Span::default()));
        columns
    }

    fn new(shows: Shows, starts: Vec<i64>, end: Option<i64>, spans: Vec<Span>) -> Self {
        Self { shows, starts, end, buckets: spans.into_iter().map(bucket).collect(), outside: 0 }
    }

    /// Counts a cookie; `chosen` when the brush holds it.
    pub(super) fn add(&mut self, cookie: &Cookie, class: Class, chosen: bool) {
        let column = self.column(cookie);
        let Some(bucket) = column.and_then(|column| self.buckets.get_mut(column)) else {
            self.outside += 1;
            return;
        };
        let purpose = class.purpose as usize;
        if let Some(count) = bucket.counts.get_mut(purpose) {
            *count += 1;
        }
        if let Some(count) = bucket.selected.get_mut(purpose) {
            *count += u64::from(chosen);
        }
    }

    pub(super) fn chart(self) -> Chart {
        Chart { buckets: self.buckets, outside: self.outside }
    }

    fn column(&self, cookie: &Cookie) -> Option<usize> {
        match self.shows {
            Shows::Set => self.between(cookie.created),
            Shows::LastUsed => self.between(cookie.last_used),
            Shows::Expires => match cookie.lifetime() {
                Lifetime::Session => Some(0),
                Lifetime::Persistent => self.between(cookie.expires).map(|column| column + 1),
            },
        }
    }

    fn between(&self, at: Timestamp) -> Option<usize> {
        let seconds = at.unix_seconds()?;
        if self.end.is_some_and(|end| seconds >= end) {
            return None;
        }
        self.starts.partition_point(|&start| start <= seconds).checked_sub(1)
    }
}

/// The stretches before, between and after `bounds`.
fn between(bounds: &[i64]) -> Vec<Span> {
    let from = [None].into_iter().chain(bounds.iter().copied().map(Some));
    let to = bounds.iter().copied().map(Some).chain([None]);
    from.zip(to).map(|(from, to)| Span { from, to }).collect()
}

fn bucket(span: Span) -> Bucket {
    Bucket { span, counts: [0; Purpose::ALL.len()], selected: [0; Purpose::ALL.len()] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_where_the_person_s_days_begin() {
        // 2026-11-24 23:30 in UTC is half past midnight of the 25th an hour further east.
        let now = 1_795_563_000;
        let utc = Columns::set(now, 7, 0).chart().buckets;
        let east = Columns::set(now, 7, 60).chart().buckets;
        assert_eq!((utc.len(), east.len()), (7, 7));
        let last = |buckets: &[Bucket]| buckets.last().expect("a week has days").span;
        assert_eq!(last(&utc), Span { from: Some(1_795_478_400), to: Some(1_795_564_800) });
        assert_eq!(last(&east), Span { from: Some(1_795_561_200), to: Some(1_795_647_600) });
    }

    #[test]
    fn columns_touch_and_hold_the_present() {
        let now = 1_795_563_000;
        for columns in [Columns::set(now, 365, -210), Columns::last_used(now), Columns::expires(now)] {
            let spans: Vec<Span> = columns.chart().buckets.iter().map(|bucket| bucket.span).collect();
            for pair in spans.windows(2).filter(|pair| pair[0] != Span::default()) {
                assert_eq!(pair[0].to, pair[1].from, "no instant falls between two columns");
            }
        }
        let weeks = Columns::set(now, 365, 0);
        assert_eq!(weeks.starts.len(), 53, "a year is not cut short to 52 weeks");
        assert_eq!(
            Columns::set(now, u32::MAX, 0).starts.len(),
            520,
            "an absurd oldest cookie draws no endless chart"
        );
    }
}
