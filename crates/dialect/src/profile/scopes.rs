//! How a person's scopes are learnt.

use crate::error::{Clash, ProfileError, Shape};
use crate::fields::{Fields, mismatch};
use crate::profile::ask::KEYS;
use crate::profile::feed::List;
use crate::template::Text;
use protocol::Audience;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How a person's scopes are learnt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Scopes {
    /// The server tells.
    Endpoint(Box<Endpoint>),
    /// The records of membership tell.
    Members(Box<Members>),
    /// The profile tells.
    Fixed(Vec<Text>),
}

/// How the server tells the scopes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Endpoint {
    /// The request.
    pub(crate) list: List,
    /// Where an item holds the scope's name.
    pub(crate) scope: String,
    /// Where it holds what changes with the person's rights.
    pub(crate) grant: String,
    /// Where it holds a hint of the newest change.
    pub(crate) head: Option<String>,
}

/// How records of membership tell the scopes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Members {
    /// The person's records of membership, and perhaps more.
    pub(crate) list: List,
    /// The kind of such a record.
    pub(crate) kind: String,
    /// Where it holds the person.
    pub(crate) person: String,
    /// Where it holds the state, and the states that may read.
    pub(crate) state: Option<(String, Vec<String>)>,
    /// Where it holds the roles.
    pub(crate) roles: String,
    /// The audiences that members of a role read; those of `*` are everybody's.
    pub(crate) audiences: Vec<(String, Vec<Audience>)>,
}

#[derive(Clone, Copy)]
enum Kind {
    Endpoint,
    Members,
    Fixed,
}

impl Scopes {
    pub(crate) fn read(value: &Value, at: &str) -> Result<Self, ProfileError> {
        let endpoint = [&KEYS[..], &List::KEYS, &["kind", "scope", "grant", "head"]].concat();
        let members = ["kind", "list", "record_kind", "person", "state", "states", "roles", "audiences"];
        let fixed = ["kind", "scopes"];
        let all = [&endpoint[..], &members, &fixed].concat();
        let words = [("endpoint", Kind::Endpoint), ("members", Kind::Members), ("fixed", Kind::Fixed)];
        match Fields::open(value, at, &all)?.need_choice("kind", &words)? {
            Kind::Endpoint => {
                let fields = Fields::open(value, at, &endpoint)?;
                Ok(Self::Endpoint(Box::new(Endpoint {
                    list: List::from_fields(&fields)?,
                    scope: fields.need_pointer("scope")?,
                    grant: fields.need_pointer("grant")?,
                    head: fields.pointer("head")?,
                })))
            }
            Kind::Members => Ok(Self::Members(Box::new(Members::read(&Fields::open(value, at, &members)?)?))),
            Kind::Fixed => {
                let fields = Fields::open(value, at, &fixed)?;
                let items = fields.items("scopes")?.into_iter();
                let texts = items.map(|(at, item)| Text::parse(crate::fields::text(item, &at)?, &at));
                Ok(Self::Fixed(texts.collect::<Result<_, _>>()?))
            }
        }
    }
}

impl Members {
    fn read(fields: &Fields<'_>) -> Result<Self, ProfileError> {
        let at = fields.at("list");
        let list = Fields::open(fields.need("list")?, &at, &[&KEYS[..], &List::KEYS].concat())?;
        let state = fields.pointer("state")?;
        Ok(Self {
            list: List::from_fields(&list)?,
            kind: fields.text("record_kind")?.unwrap_or("member").to_owned(),
            person: fields.need_pointer("person")?,
            state: state.map(|at| Ok::<_, ProfileError>((at, fields.texts("states")?))).transpose()?,
            roles: fields.need_pointer("roles")?,
            audiences: fields
                .members("audiences")?
                .into_iter()
                .map(|(role, at, value)| Ok((role.to_owned(), audiences(value, &at)?)))
                .collect::<Result<_, ProfileError>>()?,
        })
    }
}

/// A list of audiences.
pub(crate) fn audiences(value: &Value, at: &str) -> Result<Vec<Audience>, ProfileError> {
    let Some(items) = value.as_array() else {
        return Err(crate::fields::wrong(at, Shape::Audiences, value));
    };
    let named = items.iter().enumerate().map(|(n, item)| {
        let at = format!("{at}/{n}");
        let name = crate::fields::text(item, &at)?;
        Audience::parse(name).map_err(|_| mismatch(&at, Clash::NoAudience(name.to_owned())))
    });
    named.collect()
}
