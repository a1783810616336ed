//! Bad input becomes a clear problem beside the results; the others are still read.

use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use crumbwise_tests::command::{Crumbwise, said};
use crumbwise_tests::process::until;
use crumbwise_tests::{home, leaks, stores};
use rusqlite::{Connection, params};
use rustix::process::Signal;
use serde_json::Value;

/// Rows of the store that nothing is wrong with.
const GOOD: usize = 30;

#[test]
fn an_empty_home_has_no_browsers() -> Result<()> {
    let home = home::empty()?;
    let crumbwise = Crumbwise::on(home.path())?;
    for task in ["browsers", "scan", "cookies"] {
        let plain = crumbwise.run([task])?;
        assert_eq!(plain.code, Some(0), "an empty home is no failure of `{task}`: {plain:?}");
        crumbwise.json([task])?;
    }
    let scan = crumbwise.json(["scan"])?;
    assert_eq!(scan["coverage"]["browsers"].as_array().map(Vec::len), Some(0), "no browser: {scan}");
    assert_eq!(scan["coverage"]["problems"].as_array().map(Vec::len), Some(0), "no problem: {scan}");
    Ok(())
}

#[test]
fn a_home_that_does_not_exist_is_a_clear_failure_or_empty() -> Result<()> {
    let home = home::empty()?;
    let mut crumbwise = Crumbwise::on(&home.path().join("nowhere"))?;
    crumbwise.data = home.path().join("data");
    let said = crumbwise.run(["scan"])?;
    assert!(matches!(said.code, Some(0..=2)), "no panic, no signal: {said:?}");
    assert!(!said.out.is_empty() || !said.err.is_empty(), "something is said");
    Ok(())
}

#[test]
fn every_bad_store_is_told_and_hides_no_other() -> Result<()> {
    let home = home::empty()?;
    stores::chromium(home.path(), GOOD)?;
    stores::firefox(home.path(), GOOD)?;
    let user_data = home.path().join(".config/chromium");
    let broken = broken(&user_data)?;
    let odd = odd(&user_data)?;
    let crumbwise = Crumbwise::on(home.path())?;
    let scan = crumbwise.json(["scan"])?;

    let store = |path: &Path| store(&scan, path);
    let problems = scan["coverage"]["problems"].as_array().context("a list of problems")?;
    for path in &broken {
        let told = problems.iter().any(|problem| problem["path"].as_str() == path.to_str());
        assert!(told, "{} is told as a problem: {:#}", path.display(), scan["coverage"]);
        let read = store(path).is_some_and(|store| store["state"] == "read");
        assert!(!read, "{} is not said to be read", path.display());
    }
    for (path, rows) in &odd {
        let store = store(path).with_context(|| format!("{} is listed", path.display()))?;
        assert_eq!(store["state"], "read", "{} is read as far as it can be: {store}", path.display());
        assert_eq!(store["cookies"], *rows, "{}: every row is read", path.display());
    }
    let (nulls, _) = &odd[1];
    let left_out = problems.iter().any(|problem| problem["path"].as_str() == nulls.to_str());
    assert!(left_out, "a row without a host and a name is told as left out");
    let expected = 2 * GOOD + odd.iter().map(|(_, rows)| rows).sum::<usize>();
    assert_eq!(scan["counts"]["cookies"], expected, "what can be read is read");
    for task in ["browsers", "scan", "cookies", "plan"] {
        let plain = crumbwise.run([task])?;
        assert_eq!(plain.code, Some(0), "`{task}` beside bad stores: {plain:?}");
        for sign in ['\u{1b}', '\u{7}', '\u{202e}', '\u{2066}'] {
            assert!(!plain.out.contains(sign), "`{task}` prints {sign:?} escaped");
        }
    }
    crumbwise.json(["cookies"])?;
    Ok(())
}

fn store<'a>(scan: &'a Value, path: &Path) -> Option<&'a Value> {
    let browsers = scan["coverage"]["browsers"].as_array()?;
    let profiles = browsers.iter().filter_map(|browser| browser["profiles"].as_array()).flatten();
    let mut stores = profiles.filter_map(|profile| profile["stores"].as_array()).flatten();
    stores.find(|store| store["path"].as_str() == path.to_str())
}

/// Stores that cannot be read, each in a profile of its own.
fn broken(user_data: &Path) -> Result<Vec<PathBuf>> {
    let good = user_data.join("Default/Cookies");
    let mut profiles = 0;
    let mut profile = || -> Result<PathBuf> {
        profiles += 1;
        let folder = user_data.join(format!("Profile {profiles}"));
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("Preferences"), "{}")?;
        Ok(folder.join("Cookies"))
    };
    let directory = profile()?;
    std::fs::create_dir(&directory)?;
    let empty = profile()?;
    std::fs::write(&empty, [])?;
    let random = profile()?;
    let noise: Vec<u8> =
        (0_u32..40_000).map(|number| number.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
    std::fs::write(&random, noise)?;
    let cut = profile()?;
    let whole = std::fs::read(&good)?;
    std::fs::write(&cut, whole.get(..5_000).context("a store of several pages")?)?;
    let dangling = profile()?;
    symlink("nowhere/Cookies", &dangling)?;
    let out = profile()?;
    symlink("/etc/hostname", &out)?;
    let columns = profile()?;
    let database = Connection::open(&columns)?;
    database.execute_batch(
        "CREATE TABLE meta(key, value); INSERT INTO meta VALUES ('version', '24');
         CREATE TABLE cookies(creation_utc INTEGER, value TEXT); INSERT INTO cookies VALUES (1, '');",
    )?;
    Ok(vec![directory, empty, random, cut, dangling, out, columns])
}

/// Stores that look odd and can be read, with how many rows each has.
fn odd(user_data: &Path) -> Result<Vec<(PathBuf, usize)>> {
    let mut profiles = 100;
    let mut profile = |schema: &str| -> Result<(PathBuf, Connection)> {
        profiles += 1;
        let folder = user_data.join(format!("Profile {profiles}"));
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("Preferences"), "{}")?;
        let path = folder.join("Cookies");
        let database = Connection::open(&path)?;
        database.execute_batch(schema)?;
        Ok((path, database))
    };
    let newer = stores::CHROMIUM_24.replace("'version', '24'", "'version', '99'").replace(
        "has_cross_site_ancestor INTEGER NOT NULL);",
        "has_cross_site_ancestor INTEGER NOT NULL, mood TEXT);",
    );
    let (newer, database) = profile(&newer)?;
    insert(&database, "host_key, name, mood", params!["newer.example", "a", "calm"])?;

    let loose = stores::CHROMIUM_24.replace("NOT NULL", "");
    let (nulls, database) = profile(&loose)?;
    for host in ["a.example", "b.example"] {
        database.execute("INSERT INTO cookies(host_key, name) VALUES (?1, ?2)", params![host, "null"])?;
    }
    database.execute("INSERT INTO cookies(creation_utc) VALUES (NULL)", [])?;

    let (times, database) = profile(stores::CHROMIUM_24)?;
    for (number, time) in [i64::MIN, -1, 0, 1, i64::MAX].into_iter().enumerate() {
        let name = format!("time{number}");
        let columns =
            "host_key, name, creation_utc, expires_utc, last_access_utc, last_update_utc, is_persistent";
        insert(&database, columns, params!["times.example", name, time, time, time, time, 1])?;
    }

    let (names, database) = profile(stores::CHROMIUM_24)?;
    let long = "n".repeat(1_000_000);
    for name in
        [long.as_str(), "", "\u{1b}[2J\u{7}", "\u{202e}gnp.exe\u{2066}", "<img src=x onerror=alert(1)>"]
    {
        insert(&database, "host_key, name", params!["names.example", name])?;
    }
    // Text that is no UTF-8, as a damaged store has it.
    insert(&database, "host_key, name, path", params!["bytes.example", "x", "/"])?;
    database
        .execute("UPDATE cookies SET name = CAST(x'fffe80' AS TEXT) WHERE host_key = 'bytes.example'", [])?;
    Ok(vec![(newer, 1), (nulls, 2), (times, 5), (names, 6)])
}

/// Inserts a row in which the columns that are not named are 0 or empty.
fn insert(database: &Connection, columns: &str, values: &[&dyn rusqlite::ToSql]) -> Result<()> {
    let given: Vec<&str> = columns.split(", ").collect();
    let mut statement = database.prepare("SELECT name, type FROM pragma_table_info('cookies')")?;
    let mut others = Vec::new();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (name, kind): (String, String) = (row.get(0)?, row.get(1)?);
        if !given.contains(&name.as_str()) {
            others.push((name, if kind == "INTEGER" { "0" } else { "''" }));
        }
    }
    let names: String = others.iter().map(|(name, _)| format!(", {name}")).collect::<Vec<_>>().concat();
    let zeros: String = others.iter().map(|(_, zero)| format!(", {zero}")).collect::<Vec<_>>().concat();
    let marks = (1..=given.len()).map(|number| format!("?{number}")).collect::<Vec<_>>().join(", ");
    database.execute(&format!("INSERT INTO cookies({columns}{names}) VALUES ({marks}{zeros})"), values)?;
    Ok(())
}

#[test]
fn an_unreadable_store_needs_permission_and_hides_no_other() -> Result<()> {
    let home = home::empty()?;
    let store = stores::chromium(home.path(), GOOD)?;
    stores::firefox(home.path(), GOOD)?;
    let crumbwise = Crumbwise::on(home.path())?;
    std::fs::set_permissions(&store, std::fs::Permissions::from_mode(0o000))?;
    let scan = crumbwise.unprivileged(&["scan", "--json"])?.json()?;
    let listed = self::store(&scan, &store).context("the store is listed")?;
    assert_eq!(listed["state"], "needs_permission", "the store says what it needs: {listed}");
    assert_eq!(scan["counts"]["cookies"], GOOD, "the other store is read");
    Ok(())
}

#[test]
fn a_store_deleted_while_it_is_read_hides_no_other() -> Result<()> {
    let home = home::empty()?;
    let store = stores::chromium(home.path(), 60_000)?;
    stores::firefox(home.path(), GOOD)?;
    let crumbwise = Crumbwise::on(home.path())?;
    let mut scan = crumbwise.start(["scan", "--json"])?;
    until(Duration::from_mins(1), "the reading of the store", || {
        ensure!(scan.ended()?.is_none(), "the scan ended before it was seen");
        let files = leaks::files(&crumbwise.data.join("snapshots"))?;
        Ok(files.iter().any(|file| file.ends_with("store")).then_some(()))
    })?;
    scan.signal(Signal::STOP)?;
    std::fs::remove_file(&store)?;
    scan.signal(Signal::CONT)?;
    let scan = said(scan, Duration::from_mins(2))?.json()?;
    let read = scan["counts"]["cookies"].as_u64().context("a count")?;
    let problems = scan["coverage"]["problems"].as_array().context("a list of problems")?;
    assert!(
        read == 60_000 + GOOD as u64 || (read == GOOD as u64 && !problems.is_empty()),
        "the deleted store is read to its end or told as a problem; the other is read: {}",
        scan["counts"]
    );
    Ok(())
}
