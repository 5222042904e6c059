//! The interface's addresses, each handled in the file of its noun.

mod account;
mod batch;
mod demo;
mod events;
mod hello;
mod invites;
mod passes;
mod questions;
mod records;
mod requests;
mod resets;
mod scopes;
mod sessions;

use crate::config::Transport;
use crate::http::{cookie, origin};
use crate::state::App;
use crate::trouble::Code;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use std::time::Duration;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::{RequestBodyDeadlineLayer, RequestBodyTimeoutLayer};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The largest request but for batches: a record of 64 KiB and its envelope.
const MAX_REQUEST: usize = 128 * 1024;
/// Brotli's level: the one by which the wire is measured.
const QUALITY: i32 = 5;
/// How long a request's body may stand still.
const STANDS_STILL: Duration = Duration::from_secs(30);

#[derive(utoipa::OpenApi)]
#[openapi(info(
    title = "Qunyue reference server",
    description = "Accounts, invitations and records of group spaces. Refusals are problem details (RFC 9457) with a stable `code`.",
    license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
))]
struct Interface;

/// The interface below `/api/v1`, and its description.
pub(crate) fn interface(app: &App) -> (Router, OpenApi) {
    let small = OpenApiRouter::new()
        .routes(routes!(hello::hello))
        .routes(routes!(account::setup))
        .routes(routes!(account::sign_in, account::me, account::sign_out))
        .routes(routes!(account::change_password))
        .routes(routes!(demo::play, demo::end))
        .routes(routes!(sessions::list))
        .routes(routes!(sessions::revoke))
        .routes(routes!(resets::issue))
        .routes(routes!(resets::peek))
        .routes(routes!(resets::redeem))
        .routes(routes!(passes::issue, passes::state))
        .routes(routes!(passes::peek))
        .routes(routes!(passes::redeem))
        .routes(routes!(invites::peek))
        .routes(routes!(invites::redeem))
        .routes(routes!(requests::list))
        .routes(routes!(requests::decide))
        .routes(routes!(requests::advance))
        .routes(routes!(questions::list))
        .routes(routes!(questions::set))
        .routes(routes!(questions::answer))
        .routes(routes!(scopes::list))
        .routes(routes!(records::list))
        .routes(routes!(records::read, records::put))
        .routes(routes!(events::stream))
        .layer(DefaultBodyLimit::max(MAX_REQUEST));
    let batches =
        OpenApiRouter::new().routes(routes!(batch::write)).layer(DefaultBodyLimit::max(batch::MAX_REQUEST));
    let (router, mut description) = OpenApiRouter::with_openapi(Interface::openapi())
        .nest("/api/v1", small.merge(batches))
        .with_state(App::clone(app))
        .split_for_parts();
    describe_session(&mut description, app.config.transport);
    let published = description.clone();
    let router = router
        .route("/api/v1/openapi.json", get(async move || Json(published)))
        .method_not_allowed_fallback(wrong_verb)
        .layer(from_fn_with_state(App::clone(app), origin::check))
        .layer(RequestBodyTimeoutLayer::new(STANDS_STILL))
        .layer(RequestBodyDeadlineLayer::new(app.config.body_within))
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(QUALITY)));
    (router, description)
}

/// Says how a request shows its session.
fn describe_session(description: &mut OpenApi, transport: Transport) {
    let cookie = ApiKeyValue::with_description(
        cookie::name(transport),
        "Over https the cookie is called `__Host-session`, on plain http `session`. \
         Unsafe requests need an `Origin` of the same host.",
    );
    let components = description.components.get_or_insert_default();
    components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
}

async fn wrong_verb() -> Response {
    Code::WrongVerb.refusal().into_response()
}
