//! What a browser is told to do with the cookies of some hosts.

use std::{collections::HashMap, fmt};

use crumbwise_model::BrowserRule;

/// Rules by host, with and without the hosts below it.
#[derive(Clone, Default)]
pub(crate) struct Rules {
    hosts: HashMap<Box<str>, Entry>,
}

/// What is told about one host.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    alone: Told,
    with_subdomains: Told,
}

/// A rule, and how much its scheme counts.
#[derive(Clone, Copy, Debug, Default)]
struct Told {
    rule: BrowserRule,
    weight: u8,
}

/// Which hosts a rule speaks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// This one.
    Alone,
    /// This one and every one below it.
    WithSubdomains,
}

impl Rules {
    /// Adds a rule. Where there is one for the same host, the one about encrypted connections counts.
    pub(crate) fn add(&mut self, host: &str, reach: Reach, scheme: &str, rule: BrowserRule) {
        let host = host.trim_matches('.');
        if host.is_empty() || host.contains('*') {
            return;
        }
        let weight = match scheme {
            "https" => 3,
            "http" => 1,
            _ => 2,
        };
        let entry = self.hosts.entry(host.to_ascii_lowercase().into()).or_default();
        let told = match reach {
            Reach::Alone => &mut entry.alone,
            Reach::WithSubdomains => &mut entry.with_subdomains,
        };
        if weight >= told.weight {
            *told = Told { rule, weight };
        }
    }

    /// The rule for a host in small letters: its own, or that of the nearest host above it.
    pub(crate) fn of(&self, host: &str) -> BrowserRule {
        if self.hosts.is_empty() {
            return BrowserRule::None;
        }
        let own = self.hosts.get(host).map(|entry| entry.alone.rule);
        let above = std::iter::successors(Some(host), |host| Some(host.split_once('.')?.1));
        let above = above.filter_map(|host| Some(self.hosts.get(host)?.with_subdomains.rule));
        own.into_iter().chain(above).find(|&rule| rule != BrowserRule::None).unwrap_or_default()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.hosts.is_empty()
    }
}

/// How many.
impl fmt::Debug for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rules for {} hosts", self.hosts.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_rule_counts() {
        let mut rules = Rules::default();
        rules.add("example.com", Reach::WithSubdomains, "", BrowserRule::Allow);
        rules.add("shop.example.com", Reach::WithSubdomains, "https", BrowserRule::SessionOnly);
        rules.add("shop.example.com", Reach::WithSubdomains, "http", BrowserRule::Block);
        rules.add("www.example.com", Reach::Alone, "https", BrowserRule::Block);
        for nothing in ["*", "", ".", "*.net"] {
            rules.add(nothing, Reach::WithSubdomains, "", BrowserRule::Block);
        }
        let cases = [
            ("example.com", BrowserRule::Allow),
            ("a.example.com", BrowserRule::Allow),
            ("shop.example.com", BrowserRule::SessionOnly),
            ("a.b.shop.example.com", BrowserRule::SessionOnly),
            ("www.example.com", BrowserRule::Block),
            ("a.www.example.com", BrowserRule::Allow),
            ("notexample.com", BrowserRule::None),
            ("com", BrowserRule::None),
            ("", BrowserRule::None),
        ];
        for (host, rule) in cases {
            assert_eq!(rules.of(host), rule, "{host}");
        }
    }
}
