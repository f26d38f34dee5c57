//! A bad line between a desk and its simulator: real sockets that are reset, go silent and carry
//! half an answer, or a request that arrives when nobody waits for it any more.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The longest that anything is kept back, in milliseconds: far within a settle time.
const LATE_MS: u64 = 150;
/// A request longer than this is none of ours.
const REQUEST_MAX: usize = 10 * 1024 * 1024;

/// Chance from a seed. What it is asked for depends on how fast this machine is.
#[derive(Debug)]
pub(crate) struct Chance(Mutex<u64>);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Mutex::new(seed | 1))
    }

    /// A number below `end` (xorshift64*).
    pub(crate) fn below(&self, end: u64) -> u64 {
        let mut state = self.0.lock().unwrap();
        *state ^= *state >> 12;
        *state ^= *state << 25;
        *state ^= *state >> 27;
        (state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % end
    }
}

/// The line, which is good until told otherwise. It ends with the process.
pub(crate) struct Proxy {
    pub(crate) url: String,
    line: Arc<Line>,
}

struct Line {
    to: String,
    chance: Chance,
    per_mille: AtomicU64,
    struck: AtomicU64,
}

/// What a request meets.
#[derive(Clone, Copy)]
enum Fate {
    Reset,
    LostAfter,
    Late,
    Slow,
    Torn,
}

const FATES: [Fate; 5] = [Fate::Reset, Fate::LostAfter, Fate::Late, Fate::Slow, Fate::Torn];

impl Proxy {
    pub(crate) fn before(url: &str, seed: u64) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let to = url.strip_prefix("http://").unwrap().to_owned();
        let chance = Chance::new(seed);
        let (per_mille, struck) = (AtomicU64::new(0), AtomicU64::new(0));
        let line = Arc::new(Line { to, chance, per_mille, struck });
        let url = format!("http://{}", listener.local_addr().unwrap());
        let of_thread = Arc::clone(&line);
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let line = Arc::clone(&of_thread);
                // A client that was killed leaves a line that breaks: that is what it is for.
                std::thread::spawn(move || drop(line.carry(client)));
            }
        });
        Self { url, line }
    }

    /// From now on so many of a thousand requests meet a fault.
    pub(crate) fn worsen(&self, per_mille: u64) {
        self.line.per_mille.store(per_mille, Ordering::SeqCst);
    }

    /// How many did.
    pub(crate) fn struck(&self) -> u64 {
        self.line.struck.load(Ordering::SeqCst)
    }
}

impl Line {
    /// Carries one request and its answer, and closes.
    fn carry(&self, mut client: TcpStream) -> io::Result<()> {
        let request = read_request(&mut client)?;
        if self.chance.below(1_000) >= self.per_mille.load(Ordering::SeqCst) {
            return client.write_all(&self.ask(&request)?);
        }
        self.struck.fetch_add(1, Ordering::SeqCst);
        match FATES[usize::try_from(self.chance.below(5)).unwrap()] {
            Fate::Reset => client.shutdown(Shutdown::Both),
            Fate::LostAfter => {
                self.ask(&request)?;
                client.shutdown(Shutdown::Both)
            }
            Fate::Late => {
                client.shutdown(Shutdown::Both)?;
                self.wait();
                self.ask(&request).map(drop)
            }
            Fate::Slow => {
                self.wait();
                client.write_all(&self.ask(&request)?)
            }
            Fate::Torn => {
                let answer = self.ask(&request)?;
                client.write_all(&answer[..answer.len() / 2])?;
                client.shutdown(Shutdown::Both)
            }
        }
    }

    fn wait(&self) {
        std::thread::sleep(Duration::from_millis(self.chance.below(LATE_MS)));
    }

    fn ask(&self, request: &[u8]) -> io::Result<Vec<u8>> {
        let mut server = TcpStream::connect(&self.to)?;
        server.write_all(request)?;
        let mut answer = Vec::new();
        server.read_to_end(&mut answer)?;
        Ok(answer)
    }
}

/// One whole request, which asks for the line to be closed after its answer.
fn read_request(client: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 8 * 1024];
    loop {
        let read = client.read(&mut buffer)?;
        if read == 0 || bytes.len() > REQUEST_MAX {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes.extend_from_slice(&buffer[..read]);
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
        let length: usize = length.and_then(|length| length.trim().parse().ok()).unwrap_or(0);
        if bytes.len() >= end + 4 + length {
            let first_line = bytes.windows(2).position(|two| two == b"\r\n").unwrap();
            let mut whole = bytes[..first_line].to_vec();
            whole.extend_from_slice(b"\r\nConnection: close");
            whole.extend_from_slice(&bytes[first_line..]);
            return Ok(whole);
        }
    }
}
