//! The ladder of violations: which step comes next for somebody, by what was done about them before.
//! It only proposes; whoever takes the measure decides.

use crate::kinds::MeasureKind;
use crate::measures::Taken;
use protocol::RecordId;
use std::collections::BTreeSet;

/// For how long a violation counts, in days.
pub const WINDOW_DAYS: i64 = 90;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// From how many violations on a muting is proposed.
const UNTIL_MUTED: usize = 3;

/// A step of the ladder, the mildest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A warning.
    Warn,
    /// May not post for a day.
    MuteDay,
    /// May not post for a week.
    MuteWeek,
    /// Is removed from the space.
    Remove,
}

impl Step {
    /// Every step, the mildest first.
    pub const ALL: [Self; 4] = [Self::Warn, Self::MuteDay, Self::MuteWeek, Self::Remove];

    /// The measure that it is.
    pub fn kind(self) -> MeasureKind {
        match self {
            Self::Warn => MeasureKind::Warned,
            Self::MuteDay | Self::MuteWeek => MeasureKind::Muted,
            Self::Remove => MeasureKind::Removed,
        }
    }

    /// For how long, where it is a muting.
    pub fn minutes(self) -> Option<u32> {
        match self {
            Self::MuteDay => Some(24 * 60),
            Self::MuteWeek => Some(7 * 24 * 60),
            Self::Warn | Self::Remove => None,
        }
    }
}

/// What the ladder proposes, and by how many violations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// The step.
    pub step: Step,
    /// How many violations are confirmed and count still.
    pub violations: usize,
}

/// What the ladder proposes next for somebody about whom `measures` were taken, at `now_ms`. Nothing
/// where nothing has come since the last warning or muting, and never anything for the owner.
pub fn proposed(measures: &[Taken], is_owner: bool, now_ms: i64) -> Option<Proposed> {
    let since = now_ms.saturating_sub(WINDOW_DAYS * DAY_MS);
    let recent: Vec<&Taken> = measures.iter().filter(|taken| taken.at >= since).collect();
    let answered_at = recent.iter().filter(|taken| is_answer(taken)).map(|taken| taken.at).max();
    let is_due = recent.iter().any(|taken| {
        is_occasion(taken)
            && stands(taken, measures)
            && answered_at.is_none_or(|answered| taken.at > answered)
    });
    if is_owner || !is_due {
        return None;
    }
    let violations = violations(&recent, measures);
    let is_muting = |taken: &&&Taken| taken.measure.kind == MeasureKind::Muted && stands(taken, measures);
    let step = match recent.iter().filter(is_muting).count() {
        0 if violations < UNTIL_MUTED => Step::Warn,
        0 => Step::MuteDay,
        1 => Step::MuteWeek,
        _ => Step::Remove,
    };
    Some(Proposed { step, violations })
}

/// How many violations stand: what was done about one post is one, and a warning or muting without a
/// post is one by itself, unless it answers what came since the answer before.
fn violations(recent: &[&Taken], measures: &[Taken]) -> usize {
    let is_against = |taken: &&&Taken| (is_occasion(taken) || is_answer(taken)) && stands(taken, measures);
    let standing: Vec<&&Taken> = recent.iter().filter(is_against).collect();
    let posts: BTreeSet<&RecordId> =
        standing.iter().filter_map(|taken| taken.measure.message.as_ref()).collect();
    let by_itself = |taken: &&&&Taken| taken.measure.message.is_none() && !answers_something(taken, recent);
    posts.len() + standing.iter().filter(by_itself).count()
}

/// Whether something was done about a post between the answer before and this one. What was lifted
/// since counts here too, so that lifting never makes a violation of an answer.
fn answers_something(answer: &Taken, recent: &[&Taken]) -> bool {
    let before = recent.iter().filter(|taken| is_answer(taken) && taken.at < answer.at);
    let since = before.map(|taken| taken.at).max();
    recent.iter().any(|taken| {
        is_occasion(taken) && taken.at <= answer.at && since.is_none_or(|since| taken.at > since)
    })
}

/// Whether it confirms that a post broke a rule.
fn is_occasion(taken: &Taken) -> bool {
    matches!(taken.measure.kind, MeasureKind::Hidden | MeasureKind::EditAsked)
}

/// Whether it is a step of the ladder itself.
fn is_answer(taken: &Taken) -> bool {
    matches!(taken.measure.kind, MeasureKind::Warned | MeasureKind::Muted)
}

/// Whether nothing later has lifted it: a post that is shown again, a muting that was ended early.
fn stands(taken: &Taken, measures: &[Taken]) -> bool {
    let lifts = |later: &Taken| match (&taken.measure.kind, &later.measure.kind) {
        (MeasureKind::Hidden, MeasureKind::Shown) => later.measure.message == taken.measure.message,
        (MeasureKind::Muted, MeasureKind::Unmuted) => later.at < end_of(taken),
        _ => false,
    };
    !measures.iter().any(|later| later.at >= taken.at && lifts(later))
}

fn end_of(muting: &Taken) -> i64 {
    let minutes = i64::from(muting.measure.minutes.unwrap_or_default());
    muting.at.saturating_add(minutes.saturating_mul(60_000))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::Measure;
    use proptest::prelude::*;
    use protocol::PersonId;

    const NOW: i64 = 200 * DAY_MS;

    /// What was done about a post (none for 0), a day after one another, the last one yesterday.
    fn history(deeds: &[(MeasureKind, u8)]) -> Vec<Taken> {
        let first = NOW - DAY_MS * i64::try_from(deeds.len()).unwrap();
        let taken = |(at, (kind, post)): (usize, &(MeasureKind, u8))| {
            let measure = Measure {
                message: (*post > 0).then(|| RecordId::new(format!("m{post}"))),
                minutes: (*kind == Muted).then_some(7 * 24 * 60),
                ..Measure::new(kind.clone())
            };
            Taken { by: PersonId::from("lin"), at: first + DAY_MS * i64::try_from(at).unwrap(), measure }
        };
        deeds.iter().enumerate().map(taken).collect()
    }

    fn step(deeds: &[(MeasureKind, u8)]) -> Option<(usize, Step)> {
        proposed(&history(deeds), false, NOW).map(|proposed| (proposed.violations, proposed.step))
    }

    use MeasureKind::{EditAsked, Hidden, Muted, Shown, Unmuted, Warned};

    #[test]
    fn it_goes_from_a_warning_over_mutings_to_removal() {
        let mut deeds = vec![];
        assert_eq!(step(&deeds), None);
        deeds.push((Hidden, 1));
        assert_eq!(step(&deeds), Some((1, Step::Warn)));
        deeds.extend([(Warned, 0), (EditAsked, 2)]);
        assert_eq!(step(&deeds), Some((2, Step::Warn)));
        deeds.extend([(Warned, 2), (Hidden, 3)]);
        assert_eq!(step(&deeds), Some((3, Step::MuteDay)));
        deeds.extend([(Muted, 3), (Hidden, 4)]);
        assert_eq!(step(&deeds), Some((4, Step::MuteWeek)));
        deeds.extend([(Muted, 0), (Hidden, 5)]);
        assert_eq!(step(&deeds), Some((5, Step::Remove)));
    }

    #[test]
    fn after_a_warning_or_a_muting_nothing_is_proposed_until_something_comes() {
        assert_eq!(step(&[(Hidden, 1), (Warned, 1)]), None);
        assert_eq!(step(&[(Hidden, 1), (Hidden, 2), (Hidden, 3), (Muted, 3)]), None);
        assert_eq!(step(&[(Warned, 0), (Warned, 0), (Hidden, 1)]), Some((3, Step::MuteDay)));
    }

    #[test]
    fn what_was_lifted_counts_no_more() {
        assert_eq!(step(&[(Hidden, 1), (Shown, 1)]), None);
        assert_eq!(step(&[(Hidden, 1), (Shown, 1), (Hidden, 2)]), Some((1, Step::Warn)));
        let muted = [(Hidden, 1), (Muted, 1), (Unmuted, 0), (Hidden, 2)];
        assert_eq!(step(&muted), Some((2, Step::Warn)));
    }

    #[test]
    fn after_ninety_days_it_is_forgotten() {
        let old = history(&[(Hidden, 1), (Hidden, 2), (Hidden, 3)]);
        let later = |days| proposed(&old, false, NOW + days * DAY_MS).map(|proposed| proposed.violations);
        assert_eq!(later(87), Some(3));
        assert_eq!(later(88), Some(2));
        assert_eq!(later(90), None);
    }

    fn deeds() -> impl Strategy<Value = Vec<(MeasureKind, u8)>> {
        let kind = prop::sample::select(vec![Hidden, Shown, EditAsked, Warned, Muted, Unmuted]);
        prop::collection::vec((kind, 0_u8..4), 0..24)
    }

    proptest! {
        #[test]
        fn nothing_is_ever_proposed_for_the_owner(deeds in deeds()) {
            prop_assert_eq!(proposed(&history(&deeds), true, NOW), None);
        }

        #[test]
        fn one_violation_more_never_makes_it_milder(deeds in deeds()) {
            let more = [deeds.clone(), vec![(Hidden, 9)]].concat();
            let (before, after) = (history(&more[..deeds.len()]), history(&more));
            let before = proposed(&before, false, NOW).map(|proposed| proposed.step);
            let after = proposed(&after, false, NOW).map(|proposed| proposed.step);
            prop_assert!(after.is_some() && after >= before);
        }

        #[test]
        fn lifting_never_makes_it_harder(deeds in deeds(), post in 1_u8..4, is_muting in any::<bool>()) {
            let lift = if is_muting { (Unmuted, 0) } else { (Shown, post) };
            let all = history(&[deeds, vec![lift]].concat());
            let before = proposed(&all[..all.len() - 1], false, NOW);
            let after = proposed(&all, false, NOW);
            prop_assert!(after.map(|proposed| proposed.step) <= before.map(|proposed| proposed.step));
            prop_assert!(after.map_or(0, |after| after.violations) <= before.map_or(0, |before| before.violations));
        }
    }
}
