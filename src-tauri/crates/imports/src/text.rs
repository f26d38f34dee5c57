//! Bytes into characters, in bounded memory.

use std::fmt;
use std::io::{self, Read, Seek, SeekFrom};

use encoding_rs::{CoderResult, Decoder, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How a file's characters are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8,
    /// UTF-16, little end first.
    Utf16Le,
    /// UTF-16, big end first.
    Utf16Be,
    /// What Windows programs write where they do not write UTF-8.
    Windows1252,
}

impl Encoding {
    /// The encoding of a file, as far as its beginning shows.
    pub(crate) fn of(head: &[u8]) -> Self {
        match head {
            [0xEF, 0xBB, 0xBF, ..] => Self::Utf8,
            [0xFF, 0xFE, ..] => Self::Utf16Le,
            [0xFE, 0xFF, ..] => Self::Utf16Be,
            _ => Self::without_mark(head),
        }
    }

    /// Western text in UTF-16 has a NUL in every other byte; text in anything else has none.
    fn without_mark(head: &[u8]) -> Self {
        let nuls = |offset| head.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
        let (even, odd) = (nuls(0), nuls(1));
        if odd > head.len() / 4 && even == 0 {
            return Self::Utf16Le;
        }
        if even > head.len() / 4 && odd == 0 {
            return Self::Utf16Be;
        }
        match std::str::from_utf8(head) {
            Err(error) if error.error_len().is_some() => Self::Windows1252,
            Ok(_) | Err(_) => Self::Utf8,
        }
    }

    pub(crate) fn decoder(self) -> Decoder {
        match self {
            Self::Utf8 => UTF_8.new_decoder_with_bom_removal(),
            Self::Utf16Le => UTF_16LE.new_decoder_with_bom_removal(),
            Self::Utf16Be => UTF_16BE.new_decoder_with_bom_removal(),
            Self::Windows1252 => WINDOWS_1252.new_decoder_without_bom_handling(),
        }
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16, little end first",
            Self::Utf16Be => "UTF-16, big end first",
            Self::Windows1252 => "Windows-1252",
        })
    }
}

/// Decides the encoding over the whole file: the first byte that UTF-8 cannot have may come late.
pub(crate) fn settle<R: Read + Seek>(reader: &mut R, guess: Encoding) -> io::Result<Encoding> {
    if guess != Encoding::Utf8 {
        return Ok(guess);
    }
    reader.seek(SeekFrom::Start(0))?;
    let mut decoder = guess.decoder();
    let mut input = vec![0; CHUNK];
    let mut output = vec![0; CHUNK * 3];
    loop {
        let filled = reader.read(&mut input)?;
        let (result, _, _) =
            decoder.decode_to_utf8_without_replacement(&input[..filled], &mut output, filled == 0);
        if matches!(result, encoding_rs::DecoderResult::Malformed(..)) {
            return Ok(Encoding::Windows1252);
        }
        if filled == 0 {
            return Ok(guess);
        }
    }
}

/// How much is read from disk at once.
const CHUNK: usize = 64 * 1024;

/// The longest row, in bytes of UTF-8. An unclosed quote would else take the rest of the file.
pub(crate) const MAX_ROW: usize = 16 * 1024 * 1024;

/// The most separators in one row, those within its cells included: a row of nothing else would
/// take eight times its own size to be held.
const MAX_SEPARATORS: usize = 1_000_000;

/// A reader of UTF-8 over a file in any encoding, which stops at a row without end.
///
/// Every line end comes out as one `\n`, be it `\r\n` or `\r` in the file: lines are counted by
/// that byte, and a note of two lines is the same note whichever system wrote it.
///
/// Meant to be read through a buffer: it needs room for one character at a time.
pub(crate) struct Decoded<R> {
    inner: R,
    decoder: Decoder,
    input: Box<[u8]>,
    waiting: std::ops::Range<usize>,
    at_end: bool,
    finished: bool,
    after_return: bool,
    /// Whether the end was met by reading on: what was read last had no line end.
    pub(crate) ran_out: bool,
    /// Bytes of the file gone through.
    pub(crate) done: u64,
    allowance: usize,
    /// What stands between cells; none where there are no cells.
    separator: Option<u8>,
    separators: usize,
}

impl<R: Read> Decoded<R> {
    pub(crate) fn new(inner: R, encoding: Encoding) -> Self {
        Self {
            inner,
            decoder: encoding.decoder(),
            input: vec![0; CHUNK].into_boxed_slice(),
            waiting: 0..0,
            at_end: false,
            finished: false,
            after_return: false,
            ran_out: false,
            done: 0,
            allowance: MAX_ROW,
            separator: None,
            separators: MAX_SEPARATORS,
        }
    }

    /// The same for a table.
    pub(crate) fn of_table(inner: R, encoding: Encoding, separator: u8) -> Self {
        Self { separator: Some(separator), ..Self::new(inner, encoding) }
    }

    /// A row has ended: the next may be as long again.
    pub(crate) const fn row_ended(&mut self) {
        self.allowance = MAX_ROW;
        self.separators = MAX_SEPARATORS;
    }

    /// Takes what was read off what a row may have.
    fn spend(&mut self, read: &[u8]) {
        self.allowance = self.allowance.saturating_sub(read.len());
        if let Some(separator) = self.separator {
            let met = read.iter().filter(|byte| **byte == separator).count();
            self.separators = self.separators.saturating_sub(met);
        }
    }

    /// Makes every line end a `\n`, in place; gives how many bytes are left.
    fn unify_line_ends(&mut self, bytes: &mut [u8]) -> usize {
        if !self.after_return && !bytes.contains(&b'\r') {
            return bytes.len();
        }
        let mut kept = 0;
        for at in 0..bytes.len() {
            let byte = bytes[at];
            let is_second_half = self.after_return && byte == b'\n';
            self.after_return = byte == b'\r';
            if !is_second_half {
                bytes[kept] = if byte == b'\r' { b'\n' } else { byte };
                kept += 1;
            }
        }
        kept
    }

    /// Whether reading stopped because a row has no end.
    pub(crate) fn is_endless(&self) -> bool {
        self.allowance == 0 || self.separators == 0
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.is_endless() {
            return Err(io::Error::other("a row without end"));
        }
        while !self.finished && !buffer.is_empty() {
            if self.waiting.is_empty() && !self.at_end {
                let filled = self.inner.read(&mut self.input)?;
                self.waiting = 0..filled;
                self.at_end = filled == 0;
            }
            let input = &self.input[self.waiting.clone()];
            let (result, read, written, _) =
                self.decoder.decode_to_utf8(input, buffer, self.at_end);
            self.waiting.start += read;
            self.done += u64::try_from(read).unwrap_or(u64::MAX);
            self.spend(&buffer[..written]);
            self.finished = self.at_end && result == CoderResult::InputEmpty;
            let kept = self.unify_line_ends(&mut buffer[..written]);
            if kept > 0 {
                return Ok(kept);
            }
        }
        self.ran_out |= !buffer.is_empty();
        Ok(0)
    }
}
