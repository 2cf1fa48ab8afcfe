//! The smallest part of a list that still fails: delta debugging.

/// The smallest list that still fails, as far as leaving out one part after another goes.
///
/// The parts get smaller until they are single items; `all` fails, and is not tried again.
pub fn smallest<T: Clone>(all: &[T], mut fails: impl FnMut(&[T]) -> bool) -> Vec<T> {
    let mut kept = all.to_vec();
    let mut part = kept.len().div_ceil(2);
    while part > 0 && kept.len() > 1 {
        let before = kept.len();
        let mut at = 0;
        while at < kept.len() {
            let end = kept.len().min(at + part);
            let rest = [&kept[..at], &kept[end..]].concat();
            if !rest.is_empty() && fails(&rest) {
                kept = rest;
            } else {
                at = end;
            }
        }
        if part == 1 && kept.len() == before {
            break;
        }
        part = match part {
            1 => 1,
            _ => part.div_ceil(2).min(kept.len().div_ceil(2)),
        };
    }
    kept
}
