//! Who asks.

use crate::config::Transport;
use crate::http::cookie;
use crate::limits::client;
use crate::secret::hash_of;
use crate::state::App;
use crate::store::sessions::{self, Session};
use crate::trouble::{Code, Refusal, Trouble};
use axum::extract::{ConnectInfo, FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use protocol::PersonId;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

/// How old the note of when a session was seen may get, milliseconds.
const SEEN_MS: i64 = 5 * 60 * 1000;

/// Somebody with a session.
pub(crate) struct Caller(pub(crate) Session);

/// Somebody with a session, who is also the person whom the request was made for, where its header
/// `Person` names one: a browser whose cookie became another's reads nothing under the first one's name.
pub(crate) struct Reader(pub(crate) Session);

/// Somebody, perhaps without a session: known by the address, as far as limits go.
pub(crate) struct Visitor(pub(crate) String);

impl Caller {
    /// Whether the session is that of the person whom the request was made for, where it says so.
    ///
    /// # Errors
    /// It is another's: the device was signed in anew in another tab.
    pub(crate) fn stands_for(session: &Session, person: Option<&PersonId>) -> Result<(), Refusal> {
        match person {
            Some(person) if *person != session.person => {
                Err(Code::SignedOut.saying("The session is that of another person."))
            }
            _ => Ok(()),
        }
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Trouble> {
        match find(parts, app).await? {
            Some(session) => {
                app.people.take(session.person.as_str(), 1, app.now())?;
                Ok(Self(session))
            }
            None => {
                app.visitors.take(&address(parts, app.config.transport), 1, app.now())?;
                Err(why_none(parts, app).await?.into())
            }
        }
    }
}

impl FromRequestParts<App> for Reader {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Trouble> {
        let Caller(session) = <Caller as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        if let Some(named) = parts.headers.get("person") {
            let person = PersonId::new(named.to_str().unwrap_or_default());
            Caller::stands_for(&session, Some(&person))?;
        }
        Ok(Self(session))
    }
}

impl OptionalFromRequestParts<App> for Caller {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, Trouble> {
        Ok(find(parts, app).await?.map(Self))
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Trouble> {
        let client = address(parts, app.config.transport);
        app.visitors.take(&client, 1, app.now())?;
        Ok(Self(client))
    }
}

async fn find(parts: &Parts, app: &App) -> Result<Option<Session>, Trouble> {
    let Some(token) = cookie::read(&parts.headers, app.config.transport) else { return Ok(None) };
    let (hash, now) = (hash_of(token), app.now());
    let session = app.store.read(move |db| sessions::find(db, &hash, now)).await?;
    if let Some(session) = &session
        && session.seen_at < now - SEEN_MS
    {
        touch(app, session.id.clone(), now);
    }
    Ok(session)
}

/// Why there is no session: a device whose session was revoked has to know.
async fn why_none(parts: &Parts, app: &App) -> Result<Code, Trouble> {
    let Some(token) = cookie::read(&parts.headers, app.config.transport) else { return Ok(Code::SignedOut) };
    let hash = hash_of(token);
    let was_revoked = app.store.read(move |db| sessions::was_revoked(db, &hash)).await?;
    Ok(if was_revoked { Code::SessionRevoked } else { Code::SignedOut })
}

/// Notes that a session is in use, without making the request wait.
fn touch(app: &App, id: String, now: i64) {
    let app = Arc::clone(app);
    tokio::spawn(async move {
        if let Err(error) = app.store.write(move |turn| sessions::touch(turn, &id, now)).await {
            tracing::warn!(%error, "a session's use was not noted");
        }
    });
}

/// What stands for the client's address. Behind a proxy the last entry of the header is the
/// proxy's own word; earlier ones are the client's.
fn address(parts: &Parts, transport: Transport) -> String {
    let forwarded = || {
        let header = parts.headers.get_all("x-forwarded-for").iter().next_back()?;
        header.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
    };
    let peer = || {
        let info = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        info.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip())
    };
    let address = if transport == Transport::BehindProxy { forwarded() } else { None };
    client(address.unwrap_or_else(peer))
}
