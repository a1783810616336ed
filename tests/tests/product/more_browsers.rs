//! Two more real browsers, of the two other engines of Linux: Falkon (`QtWebEngine`) and GNOME Web (libsoup). Each
//! is started on a home of its own and visits one page; the command reads its store completely, while it runs and
//! after.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use crumbwise_tests::command::Crumbwise;
use crumbwise_tests::falkon::{self, Falkon};
use crumbwise_tests::gnome_web::{self, GnomeWeb};
use crumbwise_tests::home;
use crumbwise_tests::process::{living_in, until};
use crumbwise_tests::server::Server;
use crumbwise_tests::sites::PLAIN;
use crumbwise_tests::truth::{self, Row};

use crate::real_read::rows;

/// How long a browser may take to start, to write and to end on a busy machine.
const LIMIT: Duration = Duration::from_mins(3);

/// One browser's store and how the truth about it is found.
struct Kind {
    browser: &'static str,
    store: PathBuf,
    truth: fn(&Path) -> Result<Vec<Row>>,
}

#[test]
fn falkon_is_read_completely_while_it_holds_its_store_and_after() -> Result<()> {
    let (home, server) = (home::empty()?, Server::start(&[PLAIN])?);
    let url = format!("http://{}/set", PLAIN.host);
    let Some(falkon) = Falkon::start(home.path(), server.port(), &url)? else { return Ok(()) };
    let kind = Kind { browser: "falkon", store: falkon::store(home.path()), truth: truth::chromium };
    // It gathers what it writes for 30 seconds.
    let cookies = kind.written(PLAIN.cookies().count())?;
    kind.assert_read(home.path(), &cookies, true)?;
    falkon.quit()?;
    let cookies = kind.written(PLAIN.cookies().count())?;
    kind.assert_read(home.path(), &cookies, false)?;
    let session: Vec<&str> = cookies.iter().filter(|row| row.session).map(|row| row.name.as_str()).collect();
    assert_eq!(session, ["session"], "QtWebEngine keeps session cookies on disk");
    assert_eq!(living_in(home.path()), [] as [u32; 0], "nothing is left running");
    Ok(())
}

#[test]
fn gnome_web_is_read_completely_while_it_runs_and_after() -> Result<()> {
    let (home, server) = (home::empty()?, Server::start(&[PLAIN])?);
    let url = format!("http://{}/set", PLAIN.host);
    let Some(web) = GnomeWeb::start(home.path(), server.port(), &url)? else { return Ok(()) };
    let kind = Kind { browser: "epiphany", store: gnome_web::store(home.path()), truth: truth::libsoup };
    // It never writes the one for the session.
    let cookies = kind.written(PLAIN.cookies().count() - 1)?;
    kind.assert_read(home.path(), &cookies, true)?;
    web.quit()?;
    let cookies = kind.written(PLAIN.cookies().count() - 1)?;
    kind.assert_read(home.path(), &cookies, false)?;
    let undated: Vec<&str> =
        cookies.iter().filter(|row| row.expires.is_none()).map(|row| row.name.as_str()).collect();
    assert_eq!(undated, ["far"], "a date past 2038 is none, and no expired cookie");
    assert_eq!(living_in(home.path()), [] as [u32; 0], "nothing is left running");
    Ok(())
}

impl Kind {
    /// Waits until the store holds so many cookies; while its browser writes, a copy may be torn.
    fn written(&self, cookies: usize) -> Result<Vec<Row>> {
        let mut last = String::new();
        let found = until(LIMIT, &format!("{cookies} cookies in {}", self.store.display()), || {
            let found = (self.truth)(&self.store);
            last = format!("{found:?}");
            Ok(found.ok().filter(|rows| rows.len() == cookies))
        });
        found.with_context(|| format!("at last: {last}"))
    }

    /// The command says what SQL says, and whether the browser runs.
    fn assert_read(&self, home: &Path, truth: &[Row], running: bool) -> Result<()> {
        let crumbwise = Crumbwise::on(home)?;
        let scan = until(LIMIT, &format!("{} said to run: {running}", self.browser), || {
            let scan = crumbwise.json(["scan"])?;
            let found = scan["coverage"]["browsers"].as_array().context("browsers")?;
            assert_eq!(found.len(), 1, "one browser is found: {found:?}");
            assert_eq!(found[0]["browser"], self.browser, "it is called what it is");
            Ok((found[0]["running"] == running).then_some(scan))
        })?;
        assert_eq!(scan["counts"]["cookies"], truth.len(), "every cookie is counted: {scan}");
        let session = truth.iter().filter(|row| row.session).count();
        assert_eq!(scan["counts"]["session"], session, "session cookies are counted");
        let cookies = crumbwise.json(["cookies"])?;
        assert_eq!(rows(&cookies, self.browser, None)?, truth, "every cookie, times to the second");
        Ok(())
    }
}
