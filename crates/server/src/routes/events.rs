//! A stream of pokes: which scope changed, nothing more. A poke that is lost costs time, never
//! a record.

use crate::http::caller::Caller;
use crate::hub::Notice;
use crate::limits::Seat;
use crate::routes::scopes;
use crate::state::App;
use crate::store::sessions::{self, Session};
use crate::trouble::{ProblemWire, Trouble};
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{AppendHeaders, IntoResponse, Response};
use futures_util::stream;
use protocol::Scope;
use serde::Serialize;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};

/// Proxies and phones drop a connection on which nothing moves.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// After a round of pokes the next waits so long, and gathers what happens meanwhile.
const ROUND: Duration = Duration::from_millis(50);
/// How long a browser waits before it connects again.
const RETRY: Duration = Duration::from_secs(2);

/// The data of a poke.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Poke {
    /// `space/audience`.
    #[schema(value_type = String)]
    scope: Scope,
}

/// Pokes for the scopes that I may read.
#[utoipa::path(get, path = "/events", operation_id = "events", security(("session" = [])), responses(
    (status = 200, body = Poke, content_type = "text/event-stream"),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn stream(State(app): State<App>, Caller(session): Caller) -> Result<Response, Trouble> {
    let seat = app.seats.take(session.person.as_str())?;
    let notices = app.hub.listen();
    let listener = Listener { app, session, notices, waiting: BTreeSet::new(), is_fresh: true, _seat: seat };
    let pokes = stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok::<_, std::convert::Infallible>(event), listener))
    });
    // Proxies that gather answers before they pass them on would hold the pokes back.
    let unbuffered = (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    let keep_alive = KeepAlive::new().interval(KEEP_ALIVE);
    Ok((AppendHeaders([unbuffered]), Sse::new(pokes).keep_alive(keep_alive)).into_response())
}

struct Listener {
    app: App,
    session: Session,
    notices: Receiver<Notice>,
    waiting: BTreeSet<Scope>,
    is_fresh: bool,
    /// Given back when the stream ends.
    _seat: Seat,
}

/// Whether the stream goes on.
#[derive(PartialEq, Eq)]
enum Goes {
    On,
    Out,
}

impl Listener {
    /// The next event; `None` ends the stream.
    async fn next(&mut self) -> Option<Event> {
        if std::mem::take(&mut self.is_fresh) {
            return Some(Event::default().retry(RETRY).comment("listening"));
        }
        if self.waiting.is_empty() {
            tokio::time::sleep(ROUND).await;
            self.gather().await?;
        }
        let scope = self.waiting.pop_first()?;
        Event::default().event("poke").json_data(Poke { scope }).ok()
    }

    /// Waits until something concerns the session, then takes all that is there.
    async fn gather(&mut self) -> Option<()> {
        while self.waiting.is_empty() {
            let goes = match self.notices.recv().await {
                Ok(notice) => self.take(notice),
                Err(RecvError::Lagged(_)) => self.look_everywhere().await.ok()?,
                Err(RecvError::Closed) => Goes::Out,
            };
            if goes == Goes::Out {
                return None;
            }
        }
        loop {
            let goes = match self.notices.try_recv() {
                Ok(notice) => self.take(notice),
                Err(TryRecvError::Lagged(_)) => self.look_everywhere().await.ok()?,
                Err(TryRecvError::Empty) => return Some(()),
                Err(TryRecvError::Closed) => Goes::Out,
            };
            if goes == Goes::Out {
                return None;
            }
        }
    }

    fn take(&mut self, notice: Notice) -> Goes {
        match notice {
            Notice::Changed { scope, subject, roster } => {
                if roster.may_read(&self.session.person, &scope.audience, subject.as_ref()) {
                    self.waiting.insert(scope);
                }
                Goes::On
            }
            Notice::Ended { session } if session == self.session.id => Goes::Out,
            Notice::Ended { .. } => Goes::On,
            Notice::Closing => Goes::Out,
        }
    }

    /// Too much happened to say what: every scope may have changed, and the session may have ended.
    async fn look_everywhere(&mut self) -> Result<Goes, Trouble> {
        let (session, now) = (self.session.clone(), self.app.now());
        let found = self.app.store.read(move |db| {
            let holds = sessions::holds(db, &session.id, now)?;
            holds.then(|| scopes::readable(db, &session.person)).transpose()
        });
        let Some(heads) = found.await? else { return Ok(Goes::Out) };
        self.waiting.extend(heads.into_iter().map(|head| head.scope));
        Ok(Goes::On)
    }
}
