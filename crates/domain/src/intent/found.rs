//! Founding a space, and changing what it says of itself.

use super::{Desk, Intended, RecordWrite, write_rules_draft};
use crate::channels::{first_channels, first_order};
use crate::kinds::{
    Channel, ChannelSort, Course, KnownKind, Member, MemberState, OnDuty, Role, Rule, Seen, Space, Template,
    channel_id, member_id, seen_id, space_id,
};
use crate::limits;
use crate::naming;
use crate::policy::{Actor, Before, Context, Membership};
use crate::refusal::{Reason, Refusal};
use crate::shown::is_blank;
use protocol::SpaceId;

/// What a space says of itself, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewSpace {
    /// Its name.
    pub name: String,
    /// Its purpose in one line.
    pub purpose: String,
    /// For whom.
    pub for_whom: String,
    /// Not for whom; may be empty.
    pub not_for: String,
    /// What it is to reach; lines without words are none.
    pub goals: Vec<String>,
    /// What sort of space it is.
    pub template: Option<Template>,
    /// What sort of training, where it is one.
    pub course: Option<Course>,
    /// Its language.
    pub locale: String,
}

/// What a member list says of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// The real name.
    pub real_name: String,
    /// Department.
    pub dept: String,
    /// Post.
    pub post: String,
}

impl NewSpace {
    /// Writes the cleaned fields into `space`, whose other fields stay.
    fn fill(&self, space: &mut Space) -> Result<(), Refusal> {
        let name = limits::SPACE_NAME.parse("/name", &self.name)?;
        // A space that was named before there was a rule keeps its name until it gets another.
        if name != space.name {
            if !naming::is_ruled(&name) {
                return Err(Refusal::new(Reason::NameUnruled).at("/name"));
            }
            let former = std::mem::replace(&mut space.name, name);
            if !former.is_empty() {
                space.former_names.retain(|known| *known != former);
                space.former_names.insert(0, former);
                space.former_names.truncate(limits::MAX_FORMER_NAMES);
            }
        }
        space.purpose = limits::PURPOSE.parse("/purpose", &self.purpose)?;
        space.for_whom = limits::FOR_WHOM.parse("/for_whom", &self.for_whom)?;
        space.not_for = limits::FOR_WHOM.parse("/not_for", &self.not_for)?;
        let goals = self.goals.iter().filter(|goal| !is_blank(goal));
        let goals =
            goals.enumerate().map(|(index, goal)| limits::GOAL.parse(format!("/goals/{index}"), goal));
        space.goals = goals.collect::<Result<_, _>>()?;
        space.template.clone_from(&self.template);
        space.course = self.course.clone().filter(|_| self.template == Some(Template::Training));
        space.locale = limits::LOCALE.parse("/locale", &self.locale)?;
        Ok(())
    }
}

impl Profile {
    /// Writes the cleaned fields into `member`, whose other fields stay.
    pub(super) fn fill(&self, member: &mut Member) -> Result<(), Refusal> {
        member.real_name = limits::REAL_NAME.parse("/real_name", &self.real_name)?;
        member.dept = limits::DEPT.parse("/dept", &self.dept)?;
        member.post = limits::DEPT.parse("/post", &self.post)?;
        Ok(())
    }
}

/// Founds the space `id` (a fresh time-ordered id) with `actor` as its owner: the space, then the
/// owner's membership, then the channels of its sort, and the draft of its rules where there are some
/// to `begin_with`.
///
/// # Errors
/// A field that does not fit, or a person who may not found spaces.
pub fn create_space(
    actor: &Actor,
    now_ms: i64,
    id: &SpaceId,
    typed: &NewSpace,
    profile: &Profile,
    begin_with: Vec<Rule>,
) -> Intended {
    let before = Context { now_ms, ..Context::default() };
    let desk = Desk { space: id, actor, context: &before };
    let mut space = Space::default();
    typed.fill(&mut space)?;
    let space = desk.create(desk.head(KnownKind::Space, space_id(id)), &space, Vec::new())?;

    let after = Context { owner: Some(actor.person.clone()), ..before.clone() };
    let owner = Membership { roles: vec![Role::Owner], state: MemberState::Active };
    let actor = Actor { membership: Some(owner.clone()), ..actor.clone() };
    let desk = Desk { space: id, actor: &actor, context: &after };
    let mut member = Member {
        person: actor.person.clone(),
        real_name: String::new(),
        dept: String::new(),
        post: String::new(),
        roles: owner.roles,
        state: owner.state,
        joined_at: now_ms,
        extra: Default::default(),
    };
    profile.fill(&mut member)?;
    let head = desk.head(KnownKind::Member, member_id(id, &actor.person));
    let mut writes = vec![space, desk.create(head, &member, vec![space_id(id)])?];
    writes.extend(channels_of(&desk, typed)?);
    if !begin_with.is_empty() {
        writes.extend(write_rules_draft(&desk, None, begin_with, None)?);
    }
    Ok(writes)
}

/// The channels with which a space of this sort begins.
fn channels_of(desk: &Desk<'_>, typed: &NewSpace) -> Result<Vec<RecordWrite>, Refusal> {
    let of = |template| first_channels(template, typed.course.as_ref());
    let sorts = typed.template.as_ref().map(of).unwrap_or_default();
    let channel = |sort: &ChannelSort| {
        let head = desk.head(KnownKind::Channel, channel_id(desk.space, sort));
        desk.create(head, &Channel::of(sort.clone(), first_order(sort)), desk.ground())
    };
    sorts.iter().map(channel).collect()
}

/// Notes that the person has seen the purpose as it was changed at `purpose_at`. `before` is what
/// they saw in this space before, if anything.
///
/// # Errors
/// Somebody who is no member.
pub fn see_purpose(desk: &Desk<'_>, before: Option<Before<'_>>, purpose_at: i64) -> Intended {
    let Some(before) = before else {
        let head = desk.head(KnownKind::Seen, seen_id(desk.space, desk.me()));
        let seen = Seen { purpose_at, ..Seen::default() };
        return Ok(vec![desk.create(head, &seen, desk.ground())?]);
    };
    let seen: Seen = before.body.read()?;
    if seen.purpose_at >= purpose_at {
        return Ok(Vec::new());
    }
    desk.update(before, &Seen { purpose_at, ..seen })
}

/// Changes what the space says of itself. A change of the purpose has its moment, so that members see
/// that there was one.
///
/// # Errors
/// A field that does not fit, or a person who is not the owner.
pub fn edit_space(desk: &Desk<'_>, before: Before<'_>, typed: &NewSpace) -> Intended {
    let mut space: Space = before.body.read()?;
    let purpose = space.purpose.clone();
    typed.fill(&mut space)?;
    if space.purpose != purpose {
        space.purpose_at = Some(desk.context.now_ms);
    }
    desk.update(before, &space)
}

/// Says who is on duty on which days of the week: each day once, and only days with somebody.
///
/// # Errors
/// Anybody but the owner.
pub fn set_on_duty(desk: &Desk<'_>, before: Before<'_>, on_duty: Vec<OnDuty>) -> Intended {
    let mut space: Space = before.body.read()?;
    space.on_duty = on_duty;
    desk.update(before, &space)
}
