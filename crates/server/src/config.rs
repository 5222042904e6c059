//! What a server needs to know before it starts.

use crate::clock::Clock;
use std::path::PathBuf;

/// How requests reach the server, which decides on cookies and on whom a request comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// HTTP without encryption: no `Secure` cookie, or browsers would drop it.
    Plain,
    /// HTTPS, ended here.
    Tls,
    /// HTTPS, ended by a proxy in front that sets `X-Forwarded-For` and keeps `Host`.
    BehindProxy,
}

impl Transport {
    /// Whether browsers see an `https` address.
    pub fn is_secure(self) -> bool {
        self != Self::Plain
    }
}

/// What a password costs to hash and to guess (argon2id).
#[derive(Clone, Copy, Debug)]
pub struct HashCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Default for HashCost {
    /// OWASP's first choice for one lane.
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2 }
    }
}

/// A server's configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the database lies.
    pub data: PathBuf,
    /// The built app to serve, if any.
    pub app: Option<PathBuf>,
    /// Origins beside our own that the page may connect to.
    pub connect_src: Vec<String>,
    /// How requests arrive.
    pub transport: Transport,
    /// Requests and writes a second that one person may keep up; 0 lifts the limit.
    pub rate: u32,
    /// The price of a password.
    pub hash_cost: HashCost,
    /// The clock.
    pub clock: Clock,
}

impl Config {
    /// The defaults, with the database in `data`.
    pub fn new(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            app: None,
            connect_src: Vec::new(),
            transport: Transport::Plain,
            rate: 100,
            hash_cost: HashCost::default(),
            clock: Clock::system(),
        }
    }
}
