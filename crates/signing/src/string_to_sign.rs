use md5::{Digest, Md5};

/// What a string to sign is written to: bytes that people read, or a hash.
pub(crate) trait StringToSign {
    /// Appends a text of any length.
    fn put(&mut self, text: &[u8]);

    /// Appends a name and a value, each with the separator that follows it.
    fn put_pair<const N: usize, const V: usize>(
        &mut self,
        name: &[u8],
        after_name: &[u8; N],
        value: &[u8],
        after_value: &[u8; V],
    );
}

impl StringToSign for Vec<u8> {
    fn put(&mut self, text: &[u8]) {
        self.extend_from_slice(text);
    }

    fn put_pair<const N: usize, const V: usize>(
        &mut self,
        name: &[u8],
        after_name: &[u8; N],
        value: &[u8],
        after_value: &[u8; V],
    ) {
        for text in [name, after_name, value, after_value] {
            self.put(text);
        }
    }
}

/// So many bytes are hashed at once.
const BLOCK: usize = 64;

/// An MD5 that is fed whole blocks: to hand on a text of a few bytes costs more than to copy it.
pub(crate) struct Hashed {
    hash: Md5,
    /// A block in the making, and room for what goes beyond it.
    gathered: [u8; 2 * BLOCK],
    /// How much is gathered: less than a block.
    len: usize,
}

impl Hashed {
    #[inline]
    pub(crate) fn new() -> Self {
        Self {
            hash: Md5::new(),
            gathered: [0; 2 * BLOCK],
            len: 0,
        }
    }

    /// The digest of all that was put, followed by the key; then this starts anew.
    ///
    /// The key is handed to the hash without a copy of ours in between. What the hash keeps of
    /// it, the end of it in a block of its own, md-5 wipes when the hash is dropped: its feature
    /// `zeroize`. Nothing is taken by value: it would be moved, and read before it is written out.
    #[inline]
    pub(crate) fn finish(&mut self, key: &str) -> [u8; 16] {
        self.hash.update(&self.gathered[..self.len]);
        self.len = 0;
        self.hash.update(key);
        self.hash.finalize_reset().into()
    }

    /// Room for up to a block, behind what is gathered.
    #[inline]
    fn room(&mut self, len: usize) -> &mut [u8] {
        // The remainder is the length itself, and tells the compiler that it is within bounds.
        let start = self.len % BLOCK;
        &mut self.gathered[start..start + len]
    }

    /// Counts what was written into the room, and hashes a block that is full.
    #[inline]
    fn wrote(&mut self, len: usize) {
        self.len += len;
        if self.len >= BLOCK {
            self.hash.update(&self.gathered[..BLOCK]);
            self.gathered.copy_within(BLOCK.., 0);
            self.len -= BLOCK;
        }
    }
}

impl StringToSign for Hashed {
    #[inline]
    fn put(&mut self, text: &[u8]) {
        for part in text.chunks(BLOCK) {
            copy(part, self.room(part.len()));
            self.wrote(part.len());
        }
    }

    #[inline]
    fn put_pair<const N: usize, const V: usize>(
        &mut self,
        name: &[u8],
        after_name: &[u8; N],
        value: &[u8],
        after_value: &[u8; V],
    ) {
        let len = name.len() + N + value.len() + V;
        if len <= BLOCK {
            let (first, second) = self.room(len).split_at_mut(name.len() + N);
            join(name, after_name, first);
            join(value, after_value, second);
            self.wrote(len);
        } else {
            self.put(name);
            self.put(after_name);
            self.put(value);
            self.put(after_value);
        }
    }
}

/// Fills `to` with a text and its separator.
#[inline]
fn join(text: &[u8], separator: &[u8], to: &mut [u8]) {
    let (start, end) = to.split_at_mut(text.len());
    copy(text, start);
    end.copy_from_slice(separator);
}

/// Fills `to` with a text. Most are short: two words or a few bytes are sooner copied than
/// `memcpy` is called.
#[inline]
fn copy(text: &[u8], to: &mut [u8]) {
    match (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        (Some(first), Some(last)) if text.len() <= 16 => {
            // The two overlap in a text of less than sixteen bytes.
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
