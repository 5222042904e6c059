//! What a person may read: a scope whole, one's own part of it, or nothing.

use super::{Action, Actor, Context, may};
use crate::kinds::MemberState;
use protocol::Audience;

/// How far a person reads into a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Nothing.
    Nothing,
    /// The records whose subject they are.
    Own,
    /// Every record.
    Everything,
}

/// How far `actor` reads into the scope of `audience`. No kind of this version is for *keys* or
/// a *label*, so nobody reads there yet.
pub fn reach(actor: &Actor, audience: &Audience, context: &Context) -> Reach {
    let is_reader = may(actor, Action::ReadStream, context).is_ok();
    let is_staff = actor.is_staff(context);
    match audience {
        Audience::All if is_reader => Reach::Everything,
        Audience::Staff | Audience::Personal if is_staff => Reach::Everything,
        Audience::Personal | Audience::Private if is_reader => Reach::Own,
        // Who was removed still reads why.
        Audience::Personal if actor.state() == Some(&MemberState::Removed) => Reach::Own,
        _ => Reach::Nothing,
    }
}
