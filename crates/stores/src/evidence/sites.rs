//! Registrable domains as fingerprints.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    hash::{BuildHasher, RandomState},
};

use crumbwise_model::ProblemKind;

use crate::trouble::Trouble;

/// The registrable domain of a host in small letters without a dot around it.
pub type SiteOf = for<'a> fn(&'a str) -> &'a str;

/// How many different hosts of one history are told apart. A long life on the web has some ten thousand.
const MOST_HOSTS: usize = 1 << 20;

/// A set of registrable domains. Holds fingerprints under a key of its own, so that it can be asked and not read.
#[derive(Clone, Default)]
pub(crate) struct Sites {
    key: RandomState,
    prints: HashSet<u64>,
    /// Hosts met before, so that each is reduced once.
    hosts: HashMap<u64, u64>,
}

impl Sites {
    /// Adds the site of a host; what is no host is left out.
    pub(crate) fn add_host(&mut self, host: &[u8], site_of: SiteOf) -> Result<(), Trouble> {
        let Ok(host) = std::str::from_utf8(host) else { return Ok(()) };
        let host = host.strip_suffix('.').unwrap_or(host);
        if host.is_empty() {
            return Ok(());
        }
        let print = self.key.hash_one(host);
        if self.hosts.contains_key(&print) {
            return Ok(());
        }
        if self.hosts.len() >= MOST_HOSTS {
            return Err(Trouble::new(ProblemKind::TooLarge, format!("more than {MOST_HOSTS} hosts")));
        }
        let small;
        let host = if host.bytes().any(|byte| byte.is_ascii_uppercase()) {
            small = host.to_ascii_lowercase();
            small.as_str()
        } else {
            host
        };
        let site = self.key.hash_one(site_of(host));
        self.hosts.insert(print, site);
        self.prints.insert(site);
        Ok(())
    }

    /// Whether a registrable domain is in it.
    pub(crate) fn contains(&self, site: &str) -> bool {
        !self.prints.is_empty() && self.prints.contains(&self.key.hash_one(site))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.prints.is_empty()
    }
}

/// How many.
impl fmt::Debug for Sites {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} sites", self.prints.len())
    }
}

/// The host of a web address: neither name and password before it nor a port behind it.
pub(crate) fn host_of(address: &[u8]) -> Option<&[u8]> {
    let rest = address.strip_prefix(b"https://").or_else(|| address.strip_prefix(b"http://"))?;
    let authority = rest.split(|byte| b"/?#\\".contains(byte)).next()?;
    let host = authority.rsplit(|&byte| byte == b'@').next()?;
    let host = without_port(host);
    (!host.is_empty()).then_some(host)
}

/// `example.com:8443` → `example.com`, `[::1]:80` → `[::1]`.
pub(crate) fn without_port(host: &[u8]) -> &[u8] {
    let last = host.iter().rposition(|&byte| byte == b':');
    match last.and_then(|at| host.split_at_checked(at)) {
        Some((before, _)) if !before.contains(&b':') || before.ends_with(b"]") => before,
        Some(_) | None => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_cut_down_to_its_host() {
        let cases = [
            ("https://www.example.com/a?b#c", Some("www.example.com")),
            ("http://example.com", Some("example.com")),
            ("https://me:secret@example.com:8443/", Some("example.com")),
            ("https://example.com?next=https://other.example/", Some("example.com")),
            ("http://[2001:db8::1]:80/", Some("[2001:db8::1]")),
            ("http://[2001:db8::1]/", Some("[2001:db8::1]")),
            ("https:///nothing", None),
            ("ftp://example.com/", None),
            ("chrome://settings", None),
            ("about:blank", None),
            ("", None),
        ];
        for (address, host) in cases {
            assert_eq!(host_of(address.as_bytes()), host.map(str::as_bytes), "{address}");
        }
    }

    #[test]
    fn a_set_can_be_asked_and_not_read() {
        let mut sites = Sites::default();
        let site_of: SiteOf = |host| host.strip_prefix("www.").unwrap_or(host);
        for host in ["www.Example.com", "example.com", "example.com.", "", "\u{fffd}"] {
            sites.add_host(host.as_bytes(), site_of).unwrap();
        }
        sites.add_host(b"\xff", site_of).unwrap();
        assert!(sites.contains("example.com") && !sites.contains("www.example.com"));
        assert_eq!(format!("{sites:?}"), "2 sites", "its names stand nowhere");
    }
}
