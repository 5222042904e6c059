//! Who waits to be let in, as the staff's log tells it: so it is known without a network, as far as the
//! log has come.

use crate::kinds::Audit;
use protocol::{PersonId, order_by_key};
use std::collections::BTreeMap;

/// Somebody who waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// Who.
    pub person: PersonId,
    /// Since when, UTC milliseconds.
    pub at: i64,
}

/// Those of whom the last that `log` says, in whatever order, is that they asked, and who are not inside.
/// The longest first.
pub fn applied<'a>(
    log: impl IntoIterator<Item = &'a Audit>,
    is_inside: impl Fn(&PersonId) -> bool,
) -> Vec<Applied> {
    let mut last: BTreeMap<PersonId, (i64, bool)> = BTreeMap::new();
    for entry in log {
        let asks = match entry.event.as_str() {
            "join-asked" => true,
            "member-admitted" | "join-declined" | "join-withdrawn" | "member-joined" => false,
            _ => continue,
        };
        let Some(id) = entry.extra.get("id").and_then(|id| id.as_str()) else { continue };
        let known = last.entry(PersonId::from(id)).or_insert((entry.at, asks));
        // What ends a request in the same moment comes after it.
        if (entry.at, !asks) >= (known.0, !known.1) {
            *known = (entry.at, asks);
        }
    }
    let waiting = last.into_iter().filter(|(person, (_, asks))| *asks && !is_inside(person));
    let mut waiting: Vec<Applied> = waiting.map(|(person, (at, _))| Applied { person, at }).collect();
    order_by_key(&mut waiting, |applied| applied.at);
    waiting
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(event: &str, id: &str, at: i64) -> Audit {
        let extra = [("id".to_owned(), id.into())].into_iter().collect();
        Audit { event: event.to_owned(), who: None, what: None, at, extra }
    }

    #[test]
    fn who_asked_and_was_not_answered_waits() {
        let log = [
            entry("join-asked", "late", 9),
            entry("join-asked", "li", 1),
            entry("member-admitted", "li", 2),
            entry("join-asked", "han", 3),
            entry("join-declined", "han", 4),
            entry("join-asked", "han", 5),
            entry("join-asked", "zhou", 2),
            entry("join-withdrawn", "zhou", 7),
            entry("join-asked", "wu", 3),
            entry("member-joined", "wu", 3),
            entry("join-asked", "inside", 6),
            entry("invite-made", "late", 10),
        ];
        let mut backwards = log.clone();
        backwards.reverse();
        for log in [log, backwards] {
            let waiting = applied(&log, |person| person.as_str() == "inside");
            let people: Vec<_> =
                waiting.iter().map(|applied| (applied.person.as_str(), applied.at)).collect();
            assert_eq!(people, [("han", 5), ("late", 9)]);
        }
    }
}
