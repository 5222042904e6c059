//! What follows from the measures that were taken: who is muted until when, which post stands
//! hidden, what its author was asked to change. It is read off the measures themselves, so that a
//! time ends by itself on every device and on the server.

use crate::kinds::{Measure, MeasureKind};
use protocol::{PersonId, RecordId};
use std::collections::BTreeMap;

/// A measure, and what its record says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Who took it.
    pub by: PersonId,
    /// When the server took it (or, not yet there, when it was written), UTC milliseconds.
    pub at: i64,
    /// The measure.
    pub measure: Measure,
}

/// Why somebody may not post for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Muting {
    /// Until when, UTC milliseconds.
    pub until_ms: i64,
    /// The measure.
    pub taken: Taken,
}

/// What mutes the person whom `measures` are about, at `now_ms`. The latest word counts: a second
/// muting takes the first one's place, also where it is shorter.
pub fn muting(measures: &[Taken], now_ms: i64) -> Option<Muting> {
    let of = |taken: &&Taken| matches!(taken.measure.kind, MeasureKind::Muted | MeasureKind::Unmuted);
    let taken = measures.iter().filter(of).max_by_key(|taken| taken.at)?;
    let minutes = taken.measure.minutes.filter(|_| taken.measure.kind == MeasureKind::Muted)?;
    let until_ms = taken.at.saturating_add(i64::from(minutes).saturating_mul(60_000));
    (now_ms < until_ms).then(|| Muting { until_ms, taken: taken.clone() })
}

/// The posts that stand hidden, each with the measure that hides it. The latest word counts.
pub fn hidden_posts(measures: impl Iterator<Item = Taken>) -> BTreeMap<RecordId, Taken> {
    let mut latest = BTreeMap::<RecordId, Taken>::new();
    let of = |taken: &Taken| matches!(taken.measure.kind, MeasureKind::Hidden | MeasureKind::Shown);
    for taken in measures.filter(of) {
        let Some(post) = taken.measure.message.clone() else { continue };
        if latest.get(&post).is_none_or(|known| known.at <= taken.at) {
            latest.insert(post, taken);
        }
    }
    latest.retain(|_, taken| taken.measure.kind == MeasureKind::Hidden);
    latest
}

/// Whether the author of the post `message` was asked to change it.
pub fn is_asked_to_edit(measures: &[Taken], message: &RecordId) -> bool {
    let of = |taken: &Taken| {
        taken.measure.kind == MeasureKind::EditAsked && taken.measure.message.as_ref() == Some(message)
    };
    measures.iter().any(of)
}

/// Whether `by` took a removal since `since_ms`: who came back by a new invitation is not removed by
/// an old measure.
pub fn is_removed_by(measures: &[Taken], by: &PersonId, since_ms: i64) -> bool {
    let of =
        |taken: &Taken| taken.measure.kind == MeasureKind::Removed && taken.by == *by && taken.at >= since_ms;
    measures.iter().any(of)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(kind: MeasureKind, at: i64, minutes: Option<u32>) -> Taken {
        let measure = Measure { minutes, message: Some(RecordId::from("m")), ..Measure::new(kind) };
        Taken { by: PersonId::from("wang"), at, measure }
    }

    #[test]
    fn a_muting_ends_by_itself_and_the_latest_word_counts() {
        let hour = taken(MeasureKind::Muted, 0, Some(60));
        let until = |measures: &[Taken], now| muting(measures, now).map(|muting| muting.until_ms);
        assert_eq!(until(std::slice::from_ref(&hour), 3_599_999), Some(3_600_000));
        assert_eq!(until(std::slice::from_ref(&hour), 3_600_000), None);
        let shorter = taken(MeasureKind::Muted, 1, Some(1));
        assert_eq!(until(&[shorter, hour.clone()], 2), Some(60_001));
        assert_eq!(until(&[hour, taken(MeasureKind::Unmuted, 9, None)], 10), None);
    }

    #[test]
    fn a_post_stands_hidden_until_it_is_shown_again() {
        let (hidden, shown) = (taken(MeasureKind::Hidden, 1, None), taken(MeasureKind::Shown, 2, None));
        let again = taken(MeasureKind::Hidden, 3, None);
        let id = RecordId::from("m");
        let hid = |measures: &[&Taken]| {
            hidden_posts(measures.iter().map(|taken| (*taken).clone())).get(&id).map(|taken| taken.at)
        };
        assert_eq!(hid(&[&hidden]), Some(1));
        assert_eq!(hid(&[&shown, &hidden]), None);
        assert_eq!(hid(&[&hidden, &again, &shown]), Some(3));
        assert_eq!(hid(&[&taken(MeasureKind::Warned, 1, None)]), None);
    }
}
