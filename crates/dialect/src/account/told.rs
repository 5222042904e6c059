//! What a recipe's answer tells.

use crate::capabilities::AccountOp;
use crate::session::{Session, SessionChange};
use protocol::account::{AccountOutcome, SessionInfo};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads the answer to a call; `None` where it is none. A clock that the answer lacks is `now_ms`.
pub(super) fn read(op: AccountOp, answer: &Value, now_ms: i64) -> Option<AccountOutcome> {
    let mut answer = answer.clone();
    for place in ["", "/me"] {
        if let Some(Value::Object(members)) = answer.pointer_mut(place) {
            members.entry("now").or_insert_with(|| now_ms.into());
        }
    }
    Some(match op {
        AccountOp::Hello => AccountOutcome::Hello(take(answer)?),
        AccountOp::Setup
        | AccountOp::SignIn
        | AccountOp::Me
        | AccountOp::RedeemReset
        | AccountOp::RedeemPass
        | AccountOp::PlayDemo => AccountOutcome::Me(take(answer)?),
        AccountOp::Sessions => AccountOutcome::Sessions(sessions(answer)?),
        AccountOp::IssueReset => AccountOutcome::Reset(take(answer)?),
        AccountOp::PeekReset => AccountOutcome::ResetCard(take(answer)?),
        AccountOp::IssuePass => AccountOutcome::Pass(take(answer)?),
        AccountOp::PassState => AccountOutcome::PassState(take(answer)?),
        AccountOp::PeekPass => AccountOutcome::PassCard(take(answer)?),
        AccountOp::PeekInvite => AccountOutcome::Card(take(answer)?),
        AccountOp::RedeemInvite => AccountOutcome::Joined(take(answer)?),
        AccountOp::Requests => AccountOutcome::Requests(take(answer)?),
        AccountOp::Questions => AccountOutcome::Questions(take(answer)?),
        AccountOp::AnswerQuestion => AccountOutcome::Verdict(take(answer)?),
        AccountOp::SetQuestions
        | AccountOp::DecideRequest
        | AccountOp::AdvanceRequest
        | AccountOp::SignOut
        | AccountOp::RevokeSession
        | AccountOp::ChangePassword
        | AccountOp::EndDemo => AccountOutcome::Done,
    })
}

/// The secrets that a recipe brought.
pub(super) struct Brought {
    pub(super) token: Option<String>,
    pub(super) refresh: Option<String>,
}

/// What becomes of the session. Asking who one is keeps the secrets that asked.
pub(super) fn change(
    op: AccountOp,
    outcome: &AccountOutcome,
    brought: Brought,
    session: &Session,
) -> SessionChange {
    let Brought { token, refresh } = brought;
    let person = match outcome {
        AccountOutcome::Me(me) => me.person.clone(),
        AccountOutcome::Joined(joined) => joined.me.person.clone(),
        _ if matches!(op, AccountOp::SignOut | AccountOp::EndDemo) => return SessionChange::Ended,
        // A new password may end the token that the old one gave.
        _ if op == AccountOp::ChangePassword && token.is_some() => {
            return SessionChange::Started(Session { person: session.person.clone(), token, refresh });
        }
        _ => return SessionChange::Kept,
    };
    let own = |secret: &Option<String>| secret.clone().filter(|_| session.person.as_ref() == Some(&person));
    let (token, refresh) = (token.or_else(|| own(&session.token)), refresh.or_else(|| own(&session.refresh)));
    SessionChange::Started(Session { person: Some(person), token, refresh })
}

fn sessions(answer: Value) -> Option<Vec<SessionInfo>> {
    match answer {
        Value::Object(mut members) => take(members.remove("sessions")?),
        list => take(list),
    }
}

fn take<T: DeserializeOwned>(value: Value) -> Option<T> {
    serde_json::from_value(value).ok()
}
