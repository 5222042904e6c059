//! Which scopes the caller may read.

use crate::http::caller::Reader;
use crate::state::App;
use crate::store::{accounts, records, spaces};
use crate::trouble::{ProblemWire, Trouble};
use crate::wire::ScopesWire;
use axum::Json;
use axum::extract::State;
use domain::policy::Reach;
use protocol::{Audience, PersonId, Scope, ScopeHead};
use rusqlite::Connection;

/// The audiences that spaces of this version have.
const AUDIENCES: [Audience; 4] = [Audience::All, Audience::Staff, Audience::Personal, Audience::Private];

/// Which scopes may I read, and where do they stand?
#[utoipa::path(get, path = "/scopes", operation_id = "list_scopes", security(("session" = [])),
    params(("person" = Option<String>, Header, description = "Whom it is read for: refused where the session is another's.")),
    responses(
    (status = 200, body = ScopesWire),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn list(
    State(app): State<App>,
    Reader(session): Reader,
) -> Result<Json<ScopesWire>, Trouble> {
    let scopes = app.store.read(move |db| readable(db, &session.person)).await?;
    Ok(Json(ScopesWire { scopes, now: app.now() }))
}

/// The scopes that the person may read.
pub(crate) fn readable(db: &Connection, person: &PersonId) -> Result<Vec<ScopeHead>, Trouble> {
    let instance = accounts::instance(db)?;
    let mut heads = Vec::new();
    for (space, access) in spaces::of_person(db, person)? {
        for audience in AUDIENCES {
            if access.reach(&audience) == Reach::Nothing {
                continue;
            }
            let grant = access.grant(&instance, &audience);
            let scope = Scope::new(space.clone(), audience);
            let head = records::sequence(db, &scope)?.head.to_string();
            heads.push(ScopeHead { scope, grant, head: Some(head) });
        }
    }
    Ok(heads)
}
