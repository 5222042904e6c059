//! Looking for words in the open space, on this device and without a network.

pub mod choices;
pub mod found;
pub mod messages;
pub mod panel;

pub use panel::SearchPanel;
