//! What keeps people signed in, safe, asked only once and with a full cart is never called tracking
//! (`never-tracking.csv`), not even where its shape is that of a tracker.

use crumbwise_explain::Knowledge;
use crumbwise_model::{
    CookieTable, Flags, NewCookie, Purpose, SameSite, SignIn, Timestamp, Tracking, ValueSize, Verdict,
};

struct Row {
    name: &'static str,
    domain: &'static str,
    kind: &'static str,
}

fn rows() -> Vec<Row> {
    let lines = include_str!("never-tracking.csv").lines().skip(1);
    let rows = lines.map(|line| match line.split(',').collect::<Vec<_>>().as_slice() {
        &[name, domain, kind] => Row { name, domain, kind },
        _ => panic!("`{line}` is not `name,domain,kind`"),
    });
    rows.collect()
}

/// The verdict on a row that lives a year, is sent along from other sites and has the size of an identifier.
fn shaped_like_a_tracker(row: &Row, http_only: bool) -> Verdict {
    let mut table = CookieTable::builder();
    table.push(&NewCookie {
        host: row.domain.as_bytes(),
        name: row.name.as_bytes(),
        size: ValueSize::exact(32),
        created: Timestamp::from_unix_seconds(1_700_000_000),
        expires: Timestamp::from_unix_seconds(1_700_000_000 + 365 * 86_400),
        flags: Flags {
            persistent: true,
            secure: true,
            http_only,
            same_site: SameSite::None,
            ..Flags::default()
        },
        ..NewCookie::default()
    });
    let table = table.finish();
    Knowledge::built_in().explain(&table).verdict(table.rows().first().expect("one row was pushed"))
}

#[test]
fn none_is_called_tracking_whatever_its_shape() {
    let rows = rows();
    let mut wrong = Vec::new();
    for row in &rows {
        let (bare, _) = Knowledge::built_in().explain_one(row.name, row.domain);
        for verdict in [bare, shaped_like_a_tracker(row, false), shaped_like_a_tracker(row, true)] {
            let follows = verdict.tracking != Tracking::No
                || matches!(
                    verdict.purpose,
                    Purpose::Advertising | Purpose::SocialMedia | Purpose::Analytics
                );
            if follows {
                wrong.push(format!("{} `{}` at `{}`: {verdict:?}", row.kind, row.name, row.domain));
            }
        }
    }
    assert!(rows.len() >= 150, "the list lost rows: {}", rows.len());
    assert!(wrong.is_empty(), "{} called tracking:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_sign_in_is_kept_by_the_one_button() {
    let sign_ins: Vec<_> = rows().into_iter().filter(|row| row.kind == "sign_in").collect();
    let lost: Vec<_> = sign_ins
        .iter()
        .filter(|row| Knowledge::built_in().explain_one(row.name, row.domain).0.sign_in == SignIn::No)
        .map(|row| format!("`{}` at `{}`", row.name, row.domain))
        .collect();
    assert!(sign_ins.len() > 80, "the list lost its sign-ins: {}", sign_ins.len());
    assert!(lost.is_empty(), "sign-ins that are not seen:\n{}", lost.join("\n"));
}
