//! What the doctor found on each real server of the tests, as a page for people.

use super::{examine, words};
use crate::backend::{Backend, authority};
use crate::http::{Client, Trust};
use crate::talk;
use crate::world::{Server, World};
use dialect::{Profile, Session};
use doctor::{Account, Options, Report, Step, Verdict};
use protocol::account::{AccountCall, NewAccount, Setup};
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

/// The page that would talk to these servers.
pub const PAGE: &str = "https://app.example";
const PASSWORD: &str = "horse-battery-staple-9";
const PATIENCE: Duration = Duration::from_secs(30);
const FILE: &str = "../../docs/backends/table.md";

/// The columns of the page.
const COLUMNS: [(&str, Server); 5] = [
    ("reference server", Server::Reference),
    ("json-server 0.17", Server::JsonServer),
    ("Kinto 26", Server::Kinto),
    ("PocketBase 0.40", Server::PocketBase),
    ("pouchdb-server 4.2", Server::CouchDb),
];

/// Why a server could not be examined.
pub type Refused = Box<dyn std::error::Error>;

/// Examines every server that is there, and writes the page.
pub fn run() -> ExitCode {
    let mut columns = Vec::new();
    for (name, server) in COLUMNS {
        eprintln!("{name} …");
        match on(server).and_then(|report| report.ok_or("it can't be had on this machine".into())) {
            Ok(report) => columns.push((name, report)),
            Err(why) => {
                eprintln!("doctor: {name}: {why}");
                return ExitCode::FAILURE;
            }
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    match std::fs::write(&path, page(&columns)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("doctor: {}: {error}", path.display());
            ExitCode::FAILURE
        }
    }
}

/// The page.
pub fn page(columns: &[(&str, Report)]) -> String {
    let mut text = String::from(
        "# What the doctor found\n\n`cargo xtask doctor --table` starts the servers that the contract tests \
         know, examines each (all but the reference server from a page of another origin), and writes this page. *limited*: the server lacks \
         it, and the app makes up for it or says so where it matters.\n\n",
    );
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    text.push_str(&format!("| step | {} |\n|---|{}\n", names.join(" | "), "---|".repeat(columns.len())));
    for step in Step::ALL {
        let cells =
            columns.iter().map(|(_, report)| report.verdict(*step).map_or_else(String::new, words::verdict));
        let cells: Vec<String> = cells.collect();
        text.push_str(&format!("| {} | {} |\n", words::step(*step), cells.join(" | ")));
    }
    for (name, report) in columns {
        text.push_str(&format!("\n## {name}\n\n"));
        let told = report.findings.iter().filter(|finding| finding.verdict != Verdict::Passed);
        for finding in told {
            let notes: Vec<String> = finding.notes.iter().map(words::note).collect();
            text.push_str(&format!("- **{}** {}\n", words::step(finding.step), notes.join(" ")));
        }
        for says in report.advice() {
            text.push_str(&format!("- *{}* {}\n", words::say("part.mend"), words::advice(says)));
        }
    }
    text
}

/// Examines a server: json-server as whoever one says to be, another as the owner of a space beside
/// one of its members. `None` where it can't be had on this machine, which is said.
///
/// # Errors
/// It can't be started.
pub fn on(server: Server) -> Result<Option<Report>, Refused> {
    if server == Server::JsonServer {
        return json_server().map(Some);
    }
    let Some(mut world) = World::start(server) else { return Ok(None) };
    world.found();
    world.join(false);
    let account = |login: &str| Account { login: login.to_owned(), password: PASSWORD.to_owned() };
    // The reference server gives the page out itself.
    let page = if server == Server::Reference { world.origin() } else { PAGE.to_owned() };
    let options = Options {
        account: Some(account("王芳")),
        second: Some(account("李雷")),
        backend: world.origin(),
        page: Some(page),
        ..Options::default()
    };
    Ok(Some(examine(&world.profile(false), &options, &super::quiet(&world.origin()))))
}

fn json_server() -> Result<Report, Refused> {
    let backend = Backend::json_server(&json!({ "records": [], "people": [] }))?;
    let profile = Profile::parse(include_str!("../../../../profiles/json-server.json"))?;
    let profile = profile.with_vars([("origin", backend.origin().as_str())]);
    let options = Options { backend: backend.origin(), page: Some(PAGE.to_owned()), ..Options::default() };
    Ok(examine(&profile, &options, &super::quiet(&backend.origin())))
}

/// Sets a reference server up with one person, and no space.
///
/// # Errors
/// The server does not take them.
pub fn set_up(backend: &Backend) -> Result<(Profile, Options), Refused> {
    let profile = Profile::parse(include_str!("../../../../profiles/qunyue.json"))?;
    let profile = profile.with_vars([("origin", backend.origin().as_str())]);
    let setup = AccountCall::Setup(Setup {
        organization: "星河客服".to_owned(),
        locale: "en".to_owned(),
        account: person("王芳"),
        device: "doctor".to_owned(),
    });
    let trust = Trust::of_file(&authority().to_string_lossy())?;
    let mut client = Client::trusting(&backend.origin(), PATIENCE, trust);
    talk::ask(&mut client, &profile, &Session::default(), &setup).ok_or("no setup")?;
    let options = Options {
        account: Some(Account { login: "王芳".to_owned(), password: PASSWORD.to_owned() }),
        backend: backend.origin(),
        page: Some(backend.origin()),
        ..Options::default()
    };
    Ok((profile, options))
}

fn person(login: &str) -> NewAccount {
    NewAccount {
        login: login.to_owned(),
        real_name: login.to_owned(),
        dept: String::new(),
        post: String::new(),
        password: PASSWORD.to_owned(),
    }
}
