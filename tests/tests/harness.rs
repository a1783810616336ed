//! The harness proves itself before it judges the product: the browsers keep what the test server sets, and
//! send it again after a restart.

use anyhow::Result;
use crumbwise_tests::{home, truth};

#[test]
fn browsers() -> Result<()> {
    let t = std::time::Instant::now();
    let running = home::running()?.unwrap();
    eprintln!("running {:?}", t.elapsed());
    let live = truth::chromium(&truth::chromium_store(running.home.path()))?;
    eprintln!("{} live chromium", live.len());
    let live = truth::firefox(&truth::firefox_store(running.home.path()))?;
    eprintln!("{} live firefox", live.len());
    let home = running.quit()?;
    eprintln!("quit {:?}", t.elapsed());
    for row in truth::chromium(&truth::chromium_store(home.path()))? {
        eprintln!("C {row:?}");
    }
    for row in truth::firefox(&truth::firefox_store(home.path()))? {
        eprintln!("F {row:?}");
    }
    for row in truth::session_store(&truth::firefox_session_store(home.path()))? {
        eprintln!("S {row:?}");
    }
    let copy = home::copy(home.path())?;
    eprintln!("copied {:?}", t.elapsed());
    let back = home::restarted(copy.path())?;
    eprintln!("restarted {:?}", t.elapsed());
    for s in &back.chromium {
        eprintln!("C {} on {} {}", s.host, s.on, s.name)
    }
    for s in &back.firefox {
        eprintln!("F {} on {} {}", s.host, s.on, s.name)
    }
    Ok(())
}
