//! What goes wrong, and how it is told: problem details (RFC 9457) with a stable code.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use protocol::{Problem, Record};
use serde::Serialize;

use crate::wire::RecordWire;

/// Why a request brought no result.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// Refused, with the reason.
    #[error("refused: {}", .0.problem.code)]
    Refused(Refusal),
    /// The database failed.
    #[error("the database failed: {0}")]
    Store(#[from] rusqlite::Error),
    /// Something that never should.
    #[error("{0}")]
    Broken(String),
}

/// A failure of the server in short, as far as it concerns others than who met it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The disk is full.
    Full,
    /// Anything else.
    Broken,
}

impl Fault {
    /// What the database's error comes to.
    pub(crate) fn of(error: &rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            _ => Self::Broken,
        }
    }

    /// How it is told.
    pub(crate) fn code(self) -> Code {
        match self {
            Self::Full => Code::ServerFull,
            Self::Broken => Code::Internal,
        }
    }
}

impl Trouble {
    fn fault(&self) -> Fault {
        match self {
            Self::Store(error) => Fault::of(error),
            Self::Refused(_) | Self::Broken(_) => Fault::Broken,
        }
    }
}

/// A refusal as it travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The reason.
    pub problem: Box<Problem>,
    /// The record that stood in the way, if its reader may know it.
    pub current: Option<Box<Record>>,
    /// When to come again, seconds.
    pub retry_after: Option<u64>,
}

/// The refusals that the server itself makes. Those of the rules come from `domain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// Not what the interface asks for.
    BadRequest,
    /// The request's body is too large.
    TooLarge,
    /// The path leads nowhere.
    NotFound,
    /// The path knows other verbs.
    WrongVerb,
    /// The body is not declared as JSON.
    NotJson,
    /// The body did not arrive in time, or not whole.
    TooSlow,
    /// The server was not told of the name that it is called.
    UnknownHost,
    /// An unsafe request from another page.
    ForeignOrigin,
    /// No session, or one that ended.
    SignedOut,
    /// The session was ended from elsewhere.
    SessionRevoked,
    /// The name or the password is wrong.
    WrongPassword,
    /// Too many wrong tries.
    TooManyTries,
    /// Too many requests.
    SlowDown,
    /// The first account exists.
    AlreadySetUp,
    /// Nobody has set the server up.
    NeedsSetup,
    /// The sign-in name exists.
    LoginTaken,
    /// A text is empty, too long or holds what no text should.
    BadText,
    /// The password is too short, too long or too easy to guess.
    WeakPassword,
    /// No such link.
    LinkUnknown,
    /// The link was used.
    LinkUsed,
    /// By this link as many have asked as may.
    LinkFull,
    /// The link is too old.
    LinkExpired,
    /// The link was taken back.
    LinkRevoked,
    /// A newer link took its place.
    LinkReplaced,
    /// Another invitation has this token.
    TokenTaken,
    /// The person is a member already.
    AlreadyMember,
    /// The demo takes neither accounts nor passwords.
    DemoOnly,
    /// Somebody has decided about it otherwise.
    AlreadyDecided,
    /// The group has as many members as it may.
    SpaceFull,
    /// The caller may not read or write this scope.
    ScopeForbidden,
    /// The scope's name is none.
    BadScope,
    /// No such record.
    RecordUnknown,
    /// The record has another version.
    Conflict,
    /// A write names no version to start from.
    NeedsPrecondition,
    /// A write has no name.
    NeedsMutation,
    /// The name of a write was used for another one.
    MutationReused,
    /// The cursor is too old, or from another server.
    CursorGone,
    /// The kind has not the shape of one, or belongs to the server.
    BadKind,
    /// An entry of a batch has not the shape of a write.
    BadWrite,
    /// The caller may not make a reset link for this person.
    ResetForbidden,
    /// The server's disk is full.
    ServerFull,
    /// The server failed.
    Internal,
}

impl Code {
    /// Status, stable name, and a sentence for developers.
    #[rustfmt::skip]
    pub fn parts(self) -> (u16, &'static str, &'static str) {
        match self {
            Self::BadRequest => (400, "bad-request", "The request is not what this address takes."),
            Self::TooLarge => (413, "too-large", "The request is larger than this address takes."),
            Self::NotFound => (404, "not-found", "There is nothing at this address."),
            Self::WrongVerb => (405, "wrong-verb", "This address knows other verbs."),
            Self::NotJson => (415, "not-json", "The body must be declared as application/json."),
            Self::TooSlow => (408, "too-slow", "The body did not arrive whole and in time; nothing took effect."),
            Self::UnknownHost => (421, "unknown-host", "This server does not answer to this name."),
            Self::ForeignOrigin => (403, "foreign-origin", "An unsafe request needs an Origin header of this host."),
            Self::SignedOut => (401, "signed-out", "There is no session, or it ended."),
            Self::SessionRevoked => (401, "session-revoked", "The session was ended from another device or by a new password."),
            Self::WrongPassword => (401, "wrong-password", "The sign-in name or the password is wrong."),
            Self::TooManyTries => (429, "too-many-tries", "Too many wrong tries; wait as Retry-After says."),
            Self::SlowDown => (429, "slow-down", "Too many requests; wait as Retry-After says."),
            Self::AlreadySetUp => (409, "already-set-up", "The first account exists already."),
            Self::NeedsSetup => (409, "needs-setup", "The first account is still to be made."),
            Self::LoginTaken => (409, "login-taken", "Somebody has this sign-in name."),
            Self::BadText => (422, "bad-text", "The text is empty, too long, or holds invisible characters."),
            Self::WeakPassword => (422, "weak-password", "The password has fewer than 8 characters or is too easy to guess."),
            Self::LinkUnknown => (404, "link-unknown", "There is no such link."),
            Self::LinkUsed => (410, "link-used", "The link was used already."),
            Self::LinkFull => (410, "link-full", "As many have asked by this link as may."),
            Self::LinkExpired => (410, "link-expired", "The link has expired."),
            Self::LinkRevoked => (410, "link-revoked", "The link was revoked."),
            Self::LinkReplaced => (410, "link-replaced", "A newer link took this one's place."),
            Self::TokenTaken => (422, "token-taken", "Another invitation has this token."),
            Self::AlreadyMember => (409, "already-member", "The person is a member of this space already."),
            Self::DemoOnly => (403, "demo-only", "This is the demo: it takes no accounts and no passwords."),
            Self::AlreadyDecided => (409, "already-decided", "It was decided otherwise before."),
            Self::SpaceFull => (409, "space-full", "The group has as many members as it may."),
            Self::ScopeForbidden => (403, "scope-forbidden", "This scope is not open to the caller."),
            Self::BadScope => (404, "bad-scope", "The path names no scope."),
            Self::RecordUnknown => (404, "record-unknown", "There is no such record for the caller."),
            Self::Conflict => (412, "conflict", "The record has another version than the write started from."),
            Self::NeedsPrecondition => (428, "needs-precondition", "A write needs If-None-Match: * or If-Match: \"REV\"."),
            Self::NeedsMutation => (428, "needs-mutation", "A write needs a header Mutation: DEVICE/N."),
            Self::MutationReused => (422, "mutation-reused", "Another write had this name."),
            Self::CursorGone => (410, "cursor-gone", "The cursor is unknown here; load the scope anew."),
            Self::BadKind => (422, "bad-kind", "The kind is none, or only the server writes it."),
            Self::BadWrite => (422, "bad-write", "The entry has not the shape of a write."),
            Self::ResetForbidden => (403, "reset-forbidden", "The caller may not reset this person's password."),
            Self::ServerFull => (507, "server-full", "The server's disk is full; the write did not take effect."),
            Self::Internal => (500, "internal", "The server failed; the write did not take effect."),
        }
    }

    /// The refusal with this code.
    pub fn refusal(self) -> Refusal {
        let (status, code, detail) = self.parts();
        let problem = Problem { detail: detail.to_owned(), ..Problem::new(status, code) };
        Refusal { problem: Box::new(problem), current: None, retry_after: None }
    }

    /// The refusal, about a field of the request (a JSON pointer).
    pub fn at(self, field: &str) -> Refusal {
        let mut refusal = self.refusal();
        refusal.problem.field = Some(field.to_owned());
        refusal
    }

    /// The refusal, with a sentence of its own for developers.
    pub fn saying(self, detail: impl Into<String>) -> Refusal {
        let mut refusal = self.refusal();
        refusal.problem.detail = detail.into();
        refusal
    }

    /// The refusal, with the seconds to wait.
    pub fn after(self, seconds: u64) -> Refusal {
        Refusal { retry_after: Some(seconds), ..self.refusal() }
    }
}

impl From<Code> for Trouble {
    fn from(code: Code) -> Self {
        code.refusal().into()
    }
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Refusal {
    /// The refusal, to be asked about again from `until` on, UTC milliseconds, where it is for then.
    /// Seconds are counted up: whoever comes when told is not told again.
    pub(crate) fn until(self, until: Option<i64>, now: i64) -> Self {
        let seconds = |until: i64| u64::try_from(until.saturating_sub(now)).unwrap_or(0).div_ceil(1_000);
        Self { retry_after: until.map(seconds).or(self.retry_after), ..self }
    }
}

/// A refusal of the rules.
impl From<&domain::Refusal> for Refusal {
    fn from(refusal: &domain::Refusal) -> Self {
        Self { problem: Box::new(Problem::from(refusal)), current: None, retry_after: None }
    }
}

/// The body of a problem as it travels.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct ProblemWire {
    /// Always `about:blank`: `code` tells the reason.
    #[serde(rename = "type")]
    type_: &'static str,
    /// The status in words.
    title: &'static str,
    #[serde(flatten)]
    problem: Problem,
    /// The record that stood in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    current: Option<RecordWire>,
}

impl From<Refusal> for ProblemWire {
    fn from(refusal: Refusal) -> Self {
        let status = StatusCode::from_u16(refusal.problem.status).ok();
        Self {
            type_: "about:blank",
            title: status.and_then(|status| status.canonical_reason()).unwrap_or("Refused"),
            problem: *refusal.problem,
            current: refusal.current.map(|current| RecordWire::from(*current)),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.retry_after;
        let body = serde_json::to_vec(&ProblemWire::from(self)).unwrap_or_default();
        let mut response =
            (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(refusal) => refusal.into_response(),
            broken => {
                tracing::error!(error = %broken, "request failed");
                broken.fault().code().refusal().into_response()
            }
        }
    }
}
