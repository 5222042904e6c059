//! Which confirmation counts at a moment, and so who may post. The same code offers the composer
//! in the app and takes or refuses the post on the server, there by the server's clock.

use super::RulesRef;
use crate::kinds::Rules;
use crate::limits::HOUR_MS;
use protocol::order_by_key;

/// A published version as the gate needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Which version, with which content.
    pub rules: RulesRef,
    /// When the server took it (or, not yet there, when it was written), UTC milliseconds. The
    /// publisher's own clock, which the body holds, decides nothing.
    pub at: i64,
    /// How long the confirmation of the version before counts on, in hours.
    pub grace_hours: u32,
}

/// A person's confirmation as the gate needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// What was confirmed.
    pub rules: RulesRef,
    /// When the server took it (or, not yet there, when it was written), UTC milliseconds.
    pub at: i64,
}

/// What the rules make of a member at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No rules are published.
    Unbound,
    /// The binding version is confirmed.
    Confirmed,
    /// The binding version is not confirmed, but a former one is, which still counts.
    Grace {
        /// The last moment at which it counts, UTC milliseconds.
        until_ms: i64,
    },
    /// Nothing was confirmed in time (待确认规则).
    Unconfirmed,
    /// A former version was confirmed, and that counts no more (只读).
    Lapsed,
}

impl Edition {
    /// The edition that `rules`, taken at `at`, are.
    pub fn of(rules: &Rules, at: i64) -> Self {
        let reference = RulesRef { version: rules.version, hash: rules.hash.clone() };
        Self { rules: reference, at, grace_hours: rules.grace_hours.unwrap_or(0) }
    }

    /// The last moment at which a confirmation of the version before counts; `None` where it
    /// stopped counting at once. Zero hours are no moment at all: of a post in the very millisecond
    /// of the publication nobody could say on which side it falls.
    pub fn grace_until(&self) -> Option<i64> {
        let grace = i64::from(self.grace_hours).saturating_mul(HOUR_MS);
        (grace > 0).then(|| self.at.saturating_add(grace))
    }
}

/// The version of the rules that binds: the highest published one.
pub fn binding(editions: &[Edition]) -> Option<&Edition> {
    editions.iter().max_by_key(|edition| edition.rules.version)
}

/// The versions whose confirmation may count at `now_ms`, newest first: the binding one, and
/// those before it for as long as every version since is within its grace. A version that was
/// published without grace, or whose grace is over, is not softened by the next one.
pub fn open_editions(editions: &[Edition], now_ms: i64) -> Vec<&Edition> {
    let mut newest_first: Vec<&Edition> = editions.iter().collect();
    order_by_key(&mut newest_first, |edition| std::cmp::Reverse(edition.rules.version));
    let mut is_open = true;
    newest_first.retain(|edition| {
        let was_open = is_open;
        is_open = is_open && edition.grace_until().is_some_and(|until| now_ms <= until);
        was_open
    });
    newest_first
}

impl Standing {
    /// The standing of a member at `now_ms`, by whichever of the confirmations serves best.
    pub fn of(editions: &[Edition], confirmations: &[Confirmation], now_ms: i64) -> Self {
        let Some(binding) = binding(editions) else { return Self::Unbound };
        if confirmations.iter().any(|confirmation| confirmation.rules == binding.rules) {
            return Self::Confirmed;
        }
        let mut until_ms = i64::MAX;
        for pair in open_editions(editions, now_ms).windows(2) {
            let [later, former] = pair else { continue };
            until_ms = until_ms.min(later.grace_until().unwrap_or(i64::MIN));
            if confirmations.iter().any(|confirmation| counts(confirmation, former, later)) {
                return Self::Grace { until_ms };
            }
        }
        if confirmations.is_empty() { Self::Unconfirmed } else { Self::Lapsed }
    }

    /// Whether the rules let the member post.
    pub fn may_post(self) -> bool {
        matches!(self, Self::Unbound | Self::Confirmed | Self::Grace { .. })
    }
}

/// Whether `confirmation` is one of `former`, given before `later` took its place. Whoever comes
/// after that confirms the newest version: nobody joins under rules that bind no more.
fn counts(confirmation: &Confirmation, former: &Edition, later: &Edition) -> bool {
    confirmation.rules == former.rules && confirmation.at <= later.at
}

#[cfg(test)]
mod tests {
    use super::*;

    const T: i64 = 1_760_000_000_000;
    const DAY: i64 = 24 * HOUR_MS;

    fn rules(version: u32) -> RulesRef {
        RulesRef { version, hash: version.to_string() }
    }

    fn edition(version: u32, at: i64, grace_hours: u32) -> Edition {
        Edition { rules: rules(version), at, grace_hours }
    }

    fn confirmation(version: u32, at: i64) -> Confirmation {
        Confirmation { rules: rules(version), at }
    }

    /// What is published, what is confirmed, the moment, and what follows.
    type Row = (&'static str, Vec<Edition>, Vec<Confirmation>, i64, Standing);

    fn table() -> Vec<Row> {
        use Standing::{Confirmed, Grace, Lapsed, Unbound, Unconfirmed};
        let first = || vec![edition(1, T, 0)];
        let three_days = || vec![edition(1, T, 0), edition(2, T + DAY, 72)];
        let at_once = || vec![edition(1, T, 0), edition(2, T + DAY, 0)];
        // The second version's grace ends before the third's.
        let short_then_long = || vec![edition(1, T, 0), edition(2, T + DAY, 24), edition(3, T + DAY + 1, 72)];
        let none_then_long = || vec![edition(1, T, 0), edition(2, T + DAY, 0), edition(3, T + DAY + 1, 72)];
        // What asked at once stands between two that left time.
        let strict_between =
            || vec![edition(1, T, 0), edition(2, T + 1, 72), edition(3, T + 2, 0), edition(4, T + 3, 72)];
        let v1 = || vec![confirmation(1, T + 1)];
        let end = T + DAY + 72 * HOUR_MS;
        vec![
            ("no rules", vec![], vec![], T, Unbound),
            ("the first version asks at once", first(), vec![], T, Unconfirmed),
            ("the first version is confirmed", first(), v1(), T + 1, Confirmed),
            ("when the next one comes", three_days(), v1(), T + DAY, Grace { until_ms: end }),
            ("an hour before the end", three_days(), v1(), end - HOUR_MS, Grace { until_ms: end }),
            ("the last moment counts", three_days(), v1(), end, Grace { until_ms: end }),
            ("one moment later it is over", three_days(), v1(), end + 1, Lapsed),
            ("the new one is confirmed", three_days(), vec![confirmation(2, end + 9)], end + 10, Confirmed),
            ("no grace", at_once(), v1(), T + DAY, Lapsed),
            ("no grace, though the clock lags", at_once(), v1(), T + DAY - 1, Lapsed),
            ("somebody new", three_days(), vec![], T + DAY + 1, Unconfirmed),
            (
                "somebody new confirms the old one",
                three_days(),
                vec![confirmation(1, T + DAY + 1)],
                T + DAY + 2,
                Lapsed,
            ),
            (
                "just in time for the old one",
                three_days(),
                vec![confirmation(1, T + DAY)],
                T + DAY,
                Grace { until_ms: end },
            ),
            (
                "two versions later, both within",
                short_then_long(),
                v1(),
                T + 2 * DAY,
                Grace { until_ms: T + 2 * DAY },
            ),
            ("two versions later, one is over", short_then_long(), v1(), T + 2 * DAY + 1, Lapsed),
            (
                "the one between is confirmed",
                short_then_long(),
                vec![confirmation(2, T + DAY)],
                T + 2 * DAY + 1,
                Grace { until_ms: end + 1 },
            ),
            ("what asked at once goes on asking", none_then_long(), v1(), T + DAY + 1, Lapsed),
            ("nobody reaches over what asked at once", strict_between(), v1(), T + 4, Lapsed),
            (
                "the better of two confirmations",
                short_then_long(),
                vec![confirmation(1, T + 1), confirmation(2, T + DAY)],
                T + 2 * DAY,
                Grace { until_ms: end + 1 },
            ),
            (
                "another content under the same number",
                first(),
                vec![Confirmation { rules: RulesRef { version: 1, hash: "x".to_owned() }, at: T }],
                T,
                Lapsed,
            ),
        ]
    }

    #[test]
    fn the_gate_opens_and_closes_at_the_moments_of_the_table() {
        for (what, editions, confirmations, now, expected) in table() {
            assert_eq!(Standing::of(&editions, &confirmations, now), expected, "{what}");
            let mut shuffled = editions.clone();
            shuffled.reverse();
            assert_eq!(Standing::of(&shuffled, &confirmations, now), expected, "{what}, in another order");
        }
    }

    #[test]
    fn who_may_post_has_a_confirmation_of_an_open_edition() {
        for (what, editions, confirmations, now, standing) in table() {
            let open = open_editions(&editions, now);
            let is_among = |edition: &&Edition| confirmations.iter().any(|c| c.rules == edition.rules);
            if standing.may_post() && standing != Standing::Unbound {
                assert!(open.iter().any(is_among), "{what}");
            }
        }
    }

    #[test]
    fn a_former_confirmation_never_counts_longer_because_something_more_was_published() {
        let editions = [edition(1, T, 0), edition(2, T + 1, 24), edition(3, T + 2, 168)];
        for now in [T + 3, T + DAY, T + DAY + 1, T + DAY + 2, T + 7 * DAY] {
            let before = Standing::of(&editions[..2], &[confirmation(1, T)], now).may_post();
            let after = Standing::of(&editions, &[confirmation(1, T)], now).may_post();
            assert!(before || !after, "{now}");
        }
    }

    #[test]
    fn standings_that_lock() {
        assert!(!Standing::Lapsed.may_post() && !Standing::Unconfirmed.may_post());
        assert!(Standing::Unbound.may_post() && Standing::Confirmed.may_post());
    }
}
