//! Reading a `*.binarycookies` file: `cook`, sizes of pages (big-endian), pages of records (little-endian), a
//! checksum.
//!
//! The file is read whole in one go, because its owner replaces it whole. Of each value only the length is
//! kept; the bytes are wiped afterwards.

use std::path::Path;

use crumbwise_model::{CookieTableBuilder, Flags, NewCookie, ProblemKind, SameSite, Timestamp, ValueSize};
use zeroize::Zeroizing;

use crate::{
    files,
    read::Outcome,
    times::{AbsurdTimes, MacSeconds},
    trouble::Trouble,
};

/// The first bytes of a file.
pub(crate) const MAGIC: &[u8] = b"cook";

/// The first bytes of every page.
const PAGE_MAGIC: u32 = 0x0000_0100;

/// What stands behind the checksum.
const FOOTER: [u8; 4] = [0x07, 0x17, 0x20, 0x05];

/// The largest file that is read; Safari's own limit keeps a real one below some 10 MB.
const LARGEST: u64 = 256 << 20;

/// Where a record's texts can begin at the earliest.
const RECORD_HEADER: usize = 56;

/// Reads the cookies of one file; a row's number counts the records from the first page on.
pub(crate) fn read(path: &Path, outcome: &mut Outcome) -> Result<(), Trouble> {
    let content = Zeroizing::new(files::read_all(path, LARGEST)?);
    parse(&content, outcome)
}

/// What is whole is kept; the first thing that cannot be right is told.
pub(crate) fn parse(content: &[u8], outcome: &mut Outcome) -> Result<(), Trouble> {
    let rest = content.strip_prefix(MAGIC);
    let rest = rest.ok_or_else(|| Trouble::new(ProblemKind::NotADatabase, "no binary cookies"))?;
    let pages = big_endian(rest, 0).ok_or_else(|| damaged("no number of pages"))? as usize;
    let sizes = rest.get(4..).unwrap_or_default();
    // Compared before anything is allocated: the number is four bytes of a stranger's.
    if pages > sizes.len() / 4 {
        return Err(damaged(format!("{pages} pages stated")));
    }
    let (sizes, mut rest) = sizes.split_at(pages * 4);
    let mut reading = Records::default();
    let mut sum = 0_u32;
    let mut cut = false;
    for number in 0..pages {
        let size = big_endian(sizes, number * 4).unwrap_or_default() as usize;
        cut |= size > rest.len();
        let (page, after) = rest.split_at(size.min(rest.len()));
        rest = after;
        sum = sum.wrapping_add(checksum(page));
        reading.page(page, &mut outcome.cookies);
    }
    outcome.note_rows(reading.unusable, reading.absurd);
    if cut {
        return Err(damaged("cut off within a page"));
    }
    note_end(rest, sum, outcome);
    Ok(())
}

fn damaged(detail: impl Into<String>) -> Trouble {
    Trouble::new(ProblemKind::Damaged, detail)
}

/// Checksum and footer. Writers differ, so what does not agree is told and refuses nothing; what may follow
/// (a property list with the policy for new cookies) is not read.
fn note_end(rest: &[u8], sum: u32, outcome: &mut Outcome) {
    let mut differs = Vec::new();
    if big_endian(rest, 0) != Some(sum) {
        differs.push("the checksum");
    }
    if rest.get(4..8) != Some(&FOOTER[..]) {
        differs.push("the footer");
    }
    if !differs.is_empty() {
        outcome
            .troubles
            .push(Trouble::new(ProblemKind::BadRows, format!("unexpected: {}", differs.join(", "))));
    }
}

/// The sum of every fourth byte.
fn checksum(page: &[u8]) -> u32 {
    page.iter().step_by(4).fold(0, |sum, &byte| sum.wrapping_add(u32::from(byte)))
}

/// What has come of the records so far.
#[derive(Debug, Default)]
struct Records {
    met: i64,
    unusable: u64,
    absurd: AbsurdTimes,
}

impl Records {
    fn page(&mut self, page: &[u8], cookies: &mut CookieTableBuilder) {
        let count = little_endian(page, 4).unwrap_or_default() as usize;
        let offsets = page.get(8..).unwrap_or_default();
        // A page that is none is one unusable record; a count that cannot be true is met as far as it can be.
        if page.first_chunk::<4>().map(|magic| u32::from_be_bytes(*magic)) != Some(PAGE_MAGIC)
            || count > offsets.len() / 4
        {
            self.unusable += 1;
            return;
        }
        for number in 0..count {
            let record = little_endian(offsets, number * 4)
                .and_then(|offset| page.get(offset as usize..))
                .and_then(|record| record.get(..little_endian(record, 0)? as usize).or(Some(record)));
            let cookie = record.and_then(|record| cookie(record, self.met, &mut self.absurd));
            match cookie {
                Some(cookie) => cookies.push(&cookie),
                None => self.unusable += 1,
            }
            self.met += 1;
        }
    }
}

/// One record; `None` when its host or name is not there. Its texts stand in any order.
fn cookie<'r>(record: &'r [u8], row: i64, absurd: &mut AbsurdTimes) -> Option<NewCookie<'r>> {
    let flags = little_endian(record, 8)?;
    let has_port = little_endian(record, 12)? != 0;
    let text = |at: usize| text(record, little_endian(record, at)? as usize);
    let (host, name) = (text(16)?, text(20)?);
    let mut time = |at| double(record, at).map(|seconds| absurd.settle(MacSeconds(seconds).reckon()));
    let expires = time(40)?;
    let created = time(48)?;
    let port = record.get(RECORD_HEADER..).and_then(|rest| rest.first_chunk::<2>());
    let port = port.filter(|_| has_port).map(|port| i32::from(u16::from_le_bytes(*port)));
    Some(NewCookie {
        row,
        host,
        name,
        path: text(24).unwrap_or_default(),
        expires,
        created,
        last_used: Timestamp::NONE,
        size: ValueSize::exact(u32::try_from(text(28).unwrap_or_default().len()).unwrap_or(u32::MAX)),
        port: port.unwrap_or(-1),
        flags: Flags {
            // Session cookies are never stored.
            persistent: true,
            secure: flags & 1 != 0,
            http_only: flags & 4 != 0,
            same_site: same_site_of(flags),
            ..Flags::default()
        },
        ..NewCookie::default()
    })
}

/// As far as it is known; other bits may be set too.
const fn same_site_of(flags: u32) -> SameSite {
    match flags & 0x38 {
        0x20 => SameSite::None,
        0x28 => SameSite::Lax,
        0x38 => SameSite::Strict,
        _ => SameSite::Unspecified,
    }
}

/// A text up to its NUL, or to the end of a record that was cut before it.
fn text(record: &[u8], offset: usize) -> Option<&[u8]> {
    let rest = record.get(offset..).filter(|_| offset >= RECORD_HEADER)?;
    rest.split(|&byte| byte == 0).next()
}

fn big_endian(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk::<4>().map(|chunk| u32::from_be_bytes(*chunk))
}

fn little_endian(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk::<4>().map(|chunk| u32::from_le_bytes(*chunk))
}

fn double(bytes: &[u8], at: usize) -> Option<f64> {
    bytes.get(at..)?.first_chunk::<8>().map(|chunk| f64::from_le_bytes(*chunk))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever the bytes: an answer, no panic, no more records than there can be.
        #[test]
        fn any_bytes_end_in_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            let mut content = MAGIC.to_vec();
            content.extend(bytes);
            let mut outcome = Outcome::default();
            let _ = parse(&content, &mut outcome);
            prop_assert!(outcome.cookies.len() <= content.len() / 4);
        }
    }
}
