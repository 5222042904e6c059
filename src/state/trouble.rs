//! What can go wrong, as the screens hear of it. `i18n::explain` has the words for each.

use dialect::ProfileError;
use protocol::{Failure, Problem};
use sync::TxFailure;

/// Why something that a person asked for did not happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No answer: no network, or the server is away. Nothing is known to have happened.
    Offline,
    /// The page's own policy lets it send nothing there; what to add to the policy.
    Blocked(String),
    /// The server asks for patience.
    Busy {
        /// How long, milliseconds, if it said.
        after_ms: Option<u64>,
    },
    /// Nobody is signed in, or the session ended.
    SignedOut,
    /// Refused, by the backend or by the same rule on the device; the code says why.
    Refused(Problem),
    /// The disk or the browser's quota is full; nothing was saved.
    Full,
    /// The browser's store is out of reach; nothing was saved.
    Unreachable,
    /// Another program than the expected backend answered: a captive portal, an error page.
    Foreign(String),
    /// The address or the profile of the backend can't be used, in a developer's words.
    Misconfigured(String),
    /// A text is no profile: in a developer's words, and the place and the fault itself.
    BadProfile(String, Box<ProfileError>),
    /// The backend can't do this.
    Unsupported,
    /// A fault of ours, in a developer's words.
    Broken(String),
}

impl Trouble {
    /// The code of a refusal, to show it at the field or the button that it concerns.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Refused(problem) => Some(&problem.code),
            _ => None,
        }
    }

    /// Whether asking again later may help without any change.
    pub fn passes(&self) -> bool {
        matches!(self, Self::Offline | Self::Busy { .. } | Self::Unreachable)
    }
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unknown => Self::Offline,
            Failure::Later { after_ms } => Self::Busy { after_ms },
            Failure::SignedOut => Self::SignedOut,
            Failure::CursorGone => Self::Broken("a cursor outside a pull".to_owned()),
            Failure::Forbidden => Self::Refused(Problem::new(403, "forbidden")),
            Failure::Foreign(what) => Self::Foreign(what),
        }
    }
}

impl From<TxFailure> for Trouble {
    fn from(failure: TxFailure) -> Self {
        match failure {
            TxFailure::Quota => Self::Full,
            TxFailure::Lost => Self::Unreachable,
            TxFailure::Guard { key } => Self::Broken(format!("the guard {key} did not hold")),
            TxFailure::Aborted(words) => Self::Broken(words),
        }
    }
}

impl From<Problem> for Trouble {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem)
    }
}
