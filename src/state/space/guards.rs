//! The guards of the open space: what they would make of a text, and what they set aside.

use super::Space;
use super::channels::ChannelShown;
use super::desk::Records;
use crate::platform::clock;
use crate::state::row::{Row, RowSignal, Rows};
use crate::state::trouble::Trouble;
use domain::guard::topic::Said;
use domain::guard::{self, Check, Course, Finding, Following, Post, Recent, Watch};
use domain::intent::{self, Decision, Desk, Enforced, HandIn};
use domain::kinds::{
    ChannelSort, Guard, GuardKind, Held, HeldState, KnownKind, Message, Rule, Rules, guards_id, rules_id,
};
use domain::policy::{Action, Case, Citable, Context};
use domain::shown::is_blank;
use leptos::prelude::*;
use protocol::{RecordId, order, order_by_key};
use std::sync::Arc;

/// With how many of the newest messages, and with how many of the newest announcements, a text is compared.
const RECENT: usize = 500;

/// What the guards would make of a text, the gravest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Foresight(pub Vec<Finding>);

impl Foresight {
    /// What would come of the text; `None` where nothing stands in its way.
    pub fn course(&self) -> Option<Course> {
        self.0.first().map(|finding| finding.course).filter(|course| *course > Course::Hint)
    }

    /// The rules whose guards found something, each once.
    pub fn rules(&self) -> Vec<u32> {
        let mut rules: Vec<_> = self.0.iter().map(|finding| finding.rule).collect();
        order(&mut rules, Ord::cmp);
        rules.dedup();
        rules
    }
}

/// The binding rules with the guards that enforce them; `None` without the one or the other.
pub(super) fn enforced<'a>(desk: &Desk<'_>, records: &Records<'a>) -> Option<Enforced<'a>> {
    let version = desk.context.binding()?.version;
    Some(Enforced {
        rules: records.get(KnownKind::Rules, &rules_id(desk.space, version))?,
        guards: records.get(KnownKind::Guards, &guards_id(desk.space))?,
    })
}

/// What guards and proposals may name: the binding rules, as far as they are on this device, and the `channels`.
pub(super) fn citable(desk: &Desk<'_>, records: &Records<'_>, channels: Vec<RecordId>) -> Citable {
    let version = desk.context.binding().map(|binding| rules_id(desk.space, binding.version));
    let binding = version.and_then(|id| records.get(KnownKind::Rules, &id));
    match binding.and_then(|rules| rules.body.read::<Rules>().ok()) {
        Some(rules) => Citable::Known { rules: rules.rules.iter().map(|rule| rule.no).collect(), channels },
        None => Citable::Unknown,
    }
}

impl Space {
    /// What becomes of the guards when `rules` are published.
    pub fn following(self, rules: &[Rule]) -> Following {
        let binding = self.rules().get_untracked();
        let old = binding.as_ref().map(|row| row.body.rules.as_slice()).unwrap_or_default();
        guard::follow(&self.guards().get_untracked(), old, rules)
    }

    /// The guards of the space, as the owner has set them.
    pub fn guards(self) -> Memo<Vec<Guard>> {
        let (rows, id) = (self.tables().guards.rows().clone(), guards_id(&self.id()));
        Memo::new(move |_| rows.get(&id).map(|row| row.body.guards.clone()).unwrap_or_default())
    }

    /// The guards that bind this person: none for those who decide about what is held.
    pub fn guards_of_mine(self) -> Memo<Vec<Guard>> {
        let (guards, decides) = (self.guards(), self.may(Action::DecideHeld));
        Memo::new(move |_| if decides.read().is_ok() { Vec::new() } else { guards.get() })
    }

    /// What the guards look at when this person posts. Those whom no guard binds are told what was said
    /// before, and nothing more.
    pub fn watch(self) -> Memo<Arc<Watch>> {
        let (guards, decides) = (self.guards(), self.may(Action::DecideHeld));
        let order = self.stream.rows().order();
        Memo::new(move |_| {
            let (guards, only_tells) = (guards.get(), decides.read().is_ok());
            let recent = self.lately(&guards);
            let looks_at_topics = guards.iter().any(|guard| guard.kind == GuardKind::Topic) && !only_tells;
            let said = if looks_at_topics {
                order.track();
                self.said_lately()
            } else {
                Vec::new()
            };
            Arc::new(Watch { guards, recent, said, only_tells, ..Watch::default() })
        })
    }

    /// What was said before of what `text` would announce; nothing where no guard looks at that.
    pub fn said_already(self, text: Signal<String>) -> Memo<Option<Finding>> {
        let (guards, channel) = (self.guards(), self.channel_of(&ChannelSort::Notices));
        let watch = Memo::new(move |_| {
            let guards = guards.get();
            let recent = self.lately(&guards);
            Arc::new(Watch { guards, recent, only_tells: true, ..Watch::default() })
        });
        Memo::new(move |_| {
            let (watch, text) = (watch.read(), text.read());
            guard::judge(&Post::new(&text, &channel), &watch, self.clock.now_ms()).into_iter().next()
        })
    }

    /// Who said or announced something, and when.
    pub fn who_said(self, id: &RecordId) -> Option<(String, i64)> {
        let message = self.stream.rows().get(id).map(|row| (row.author().clone(), row.at));
        let said = || self.notices().get(id).map(|row| (row.author().clone(), row.at));
        let (author, at) = untrack(|| message.or_else(said))?;
        let member = self.member(author).get_untracked();
        Some((member.map(|member| member.body.real_name.clone()).unwrap_or_default(), at))
    }

    /// The newest messages and announcements that the server has and that still say something, newest
    /// first; nothing where none of `guards` looks at what is said again. Subscribes to both.
    fn lately(self, guards: &[Guard]) -> Vec<Recent> {
        if !guards.iter().any(|guard| guard.kind == GuardKind::Duplicates) {
            return Vec::new();
        }
        self.stream.rows().order().track();
        let mut lately = self.recent(RECENT, |_| true);
        let announced = self.notices().all().into_iter().rev();
        let standing = announced.filter(|row| row.pending.is_none() && row.body.withdrawn.is_none());
        lately.extend(
            standing
                .take(RECENT)
                .map(|row| Recent::announced(row.id().clone(), row.author().clone(), row.at, &row.body)),
        );
        order_by_key(&mut lately, |recent| std::cmp::Reverse(recent.at));
        lately
    }

    /// What the guards would make of a post.
    pub fn foresee(self, post: &Post<'_>, watch: &Watch) -> Foresight {
        if watch.guards.is_empty() || is_blank(post.text) {
            return Foresight::default();
        }
        Foresight(guard::judge(post, watch, self.clock.now_ms()))
    }

    /// What the guards would make of `text` in the place of what one's own message in `channel` says.
    pub fn foresee_edit(self, text: &str, channel: &RecordId, watch: &Watch) -> Foresight {
        Foresight(guard::judge_text(text, channel, watch, self.clock.now_ms()))
    }

    /// The kinds of post of which one is to be chosen in `channel`, and the rule that asks for it; the
    /// first guard's, where several ask.
    pub fn sorts_in(self, channel: Signal<RecordId>) -> Memo<Option<(u32, Vec<String>)>> {
        let guards = self.guards_of_mine();
        Memo::new(move |_| {
            let (guards, channel) = (guards.read(), channel.read());
            let binding = guards.iter().filter(|guard| guard.binds(&channel));
            let mut asking = binding.filter_map(|guard| match Check::of(guard).ok()?? {
                Check::Sorts(rule) => Some((guard.rule, rule.sorts)),
                _ => None,
            });
            asking.next()
        })
    }

    /// What `guard` would have done to the newest messages: how many were looked at, and each that it
    /// would have stopped. `None` for one that goes by when a post comes, or whose settings do not fit.
    pub fn rehearse(self, guard: &Guard, most: usize) -> Option<(usize, Vec<(Recent, Finding)>)> {
        // Settings that don't fit guard nothing, and may be far too long to try.
        Check::of(guard).ok().flatten().filter(Check::reads_text)?;
        let recent = self.recent(most, |message| guard.binds(&self.home_of(message.channel.as_ref())));
        let watch =
            Watch { guards: vec![Guard { channels: Vec::new(), ..guard.clone() }], ..Watch::default() };
        let general = self.home_of(None);
        let stopped = recent.iter().filter_map(|said| {
            let findings = guard::judge_text(&said.text, &general, &watch, said.at);
            Some((said.clone(), findings.into_iter().next()?))
        });
        Some((recent.len(), stopped.collect()))
    }

    /// The newest messages in memory that the server has and that count, newest first.
    fn recent(self, most: usize, counts: impl Fn(&Message) -> bool) -> Vec<Recent> {
        let rows = self.stream.rows();
        let order = rows.order().get_untracked();
        let newest = order.iter().rev().filter_map(|id| rows.row(id)).map(|row| row.get_untracked());
        let taken = newest.filter(|row: &Arc<Row<Message>>| {
            row.pending.is_none() && row.body.stands() && counts(&row.body)
        });
        let taken = taken.take(most);
        let recent = |row: Arc<Row<Message>>| {
            Recent::new(row.id().clone(), row.author().clone(), row.at, row.body.text.clone())
        };
        taken.map(recent).collect()
    }

    /// What this person said lately, newest first, sent or not.
    fn said_lately(self) -> Vec<Said> {
        let Some(me) = self.session.me().get_untracked() else { return Vec::new() };
        let rows = self.stream.rows();
        let order = rows.order().get_untracked();
        let newest =
            order.iter().rev().take(RECENT).filter_map(|id| rows.row(id)).map(|row| row.get_untracked());
        let own = newest.filter(|row: &Arc<Row<Message>>| *row.author() == me.person && row.body.stands());
        let said = own.map(|row| Said {
            channel: self.home_of(row.body.channel.as_ref()),
            text: row.body.text.clone(),
        });
        said.collect()
    }

    /// How far this device's clock is ahead of UTC, minutes: what the owner takes for the group's.
    pub fn utc_offset_min(self) -> i16 {
        clock::utc_offset_min()
    }

    /// The posts that were set aside: one's own; for staff, everybody's. Oldest first.
    pub fn held(self) -> Rows<Held> {
        self.tables().held.rows().clone()
    }

    /// The ids of one's own posts that wait for a decision or came back, or for which there is a
    /// permission, also one that ran out.
    pub fn my_held(self) -> Memo<Vec<RecordId>> {
        let (rows, me, said) = (self.held(), self.session.me(), self.stream.rows());
        Memo::new(move |_| {
            let Some(me) = me.get() else { return Vec::new() };
            let open = |row: &Arc<Row<Held>>| {
                let is_open = match row.body.state {
                    HeldState::Waiting | HeldState::Returned => true,
                    // Posted, it stands in the stream before the server says that it is used.
                    HeldState::Granted => said.get(&row.body.message).is_none(),
                    _ => false,
                };
                is_open && row.head.subject.as_ref() == Some(&me.person)
            };
            rows.all().iter().filter(|row| open(row)).map(|row| row.id().clone()).collect()
        })
    }

    /// The ids of others' posts that wait for this person's decision; none for others than staff.
    pub fn to_decide(self) -> Memo<Vec<RecordId>> {
        let (rows, me, decides) = (self.held(), self.session.me(), self.may(Action::DecideHeld));
        Memo::new(move |_| {
            let Some(me) = me.get().filter(|_| decides.read().is_ok()) else { return Vec::new() };
            let open = |row: &Arc<Row<Held>>| {
                row.head.subject.as_ref() != Some(&me.person) && row.body.state == HeldState::Waiting
            };
            rows.all().iter().filter(|row| open(row)).map(|row| row.id().clone()).collect()
        })
    }

    /// Hands a text in to be looked at, and empties the draft where it stood in it.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn hand_in(self, post: HandIn, is_draft: bool) -> Result<(), Trouble> {
        let id = self.new_id()?;
        let mentions = self.named_in(&post.text);
        let thread = post.reply_to.as_ref().map(|to| self.thread_of(to));
        self.send_off(post.channel.clone(), is_draft, |desk, _, channel| {
            intent::hand_in(desk, id, HandIn { mentions, thread, channel, ..post })
        })
        .await
    }

    /// Decides about another's post.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn decide_held(self, id: RecordId, decision: Decision) -> Result<(), Trouble> {
        self.intend(|desk, records| intent::decide_held(desk, records.need(KnownKind::Held, &id)?, decision))
            .await
    }

    /// Until when one's own post may be posted; `None` where it may not, or not any more.
    pub fn granted_until(self, held: RowSignal<Held>) -> Memo<Option<i64>> {
        let quarters = self.clock.quarters();
        Memo::new(move |_| {
            quarters.track();
            held.get().body.granted_until(self.clock.now_ms())
        })
    }

    /// Posts what was granted.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn post_granted(self, id: RecordId) -> Result<(), Trouble> {
        self.intend(|desk, records| intent::post_granted(desk, records.need(KnownKind::Held, &id)?)).await
    }

    /// Takes one's own post back, or puts away what came back.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn withdraw_held(self, id: RecordId) -> Result<(), Trouble> {
        self.intend(|desk, records| intent::withdraw_held(desk, records.need(KnownKind::Held, &id)?)).await
    }

    /// Sets the guards of the space.
    ///
    /// # Errors
    /// As [`Space::post`]; the problem's field points at the guard.
    pub async fn set_guards(self, guards: Vec<Guard>) -> Result<(), Trouble> {
        let channels =
            self.channels().get_untracked().into_iter().map(|ChannelShown { id, .. }| id).collect();
        self.intend(|desk, records| {
            let before = records.get(KnownKind::Guards, &guards_id(desk.space));
            let case = Case { citable: citable(desk, records, channels), ..Case::default() };
            let context = Context { case, ..desk.context.clone() };
            intent::set_guards(&Desk { context: &context, ..*desk }, before, guards)
        })
        .await
    }
}
