//! JSON of any size into its values, one at a time.
//!
//! `serde_json` reads a list as a whole. Here the text is only cut, at the brackets that stand
//! outside of strings: a list's elements, one object, or one object a line. What is between the
//! cuts is `serde_json`'s to read.

use std::io::{self, BufRead, BufReader, Read};

use crate::error::ImportError;
use crate::reject::VALUES_MAX;
use crate::text::Decoded;

/// The text of one value.
pub(super) struct Piece {
    /// The line it begins on.
    pub(super) line: u64,
    pub(super) text: Vec<u8>,
    /// Whether it has more values in it than a transaction may: a list of nothing but zeros takes
    /// twenty times its own size to be held.
    pub(super) is_too_large: bool,
}

/// Cuts a file into its values.
pub(super) struct Pieces<R> {
    reader: BufReader<Decoded<R>>,
    line: u64,
    in_list: bool,
    begun: bool,
}

impl<R: Read> Pieces<R> {
    pub(super) fn new(text: Decoded<R>) -> Self {
        Self { reader: BufReader::new(text), line: 1, in_list: false, begun: false }
    }

    /// Bytes of the file gone through.
    pub(super) fn done(&self) -> u64 {
        self.reader.get_ref().done
    }

    /// The line reached.
    pub(super) const fn line(&self) -> u64 {
        self.line
    }

    /// Whether the file ended inside its list: it may be cut short.
    pub(super) const fn is_cut_short(&self) -> bool {
        self.in_list
    }

    /// The next value, or nothing at the end of the file.
    pub(super) fn next_piece(&mut self) -> Result<Option<Piece>, ImportError> {
        let begins = self.line;
        let piece = self.cut();
        if piece.is_err() && self.reader.get_ref().is_endless() {
            return Err(ImportError::EndlessRow { line: begins });
        }
        self.reader.get_mut().row_ended();
        Ok(piece?)
    }

    fn cut(&mut self) -> io::Result<Option<Piece>> {
        loop {
            match self.peek()? {
                None => return Ok(None),
                Some(byte) if byte.is_ascii_whitespace() => self.take()?,
                Some(b',') if self.in_list => self.take()?,
                Some(b']') if self.in_list => {
                    self.in_list = false;
                    self.take()?;
                }
                Some(b'[') if !self.begun => {
                    (self.begun, self.in_list) = (true, true);
                    self.take()?;
                }
                Some(_) => {
                    self.begun = true;
                    return self.value().map(Some);
                }
            }
        }
    }

    /// Everything up to the bracket that closes the value, or up to what ends a plain one.
    fn value(&mut self) -> io::Result<Piece> {
        let line = self.line;
        let (mut text, mut scan) = (Vec::new(), Scan::default());
        loop {
            let bytes = self.reader.fill_buf()?;
            let taken = scan.take(bytes);
            let (of_value, is_last) = (&bytes[..taken], taken < bytes.len() || bytes.is_empty());
            self.line += of_value.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
            text.extend_from_slice(of_value);
            self.reader.consume(taken);
            if is_last || scan.is_closed {
                return Ok(Piece { line, text, is_too_large: scan.values > VALUES_MAX });
            }
        }
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.reader.fill_buf()?.first().copied())
    }

    fn take(&mut self) -> io::Result<()> {
        if self.peek()? == Some(b'\n') {
            self.line += 1;
        }
        self.reader.consume(1);
        Ok(())
    }
}

/// How far into a value the bytes so far go.
#[derive(Default)]
struct Scan {
    begun: bool,
    depth: u64,
    in_string: bool,
    escaped: bool,
    /// How many values there are, by their commas and brackets.
    values: usize,
    /// Whether its last bracket is closed.
    is_closed: bool,
}

impl Scan {
    /// How many of these bytes belong to the value.
    fn take(&mut self, bytes: &[u8]) -> usize {
        for (at, byte) in bytes.iter().enumerate() {
            let ends = byte.is_ascii_whitespace() || matches!(byte, b',' | b']' | b'}');
            if self.is_closed || (self.depth == 0 && !self.in_string && self.begun && ends) {
                return at;
            }
            self.begun = true;
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' if self.in_string => self.escaped = true,
                b'"' => self.in_string = !self.in_string,
                _ if self.in_string => {}
                b'{' | b'[' => {
                    self.depth += 1;
                    self.values += 1;
                }
                b',' => self.values += 1,
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    self.is_closed = self.depth == 0;
                }
                _ => {}
            }
        }
        bytes.len()
    }
}
