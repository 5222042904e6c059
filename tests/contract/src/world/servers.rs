//! The servers that the scenarios run on, each with its profile.

use crate::backend::{Backend, StartError};
use serde_json::{Value, json};

/// Names the servers of a run, with commas in between; `all` for all.
const CHOICE: &str = "QUNYUE_CONTRACT";

/// Which real server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Server {
    /// json-server 0.17.
    JsonServer,
    /// This repository's own.
    Reference,
    /// Kinto in memory.
    Kinto,
    /// PocketBase with the rules that are shipped.
    PocketBase,
    /// CouchDB's protocol, with the rules that are shipped.
    CouchDb,
    /// PostgreSQL with the schema that is shipped, behind a stand-in for PostgREST.
    PostgRest,
}

impl Server {
    /// Every server, with its profile's name.
    pub const ALL: [(&str, Self); 6] = [
        ("qunyue", Self::Reference),
        ("json-server", Self::JsonServer),
        ("kinto", Self::Kinto),
        ("pocketbase", Self::PocketBase),
        ("couchdb", Self::CouchDb),
        ("postgrest", Self::PostgRest),
    ];

    /// Those that a run is about: what the environment names, or all, as they install in seconds.
    pub fn chosen() -> Vec<Self> {
        let wanted = std::env::var(CHOICE).unwrap_or_default();
        let is_wanted = |name: &str| match wanted.as_str() {
            "" | "all" => true,
            names => names.split(',').any(|wanted| wanted.trim() == name),
        };
        Self::ALL.into_iter().filter(|(name, _)| is_wanted(name)).map(|(_, server)| server).collect()
    }

    /// How many messages are many on it: some pages of them. Kinto in memory walks all that it has at each
    /// request; where a run names several servers, as the tests of every day do, fewer have to do there.
    pub fn many(self) -> usize {
        let names_several = std::env::var(CHOICE).is_ok_and(|wanted| wanted.contains(','));
        if self == Self::Kinto && names_several { 600 } else { 2_000 }
    }

    /// Its profile.
    pub fn profile(self) -> &'static str {
        match self {
            Self::JsonServer => include_str!("../../../../profiles/json-server.json"),
            Self::Reference => include_str!("../../../../profiles/qunyue.json"),
            Self::Kinto => include_str!("../../../../profiles/kinto.json"),
            Self::PocketBase => include_str!("../../../../profiles/pocketbase.json"),
            Self::CouchDb => include_str!("../../../../profiles/couchdb.json"),
            Self::PostgRest => include_str!("../../../../profiles/postgrest.json"),
        }
    }

    /// Starts it, made ready. `records` are there from the beginning where its store is a file that
    /// can be written beforehand.
    ///
    /// # Errors
    /// As those of [`Backend`].
    pub fn start(self, records: &[Value]) -> Result<Backend, StartError> {
        match self {
            Self::JsonServer => Backend::json_server(&json!({ "records": records, "people": [] })),
            Self::Reference => Backend::reference(),
            Self::Kinto => Backend::kinto(),
            Self::PocketBase => Backend::pocketbase(),
            Self::CouchDb => Backend::couchdb(),
            Self::PostgRest => Backend::postgrest(records),
        }
    }

    /// Gives somebody who owns a space the rights on the server that its administrator gives by hand.
    ///
    /// # Errors
    /// As those of [`Backend`].
    pub fn appoint(self, backend: &Backend, login: &str) -> Result<(), StartError> {
        match self {
            Self::Kinto => backend.appoint_on_kinto(login),
            Self::CouchDb => backend.appoint_on_couchdb(login),
            Self::JsonServer | Self::Reference | Self::PocketBase | Self::PostgRest => Ok(()),
        }
    }
}
