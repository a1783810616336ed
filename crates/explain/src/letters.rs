//! Which letters a text has, for telling at once that it cannot hold another. Shared with the generator.

/// Which letters occur, one bit each without regard to case; other characters share these bits, so the answer
/// can be too many, never too few.
pub(crate) const fn letters(text: &str) -> u32 {
    let (mut rest, mut letters) = (text.as_bytes(), 0);
    while let [byte, more @ ..] = rest {
        letters |= 1 << (*byte & 0x1f);
        rest = more;
    }
    letters
}
