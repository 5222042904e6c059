//! Putting things in order by one sort that all types share.

use std::cmp::Ordering;

/// Puts `items` in the order that `by` says; equal ones stay in theirs. The same as `sort_by`, which
/// brings an instance of the whole sort with each type: 4 kB each of what a browser has to load.
pub fn order<T>(items: &mut [T], by: impl Fn(&T, &T) -> Ordering) {
    let swaps = swaps(items.len(), &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => by(a, b),
        _ => Ordering::Equal,
    });
    for (a, b) in swaps {
        items.swap(a, b);
    }
}

/// The same by what `key` makes of an item. It is asked anew for each comparison.
pub fn order_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    order(items, |a, b| key(a).cmp(&key(b)));
}

/// The swaps, one after the other, that put `len` things in the order that `by` tells of their places:
/// each brings at least one to where it belongs.
fn swaps(len: usize, by: &dyn Fn(usize, usize) -> Ordering) -> Vec<(usize, usize)> {
    let mut sorted: Vec<usize> = (0..len).collect();
    sorted.sort_by(|a, b| by(*a, *b));
    let mut goes_to = vec![0; len];
    for (to, from) in sorted.into_iter().enumerate() {
        if let Some(slot) = goes_to.get_mut(from) {
            *slot = to;
        }
    }
    let mut swaps = Vec::new();
    for at in 0..len {
        while let Some(&to) = goes_to.get(at)
            && to != at
        {
            swaps.push((at, to));
            goes_to.swap(at, to);
        }
    }
    swaps
}

#[cfg(test)]
mod tests {
    use super::{order, order_by_key};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_same_as_sorted(items: Vec<(u8, u16)>) {
            let (mut ours, mut theirs) = (items.clone(), items);
            order_by_key(&mut ours, |(key, _)| *key);
            theirs.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(&ours, &theirs);
            order(&mut ours, |a, b| b.cmp(a));
            theirs.sort_by(|a, b| b.cmp(a));
            prop_assert_eq!(ours, theirs);
        }
    }
}
