//! Ordered sets and maps from what comes in any order.

/// Puts `items` into a set or a map one after the other. `collect` sorts them first, by an instance
/// of the whole sort for each type: 4 kB each of what a browser has to load.
pub fn gather<C: Default + Extend<T>, T>(items: impl IntoIterator<Item = T>) -> C {
    let mut gathered = C::default();
    gathered.extend(items);
    gathered
}

#[cfg(test)]
mod tests {
    use super::gather;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn the_same_as_collected() {
        assert_eq!(gather::<BTreeSet<_>, _>([3, 1, 3]), [3, 1, 3].into_iter().collect());
        assert_eq!(gather::<BTreeMap<_, _>, _>([(1, 'a'), (1, 'b')]), [(1, 'b')].into_iter().collect());
    }
}
