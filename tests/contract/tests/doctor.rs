//! The doctor against real servers, and against one that misbehaves in every way that it knows.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use contract::backend::{Backend, StartError};
use contract::doctor::table::{self, PAGE};
use contract::doctor::way::{Told, Way};
use contract::doctor::{examine, quiet, words};
use contract::http::Client;
use contract::quirk::{Habit, Quirk};
use contract::world::Server;
use dialect::Profile;
use doctor::{Account, Options, Overall, Report, Says, Step, Verdict};
use serde_json::json;
use std::sync::atomic::Ordering;
use std::time::Duration;

fn verdicts(report: &Report, verdict: Verdict) -> Vec<Step> {
    let those = report.findings.iter().filter(|finding| finding.verdict == verdict);
    those.map(|finding| finding.step).collect()
}

fn told(report: &Report) -> String {
    let findings: Vec<String> = report.findings.iter().map(words::finding).collect();
    findings.join("\n")
}

fn as_ann(quirk: &Quirk) -> Options {
    let account = |login: &str| Account { login: login.to_owned(), password: "secret-enough".to_owned() };
    Options {
        account: Some(account("ann")),
        second: Some(account("bob")),
        backend: quirk.origin(),
        page: Some(PAGE.to_owned()),
        rounds: 2,
        ..Options::default()
    }
}

/// Examines a server with a bad habit. Whatever it is, nothing of the doctor's stays behind.
fn with(habit: Habit) -> Report {
    let quirk = Quirk::start(habit).unwrap();
    let profile = Profile::parse(&quirk.profile()).unwrap();
    let way = Way::new(Client::patient(&quirk.origin(), Duration::from_secs(5)), |_| {});
    let report = examine(&profile, &as_ann(&quirk), &way);
    let stays = report.has(Says::LeftBehind);
    assert!(stays || quirk.living() == 0, "{habit:?} left {}\n{}", quirk.living(), told(&report));
    report
}

#[test]
fn the_reference_server_does_all_that_the_app_needs_and_enforces_it() {
    let report = table::on(Server::Reference).unwrap().unwrap();
    assert_eq!(report.overall(), Overall::Works, "{}", told(&report));
    for says in [
        Says::Exact,
        Says::ReplayOnce,
        Says::StaleRefused,
        Says::OneWinner,
        Says::FeedComplete,
        Says::BadTokenRefused,
        Says::ReadingKept,
        Says::WritingKept,
        Says::AuthorKept,
        Says::SameOrigin,
        Says::Cleaned,
    ] {
        assert!(report.has(says), "{says:?}\n{}", told(&report));
    }
    assert!(!report.has(Says::SpaceStays), "{}", told(&report));
}

#[test]
fn where_a_space_has_to_be_founded_it_stays_and_is_used_again() {
    let backend = Backend::reference().unwrap();
    let (profile, options) = table::set_up(&backend).unwrap();
    let first = examine(&profile, &options, &quiet(&backend.origin()));
    let again = examine(&profile, &options, &quiet(&backend.origin()));
    for report in [&first, &again] {
        assert_eq!(report.overall(), Overall::Works, "{}", told(report));
        assert!(report.has(Says::SpaceStays), "{}", told(report));
    }
    let lists = |report: &Report| {
        let told = report.findings.iter().flat_map(|finding| &finding.notes);
        told.filter(|note| note.says == Says::ScopesTold).map(|note| note.detail.clone()).collect::<String>()
    };
    assert_eq!((lists(&first).as_str(), lists(&again).as_str()), ("0", "4"));
}

#[test]
fn json_server_works_with_its_limits_and_the_doctor_names_them() {
    let backend = match Backend::json_server(&json!({ "records": [], "people": [] })) {
        Ok(backend) => backend,
        Err(StartError::Absent(what)) => return eprintln!("skipped: {what} is not installed"),
        Err(error) => panic!("{error}"),
    };
    let profile = Profile::parse(include_str!("../../../profiles/json-server.json")).unwrap();
    let profile = profile.with_vars([("origin", backend.origin().as_str())]);
    let options = Options { backend: backend.origin(), page: Some(PAGE.to_owned()), ..Options::default() };
    let report = examine(&profile, &options, &quiet(&backend.origin()));
    assert_eq!(report.overall(), Overall::Limited, "{}", told(&report));
    for says in [
        Says::TakenAtWord,
        Says::StaleByApp,
        Says::FeedByListing,
        Says::DeletedByMark,
        Says::StaysDeleted,
        Says::ClockNone,
        Says::OthersRead,
        Says::OthersWrite,
        Says::AuthorForged,
        Says::FiltersIgnored,
        Says::CorsOpen,
        Says::Cleaned,
    ] {
        assert!(report.has(says), "{says:?}\n{}", told(&report));
    }
}

#[test]
fn a_server_without_bad_habits_has_none_found() {
    let report = with(Habit::None);
    assert_eq!(report.overall(), Overall::Works, "{}", told(&report));
    assert!(report.has(Says::ReadingKept) && report.has(Says::WrongRefused) && report.has(Says::CorsOpen));
}

#[test]
fn each_bad_habit_is_named() {
    for (habit, says, overall) in [
        (Habit::Html, Says::Html, Overall::Fails),
        (Habit::Broken, Says::ServerError, Overall::Fails),
        (Habit::Login, Says::Redirect, Overall::Fails),
        (Habit::PlainText, Says::OddType, Overall::Limited),
        (Habit::EmptyForStrangers, Says::BadTokenEmpty, Overall::Limited),
        (Habit::HidesHeaders, Says::CorsHides, Overall::Limited),
        (Habit::NoCors, Says::CorsBlocked, Overall::Fails),
        (Habit::Small, Says::SizeLimited, Overall::Limited),
        (Habit::Forgetful, Says::StaleTaken, Overall::Fails),
        (Habit::Forgetful, Says::NotAtomic, Overall::Fails),
        (Habit::Overwrites, Says::ReplayOverwrites, Overall::Fails),
        (Habit::Overwrites, Says::Resurrects, Overall::Fails),
        (Habit::Floats, Says::Altered, Overall::Fails),
        (Habit::Open, Says::OthersRead, Overall::Fails),
        (Habit::Open, Says::PromiseBroken, Overall::Fails),
    ] {
        let report = with(habit);
        assert!(report.has(says), "{habit:?} is not {says:?}\n{}", told(&report));
        assert_eq!(report.overall(), overall, "{habit:?}\n{}", told(&report));
        assert!(!words::report(&report).contains("doctor."), "{}", words::report(&report));
    }
}

#[test]
fn patience_is_shown_where_it_is_asked_for() {
    let report = with(Habit::Impatient);
    assert!(report.has(Says::Waited) && report.has(Says::SlowedDown), "{}", told(&report));
    assert_eq!(verdicts(&report, Verdict::Failed), [], "{}", told(&report));
}

#[test]
fn lost_answers_are_not_taken_for_faults_and_what_stays_behind_is_found_later() {
    let quirk = Quirk::start(Habit::Drops).unwrap();
    let profile = Profile::parse(&quirk.profile()).unwrap();
    let way = || Way::new(Client::patient(&quirk.origin(), Duration::from_secs(2)), |_| {});
    let report = examine(&profile, &as_ann(&quirk), &way());
    assert_eq!(verdicts(&report, Verdict::Failed), [], "{}", told(&report));
    assert_eq!(report.overall(), Overall::Incomplete);
    assert!(report.has(Says::Lost) && report.has(Says::LeftBehind), "{}", told(&report));
    assert!(quirk.living() > 0);

    quirk.turn(Habit::None);
    let again = examine(&profile, &as_ann(&quirk), &way());
    assert!(again.has(Says::Swept), "{}", told(&again));
    assert_eq!((again.overall(), quirk.living()), (Overall::Works, 0), "{}", told(&again));
}

#[test]
fn a_stopped_examination_takes_back_what_it_wrote() {
    let quirk = Quirk::start(Habit::None).unwrap();
    let profile = Profile::parse(&quirk.profile()).unwrap();
    let (send, heard) = std::sync::mpsc::channel();
    let way = Way::new(Client::new(&quirk.origin()), move |told| {
        if let Told::Begins(step) = told {
            _ = send.send(step);
        }
    });
    let stop = way.stop();
    let watch = std::thread::spawn(move || {
        while heard.recv().is_ok_and(|step| step != Step::Race) {}
        stop.store(true, Ordering::Relaxed);
    });
    let report = examine(&profile, &as_ann(&quirk), &way);
    drop(way);
    watch.join().unwrap();
    assert!(report.has(Says::Stopped) && report.has(Says::Cleaned), "{}", told(&report));
    assert_eq!((quirk.living(), report.overall()), (0, Overall::Incomplete));
}

#[test]
fn no_secret_stands_in_a_report() {
    let report = serde_json::to_string(&with(Habit::None)).unwrap();
    assert!(!report.contains("secret-enough") && !report.contains("quirk-token"));
}
