//! Chance, seeded: the same seed throws the same dice on every machine.

/// A splitmix64 generator (Steele, Lea and Flood, 2014).
#[derive(Clone, Debug)]
pub struct Dice {
    state: u64,
}

impl Dice {
    /// Dice for `seed`.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Dice of their own for one purpose, so that a throw more or less elsewhere moves nothing here.
    pub fn fork(&self, purpose: &str) -> Self {
        let state =
            purpose.bytes().fold(self.state, |state, byte| mix(state.wrapping_add(GOLDEN) ^ u64::from(byte)));
        Self { state }
    }

    /// The next 64 bits.
    pub fn throw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN);
        mix(self.state)
    }

    /// A number below `limit`; 0 where `limit` is 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        // The bias of the product is under 2^-32 for the small limits used here.
        ((u128::from(self.throw()) * u128::from(limit)) >> 64) as u64
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True in `n` of a thousand throws.
    pub fn per_mille(&mut self, n: u64) -> bool {
        self.below(1000) < n
    }

    /// One of `items`.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len() as u64) as usize)
    }

    /// One of `items` by its weight.
    pub fn weighted<T: Copy>(&mut self, items: &[(u64, T)]) -> Option<T> {
        let mut left = self.below(items.iter().map(|(weight, _)| weight).sum());
        for &(weight, item) in items {
            if left < weight {
                return Some(item);
            }
            left -= weight;
        }
        None
    }
}

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dice_fit_the_published_vector() {
        let mut dice = Dice::new(1_234_567);
        assert_eq!(dice.throw(), 6_457_827_717_110_365_317);
        assert_eq!(dice.throw(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn a_throw_stays_in_its_range_and_reaches_its_ends() {
        let mut dice = Dice::new(7);
        let thrown: Vec<u64> = (0..200).map(|_| dice.between(3, 5)).collect();
        assert!(thrown.iter().all(|n| (3..=5).contains(n)) && thrown.contains(&3) && thrown.contains(&5));
        assert_eq!(dice.below(0), 0);
    }

    #[test]
    fn a_weight_of_nothing_is_never_drawn() {
        let mut dice = Dice::new(9);
        assert!((0..100).all(|_| dice.weighted(&[(0, 'a'), (5, 'b')]) == Some('b')));
    }
}
