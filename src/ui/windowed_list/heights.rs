//! The heights of many rows, with sums: where a row begins, and which row stands at a place, each
//! in O(log n). Pure.

/// By less than this, pixels, a row that was measured before has not changed. Browsers tell places in single
/// precision: of a list that is millions of pixels high, the same row differs by half a pixel from one place
/// to the next.
const NOISE: f64 = 0.75;

/// Heights in pixels. A row that was never measured counts with the estimate.
#[derive(Clone, Debug)]
pub(super) struct Heights {
    estimate: f64,
    /// `None` where a row was never measured.
    rows: Vec<Option<f64>>,
    /// A Fenwick tree over the heights: entry `i` (from 1) sums the rows that its lowest set bit spans.
    sums: Vec<f64>,
}

impl Heights {
    /// No rows yet.
    pub(super) fn new(estimate: f64) -> Self {
        Self { estimate: estimate.max(1.0), rows: Vec::new(), sums: Vec::new() }
    }

    /// How many rows.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The height of all rows.
    pub(super) fn total(&self) -> f64 {
        self.top(self.len())
    }

    /// Where row `index` begins.
    pub(super) fn top(&self, index: usize) -> f64 {
        let mut node = index.min(self.len());
        let mut sum = 0.0;
        while node > 0 {
            sum += self.sums.get(node - 1).copied().unwrap_or(0.0);
            node &= node - 1;
        }
        sum
    }

    /// Which row stands at `place`; the first or last row for a place beyond them.
    pub(super) fn at(&self, place: f64) -> usize {
        let mut step = self.len().checked_ilog2().map_or(0, |log| 1_usize << log);
        let (mut index, mut left) = (0, place);
        while step > 0 {
            if let Some(sum) = self.sums.get(index + step - 1).filter(|sum| **sum <= left) {
                left -= sum;
                index += step;
            }
            step /= 2;
        }
        index.min(self.len().saturating_sub(1))
    }

    /// The height of row `index`.
    pub(super) fn of(&self, index: usize) -> f64 {
        self.rows.get(index).map_or(0.0, |row| row.unwrap_or(self.estimate))
    }

    /// Whether row `index` was measured.
    pub(super) fn is_known(&self, index: usize) -> bool {
        self.rows.get(index).is_some_and(Option::is_some)
    }

    /// Takes a measured height; says whether it differs from what was known.
    pub(super) fn set(&mut self, index: usize, height: f64) -> bool {
        let more = height - self.of(index);
        let Some(known) = self.rows.get_mut(index).filter(|_| height.is_finite()) else { return false };
        // What is known stays to the fraction, so that small differences never add up unseen.
        if known.is_some() && more.abs() < NOISE {
            return false;
        }
        *known = Some(height);
        if more == 0.0 {
            return false;
        }
        let mut node = index + 1;
        while let Some(sum) = self.sums.get_mut(node - 1) {
            *sum += more;
            node += node & node.wrapping_neg();
        }
        true
    }

    /// Other rows now: the first `front` and the last `back` are the same as before.
    pub(super) fn splice(&mut self, front: usize, back: usize, len: usize) {
        let old = self.rows.len();
        let fresh = len.saturating_sub(front + back);
        let kept = front.min(old)..old.saturating_sub(back).max(front.min(old));
        self.rows.splice(kept, std::iter::repeat_n(None, fresh));
        self.sum();
    }

    /// All sums anew, in O(n).
    fn sum(&mut self) {
        self.sums.clear();
        self.sums.extend(self.rows.iter().map(|row| row.unwrap_or(self.estimate)));
        for node in 1..=self.sums.len() {
            let parent = node + (node & node.wrapping_neg());
            let part = self.sums.get(node - 1).copied().unwrap_or(0.0);
            if let Some(sum) = self.sums.get_mut(parent - 1) {
                *sum += part;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn rows(len: usize) -> Heights {
        let mut heights = Heights::new(10.0);
        heights.splice(0, 0, len);
        heights
    }

    #[wasm_bindgen_test]
    fn sums_follow_every_measurement() {
        let mut heights = rows(1000);
        let mut plain = vec![10.0; 1000];
        for step in 0..3000_usize {
            let (index, height) = (step * 7919 % 1000, f64::from(u32::try_from(step % 97).unwrap()) + 1.0);
            heights.set(index, height);
            plain[index] = height;
        }
        for index in [0, 1, 2, 3, 499, 500, 511, 512, 513, 999, 1000] {
            assert!((heights.top(index) - plain[..index].iter().sum::<f64>()).abs() < 1e-6, "{index}");
        }
    }

    #[wasm_bindgen_test]
    fn a_row_that_was_measured_changes_by_what_can_be_seen_and_not_by_fractions() {
        let mut heights = rows(3);
        assert!(heights.set(1, 30.25));
        for told in [30.0, 30.5, 30.75, 29.75, 30.25] {
            assert!(!heights.set(1, told), "{told}");
        }
        assert!((heights.total() - 50.25).abs() < 1e-9);
        assert!(heights.set(1, 31.5) && (heights.total() - 51.5).abs() < 1e-9);
        assert!(!heights.set(0, 10.0) && heights.is_known(0), "as it was guessed, and known now");
    }

    #[wasm_bindgen_test]
    fn a_place_belongs_to_the_row_that_covers_it() {
        let mut heights = rows(5);
        heights.set(1, 30.0); // 0 10 40 50 60 70
        let places = [-5.0, 0.0, 9.9, 10.0, 39.9, 40.0, 69.9, 70.0, 999.0];
        assert_eq!(places.map(|place| heights.at(place)), [0, 0, 0, 1, 1, 2, 4, 4, 4]);
    }

    #[wasm_bindgen_test]
    fn rows_put_in_front_or_taken_away_leave_the_others_their_heights() {
        let mut heights = rows(3);
        heights.set(2, 25.0);
        heights.splice(0, 3, 6);
        assert_eq!((heights.len(), heights.of(5), heights.total()), (6, 25.0, 75.0));
        heights.splice(2, 1, 3);
        assert_eq!((heights.len(), heights.of(2), heights.total()), (3, 25.0, 45.0));
        heights.splice(0, 0, 0);
        assert_eq!((heights.len(), heights.at(3.0), heights.total()), (0, 0, 0.0));
    }
}
