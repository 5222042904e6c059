//! What an answer shows of a fault, for the count of outcomes that a fault changed.

use super::feed::NoPage;
use protocol::Problem;

/// What an answer did beside being one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// A cursor was unknown: reset.
    CursorReset,
    /// A cursor was too old: purged.
    CursorPurged,
    /// A right was missing.
    NoRight,
    /// A kind is taken no more.
    KindRefused,
}

impl Remark {
    /// Why there was no page.
    pub fn of(why: &NoPage) -> Self {
        match why {
            NoPage::Forbidden => Self::NoRight,
            NoPage::Reset => Self::CursorReset,
            NoPage::Purged => Self::CursorPurged,
        }
    }

    /// Why a write was refused, where that is a fault's doing.
    pub fn on(problem: &Problem) -> Option<Self> {
        match problem.code.as_str() {
            "not-a-member" => Some(Self::NoRight),
            "unknown-kind" => Some(Self::KindRefused),
            _ => None,
        }
    }
}
