//! What the doctor finds on other people's servers, beside those of `doctor.rs`.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use contract::doctor::{table, words};
use contract::world::Server;
use doctor::{Overall, Report, Says, Step, Verdict};

fn told(report: &Report) -> String {
    let findings: Vec<String> = report.findings.iter().map(words::finding).collect();
    findings.join("\n")
}

/// The report on a server of this run, or nothing where it is about others or the server can't be had.
fn of(server: Server) -> Option<Report> {
    let report = Server::chosen().contains(&server).then(|| table::on(server).unwrap())??;
    let failed = report.findings.iter().any(|finding| finding.verdict == Verdict::Failed);
    assert!(!failed, "{}", told(&report));
    Some(report)
}

fn assert_says(report: &Report, says: &[Says]) {
    for says in says {
        assert!(report.has(*says), "{says:?}\n{}", told(report));
    }
}

#[test]
fn kinto_keeps_what_is_private_and_lets_a_page_read_all_that_it_needs() {
    let Some(report) = of(Server::Kinto) else { return };
    assert_says(&report, &[Says::StaleRefused, Says::OneWinner, Says::FeedComplete, Says::StaysDeleted]);
    assert_says(&report, &[Says::ReadingKept, Says::WritingKept, Says::AuthorForged, Says::BadTokenRefused]);
    assert!(report.has(Says::CorsOpen) && !report.has(Says::CorsHides), "{}", told(&report));
    assert_eq!(report.overall(), Overall::Limited);
}

#[test]
fn pocketbase_enforces_what_its_rules_promise() {
    let Some(report) = of(Server::PocketBase) else { return };
    assert_says(&report, &[Says::StaleRefused, Says::OneWinner, Says::FeedComplete, Says::StaysDeleted]);
    assert_says(&report, &[Says::ReadingKept, Says::WritingKept, Says::AuthorKept, Says::CorsOpen]);
    assert_eq!(report.verdict(Step::Second), Some(Verdict::Passed), "{}", told(&report));
}

#[test]
fn a_server_of_couchdbs_protocol_keeps_authors_and_shows_everything() {
    let Some(report) = of(Server::CouchDb) else { return };
    assert_says(&report, &[Says::StaleRefused, Says::OneWinner, Says::FeedComplete, Says::StaysDeleted]);
    assert_says(&report, &[Says::AuthorKept, Says::WritingKept, Says::OthersRead, Says::CorsOpen]);
    assert_eq!(report.overall(), Overall::Limited);
}

#[test]
fn the_schema_for_postgrest_enforces_what_it_promises() {
    let Some(report) = of(Server::PostgRest) else { return };
    assert_says(&report, &[Says::StaleRefused, Says::OneWinner, Says::FeedComplete, Says::StaysDeleted]);
    assert_says(&report, &[Says::ReadingKept, Says::WritingKept, Says::AuthorKept, Says::BadTokenRefused]);
    assert_eq!(report.verdict(Step::Second), Some(Verdict::Passed), "{}", told(&report));
}
