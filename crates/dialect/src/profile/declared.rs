//! What a profile declares about its backend beyond how it is spoken to.

use crate::capabilities::{Accounts, Enforced};
use crate::error::{Clash, ProfileError};
use crate::fields::{Fields, choice, mismatch, text};
use crate::profile::ask::{Ask, KEYS};
use crate::profile::scopes::audiences;
use crate::template::Text;
use protocol::{Audience, gather};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;

/// How every request is signed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Auth {
    /// The header, where the session is not a cookie's affair.
    pub(crate) header: Option<(String, Text)>,
    /// What to ask before nothing is believed to be there, on a server that shows an empty list to
    /// whose session has ended.
    pub(crate) check: Option<Box<Ask>>,
    /// How a token that ended is replaced.
    pub(crate) renew: Option<Box<Renew>>,
}

/// How a token that ended is replaced: one request, and where its answer holds what it brings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Renew {
    pub(crate) ask: Ask,
    /// The new token's place.
    pub(crate) token: String,
    /// The place of what renews that one, where each is good for one use.
    pub(crate) refresh: Option<String>,
}

/// Where the server tells its clock.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Clock {
    pub(crate) header: Option<String>,
    pub(crate) at: Option<String>,
}

/// How one learns that something changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum PokeSource {
    /// By server-sent events.
    Events {
        /// The path below the base.
        path: Text,
        /// The event's name.
        event: String,
        /// Where its data holds the scope's name.
        scope: String,
    },
    /// By asking every so many seconds.
    Poll(u32),
}

/// What the server enforces, and what it makes of a write that is sent twice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Promises {
    pub(crate) enforces: BTreeSet<Enforced>,
    pub(crate) accounts: Accounts,
    /// Whether the result of each mutation is stored and answered again.
    pub(crate) stores_results: bool,
    pub(crate) max_body_bytes: Option<u64>,
    /// Audiences of which everybody keeps only the records about themself, as the server gives all.
    pub(crate) own_only: Vec<Audience>,
}

impl Auth {
    pub(crate) fn read(value: &Value, at: &str) -> Result<Self, ProfileError> {
        let fields = Fields::open(value, at, &["kind", "header", "format", "check", "renew"])?;
        let in_header =
            fields.need_choice("kind", &[("none", false), ("cookie", false), ("header", true)])?;
        let check = match fields.get("check") {
            Some(value) => Some(Box::new(Ask::read(&Fields::open(value, &fields.at("check"), &KEYS)?)?)),
            None => None,
        };
        let renew = fields.get("renew").map(|value| Renew::read(value, &fields.at("renew"))).transpose()?;
        if !in_header {
            return match renew {
                Some(_) => Err(mismatch(&fields.at("renew"), Clash::RenewalElsewhere)),
                None => Ok(Self { header: None, check, renew: None }),
            };
        }
        let format = fields.text("format")?.unwrap_or("Bearer {token|opt}");
        let name = fields.text("header")?.unwrap_or("authorization").to_ascii_lowercase();
        let header = Some((name, Text::parse(format, &fields.at("format"))?));
        Ok(Self { header, check, renew: renew.map(Box::new) })
    }
}

impl Renew {
    fn read(value: &Value, at: &str) -> Result<Self, ProfileError> {
        let fields = Fields::open(value, at, &[&KEYS[..], &["token", "refresh"]].concat())?;
        let ask = Ask::read(&fields)?;
        if !ask.mentions("refresh") {
            return Err(mismatch(at, Clash::RenewalWithoutRefresh));
        }
        Ok(Self { ask, token: fields.need_pointer("token")?, refresh: fields.pointer("refresh")? })
    }
}

impl Clock {
    pub(crate) fn read(value: &Value, at: &str) -> Result<Self, ProfileError> {
        let fields = Fields::open(value, at, &["header", "at"])?;
        Ok(Self { header: fields.text("header")?.map(str::to_ascii_lowercase), at: fields.pointer("at")? })
    }
}

impl PokeSource {
    pub(crate) fn read(value: &Value, at: &str) -> Result<Self, ProfileError> {
        let fields = Fields::open(value, at, &["kind", "path", "event", "scope", "seconds"])?;
        if fields.need_choice("kind", &[("events", true), ("poll", false)])? {
            return Ok(Self::Events {
                path: Text::parse(fields.need_text("path")?, &fields.at("path"))?,
                event: fields.text("event")?.unwrap_or("message").to_owned(),
                scope: fields.pointer("scope")?.unwrap_or_default(),
            });
        }
        match fields.count("seconds")? {
            Some(0) => Err(mismatch(&fields.at("seconds"), Clash::PollWithoutPause)),
            seconds => Ok(Self::Poll(seconds.unwrap_or(20))),
        }
    }
}

impl Promises {
    pub(crate) fn read(value: &Value, at: &str) -> Result<Self, ProfileError> {
        let known = ["enforces", "accounts", "stores_results", "max_body_bytes", "own_only"];
        let fields = Fields::open(value, at, &known)?;
        let words = [
            ("reading", Enforced::Reading),
            ("writing", Enforced::Writing),
            ("authorship", Enforced::Authorship),
            ("rules", Enforced::Rules),
            ("ownership", Enforced::Ownership),
        ];
        let enforces = fields.items("enforces")?.into_iter();
        let enforces: Vec<_> =
            enforces.map(|(at, item)| choice(text(item, &at)?, &at, &words)).collect::<Result<_, _>>()?;
        Ok(Self {
            enforces: gather(enforces),
            accounts: fields
                .need_choice("accounts", &[("proven", Accounts::Proven), ("advisory", Accounts::Advisory)])?,
            stores_results: fields.flag("stores_results")?,
            max_body_bytes: fields.count("max_body_bytes")?.map(u64::from),
            own_only: fields
                .get("own_only")
                .map(|value| audiences(value, &fields.at("own_only")))
                .transpose()?
                .unwrap_or_default(),
        })
    }
}
