//! What an account call is called, and what its parts are called in templates.

use crate::capabilities::AccountOp;
use crate::template::Vars;
use protocol::account::{AccountCall, NewAccount};
use serde_json::Value;

/// The name of a call.
pub(super) fn op_of(call: &AccountCall) -> AccountOp {
    match call {
        AccountCall::Hello => AccountOp::Hello,
        AccountCall::Setup(_) => AccountOp::Setup,
        AccountCall::SignIn { .. } => AccountOp::SignIn,
        AccountCall::SignOut => AccountOp::SignOut,
        AccountCall::Me => AccountOp::Me,
        AccountCall::Sessions => AccountOp::Sessions,
        AccountCall::RevokeSession { .. } => AccountOp::RevokeSession,
        AccountCall::ChangePassword { .. } => AccountOp::ChangePassword,
        AccountCall::IssueReset { .. } => AccountOp::IssueReset,
        AccountCall::RedeemReset { .. } => AccountOp::RedeemReset,
        AccountCall::PeekReset { .. } => AccountOp::PeekReset,
        AccountCall::IssuePass => AccountOp::IssuePass,
        AccountCall::PassState => AccountOp::PassState,
        AccountCall::PeekPass { .. } => AccountOp::PeekPass,
        AccountCall::RedeemPass { .. } => AccountOp::RedeemPass,
        AccountCall::PeekInvite { .. } => AccountOp::PeekInvite,
        AccountCall::RedeemInvite { .. } => AccountOp::RedeemInvite,
        AccountCall::PlayDemo { .. } => AccountOp::PlayDemo,
        AccountCall::EndDemo => AccountOp::EndDemo,
        AccountCall::Requests => AccountOp::Requests,
        AccountCall::DecideRequest(_) => AccountOp::DecideRequest,
        AccountCall::AdvanceRequest(_) => AccountOp::AdvanceRequest,
        AccountCall::Questions { .. } => AccountOp::Questions,
        AccountCall::SetQuestions(_) => AccountOp::SetQuestions,
        AccountCall::AnswerQuestion(_) => AccountOp::AnswerQuestion,
    }
}

/// Whether the call asks to be let in, so that nobody need be signed in for it.
pub(super) fn enters(op: AccountOp) -> bool {
    matches!(
        op,
        AccountOp::SignIn
            | AccountOp::Setup
            | AccountOp::RedeemReset
            | AccountOp::PeekReset
            | AccountOp::IssuePass
            | AccountOp::PeekPass
            | AccountOp::RedeemPass
            | AccountOp::PeekInvite
            | AccountOp::RedeemInvite
            | AccountOp::ChangePassword
            | AccountOp::PlayDemo
    )
}

/// Adds the parts of a call to what templates may know.
pub(super) fn describe(vars: &mut Vars, call: &AccountCall) {
    let mut set = |name: &str, value: &str| _ = vars.insert(name.to_owned(), value.into());
    match call {
        AccountCall::Hello
        | AccountCall::SignOut
        | AccountCall::Me
        | AccountCall::Sessions
        | AccountCall::EndDemo
        | AccountCall::IssuePass
        | AccountCall::PassState
        | AccountCall::Requests => {}
        AccountCall::Setup(setup) => {
            set("organization", &setup.organization);
            set("locale", &setup.locale);
            set("device", &setup.device);
            describe_account(vars, Some(&setup.account));
        }
        AccountCall::SignIn { login, password, device } => {
            set("login", login);
            set("password", password);
            set("device", device);
        }
        AccountCall::RevokeSession { id } => set("session", id),
        AccountCall::ChangePassword { old, new } => {
            set("old", old);
            set("new", new);
        }
        AccountCall::IssueReset { person, space } => {
            set("target", person.as_str());
            set("space", space.as_str());
        }
        AccountCall::RedeemReset { token, new, device } => {
            set("link", token);
            set("new", new);
            set("device", device);
        }
        AccountCall::PeekReset { token }
        | AccountCall::PeekPass { token }
        | AccountCall::PeekInvite { token } => set("link", token),
        AccountCall::RedeemPass { token, device } => {
            set("link", token);
            set("device", device);
        }
        AccountCall::RedeemInvite { token, account, form, device } => {
            set("link", token);
            set("device", device);
            vars.insert("form".to_owned(), serde_json::to_value(form).unwrap_or_default());
            describe_account(vars, account.as_ref());
        }
        AccountCall::PlayDemo { person, device } => {
            set("device", device);
            let person = person.as_ref().map_or(Value::Null, |person| person.as_str().into());
            vars.insert("target".to_owned(), person);
        }
        AccountCall::DecideRequest(_)
        | AccountCall::AdvanceRequest(_)
        | AccountCall::Questions { .. }
        | AccountCall::SetQuestions(_)
        | AccountCall::AnswerQuestion(_) => describe_joining(vars, call),
    }
}

/// The same for calls about who comes into a space, and what they are asked there.
fn describe_joining(vars: &mut Vars, call: &AccountCall) {
    let mut set = |name: &str, value: &str| _ = vars.insert(name.to_owned(), value.into());
    match call {
        AccountCall::DecideRequest(decided) => {
            set("target", decided.person.as_str());
            set("space", decided.space.as_str());
            set("reason", &decided.reason);
            vars.insert("admit".to_owned(), decided.admit.into());
        }
        AccountCall::AdvanceRequest(advance) => {
            set("target", advance.person.as_str());
            set("space", advance.space.as_str());
            set("text", &advance.text);
            vars.insert("step".to_owned(), serde_json::to_value(advance.step).unwrap_or_default());
        }
        AccountCall::Questions { space } => set("space", space.as_str()),
        AccountCall::SetQuestions(asked) => {
            set("space", asked.space.as_str());
            vars.insert("questions".to_owned(), serde_json::to_value(&asked.questions).unwrap_or_default());
        }
        AccountCall::AnswerQuestion(answer) => {
            set("space", answer.space.as_str());
            vars.insert("set_at".to_owned(), answer.set_at.into());
            vars.insert("question".to_owned(), answer.question.into());
            vars.insert("choice".to_owned(), answer.choice.into());
        }
        _ => {}
    }
}

fn describe_account(vars: &mut Vars, account: Option<&NewAccount>) {
    let whole = account.and_then(|account| serde_json::to_value(account).ok()).unwrap_or_default();
    for name in ["login", "real_name", "dept", "post", "password"] {
        let part = whole.get(name).cloned().unwrap_or(Value::Null);
        vars.insert(name.to_owned(), part);
    }
    vars.insert("account".to_owned(), whole);
}
