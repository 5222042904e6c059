//! What the doctor found: steps, what each found, and what follows from all of it.

use crate::evidence::Exchanged;
use crate::says::{Part, Says};
use serde::{Deserialize, Serialize};

macro_rules! steps {
    ($($(#[$doc:meta])* $name:ident: $key:literal,)+) => {
        /// A step of the examination, in order.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Step {
            $($(#[$doc])* #[serde(rename = $key)] $name,)+
        }

        impl Step {
            /// All of them, in order.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The last part of the key of its words.
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)+
                }
            }
        }
    };
}

steps! {
    /// The address answers, and in JSON.
    Reach: "reach",
    /// Signing in, and a wrong password.
    SignIn: "sign_in",
    /// The list of scopes.
    Scopes: "scopes",
    /// Creating a record of one's own.
    Create: "create",
    /// Reading it back exactly.
    ReadBack: "read_back",
    /// The same creation again.
    Replay: "replay",
    /// Changing it.
    Update: "update",
    /// Changing what has changed since.
    Stale: "stale",
    /// Six writers at the same moment.
    Race: "race",
    /// What changed since.
    Feed: "feed",
    /// Lists in small pages.
    Paging: "paging",
    /// A filter that nobody knows.
    Filters: "filters",
    /// Deleting.
    Delete: "delete",
    /// Creating again what was deleted.
    Resurrect: "resurrect",
    /// The server's clock.
    Clock: "clock",
    /// The largest record.
    Size: "size",
    /// Many requests at once.
    Pressure: "pressure",
    /// A session that does not hold.
    BadToken: "bad_token",
    /// Somebody else.
    Second: "second",
    /// What a page of another origin may do.
    Cors: "cors",
    /// Taking back what was written.
    CleanUp: "clean_up",
}

/// What became of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// As it should be.
    Passed,
    /// Missing on the server, and the app makes up for it or lives with it.
    Limited,
    /// Wrong: the app can't make up for it.
    Failed,
    /// It could not be found out.
    Unknown,
    /// It does not apply here, or was left out.
    Skipped,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What.
    pub says: Says,
    /// A particular, for its words: a number, a place, a header.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// What a step found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The step.
    pub step: Step,
    /// What became of it.
    pub verdict: Verdict,
    /// What it found, in order.
    pub notes: Vec<Note>,
    /// What was asked and answered, without secrets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exchanges: Vec<Exchanged>,
}

/// What follows from all steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overall {
    /// Everything works.
    Works,
    /// It works, and something is missing.
    Limited,
    /// The app can't rely on it.
    Fails,
    /// It was not examined to the end.
    Incomplete,
}

/// All that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The profile's name.
    pub profile: String,
    /// Where the backend is.
    pub backend: String,
    /// When, UTC milliseconds.
    pub at: i64,
    /// Each step that was come to, in order.
    pub findings: Vec<Finding>,
}

impl Note {
    /// A finding without particulars.
    pub fn of(says: Says) -> Self {
        Self { says, detail: String::new() }
    }

    /// A finding with one.
    pub fn with(says: Says, detail: impl Into<String>) -> Self {
        Self { says, detail: detail.into() }
    }
}

impl Finding {
    /// What the notes come to.
    pub(crate) fn new(step: Step, notes: Vec<Note>, exchanges: Vec<Exchanged>) -> Self {
        let has = |part: Part| notes.iter().any(|note| note.says.part() == part);
        let verdict = if has(Part::Broken) {
            Verdict::Failed
        } else if has(Part::Untold) {
            Verdict::Unknown
        } else if has(Part::Degraded) || has(Part::Unenforced) {
            Verdict::Limited
        } else if has(Part::Skip) && !has(Part::Works) {
            Verdict::Skipped
        } else {
            Verdict::Passed
        };
        Self { step, verdict, notes, exchanges }
    }
}

impl Report {
    /// What follows.
    pub fn overall(&self) -> Overall {
        let any = |verdict| self.findings.iter().any(|finding| finding.verdict == verdict);
        let stopped = self.has(Says::Stopped);
        if any(Verdict::Failed) {
            Overall::Fails
        } else if stopped || any(Verdict::Unknown) {
            Overall::Incomplete
        } else if any(Verdict::Limited) {
            Overall::Limited
        } else {
            Overall::Works
        }
    }

    /// The notes of one part, each once.
    pub fn notes(&self, part: Part) -> Vec<&Note> {
        let mut notes: Vec<&Note> = Vec::new();
        for note in self.findings.iter().flat_map(|finding| &finding.notes) {
            if note.says.part() == part && !notes.contains(&note) {
                notes.push(note);
            }
        }
        notes
    }

    /// What could be changed on the server, each once.
    pub fn advice(&self) -> Vec<Says> {
        let mut advice: Vec<Says> = Vec::new();
        for note in self.findings.iter().flat_map(|finding| &finding.notes) {
            if note.says.has_advice() && !advice.contains(&note.says) {
                advice.push(note.says);
            }
        }
        advice
    }

    /// Whether something was found.
    pub fn has(&self, says: Says) -> bool {
        self.findings.iter().flat_map(|finding| &finding.notes).any(|note| note.says == says)
    }

    /// What a step came to; `None` where it was not come to.
    pub fn verdict(&self, step: Step) -> Option<Verdict> {
        self.findings.iter().find(|finding| finding.step == step).map(|finding| finding.verdict)
    }

    /// The same without what was asked and answered, to be kept.
    #[must_use]
    pub fn without_exchanges(mut self) -> Self {
        self.findings.iter_mut().for_each(|finding| finding.exchanges.clear());
        self
    }
}
