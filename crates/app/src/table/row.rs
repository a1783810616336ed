//! One cookie as the row that leaves the engine.

use crumbwise_model::{CookieRef, Lifetime, Text};

use crate::kept_under::KeptUnder;
use crate::view::{CookieId, CookieRow};
use crate::{Scanned, marks, times};

/// The row of a cookie of this scan.
pub(crate) fn row(scanned: &Scanned, at: CookieRef) -> Option<CookieRow> {
    let (store, cookie) = scanned.scan().cookie(at)?;
    let table = &store.cookies;
    let verdict = store.verdict(cookie);
    let evidence = store.explained.evidence(cookie);
    let host = table.host(cookie);
    let partition = table.partition(cookie);
    let kept_under = KeptUnder::of(store, cookie);
    let context = kept_under.context(store, cookie);
    let marks = marks::of_cookie(store, cookie);
    let expires = match cookie.lifetime() {
        Lifetime::Session => None,
        Lifetime::Persistent => times::text(cookie.expires),
    };
    Some(CookieRow {
        id: CookieId { scan: scanned.id(), store: at.store, row: at.row },
        name: text(table.name(cookie)),
        host: text(host),
        site: text(store.explained.site(store.pair(cookie))),
        path: text(table.path(cookie)),
        browser: store.store.browser.id.to_string(),
        browser_name: store.store.browser.name.to_owned(),
        profile: store.store.profile.clone(),
        partition: (!partition.is_empty()).then(|| text(partition)),
        partition_site: kept_under.apart.site,
        container: kept_under.apart.container,
        left_over: store.store.is_left_over(),
        lifetime: cookie.lifetime().word().to_owned(),
        purpose: verdict.purpose.word().to_owned(),
        tracking: verdict.tracking.word().to_owned(),
        tracker: verdict.is_tracker(),
        sign_in: verdict.sign_in.word().to_owned(),
        company: verdict.company.map(|id| scanned.knowledge().company(id).name.to_owned()),
        created: times::text(cookie.created),
        last_used: times::text(cookie.last_used),
        updated: times::text(cookie.updated),
        expires,
        expired: cookie.is_expired(scanned.scan().at),
        size_min: cookie.size.min,
        size_max: cookie.size.max,
        secure: cookie.flags.secure,
        http_only: cookie.flags.http_only,
        host_only: !host.0.starts_with(b"."),
        same_site: cookie.flags.same_site.word().to_owned(),
        set_by: cookie.flags.set_by.word().to_owned(),
        context: context.word().to_owned(),
        visited: evidence.visited.word().to_owned(),
        browser_rule: evidence.rule.word().to_owned(),
        marks: marks.into_iter().map(|mark| mark.word().to_owned()).collect(),
    })
}

/// A stored text with invalid bytes replaced; what it means to a terminal or a page is theirs to defuse.
fn text(text: Text<'_>) -> String {
    text.lossy().into_owned()
}
