//! The bridge between the engine and the screens: handles that views read and call.
//!
//! All handles are `Copy` and lie in context from [`provide`] on; take one with `expect()`.
//!
//! | handle | answers |
//! |---|---|
//! | [`Session`] | who is signed in; sign in and out, set up, join, reset, devices, password |
//! | [`Engine`] | how sync stands; the outbox, its decisions and its export; issues to surface |
//! | [`Spaces`] | my spaces; found another |
//! | [`Space`] | the open space, provided by its layout with `Space::provide(id)`: about, members, rules, confirmation, invitations, audit, [`Stream`]; every verb of a member |
//! | [`Backend`] | which backend, what it can't do; connect another |
//! | [`Examination`] | the doctor: examines a backend, keeps its report |
//! | [`Prefs`] | language and theme |
//! | [`ServerClock`] | the server's time |
//! | [`device`] | copy, save a file, title, storage facts: free functions |
//!
//! Typed input and answers come from `domain`: `intent::{NewSpace, Profile}`, `policy::Action`,
//! `kinds::*`, `Refusal`.
//!
//! Rules of the house: a verb that writes is `async` and resolves when the write is durable on
//! this device (`Ok`) or was not kept at all (`Err(Trouble)`); sending goes on behind it and shows
//! in [`Row::pending`] and [`Engine::outbox`]. Call verbs from `Action::new_local`. Lists are
//! [`Rows`]: an order for `<For>`, and a signal for each row.

pub mod asking;
pub mod backend;
mod before_leaving;
pub mod clock;
pub mod device;
pub mod engine;
pub mod examination;
pub mod groups;
mod keepsake;
mod keys;
mod ledger;
pub mod outbox;
pub mod outside;
pub mod prefs;
mod profiles;
pub mod row;
pub mod session;
pub mod space;
pub mod spaces;
mod table;
pub mod trouble;
mod typed;
mod vault;
mod wire;

pub use backend::{Backend, Choice, Clash, Fault, ProfileError, Shape, Weakness};
pub use before_leaving::before_leaving;
pub use clock::ServerClock;
pub use engine::{Engine, Saved, SyncStatus};
pub use examination::Examination;
pub use finder::{Hit, MOST_HITS, Sieve};
pub use groups::{Group, Groups};
pub use keepsake::{Founding, Progress};
pub use outbox::{Fate, Waiting};
pub use prefs::{Language, Prefs, Theme};
pub use row::{Pending, Row, RowSignal, Rows};
pub use session::{Session, SignedOut, Standing, Unsent};
pub use space::channels::{ChannelShown, MoveReach};
pub use space::guards::Foresight;
pub use space::handover::PassedOnBy;
pub use space::notices::NoticeRoll;
pub use space::pace::Slots;
pub use space::proposals::{Opinions, Voices};
pub use space::rules::{Law, Reading, Roll, Signed};
pub use space::stream::Stream;
pub use space::talk::Posting;
pub use space::{Composer, Dispatch, NewInvite, Phase, Space};
pub use spaces::news::{Bulletin, News, NewsSort};
pub use spaces::{SpaceCard, Spaces};
pub use sync::{Issue, Resolution};
pub use trouble::Trouble;
pub use typed::Typed;

/// Puts every handle in context and starts the session. The shell calls it once.
pub fn provide() {
    Prefs::provide();
    let clock = ServerClock::provide();
    let backend = Backend::provide();
    let engine = Engine::provide(clock);
    let session = Session::provide(backend, engine, clock);
    Spaces::provide(engine, session, clock);
}
