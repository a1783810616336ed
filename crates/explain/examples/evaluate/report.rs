//! The figures as text.

use std::fmt::Write as _;

use crumbwise_explain::Knowledge;
use crumbwise_model::Source;

use crate::{
    data::{Half, Label},
    score::{Judged, Tracking, share},
};

/// Every figure, then the worst misses. Rows of the half that is kept unread are listed only when that half
/// was asked for.
pub(crate) fn write(judged: &[Judged<'_>], half: Option<Half>, misses: usize) -> String {
    let all: Vec<&Judged<'_>> = judged.iter().collect();
    let mut out = String::new();
    let what = half.map_or("whole file", Half::word);
    let mut sites: Vec<&str> = judged.iter().map(|judged| judged.row.site_visited.as_str()).collect();
    sites.sort_unstable();
    sites.dedup();
    line(&mut out, &format!("{what}: {} cookies of {} sites", judged.len(), sites.len()));
    figures(&mut out, "all names", &all);
    let (known, unknown): (Vec<_>, Vec<_>) = all.iter().copied().partition(|judged| judged.known);
    figures(&mut out, "names that a source knows", &known);
    figures(&mut out, "names that none knows", &unknown);
    safety(&mut out, &all);
    confusion(&mut out, &all);
    sources(&mut out, &all);
    let shown = half.unwrap_or(Half::Odd);
    worst(&mut out, &all, shown, misses);
    out
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

fn figures(out: &mut String, title: &str, rows: &[&Judged<'_>]) {
    let right = |rows: &[&Judged<'_>]| {
        rows.iter().filter(|judged| judged.class_or_necessary() == judged.row.label).count()
    };
    let strict = rows.iter().filter(|judged| judged.class() == Some(judged.row.label)).count();
    let none = rows.iter().filter(|judged| judged.class().is_none()).count();
    let recalls: Vec<f64> = Label::ALL
        .iter()
        .filter_map(|&label| {
            let of: Vec<_> = rows.iter().copied().filter(|judged| judged.row.label == label).collect();
            (!of.is_empty()).then(|| share(right(&of), of.len()))
        })
        .collect();
    let balanced =
        recalls.iter().sum::<f64>() / f64::from(u32::try_from(recalls.len().max(1)).unwrap_or(u32::MAX));
    let tracking = Tracking::of(rows.iter().copied());
    let count = rows.len();
    _ = writeln!(out, "\n{title} ({count})");
    _ = writeln!(
        out,
        "  purpose, 4 classes   {:5.1} % (unclassified counted as necessary), {:5.1} % (counted as a miss)",
        share(right(rows), count),
        share(strict, count)
    );
    _ = writeln!(out, "  balanced             {balanced:5.1} %");
    _ = writeln!(
        out,
        "  tracking             F1 {:5.1} %, precision {:5.1} %, recall {:5.1} % ({} right, {} too many, {} missed)",
        tracking.f1(),
        tracking.precision(),
        tracking.recall(),
        tracking.right,
        tracking.too_many,
        tracking.missed
    );
    _ = writeln!(out, "  unclassified         {:5.1} % ({none})", share(none, count));
}

fn safety(out: &mut String, rows: &[&Judged<'_>]) {
    let safe: Vec<_> = rows.iter().filter(|judged| judged.is_safe()).collect();
    let lost: Vec<_> = safe.iter().filter(|judged| judged.verdict.is_tracker()).collect();
    let cleared: Vec<_> = rows.iter().filter(|judged| judged.verdict.is_tracker()).collect();
    let bad = cleared.iter().filter(|judged| !judged.row.label.tracks()).count();
    _ = writeln!(
        out,
        "\nsign-in, security, consent and cart cookies the one button would clear: {} of {}",
        lost.len(),
        safe.len()
    );
    for judged in lost {
        _ = writeln!(out, "  `{}` at `{}`", judged.row.name, judged.row.host);
    }
    _ = writeln!(
        out,
        "the one button would clear {} cookies; {} of them are declared necessary or functional",
        cleared.len(),
        bad
    );
}

fn confusion(out: &mut String, rows: &[&Judged<'_>]) {
    _ = write!(out, "\n{:<14}", "label \\ verdict");
    for label in Label::ALL {
        _ = write!(out, "{:>13}", label.word());
    }
    _ = writeln!(out, "{:>13}", "unclassified");
    for label in Label::ALL {
        _ = write!(out, "{:<14}", label.word());
        for class in Label::ALL.into_iter().map(Some).chain([None]) {
            let here = rows.iter().filter(|judged| judged.row.label == label && judged.class() == class);
            _ = write!(out, "{:>13}", here.count());
        }
        out.push('\n');
    }
}

fn sources(out: &mut String, rows: &[&Judged<'_>]) {
    _ = writeln!(out, "\nwho decided, and how often rightly");
    let all = [
        Source::OwnRule,
        Source::OpenCookieDatabase,
        Source::ThirdPartyWeb,
        Source::Evidence,
        Source::Nothing,
    ];
    for source in all {
        let of: Vec<_> = rows.iter().filter(|judged| judged.verdict.source == source).collect();
        let right = of.iter().filter(|judged| judged.class_or_necessary() == judged.row.label).count();
        _ = writeln!(out, "  {:<22}{:>5}  {:5.1} %", source.word(), of.len(), share(right, of.len()));
    }
}

/// Harm first: what is called tracking and is declared as needed, then tracking that is not seen, then the
/// rest; within these, the surest first.
fn worst(out: &mut String, rows: &[&Judged<'_>], half: Half, most: usize) {
    let mut misses: Vec<_> = rows
        .iter()
        .filter(|judged| judged.row.half == half && judged.class_or_necessary() != judged.row.label)
        .collect();
    misses.sort_by_key(|judged| {
        let harm = match (judged.row.label.tracks(), judged.tracks()) {
            (false, true) => 0,
            (true, false) => 1,
            (true, true) | (false, false) => 2,
        };
        (harm, std::cmp::Reverse(judged.verdict.confidence), judged.row.name.as_str())
    });
    _ = writeln!(
        out,
        "\nworst misses of the {} half ({} of {})",
        half.word(),
        misses.len().min(most),
        misses.len()
    );
    for judged in misses.into_iter().take(most) {
        let verdict = judged.verdict;
        let by = Knowledge::built_in().rule(verdict.source, verdict.rule).map_or("", |rule| rule.pattern);
        _ = writeln!(
            out,
            "  {:<11} not {:<12} `{}` at `{}` ({}), visited `{}`, by {} {} `{by}`",
            judged.row.label.word(),
            verdict.purpose.word(),
            judged.row.name.chars().take(48).collect::<String>(),
            judged.row.host,
            if judged.third_party { "third party" } else { "first party" },
            judged.row.site_visited,
            verdict.confidence.word(),
            verdict.source.word(),
        );
    }
}
