//! What keeps a cookie apart, decoded: Firefox's origin attributes, Chromium's top-frame site.

use crumbwise_model::Engine;

/// What a partition text says. Texts are a stranger's: they may hold anything that UTF-8 can.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// The number of a container, to be looked up in [`containers`](crate::containers()).
    pub container: Option<u32>,
    /// The site the cookie is kept apart under.
    pub partition: Option<PartitionKey>,
    /// The registrable domain of first-party isolation, Tor Browser's older way of keeping apart.
    pub first_party: Option<String>,
    /// Whether something in it is not known; Firefox itself then ignores the whole text.
    pub unknown: bool,
}

/// The site a cookie is kept apart under.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartitionKey {
    /// `https`; empty where it is not stated.
    pub scheme: String,
    /// The registrable domain.
    pub site: String,
    /// The port, where it is not the scheme's own.
    pub port: Option<u16>,
    /// Whether another site stood between the cookie's frame and the top (Firefox's `f`).
    pub foreign: bool,
}

impl Attributes {
    /// Decodes what [`Cookie::partition`](crumbwise_model::Cookie::partition) refers to. Never fails: what
    /// makes no sense is `unknown`.
    pub fn parse(engine: Engine, text: &[u8]) -> Self {
        match engine {
            Engine::Gecko => gecko(text),
            Engine::Chromium => Self { partition: top_frame(text), ..Self::default() },
            // They keep nothing apart.
            Engine::Libsoup | Engine::Safari => Self { unknown: !text.is_empty(), ..Self::default() },
        }
    }
}

/// `^` and form-urlencoded pairs.
fn gecko(text: &[u8]) -> Attributes {
    let mut attributes = Attributes::default();
    if text.is_empty() {
        return attributes;
    }
    let Some(pairs) = text.strip_prefix(b"^") else {
        return Attributes { unknown: true, ..attributes };
    };
    for pair in pairs.split(|&byte| byte == b'&') {
        let mut halves = pair.splitn(2, |&byte| byte == b'=');
        let key = halves.next().unwrap_or_default();
        let (value, whole) = decoded(halves.next().unwrap_or_default());
        attributes.unknown |= !whole;
        match key {
            b"userContextId" => match value.parse() {
                Ok(number) => attributes.container = Some(number).filter(|&number| number > 0),
                Err(_) => attributes.unknown = true,
            },
            b"partitionKey" => attributes.partition = partition_key(&value),
            b"firstPartyDomain" => attributes.first_party = Some(value).filter(|value| !value.is_empty()),
            // Never stored for cookies, or of Android and of long ago: known, and nothing to show.
            b"privateBrowsingId" | b"geckoViewUserContextId" | b"addonId" | b"appId" | b"inBrowser" => {}
            _ => attributes.unknown = true,
        }
    }
    attributes
}

/// Undoes form-urlencoding, then the `+` that stands for `:` since file names cannot have that. Says whether
/// every `%` was one of a pair of digits; one that was not stays as it is.
fn decoded(text: &[u8]) -> (String, bool) {
    let mut bytes = Vec::with_capacity(text.len());
    let mut whole = true;
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match (byte, after) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, after @ ..]) => {
                let digit =
                    |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
                if let (Some(high), Some(low)) = (digit(*high), digit(*low)) {
                    bytes.push(high << 4 | low);
                    rest = after;
                } else {
                    whole = false;
                    bytes.push(b'%');
                }
            }
            (byte, _) => {
                whole &= byte != b'%';
                bytes.push(byte);
            }
        }
    }
    let text = String::from_utf8_lossy(&bytes);
    whole &= !text.contains(char::REPLACEMENT_CHARACTER);
    (text.replace('+', ":"), whole)
}

/// `(scheme,site)`, then `,port` and `,f` where they apply; or a site alone.
fn partition_key(text: &str) -> Option<PartitionKey> {
    if text.is_empty() {
        return None;
    }
    let alone = || PartitionKey { site: text.to_owned(), ..PartitionKey::default() };
    let Some(inside) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) else {
        return Some(alone());
    };
    let mut parts = inside.split(',');
    let (Some(scheme), Some(site)) = (parts.next(), parts.next()) else { return Some(alone()) };
    let mut key =
        PartitionKey { scheme: scheme.to_owned(), site: site.to_owned(), ..PartitionKey::default() };
    for part in parts {
        match part.parse() {
            Ok(port) => key.port = Some(port),
            Err(_) if part == "f" => key.foreign = true,
            Err(_) => return Some(alone()),
        }
    }
    Some(key)
}

/// `https://site`, with a port where it is not the scheme's own.
fn top_frame(text: &[u8]) -> Option<PartitionKey> {
    if text.is_empty() {
        return None;
    }
    let text = String::from_utf8_lossy(text);
    let (scheme, rest) = text.split_once("://").unwrap_or(("", &text));
    // The last colon, but none inside the brackets of an address.
    let port = rest.rsplit_once(':').and_then(|(site, port)| Some((site, port.parse().ok()?)));
    let (site, port) = match port {
        Some((site, port)) => (site, Some(port)),
        None => (rest, None),
    };
    Some(PartitionKey { scheme: scheme.to_owned(), site: site.to_owned(), port, foreign: false })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever the bytes: an answer, no longer than they are, no panic.
        #[test]
        fn any_bytes_end_in_an_answer(text in prop::collection::vec(any::<u8>(), 0..200)) {
            for text in [text.clone(), [b"^partitionKey=".as_slice(), &text].concat()] {
                for engine in [Engine::Gecko, Engine::Chromium] {
                    let key = Attributes::parse(engine, &text).partition.unwrap_or_default();
                    // A byte that is no UTF-8 becomes a mark of three.
                    prop_assert!(key.site.len() <= text.len() * 3);
                }
            }
        }
    }

    #[test]
    fn chromium_s_site_is_taken_apart() {
        let key = |text: &[u8]| Attributes::parse(Engine::Chromium, text).partition;
        let site = |scheme: &str, site: &str, port| {
            Some(PartitionKey { scheme: scheme.into(), site: site.into(), port, foreign: false })
        };
        assert_eq!(key(b""), None);
        assert_eq!(key(b"https://shop.example"), site("https", "shop.example", None));
        assert_eq!(key(b"http://localhost:8080"), site("http", "localhost", Some(8080)));
        assert_eq!(key(b"https://[::1]"), site("https", "[::1]", None));
        assert_eq!(key(b"nonsense"), site("", "nonsense", None));
    }
}
