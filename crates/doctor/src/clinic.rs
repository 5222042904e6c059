//! What all steps work with: the profile, the sessions, the way out, and what was written so far.
//! Each conversation with the backend is the dialect's own, and is written down.

mod talk;
mod verbs;

use crate::evidence::{Exchanged, clip};
use crate::probe::{Maker, Place};
use crate::report::{Finding, Note, Step};
use crate::says::Says;
use crate::wire::Wire;
use dialect::{Profile, Request, Response, Session};
use protocol::{Failure, Head, Mutation, Outcome};
use serde_json::Value;

/// How many exchanges of a step are shown.
const MOST_SHOWN: usize = 14;
/// More pages than this are no end.
pub(crate) const MOST_PAGES: u32 = 60;

/// What all steps work with.
pub(crate) struct Clinic<'a, W> {
    pub(crate) wire: &'a W,
    pub(crate) profile: Profile,
    /// Who is examined for, once signed in.
    pub(crate) session: Session,
    /// The second person's session, while there is one.
    pub(crate) second: Option<Session>,
    /// What must not be shown.
    pub(crate) secrets: Vec<String>,
    pub(crate) maker: Maker,
    /// Where it writes, once that is known.
    pub(crate) place: Option<Place>,
    /// The first record: how it was made, and with what.
    pub(crate) first: Option<(Mutation, Value)>,
    /// Records that may still be there.
    pub(crate) made: Vec<Head>,
    /// How many of them an earlier examination left.
    pub(crate) swept: usize,
    /// The space of its own, if it had to found one.
    pub(crate) founded: Vec<Head>,
    /// One request of each sort that was sent.
    pub(crate) asked: Vec<Request>,
    /// The headers that say something which stands nowhere else, each with a question whose answer
    /// had it.
    pub(crate) told_by: Vec<(String, Request)>,
    /// Names of headers that some answer showed.
    pub(crate) shown: Vec<String>,
    /// The requests of this step with their answers.
    pub(crate) log: Vec<(Request, Option<Response>)>,
    /// What the way out met in this step.
    met: Vec<Note>,
    pub(crate) findings: Vec<Finding>,
}

impl<'a, W: Wire> Clinic<'a, W> {
    pub(crate) fn new(wire: &'a W, profile: Profile, session: Session) -> Self {
        let secrets = session.token.iter().chain(&session.refresh).cloned().collect();
        Self {
            wire,
            profile,
            session,
            second: None,
            secrets,
            maker: Maker::new(wire.random(), wire.now_ms()),
            place: None,
            first: None,
            swept: 0,
            made: Vec::new(),
            founded: Vec::new(),
            asked: Vec::new(),
            told_by: Vec::new(),
            shown: Vec::new(),
            log: Vec::new(),
            met: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Says that a step begins.
    pub(crate) fn begin(&mut self, step: Step) {
        self.log.clear();
        self.met.clear();
        self.wire.begins(step);
    }

    /// Closes a step with what it found.
    pub(crate) fn close(&mut self, step: Step, mut notes: Vec<Note>) {
        notes.append(&mut self.met);
        let shown = self.log.len().saturating_sub(MOST_SHOWN);
        let (head, tail) = (MOST_SHOWN / 2, shown + MOST_SHOWN / 2);
        let kept = self.log.iter().enumerate().filter(|(n, _)| shown == 0 || *n < head || *n >= tail);
        let exchanges = kept
            .map(|(_, (request, response))| Exchanged::new(request, response.as_ref(), &self.secrets))
            .collect();
        let finding = Finding::new(step, notes, exchanges);
        self.wire.found(&finding);
        self.findings.push(finding);
    }

    /// Why the last request brought nothing that could be used.
    pub(crate) fn why(&self) -> Note {
        let Some((request, answer)) = self.log.last() else { return Note::of(Says::NoAnswer) };
        let Some(answer) = answer else {
            return match self.wire.blocked() {
                Some(line) => Note::with(Says::Policy, line),
                None if self.findings.is_empty() => Note::with(Says::NoAnswer, &request.url),
                None => Note::of(Says::Lost),
            };
        };
        let header = |wanted: &str| answer.headers.iter().find(|(name, _)| name == wanted);
        let location = header("location").map(|(_, value)| value.clone()).unwrap_or_default();
        let is_page = answer.body.trim_start().starts_with('<');
        let brief: String = clip(&answer.body).chars().take(160).collect();
        match answer.status {
            300..=399 => Note::with(Says::Redirect, location),
            401 => Note::of(Says::SessionLost),
            429 => Note::of(Says::Lost),
            404 | 405 => Note::with(Says::NotThere, &request.url),
            500..=599 => Note::with(Says::ServerError, answer.status.to_string()),
            _ if is_page => Note::with(Says::Html, &request.url),
            status => Note::with(Says::Foreign, format!("{status} {brief}")),
        }
    }

    /// Why a call failed.
    pub(crate) fn why_failed(&self, outcome: &Outcome) -> Note {
        match outcome {
            Outcome::Failed(Failure::Later { after_ms: None }) => Note::of(Says::SlowedSilently),
            _ => self.why(),
        }
    }
}
