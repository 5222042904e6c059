//! Finding messages on a device by an index that follows what is new. Pure: it says what to read and
//! what to keep, and others do it.
//!
//! What a device holds of a space lies in sealed segments, which never change, and in a few rows.
//! A [`Sheet`] says of a segment which grams its messages have; it is made once, when the segment is
//! new, and goes with it. A [`Hunt`] reads the rows and those segments that may hold what is looked
//! for; where a sheet is missing, the segment is read. So an answer never rests on the index being
//! there or complete: it only saves reading.

pub mod hunt;
pub mod index;
pub mod sheet;
pub mod upkeep;

pub use hunt::{Hit, Hunt, MOST_HITS, Sieve};
pub use index::Index;
pub use sheet::Sheet;
pub use upkeep::Upkeep;
