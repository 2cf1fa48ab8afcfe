/// So many pairs are sorted without heap allocation.
const ON_STACK: usize = 64;

/// Calls `visit` with the positions of the pairs in the order of their names.
///
/// Names are compared byte by byte, unsigned. Pairs of the same name keep the order in which
/// they were given.
pub(crate) fn visit_by_name<N: AsRef<[u8]>, V>(pairs: &[(N, V)], mut visit: impl FnMut(&(N, V))) {
    let mut stack = [0_usize; ON_STACK];
    let mut heap;
    let positions = if pairs.len() <= ON_STACK {
        &mut stack[..pairs.len()]
    } else {
        heap = vec![0; pairs.len()];
        &mut heap[..]
    };
    for (place, position) in positions.iter_mut().enumerate() {
        *position = place;
    }
    // A stable sort would allocate: the position breaks the tie instead.
    positions.sort_unstable_by(|&a, &b| {
        let by_name = pairs[a].0.as_ref().cmp(pairs[b].0.as_ref());
        by_name.then(a.cmp(&b))
    });
    for &position in positions.iter() {
        visit(&pairs[position]);
    }
}
