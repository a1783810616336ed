//! The web server of the tests: a proxy on 127.0.0.1 that answers for every host itself, by https and by http.
//!
//! A browser that is told to use it as its proxy reaches nothing else: any host name works without a name
//! server, `https://github.com/` keeps its ordinary port, and a request that was not meant to happen ends here.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::sites::{Site, value};

/// One request for a page of the tests' web.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    /// Host that was asked.
    pub host: String,
    /// Host that embedded it; the host itself when it was visited.
    pub on: String,
    /// Path without the query.
    pub path: String,
    /// Cookies that came with it: name and value.
    pub cookies: BTreeSet<(String, String)>,
}

/// A running server; it stops accepting when dropped.
#[derive(Debug)]
pub struct Server {
    port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
    stop: Arc<AtomicBool>,
}

impl Server {
    /// Starts it on a free port of 127.0.0.1.
    pub fn start(web: &'static [Site]) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).context("bind a port of 127.0.0.1")?;
        let port = listener.local_addr()?.port();
        let tls = Arc::new(tls()?);
        let seen = Arc::new(Mutex::new(Vec::new()));
        let stop = Arc::new(AtomicBool::new(false));
        let (log, stopped) = (Arc::clone(&seen), Arc::clone(&stop));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::Relaxed) {
                    break;
                }
                let Ok(stream) = stream else { continue };
                let (tls, log) = (Arc::clone(&tls), Arc::clone(&log));
                // A browser breaks connections off as it likes; what matters is what arrived.
                std::thread::spawn(move || drop(tunnel(stream, tls, web, &log)));
            }
        });
        Ok(Self { port, seen, stop })
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Every request for a page so far, in order of arrival.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Which cookies came to the pages that set none: host, embedding host, name, value.
    pub fn came_back(&self) -> BTreeSet<Sent> {
        let seen = self.seen();
        let shown = seen.into_iter().filter(|seen| seen.path == "/");
        shown
            .flat_map(|seen| {
                let Seen { host, on, cookies, .. } = seen;
                cookies.into_iter().map(move |(name, value)| Sent {
                    host: host.clone(),
                    on: on.clone(),
                    name,
                    value,
                })
            })
            .collect()
    }
}

/// One cookie that a browser sent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sent {
    /// To this host.
    pub host: String,
    /// On a page of this host.
    pub on: String,
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        // Wakes the accepting thread, which then sees that it should stop.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

fn tls() -> Result<ServerConfig> {
    let made = rcgen::generate_simple_self_signed(["crumbwise.test".to_owned()])?;
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).map_err(anyhow::Error::msg)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)?)
}

/// One connection: `CONNECT host:port`, then TLS, then requests.
fn tunnel(
    mut stream: TcpStream,
    tls: Arc<ServerConfig>,
    web: &'static [Site],
    log: &Mutex<Vec<Seen>>,
) -> Result<()> {
    stream.set_read_timeout(Some(Duration::from_mins(2)))?;
    stream.set_nodelay(true)?;
    let head = head(&mut stream)?;
    let Some(target) = head.strip_prefix("CONNECT ") else {
        let lines: Vec<String> = head.lines().map(str::to_owned).collect();
        let host = lines.first().and_then(|line| line.split_once("http://")?.1.split(['/', ':', ' ']).next());
        let site = web.iter().find(|site| Some(site.host) == host);
        stream.write_all(answer(&lines, site, Then::Close, log)?.as_bytes())?;
        return Ok(());
    };
    let host = target.split(':').next().unwrap_or_default().to_ascii_lowercase();
    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
    let connection = ServerConnection::new(tls)?;
    let mut secure = BufReader::new(StreamOwned::new(connection, stream));
    let site = web.iter().find(|site| site.host == host);
    loop {
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            if secure.by_ref().take(65_536).read_line(&mut line)? == 0 {
                return Ok(());
            }
            if line.trim_end().is_empty() {
                break;
            }
            lines.push(line.trim_end().to_owned());
        }
        let answer = answer(&lines, site, Then::GoOn, log)?;
        secure.get_mut().write_all(answer.as_bytes())?;
        secure.get_mut().flush()?;
    }
}

/// The head of a plain request, read byte by byte so that nothing of what follows is swallowed.
fn head(stream: &mut TcpStream) -> Result<String> {
    let mut head = Vec::new();
    let mut byte = [0_u8];
    while !head.ends_with(b"\r\n\r\n") {
        if head.len() > 16_384 || stream.read(&mut byte)? == 0 {
            bail!("no request");
        }
        head.extend_from_slice(&byte);
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

/// What becomes of a connection after an answer.
#[derive(Clone, Copy, Debug)]
enum Then {
    /// The next request of the same host may come.
    GoOn,
    /// It ends: the next request to a proxy may be for another host.
    Close,
}

impl Then {
    const fn word(self) -> &'static str {
        match self {
            Self::GoOn => "keep-alive",
            Self::Close => "close",
        }
    }
}

fn answer(
    lines: &[String],
    site: Option<&'static Site>,
    then: Then,
    log: &Mutex<Vec<Seen>>,
) -> Result<String> {
    let target = lines.first().and_then(|line| line.split(' ').nth(1)).context("a request line")?;
    // A proxy is asked for the whole address, a host for the rest of it.
    let target = match target.strip_prefix("http://") {
        Some(rest) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
        None => target,
    };
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let then = then.word();
    let Some(site) = site.filter(|_| path == "/" || path == "/set") else {
        return Ok(format!("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: {then}\r\n\r\n"));
    };
    let on = query.strip_prefix("on=").unwrap_or(site.host);
    log.lock().unwrap_or_else(PoisonError::into_inner).push(Seen {
        host: site.host.to_owned(),
        on: on.to_owned(),
        path: path.to_owned(),
        cookies: cookies(lines),
    });
    Ok(page(site, path, then))
}

fn cookies(lines: &[String]) -> BTreeSet<(String, String)> {
    let headers = lines.iter().filter_map(|line| line.split_once(": "));
    headers
        .filter(|(name, _)| name.eq_ignore_ascii_case("cookie"))
        .flat_map(|(_, value)| value.split("; "))
        .map(|pair| pair.split_once('=').unwrap_or(("", pair)))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn page(site: &Site, path: &str, then: &str) -> String {
    use std::fmt::Write as _;
    let mut headers = String::new();
    let mut body = format!("<!doctype html><title>{}</title><p>{}</p>", site.host, site.host);
    if path == "/set" {
        for baked in site.server {
            let value = value(site.host, baked.name);
            let _ = write!(headers, "Set-Cookie: {}={value}{}\r\n", baked.name, baked.attributes);
        }
        for baked in site.script {
            let value = value(site.host, baked.name);
            let _ =
                write!(body, "<script>document.cookie='{}={value}{}'</script>", baked.name, baked.attributes);
        }
    }
    for frame in site.frames {
        let _ = write!(body, "<iframe src=\"https://{frame}{path}?on={}\"></iframe>", site.host);
    }
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n\
         Connection: {then}\r\nContent-Length: {}\r\n{headers}\r\n{body}",
        body.len()
    )
}
