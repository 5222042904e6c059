//! What a handler takes, with problems instead of plain-text rejections.

use crate::trouble::{Code, Refusal};
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use protocol::{Audience, Body, DeviceId, Kind, Mid, RecordId, Rev, Scope, SpaceId};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

/// A JSON body.
pub(crate) struct Json<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        match <axum::Json<T> as FromRequest<S>>::from_request(request, state).await {
            Ok(axum::Json(value)) => Ok(Self(value)),
            Err(rejection) => Err(json_refusal(&rejection)),
        }
    }
}

fn json_refusal(rejection: &JsonRejection) -> Refusal {
    match (rejection.status(), rejection) {
        (StatusCode::PAYLOAD_TOO_LARGE, _) => Code::TooLarge.refusal(),
        (StatusCode::UNSUPPORTED_MEDIA_TYPE, _) => Code::NotJson.refusal(),
        // No fault of what was sent: a refusal would count as the last word on it.
        (_, JsonRejection::BytesRejection(_)) => Code::TooSlow.refusal(),
        _ => Code::BadRequest.saying(rejection.body_text()),
    }
}

/// A query string.
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let query: Result<axum::extract::Query<T>, QueryRejection> =
            axum::extract::Query::from_request_parts(parts, state).await;
        query.map(|query| Self(query.0)).map_err(|rejection| Code::BadRequest.saying(rejection.body_text()))
    }
}

/// The last step of a path.
pub(crate) struct Step(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Step {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let step: Result<Path<String>, PathRejection> = Path::from_request_parts(parts, state).await;
        step.map(|Path(step)| Self(step)).map_err(|_| Code::NotFound.refusal())
    }
}

/// The scope in a path `/{space}/{audience}`.
pub(crate) struct InScope(pub(crate) Scope);

/// The scope and the record in a path `/{space}/{audience}/{id}`.
pub(crate) struct OfRecord(pub(crate) Scope, pub(crate) RecordId);

#[derive(Deserialize)]
struct ScopePath {
    space: String,
    audience: String,
}

#[derive(Deserialize)]
struct RecordPath {
    space: String,
    audience: String,
    id: String,
}

impl<S: Send + Sync> FromRequestParts<S> for InScope {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let path: Result<Path<ScopePath>, PathRejection> = Path::from_request_parts(parts, state).await;
        let Path(path) = path.map_err(|_| Code::BadScope.refusal())?;
        Ok(Self(scope(path.space, &path.audience)?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for OfRecord {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let path: Result<Path<RecordPath>, PathRejection> = Path::from_request_parts(parts, state).await;
        let Path(path) = path.map_err(|_| Code::BadScope.refusal())?;
        Ok(Self(scope(path.space, &path.audience)?, RecordId::new(path.id)))
    }
}

fn scope(space: String, audience: &str) -> Result<Scope, Refusal> {
    let audience = Audience::parse(audience).map_err(|_| Code::BadScope.refusal())?;
    Ok(Scope::new(SpaceId::new(space), audience))
}

/// From which version a write starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Precondition {
    /// From none: `If-None-Match: *`.
    Absent,
    /// From this one: `If-Match: "REV"`.
    At(Rev),
}

impl<S: Send + Sync> FromRequestParts<S> for Precondition {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Refusal> {
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
        match (text("if-none-match"), text("if-match")) {
            (Some("*"), None) => Ok(Self::Absent),
            (None, Some(tag)) => {
                let rev = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
                rev.map(|rev| Self::At(Rev(rev.to_owned()))).ok_or_else(|| Code::NeedsPrecondition.refusal())
            }
            _ => Err(Code::NeedsPrecondition.refusal()),
        }
    }
}

/// The name of a write: `Mutation: DEVICE/N`.
pub(crate) struct Named(pub(crate) Mid);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Refusal> {
        let text = parts.headers.get("mutation").and_then(|value| value.to_str().ok());
        let name = text.and_then(|text| text.rsplit_once('/'));
        let name = name.and_then(|(device, n)| Some((device, n.parse().ok()?)));
        let (device, n) = name.ok_or_else(|| Code::NeedsMutation.refusal())?;
        Ok(Self(mid(device, n)?))
    }
}

/// The name of a write from its parts.
///
/// # Errors
/// A device that is no short name, or a number beyond the largest that a JSON number keeps.
pub(crate) fn mid(device: &str, n: u64) -> Result<Mid, Refusal> {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let fits = (1..=64).contains(&device.len()) && device.bytes().all(is_name) && n <= 1 << 53;
    if fits { Ok(Mid { device: DeviceId::from(device), n }) } else { Err(Code::NeedsMutation.refusal()) }
}

/// A record's body, verbatim.
///
/// # Errors
/// No object, a number that not every language keeps, or more than 64 KiB.
pub(crate) fn body(raw: &RawValue) -> Result<Body, Refusal> {
    Body::parse(raw.get()).map_err(|error| Refusal::from(&domain::Refusal::from(error).at("/body")))
}

/// A kind that has the shape of one.
///
/// # Errors
/// Anything but up to 64 lower-case letters, digits and hyphens, a letter first.
pub(crate) fn kind(kind: Kind) -> Result<Kind, Refusal> {
    let text = kind.as_str();
    let starts = text.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let fits = starts && text.len() <= 64 && text.bytes().all(is_part);
    if fits { Ok(kind) } else { Err(Code::BadKind.at("/kind")) }
}
