/// So many pairs are sorted without heap allocation.
const ON_STACK: usize = 64;

/// A place is the beginning of a name as a number, with the position of its pair in this byte.
const POSITION: u64 = 0xff;

/// Calls `visit` with the pairs in the order of their names.
///
/// Names are compared byte by byte, unsigned. Pairs of the same name keep the order in which
/// they were given.
#[inline]
pub(crate) fn visit_by_name<N: AsRef<[u8]>, V>(pairs: &[(N, V)], mut visit: impl FnMut(&(N, V))) {
    let mut stack = [0; ON_STACK];
    let mut heap;
    let (places, position) = if pairs.len() <= ON_STACK {
        let places = &mut stack[..pairs.len()];
        sort_by_beginning(places, pairs);
        (places, POSITION)
    } else {
        heap = (0..pairs.len() as u64).collect::<Vec<u64>>();
        sort_by_name(&mut heap, pairs, u64::MAX);
        (&mut heap[..], u64::MAX)
    };
    for place in places {
        visit(&pairs[(*place & position) as usize]);
    }
}

/// Fills in the places of the pairs in the order of their names.
///
/// Most names differ in their beginnings, and numbers are sorted sooner than texts.
#[inline]
fn sort_by_beginning<N: AsRef<[u8]>, V>(places: &mut [u64], pairs: &[(N, V)]) {
    for (position, (place, (name, _))) in places.iter_mut().zip(pairs).enumerate() {
        *place = beginning(name.as_ref()) & !POSITION | position as u64;
    }
    places.sort_unstable();
    let same_beginning = |two: &[u64]| two[0] ^ two[1] <= POSITION;
    if places.windows(2).any(same_beginning) {
        sort_by_name(places, pairs, POSITION);
    }
}

/// The first eight bytes of a name as a number, the first one highest, zeros where it is shorter.
#[inline]
fn beginning(name: &[u8]) -> u64 {
    match name.first_chunk() {
        Some(bytes) => u64::from_be_bytes(*bytes),
        None => {
            let append = |number, byte: &u8| number << 8 | u64::from(*byte);
            name.iter().fold(0, append) << 8 << (8 * (7 - name.len()))
        }
    }
}

/// Sorts by the whole names; `position` says which bits of a place are the position.
#[cold]
fn sort_by_name<N: AsRef<[u8]>, V>(places: &mut [u64], pairs: &[(N, V)], position: u64) {
    // A stable sort would allocate: the position breaks the tie instead.
    let key = |place: u64| {
        let position = place & position;
        (pairs[position as usize].0.as_ref(), position)
    };
    places.sort_unstable_by(|&a, &b| key(a).cmp(&key(b)));
}
