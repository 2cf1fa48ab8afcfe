//! Signatures as fast as safe code was found to make them; each says what it leaves out.
//!
//! None of them wipes a key, compares in constant time or masks anything.

use md5::{Digest, Md5};

use super::signing::is_signed;
#[cfg(doc)]
use super::signing::{brace_pairs, form_encoded, sorted_pairs};

/// [`sorted_pairs`] as fast as was found: names are sorted as numbers of their first seven bytes,
/// pairs are gathered into blocks for the hash, digits are worked out by arithmetic.
///
/// It leaves out what `signing` gives: more than 16 pairs, a pair of more than 62 bytes and names
/// that begin with the same seven bytes (it panics), names and values that are no text,
/// and the choice of an encoding.
pub fn best_sorted_pairs(pairs: &[(&str, &str)], key: &str) -> [u8; 32] {
    let mut places = [0; 16];
    let mut blocks = Blocks::new();
    for place in sorted(&mut places, pairs) {
        let (name, value) = pairs[position(*place)];
        if is_signed(name, value) {
            blocks.pair(name.as_bytes(), value.as_bytes());
        }
    }
    blocks.finish(b"key=", key)
}

/// [`form_encoded`] as fast as was found. A pair that needs no encoding goes as it is.
///
/// It leaves out what [`best_sorted_pairs`] does; a pair that needs encoding has at most 20 bytes
/// in its name, and at most 20 in its value.
pub fn best_form_encoded(pairs: &[(&str, &str)], key: &str) -> [u8; 32] {
    let mut places = [0; 16];
    let mut blocks = Blocks::new();
    for place in sorted(&mut places, pairs) {
        let (name, value) = pairs[position(*place)];
        let (name_bytes, value_bytes) = (name.as_bytes(), value.as_bytes());
        if !is_signed(name, value) {
            continue;
        }
        if all_unreserved(name_bytes) && all_unreserved(value_bytes) {
            blocks.pair(name_bytes, value_bytes);
        } else {
            let (mut encoded_name, mut encoded_value) = ([0; 60], [0; 60]);
            let name = encode(name_bytes, &mut encoded_name);
            let value = encode(value_bytes, &mut encoded_value);
            blocks.pair(name, value);
        }
    }
    blocks.finish(b"key=", key)
}

/// [`brace_pairs`] as fast as was found: one text on the stack, hashed at once.
///
/// It leaves out: a string to sign of more than 512 bytes without the key (it panics), more than
/// two pairs, names in upper case, parameters that are not signed.
pub fn best_brace_pairs(pairs: [(&str, &str); 2], time: &str, key: &str) -> [u8; 32] {
    let [first, second] = pairs;
    let pairs = if second.0 < first.0 {
        [second, first]
    } else {
        [first, second]
    };
    let mut text = [0; 512];
    let mut len = 0;
    let mut put = |part: &str| {
        text[len..len + part.len()].copy_from_slice(part.as_bytes());
        len += part.len();
    };
    for (name, value) in pairs {
        put(name);
        put("{$$}");
        put(value);
        put("{$$$}");
    }
    put(time);
    put("{$$$$}");
    let mut hash = Md5::new();
    hash.update(&text[..len]);
    hash.update(key);
    digits(hash.finalize().into(), b'a')
}

/// The places of the pairs in the order of their names: seven bytes of the name, and the position.
#[inline(always)]
fn sorted<'a>(places: &'a mut [u64; 16], pairs: &[(&str, &str)]) -> &'a [u64] {
    let places = &mut places[..pairs.len()];
    let mut begin_alike = false;
    for (next, (name, _)) in pairs.iter().enumerate() {
        let place = beginning(name.as_bytes()) & !0xff | next as u64;
        let mut at = next;
        while at > 0 {
            let before = places[at - 1];
            if before < place {
                begin_alike |= before >> 8 == place >> 8;
                break;
            }
            places[at] = before;
            at -= 1;
        }
        places[at] = place;
    }
    assert!(!begin_alike, "names that begin alike");
    places
}

#[inline(always)]
fn position(place: u64) -> usize {
    (place & 0xff) as usize
}

#[inline(always)]
fn beginning(name: &[u8]) -> u64 {
    if let Some(eight) = name.first_chunk::<8>() {
        return u64::from_be_bytes(*eight);
    }
    if let (Some(first), Some(last)) = (name.first_chunk::<4>(), name.last_chunk::<4>()) {
        let first = u64::from(u32::from_be_bytes(*first)) << 32;
        let last = u64::from(u32::from_be_bytes(*last));
        return first | last << ((8 * (8 - name.len())) & 63);
    }
    let append = |number, byte: &u8| number << 8 | u64::from(*byte);
    name.iter().fold(0, append) << 8 << (8 * (7 - name.len()))
}

#[inline(always)]
fn digits(digest: [u8; 16], ten: u8) -> [u8; 32] {
    let digit = |half: u8| half + if half < 10 { b'0' } else { ten - 10 };
    let mut digits = [0; 32];
    for (pair, byte) in digits.chunks_exact_mut(2).zip(digest) {
        pair[0] = digit(byte >> 4);
        pair[1] = digit(byte & 15);
    }
    digits
}

struct Blocks {
    hash: Md5,
    block: [u8; 128],
    len: usize,
}

impl Blocks {
    #[inline(always)]
    fn new() -> Self {
        Self {
            hash: Md5::new(),
            block: [0; 128],
            len: 0,
        }
    }

    #[inline(always)]
    fn pair(&mut self, name: &[u8], value: &[u8]) {
        let len = name.len() + value.len() + 2;
        assert!(len <= 64, "a long pair");
        let start = self.len & 63;
        let (first, second) = self.block[start..start + len].split_at_mut(name.len() + 1);
        first[name.len()] = b'=';
        copy(name, &mut first[..name.len()]);
        second[value.len()] = b'&';
        copy(value, &mut second[..value.len()]);
        self.len = start + len;
        if self.len >= 64 {
            self.hash.update(&self.block[..64]);
            self.block.copy_within(64.., 0);
            self.len -= 64;
        }
    }

    #[inline(always)]
    fn finish(&mut self, before_key: &[u8; 4], key: &str) -> [u8; 32] {
        let start = self.len & 63;
        self.block[start..start + 4].copy_from_slice(before_key);
        self.hash.update(&self.block[..start + 4]);
        self.hash.update(key);
        digits(self.hash.finalize_reset().into(), b'A')
    }
}

#[inline(always)]
fn copy(text: &[u8], to: &mut [u8]) {
    match (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        (Some(first), Some(last)) if text.len() <= 16 => {
            if let Some(to) = to.first_chunk_mut() {
                *to = *first;
            }
            if let Some(to) = to.last_chunk_mut() {
                *to = *last;
            }
        }
        (Some(_), _) => to.copy_from_slice(text),
        (None, _) => {
            for (to, byte) in to.iter_mut().zip(text) {
                *to = *byte;
            }
        }
    }
}

#[inline(always)]
fn all_unreserved(text: &[u8]) -> bool {
    let (eights, rest) = text.as_chunks::<8>();
    eights.iter().all(|eight| all(eight)) && all(rest)
}

#[inline(always)]
fn all(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .fold(true, |all, byte| all & (ENCODED[usize::from(*byte)] != 0))
}

#[inline(always)]
fn encode<'a>(text: &[u8], to: &'a mut [u8; 60]) -> &'a [u8] {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut len = 0;
    for byte in text {
        let single = if *byte == b' ' {
            b'+'
        } else {
            ENCODED[usize::from(*byte)]
        };
        if single != 0 {
            to[len] = single;
            len += 1;
        } else {
            let (high, low) = (usize::from(byte >> 4), usize::from(byte & 15));
            to[len..len + 3].copy_from_slice(&[b'%', DIGITS[high], DIGITS[low]]);
            len += 3;
        }
    }
    &to[..len]
}

/// The byte itself where it is unreserved, zero elsewhere.
const ENCODED: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let is_mark = matches!(byte as u8, b'-' | b'_' | b'.' | b'~');
        if (byte as u8).is_ascii_alphanumeric() || is_mark {
            table[byte] = byte as u8;
        }
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::signing::{
        BRACE, BRACE_KEY, BRACE_PAIRS, FORM_ENCODED, KEY, PAIRS, SORTED, TIME, UNRESERVED_PAIRS,
        bare_md5, brace_pairs, form_encoded, sorted_pairs,
    };

    fn text(digits: [u8; 32]) -> String {
        String::from_utf8(digits.to_vec()).unwrap()
    }

    #[test]
    fn the_inputs_are_as_long_as_said() {
        assert_eq!(
            (SORTED.len(), FORM_ENCODED.len(), BRACE.len()),
            (182, 186, 225)
        );
    }

    #[test]
    fn every_way_to_sign_gives_the_digest_of_the_bytes() {
        let raw = bare_md5(SORTED).to_uppercase();
        assert_eq!(sorted_pairs(&PAIRS, KEY), raw);
        assert_eq!(text(best_sorted_pairs(&PAIRS, KEY)), raw);
        let form = bare_md5(FORM_ENCODED).to_uppercase();
        assert_eq!(form_encoded(&PAIRS, KEY), form);
        assert_eq!(text(best_form_encoded(&PAIRS, KEY)), form);
        let unreserved = sorted_pairs(&UNRESERVED_PAIRS, KEY);
        assert_eq!(form_encoded(&UNRESERVED_PAIRS, KEY), unreserved);
        assert_eq!(text(best_form_encoded(&UNRESERVED_PAIRS, KEY)), unreserved);
        let brace = bare_md5(BRACE);
        assert_eq!(brace_pairs(&BRACE_PAIRS, TIME, BRACE_KEY), brace);
        assert_eq!(text(best_brace_pairs(BRACE_PAIRS, TIME, BRACE_KEY)), brace);
    }
}
