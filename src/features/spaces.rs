//! The list of one's spaces; founding another; what a space is for.

pub mod about_card;
pub mod edit_about;
pub mod fields;
pub mod found;
pub mod founding;
pub mod name_fields;
pub mod preset_rules;
pub mod purpose_bar;
pub mod recorded;
pub mod space_list;

pub use about_card::AboutCard;
pub use edit_about::EditAbout;
pub use found::FoundSpace;
pub use purpose_bar::PurposeBar;
pub use recorded::Recorded;
pub use space_list::SpaceList;
