//! A disk that refuses to let any file grow, at ever more bytes: a child process works there.
//! `DAYBOOK_DISK_BLOCKS` asks for smaller steps: 8 blocks are a page.

use std::process::{Command, Stdio};

use store::{Book, DocumentFilter, Error, State};

use crate::desk::{Desk, desk, later, noon, november, posted, sale};

/// Tells a copy of this test binary which folder to work in.
const FOLDER: &str = "STORE_TEST_FULL_DISK";
/// How much larger a file may become from one run to the next, in blocks of 512 bytes.
const BLOCKS_A_STEP: u32 = 80;
/// So many blocks are room enough.
const BLOCKS_MAX: u32 = 16_000;
/// How many sales a child records, each for itself.
const SALES: u32 = 12;

/// Runs only as a child of the test below: says each thing that was acknowledged.
#[test]
fn child_works_until_the_disk_is_full() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let book = match Book::open(folder.as_ref(), noon()) {
        Ok(book) => book,
        Err(error) => return refused(&error),
    };
    let dock = book.locations().expect("read")[0].id;
    let folder = tempfile::tempdir().expect("a folder");
    let desk = Desk { folder, book, dock };
    for number in 0..SALES {
        let new = sale(&format!("S-{number}"), november(20), 1_000);
        match desk.book.record(&[new], noon()) {
            Ok(_) => println!("recorded"),
            Err(error) => return refused(&error),
        }
    }
    let document = desk.document("4K7Q2M", november(20), november(20));
    match desk.book.enqueue(&document, noon()) {
        Ok(_) => println!("queued"),
        Err(error) => return refused(&error),
    }
    let id = desk.book.documents(&DocumentFilter::default(), 1).expect("read")[0].id;
    match desk.book.begin_attempt(id, "key", "{}", later(1)) {
        Ok(_) => println!("begun"),
        Err(error) => return refused(&error),
    }
    match desk.book.record_posted(id, &posted("X-1"), later(2)) {
        Ok(()) => println!("posted"),
        Err(error) => refused(&error),
    }
}

fn refused(error: &Error) {
    assert!(matches!(error, Error::DiskFull | Error::Disk(_)), "{error:?}");
}

#[cfg(unix)]
#[test]
fn what_was_acknowledged_on_a_full_disk_is_there_and_nothing_else() {
    let asked = std::env::var("DAYBOOK_DISK_BLOCKS").ok();
    let step = asked.map_or(BLOCKS_A_STEP, |text| text.parse().expect("a number of blocks"));
    for (stopped, blocks) in (0..BLOCKS_MAX).step_by(step as usize).enumerate() {
        let desk = desk();
        let Desk { folder, book, dock } = desk;
        drop(book);
        let said = child(folder.path(), blocks);
        let count = |word: &str| said.lines().filter(|line| line.trim() == word).count();
        let book = Book::open(folder.path(), noon()).expect("it opens where there is room");
        let desk = Desk { folder, book, dock };
        desk.assert_sound();
        let recorded = u64::try_from(count("recorded")).expect("a count");
        assert_eq!(desk.book.transaction_count().expect("a count"), recorded, "{blocks} blocks");
        let states: Vec<State> = desk
            .book
            .documents(&DocumentFilter::default(), 10)
            .expect("read")
            .iter()
            .map(|document| document.state)
            .collect();
        let expected = match (count("queued"), count("begun"), count("posted")) {
            (0, ..) => vec![],
            (1, 0, _) => vec![State::Queued],
            (1, 1, 0) => vec![State::Sending],
            _ => vec![State::Posted],
        };
        assert_eq!(states, expected, "{blocks} blocks");
        assert_eq!(desk.book.restored().expect("read"), None, "nothing was lost");
        if states == [State::Posted] {
            assert!(stopped > 3, "it was full {stopped} times");
            println!("full {stopped} times, every {step} blocks up to {blocks}");
            return;
        }
    }
    panic!("so many blocks are room enough");
}

/// Works in a folder where no file may be larger than so many blocks; gives what the child said.
#[cfg(unix)]
fn child(folder: &std::path::Path, blocks: u32) -> String {
    // A signal that is ignored stays so in the child: its writes fail instead.
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let ended = Command::new("/bin/sh")
        .args(["-c", &script])
        .arg(std::env::current_exe().expect("this test"))
        .args(["--exact", "full_disk::child_works_until_the_disk_is_full", "--nocapture"])
        .env(FOLDER, folder)
        .stdin(Stdio::null())
        .output()
        .expect("a child");
    let said = String::from_utf8_lossy(&ended.stdout).into_owned();
    assert!(ended.status.success(), "{said}{}", String::from_utf8_lossy(&ended.stderr));
    said
}
