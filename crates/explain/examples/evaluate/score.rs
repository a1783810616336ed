//! Verdicts beside labels, and the figures that follow.

use crumbwise_explain::Knowledge;
use crumbwise_model::{Confidence, CookieTable, NewCookie, Purpose, Source, Timestamp, ValueSize, Verdict};

use crate::data::{Label, Labelled};

/// One labelled cookie with its verdict.
pub(crate) struct Judged<'a> {
    pub(crate) row: &'a Labelled,
    pub(crate) verdict: Verdict,
    /// A rule or an entry about names decided.
    pub(crate) known: bool,
    /// Set by another site than the one that was visited.
    pub(crate) third_party: bool,
}

impl Judged<'_> {
    /// The verdict's purpose in the classes of the labels; none where it is unclassified.
    pub(crate) const fn class(&self) -> Option<Label> {
        match self.verdict.purpose {
            Purpose::Necessary | Purpose::Security => Some(Label::Necessary),
            Purpose::Functional => Some(Label::Functional),
            Purpose::Analytics => Some(Label::Analytics),
            Purpose::Advertising | Purpose::SocialMedia => Some(Label::Advertising),
            Purpose::Unclassified => None,
        }
    }

    /// The same, with "unclassified" as the harmless answer that it is to a person: nothing is cleared.
    pub(crate) fn class_or_necessary(&self) -> Label {
        self.class().unwrap_or(Label::Necessary)
    }

    pub(crate) fn tracks(&self) -> bool {
        self.class_or_necessary().tracks()
    }

    /// Named like what keeps people signed in, safe or asked only once, and declared as needed by its site.
    pub(crate) fn is_safe(&self) -> bool {
        const WORDS: [&str; 10] =
            ["sess", "auth", "login", "csrf", "xsrf", "token", "consent", "cart", "basket", "captcha"];
        let name = self.row.name.to_ascii_lowercase();
        // Pinterest's advertising identifier for people who are not signed in.
        let is_unauth = name.contains("unauth");
        self.row.label == Label::Necessary && !is_unauth && WORDS.iter().any(|word| name.contains(word))
    }
}

/// Explains all rows as one table, each row with its own times, size and flags.
pub(crate) fn judge(rows: &[Labelled]) -> Vec<Judged<'_>> {
    let created = Timestamp::from_unix_seconds(1_600_000_000);
    let mut table = CookieTable::builder();
    let mut foreign = Vec::with_capacity(rows.len());
    for row in rows {
        let visited_host =
            row.site_visited.split_once(':').map_or(row.site_visited.as_str(), |(host, _)| host);
        let (_, visited) = Knowledge::built_in().explain_one("", visited_host);
        let (_, own) = Knowledge::built_in().explain_one("", &row.host);
        let mut flags = row.flags;
        // Seen in a frame or request of another site: the evidence that browsers keep for partitioned cookies.
        flags.cross_site_ancestor = visited != own;
        foreign.push(visited != own);
        let expires = if flags.persistent {
            Timestamp::from_unix_seconds(1_600_000_000_i64.saturating_add(row.lifetime_seconds))
        } else {
            Timestamp::NONE
        };
        table.push(&NewCookie {
            host: row.host.as_bytes(),
            name: row.name.as_bytes(),
            size: ValueSize::exact(row.value_bytes),
            created,
            expires,
            flags,
            ..NewCookie::default()
        });
    }
    let table = table.finish();
    let explained = Knowledge::built_in().explain(&table);
    let judged = rows.iter().zip(table.rows()).zip(foreign).map(|((row, cookie), third_party)| {
        let verdict = explained.verdict(cookie);
        Judged { row, verdict, known: is_by_name(&verdict), third_party }
    });
    judged.collect()
}

/// Whether a source knows the name. What our own rules say about hosts is never quite sure.
fn is_by_name(verdict: &Verdict) -> bool {
    match verdict.source {
        Source::OwnRule => verdict.confidence == Confidence::High,
        Source::OpenCookieDatabase => true,
        Source::Nothing | Source::Person | Source::ThirdPartyWeb | Source::Evidence => false,
    }
}

/// Precision, recall and their mean, as parts of one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tracking {
    pub(crate) right: usize,
    pub(crate) too_many: usize,
    pub(crate) missed: usize,
}

impl Tracking {
    pub(crate) fn of<'a>(rows: impl Iterator<Item = &'a Judged<'a>>) -> Self {
        let mut sum = Self::default();
        for judged in rows {
            match (judged.row.label.tracks(), judged.tracks()) {
                (true, true) => sum.right += 1,
                (false, true) => sum.too_many += 1,
                (true, false) => sum.missed += 1,
                (false, false) => {}
            }
        }
        sum
    }

    pub(crate) fn precision(self) -> f64 {
        share(self.right, self.right + self.too_many)
    }

    pub(crate) fn recall(self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    pub(crate) fn f1(self) -> f64 {
        share(2 * self.right, 2 * self.right + self.too_many + self.missed)
    }
}

/// `part` of `whole` in percent; of nothing, all.
pub(crate) fn share(part: usize, whole: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    if whole == 0 { 100.0 } else { number(part) * 100.0 / number(whole) }
}
