//! Good examples, damaged.

use crate::chance::Chance;

/// What breaks programs that read.
const NASTY: [&[u8]; 48] = [
    b"\"",
    b"\"\"",
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r",
    b"\0",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\xE9",
    b"\xED\xA0\x80",
    b"1e30",
    b"1e999999999",
    b"-",
    b"(",
    b")",
    b"NaN",
    b"Infinity",
    b"99999999999999.99",
    b"-99999999999999.99",
    b"0.0000000000000000000000000001",
    b"-0",
    b"99999999999999999999999999999999999999999",
    b"79228162514264337593543950335",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b"null",
    b"true",
    b"2026-02-30",
    b"+262142-12-31",
    b"0001-01-01",
    b"/Date(9223372036854775807)/",
    b"/Date(-1+9999)/",
    b"/Date(1573755038314+0000)/",
    b"/Date()/",
    b"USD",
    b"=HYPERLINK(1)",
    b"<",
    b"&#x0;",
    b"<html>",
    b"\xF0\x9F\x9B\xB6",
];
/// The most a damaged example grows to.
const BYTES_MAX: usize = 64 * 1024;
/// Damages of one example.
const DAMAGES_MAX: u64 = 8;
/// The longest stretch that is cut or copied.
const STRETCH_MAX: u64 = 128;
/// So often a stretch is repeated at most.
const TIMES_MAX: u64 = 64;
/// Of so many examples, one is any bytes.
const ANY_BYTES: u64 = 32;

/// One of the examples, damaged some times.
pub(super) fn damaged(examples: &[Vec<u8>], chance: &Chance) -> Vec<u8> {
    let mut bytes = match chance.one_in(ANY_BYTES) {
        true => (0..chance.below(STRETCH_MAX)).map(|_| byte(chance)).collect(),
        false => chance.of(examples).clone(),
    };
    for _ in 0..=chance.below(DAMAGES_MAX) {
        damage(&mut bytes, examples, chance);
        bytes.truncate(BYTES_MAX);
    }
    bytes
}

fn damage(bytes: &mut Vec<u8>, examples: &[Vec<u8>], chance: &Chance) {
    let at = chance.place(bytes.len() + 1);
    match chance.below(18) {
        0..4 => bytes.iter_mut().skip(at).take(1).for_each(|one| *one = byte(chance)),
        4..6 => drop(bytes.drain(stretch(bytes, at, chance))),
        6 => bytes.truncate(at),
        7..13 => drop(bytes.splice(at..at, chance.of(&NASTY).iter().copied())),
        13 | 14 => {
            let times = usize::try_from(1 + chance.below(TIMES_MAX)).expect("few");
            let more = bytes[stretch(bytes, at, chance)].repeat(times);
            drop(bytes.splice(at..at, more));
        }
        15 | 16 => {
            let other = chance.of(examples);
            let from = chance.place(other.len() + 1);
            let more = other[stretch(other, from, chance)].to_vec();
            drop(bytes.splice(at..at, more));
        }
        _ => {
            if let Some(bit) = bytes.get_mut(at) {
                *bit ^= 1 << chance.below(8);
            }
        }
    }
}

fn stretch(bytes: &[u8], from: usize, chance: &Chance) -> std::ops::Range<usize> {
    let length = usize::try_from(chance.below(STRETCH_MAX)).expect("short");
    from..bytes.len().min(from + length)
}

fn byte(chance: &Chance) -> u8 {
    chance.any().to_le_bytes()[0]
}
