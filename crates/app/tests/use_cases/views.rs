//! What leaves the engine for a small scan: held as snapshots, so that a change of a shape is seen.

use crate::common::{DAY, NOW, PERSONAL, now, places, scan, scanned};
use crumbwise_app::{
    Error, Knowledge, Scanned, cookie, cookie_rows, cookies, overview, timeline,
    view::{
        Axis, Brush, Chart, CookieId, CookieQuery, CookieRow, Direction, Filter, LivesBy, Sort, SortColumn,
        Span, TimelineQuery,
    },
};
use insta::assert_json_snapshot;

fn ask(scanned: &Scanned, filter: Filter, column: SortColumn, direction: Direction) -> Vec<CookieRow> {
    cookies(scanned, &CookieQuery { filter, sort: Sort { column, direction }, offset: 0, limit: 1_000 }).rows
}

fn names(rows: &[CookieRow]) -> Vec<String> {
    rows.iter().map(|row| format!("{} {} ({})", row.host, row.name, row.profile)).collect()
}

fn filtered(filter: Filter) -> Vec<String> {
    names(&ask(&scanned(), filter, SortColumn::Site, Direction::Ascending))
}

/// A view without the part that another test looks at.
fn without(view: &impl serde::Serialize, field: &str) -> serde_json::Value {
    let mut value = serde_json::to_value(view).expect("views are JSON");
    value.as_object_mut().and_then(|fields| fields.remove(field)).expect("the field exists");
    value
}

#[test]
fn the_first_screen() {
    let data = tempfile::tempdir().expect("a temporary folder");
    let overview = overview(&scanned(), &places(data.path()), now()).expect("overview");
    let set: u64 = overview.set.buckets.iter().flat_map(|bucket| bucket.counts).sum();
    assert_eq!(set + overview.set.outside, overview.counts.cookies, "every cookie is in a column or outside");
    assert_json_snapshot!(without(&overview, "set"));
    assert!(!data.path().join("data").exists(), "looking makes no data folder");
}

#[test]
fn every_cookie_once_in_order() {
    let scanned = scanned();
    let mut rows: Vec<CookieRow> = cookie_rows(&scanned).collect();
    assert_eq!(rows.len(), scanned.scan().len());
    for row in &mut rows {
        row.id.scan = 0;
    }
    assert_json_snapshot!(rows);
}

#[test]
fn one_cookie_explained() {
    let scanned = scanned();
    for (number, name) in [
        (0, "tracker"),
        (2, "long_lived"),
        (3, "sign_in"),
        (4, "weak_sign_in"),
        (5, "partitioned"),
        (8, "hostile"),
    ] {
        let id = CookieId { scan: scanned.id(), store: 0, row: number };
        let detail = cookie(&scanned, id).expect("a cookie of this scan");
        assert_json_snapshot!(name, without(&detail, "row"));
    }
}

#[test]
fn ids_of_another_scan_are_refused() {
    let (old, new) = (scanned(), scanned());
    let id = CookieId { scan: old.id(), store: 0, row: 0 };
    assert!(matches!(cookie(&new, id), Err(Error::OldScan)), "an old id is never another cookie");
    let outside = CookieId { scan: new.id(), store: 0, row: 999 };
    assert!(matches!(cookie(&new, outside), Err(Error::OldScan)));
}

#[test]
fn hostile_names_are_text() {
    let rows: Vec<CookieRow> = cookie_rows(&scanned()).collect();
    assert_eq!(rows[8].name, PERSONAL[8].name, "a name leaves the engine as it is stored");
}

#[test]
fn filters_say_what_they_mean() {
    let base = Filter::default;
    let words = |word: &str| vec![word.to_owned()];
    assert_json_snapshot!(
        "filters",
        [
            ("text in name", filtered(Filter { text: " UUID2 ".to_owned(), ..base() })),
            ("text in host", filtered(Filter { text: "Shop.Example".to_owned(), ..base() })),
            ("text in company", filtered(Filter { text: "criteo".to_owned(), ..base() })),
            ("browser", filtered(Filter { browsers: words("firefox"), ..base() })),
            ("purpose", filtered(Filter { purposes: words("analytics"), ..base() })),
            ("tracking", filtered(Filter { tracking: words("cross_site"), ..base() })),
            ("sign-in", filtered(Filter { sign_in: words("yes"), ..base() })),
            ("session", filtered(Filter { lifetime: Some("session".to_owned()), ..base() })),
            ("unknown lifetime", filtered(Filter { lifetime: Some("for ever".to_owned()), ..base() })),
            ("trackers", filtered(Filter { trackers_only: true, ..base() })),
            ("expired", filtered(Filter { expired_only: true, ..base() })),
            ("site", filtered(Filter { site: Some("github.com".to_owned()), ..base() })),
            (
                "set last week",
                filtered(Filter { set: Some(Span { from: Some(NOW - 7 * DAY), to: None }), ..base() })
            ),
            ("ends with the session", filtered(Filter { expires: Some(Span::default()), ..base() })),
            (
                "expires within 10 days",
                filtered(Filter {
                    expires: Some(Span { from: Some(NOW), to: Some(NOW + 10 * DAY) }),
                    ..base()
                })
            ),
        ]
    );
}

#[test]
fn the_same_question_after_another_has_the_same_answer() {
    let scanned = scanned();
    let shops = || Filter { text: "shop".to_owned(), ..Filter::default() };
    let first = ask(&scanned, shops(), SortColumn::Name, Direction::Ascending);
    let all = ask(&scanned, Filter::default(), SortColumn::Name, Direction::Ascending);
    assert_ne!(first.len(), all.len());
    assert_eq!(
        ask(&scanned, shops(), SortColumn::Name, Direction::Ascending),
        first,
        "a kept order is not mixed up"
    );
    let page =
        |offset, limit| cookies(&scanned, &CookieQuery { offset, limit, ..CookieQuery::default() }).rows;
    assert_eq!([page(0, 5), page(5, 100)].concat(), page(0, 100), "pages join without a gap");
    assert_eq!(page(9_999, 10), []);
}

#[test]
fn every_column_sorts_both_ways() {
    let scanned = scanned();
    let columns = [
        SortColumn::Site,
        SortColumn::Name,
        SortColumn::Host,
        SortColumn::Company,
        SortColumn::Purpose,
        SortColumn::Browser,
        SortColumn::Created,
        SortColumn::LastUsed,
        SortColumn::Expires,
        SortColumn::Size,
    ];
    for column in columns {
        let up = ask(&scanned, Filter::default(), column, Direction::Ascending);
        let down = ask(&scanned, Filter::default(), column, Direction::Descending);
        let key = |row: &CookieRow| match column {
            SortColumn::Site => row.site.to_lowercase(),
            SortColumn::Name => row.name.to_lowercase(),
            SortColumn::Host => row.host.trim_start_matches('.').to_owned(),
            SortColumn::Company => {
                row.company.clone().map_or_else(|| "~".to_owned(), |name| name.to_lowercase())
            }
            SortColumn::Purpose => purpose(&row.purpose),
            SortColumn::Browser => row.browser_name.clone(),
            SortColumn::Created => row.created.clone().unwrap_or_default(),
            SortColumn::LastUsed => row.last_used.clone().unwrap_or_default(),
            SortColumn::Expires => row.expires.clone().unwrap_or_default(),
            SortColumn::Size => format!("{:9}", row.size_max),
        };
        assert!(
            up.is_sorted_by_key(key),
            "{column:?} ascending: {:?}",
            up.iter().map(key).collect::<Vec<_>>()
        );
        let mut down: Vec<String> = down.iter().map(key).filter(|key| key != "~").collect();
        down.reverse();
        assert!(down.is_sorted(), "{column:?} descending, cookies without a company last: {down:?}");
    }
}

fn purpose(word: &str) -> String {
    let place = crumbwise_model::Purpose::ALL.iter().position(|purpose| purpose.word() == word);
    format!("{place:?}")
}

fn sum(chart: &Chart) -> (u64, u64) {
    let all = chart.buckets.iter().flat_map(|bucket| bucket.counts).sum();
    (all, chart.buckets.iter().flat_map(|bucket| bucket.selected).sum())
}

#[test]
fn the_timeline_counts_every_cookie_in_every_chart() {
    let scanned = scanned();
    let total = scanned.scan().len() as u64;
    for days in [Some(7), Some(90), Some(365), None] {
        let view = timeline(&scanned, &TimelineQuery { days, ..TimelineQuery::default() });
        for chart in [&view.set, &view.last_used, &view.expires] {
            let (all, selected) = sum(chart);
            assert_eq!(all + chart.outside, total);
            assert_eq!(selected, all, "without a brush everything is chosen");
        }
        assert_eq!(view.selected.cookies, total);
    }
    let all = timeline(&scanned, &TimelineQuery::default());
    assert_eq!(all.set.outside, 0, "`all` reaches to the oldest cookie");
}

#[test]
fn the_brush_links_the_charts() {
    let scanned = scanned();
    let brushes = [
        (Axis::Set, Span { from: Some(NOW - 100 * DAY), to: Some(NOW - 5 * DAY) }),
        (Axis::LastUsed, Span { from: None, to: Some(NOW - 9 * DAY) }),
        (Axis::Expires, Span::default()),
        (Axis::Expires, Span { from: Some(NOW), to: None }),
    ];
    for (axis, span) in brushes {
        let query =
            TimelineQuery { brush: Some(Brush { axis, span }), lanes: 100, ..TimelineQuery::default() };
        let view = timeline(&scanned, &query);
        let mut filter = Filter::default();
        *match axis {
            Axis::Set => &mut filter.set,
            Axis::LastUsed => &mut filter.last_used,
            Axis::Expires => &mut filter.expires,
        } = Some(span);
        let page = cookies(&scanned, &CookieQuery { filter, limit: 1, ..CookieQuery::default() });
        assert!(page.total > 0, "the case is worth having");
        assert_eq!(view.selected.cookies, page.total, "{axis:?}: the brush and the filter mean the same");
        assert_eq!(view.selected.trackers, page.trackers);
        assert_eq!(view.lives.len() as u64, page.total, "lives are those of the brush");
        for chart in [&view.set, &view.last_used, &view.expires] {
            assert_eq!(sum(chart).1, page.total, "{axis:?}: the charts show the same selection");
        }
    }
}

#[test]
fn a_whole_timeline() {
    let scanned = scanned();
    let mut view = timeline(&scanned, &TimelineQuery { days: Some(7), lanes: 3, ..TimelineQuery::default() });
    view.lives.iter_mut().filter_map(|life| life.id.as_mut()).for_each(|id| id.scan = 0);
    for chart in [&mut view.set, &mut view.last_used, &mut view.expires] {
        chart.buckets.retain(|bucket| bucket.counts != [0; 7]);
    }
    assert_json_snapshot!(view);
}

#[test]
fn lives_gather_companies_and_sites() {
    let scanned = Scanned::new(scan(), Knowledge::built_in());
    let lanes = |lives_by| {
        timeline(&scanned, &TimelineQuery { lives_by, lanes: 50, ..TimelineQuery::default() }).lives
    };
    let sites = lanes(LivesBy::Sites);
    assert_eq!(sites.iter().map(|life| life.cookies).sum::<u64>(), scanned.scan().len() as u64);
    let google = sites.iter().find(|life| life.label == "google.com").expect("a lane");
    assert_eq!((google.cookies, google.sign_in), (2, true));
    let ide = sites.iter().find(|life| life.label == "doubleclick.net").expect("a lane");
    assert_eq!(
        (ide.set, ide.last_used),
        (Some(NOW - 200 * DAY), Some(NOW)),
        "the earliest set, the latest use"
    );
    assert!(lanes(LivesBy::Companies).iter().all(|life| !life.label.is_empty()));
}
