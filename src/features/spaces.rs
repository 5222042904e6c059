//! The list of one's spaces, and founding another.

pub mod found;
pub mod space_list;

pub use found::FoundSpace;
pub use space_list::SpaceList;
