//! Who waits to come in: what one has asked oneself, and letting others in.

use crate::audit::{self, Event};
use crate::http::caller::Caller;
use crate::http::input::Json;
use crate::join;
use crate::state::App;
use crate::store::requests::{self, Request};
use crate::store::{Turn, accounts, spaces};
use crate::trouble::{Code, ProblemWire, Refusal, Trouble};
use crate::{vetting, write};
use axum::extract::State;
use axum::http::StatusCode;
use domain::kinds::MemberState;
use domain::limits;
use domain::policy::{Action, Actor, Context, may};
use protocol::account::{
    AdvanceRequest, DecideRequest, JoinRequest, JoinRequests, RequestState, RequestStep,
};
use protocol::{PersonId, SpaceId};
use rusqlite::Connection;

/// What I have asked, and who waits where I let people in.
#[utoipa::path(get, path = "/requests", operation_id = "list_requests", security(("session" = [])), responses(
    (status = 200, body = JoinRequests),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn list(
    State(app): State<App>,
    Caller(session): Caller,
) -> Result<axum::Json<JoinRequests>, Trouble> {
    let now = app.now();
    Ok(axum::Json(app.store.read(move |db| of(db, &session.person, now)).await?))
}

/// Lets somebody in who waits, or not.
#[utoipa::path(post, path = "/requests/decide", operation_id = "decide_request", security(("session" = [])), request_body = DecideRequest, responses(
    (status = 204),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn decide(
    State(app): State<App>,
    Caller(session): Caller,
    Json(decision): Json<DecideRequest>,
) -> Result<StatusCode, Trouble> {
    if !decision.admit {
        limits::DECLINE_REASON
            .check("/reason", &decision.reason)
            .map_err(|refusal| Refusal::from(&refusal))?;
    }
    let reason = if decision.admit { String::new() } else { decision.reason.trim().to_owned() };
    let decision = DecideRequest { reason, ..decision };
    app.store.write(move |turn| take(turn, &session.person, &decision)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Goes on with a request: whoever may decide looks at it or asks for more, who waits answers or withdraws.
#[utoipa::path(post, path = "/requests/advance", operation_id = "advance_request", security(("session" = [])), request_body = AdvanceRequest, responses(
    (status = 204),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn advance(
    State(app): State<App>,
    Caller(session): Caller,
    Json(step): Json<AdvanceRequest>,
) -> Result<StatusCode, Trouble> {
    if matches!(step.step, RequestStep::Ask | RequestStep::Answer) {
        limits::MORE.check("/text", &step.text).map_err(|refusal| Refusal::from(&refusal))?;
    }
    app.store.write(move |turn| go_on(turn, &session.person, &step)).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn of(db: &Connection, person: &PersonId, now: i64) -> Result<JoinRequests, Trouble> {
    let mut found = JoinRequests::default();
    for request in requests::of_person(db, person)? {
        found.mine.extend(mine(db, request)?);
    }
    for (space, access) in spaces::of_person(db, person)? {
        let context = write::context(db, &space, person, now)?;
        if may(&access.actor, Action::Admit, &context).is_ok() {
            for request in requests::waiting(db, &space)? {
                found.applicants.push(vetting::applicant(db, request, now)?);
            }
        }
    }
    Ok(found)
}

/// One's own request with what the group says of itself.
fn mine(db: &Connection, request: Request) -> Result<Option<JoinRequest>, Trouble> {
    let about = join::about(db, &request.space)?;
    Ok(about.map(|about| JoinRequest {
        course: vetting::course(&about.terms(), &request),
        space: request.space,
        name: about.name,
        purpose: about.purpose,
        asked_at: request.asked_at,
        state: request.state,
        reason: request.reason,
    }))
}

fn take(turn: &mut Turn<'_>, who: &PersonId, decision: &DecideRequest) -> Result<(), Trouble> {
    let DecideRequest { space, person, admit, reason } = decision;
    may_decide(turn, who, space, person)?;
    let request = requests::find(turn.connection(), space, person)?.ok_or(Code::NotFound)?;
    let is_inside = spaces::access(turn.connection(), space, person)?.is_inside();
    if !request.state.is_open() || (is_inside && !*admit) {
        return if stands(request.state, is_inside, *admit) {
            Ok(())
        } else {
            Err(Code::AlreadyDecided.into())
        };
    }
    let (state, name) = match admit {
        true => (RequestState::Admitted, "member-admitted"),
        false => (RequestState::Declined, "join-declined"),
    };
    let now = turn.now();
    // Somebody may have come in by a personal link meanwhile.
    let what = match *admit && !is_inside {
        true => {
            join::ensure_place(turn.connection(), space)?;
            join::enter(turn, space, person, &request.form)?
        }
        false => accounts::me(turn.connection(), person, now)?.real_name,
    };
    let decided = Request { state, reason: reason.clone(), ..request };
    requests::decide(turn.connection(), &decided, who, now)?;
    let event = Event { space, name, who: Some(who), what, id: person.to_string() };
    audit::note_for(turn, &event, &decided.purpose)
}

fn go_on(turn: &mut Turn<'_>, who: &PersonId, advance: &AdvanceRequest) -> Result<(), Trouble> {
    let AdvanceRequest { space, person, step, text } = advance;
    match step {
        RequestStep::Look | RequestStep::Ask => may_decide(turn, who, space, person)?,
        // Whoever asks after another's request learns nothing of it.
        RequestStep::Answer | RequestStep::Withdraw if who == person => {}
        RequestStep::Answer | RequestStep::Withdraw => return Err(Code::NotFound.into()),
    }
    let request = requests::find(turn.connection(), space, person)?.ok_or(Code::NotFound)?;
    let is_again = *step == RequestStep::Withdraw && request.state == RequestState::Withdrawn;
    if is_again || (*step == RequestStep::Look && request.seen_at.is_some()) {
        return Ok(());
    }
    if !request.state.is_open() {
        return Err(Code::AlreadyDecided.into());
    }
    let (now, text) = (turn.now(), text.trim().to_owned());
    let seen_at = request.seen_at.or(Some(now));
    let name = match step {
        RequestStep::Look => return requests::advance(turn.connection(), &Request { seen_at, ..request }),
        RequestStep::Answer if request.question.is_empty() => return Err(Code::NotFound.into()),
        RequestStep::Answer => {
            let state = RequestState::Waiting;
            let answered = Request { state, answer: text, ..request };
            return requests::advance(turn.connection(), &answered);
        }
        RequestStep::Ask => {
            let (state, answer) = (RequestState::More, String::new());
            let asked = Request { state, seen_at, question: text, answer, ..request.clone() };
            requests::advance(turn.connection(), &asked)?;
            "join-more-asked"
        }
        RequestStep::Withdraw => {
            requests::withdraw(turn.connection(), space, person, now)?;
            "join-withdrawn"
        }
    };
    let what = accounts::me(turn.connection(), person, now)?.real_name;
    let event = Event { space, name, who: Some(who), what, id: person.to_string() };
    audit::note_for(turn, &event, &request.purpose)
}

/// Whether a decision is the one that was taken and still holds. Whose answer was lost asks again, and is
/// told what is so; a member counts as let in, whichever way that was.
fn stands(state: RequestState, is_inside: bool, admit: bool) -> bool {
    match state {
        RequestState::Waiting | RequestState::More | RequestState::Withdrawn => false,
        RequestState::Admitted => admit && is_inside,
        RequestState::Declined => admit == is_inside,
    }
}

/// Reviewers let people in, but whom administrators have removed only those bring back.
fn may_decide(turn: &Turn<'_>, who: &PersonId, space: &SpaceId, about: &PersonId) -> Result<(), Trouble> {
    let (actor, context) = standing(turn, who, space)?;
    let (former, _) = standing(turn, about, space)?;
    let was_removed = former.membership.is_some_and(|former| former.state == MemberState::Removed);
    let action = if was_removed { Action::Invite } else { Action::Admit };
    Ok(may(&actor, action, &context).map_err(|refusal| Refusal::from(&refusal))?)
}

fn standing(turn: &Turn<'_>, who: &PersonId, space: &SpaceId) -> Result<(Actor, Context), Trouble> {
    let access = spaces::access(turn.connection(), space, who)?;
    Ok((access.actor, write::context(turn.connection(), space, who, turn.now())?))
}
