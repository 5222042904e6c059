//! The steps, by what they are about. Each gives what it found; the order stands in
//! [`crate::run`].

pub(crate) mod cleanup;
pub(crate) mod contest;
pub(crate) mod cors;
pub(crate) mod deletion;
pub(crate) mod enter;
pub(crate) mod feed;
pub(crate) mod limits;
pub(crate) mod records;
pub(crate) mod rights;

use crate::report::Note;
use crate::says::Says;

/// What a step found: one thing.
fn just(says: Says) -> Vec<Note> {
    vec![Note::of(says)]
}

/// Either what a step found, or why it could find nothing.
fn either(found: Result<Vec<Note>, Note>) -> Vec<Note> {
    found.unwrap_or_else(|why| vec![why])
}
