//! The session store: the only place where Firefox keeps session cookies.
//!
//! A file is 8 bytes `mozLz40\0`, the unpacked size as 32 bits little-endian, and one raw LZ4 block of
//! JSON, most of which is tabs. Only the top-level list `cookies` is looked at, and of each value only its
//! length is kept.

use std::{
    borrow::Cow,
    fmt, fs,
    io::Read,
    path::{Path, PathBuf},
};

use crumbwise_model::{Flags, NewCookie, ProblemKind, Timestamp, ValueSize};
use serde::{
    Deserialize, Deserializer,
    de::{self, Visitor},
};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::read::{same_site_of, scheme_of};
use crate::{files, read::Outcome, times::AbsurdTimes, trouble::Trouble};

/// The first bytes of a packed file.
pub(crate) const MAGIC: &[u8] = b"mozLz40\0";

/// The magic and the stated size.
const HEADER: usize = MAGIC.len() + 4;

/// The largest file that is read, packed; a large session of many windows has some 20 MB.
const LARGEST_PACKED: u64 = 256 << 20;

/// The largest content that is unpacked.
const LARGEST: usize = 512 << 20;

/// One byte of an LZ4 block stands for at most so many.
const LARGEST_RATIO: usize = 255;

/// How many copies made by upgrades are looked at; Firefox keeps three.
const MOST_UPGRADES: usize = 50;

/// Which file Firefox would restore from, those it would pass over on the way to it, and the copies that still
/// hold cookies of this session or of former ones.
#[derive(Debug, Default)]
pub(crate) struct Choice {
    pub(crate) chosen: Option<PathBuf>,
    pub(crate) passed_over: Vec<(PathBuf, Trouble)>,
    pub(crate) left_over: Vec<PathBuf>,
}

/// Goes through the files in Firefox's own order of trust: the one of a clean exit, the one of the running
/// or crashed session, its backup, the session before, the newest copy made by an upgrade. As Firefox does, it
/// passes over a file that cannot be one. What comes behind the one it would take is left over, and so is every
/// older copy. `resolve` follows links as far as they may be followed.
pub(crate) fn choose(profile: &Path, resolve: impl Fn(&Path) -> Result<Option<PathBuf>, Trouble>) -> Choice {
    let backups = profile.join("sessionstore-backups");
    let fixed = [
        profile.join("sessionstore.jsonlz4"),
        backups.join("recovery.jsonlz4"),
        backups.join("recovery.baklz4"),
        backups.join("previous.jsonlz4"),
    ];
    let mut choice = Choice::default();
    let upgrades = resolve(&backups).ok().flatten().map(|real| upgrades(&real)).unwrap_or_default();
    let restorable = fixed.len() + 1;
    for (number, path) in fixed.into_iter().chain(upgrades).enumerate() {
        let whole = resolve(&path).and_then(|real| real.as_deref().map(looks_whole).transpose());
        match whole {
            Ok(Some(())) if choice.chosen.is_none() && number < restorable => choice.chosen = Some(path),
            Ok(Some(())) => choice.left_over.push(path),
            Ok(None) => {}
            // An empty copy holds nothing to speak of.
            Err(_) if choice.chosen.is_some() && is_empty(&path) => {}
            Err(trouble) => choice.passed_over.push((path, trouble)),
        }
    }
    choice
}

fn is_empty(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() == 0)
}

/// The copies made by upgrades, newest first.
fn upgrades(backups: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(backups) else { return Vec::new() };
    let names = entries.flatten().map(|entry| entry.file_name());
    let mut names: Vec<_> =
        names.filter(|name| name.as_encoded_bytes().starts_with(b"upgrade.jsonlz4-")).collect();
    // The build id behind the dash is a date and time, so the last name is the newest.
    names.sort_unstable();
    names.into_iter().rev().take(MOST_UPGRADES).map(|name| backups.join(name)).collect()
}

/// Whether a file's first bytes are those of a session store.
fn looks_whole(path: &Path) -> Result<(), Trouble> {
    let (file, metadata) = files::open_regular(path)?;
    let mut start = Vec::new();
    file.take(HEADER as u64).read_to_end(&mut start)?;
    unpacked_size(&start, usize::try_from(metadata.len()).unwrap_or(usize::MAX)).map(drop)
}

/// Reads the session cookies of one file; a row's number is its position in the list.
pub(crate) fn read(path: &Path, outcome: &mut Outcome) -> Result<(), Trouble> {
    let packed = Zeroizing::new(files::read_all(path, LARGEST_PACKED)?);
    parse(&packed, outcome)
}

/// Reads the session cookies of a packed file's content.
pub(crate) fn parse(packed: &[u8], outcome: &mut Outcome) -> Result<(), Trouble> {
    let content = unpack(packed)?;
    let session: Session<'_> = serde_json::from_slice(&content).map_err(|error| damaged(&error))?;
    let Some(list) = session.cookies else { return Ok(()) };
    let list: Vec<&RawValue> = serde_json::from_str(list.get()).map_err(|error| damaged(&error))?;
    let mut unusable = 0;
    for (position, item) in (0..).zip(list) {
        match serde_json::from_str::<SessionCookie<'_>>(item.get()) {
            Ok(cookie) => push(position, &cookie, outcome),
            Err(_) => unusable += 1,
        }
    }
    outcome.note_rows(unusable, AbsurdTimes::default());
    Ok(())
}

/// The error's place only: its text could quote the content.
fn damaged(error: &serde_json::Error) -> Trouble {
    Trouble::new(ProblemKind::Damaged, format!("line {}, column {}", error.line(), error.column()))
}

/// The JSON inside a packed file; wiped when dropped, because values are in it.
fn unpack(packed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Trouble> {
    let mut content = Zeroizing::new(vec![0; unpacked_size(packed, packed.len())?]);
    let block = packed.get(HEADER..).unwrap_or_default();
    let unpacked = lz4_flex::block::decompress_into(block, &mut content)
        .map_err(|error| Trouble::new(ProblemKind::Damaged, error.to_string()))?;
    content.truncate(unpacked);
    Ok(content)
}

/// The size that a packed file of `length` bytes states, if it can be true.
fn unpacked_size(start: &[u8], length: usize) -> Result<usize, Trouble> {
    let size = start.strip_prefix(MAGIC).and_then(|rest| rest.first_chunk::<4>());
    let size = size.ok_or_else(|| Trouble::new(ProblemKind::NotADatabase, "no session store"))?;
    let size = usize::try_from(u32::from_le_bytes(*size)).unwrap_or(usize::MAX);
    let block = length.saturating_sub(HEADER);
    if size > block.saturating_mul(LARGEST_RATIO) {
        let detail = format!("{size} bytes cannot be packed into {block}");
        return Err(Trouble::new(ProblemKind::Damaged, detail));
    }
    if size > LARGEST {
        return Err(Trouble::new(ProblemKind::TooLarge, format!("{size} bytes unpacked")));
    }
    Ok(size)
}

fn push(position: i64, cookie: &SessionCookie<'_>, outcome: &mut Outcome) {
    let attributes = cookie.origin_attributes.as_ref().map(OriginAttributes::suffix).unwrap_or_default();
    let partitioned =
        cookie.origin_attributes.as_ref().is_some_and(|attributes| !attributes.partition_key.0.is_empty());
    outcome.cookies.push(&NewCookie {
        row: position,
        host: &cookie.host.0,
        name: &cookie.name.0,
        path: &cookie.path.0,
        partition: attributes.as_bytes(),
        created: Timestamp::NONE,
        last_used: Timestamp::NONE,
        expires: Timestamp::NONE,
        updated: Timestamp::NONE,
        size: ValueSize::exact(u32::try_from(cookie.value.0).unwrap_or(u32::MAX)),
        port: -1,
        flags: Flags {
            persistent: false,
            secure: cookie.secure,
            http_only: cookie.http_only,
            partitioned,
            same_site: same_site_of(cookie.same_site),
            scheme: scheme_of(cookie.scheme_map),
            ..Flags::default()
        },
    });
}

/// The whole file: everything but the cookies is skipped without being understood. Tabs hold what
/// `JSON.stringify` writes, lone surrogates and very large numbers included.
#[derive(Deserialize)]
struct Session<'a> {
    #[serde(borrow, default)]
    cookies: Option<&'a RawValue>,
}

/// One cookie; what is not written has its default.
#[derive(Deserialize)]
struct SessionCookie<'a> {
    #[serde(borrow)]
    host: Bytes<'a>,
    #[serde(borrow, default)]
    name: Bytes<'a>,
    #[serde(borrow, default)]
    path: Bytes<'a>,
    #[serde(default)]
    value: Measured,
    #[serde(default)]
    secure: bool,
    #[serde(default, rename = "httponly")]
    http_only: bool,
    #[serde(default, rename = "sameSite")]
    same_site: i64,
    #[serde(default, rename = "schemeMap")]
    scheme_map: i64,
    #[serde(borrow, default, rename = "originAttributes")]
    origin_attributes: Option<OriginAttributes<'a>>,
}

/// Written as an object here and as a suffix in `cookies.sqlite`.
#[derive(Deserialize)]
struct OriginAttributes<'a> {
    #[serde(default, rename = "userContextId")]
    user_context: u64,
    #[serde(default, rename = "privateBrowsingId")]
    private_browsing: u64,
    #[serde(borrow, default, rename = "firstPartyDomain")]
    first_party: Bytes<'a>,
    #[serde(borrow, default, rename = "geckoViewSessionContextId")]
    gecko_view: Bytes<'a>,
    #[serde(borrow, default, rename = "partitionKey")]
    partition_key: Bytes<'a>,
}

impl OriginAttributes<'_> {
    /// The suffix that `cookies.sqlite` would hold, so that both files name a container and a partition alike.
    fn suffix(&self) -> String {
        let number = |number: u64| if number == 0 { String::new() } else { number.to_string() };
        let attributes = [
            ("userContextId", number(self.user_context)),
            ("privateBrowsingId", number(self.private_browsing)),
            ("firstPartyDomain", encoded(&self.first_party.0)),
            ("geckoViewUserContextId", encoded(&self.gecko_view.0)),
            ("partitionKey", encoded(&self.partition_key.0)),
        ];
        let parts: Vec<_> = attributes
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        if parts.is_empty() { String::new() } else { format!("^{}", parts.join("&")) }
    }
}

/// Form-urlencoded, with `:` written as `+` before, as Firefox does.
fn encoded(value: &[u8]) -> String {
    let mut text = String::with_capacity(value.len());
    for &byte in value {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => {
                text.push(char::from(byte));
            }
            b' ' => text.push('+'),
            b':' => text.push_str("%2B"),
            _ => {
                use fmt::Write;
                // Writing to a `String` cannot fail.
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    text
}

/// A text as bytes: a lone surrogate is kept (as WTF-8) instead of making the cookie unreadable.
#[derive(Default)]
struct Bytes<'a>(Cow<'a, [u8]>);

impl<'de: 'a, 'a> Deserialize<'de> for Bytes<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Bytes<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }
            fn visit_borrowed_bytes<E: de::Error>(self, bytes: &'de [u8]) -> Result<Self::Value, E> {
                Ok(Bytes(Cow::Borrowed(bytes)))
            }
            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
                Ok(Bytes(Cow::Owned(bytes.to_vec())))
            }
        }
        deserializer.deserialize_bytes(Text)
    }
}

/// A text of which only the length in bytes is kept.
#[derive(Default)]
struct Measured(usize);

impl<'de> Deserialize<'de> for Measured {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Length;
        impl Visitor<'_> for Length {
            type Value = Measured;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }
            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
                Ok(Measured(bytes.len()))
            }
        }
        deserializer.deserialize_bytes(Length)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever the bytes: an answer, bounded memory, no panic.
        #[test]
        fn any_block_is_unpacked_or_refused(size in 0_u32..1 << 16, block in prop::collection::vec(any::<u8>(), 0..600)) {
            let mut packed = MAGIC.to_vec();
            packed.extend(size.to_le_bytes());
            packed.extend(&block);
            if let Ok(content) = unpack(&packed) {
                prop_assert!(content.len() <= block.len() * LARGEST_RATIO);
            }
        }

        /// Firefox's own suffix for a partition key, character by character.
        #[test]
        fn attributes_are_encoded_reversibly(key in "[ -~]{0,40}") {
            let text = encoded(key.as_bytes());
            prop_assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"*-._+%".contains(&byte)));
        }
    }
}
