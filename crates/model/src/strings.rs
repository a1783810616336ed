//! Many short texts in one block of memory, each stored once.

use std::{borrow::Cow, fmt, hash::BuildHasher, ops::Range};

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

/// The number of a text inside its [`Strings`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StringId(pub u32);

/// A text as the browser stored it: bytes that are nearly always UTF-8 and sometimes hostile.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text<'a>(pub &'a [u8]);

impl<'a> Text<'a> {
    /// The text with invalid sequences replaced; borrows when there are none.
    pub fn lossy(self) -> Cow<'a, str> {
        String::from_utf8_lossy(self.0)
    }

    /// Whether there is nothing.
    pub const fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lossy())
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.lossy(), f)
    }
}

/// Texts by number, read-only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strings {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Strings {
    /// The text of `id`; empty for a number that is not in here.
    pub fn text(&self, id: StringId) -> Text<'_> {
        Text(self.bytes.get(self.range(id)).unwrap_or_default())
    }

    /// The texts as `str`; checked for all of them at once, which is quicker than each by itself.
    pub fn checked(&self) -> CheckedStrings<'_> {
        CheckedStrings { strings: self, whole: std::str::from_utf8(&self.bytes).ok() }
    }

    fn range(&self, id: StringId) -> Range<usize> {
        let index = id.0 as usize;
        let start = index.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let range = start.zip(self.ends.get(index).copied());
        range.map_or(0..0, |(start, end)| start..end)
    }

    /// How many distinct texts.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Every text with its number.
    pub fn iter(&self) -> impl Iterator<Item = (StringId, Text<'_>)> {
        (0..u32::try_from(self.ends.len()).unwrap_or(u32::MAX)).map(|n| (StringId(n), self.text(StringId(n))))
    }
}

/// Texts by number, as `str` where they are.
#[derive(Clone, Copy, Debug)]
pub struct CheckedStrings<'a> {
    strings: &'a Strings,
    /// All of them, one behind the other; none if one is not UTF-8.
    whole: Option<&'a str>,
}

impl<'a> CheckedStrings<'a> {
    /// The text of `id`; `None` when it is not UTF-8.
    pub fn text(self, id: StringId) -> Option<&'a str> {
        match self.whole {
            // What is no text by itself may be one together with its neighbour: then it does not end at a character.
            Some(whole) => whole.get(self.strings.range(id)),
            None => std::str::from_utf8(self.strings.text(id).0).ok(),
        }
    }
}

/// Collects texts, giving equal texts equal numbers.
#[derive(Debug, Default)]
pub struct StringsBuilder {
    strings: Strings,
    index: HashTable<Entry>,
    last: Option<StringId>,
}

/// A number with its text's hash: growing the index and most comparisons then need not visit the text,
/// which for a large store lies far away in memory.
#[derive(Clone, Copy, Debug)]
struct Entry {
    hash: u32,
    id: StringId,
}

impl Entry {
    /// The index takes its buckets from the low bits and its tags from the high ones.
    const fn spread(hash: u32) -> u64 {
        (hash as u64) << 32 | hash as u64
    }
}

impl StringsBuilder {
    /// The number of `text`, stored on first sight.
    ///
    /// Stores write neighbouring rows with equal hosts, so the previous text is compared before hashing.
    pub fn intern(&mut self, text: &[u8]) -> StringId {
        if let Some(last) = self.last
            && self.strings.text(last).0 == text
        {
            return last;
        }
        let long = FxBuildHasher.hash_one(text);
        // Both halves folded into one; what is cut off is deliberately let go.
        let hash = u32::try_from((long ^ (long >> 32)) & u64::from(u32::MAX)).unwrap_or_default();
        let strings = &mut self.strings;
        let same = |entry: &Entry| entry.hash == hash && strings.text(entry.id).0 == text;
        let id = if let Some(entry) = self.index.find(Entry::spread(hash), same) {
            entry.id
        } else {
            let id = StringId(u32::try_from(strings.ends.len()).unwrap_or(u32::MAX));
            strings.bytes.extend_from_slice(text);
            strings.ends.push(strings.bytes.len());
            self.index
                .insert_unique(Entry::spread(hash), Entry { hash, id }, |entry| Entry::spread(entry.hash));
            id
        };
        self.last = Some(id);
        id
    }

    /// Adds every text of another collection; their numbers in here, by their numbers there.
    pub fn append(&mut self, other: &Self) -> Vec<StringId> {
        other.strings.iter().map(|(_, text)| self.intern(text.0)).collect()
    }

    /// The texts, with the look-up index let go.
    pub fn finish(self) -> Strings {
        let mut strings = self.strings;
        strings.bytes.shrink_to_fit();
        strings.ends.shrink_to_fit();
        strings
    }

    /// The text of a number handed out before.
    pub fn text(&self, id: StringId) -> Text<'_> {
        self.strings.text(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_share_a_number_and_keep_their_bytes() {
        let mut builder = StringsBuilder::default();
        let a = builder.intern(b"a.example");
        let odd = builder.intern(&[0xff, 0x00]);
        let empty = builder.intern(b"");
        assert_eq!(builder.intern(b"a.example"), a);
        assert_eq!(builder.intern(b""), empty);
        let strings = builder.finish();
        assert_eq!(strings.len(), 3);
        assert_eq!(strings.text(odd).0, &[0xff, 0x00]);
        assert_eq!(strings.text(empty).0, b"");
        assert_eq!(strings.text(StringId(99)).0, b"", "an unknown number is an empty text, never a panic");
    }

    #[test]
    fn what_is_no_text_by_itself_is_none_beside_others_either() {
        let texts: [&[u8]; 4] = ["ä".as_bytes(), b"a", &[0xc3], &[0xa4]];
        for all in [&texts[..], &texts[..3]] {
            let mut builder = StringsBuilder::default();
            let ids: Vec<_> = all.iter().map(|text| builder.intern(text)).collect();
            let strings = builder.finish();
            for (id, text) in ids.iter().zip(all) {
                assert_eq!(strings.checked().text(*id), std::str::from_utf8(text).ok(), "{text:?}");
            }
        }
    }
}
