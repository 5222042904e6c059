//! Who this server is.

use crate::http::caller::Visitor;
use crate::state::App;
use crate::store::accounts;
use crate::trouble::{ProblemWire, Trouble};
use axum::Json;
use axum::extract::State;
use protocol::account::Hello;

/// Who is this server, and has anybody set it up?
#[utoipa::path(get, path = "/hello", operation_id = "hello", responses(
    (status = 200, body = Hello),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn hello(State(app): State<App>, _visitor: Visitor) -> Result<Json<Hello>, Trouble> {
    let found = app.store.read(|db| Ok((accounts::organization(db)?, accounts::is_demo(db)?)));
    let (organization, is_demo) = found.await?;
    Ok(Json(Hello {
        needs_setup: organization.is_none(),
        organization: organization.unwrap_or_default(),
        now: app.now(),
        demo: is_demo,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }))
}
