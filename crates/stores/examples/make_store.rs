//! Writes a made-up store of any size that is like life in what matters for speed: about one host for
//! eleven cookies, two distinct (host, name) for three cookies, a fifth partitioned, and for Firefox a tenth
//! of the rows still in the write-ahead log.
//!
//! `make_store chromium|firefox ROWS PATH`

use std::{env, fs, mem, path::Path};

use rusqlite::{Connection, Statement, params};

const CHROMIUM: &str = "
    CREATE TABLE meta(key LONGVARCHAR NOT NULL UNIQUE PRIMARY KEY, value LONGVARCHAR);
    INSERT INTO meta VALUES('version', '24'), ('last_compatible_version', '24'), ('mmap_status', '-1');
    CREATE TABLE cookies(creation_utc INTEGER NOT NULL, host_key TEXT NOT NULL, top_frame_site_key TEXT NOT NULL,
        name TEXT NOT NULL, value TEXT NOT NULL, encrypted_value BLOB NOT NULL, path TEXT NOT NULL,
        expires_utc INTEGER NOT NULL, is_secure INTEGER NOT NULL, is_httponly INTEGER NOT NULL,
        last_access_utc INTEGER NOT NULL, has_expires INTEGER NOT NULL, is_persistent INTEGER NOT NULL,
        priority INTEGER NOT NULL, samesite INTEGER NOT NULL, source_scheme INTEGER NOT NULL,
        source_port INTEGER NOT NULL, last_update_utc INTEGER NOT NULL, source_type INTEGER NOT NULL,
        has_cross_site_ancestor INTEGER NOT NULL);
    CREATE UNIQUE INDEX cookies_unique_index ON cookies(host_key, top_frame_site_key, has_cross_site_ancestor,
        name, path, source_scheme, source_port);";

const FIREFOX: &str = "
    PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = 17;
    CREATE TABLE moz_cookies(id INTEGER PRIMARY KEY, originAttributes TEXT NOT NULL DEFAULT '', name TEXT,
        value TEXT, host TEXT, path TEXT, expiry INTEGER, lastAccessed INTEGER, creationTime INTEGER,
        isSecure INTEGER, isHttpOnly INTEGER, inBrowserElement INTEGER DEFAULT 0, sameSite INTEGER DEFAULT 0,
        schemeMap INTEGER DEFAULT 0, isPartitionedAttributeSet INTEGER DEFAULT 0, updateTime INTEGER,
        CONSTRAINT moz_uniqueid UNIQUE (name, host, path, originAttributes));";

const KNOWN_NAMES: [&str; 20] = [
    "_ga",
    "_gid",
    "_fbp",
    "IDE",
    "NID",
    "session",
    "PHPSESSID",
    "csrftoken",
    "lang",
    "theme",
    "OptanonConsent",
    "_gcl_au",
    "MUID",
    "uid",
    "cart",
    "JSESSIONID",
    "_hjSessionUser",
    "ajs_anonymous_id",
    "intercom-id",
    "sid",
];
const KNOWN_HOSTS: [&str; 6] =
    ["doubleclick.net", "facebook.com", "google.com", "youtube.com", "criteo.com", "bing.com"];
const ENDINGS: [&str; 6] = ["com", "de", "co.uk", "org", "net", "io"];

/// A small deterministic generator: the same store on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        let at = usize::try_from(self.roll(list.len() as u64)).unwrap_or(0);
        list.get(at).copied().unwrap_or_default()
    }
}

fn known(number: u64) -> &'static str {
    let number = usize::try_from(number).unwrap_or_default();
    KNOWN_NAMES.get(number % KNOWN_NAMES.len()).copied().unwrap_or_default()
}

struct Made {
    host: String,
    name: String,
    partition: Option<String>,
    /// Microseconds since 1970.
    created: i64,
}

fn make(number: u64, rows: u64, dice: &mut Dice) -> Made {
    let hosts = (rows / 11).max(3);
    let site = dice.roll(hosts);
    let host = if dice.roll(20) == 0 {
        format!(".{}", dice.pick(&KNOWN_HOSTS))
    } else {
        let prefix = [".", "www.", "", ".shop."].get((site % 4) as usize).copied().unwrap_or("");
        let ending = ENDINGS.get((site % 6) as usize).copied().unwrap_or("com");
        format!("{prefix}site-{site}.example-{}.{ending}", site % 997)
    };
    // The site's own dozen names: a third of the draws meets a name again, under another partition or path.
    let slot = dice.roll(11);
    let name = match slot {
        0..=6 => known(site * 3 + slot).to_owned(),
        _ => format!("k{site:x}_{slot}"),
    };
    let partition =
        (dice.roll(5) == 0).then(|| format!("site-{}.example-{}.com", dice.roll(hosts), number % 97));
    let age = i64::try_from(dice.roll(400 * 86_400)).unwrap_or(0);
    Made {
        host,
        name,
        partition,
        created: (1_795_000_000 - age) * 1_000_000 + i64::try_from(number).unwrap_or(0),
    }
}

fn insert_chromium(
    statement: &mut Statement<'_>,
    number: u64,
    made: &Made,
    dice: &mut Dice,
) -> rusqlite::Result<()> {
    const TO_1601: i64 = 11_644_473_600_000_000;
    let created = made.created + TO_1601;
    let session = dice.roll(5) == 0;
    let mut sealed = b"v11".to_vec();
    sealed.resize(usize::try_from(51 + 16 * dice.roll(6)).unwrap_or(51), 0x5a);
    let partition = made.partition.as_ref().map(|site| format!("https://{site}")).unwrap_or_default();
    let path = if dice.roll(12) == 0 { "/account" } else { "/" };
    let (port, same_site) =
        (443 + i64::try_from(number % 1000).unwrap_or(0) * i64::from(dice.roll(50) == 0), dice.roll(4));
    statement.execute(params![
        created,
        made.host,
        partition,
        made.name,
        sealed,
        path,
        if session { 0 } else { created + 34_560_000_000_000 },
        dice.roll(2),
        dice.roll(2),
        created + 3_600_000_000,
        !session,
        i64::try_from(same_site).unwrap_or(0) - 1,
        port,
        created + 1_800_000_000,
        dice.roll(3),
        1,
    ])?;
    Ok(())
}

fn insert_firefox(
    statement: &mut Statement<'_>,
    _: u64,
    made: &Made,
    dice: &mut Dice,
) -> rusqlite::Result<()> {
    let attributes =
        made.partition.as_ref().map(|site| format!("^partitionKey=%28https%2C{site}%29")).unwrap_or_default();
    let value = "v".repeat(usize::try_from(8 + dice.roll(90)).unwrap_or(8));
    let path = if dice.roll(12) == 0 { "/account" } else { "/" };
    statement.execute(params![
        attributes,
        made.name,
        value,
        made.host,
        path,
        made.created / 1000 + 34_560_000_000,
        made.created + 3_600_000_000,
        made.created,
        dice.roll(2),
        dice.roll(2),
        made.created + 1_800_000_000,
    ])?;
    Ok(())
}

fn fill(
    connection: &Connection,
    sql: &str,
    numbers: std::ops::Range<u64>,
    rows: u64,
    insert: fn(&mut Statement<'_>, u64, &Made, &mut Dice) -> rusqlite::Result<()>,
    dice: &mut Dice,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(sql)?;
    connection.execute_batch("BEGIN")?;
    let mut number = numbers.start;
    while number < numbers.end {
        let made = make(number, rows, dice);
        // Two equal keys in a row of dice: another throw.
        match insert(&mut statement, number, &made, dice) {
            Ok(()) => number += 1,
            Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => {}
            Err(error) => return Err(error),
        }
    }
    connection.execute_batch("COMMIT")
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [engine, rows, path] = arguments.as_slice() else {
        return Err("usage: make_store chromium|firefox ROWS PATH".into());
    };
    let rows: u64 = rows.parse()?;
    let path = Path::new(path);
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let _ = fs::remove_file(format!("{}{suffix}", path.display()));
    }
    let connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -200000;",
    )?;
    let mut dice = Dice(42);
    match engine.as_str() {
        "chromium" => {
            connection.execute_batch(CHROMIUM)?;
            let sql = "INSERT INTO cookies VALUES(?1,?2,?3,?4,'',?5,?6,?7,?8,?9,?10,?11,?11,1,?12,2,?13,?14,?15,?16)";
            fill(&connection, sql, 0..rows, rows, insert_chromium, &mut dice)?;
        }
        "firefox" => {
            connection.execute_batch(FIREFOX)?;
            let sql = "INSERT INTO moz_cookies(originAttributes,name,value,host,path,expiry,lastAccessed,creationTime,
                isSecure,isHttpOnly,sameSite,schemeMap,updateTime) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,256,2,?11)";
            let in_file = rows - rows / 10;
            fill(&connection, sql, 0..in_file, rows, insert_firefox, &mut dice)?;
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
            fill(&connection, sql, in_file..rows, rows, insert_firefox, &mut dice)?;
            // A clean close would empty the log.
            mem::forget(connection);
        }
        other => return Err(format!("unknown engine {other}").into()),
    }
    Ok(())
}
