//! No secret anywhere but on the wire and, sealed, in its one file: a whole journey with every log
//! there is, and everything that was printed and written looked through.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::support::{Desk, Simulator, free_port, get};

/// How much of a stream is passed on at a time.
const CHUNK: usize = 16 * 1024;
/// No secret is shorter.
const SECRET_MIN: usize = 16;

/// A wire tap between a desk and its Xero: passes on, and remembers every byte.
struct Tap {
    url: String,
    heard: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Tap {
    fn before(simulator: &Simulator) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (xero, kept) = (simulator.url.replace("http://", ""), Arc::clone(&heard));
        // Ends with the test's process; what it waits for costs nothing.
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let (Ok(client), Ok(server)) = (client, TcpStream::connect(&xero)) else {
                    continue;
                };
                for (from, to) in [(&client, &server), (&server, &client)] {
                    let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
                    let kept = Arc::clone(&kept);
                    std::thread::spawn(move || pass_on(from, to, &kept));
                }
            }
        });
        Self { url, heard }
    }

    /// Every token, code and verifier that went by, in the one form or the other.
    fn secrets(&self) -> BTreeSet<String> {
        let heard = self.heard.lock().unwrap();
        let mut secrets = BTreeSet::new();
        for stream in heard.iter() {
            let text = String::from_utf8_lossy(stream);
            for (before, ends) in [
                ("code=", "&\r\n \""),
                ("code_verifier=", "&\r\n \""),
                ("refresh_token=", "&\r\n \""),
                ("token=", "&\r\n \""),
                ("earer ", "\r\n"),
                ("\"access_token\":\"", "\""),
                ("\"refresh_token\":\"", "\""),
                ("\"id_token\":\"", "\""),
            ] {
                for (at, _) in text.match_indices(before) {
                    let rest = &text[at + before.len()..];
                    let secret = rest.split(|c| ends.contains(c)).next().unwrap_or_default();
                    if secret.len() >= SECRET_MIN {
                        secrets.insert(secret.to_owned());
                    }
                }
            }
        }
        secrets
    }

    /// How often something was said on the wire.
    fn heard(&self, words: &str) -> usize {
        let heard = self.heard.lock().unwrap();
        heard.iter().map(|stream| String::from_utf8_lossy(stream).matches(words).count()).sum()
    }
}

fn pass_on(mut from: TcpStream, mut to: TcpStream, heard: &Mutex<Vec<Vec<u8>>>) {
    let place = {
        let mut heard = heard.lock().unwrap();
        heard.push(Vec::new());
        heard.len() - 1
    };
    let mut chunk = vec![0; CHUNK];
    while let Ok(read @ 1..) = from.read(&mut chunk) {
        heard.lock().unwrap()[place].extend_from_slice(&chunk[..read]);
        if to.write_all(&chunk[..read]).is_err() {
            break;
        }
    }
    // The other side may have gone first.
    drop(to.shutdown(std::net::Shutdown::Write));
}

/// What a journey printed and left behind.
#[derive(Default)]
struct Left {
    printed: Vec<u8>,
    files: Vec<(PathBuf, Vec<u8>)>,
}

impl Left {
    /// Runs a command with every log there is, whatever comes of it.
    fn run(&mut self, desk: &Desk, words: &[&str]) -> i32 {
        let output = desk.command(words).env("RUST_LOG", "trace").output().unwrap();
        self.printed.extend(&output.stdout);
        self.printed.extend(&output.stderr);
        output.status.code().unwrap_or(-1)
    }

    /// Signs in as a person would, with every log there is.
    fn connect(&mut self, desk: &Desk) {
        let port = free_port();
        let mut command = desk.command(&["connect", "--no-browser", "--json", "--port", &port]);
        command.env("RUST_LOG", "trace").stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut complaints = process.stderr.take().unwrap();
        let complaints = std::thread::spawn(move || {
            let mut all = Vec::new();
            complaints.read_to_end(&mut all).unwrap();
            all
        });
        let mut out = BufReader::new(process.stdout.take().unwrap());
        let mut first = String::new();
        out.read_line(&mut first).unwrap();
        let address: Value = serde_json::from_str(&first).unwrap();
        get(address["authorize_url"].as_str().unwrap());
        let mut rest = first.into_bytes();
        out.read_to_end(&mut rest).unwrap();
        let ended = process.wait().unwrap();
        let said = String::from_utf8_lossy(&rest).into_owned();
        self.printed.extend(rest);
        self.printed.extend(complaints.join().unwrap());
        assert!(ended.success(), "{said}");
    }

    /// Keeps a copy of every file there is now.
    fn keep_files(&mut self, folder: &Path) {
        for path in all_below(folder) {
            if path.is_file() {
                let bytes = fs::read(&path).unwrap();
                self.files.extend(unpacked(&path));
                self.files.push((path, bytes));
            }
        }
    }

    /// Where something is found, by place.
    fn places(&self, words: &str) -> Vec<String> {
        let has = |bytes: &[u8]| bytes.windows(words.len()).any(|part| part == words.as_bytes());
        let printed = has(&self.printed).then(|| "what was printed".to_owned());
        let files = self.files.iter().filter(|(_, bytes)| has(bytes));
        printed.into_iter().chain(files.map(|(path, _)| path.display().to_string())).collect()
    }
}

/// What is in a diagnostic bundle, by the names of its files.
fn unpacked(path: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    if path.extension().is_none_or(|ending| ending != "zip") {
        return Vec::new();
    }
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let count = archive.len();
    let entry = |place| {
        let mut entry = archive.by_index(place).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (path.join(entry.name().unwrap().as_ref()), bytes)
    };
    (0..count).map(entry).collect()
}

fn all_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(all_below(&path)) } else { found.push(path) }
    }
    found
}

/// Signs in, and posts a day.
fn begin(left: &mut Left, desk: &Desk) {
    left.connect(desk);
    for words in [
        ["map", "role", "revenue-clearing", "Revenue Clearing"],
        ["map", "role", "tips-payable", "Tips Payable"],
        ["map", "role", "discounts", "Discounts Given"],
        ["map", "tender", "Card", "Card Clearing"],
        ["map", "tender", "Cash", "612"],
    ] {
        assert_eq!(left.run(desk, &words), 0, "{words:?}");
    }
    let file = desk.write("square.csv", &crate::till::export());
    let file = file.to_str().unwrap();
    left.run(desk, &["import", file, "--revenue", "Boats", "--tax", "GST=5,PST=7"]);
    assert_eq!(left.run(desk, &day("2026-11-19")), 0);
}

const fn day(date: &str) -> [&str; 5] {
    ["sync", "--from", date, "--to", date]
}

/// Lets everything go wrong that can.
fn stumble(left: &mut Left, desk: &Desk, simulator: &Simulator) {
    // The access token ends: a refresh, first with half an answer, then with none, then whole.
    simulator.control(&json!({ "advance_seconds": 3_600, "faults": [
        { "kind": "torn_body", "path": "/connect/token", "times": 1 },
        { "kind": "loss_before", "path": "/connect/token", "times": 1 },
        { "kind": "server_error", "status": 500, "path": "/connect/token", "times": 1 },
    ] }));
    for _ in 0..4 {
        left.run(desk, &["chart", "refresh"]);
    }
    // Refusals, faults of Xero's own, an answer that breaks off.
    for fault in [
        json!({ "kind": "server_error", "status": 503, "times": 1 }),
        json!({ "kind": "unauthorised", "why": "bad_token", "times": 2 }),
        json!({ "kind": "torn_body", "times": 1 }),
        json!({ "kind": "rate_limit", "limit": "minute", "times": 1 }),
    ] {
        simulator.control(&json!({ "faults": fault }));
        left.run(desk, &["chart", "refresh"]);
        left.run(desk, &day("2026-11-20"));
        simulator.control(&json!({ "heal": true }));
    }
}

/// Looks at everything that can be looked at.
fn look(left: &mut Left, desk: &Desk) {
    for words in [
        ["log"].as_slice(),
        &["log", "--json"],
        &["audit"],
        &["audit", "--json"],
        &["attention"],
        &["outbox", "list", "--all", "--json"],
        &["settings", "get"],
        &["org", "list"],
        &["check"],
        &["diagnose"],
        &["backup", "make", desk.place().join("copy.sqlite").to_str().unwrap()],
    ] {
        left.run(desk, words);
    }
}

#[test]
fn no_token_code_or_verifier_is_printed_logged_or_written_in_the_clear() {
    let simulator = Simulator::start("ca");
    let tap = Tap::before(&simulator);
    let desk = Desk::behind(&simulator, &tap.url);
    let mut left = Left::default();
    begin(&mut left, &desk);
    stumble(&mut left, &desk, &simulator);
    left.keep_files(desk.place());
    look(&mut left, &desk);
    // Xero forgets the sign-in; it is given again; and it is ended for good.
    simulator.control(&json!({ "faults": { "kind": "tenant_disconnected", "times": 2 } }));
    left.run(&desk, &["chart", "refresh"]);
    simulator.control(&json!({ "heal": true }));
    left.connect(&desk);
    left.keep_files(desk.place());
    assert_eq!(left.run(&desk, &["org", "disconnect"]), 0);
    left.run(&desk, &["chart", "refresh"]);
    left.keep_files(desk.place());

    let is_unpacked = |(path, _): &(PathBuf, _)| path.ends_with("calls.json");
    assert!(left.files.iter().any(is_unpacked), "a diagnostic bundle is looked through too");
    assert!(tap.heard("grant_type=authorization_code") >= 2, "two sign-ins");
    assert!(tap.heard("grant_type=refresh_token") >= 3, "a refresh with trouble");
    assert!(tap.heard("/connect/revocation") >= 1, "a revocation");
    let secrets = tap.secrets();
    // Two codes and verifiers; of each of three grants or more an access and a refresh token.
    assert!(secrets.len() >= 10, "the tap hears: {}", secrets.len());
    let logged = String::from_utf8_lossy(&left.printed).matches("TRACE").count();
    assert!(logged > 100, "every log there is: {logged} lines");
    for secret in &secrets {
        assert_eq!(left.places(secret), [""; 0], "a secret of {} letters", secret.len());
    }
    // The search itself finds what is there.
    assert!(!left.places("ManualJournals").is_empty());
    assert!(!left.places("DAYBOOK1").is_empty(), "the sealed tokens were among the files");
}

#[cfg(unix)]
#[test]
fn whatever_daybook_keeps_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    desk.run(&["record", "sale", "--line", "6545=40.00", "--tender", "Cash=40.00"]).done();
    let copy = desk.place().join("book/copy.sqlite");
    desk.run(&["backup", "make", copy.to_str().unwrap()]).done();
    let kept = ["book", "home/daybook/keys"].map(|name| desk.place().join(name));
    let files: Vec<_> = kept.iter().flat_map(|folder| all_below(folder)).collect();
    assert!(files.len() >= 6, "book, lock, tokens, key, copy: {files:?}");
    for path in files {
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        let expected = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode, expected, "{} is {mode:o}", path.display());
    }
}
