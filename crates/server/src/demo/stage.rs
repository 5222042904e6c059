//! Plays the story: each deed becomes an intent of the app, and each write of it is judged like any
//! other that comes to the server.

mod deeds;

use super::calendar::Calendar;
use super::cast::{Cast, Part};
use super::props::Props;
use super::script::{Act, Beat, Script, Who};
use super::{bytes_of, slip};
use crate::store::{Turn, accounts, records, spaces};
use crate::trouble::{Refusal, Trouble};
use crate::write::{self, Deed, Write};
use domain::intent::{Desk, Intended, Profile, RecordWrite, create_space};
use domain::kinds::KnownKind;
use domain::policy::{Case, Context};
use protocol::{Audience, DeviceId, Mid, Op, PersonId, Record, RecordId, Scope, SpaceId};
use std::collections::BTreeMap;

/// Within what time everybody does what `*` does, milliseconds.
const WITHIN_MS: usize = 55 * 60 * 1000;

/// The space while the story is being played in it.
pub(super) struct Stage<'a, 't, 'c> {
    turn: &'t mut Turn<'c>,
    cast: &'a Cast,
    calendar: &'a Calendar,
    props: Props,
    space: SpaceId,
    /// What the story calls by a name.
    named: BTreeMap<String, RecordId>,
    /// How many writes there were.
    writes: u64,
}

/// A deed of one person, at its moment.
struct Cue<'a> {
    at: i64,
    part: &'a Part,
    beat: &'a Beat,
}

impl<'a, 't, 'c> Stage<'a, 't, 'c> {
    /// Makes the accounts, and founds the group as its owner.
    pub(super) fn open(
        turn: &'t mut Turn<'c>,
        cast: &'a Cast,
        calendar: &'a Calendar,
    ) -> Result<Self, Trouble> {
        let (props, now) = (Props::read()?, calendar.founded_at());
        let space = SpaceId::new(RecordId::timed(now, bytes_of("space")).as_str());
        turn.set_clock(now);
        for part in cast.all() {
            accounts::add(turn.connection(), &part.account(), now)?;
        }
        let owner = cast.owner()?;
        let named = BTreeMap::new();
        let mut stage = Self { turn, cast, calendar, props, space, named, writes: 0 };
        let typed = stage.props.space(calendar.year());
        let profile = Profile {
            real_name: owner.real_name().to_owned(),
            dept: owner.dept.clone(),
            post: owner.post.clone(),
        };
        stage.act(&owner.person(), |desk| {
            create_space(desk.actor, now, desk.space, &typed, &profile, Vec::new())
        })?;
        Ok(stage)
    }

    /// Plays the whole story.
    pub(super) fn play(mut self, script: &Script) -> Result<(), Trouble> {
        for cue in cues(self.cast, self.calendar, script)? {
            self.turn.set_clock(cue.at);
            self.perform(&cue).map_err(|trouble| {
                let (who, text) = (&cue.part.name, &cue.beat.text);
                slip(format!("{who} at {:?} ({:?}: {text}): {trouble}", cue.beat.moment, cue.beat.act))
            })?;
        }
        Ok(())
    }

    /// Carries out what `intend` brings, as `person`.
    fn act(&mut self, person: &PersonId, intend: impl FnOnce(&Desk<'_>) -> Intended) -> Result<(), Trouble> {
        self.act_about(person, Case::default(), intend)
    }

    /// The same, where the policy asks whom or what it is about.
    fn act_about(
        &mut self,
        person: &PersonId,
        case: Case,
        intend: impl FnOnce(&Desk<'_>) -> Intended,
    ) -> Result<(), Trouble> {
        let access = spaces::access(self.turn.connection(), &self.space, person)?;
        let context = write::context(self.turn.connection(), &self.space, person, self.turn.now())?;
        let context = Context { case, ..context };
        let desk = Desk { space: &self.space, actor: &access.actor, context: &context };
        let writes = intend(&desk).map_err(|refusal| Refusal::from(&refusal))?;
        writes.into_iter().try_for_each(|write| self.put(person, write))
    }

    fn put(&mut self, person: &PersonId, intended: RecordWrite) -> Result<(), Trouble> {
        let RecordWrite { head, op, .. } = intended;
        let current = records::find(self.turn.connection(), &head.scope, &head.id)?;
        let base = || current.map(|record| record.rev).ok_or_else(|| slip("it changes what is not there"));
        let deed = match op {
            Op::Create(body) => Deed::Create(body),
            Op::Update { body, .. } => Deed::Update(base()?, body),
            Op::Delete => Deed::Delete(base()?),
        };
        self.writes = self.writes.saturating_add(1);
        let mid = Mid { device: DeviceId::from("demo"), n: self.writes };
        let write =
            Write { mid, id: head.id, scope: head.scope, kind: head.kind, subject: head.subject, deed };
        self.turn.all_or_nothing(|turn| write::take(turn, person, &write)).map(drop)
    }

    /// A fresh time-ordered id, the same in every performance.
    fn fresh_id(&self, for_what: &str) -> RecordId {
        RecordId::timed(self.turn.now(), bytes_of(&format!("{for_what} {}", self.writes)))
    }

    /// What the story calls by this name.
    fn named(&self, name: &str) -> Result<RecordId, Trouble> {
        self.named.get(name).cloned().ok_or_else(|| slip(format!("nothing is called {name}")))
    }

    fn name(&mut self, name: &str, id: &RecordId) {
        self.named.insert(name.to_owned(), id.clone());
    }

    /// A record of the space.
    fn find(&self, kind: KnownKind, id: &RecordId) -> Result<Record, Trouble> {
        self.look_up(kind.audience(), id)?.ok_or_else(|| slip(format!("there is no {} {id}", kind.name())))
    }

    fn look_up(&self, audience: Audience, id: &RecordId) -> Result<Option<Record>, Trouble> {
        records::find(self.turn.connection(), &Scope::new(self.space.clone(), audience), id)
    }

    /// The words with the dates that they name.
    fn words(&self, text: &str) -> String {
        let mut parts = text.split('{');
        let mut words = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            match part.split_once('}').and_then(|(day, rest)| Some((day.parse().ok()?, rest))) {
                Some((day, rest)) => words.extend([self.calendar.name(day).as_str(), rest]),
                None => words.extend(["{", part]),
            }
        }
        words
    }
}

/// The deeds of all in the order of their moments.
fn cues<'a>(cast: &'a Cast, calendar: &Calendar, script: &'a Script) -> Result<Vec<Cue<'a>>, Trouble> {
    let mut cues: Vec<Cue<'a>> = Vec::new();
    let mut last = (0, 0);
    let mut second: i64 = 0;
    for beat in &script.beats {
        // Several lines of one minute follow each other within it.
        second = if beat.moment == last { second.saturating_add(9).min(59) } else { 2 };
        last = beat.moment;
        let at = calendar.at(beat.moment).saturating_add(second.saturating_mul(1_000));
        match &beat.who {
            Who::One(name) => cues.push(Cue { at, part: cast.part(name)?, beat }),
            Who::AllBut(names) => {
                names.iter().try_for_each(|name| cast.part(name).map(drop))?;
                let everybody = cast.all().iter().zip(0_usize..);
                let others = everybody.filter(|(part, _)| !names.contains(&part.name));
                cues.extend(others.filter(|(part, _)| can(part, &beat.act)).map(|(part, place)| {
                    let late =
                        place.saturating_mul(place).saturating_mul(97_003).wrapping_add(place * 211_007);
                    let late = i64::try_from(late % WITHIN_MS).unwrap_or(0);
                    Cue { at: at.saturating_add(late), part, beat }
                }));
            }
        }
    }
    cues.sort_by_key(|cue| cue.at);
    Ok(cues)
}

/// Whether somebody is meant where everybody is: who founds the group neither joins it nor confirms the
/// rules that they publish.
fn can(part: &Part, act: &Act) -> bool {
    part.role != Some(domain::kinds::Role::Owner) || !matches!(act, Act::Join | Act::Ack(_))
}
