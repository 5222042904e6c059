//! Whom texts of the open space name.

use super::Space;
use crate::state::row::Row;
use domain::kinds::{Member, Mentions, Message};
use domain::mention;
use domain::pinyin::Spelled;
use domain::policy::{Action as Deed, may};
use domain::states::MEMBERSHIP;
use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use protocol::PersonId;
use std::sync::Arc;

impl Space {
    /// Those who can be named: the members but for this person.
    pub fn nameable(self) -> Memo<Vec<Arc<Row<Member>>>> {
        let (members, me) = (self.members(), self.session.me());
        Memo::new(move |_| {
            let me = me.read().as_ref().map(|me| me.person.clone());
            let is_other = |row: &Arc<Row<Member>>| {
                !MEMBERSHIP.is_terminal(&row.body.state) && Some(&row.body.person) != me.as_ref()
            };
            members.all().into_iter().filter(is_other).collect()
        })
    }

    /// Whom `text` names. Everybody only where this person may call everybody.
    pub(super) fn named_in(self, text: &str) -> Mentions {
        // Most texts name nobody, and the members are many.
        if !text.contains(['@', '＠']) {
            return Mentions::default();
        }
        let people = untrack(|| self.nameable().get());
        let mentions =
            mention::named(text, people.iter().map(|row| (&row.body.person, row.body.real_name.as_str())));
        let may_all = self.ground.with_untracked(|ground| {
            ground.as_ref().is_some_and(|ground| may(&ground.actor, Deed::Announce, &ground.context).is_ok())
        });
        Mentions { all: mentions.all && may_all, ..mentions }
    }

    /// Whether `text` calls everybody in the name of somebody who may not: then it is only a word.
    pub fn calls_in_vain(self, text: &str) -> bool {
        let nobody = std::iter::empty::<(&PersonId, &str)>();
        mention::named(text, nobody).all && !self.named_in(text).all
    }

    /// Whether a message names this person.
    pub fn names_me(self, message: Signal<Arc<Row<Message>>>) -> Memo<bool> {
        let me = self.session.me();
        Memo::new(move |_| {
            let row = message.read();
            let me = me.read();
            me.as_ref().is_some_and(|me| row.body.mentions.name(&me.person) && *row.author() != me.person)
        })
    }
}

/// Somebody who can be named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// All members.
    Everybody,
    /// One of them.
    Member {
        /// The real name.
        name: String,
        /// Department and post.
        line: String,
    },
}

/// Spells names in pinyin.
type Spell = fn(&str) -> Spelled;

/// The table of syllables is a part of its own that comes with the first name that is typed.
#[cfg(feature = "split")]
#[leptos::wasm_split::wasm_split(pinyin, wasm_split_path = ::leptos::wasm_split, fallible)]
fn speller() -> Result<Spell, SplitLoaderError> {
    Ok(domain::pinyin::spell)
}

#[cfg(not(feature = "split"))]
async fn speller() -> Result<Spell, SplitLoaderError> {
    Ok(domain::pinyin::spell)
}

/// Finds whom somebody means by what they have typed of a name. Until the table of syllables is here,
/// or where it can't be had, by the name as it is written.
#[derive(Clone, Copy)]
pub struct NameFinder {
    people: Memo<Vec<Arc<Row<Member>>>>,
    spelled: Memo<Vec<Spelled>>,
    may_all: Memo<bool>,
    fetch: Action<(), ()>,
    is_asked: StoredValue<bool>,
}

impl NameFinder {
    /// At most so many are offered.
    const MOST: usize = 8;

    /// Finds members of the open space.
    pub fn new() -> Self {
        let space = Space::expect();
        let (spell, is_asked) = (RwSignal::new(None::<Spell>), StoredValue::new(false));
        let fetch = Action::new_local(move |(): &()| async move {
            match speller().await {
                Ok(speller) => _ = spell.try_set(Some(speller)),
                // The next name asks again.
                Err(_) => _ = is_asked.try_set_value(false),
            }
        });
        let people = space.nameable();
        let spelled = Memo::new(move |_| {
            let Some(spell) = spell.get() else { return Vec::new() };
            people.read().iter().map(|row| spell(&row.body.real_name)).collect()
        });
        let may = space.may(Deed::Announce);
        let may_all = Memo::new(move |_| may.read().is_ok());
        Self { people, spelled, may_all, fetch, is_asked }
    }

    /// Those who fit, in the order of joining; subscribes to what that depends on.
    pub fn find(self, typed: &str) -> Vec<Named> {
        if !self.is_asked.get_value() {
            self.is_asked.set_value(true);
            self.fetch.dispatch_local(());
        }
        let (people, spelled) = (self.people.read(), self.spelled.read());
        let fits = |(place, row): &(usize, &Arc<Row<Member>>)| {
            row.body.real_name.to_lowercase().contains(&typed.to_lowercase())
                || spelled.get(*place).is_some_and(|spelled| spelled.fits(typed))
        };
        let found = people
            .iter()
            .enumerate()
            .filter(fits)
            .map(|(_, row)| Named::Member { name: row.body.real_name.clone(), line: line_of(&row.body) });
        let all = mention::EVERYBODY.iter().any(|all| all.starts_with(typed));
        let all = (all && self.may_all.get()).then_some(Named::Everybody);
        all.into_iter().chain(found).take(Self::MOST).collect()
    }
}

impl Default for NameFinder {
    fn default() -> Self {
        Self::new()
    }
}

fn line_of(member: &Member) -> String {
    let parts = [member.dept.as_str(), member.post.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
