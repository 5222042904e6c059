//! One file per address: each page arranges features in the shell, and holds no logic. What is not
//! needed before the first space screen is drawn by [`later`].

pub mod about;
pub mod connect;
pub mod cover;
pub mod feed;
#[cfg(debug_assertions)]
pub mod gallery;
pub mod guards;
pub mod held;
pub mod home;
pub mod join;
pub mod later;
pub mod locked;
pub mod me;
pub mod member;
pub mod members;
pub mod missing;
pub mod new_notice;
pub mod new_space;
pub mod notice;
pub mod notices;
pub mod post;
pub mod reset;
pub mod rules;
pub mod rules_edit;
pub mod rules_read;
pub mod search;
pub mod set_up;
pub mod shell;
pub mod sign_in;
pub mod space;
pub mod sync;
pub mod threshold;
pub mod whereabouts;

pub use about::AboutPage;
pub use connect::ConnectPage;
pub use cover::Cover;
pub use feed::FeedPage;
#[cfg(debug_assertions)]
pub use gallery::Gallery;
pub use guards::GuardsPage;
pub use held::HeldPage;
pub use home::Home;
pub use join::JoinPage;
pub use locked::LockedPage;
pub use me::MePage;
pub use member::MemberPage;
pub use members::MembersPage;
pub use missing::Missing;
pub use new_notice::NewNoticePage;
pub use new_space::NewSpacePage;
pub use notice::NoticePage;
pub use notices::NoticesPage;
pub use post::PostPage;
pub use reset::ResetPage;
pub use rules::RulesPage;
pub use rules_edit::RulesEditPage;
pub use rules_read::RulesReadPage;
pub use search::SearchPage;
pub use set_up::SetUpPage;
pub use shell::{Shell, ShellHeight, ShellKind};
pub use sign_in::{SignInHere, SignInPage};
pub use space::SpaceLayout;
pub use sync::SyncPage;
pub use threshold::Threshold;
pub use whereabouts::Whereabouts;
