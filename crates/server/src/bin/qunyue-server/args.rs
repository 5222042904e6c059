//! Flags and environment. What stands here is what `--help` prints.

use anyhow::{Context, ensure};
use axum::http::Uri;
use axum::http::uri::Authority;
use clap::{Parser, Subcommand, ValueEnum};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use server::{Config, Hosts, Transport};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

/// Group spaces that keep their own rules: the reference server.
///
/// Serves the interface below /api/v1 and, with --app, the built app. Everything lies in one
/// SQLite database in the data directory; stop the server or use SQLite's own backup to copy it.
/// Browsers keep sessions safe, work offline and lock between tabs only on https or localhost:
/// give --tls for any other address, or a proxy that ends TLS and --behind-proxy.
/// It answers to localhost, to any address (192.168.1.20), to the names in its certificate, and
/// to those that --url and --host tell; other names get 421, so that no other site can pose as it.
#[derive(Debug, Parser)]
#[command(name = "qunyue-server", version)]
pub(crate) struct Args {
    /// Where the database lies; made if it does not exist.
    #[arg(long, value_name = "DIR", env = "QUNYUE_DATA", default_value = "data", global = true)]
    pub(crate) data: PathBuf,

    /// The address to listen on.
    #[arg(long, value_name = "ADDR", env = "QUNYUE_LISTEN", default_value = "127.0.0.1:8787")]
    pub(crate) listen: SocketAddr,

    /// The built app to serve, with precompressed .br and .gz files where present.
    #[arg(long, value_name = "DIR", env = "QUNYUE_APP")]
    pub(crate) app: Option<PathBuf>,

    /// Serve https with this certificate chain and private key (PEM). In the environment: CERT,KEY.
    #[arg(long, value_names = ["CERT", "KEY"], num_args = 2, value_delimiter = ',', env = "QUNYUE_TLS")]
    pub(crate) tls: Vec<PathBuf>,

    /// A proxy in front ends TLS, keeps Host and sets X-Forwarded-For; say its name with --url or --host.
    #[arg(long, env = "QUNYUE_BEHIND_PROXY", conflicts_with = "tls")]
    pub(crate) behind_proxy: bool,

    /// Listen on all addresses, and print the one of the local network with a QR code.
    #[arg(long, env = "QUNYUE_LAN")]
    pub(crate) lan: bool,

    /// A name by which people reach the server, such as group.example.org; repeatable.
    #[arg(long, value_name = "NAME", value_delimiter = ',', env = "QUNYUE_HOST")]
    pub(crate) host: Vec<String>,

    /// Another origin that the app may connect to, such as https://api.example.org; repeatable.
    #[arg(long, value_name = "URL", value_delimiter = ',', env = "QUNYUE_CONNECT_SRC")]
    pub(crate) connect_src: Vec<String>,

    /// Requests and writes a second that one person may keep up; 0 lifts the limit.
    #[arg(long, value_name = "N", env = "QUNYUE_RATE", default_value_t = 100)]
    pub(crate) rate: u32,

    /// Look around: fill an empty data directory with the demo, in which anybody may be any of its people.
    #[arg(long, env = "QUNYUE_DEMO")]
    pub(crate) demo: bool,

    /// The address that people use, for printed links; the server answers to its name.
    #[arg(long, value_name = "URL", env = "QUNYUE_URL", global = true)]
    pub(crate) url: Option<String>,

    /// The form of the log on standard error.
    #[arg(long, value_name = "FORM", env = "QUNYUE_LOG", default_value = "text")]
    pub(crate) log: LogForm,

    /// Log requests for files, too.
    #[arg(long, env = "QUNYUE_VERBOSE")]
    pub(crate) verbose: bool,

    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// What to do instead of serving.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print a one-time link that sets a new password, also for an owner who lost theirs.
    ResetLink {
        /// The sign-in name.
        login: String,
    },
}

/// The form of the log.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum LogForm {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Args {
    /// The server's configuration.
    pub(crate) fn config(&self) -> anyhow::Result<Config> {
        for origin in &self.connect_src {
            check_origin(origin)?;
        }
        if let Some(app) = &self.app {
            let index = app.join("index.html");
            ensure!(index.is_file(), "--app {}: there is no {}", app.display(), index.display());
        }
        let transport = match (self.tls.is_empty(), self.behind_proxy) {
            (false, _) => Transport::Tls,
            (true, true) => Transport::BehindProxy,
            (true, false) => Transport::Plain,
        };
        Ok(Config {
            app: self.app.clone(),
            connect_src: self.connect_src.clone(),
            transport,
            hosts: self.hosts()?,
            rate: self.rate,
            ..Config::new(&self.data)
        })
    }

    /// The names by which people reach the server.
    fn hosts(&self) -> anyhow::Result<Hosts> {
        let mut hosts = Hosts::default();
        for name in &self.host {
            let is_name = name.parse::<Authority>().is_ok_and(|authority| authority.host() == name);
            ensure!(is_name, "--host {name}: give a name alone, as in group.example.org");
            hosts.tell(name);
        }
        if let Some(url) = &self.url {
            let uri: Uri = url.parse().with_context(|| format!("--url {url}"))?;
            hosts.tell(uri.host().with_context(|| format!("--url {url}: there is no name in it"))?);
        }
        if let Some(path) = self.tls.first() {
            let certificate = CertificateDer::from_pem_file(path);
            let certificate = certificate.with_context(|| format!("--tls {}", path.display()))?;
            hosts.tell_certificate(certificate);
        }
        if self.behind_proxy && self.host.is_empty() && self.url.is_none() {
            tracing::warn!(
                "--behind-proxy without --url or --host: only addresses and localhost are answered to"
            );
        }
        Ok(hosts)
    }

    /// Where to listen.
    pub(crate) fn socket(&self) -> SocketAddr {
        if self.lan { SocketAddr::from((Ipv4Addr::UNSPECIFIED, self.listen.port())) } else { self.listen }
    }

    /// The address that people use, without a slash at its end.
    pub(crate) fn address(&self) -> String {
        let own = || format!("{}://localhost:{}", self.scheme(), self.listen.port());
        self.url.clone().unwrap_or_else(own).trim_end_matches('/').to_owned()
    }

    /// The scheme that browsers use.
    pub(crate) fn scheme(&self) -> &'static str {
        if self.tls.is_empty() && !self.behind_proxy { "http" } else { "https" }
    }
}

fn check_origin(origin: &str) -> anyhow::Result<()> {
    let uri: Uri = origin.parse().with_context(|| format!("--connect-src {origin}"))?;
    let is_origin = matches!(uri.scheme_str(), Some("http" | "https"))
        && uri.path() == "/"
        && !origin.ends_with('/')
        && uri.query().is_none()
        && !origin.contains([';', ',', '@', '\'', '"']);
    ensure!(
        is_origin,
        "--connect-src {origin}: give scheme, host and port alone, as in https://api.example.org"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_help_is_what_it_was() {
        insta::assert_snapshot!(Args::command().term_width(100).render_long_help().to_string());
    }

    #[test]
    fn an_origin_can_not_smuggle_a_directive_in() {
        assert!(check_origin("https://api.example.org:8443").is_ok());
        for odd in [
            "*",
            "https://a.org;script-src *",
            "https://a.org/path",
            "data:",
            "a.org",
            "https://a.org https://b.org",
        ] {
            assert!(check_origin(odd).is_err(), "{odd}");
        }
    }
}
