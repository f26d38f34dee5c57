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
        let mut text = Vec::new();
        let (mut depth, mut in_string, mut escaped) = (0_u64, false, false);
        let mut values = 0_usize;
        while let Some(byte) = self.peek()? {
            let ends = byte.is_ascii_whitespace() || matches!(byte, b',' | b']' | b'}');
            if depth == 0 && !in_string && !text.is_empty() && ends {
                break;
            }
            self.take()?;
            text.push(byte);
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_string => escaped = true,
                b'"' => in_string = !in_string,
                _ if in_string => {}
                b'{' | b'[' => {
                    depth += 1;
                    values += 1;
                }
                b',' => values += 1,
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        break;
                    }
                }
                _ => {}
            }
        }
        Ok(Piece { line, text, is_too_large: values > VALUES_MAX })
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
