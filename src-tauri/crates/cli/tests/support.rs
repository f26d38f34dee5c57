//! A desk with its own folders, a simulator process, and the smallest HTTP client.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// How often a page may send us on.
const REDIRECTS_MAX: usize = 5;

/// A simulator of Xero in a process of its own, ended with the value.
pub(crate) struct Simulator {
    process: Child,
    pub(crate) url: String,
    client_id: String,
    pub(crate) organisation: String,
    state: TempDir,
}

impl Simulator {
    pub(crate) fn start(country: &str) -> Self {
        Self::start_with(&[country])
    }

    pub(crate) fn start_with(countries: &[&str]) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), countries, "0")
    }

    /// Countries count for a new state only.
    fn start_in(state: TempDir, countries: &[&str], port: &str) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_daybook"))
            .args(["sim", "--json", "--auto-approve", "--port", port, "--state"])
            .arg(state.path())
            .args(countries.iter().flat_map(|country| ["--org", country]))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(process.stdout.take().unwrap());
        let first = first_line(&mut out);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            process,
            url: text(&first["url"]),
            client_id: text(&first["client_id"]),
            organisation: text(&first["organisations"][0]["id"]),
            state,
        }
    }

    /// Ends it, and gives what it takes to have the same one back.
    pub(crate) fn stop(mut self) -> impl FnOnce() -> Self {
        end(&mut self.process);
        let state = std::mem::replace(&mut self.state, tempfile::tempdir().unwrap());
        let port = self.url.rsplit(':').next().unwrap().to_owned();
        move || Self::start_in(state, &[], &port)
    }

    /// Everything in the organisation's books.
    pub(crate) fn books(&self) -> Value {
        let url = format!("{}/sim/books.json?org={}", self.url, self.organisation);
        serde_json::from_str(&get(&url)).unwrap()
    }

    /// The journals that are posted.
    pub(crate) fn posted(&self) -> Vec<Value> {
        let books = self.books();
        let journals = books["ManualJournals"].as_array().unwrap();
        journals.iter().filter(|one| one["Status"] == "POSTED").cloned().collect()
    }

    /// How many faults wait for their call.
    pub(crate) fn armed_faults(&self) -> usize {
        let status: Value =
            serde_json::from_str(&get(&format!("{}/sim/control", self.url))).unwrap();
        status["faults"].as_array().unwrap().len()
    }

    pub(crate) fn control(&self, change: &Value) {
        let answer = request("POST", &format!("{}/sim/control", self.url), &change.to_string());
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        end(&mut self.process);
    }
}

fn end(process: &mut Child) {
    // It may have ended already, and then there is nothing to end.
    let _ended = process.kill();
    let _code = process.wait();
}

/// A desk: a book, and folders that no other test sees.
pub(crate) struct Desk {
    folder: TempDir,
    url: String,
    client_id: String,
}

/// What a command came to.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) complaint: String,
}

impl Ran {
    /// What it printed for scripts.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// What it printed, having done what it was asked.
    #[track_caller]
    pub(crate) fn done(&self) -> Value {
        assert_eq!(self.code, 0, "{self:?}");
        self.json()
    }

    /// The sentence it failed with.
    #[track_caller]
    pub(crate) fn sentence(&self) -> String {
        let failure: Value = serde_json::from_str(&self.complaint)
            .unwrap_or_else(|error| panic!("{error}: {self:?}"));
        failure["error"]["message"].as_str().unwrap().to_owned()
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            complaint: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Desk {
    pub(crate) fn new(simulator: &Simulator) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            url: simulator.url.clone(),
            client_id: simulator.client_id.clone(),
        }
    }

    /// A desk that is signed in.
    pub(crate) fn connected(simulator: &Simulator) -> Self {
        let desk = Self::new(simulator);
        let (first, last) = desk.connect(&[]);
        assert!(first["authorize_url"].as_str().unwrap().starts_with(&simulator.url));
        assert_eq!(last["organisations"][0]["id"], simulator.organisation.as_str());
        desk
    }

    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_daybook"));
        command.args(words).env_clear();
        for name in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"] {
            command.env(name, self.folder.path().join("home"));
        }
        command
            .env("DAYBOOK_DATA_DIR", self.folder.path().join("book"))
            .env("DAYBOOK_VAULT", "file")
            .env("DAYBOOK_XERO_CLIENT_ID", &self.client_id);
        for name in ["API", "LOGIN", "IDENTITY"] {
            command.env(format!("DAYBOOK_XERO_{name}"), &self.url);
        }
        command
    }

    /// Runs a command for scripts.
    pub(crate) fn run(&self, words: &[&str]) -> Ran {
        self.command(&["--json"]).args(words).output().unwrap().into()
    }

    /// Runs a command that is fed.
    pub(crate) fn feed(&self, words: &[&str], text: &str) -> Ran {
        let mut command = self.command(words);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().unwrap();
        process.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        process.wait_with_output().unwrap().into()
    }

    /// Signs in as a person would whose browser is this test: a free port, the page, the way back.
    pub(crate) fn connect(&self, more: &[&str]) -> (Value, Value) {
        let port = free_port();
        let mut command = self.command(&["connect", "--no-browser", "--json", "--port", &port]);
        command.args(more).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().unwrap();
        let mut out: BufReader<ChildStdout> = BufReader::new(process.stdout.take().unwrap());
        let first = first_line(&mut out);
        get(first["authorize_url"].as_str().unwrap());
        let mut rest = String::new();
        out.read_to_string(&mut rest).unwrap();
        let _code = process.wait().unwrap();
        (first, serde_json::from_str(&rest).unwrap())
    }

    /// Signs in to another Xero than the desk's own, which is refused.
    pub(crate) fn refused_before(&self, other: &Simulator) -> Value {
        let port = free_port();
        let mut command = self.command(&["connect", "--no-browser", "--json", "--port", &port]);
        command.env("DAYBOOK_XERO_CLIENT_ID", &other.client_id);
        for name in ["API", "LOGIN", "IDENTITY"] {
            command.env(format!("DAYBOOK_XERO_{name}"), &other.url);
        }
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut out = BufReader::new(process.stdout.take().unwrap());
        get(first_line(&mut out)["authorize_url"].as_str().unwrap());
        let ended = process.wait_with_output().unwrap();
        assert!(!ended.status.success(), "{ended:?}");
        serde_json::from_slice(&ended.stderr).unwrap()
    }

    /// The folder of everything.
    pub(crate) fn place(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// A desk whose Xero is at another address: something between it and the simulator.
    pub(crate) fn behind(simulator: &Simulator, url: &str) -> Self {
        Self { url: url.to_owned(), ..Self::new(simulator) }
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let file = self.folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        file
    }
}

fn first_line(out: &mut impl BufRead) -> Value {
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"))
}

/// A port nobody listens on: free a moment ago, and not given out again soon.
pub(crate) fn free_port() -> String {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port().to_string()
}

/// Follows an address to the page it ends at.
pub(crate) fn get(url: &str) -> String {
    let mut url = url.to_owned();
    for _ in 0..REDIRECTS_MAX {
        let answer = request("GET", &url, "");
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let location = head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("location").then_some(value)
        });
        match location {
            Some(next) => next.clone_into(&mut url),
            None => return body.to_owned(),
        }
    }
    panic!("{url} sends on and on");
}

fn request(method: &str, url: &str, body: &str) -> String {
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(
        stream,
        "{method} /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len(),
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
