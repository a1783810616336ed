//! Falkon and GNOME Web themselves, started here: what they wrote is read completely, while they run and after.
//!
//! Run by hand or by a longer check: `cargo test -p crumbwise-stores --test reading -- --ignored programs::`. Needs
//! the Debian packages `falkon`, `epiphany-browser`, `xvfb` and `dbus`.

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crumbwise_model::{Engine, Lifetime, Store, StoreState};
use crumbwise_stores::{Reading, Roots, find, in_use, read};
use rustix::process::{Pid, Signal};

use crate::made::Place;

/// What the server sets: two with a date, one too far away, one for the session, one below a path.
const COOKIES: [&str; 5] = [
    "near=1; Max-Age=86400",
    "far=22; Max-Age=999999999",
    "session=333",
    "lax=4444; Max-Age=500; SameSite=Lax; HttpOnly",
    "strict=55555; Max-Age=500; SameSite=Strict; Path=/x",
];

/// A session bus that starts nothing.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"#;

/// A program in a process group of its own, which ends with it.
struct Program(Child);

impl Program {
    fn start(command: &mut Command, home: &Path) -> Self {
        // The usual session bus would start services that outlive the test and mount a file system in its home.
        command.env("DBUS_SESSION_BUS_ADDRESS", "disabled:").env("NO_AT_BRIDGE", "1");
        let command = command.env("HOME", home).stdin(Stdio::null()).stderr(Stdio::null()).process_group(0);
        for variable in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"] {
            command.env_remove(variable);
        }
        Self(command.spawn().unwrap())
    }

    fn end(self) {
        drop(self);
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let group = Pid::from_child(&self.0);
        let _ = rustix::process::kill_process_group(group, Signal::TERM);
        let patience = Instant::now() + Duration::from_secs(10);
        while Instant::now() < patience && matches!(self.0.try_wait(), Ok(None)) {
            thread::sleep(Duration::from_millis(50));
        }
        let _ = rustix::process::kill_process_group(group, Signal::KILL);
        let _ = self.0.wait();
    }
}

/// A web of one page on this computer; its thread ends with the test.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
            let mut request = [0; 4096];
            let length = stream.read(&mut request).unwrap_or_default();
            // Browsers also ask for an icon, at another path.
            let page = request.get(..length).is_some_and(|request| request.starts_with(b"GET /x/page"));
            let cookies = if page { COOKIES.as_slice() } else { &[] };
            let cookies: Vec<_> = cookies.iter().map(|cookie| format!("Set-Cookie: {cookie}\r\n")).collect();
            let cookies = cookies.concat();
            let head =
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\nConnection: close\r\n";
            let _ = stream.write_all(format!("{head}{cookies}\r\n<p>x").as_bytes());
        }
    });
    format!("http://{address}/x/page")
}

/// A screen nobody sees, and its name.
fn screen(home: &Path) -> (Program, String) {
    let mut command = Command::new("Xvfb");
    command
        .args(["-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp"])
        .stdout(Stdio::piped());
    let mut program = Program::start(&mut command, home);
    let mut number = String::new();
    BufReader::new(program.0.stdout.take().unwrap()).read_line(&mut number).unwrap();
    (program, format!(":{}", number.trim()))
}

/// Reads the one store of `browser` until it holds `count` cookies.
fn await_cookies(place: &Place, home: &Path, browser: &str, count: usize) -> (Store, Reading) {
    let patience = Instant::now() + Duration::from_secs(90);
    loop {
        let (installs, _) = find(&Roots::confined(home.to_path_buf()));
        let stores =
            installs.iter().flat_map(|install| &install.profiles).flat_map(|profile| &profile.stores);
        let readings = stores
            .filter(|store| store.browser.id.0 == browser)
            .map(|store| (store.clone(), read(store, &place.snapshots(), &())));
        if let Some(found) = readings.into_iter().find(|(_, reading)| reading.cookies.rows().len() == count) {
            return found;
        }
        assert!(Instant::now() < patience, "{browser} has written {count} cookies: {installs:?}");
        thread::sleep(Duration::from_millis(500));
    }
}

fn names(reading: &Reading) -> BTreeSet<String> {
    let cookies = &reading.cookies;
    cookies.rows().iter().map(|cookie| cookies.name(cookie).to_string()).collect()
}

fn assert_closed(store: &Store) {
    let patience = Instant::now() + Duration::from_secs(20);
    while in_use(store).is_running() {
        assert!(Instant::now() < patience, "a closed program holds nothing: {:?}", in_use(store));
        thread::sleep(Duration::from_millis(100));
    }
}

#[test]
#[ignore = "starts Falkon, which must be installed"]
fn falkon_s_store_is_read_while_it_is_locked_and_after() {
    let place = Place::new();
    let home = place.path("home");
    fs::create_dir_all(&home).unwrap();
    let (_screen, display) = screen(&home);
    let mut command = Command::new("falkon");
    command.args(["--no-remote", &serve()]).env("DISPLAY", display).stdout(Stdio::null());
    command.env("QTWEBENGINE_DISABLE_SANDBOX", "1");
    command.env("QTWEBENGINE_CHROMIUM_FLAGS", "--no-sandbox --disable-gpu");
    let falkon = Program::start(&mut command, &home);
    let (store, live) = await_cookies(&place, &home, "falkon", COOKIES.len());
    assert_eq!((live.store.browser.engine, live.store.state), (Engine::Chromium, StoreState::Read));
    assert!(live.store.in_use.is_running(), "it runs");
    falkon.end();
    assert_closed(&store);
    let reading = place.read_store(&store);
    assert_eq!(names(&reading), ["far", "lax", "near", "session", "strict"].map(str::to_owned).into());
    for cookie in reading.cookies.rows() {
        let name = reading.cookies.name(cookie).to_string();
        let expected = if name == "session" { Lifetime::Session } else { Lifetime::Persistent };
        assert_eq!(cookie.lifetime(), expected, "{name}");
        assert_eq!(cookie.size.min, cookie.size.max, "{name}: in the clear, so exact");
        assert_eq!(cookie.flags.http_only, name == "lax");
        assert!(cookie.created.is_some(), "{name}");
    }
    assert_eq!(reading.problems, []);
}

#[test]
#[ignore = "starts GNOME Web, which must be installed"]
fn gnome_web_s_store_is_read_while_it_runs_and_after() {
    let place = Place::new();
    let home = place.path("home");
    fs::create_dir_all(&home).unwrap();
    let (_screen, display) = screen(&home);
    // It does not start without a bus; this one knows no services.
    let bus = place.write("bus.conf", BUS);
    let mut command = Command::new("dbus-run-session");
    command
        .arg("--config-file")
        .arg(bus)
        .args(["--", "epiphany-browser", &serve()])
        .env("DISPLAY", display)
        .stdout(Stdio::null());
    command.env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
    let web = Program::start(&mut command, &home);
    let (store, live) = await_cookies(&place, &home, "epiphany", COOKIES.len() - 1);
    assert_eq!((live.store.browser.engine, live.store.state), (Engine::Libsoup, StoreState::Read));
    assert!(live.store.in_use.is_running(), "it runs");
    web.end();
    assert_closed(&store);
    let reading = place.read_store(&store);
    assert_eq!(
        names(&reading),
        ["far", "lax", "near", "strict"].map(str::to_owned).into(),
        "no session cookie"
    );
    for cookie in reading.cookies.rows() {
        let name = reading.cookies.name(cookie).to_string();
        assert_eq!(cookie.lifetime(), Lifetime::Persistent, "{name}");
        assert_eq!(cookie.expires.is_some(), name != "far", "{name}: a date past 2038 wraps");
        assert_eq!(cookie.flags.http_only, name == "lax");
    }
}
