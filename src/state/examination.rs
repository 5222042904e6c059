//! The doctor in the app: examines a backend over `fetch`, tells how far it is, and keeps its
//! report with the connection.

mod way;

use crate::platform::{clock, page, storage};
use crate::state::backend::{Backend, Choice};
use crate::state::session::{Session, Standing};
use crate::state::trouble::Trouble;
use doctor::Options;
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use way::Way;

pub use doctor::{Account, Exchanged, Finding, Note, Overall, Part, Report, Says, Step, Verdict};

/// Below which keys reports are kept.
const KEPT: &str = "qunyue.examined.";
/// How often, and after how long, it is looked whether the app has started.
const MOST_LOOKS: u32 = 100;
const BETWEEN_LOOKS_MS: u64 = 100;

/// A handle to an examination.
#[derive(Clone, Copy)]
pub struct Examination {
    backend: Backend,
    session: Session,
    /// The step under way.
    step: RwSignal<Option<Step>>,
    findings: RwSignal<Vec<Finding>>,
    report: RwSignal<Option<Report>>,
    is_stopping: RwSignal<bool>,
    stop: StoredValue<Rc<Cell<bool>>, LocalStorage>,
}

impl Examination {
    /// A handle for the component that calls; the examination is stopped when that goes, and takes
    /// back what it wrote.
    pub fn open() -> Self {
        let examination = Self {
            backend: Backend::expect(),
            session: Session::expect(),
            step: RwSignal::new(None),
            findings: RwSignal::default(),
            report: RwSignal::new(None),
            is_stopping: RwSignal::new(false),
            stop: StoredValue::new_local(Rc::default()),
        };
        let stop = examination.stop.get_value();
        let stop = StoredValue::new_local(stop);
        on_cleanup(move || _ = stop.try_with_value(|stop| stop.set(true)));
        examination
    }

    /// The step under way; `None` where none is.
    pub fn step(self) -> Signal<Option<Step>> {
        self.step.into()
    }

    /// What the steps so far found.
    pub fn findings(self) -> Signal<Vec<Finding>> {
        self.findings.into()
    }

    /// The report, once there is one.
    pub fn report(self) -> Signal<Option<Report>> {
        self.report.into()
    }

    /// Whether it was told to stop, and takes back what it wrote.
    pub fn is_stopping(self) -> Signal<bool> {
        self.is_stopping.into()
    }

    /// Leaves out the steps that are left.
    pub fn stop(self) {
        self.is_stopping.set(true);
        self.stop.with_value(|stop| stop.set(true));
    }

    /// Shows the report that is kept with a connection, if there is one.
    pub fn recall(self, choice: &Choice) {
        let report = kept(choice);
        self.findings.set(report.as_ref().map(|report| report.findings.clone()).unwrap_or_default());
        self.report.set(report);
    }

    /// Examines the backend of `choice`, as `account` or as who is signed in on it.
    ///
    /// # Errors
    /// The profile can't be read.
    pub async fn run(self, choice: Choice, account: Option<Account>) -> Result<(), Trouble> {
        let profile = self.backend.profile_of(&choice).await?;
        let is_here = self.backend.choice().try_get_untracked().as_ref() == Some(&choice);
        let session = if is_here { self.who_is_here().await } else { dialect::Session::default() };
        let _ = self.findings.try_set(Vec::new());
        let _ = self.report.try_set(None);
        let _ = self.is_stopping.try_set(false);
        let stop = self.stop.try_get_value().unwrap_or_default();
        stop.set(false);
        let origin = profile.vars().into_iter().find(|(name, _)| name == "origin").map(|(_, url)| url);
        let backend = origin.filter(|url| !url.is_empty()).unwrap_or_else(page::origin);
        let options = Options { account, session, backend, ..Options::default() };
        let report = doctor::examine(&profile, &options, &Way::new(self, stop)).await;
        keep(&choice, &report);
        let _ = self.step.try_set(None);
        let _ = self.findings.try_set(report.findings.clone());
        let _ = self.report.try_set(Some(report));
        Ok(())
    }

    /// Who is signed in, as soon as the start of the app has found out.
    async fn who_is_here(self) -> dialect::Session {
        for _ in 0..MOST_LOOKS {
            if self.session.standing().try_get_untracked() != Some(Standing::Starting) {
                break;
            }
            clock::sleep(BETWEEN_LOOKS_MS).await;
        }
        self.session.credentials()
    }

    fn begins(self, step: Step) {
        let _ = self.step.try_set(Some(step));
    }

    fn found(self, finding: &Finding) {
        let _ = self.findings.try_update(|findings| findings.push(finding.clone()));
    }
}

/// The report that is kept with a connection.
pub fn kept(choice: &Choice) -> Option<Report> {
    serde_json::from_str(&storage::pref(&key(choice))?).ok()
}

fn keep(choice: &Choice, report: &Report) {
    if let Ok(json) = serde_json::to_string(&report.clone().without_exchanges()) {
        storage::set_pref(&key(choice), &json);
    }
}

fn key(choice: &Choice) -> String {
    let of = serde_json::to_string(choice).unwrap_or_default();
    [KEPT, &protocol::digest::sha256_hex(of.as_bytes())].concat()
}
