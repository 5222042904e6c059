//! What a server needs to know before it starts.

use crate::clock::Clock;
use rustls::client::verify_server_name;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::server::ParsedCertificate;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

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

/// The names by which people reach the server, beside `localhost` and addresses.
#[derive(Clone, Debug, Default)]
pub struct Hosts {
    told: BTreeSet<String>,
    certificate: Option<CertificateDer<'static>>,
}

impl Hosts {
    /// Adds a name.
    pub fn tell(&mut self, name: &str) {
        self.told.insert(name.to_ascii_lowercase());
    }

    /// Adds whatever names the server's own certificate is for.
    pub fn tell_certificate(&mut self, certificate: CertificateDer<'static>) {
        self.certificate = Some(certificate);
    }

    /// Whether `name`, in lower case, is one of them.
    pub fn knows(&self, name: &str) -> bool {
        let in_certificate = || {
            let parsed = ParsedCertificate::try_from(self.certificate.as_ref()?).ok()?;
            verify_server_name(&parsed, &ServerName::try_from(name).ok()?).ok()
        };
        self.told.contains(name) || in_certificate().is_some()
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
    /// The names by which people reach it.
    pub hosts: Hosts,
    /// How long a request's body may take as a whole.
    pub body_within: Duration,
    /// Requests and writes a second that one person may keep up; 0 lifts the limit.
    pub rate: u32,
    /// The price of a password.
    pub hash_cost: HashCost,
    /// The clock.
    pub clock: Clock,
}

/// Longer than the app itself waits for an answer: what takes more is given up on both sides.
const BODY_WITHIN: Duration = Duration::from_secs(60);

impl Config {
    /// The defaults, with the database in `data`.
    pub fn new(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            app: None,
            connect_src: Vec::new(),
            transport: Transport::Plain,
            hosts: Hosts::default(),
            body_within: BODY_WITHIN,
            rate: 100,
            hash_cost: HashCost::default(),
            clock: Clock::system(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_the_certificate_count() {
        let names = ["group.example.org".to_owned(), "*.example.net".to_owned()];
        let mut hosts = Hosts::default();
        hosts.tell_certificate(rcgen::generate_simple_self_signed(names).unwrap().cert.der().clone());
        assert!(hosts.knows("group.example.org") && hosts.knows("rooms.example.net"));
        assert!(
            !hosts.knows("example.org") && !hosts.knows("a.b.example.net") && !hosts.knows("evil.example")
        );
        assert!(!Hosts::default().knows("group.example.org"));
    }
}
