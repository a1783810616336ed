//! Famous cookies, with what is publicly known about each (`well-known-cookies.csv`).
//!
//! `purpose`, `tracking` (1: holds an identifier for advertising, social media or analytics) and
//! `organisation` are the list's own columns. `reach` and `sign_in` are this project's finer axes. Where
//! `organisation` says that the site itself or its consent tool is behind a cookie, no company is expected.

use crumbwise_explain::Knowledge;
use crumbwise_model::{CompanyId, SignIn, Tracking, Verdict};

struct Row {
    line: usize,
    name: String,
    domain: String,
    purpose: String,
    tracking: bool,
    organisation: String,
    reach: String,
    sign_in: String,
}

#[test]
fn what_keeps_people_signed_in_or_safe_is_never_tracking() {
    let mut checked = 0;
    for row in rows() {
        if ["necessary", "security", "functional"].contains(&row.purpose.as_str()) {
            let (verdict, _) = Knowledge::built_in().explain_one(&row.name, &row.domain);
            assert_eq!(verdict.tracking, Tracking::No, "{}", at(&row, &verdict));
            assert!(!verdict.is_tracker(), "{}", at(&row, &verdict));
            checked += 1;
        }
    }
    assert!(checked > 80, "the list lost its safe cookies: {checked}");
}

#[test]
fn purpose_tracking_sign_in_and_company_are_right() {
    let rows = rows();
    assert!(rows.len() >= 212, "the list lost rows: {}", rows.len());
    let mut wrong = Vec::new();
    for row in &rows {
        let (verdict, _) = Knowledge::built_in().explain_one(&row.name, &row.domain);
        let purpose = if row.purpose == "social" { "social_media" } else { &row.purpose };
        let tracks = matches!(verdict.tracking, Tracking::CrossSite | Tracking::SingleSite);
        let right = verdict.purpose.word() == purpose
            && tracks == row.tracking
            && verdict.tracking.word() == row.reach
            && verdict.sign_in.word() == row.sign_in
            && is_organisation(&row.organisation, verdict.company);
        if !right {
            wrong.push(at(row, &verdict));
        }
    }
    assert!(wrong.is_empty(), "{} of {} well-known cookies:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[test]
fn sign_ins_of_the_list_are_kept_by_the_one_button() {
    for row in rows().iter().filter(|row| row.sign_in != "no") {
        let (verdict, _) = Knowledge::built_in().explain_one(&row.name, &row.domain);
        assert_ne!(verdict.sign_in, SignIn::No, "{}", at(row, &verdict));
    }
}

/// `Parent (Name)`, `Name` or, for a site's own software, nobody.
fn is_organisation(text: &str, id: Option<CompanyId>) -> bool {
    if text.contains("site operator") || text.contains("site CMP") {
        return id.is_none();
    }
    id.map(|id| Knowledge::built_in().company(id)).is_some_and(|company| {
        text == company.name || text == format!("{} ({})", company.parent, company.name)
    })
}

fn at(row: &Row, verdict: &Verdict) -> String {
    let company = verdict.company.map_or("nobody", |id| Knowledge::built_in().company(id).name);
    format!("line {}: `{}` at `{}`: {company}, {verdict:?}", row.line, row.name, row.domain)
}

fn rows() -> Vec<Row> {
    let text = include_str!("well-known-cookies.csv");
    let mut rows = Vec::new();
    for (number, line) in text.lines().enumerate().skip(1) {
        let cells = cells(line);
        let [name, domain, purpose, tracking, organisation, _note, reach, sign_in] = cells.as_slice() else {
            panic!("line {}: {} cells", number + 1, cells.len());
        };
        rows.push(Row {
            line: number + 1,
            name: name.clone(),
            domain: domain.clone(),
            purpose: purpose.clone(),
            tracking: tracking == "1",
            organisation: organisation.clone(),
            reach: reach.clone(),
            sign_in: sign_in.clone(),
        });
    }
    rows
}

/// One CSV line; quotes around a cell protect its commas.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cells.last_mut().expect("never empty").push(other),
        }
    }
    cells
}
