//! Of which record a person is told while no page of theirs is looked at: a pure function of who they
//! are, how far they have read, what they wish, the hour, and how far they were told before.
//!
//! Nobody is told what they did themselves, what they have read, or anything twice; in quiet hours only
//! what is urgent and names them or must be confirmed.

use crate::kinds::{Importance, Level, Wishes};
use crate::unread::{Place, Reading};
use protocol::{PersonId, RecordId, order};
use std::collections::BTreeSet;

/// The minutes of a day.
pub const DAY_MINUTES: u16 = 24 * 60;

/// Hours in which one is left alone, by the clock on the wall. They may reach over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    /// The first minute of the day that is quiet.
    pub from: u16,
    /// The first minute of the day that no longer is.
    pub to: u16,
}

impl QuietHours {
    /// Whether the `minute` of the day is quiet. Hours that end where they begin are none.
    pub fn hold(self, minute: u16) -> bool {
        let Self { from, to } = self;
        if from <= to { (from..to).contains(&minute) } else { minute >= from || minute < to }
    }
}

/// Something of which a person may be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When it happened, and the record that says so.
    pub place: Place,
    /// Who did it.
    pub author: PersonId,
    /// What it was.
    pub matter: Matter,
}

/// What happened, as far as it matters here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matter {
    /// Somebody said something.
    Said {
        /// Whether it names this person, or everybody.
        names_me: bool,
        /// In which channel.
        channel: RecordId,
    },
    /// Something was announced, or those who have not confirmed it were reminded. Where it was called back
    /// or is over, there is no matter.
    Announced {
        /// How important it is.
        importance: Importance,
        /// Whether everybody is to confirm it.
        confirm: bool,
        /// Whether it names this person, or everybody.
        names_me: bool,
    },
    /// A version of the rules was published, or those who have not confirmed it were reminded.
    Ruled {
        /// Whether this person has confirmed it.
        confirmed: bool,
    },
}

/// Why a person is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Telling {
    /// They want to hear everything.
    Said,
    /// It was announced.
    Announced,
    /// They have rules to confirm.
    Ruled,
    /// It names them.
    Named,
    /// It is urgent, and names them or must be confirmed.
    Urgent,
}

/// Who is told, and under which circumstances.
#[derive(Clone, Debug)]
pub struct Listener<'a> {
    /// Who.
    pub me: &'a PersonId,
    /// How far they have read.
    pub reading: &'a Reading,
    /// What they wish.
    pub wishes: &'a Wishes,
    /// The channels of which they do not want to hear.
    pub muted: &'a BTreeSet<RecordId>,
    /// Whether any page of theirs is looked at on this device: it shows by itself what comes.
    pub is_watching: bool,
    /// Their quiet hours.
    pub quiet: Option<QuietHours>,
    /// The minute of the day, by the clock on the wall.
    pub minute: u16,
}

impl Listener<'_> {
    /// Why the person is told of `entry`, if they are. That they were told of it before is not asked here.
    pub fn tells(&self, entry: &Entry) -> Option<Telling> {
        let is_theirs = entry.author == *self.me;
        if is_theirs || self.is_watching || self.has_read(entry) {
            return None;
        }
        let telling = match &entry.matter {
            Matter::Said { names_me, channel } => self.of_message(*names_me, channel),
            Matter::Announced { importance, confirm, names_me } => {
                self.of_notice(importance, *confirm, *names_me)
            }
            Matter::Ruled { .. } => match self.wishes.of_space() {
                Level::All | Level::Named => Some(Telling::Ruled),
                Level::Nothing | Level::Other(_) => None,
            },
        }?;
        let is_quiet = self.quiet.is_some_and(|quiet| quiet.hold(self.minute));
        (!is_quiet || telling == Telling::Urgent).then_some(telling)
    }

    fn has_read(&self, entry: &Entry) -> bool {
        let is_noted = self.reading.noted.contains(&entry.place.1);
        let is_behind = self.reading.upto.as_ref().is_some_and(|upto| entry.place <= *upto);
        match &entry.matter {
            Matter::Said { .. } => is_behind,
            // What is to be noted waits for that, however far one has read.
            Matter::Announced { importance, confirm, .. } => {
                is_noted || (is_behind && !confirm && !importance.counts())
            }
            Matter::Ruled { confirmed } => *confirmed,
        }
    }

    fn of_message(&self, names_me: bool, channel: &RecordId) -> Option<Telling> {
        if self.muted.contains(channel) {
            return None;
        }
        match self.wishes.of_channel(channel) {
            Level::All if !names_me => Some(Telling::Said),
            Level::All | Level::Named if names_me => Some(Telling::Named),
            _ => None,
        }
    }

    fn of_notice(&self, importance: &Importance, confirm: bool, names_me: bool) -> Option<Telling> {
        let is_wanted = match self.wishes.of_space() {
            Level::All => true,
            Level::Named => confirm || names_me || importance.counts(),
            Level::Nothing | Level::Other(_) => false,
        };
        let is_urgent = *importance == Importance::Urgent && (confirm || names_me);
        is_wanted.then_some(if is_urgent { Telling::Urgent } else { Telling::Announced })
    }
}

/// Looks at what there is: of what to tell now, the oldest first, and up to where the person counts as told
/// from then on. `told` is what the look before gave; where there was none, all that is there is old.
pub fn look(
    listener: &Listener<'_>,
    told: Option<&Place>,
    log: impl IntoIterator<Item = Entry>,
) -> (Vec<(Entry, Telling)>, Option<Place>) {
    let mut log: Vec<Entry> = log.into_iter().collect();
    order(&mut log, |a, b| a.place.cmp(&b.place));
    let upto = log.last().map(|newest| newest.place.clone()).max(told.cloned());
    let Some(told) = told else { return (Vec::new(), upto) };
    let new = log.into_iter().filter(|entry| entry.place > *told);
    let tellings = new.filter_map(|entry| listener.tells(&entry).map(|telling| (entry, telling)));
    (tellings.collect(), upto)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Importance::{Important, Normal, Urgent};
    use proptest::collection::vec;
    use proptest::prelude::*;

    const NIGHT: QuietHours = QuietHours { from: 22 * 60, to: 7 * 60 };
    const NOON: u16 = 12 * 60;

    fn said(names_me: bool) -> Matter {
        Matter::Said { names_me, channel: RecordId::from("chat") }
    }

    fn announced(importance: Importance, confirm: bool, names_me: bool) -> Matter {
        Matter::Announced { importance, confirm, names_me }
    }

    fn entry(at: i64, author: &str, matter: Matter) -> Entry {
        Entry { place: (at, RecordId::new(format!("r{at}"))), author: PersonId::from(author), matter }
    }

    fn wishes(level: Level) -> Wishes {
        Wishes { level: Some(level), ..Wishes::default() }
    }

    /// Of what somebody is told who wishes this, at noon and at midnight.
    fn told(wishes: &Wishes, matter: &Matter) -> [Option<Telling>; 2] {
        [NOON, 0].map(|minute| {
            let (me, reading, muted) = (PersonId::from("me"), Reading::default(), BTreeSet::new());
            let listener = Listener {
                me: &me,
                reading: &reading,
                wishes,
                muted: &muted,
                is_watching: false,
                quiet: Some(NIGHT),
                minute,
            };
            listener.tells(&entry(1, "li", matter.clone()))
        })
    }

    /// What it is, and of it, by day, who wants everything, what names them, nothing; `!` also at night.
    #[test]
    fn a_person_is_told_what_the_table_says() {
        let table = [
            (said(false), "said - -"),
            (said(true), "named named -"),
            (announced(Normal, false, false), "announced - -"),
            (announced(Normal, false, true), "announced announced -"),
            (announced(Normal, true, false), "announced announced -"),
            (announced(Important, false, false), "announced announced -"),
            (announced(Important, true, true), "announced announced -"),
            (announced(Urgent, false, false), "announced announced -"),
            (announced(Urgent, true, false), "urgent! urgent! -"),
            (announced(Urgent, false, true), "urgent! urgent! -"),
            (Matter::Ruled { confirmed: false }, "ruled ruled -"),
            (Matter::Ruled { confirmed: true }, "- - -"),
        ];
        for (matter, expected) in table {
            let cells = [Level::All, Level::Named, Level::Nothing].map(|level| {
                let [day, night] = told(&wishes(level), &matter);
                let name = match day {
                    None => "-",
                    Some(Telling::Said) => "said",
                    Some(Telling::Announced) => "announced",
                    Some(Telling::Ruled) => "ruled",
                    Some(Telling::Named) => "named",
                    Some(Telling::Urgent) => "urgent",
                };
                format!("{name}{}", if night.is_some() { "!" } else { "" })
            });
            assert_eq!(cells.join(" "), expected, "{matter:?}");
        }
        assert_eq!(told(&Wishes::default(), &said(true)), told(&wishes(Level::Named), &said(true)));
        assert_eq!(told(&wishes(Level::from("later")), &said(true)), [None, None]);
    }

    /// Somebody who looks elsewhere at noon, and has no quiet hours.
    fn listener<'a>(
        me: &'a PersonId,
        reading: &'a Reading,
        wishes: &'a Wishes,
        muted: &'a BTreeSet<RecordId>,
    ) -> Listener<'a> {
        Listener { me, reading, wishes, muted, is_watching: false, quiet: None, minute: NOON }
    }

    #[test]
    fn a_channel_has_a_level_of_its_own_and_a_muted_one_says_nothing() {
        let chat = RecordId::from("chat");
        let loud = wishes(Level::Nothing).with_channel(&chat, Some(Level::All));
        assert_eq!(told(&loud, &said(false))[0], Some(Telling::Said));
        assert_eq!(told(&loud.with_channel(&chat, None), &said(true))[0], None);
        let (me, reading, all) = (PersonId::from("me"), Reading::default(), wishes(Level::All));
        let muted = BTreeSet::from([chat]);
        let listener = listener(&me, &reading, &all, &muted);
        assert_eq!(listener.tells(&entry(1, "li", said(true))), None);
    }

    #[test]
    fn nobody_is_told_what_they_have_read_but_of_what_they_have_yet_to_note() {
        let upto = Some((5, RecordId::from("r5")));
        let (me, muted, all) = (PersonId::from("me"), BTreeSet::new(), wishes(Level::All));
        let tells = |reading: &Reading, matter| {
            let listener = listener(&me, reading, &all, &muted);
            listener.tells(&entry(4, "li", matter)).is_some()
        };
        let read = Reading { upto, ..Reading::default() };
        assert!(!tells(&read, said(true)) && !tells(&read, announced(Normal, false, false)));
        assert!(tells(&read, announced(Important, false, false)));
        let noted = Reading { noted: BTreeSet::from([RecordId::from("r4")]), ..Reading::default() };
        assert!(!tells(&noted, announced(Urgent, true, true)) && tells(&noted, said(true)));
    }

    #[test]
    fn quiet_hours_reach_over_midnight_and_none_are_never() {
        let quiet = |from, to| QuietHours { from, to };
        assert!(NIGHT.hold(23 * 60) && NIGHT.hold(0) && NIGHT.hold(7 * 60 - 1));
        assert!(!NIGHT.hold(7 * 60) && !NIGHT.hold(NOON));
        assert!(quiet(60, 120).hold(60) && !quiet(60, 120).hold(120));
        assert!((0..DAY_MINUTES).all(|minute| !quiet(60, 60).hold(minute)));
    }

    #[test]
    fn what_stood_there_before_the_first_look_is_old() {
        let (me, reading, muted, all) =
            (PersonId::from("me"), Reading::default(), BTreeSet::new(), wishes(Level::All));
        let listener = listener(&me, &reading, &all, &muted);
        let old = [entry(2, "li", said(true)), entry(1, "li", said(true))];
        let (tellings, upto) = look(&listener, None, old.clone());
        assert_eq!((tellings.len(), upto.as_ref().map(|upto| upto.0)), (0, Some(2)));
        let (tellings, upto) =
            look(&listener, upto.as_ref(), old.into_iter().chain([entry(3, "li", said(false))]));
        assert_eq!((tellings.len(), upto.map(|upto| upto.0)), (1, Some(3)));
    }

    fn matters() -> impl Strategy<Value = Matter> {
        let importance = prop_oneof![Just(Normal), Just(Important), Just(Urgent)];
        prop_oneof![
            (any::<bool>(), "[ab]")
                .prop_map(|(names_me, channel)| Matter::Said { names_me, channel: RecordId::new(channel) }),
            any::<bool>().prop_map(|confirmed| Matter::Ruled { confirmed }),
            (importance, any::<bool>(), any::<bool>())
                .prop_map(|(importance, confirm, names_me)| announced(importance, confirm, names_me)),
        ]
    }

    fn levels() -> impl Strategy<Value = Level> {
        prop_oneof![Just(Level::All), Just(Level::Named), Just(Level::Nothing)]
    }

    proptest! {
        /// However the log grows, whoever watches meanwhile and whichever hour it is.
        #[test]
        fn nothing_is_told_twice_nor_one_s_own_nor_while_one_watches_nor_at_night_but_what_is_urgent(
            matters in vec((matters(), any::<bool>()), 0..40),
            looks in vec((0usize..40, any::<bool>(), 0..DAY_MINUTES, levels()), 1..20),
            from in 0..DAY_MINUTES,
            to in 0..DAY_MINUTES,
        ) {
            let me = PersonId::from("me");
            let by = |is_mine: bool| if is_mine { "me" } else { "li" };
            let log: Vec<Entry> = (1..)
                .zip(matters)
                .map(|(at, (matter, is_mine))| entry(at, by(is_mine), matter))
                .collect();
            let (reading, muted) = (Reading::default(), BTreeSet::from([RecordId::from("b")]));
            let quiet = QuietHours { from, to };
            let (mut upto, mut heard) = (Some((0, RecordId::from(""))), BTreeSet::new());
            for (many, is_watching, minute, level) in looks {
                let wishes = wishes(level);
                let listener = Listener {
                    me: &me,
                    reading: &reading,
                    wishes: &wishes,
                    muted: &muted,
                    is_watching,
                    quiet: Some(quiet),
                    minute,
                };
                let (tellings, now) = look(&listener, upto.as_ref(), log.iter().take(many).cloned());
                prop_assert!(now >= upto);
                upto = now;
                for (entry, telling) in tellings {
                    prop_assert!(!is_watching && entry.author != me);
                    prop_assert!(!quiet.hold(minute) || telling == Telling::Urgent);
                    let is_muted = matches!(&entry.matter, Matter::Said { channel, .. } if muted.contains(channel));
                    prop_assert!(!is_muted);
                    prop_assert!(heard.insert(entry.place), "told twice");
                }
            }
        }
    }
}
