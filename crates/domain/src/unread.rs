//! What waits for a person since they last looked, as a pure function of how far they have read and of
//! what happened. Screens count with nothing else, so that no two of them disagree.

use crate::kinds::Notice;
use protocol::{PersonId, RecordId, order};
use std::collections::BTreeSet;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A place in the stream: time and id of what stands there.
pub type Place = (i64, RecordId);

/// How far a person has read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The newest place that they have seen; `None` where they never looked.
    pub upto: Option<Place>,
    /// The announcements that they have taken note of or confirmed.
    pub noted: BTreeSet<RecordId>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When, and under which id.
    pub place: Place,
    /// Who did it.
    pub author: PersonId,
    /// What it was.
    pub what: What,
}

/// What happened, as far as it matters to one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Somebody said something.
    Said {
        /// Whether it was said to this person by name, or to everybody.
        to_me: bool,
        /// Whether in a channel of which this person does not want to hear.
        muted: bool,
    },
    /// Something was announced.
    Announced(Call),
    /// The rules have a new version.
    Ruled,
}

/// What an announcement asks of its readers at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// Nothing: it was called back or is over.
    Over,
    /// To be read like everything else.
    Read,
    /// To be taken note of, however much is said after it.
    Note,
}

/// What waits, each oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unread {
    /// Where the unread part of the stream begins.
    pub first: Option<RecordId>,
    /// How many messages are unread.
    pub said: usize,
    /// The unread messages that name this person, or everybody.
    pub to_me: Vec<RecordId>,
    /// The announcements of which they have yet to take note. Nothing that is said after them, and
    /// no reading of it, makes them fewer.
    pub to_note: Vec<RecordId>,
    /// Those of them that came since.
    pub called: Vec<RecordId>,
    /// Other announcements that they have not read.
    pub announced: Vec<RecordId>,
    /// Versions of the rules that came since.
    pub ruled: Vec<RecordId>,
}

/// How an announcement stands to its end, for who comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Its last day has begun while they were away.
    Soon,
    /// It was over while they were away.
    Over,
}

impl Ending {
    /// How `notice`, which came at `came_ms`, stands to its end at `now_ms`, for who looked last at
    /// `since_ms`; nothing where that is as it was, or there is no end. So each is told once.
    pub fn of(notice: &Notice, came_ms: i64, since_ms: i64, now_ms: i64) -> Option<Self> {
        let end = notice.expires_at.filter(|_| notice.withdrawn.is_none())?;
        let meanwhile = |at: i64| since_ms < at && at <= now_ms;
        let last_day = end.saturating_sub(DAY_MS).max(came_ms);
        match (meanwhile(end), meanwhile(last_day)) {
            (true, _) => Some(Self::Over),
            (false, true) => Some(Self::Soon),
            (false, false) => None,
        }
    }
}

impl Call {
    /// What `notice` asks for at `now_ms`.
    pub fn of(notice: &Notice, now_ms: i64) -> Self {
        match (notice.stands(now_ms), notice.wants_note()) {
            (false, _) => Self::Over,
            (true, true) => Self::Note,
            (true, false) => Self::Read,
        }
    }
}

impl Unread {
    /// What waits for `me` of `log`, in whatever order that comes.
    pub fn of(me: &PersonId, reading: &Reading, log: impl IntoIterator<Item = Entry>) -> Self {
        let mut others: Vec<Entry> = log.into_iter().filter(|entry| entry.author != *me).collect();
        order(&mut others, |a, b| a.place.cmp(&b.place));
        let mut unread = Self::default();
        for Entry { place, what, .. } in others {
            let is_new = reading.upto.as_ref().is_none_or(|upto| place > *upto);
            unread.add(place.1, what, is_new, reading);
        }
        unread
    }

    fn add(&mut self, id: RecordId, what: What, is_new: bool, reading: &Reading) {
        if matches!(what, What::Said { to_me: false, muted: true }) {
            return;
        }
        let is_in_stream = matches!(what, What::Said { .. } | What::Announced(Call::Read | Call::Note));
        if is_new && is_in_stream && self.first.is_none() {
            self.first = Some(id.clone());
        }
        match what {
            What::Announced(Call::Note) if !reading.noted.contains(&id) => {
                if is_new {
                    self.called.push(id.clone());
                }
                self.to_note.push(id);
            }
            What::Announced(Call::Read) if is_new => self.announced.push(id),
            What::Ruled if is_new => self.ruled.push(id),
            What::Said { to_me, .. } if is_new => {
                self.said = self.said.saturating_add(1);
                if to_me {
                    self.to_me.push(id);
                }
            }
            _ => {}
        }
    }

    /// Whether there is more to tell than what the stream shows by itself.
    pub fn is_worth_telling(&self) -> bool {
        [&self.to_me, &self.to_note, &self.announced, &self.ruled].iter().any(|list| !list.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(at: i64, author: &str, what: What) -> Entry {
        Entry { place: (at, RecordId::new(at.to_string())), author: PersonId::from(author), what }
    }

    fn ids(ats: &[i64]) -> Vec<RecordId> {
        ats.iter().map(|at| RecordId::new(at.to_string())).collect()
    }

    const SAID: What = What::Said { to_me: false, muted: false };
    const NOTE: What = What::Announced(Call::Note);

    #[test]
    fn two_hundred_messages_after_it_leave_an_important_announcement_where_it_is() {
        let me = PersonId::from("me");
        let mut log = vec![entry(1, "wang", NOTE)];
        log.extend((2..=201).map(|at| entry(at, "li", SAID)));
        let read_all = Reading { upto: Some((201, RecordId::from("201"))), ..Reading::default() };
        let unread = Unread::of(&me, &read_all, log.clone());
        assert_eq!((unread.said, unread.to_note), (0, ids(&[1])));
        let noted = Reading { noted: ids(&[1]).into_iter().collect(), ..Reading::default() };
        let unread = Unread::of(&me, &noted, log);
        assert_eq!((unread.said, unread.to_note), (200, Vec::new()));
    }

    #[test]
    fn a_muted_channel_is_silent_until_somebody_calls_one_by_name() {
        let me = PersonId::from("me");
        let muted = |to_me| What::Said { to_me, muted: true };
        let log = [entry(1, "li", muted(false)), entry(2, "li", muted(true)), entry(3, "li", muted(false))];
        let unread = Unread::of(&me, &Reading::default(), log);
        assert_eq!((unread.first, unread.said, unread.to_me), (Some(RecordId::from("2")), 1, ids(&[2])));
    }

    #[test]
    fn an_end_is_told_once_when_its_last_day_begins_and_once_when_it_is_over() {
        let notice = |withdrawn: bool| {
            let by = withdrawn.then(|| serde_json::json!({"by": "wang"}));
            let body = serde_json::json!({"importance": "normal", "title": "交作业", "expires_at": 10 * DAY_MS, "withdrawn": by});
            serde_json::from_value::<Notice>(body).unwrap()
        };
        let told = |since: i64, now: i64| Ending::of(&notice(false), 0, since * DAY_MS, now * DAY_MS);
        assert_eq!(told(1, 8), None);
        assert_eq!(told(1, 9), Some(Ending::Soon));
        assert_eq!(told(9, 9), None);
        assert_eq!(told(9, 10), Some(Ending::Over));
        assert_eq!(told(1, 30), Some(Ending::Over));
        assert_eq!(told(10, 30), None);
        assert_eq!(Ending::of(&notice(true), 0, 0, 9 * DAY_MS), None);
        // What came on its last day is told as well.
        let late =
            |since: i64| Ending::of(&notice(false), 10 * DAY_MS - 9, 10 * DAY_MS - since, 10 * DAY_MS - 1);
        assert_eq!((late(10), late(8)), (Some(Ending::Soon), None));
    }

    #[test]
    fn what_one_did_oneself_waits_for_nobody() {
        let me = PersonId::from("me");
        let log = [entry(1, "me", NOTE), entry(2, "me", SAID), entry(3, "me", What::Ruled)];
        assert_eq!(Unread::of(&me, &Reading::default(), log), Unread::default());
    }

    #[test]
    fn while_i_was_away_lists_announcements_names_and_rules_in_their_order() {
        let me = PersonId::from("me");
        let log = [
            entry(9, "li", What::Said { to_me: true, muted: false }),
            entry(8, "owner", What::Ruled),
            entry(7, "wang", What::Announced(Call::Over)),
            entry(6, "wang", What::Announced(Call::Read)),
            entry(5, "wang", NOTE),
            entry(4, "li", SAID),
            entry(3, "li", What::Said { to_me: true, muted: false }),
        ];
        let reading = Reading { upto: Some((3, RecordId::from("3"))), ..Reading::default() };
        let unread = Unread::of(&me, &reading, log);
        let expected = Unread {
            first: Some(RecordId::from("4")),
            said: 2,
            to_me: ids(&[9]),
            to_note: ids(&[5]),
            called: ids(&[5]),
            announced: ids(&[6]),
            ruled: ids(&[8]),
        };
        assert_eq!(unread, expected);
        assert!(unread.is_worth_telling());
    }
}
