//! A session in a vault, and its renewal: one at a time among all tabs, since each refresh token may
//! be good for one use.

use crate::platform::fetch::{self, Abort};
use crate::platform::locks::{self, Lead, Leadership};
use crate::platform::{clock, vault};
use dialect::{Renewal, Renewed, Session};
use futures_channel::oneshot;
use protocol::PersonId;
use serde::{Deserialize, Serialize};
use std::cell::Cell;

/// What is sealed.
#[derive(Serialize, Deserialize)]
struct Kept {
    person: Option<PersonId>,
    token: Option<String>,
    refresh: Option<String>,
}

pub(super) async fn keep(name: String, session: Session) -> bool {
    let Session { person, token, refresh } = session;
    match serde_json::to_vec(&Kept { person, token, refresh }) {
        Ok(bytes) => vault::keep(&name, &bytes).await,
        Err(_) => false,
    }
}

pub(super) async fn open(name: String) -> Option<Session> {
    let Kept { person, token, refresh } = serde_json::from_slice(&vault::open(&name).await?).ok()?;
    Some(Session { person, token, refresh })
}

pub(super) async fn renew(name: Option<String>, renewal: Renewal) -> Renewed {
    let Some(name) = name.filter(|_| vault::is_possible()) else { return send(&renewal).await };
    let _turn = alone(&name).await;
    // Another tab may have been quicker: then we have what it got, or what it got renews and ours no
    // longer does.
    let renewal = match open(name.clone()).await {
        Some(newer) if renewal.is_done_by(&newer) => return Renewed::Session(newer),
        Some(newer) if newer.refresh.is_some() => renewal.with(&newer),
        _ => renewal,
    };
    let renewed = send(&renewal).await;
    if let Renewed::Session(session) = &renewed
        && let Some(session) = session.to_keep()
    {
        keep(name, session).await;
    }
    renewed
}

async fn send(renewal: &Renewal) -> Renewed {
    let answer = fetch::send(&renewal.request(), &Abort::new()).await;
    renewal.answer(answer.as_ref(), clock::wall_ms())
}

/// Waits until no other tab renews what is in this vault, and keeps the others waiting.
async fn alone(name: &str) -> Leadership {
    let (gained, is_ours) = oneshot::channel();
    let gained = Cell::new(Some(gained));
    let turn = locks::lead(&["renew/", name].concat(), false, move |lead| {
        if lead == Lead::Gained
            && let Some(gained) = gained.take()
        {
            let _ = gained.send(());
        }
    });
    let _ = is_ours.await;
    turn
}
