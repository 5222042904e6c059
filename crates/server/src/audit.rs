//! What the server notes about what happened, for owner and administrators.

use crate::secret::fresh_id;
use crate::store::Turn;
use crate::store::records::{self, Draft};
use crate::trouble::Trouble;
use domain::kinds::{
    Audit, Channel, ChannelSort, Handover, HandoverState, Held, HeldState, Invite, InviteState, KnownKind,
    Measure, MeasureKind, Member, MemberState, Message, Notice, Pin, Proposal, ProposalState, Report,
    ReportState, Role, Rules, Space, member_id,
};
use protocol::{Audience, Body, Head, PersonId, Record, RecordId, Scope, SpaceId};

/// The author of what nobody signed in has caused. No account has this id.
const NOBODY: &str = "server";

/// Something worth noting.
pub(crate) struct Event<'a> {
    /// The space.
    pub(crate) space: &'a SpaceId,
    /// Its stable name.
    pub(crate) name: &'a str,
    /// Who did it, where that is known.
    pub(crate) who: Option<&'a PersonId>,
    /// What it was done to, as people call it: a name, a version; empty where it has none.
    pub(crate) what: String,
    /// That thing's id.
    pub(crate) id: String,
}

/// Writes an event down.
pub(crate) fn note(turn: &mut Turn<'_>, event: &Event<'_>) -> Result<(), Trouble> {
    write(turn, event, &[("id", &event.id)])
}

/// Writes an event down with what it was for.
pub(crate) fn note_for(turn: &mut Turn<'_>, event: &Event<'_>, purpose: &str) -> Result<(), Trouble> {
    write(turn, event, &[("id", &event.id), ("purpose", purpose)])
}

fn write(turn: &mut Turn<'_>, event: &Event<'_>, more: &[(&str, &str)]) -> Result<(), Trouble> {
    let now = turn.now();
    let audit = Audit {
        event: event.name.to_owned(),
        who: event.who.cloned(),
        what: (!event.what.is_empty()).then(|| event.what.clone()),
        at: now,
        extra: more.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect(),
    };
    let body = Body::of(&audit).map_err(|error| Trouble::Broken(error.to_string()))?;
    let head = Head {
        id: fresh_id(now)?,
        scope: Scope::new(event.space.clone(), Audience::Staff),
        kind: KnownKind::Audit.kind(),
        author: event.who.cloned().unwrap_or_else(|| PersonId::from(NOBODY)),
        subject: None,
    };
    records::store(turn, &Draft { head: &head, at: None, body: Some(&body) })?;
    Ok(())
}

/// Notes what a person's write meant, where it is worth it.
pub(crate) fn derive(
    turn: &mut Turn<'_>,
    who: &PersonId,
    before: Option<&Record>,
    after: &Record,
) -> Result<(), Trouble> {
    let space = &after.head.scope.space;
    for (name, id, what) in meanings(who, before, after) {
        // A measure and an offer name whom they are about by the id alone.
        let what = match KnownKind::of(&after.head.kind) {
            Some(KnownKind::Measure | KnownKind::Handover) => {
                name_of(turn, space, &PersonId::from(id.as_str()))?
            }
            _ => what,
        };
        let event = Event { space, name, who: Some(who), what, id };
        if let Some(roles) = roles_of(name, after) {
            write(turn, &event, &[("id", &event.id), ("roles", &roles)])?;
        } else if let ("post-moved", Some(before)) = (name, before) {
            note_move(turn, event, before, after)?;
        } else {
            note(turn, &event)?;
        }
    }
    Ok(())
}

/// Whose post was moved, from which channel to which, by which rule and why.
fn note_move(turn: &mut Turn<'_>, event: Event<'_>, before: &Record, after: &Record) -> Result<(), Trouble> {
    let message = |record: &Record| record.body.read::<Message>();
    let (Ok(was), Ok(now)) = (message(before), message(after)) else { return note(turn, &event) };
    let from = channel_of(turn, event.space, was.channel.as_ref())?;
    let to = channel_of(turn, event.space, now.channel.as_ref())?;
    let event = Event { what: name_of(turn, event.space, &after.head.author)?, ..event };
    let rule = now.moved.as_ref().and_then(|moved| moved.rule).map(|no| no.to_string()).unwrap_or_default();
    let reason = now.moved.map(|moved| moved.reason).unwrap_or_default();
    let mut more = vec![("id", event.id.as_str()), ("from", &from), ("to", &to)];
    more.extend(
        [("rule", rule.as_str()), ("reason", &reason)].into_iter().filter(|(_, said)| !said.is_empty()),
    );
    write(turn, &event, &more)
}

/// A channel by its name; by its sort where it has none.
fn channel_of(turn: &Turn<'_>, space: &SpaceId, channel: Option<&RecordId>) -> Result<String, Trouble> {
    let general = || ChannelSort::General.as_str().to_owned();
    let Some(channel) = channel else { return Ok(general()) };
    let scope = Scope::new(space.clone(), Audience::All);
    let found = records::find(turn.connection(), &scope, channel)?;
    Ok(found.and_then(|record| record.body.read::<Channel>().ok()).map_or_else(String::new, called))
}

fn called(channel: Channel) -> String {
    if channel.name.is_empty() { channel.sort.as_str().to_owned() } else { channel.name }
}

/// Which roles a member has whose roles changed, by their names.
fn roles_of(event: &str, after: &Record) -> Option<String> {
    let member = after.body.read::<Member>().ok().filter(|_| event == "roles-changed")?;
    Some(member.roles.iter().map(Role::as_str).collect::<Vec<_>>().join(" "))
}

/// An event's name, and the id and the name of what it was done to.
type Meaning = (&'static str, String, String);

fn meanings(who: &PersonId, before: Option<&Record>, after: &Record) -> Vec<Meaning> {
    let id = || after.head.id.to_string();
    match KnownKind::of(&after.head.kind) {
        Some(KnownKind::Space) if before.is_none() => vec![("space-founded", id(), String::new())],
        // Reminders are no secret: all see them.
        Some(KnownKind::Space) if is_reminder(before, after) => Vec::new(),
        Some(KnownKind::Space) => of_space(before, after),
        Some(KnownKind::Member) => of_member(before, after),
        Some(KnownKind::Rules) => match after.body.read::<Rules>() {
            Ok(rules) => vec![("rules-published", id(), rules.version.to_string())],
            Err(_) => Vec::new(),
        },
        Some(KnownKind::Invite) => of_invite(before, after),
        Some(KnownKind::Guards) => vec![("guards-changed", id(), String::new())],
        Some(KnownKind::Held) => of_held(after),
        Some(KnownKind::Handover) => of_handover(after),
        Some(KnownKind::Measure) if before.is_none() => of_measure(after),
        Some(KnownKind::Notice) if before.is_some() => of_notice(before, after),
        Some(KnownKind::Report) if before.is_some() => of_report(after),
        Some(KnownKind::Proposal) => of_proposal(before, after),
        Some(KnownKind::Channel) => of_channel(before, after),
        Some(KnownKind::Pin) => of_pin(before, after),
        Some(KnownKind::Message) if is_moved(before, after) => vec![("post-moved", id(), String::new())],
        Some(KnownKind::Message) if after.deleted && after.head.author != *who => {
            vec![("message-removed", id(), String::new())]
        }
        _ => Vec::new(),
    }
}

fn is_moved(before: Option<&Record>, after: &Record) -> bool {
    let channel = |record: &Record| record.body.read::<Message>().ok().map(|message| message.channel);
    !after.deleted && before.is_some_and(|before| channel(before) != channel(after))
}

/// What the space was called, and that something else of it changed.
fn of_space(before: Option<&Record>, after: &Record) -> Vec<Meaning> {
    let about = |record: &Record| record.body.read::<Space>().ok();
    let id = after.head.id.to_string();
    let (Some(was), Some(now)) = (before.and_then(about), about(after)) else {
        return vec![("space-changed", id, String::new())];
    };
    let renamed = (was.name != now.name)
        .then(|| ("space-renamed", id.clone(), [was.name.as_str(), " → ", now.name.as_str()].concat()));
    let named = Space { name: now.name.clone(), former_names: now.former_names.clone(), ..was };
    let changed = (named != now).then(|| ("space-changed", id, String::new()));
    renamed.into_iter().chain(changed).collect()
}

/// Whether nothing changed but that the owner reminded those who had not confirmed the rules.
fn is_reminder(before: Option<&Record>, after: &Record) -> bool {
    let about = |record: &Record| record.body.read::<Space>().ok();
    let (Some(before), Some(after)) = (before.and_then(about), about(after)) else { return false };
    before.reminded != after.reminded && Space { reminded: before.reminded.clone(), ..after } == before
}

/// What was proposed, or decided about it, by the rule that it is about. Which version took it up is noted
/// with that version.
fn of_proposal(before: Option<&Record>, after: &Record) -> Vec<Meaning> {
    let Ok(proposal) = after.body.read::<Proposal>() else { return Vec::new() };
    let name = match (before, &proposal.state) {
        (None, _) => "rules-proposed",
        (Some(_), ProposalState::Taken) => "proposal-taken",
        (Some(_), ProposalState::Declined) => "proposal-declined",
        (Some(_), ProposalState::Withdrawn) => "proposal-withdrawn",
        _ => return Vec::new(),
    };
    let rule = proposal.rule.map(|rule| rule.to_string()).unwrap_or_default();
    vec![(name, after.head.id.to_string(), rule)]
}

/// A channel by its name; by its sort where it has none.
fn of_channel(before: Option<&Record>, after: &Record) -> Vec<Meaning> {
    let Ok(channel) = after.body.read::<Channel>() else { return Vec::new() };
    let was = before.and_then(|before| before.body.read::<Channel>().ok());
    let name = match was {
        None => "channel-opened",
        Some(was) if was.archived != channel.archived && channel.archived => "channel-archived",
        Some(_) => "channel-changed",
    };
    vec![(name, after.head.id.to_string(), called(channel))]
}

/// What was pinned or unpinned, by its label.
fn of_pin(before: Option<&Record>, after: &Record) -> Vec<Meaning> {
    let Ok(pin) = after.body.read::<Pin>() else { return Vec::new() };
    let was = before.and_then(|before| before.body.read::<Pin>().ok());
    match (&pin.message, was) {
        (Some(message), _) => vec![("post-pinned", message.to_string(), pin.label)],
        (None, Some(Pin { message: Some(message), label, .. })) => {
            vec![("post-unpinned", message.to_string(), label)]
        }
        _ => Vec::new(),
    }
}

fn of_member(before: Option<&Record>, after: &Record) -> Vec<Meaning> {
    let (Some(before), Ok(now)) = (before, after.body.read::<Member>()) else { return Vec::new() };
    let Ok(was) = before.body.read::<Member>() else { return Vec::new() };
    let mut names = Vec::new();
    if was.roles != now.roles {
        names.push("roles-changed");
    }
    if was.state != now.state {
        names.push(match now.state {
            MemberState::Removed => "member-removed",
            MemberState::Left => "member-left",
            MemberState::Departed => "member-departed",
            MemberState::Muted => "member-muted",
            MemberState::Suspended => "member-suspended",
            MemberState::Active => "member-restored",
            _ => "member-state-changed",
        });
    }
    let named = names.into_iter().map(|name| (name, now.person.to_string(), now.real_name.clone()));
    // Under another's name somebody can be taken for them.
    let renamed = (was.real_name != now.real_name).then(|| {
        ("member-renamed", now.person.to_string(), [&was.real_name, " → ", &now.real_name].concat())
    });
    named.chain(renamed).collect()
}

/// What was decided, by the rules that the post was held for.
fn of_held(after: &Record) -> Vec<Meaning> {
    let Ok(held) = after.body.read::<Held>() else { return Vec::new() };
    let name = match held.state {
        HeldState::Released => "post-released",
        HeldState::Granted => "permit-granted",
        HeldState::Returned if held.asks() => "permit-declined",
        HeldState::Returned => "post-returned",
        _ => return Vec::new(),
    };
    let rules: Vec<String> = held.rules.iter().map(u32::to_string).collect();
    vec![(name, held.message.to_string(), rules.join(", "))]
}

/// What was done about somebody, by that person. Removals and roles are noted with the membership.
fn of_measure(after: &Record) -> Vec<Meaning> {
    let (Ok(measure), Some(person)) = (after.body.read::<Measure>(), &after.head.subject) else {
        return Vec::new();
    };
    let name = match measure.kind {
        MeasureKind::Hidden => "post-hidden",
        MeasureKind::Shown => "post-shown",
        MeasureKind::EditAsked => "edit-asked",
        MeasureKind::Warned => "member-warned",
        MeasureKind::Muted => "member-muted",
        MeasureKind::Unmuted => "member-unmuted",
        _ => return Vec::new(),
    };
    vec![(name, person.to_string(), String::new())]
}

/// Whom the space was offered to, and what became of that.
fn of_handover(after: &Record) -> Vec<Meaning> {
    let (Ok(handover), Some(heir)) = (after.body.read::<Handover>(), &after.head.subject) else {
        return Vec::new();
    };
    let name = match handover.state {
        HandoverState::Open => "handover-offered",
        HandoverState::Accepted => "space-handed-over",
        HandoverState::Declined => "handover-declined",
        HandoverState::Withdrawn => "handover-withdrawn",
        HandoverState::Other(_) => return Vec::new(),
    };
    vec![(name, heir.to_string(), String::new())]
}

/// What was called back, by the title that it had. Reminders are no secret: all see them.
fn of_notice(before: Option<&Record>, after: &Record) -> Vec<Meaning> {
    let Ok(notice) = after.body.read::<Notice>() else { return Vec::new() };
    let title = before.and_then(|before| before.body.read::<Notice>().ok()).map(|was| was.title);
    let meaning = ("notice-withdrawn", after.head.id.to_string(), title.unwrap_or_default());
    notice.withdrawn.map(|_| meaning).into_iter().collect()
}

/// That a report was decided; who made it is nobody's business here. Those that went to the owner
/// alone are noted nowhere: administrators read this log.
fn of_report(after: &Record) -> Vec<Meaning> {
    let Ok(report) = after.body.read::<Report>() else { return Vec::new() };
    let name = if report.state == ReportState::Upheld { "report-upheld" } else { "report-dismissed" };
    vec![(name, report.message.to_string(), String::new())]
}

/// How a member is called.
fn name_of(turn: &Turn<'_>, space: &SpaceId, person: &PersonId) -> Result<String, Trouble> {
    let scope = Scope::new(space.clone(), Audience::All);
    let member = records::find(turn.connection(), &scope, &member_id(space, person))?;
    let member = member.and_then(|record| record.body.read::<Member>().ok());
    Ok(member.map(|member| member.real_name).unwrap_or_default())
}

fn of_invite(before: Option<&Record>, after: &Record) -> Vec<Meaning> {
    let Ok(now) = after.body.read::<Invite>() else { return Vec::new() };
    let was = before.and_then(|before| before.body.read::<Invite>().ok());
    let name = match was {
        None => "invite-made",
        Some(was) if was.state != now.state && now.state == InviteState::Revoked => "invite-revoked",
        Some(was) if was.token_hash != now.token_hash => "invite-renewed",
        Some(_) => return Vec::new(),
    };
    vec![(name, after.head.id.to_string(), now.for_name)]
}
