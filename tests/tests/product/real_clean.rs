//! The trackers are cleared, everything else is still sent, and undo brings every row back: shown by the real
//! browsers to a server that looks at what they send.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use crumbwise_tests::command::Crumbwise;
use crumbwise_tests::home::{self, CameBack};
use crumbwise_tests::server::Sent;
use crumbwise_tests::sites::{self, Fate};
use crumbwise_tests::truth::Row;

use crate::prepared::{Truth, prepared, rows};

#[test]
fn a_running_browser_is_not_cleaned() -> Result<()> {
    let Some(prepared) = prepared()? else { return Ok(()) };
    let live = &prepared.live;
    for said in &live.refused {
        assert_eq!(said.code, Some(3), "cleaning under a running browser is refused: {said:?}");
        let document: serde_json::Value = serde_json::from_str(&said.out)?;
        assert_eq!(document["removed"], 0, "nothing is removed: {document}");
        let waiting = document["plan"]["effects"]["in_use"].as_array().context("the stores in use")?;
        let mut browsers: Vec<_> = waiting.iter().filter_map(|store| store["browser"].as_str()).collect();
        browsers.sort_unstable();
        assert_eq!(browsers, ["chromium", "firefox"], "the refusal says which browsers run: {document}");
        for store in waiting {
            assert!(store["pid"].as_u64().is_some(), "and which process holds the store: {store}");
        }
    }
    assert_eq!(live.before, live.after, "a refused clean-up changes no row");
    assert!(live.stray.is_empty(), "with --home and --data nothing is written elsewhere: {:?}", live.stray);
    Ok(())
}

#[test]
fn trackers_go_the_rest_stays_and_undo_brings_all_back() -> Result<()> {
    let Some(prepared) = prepared()? else { return Ok(()) };
    let (home, control) = (prepared.copy()?, prepared.copy()?);
    let crumbwise = Crumbwise::on(home.path())?;
    let before = rows(home.path())?;
    let plan = crumbwise.json(["plan", "--preset", "trackers", "--rows"])?;

    let cleaned = crumbwise.json(["clean", "--preset", "trackers", "--yes"])?;
    assert_eq!(cleaned["removed"], plan["clear"], "what the plan said is what was done");
    assert_eq!(cleaned["still_there"], 0, "every removed row is gone when read again");
    let left = Truth::of(home.path())?;
    let gone =
        before.iter().map(|rows| rows.len() - 1).sum::<usize>() - left.chromium.len() - left.firefox.len();
    assert_eq!(cleaned["removed"], gone, "the report counts what SQL counts");
    let restart = home::copy(home.path())?;

    let undone = crumbwise.json(["undo", "--yes"])?;
    assert_eq!(undone["restored"], cleaned["removed"], "undo brings back what was removed");
    assert_eq!(rows(home.path())?, before, "undo restores every column of every row");

    let untouched = home::restarted(control.path())?;
    let after_cleaning = home::restarted(restart.path())?;
    let after_undo = home::restarted(home.path())?;
    assert_control(&untouched);
    let gone = cleared(&plan)?;
    for (browser, control, cleaned) in [
        ("chromium", &untouched.chromium, &after_cleaning.chromium),
        ("firefox", &untouched.firefox, &after_cleaning.firefox),
    ] {
        let expected: BTreeSet<&Sent> = control
            .iter()
            .filter(|sent| !gone.contains(&(browser.to_owned(), sent.host.clone(), sent.name.clone())))
            .collect();
        assert_eq!(
            cleaned.iter().collect::<BTreeSet<_>>(),
            expected,
            "{browser} sends what the control sends, without the planned trackers"
        );
        for sent in cleaned {
            assert_ne!(
                sites::fate(&sent.host, &sent.name),
                Some(Fate::Goes),
                "a tracker came back: {sent:?}"
            );
        }
        for sent in control.difference(cleaned) {
            assert_ne!(sites::fate(&sent.host, &sent.name), Some(Fate::Stays), "{browser} lost {sent:?}");
        }
    }
    assert_eq!(after_undo, untouched, "after the undo both browsers send what the control sends");
    Ok(())
}

/// The control sends every cookie of the tests' web, but the one whose path is never visited.
fn assert_control(untouched: &CameBack) {
    for (browser, sent) in [("Chromium", &untouched.chromium), ("Firefox", &untouched.firefox)] {
        for site in sites::WEB {
            for baked in site.cookies().filter(|baked| !baked.attributes.contains("Path=/basket")) {
                let found = sent.iter().any(|sent| {
                    sent.host == site.host
                        && sent.name == baked.name
                        && sent.value == sites::value(site.host, baked.name)
                });
                assert!(found, "{browser} with session restore sends {} to {}", baked.name, site.host);
            }
        }
    }
}

/// What a plan clears: browser, a host the cookie is sent to, name.
fn cleared(plan: &serde_json::Value) -> Result<BTreeSet<(String, String, String)>> {
    let rows = plan["rows"].as_array().context("the rows of the plan")?;
    let mut gone = BTreeSet::new();
    for row in rows.iter().filter(|row| row["clear"] == true) {
        let cookie = &row["cookie"];
        let text = |field: &str| cookie[field].as_str().context("a text").map(str::to_owned);
        let (browser, host, name) = (text("browser")?, text("host")?, text("name")?);
        for site in sites::WEB {
            let bare = host.trim_start_matches('.');
            let below = host.starts_with('.') && site.host.ends_with(&host);
            if site.host == bare || below {
                gone.insert((browser.clone(), site.host.to_owned(), name.clone()));
            }
        }
    }
    Ok(gone)
}

#[test]
fn only_the_store_of_the_running_browser_waits() -> Result<()> {
    let Some(prepared) = prepared()? else { return Ok(()) };
    let home = prepared.copy()?;
    let crumbwise = Crumbwise::on(home.path())?;
    let [chromium, firefox] = rows(home.path())?;
    let running = home::start_chromium(home.path(), "https://blog.example/")?;
    let said = crumbwise.run(["clean", "--preset", "everything", "--yes"])?;
    assert_eq!(said.code, Some(5), "partly done: {said:?}");
    assert!(said.out.contains("Chromium"), "it is said which browser runs: {said:?}");
    let [chromium_left, firefox_left] = rows(home.path())?;
    assert_eq!(chromium_left.len(), chromium.len(), "the running browser's store is left alone");
    assert_eq!(firefox_left.len(), 1, "the closed browser's store is cleared");
    running.browser.quit()?;
    crumbwise.json(["undo", "--yes"])?;
    let [_, firefox_back] = rows(home.path())?;
    assert_eq!(firefox_back, firefox, "undo restores every column of every row");
    Ok(())
}

#[test]
fn a_killed_browser_is_read_and_cleaned() -> Result<()> {
    let Some(prepared) = prepared()? else { return Ok(()) };
    let home = prepared.copy()?;
    let crumbwise = Crumbwise::on(home.path())?;
    drop(home::start_chromium(home.path(), "https://blog.example/")?);
    drop(home::start_firefox(home.path(), "https://blog.example/")?);
    let store = home.path().join(".config/chromium/SingletonLock");
    assert!(store.is_symlink(), "a killed Chromium leaves its lock behind");
    let before = rows(home.path())?;
    let count = before.iter().map(|rows| rows.len() - 1).sum::<usize>();
    let session = Truth::of(home.path())?.firefox_session.len();
    let scan = crumbwise.json(["scan"])?;
    assert_eq!(scan["counts"]["cookies"], count + session, "what killed browsers left is read completely");
    let cleaned = crumbwise.json(["clean", "--preset", "everything", "--yes"])?;
    assert_eq!(cleaned["removed"], count, "the locks of dead browsers hold nobody up: {cleaned}");
    crumbwise.json(["undo", "--yes"])?;
    assert_eq!(rows(home.path())?, before, "undo restores every column of every row");
    Ok(())
}

#[test]
fn a_cookie_set_since_the_clean_up_wins_over_its_undo() -> Result<()> {
    let Some(prepared) = prepared()? else { return Ok(()) };
    let home = prepared.copy()?;
    let crumbwise = Crumbwise::on(home.path())?;
    let before = Truth::of(home.path())?;
    let cleaned = crumbwise.json(["clean", "--preset", "trackers", "--yes"])?;
    home::both(
        || home::start_chromium(home.path(), "https://shop.example/set")?.browser.quit(),
        || home::start_firefox(home.path(), "https://shop.example/set")?.browser.quit(),
    )?;
    let since = Truth::of(home.path())?;
    let undone = crumbwise.run(["undo", "--yes", "--json"])?.json()?;
    let after = Truth::of(home.path())?;
    // `_fbp` and `_gcl_au` of the shop, in each browser.
    assert_eq!(undone["kept_newer"], 4, "what was set since stays as it is: {undone}");
    let back = cleaned["removed"].as_u64().map(|removed| removed - 4);
    assert_eq!(undone["restored"].as_u64(), back, "everything else comes back: {undone}");
    for (before, since, after) in [
        (&before.chromium, &since.chromium, &after.chromium),
        (&before.firefox, &since.firefox, &after.firefox),
    ] {
        let find = |rows: &[Row], name: &str, host: &str| {
            rows.iter().find(|row| row.name == name && row.host == host).cloned()
        };
        let newer = find(since, "_fbp", "shop.example");
        assert!(newer.is_some(), "the shop set its cookie again");
        assert_ne!(find(before, "_fbp", "shop.example"), newer, "and it is another than the cleared one");
        assert_eq!(find(after, "_fbp", "shop.example"), newer, "the cookie set since is untouched");
        let ide = find(before, "IDE", ".doubleclick.net");
        assert_eq!(find(after, "IDE", ".doubleclick.net"), ide, "what nobody set since is as before");
        assert_eq!(after.len(), before.len(), "no cookie is lost or doubled");
    }
    Ok(())
}

#[test]
fn a_kept_site_keeps_its_cookies() -> Result<()> {
    let Some(prepared) = prepared()? else { return Ok(()) };
    let home = prepared.copy()?;
    let crumbwise = Crumbwise::on(home.path())?;
    crumbwise.json(["keep", "add", "shop.example"])?;
    crumbwise.json(["clean", "--preset", "everything", "--yes"])?;
    let left = Truth::of(home.path())?;
    for rows in [left.chromium, left.firefox] {
        assert!(!rows.is_empty(), "the kept site has cookies");
        for row in rows {
            assert_eq!(row.host, "shop.example", "only the kept site's cookies stay: {row:?}");
        }
    }
    Ok(())
}

#[test]
fn clearing_everything_spares_what_a_preset_keeps() -> Result<()> {
    let Some(prepared) = prepared()? else { return Ok(()) };
    let home = prepared.copy()?;
    let crumbwise = Crumbwise::on(home.path())?;
    let before = rows(home.path())?;

    let cleaned = crumbwise.json(["clean", "--preset", "everything-but-sign-ins", "--yes"])?;
    let left = Truth::of(home.path())?;
    let stays = |rows: &[Row], name: &str| rows.iter().any(|row| row.name == name);
    for name in ["user_session", "c_user", "xs", "li_at"] {
        assert!(stays(&left.chromium, name) && stays(&left.firefox, name), "the sign-in `{name}` stays");
    }
    for name in ["_fbp", "_ga", "theme", "IDE"] {
        assert!(!stays(&left.chromium, name) && !stays(&left.firefox, name), "`{name}` is no sign-in");
    }
    crumbwise.json(["undo", "--yes"])?;
    assert_eq!(rows(home.path())?, before, "undo restores every column of every row");

    let everything = crumbwise.json(["clean", "--preset", "everything", "--yes"])?;
    let left = Truth::of(home.path())?;
    assert!(left.chromium.is_empty() && left.firefox.is_empty(), "everything in the databases is cleared");
    assert!(everything["removed"].as_u64() > cleaned["removed"].as_u64(), "everything is more than that");
    crumbwise.json(["undo", "--yes"])?;
    assert_eq!(rows(home.path())?, before, "undo restores every column of every row");
    Ok(())
}
