//! What a recipe's answer tells.

use crate::capabilities::AccountOp;
use crate::session::{Session, SessionChange};
use crate::template::plain;
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
        AccountOp::Setup | AccountOp::SignIn | AccountOp::Me | AccountOp::RedeemReset => {
            AccountOutcome::Me(take(answer)?)
        }
        AccountOp::Sessions => AccountOutcome::Sessions(sessions(answer)?),
        AccountOp::IssueReset => AccountOutcome::Reset(take(answer)?),
        AccountOp::PeekReset => AccountOutcome::ResetCard(take(answer)?),
        AccountOp::PeekInvite => AccountOutcome::Card(take(answer)?),
        AccountOp::RedeemInvite => AccountOutcome::Joined(take(answer)?),
        AccountOp::SignOut | AccountOp::RevokeSession | AccountOp::ChangePassword => AccountOutcome::Done,
    })
}

/// What becomes of the session. Asking who one is keeps the token that asked.
pub(super) fn change(
    op: AccountOp,
    outcome: &AccountOutcome,
    token: Option<Value>,
    session: &Session,
) -> SessionChange {
    let token = token.filter(|token| !token.is_null()).map(|token| plain(&token));
    let person = match outcome {
        AccountOutcome::Me(me) => me.person.clone(),
        AccountOutcome::Joined(joined) => joined.me.person.clone(),
        _ if op == AccountOp::SignOut => return SessionChange::Ended,
        // A new password may end the token that the old one gave.
        _ if op == AccountOp::ChangePassword && token.is_some() => {
            return SessionChange::Started(Session { person: session.person.clone(), token });
        }
        _ => return SessionChange::Kept,
    };
    let token = token.or_else(|| session.token.clone().filter(|_| session.person.as_ref() == Some(&person)));
    SessionChange::Started(Session { person: Some(person), token })
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
