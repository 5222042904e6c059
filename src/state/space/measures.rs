//! Measures and reports in the open space: what was done about whom, and what is told.

use super::Space;
use super::desk::Records;
use crate::state::row::{Row, RowSignal, Rows};
use crate::state::trouble::Trouble;
use domain::intent::{self, Desk, Intended, NewMeasure, NewReport};
use domain::kinds::{KnownKind, Measure, MeasureKind, Report, ReportState, Role, member_id, report_id};
use domain::ladder::{self, Proposed};
use domain::measures::{Muting, Taken, hidden_posts};
use domain::policy::{Action, Case, Context, Membership, Post};
use domain::{Reason, Refusal};
use leptos::prelude::*;
use protocol::{PersonId, RecordId};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A measure as the domain reads it.
pub(super) fn taken(row: &Row<Measure>) -> Taken {
    Taken { by: row.author().clone(), at: row.at, measure: row.body.clone() }
}

/// The posts that stand hidden, by the measures that hide them.
pub(super) type HiddenPosts = BTreeMap<RecordId, Taken>;

/// What `rows` hide. Looked up once for all messages: each would look through all measures.
pub(super) fn hidden_by(rows: Rows<Measure>) -> Memo<HiddenPosts> {
    Memo::new(move |_| hidden_posts(rows.all().iter().map(|row| taken(row))))
}

impl Space {
    /// The measures: about oneself; for staff, about everybody. Oldest first.
    pub fn measures(self) -> Rows<Measure> {
        self.tables().measures.rows().clone()
    }

    /// What keeps this person from posting for a time.
    pub fn muting(self) -> Memo<Option<Muting>> {
        Memo::new(move |_| self.ground.read().as_ref().and_then(|ground| ground.context.muting()))
    }

    /// The measures about `person`, newest first.
    pub fn measures_about(self, person: PersonId) -> Memo<Vec<RecordId>> {
        let rows = self.measures();
        Memo::new(move |_| {
            let all = rows.all();
            let about = all.iter().filter(|row| row.head.subject.as_ref() == Some(&person));
            about.rev().map(|row| row.id().clone()).collect()
        })
    }

    /// The measures about oneself that one has not noted to have seen.
    pub fn untold(self) -> Memo<Vec<RecordId>> {
        let (rows, me) = (self.measures(), self.session.me());
        Memo::new(move |_| {
            let Some(me) = me.get() else { return Vec::new() };
            let is_news = |row: &Arc<Row<Measure>>| {
                row.head.subject.as_ref() == Some(&me.person) && row.body.seen_at.is_none()
            };
            rows.all().iter().filter(|row| is_news(row)).map(|row| row.id().clone()).collect()
        })
    }

    /// When this person was removed, by which rule, and why; for who was.
    pub fn removal(self) -> Memo<Option<(i64, Option<u32>, String)>> {
        let (rows, me) = (self.measures(), self.session.me());
        Memo::new(move |_| {
            let me = me.get()?;
            let all = rows.all();
            let removed = |row: &&Arc<Row<Measure>>| {
                row.head.subject.as_ref() == Some(&me.person) && row.body.kind == MeasureKind::Removed
            };
            let row = all.iter().rev().find(removed)?;
            Some((row.at, row.body.rule, row.body.reason.clone()))
        })
    }

    /// The measure by which the post `message` stands hidden, for its author and staff.
    pub fn hiding(self, message: RecordId) -> Memo<Option<Taken>> {
        let hidden = self.hidden;
        Memo::new(move |_| hidden.read().get(&message).cloned())
    }

    /// Whether this person may take measures about `person`, and if not, why.
    pub fn may_take(self, person: PersonId) -> Memo<Result<(), Trouble>> {
        let member = self.member(person.clone());
        Memo::new(move |_| {
            self.ground.track();
            member.track();
            // Lifting needs no rule: what is judged is who may do it about whom.
            let new = NewMeasure {
                kind: MeasureKind::Unmuted,
                rule: None,
                reason: String::new(),
                message: None,
                minutes: None,
            };
            self.measure_writes(&person, &new).map(|_| ())
        })
    }

    /// What the ladder proposes to do next about `person`; nothing where nothing new has come.
    pub fn ladder(self, person: PersonId) -> Memo<Option<Proposed>> {
        let (rows, owner) = (self.measures(), self.owner());
        Memo::new(move |_| {
            // What is old enough is forgotten while the page stands open, too.
            self.clock.quarters().track();
            let all = rows.all();
            let about = all.iter().filter(|row| row.head.subject.as_ref() == Some(&person));
            let measures: Vec<Taken> = about.map(|row| taken(row)).collect();
            ladder::proposed(&measures, owner.read().as_ref() == Some(&person), self.clock.now_ms())
        })
    }

    /// Takes a measure about `person`.
    ///
    /// # Errors
    /// As [`Space::post`]; the problem's field points at what is missing.
    pub async fn take_measure(self, person: PersonId, new: NewMeasure) -> Result<(), Trouble> {
        let writes = self.measure_writes(&person, &new)?;
        self.keep(writes).await
    }

    /// The same for what nobody waits for, such as a way back: judged before this returns.
    pub fn take_measure_now(self, person: &PersonId, new: &NewMeasure) {
        if let Ok(writes) = self.measure_writes(person, new) {
            self.keep_now(writes);
        }
    }

    fn measure_writes(
        self,
        person: &PersonId,
        new: &NewMeasure,
    ) -> Result<Vec<intent::RecordWrite>, Trouble> {
        let id = self.new_id()?;
        self.judge_about(person, new.message.as_ref(), |desk, records| {
            let member = records.need(KnownKind::Member, &member_id(desk.space, person))?;
            intent::take_measure(desk, id, person, member, new)
        })
    }

    /// Notes that one has seen these measures about oneself.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn see_measures(self, ids: Vec<RecordId>) -> Result<(), Trouble> {
        self.intend(|desk, records| {
            let mut writes = Vec::new();
            for id in &ids {
                writes.extend(intent::see_measure(desk, records.need(KnownKind::Measure, id)?)?);
            }
            Ok(writes)
        })
        .await
    }

    /// Whether a report of a post of `person` goes to the owner alone; `None` where it can't be made.
    pub fn report_goes_to_owner(self, person: PersonId) -> Memo<Option<bool>> {
        let (member, owner, me) = (self.member(person.clone()), self.owner(), self.session.me());
        let reports = self.may(Action::Report);
        Memo::new(move |_| {
            let is_me = me.read().as_ref().is_some_and(|me| me.person == person);
            let is_owner = owner.read().as_ref() == Some(&person);
            let member = member.read();
            let is_admin = member.as_ref().is_some_and(|member| member.body.roles.contains(&Role::Admin));
            (!is_me && !is_owner && reports.read().is_ok()).then_some(is_admin)
        })
    }

    /// This person's report of the post `message`, as far as this device knows.
    pub fn my_report(self, message: RecordId) -> Memo<Option<Arc<Row<Report>>>> {
        let (reports, to_owner) = (self.reports(), self.owner_reports());
        let (me, space) = (self.session.me(), self.id());
        Memo::new(move |_| {
            let person = me.read().as_ref().map(|me| me.person.clone())?;
            let id = report_id(&space, &message, &person);
            reports.get(&id).or_else(|| to_owner.get(&id))
        })
    }

    /// The reports that this person reads: their own; for staff, all about members.
    pub fn reports(self) -> Rows<Report> {
        self.tables().reports.rows().clone()
    }

    /// The reports about administrators: for the owner.
    pub fn owner_reports(self) -> Rows<Report> {
        self.tables().owner_reports.rows().clone()
    }

    /// Reports that wait for this person's decision; none for others than staff.
    pub fn reports_to_decide(self) -> Memo<Vec<RecordId>> {
        let (reports, to_owner) = (self.reports(), self.owner_reports());
        let (me, decides) = (self.session.me(), self.may(Action::DecideHeld));
        Memo::new(move |_| {
            let Some(me) = me.get().filter(|_| decides.read().is_ok()) else { return Vec::new() };
            let open = |row: &Arc<Row<Report>>| {
                let is_party = *row.author() == me.person || row.body.person == me.person;
                row.body.state == ReportState::Open && !is_party
            };
            let all = reports.all().into_iter().chain(to_owner.all());
            all.filter(open).map(|row| row.id().clone()).collect()
        })
    }

    /// A report, whoever it went to.
    pub fn report(self, id: &RecordId) -> Option<RowSignal<Report>> {
        self.reports().row(id).or_else(|| self.owner_reports().row(id))
    }

    /// Reports a post: to the administrators, or, where it is one of theirs, to the owner alone.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn report_post(self, new: NewReport) -> Result<(), Trouble> {
        let (person, message) = (new.person.clone(), new.message.clone());
        let writes = self.judge_about(&person, Some(&message), |desk, _| intent::report_post(desk, new))?;
        self.keep(writes).await
    }

    /// Decides about a report.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn decide_report(self, id: RecordId, state: ReportState) -> Result<(), Trouble> {
        self.intend(|desk, records| {
            let found = records.get(KnownKind::Report, &id);
            let before = found.or_else(|| records.get(KnownKind::OwnerReport, &id));
            intent::decide_report(desk, before.ok_or(Refusal::new(Reason::Gone))?, state, "")
        })
        .await
    }

    /// What `act` makes of the records as they now are, judged as a write about `person`.
    fn judge_about(
        self,
        person: &PersonId,
        message: Option<&RecordId>,
        act: impl FnOnce(&Desk<'_>, &Records<'_>) -> Intended,
    ) -> Result<Vec<intent::RecordWrite>, Trouble> {
        let case = self.case(person, message);
        self.judge(|desk, records| {
            let context = Context { case, ..desk.context.clone() };
            act(&Desk { context: &context, ..*desk }, records)
        })
    }

    fn case(self, person: &PersonId, message: Option<&RecordId>) -> Case {
        let space = self.id();
        let member = self.members().row(&member_id(&space, person)).map(|row| row.get_untracked());
        let post = message.and_then(|id| self.stream.message(id)).map(|row| row.get_untracked());
        let rows = self.measures();
        let order = rows.order().get_untracked();
        let all = order.iter().filter_map(|id| rows.row(id)).map(|row| row.get_untracked());
        let about = all.filter(|row| row.head.subject.as_ref() == Some(person));
        Case {
            member: member
                .map(|row| Membership { roles: row.body.roles.clone(), state: row.body.state.clone() }),
            measures: about.map(|row| taken(&row)).collect(),
            // What is not on this device, the server knows.
            post: post.map_or(Post::Unknown, |row| match row.body.recalled_at {
                Some(_) => Post::Missing,
                None => Post::Here { author: row.author().clone(), is_hidden: row.body.hidden.is_some() },
            }),
            ..Case::default()
        }
    }
}
