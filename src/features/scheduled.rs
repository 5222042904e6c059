//! Posts that go at a time: writing them, what waits, sending them.

pub mod dispatcher;
pub mod form;
pub mod list;
pub mod not_let_in;

pub use dispatcher::Dispatcher;
pub use list::ScheduledPosts;
pub use not_let_in::NotLetIn;
