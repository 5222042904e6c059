//! The patterns of all addresses, for the table of routes and for the tests of the links. Those of
//! a space are relative to it.

use leptos_router::{PossibleRouteMatch, path};

macro_rules! patterns {
    ($($(#[$doc:meta])* $name:ident => $path:tt,)+) => {
        $($(#[$doc])* pub fn $name() -> impl PossibleRouteMatch + Clone + Send + 'static { path!($path) })+
    };
}

patterns! {
    /// My spaces.
    home => "/",
    /// The first account.
    set_up => "/setup",
    /// Signing in.
    sign_in => "/signin",
    /// An invitation.
    join => "/join",
    /// A reset link.
    reset => "/reset",
    /// A link for another device.
    pass => "/pass",
    /// Founding a space.
    new_space => "/new",
    /// A space; the next ones stand below it.
    space => "/s/:space",
    /// Its feed.
    feed => "",
    /// Its rules.
    rules => "/rules",
    /// Reading them.
    rules_read => "/rules/read",
    /// Writing them.
    rules_edit => "/rules/edit",
    /// What members propose for them.
    proposals => "/rules/proposals",
    /// Proposing something.
    propose => "/rules/propose",
    /// One of them.
    rule => "/rules/:no",
    /// Its guards.
    guards => "/guards",
    /// What they have set aside.
    held => "/held",
    /// Its announcements.
    notices => "/notices",
    /// Announcing something.
    new_notice => "/notices/new",
    /// One of them.
    notice => "/notices/:notice",
    /// Looking for words in it.
    search => "/search",
    /// What it is for.
    about => "/about",
    /// Its members.
    members => "/members",
    /// One of them.
    member => "/members/:person",
    /// One post.
    post => "/post/:message",
    /// What goes into it later.
    scheduled => "/scheduled",
    /// How much of it one wants to be told.
    told => "/told",
    /// What is one's own after coming in.
    welcome => "/welcome",
    /// Handing it over.
    handover => "/handover",
    /// What waits.
    sync => "/sync",
    /// One's own things.
    me => "/me",
    /// The backend.
    connect => "/connect",
    /// The parts.
    gallery => "/gallery",
}
