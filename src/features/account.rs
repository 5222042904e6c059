//! Accounts: the first start, signing in, joining by an invitation, one's own page.

pub mod account_fields;
pub mod backend;
pub mod connect;
pub mod dead_link;
pub mod devices;
pub mod examine;
pub mod invitation;
pub mod join;
pub mod locked;
pub mod look_around;
pub mod password;
pub mod persona_bar;
pub mod preferences;
pub mod profile;
pub mod report;
pub mod reset;
pub mod set_up;
pub mod sign_in;
pub mod sign_out;
pub mod storage;
pub mod trouble;

pub use backend::Weaknesses;
pub use connect::ConnectBackend;
pub use devices::Devices;
pub use join::JoinByInvitation;
pub use locked::Locked;
pub use look_around::LookAround;
pub use password::ChangePassword;
pub use persona_bar::PersonaBar;
pub use preferences::{LanguageChoice, ThemeChoice};
pub use reset::ResetPassword;
pub use set_up::SetUp;
pub use sign_in::SignIn;
pub use sign_out::SignOut;
pub use storage::StorageUsed;
