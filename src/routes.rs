//! Which address shows which page.

pub mod path;
pub mod pattern;

use crate::pages::{
    ConnectPage, FeedPage, Home, JoinPage, MePage, MembersPage, Missing, NewSpacePage, ResetPage,
    RulesEditPage, RulesPage, RulesReadPage, SetUpPage, SignInPage, SpaceLayout, SyncPage,
};
use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Routes};

/// The page of the address that is open.
#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <Routes fallback=Missing>
            <Route path=pattern::home() view=Home/>
            <Route path=pattern::set_up() view=SetUpPage/>
            <Route path=pattern::sign_in() view=SignInPage/>
            <Route path=pattern::join() view=JoinPage/>
            <Route path=pattern::reset() view=ResetPage/>
            <Route path=pattern::connect() view=ConnectPage/>
            <Route path=pattern::new_space() view=NewSpacePage/>
            <Route path=pattern::sync() view=SyncPage/>
            <Route path=pattern::me() view=MePage/>
            <OfSpace/>
            <OfDevelopment/>
        </Routes>
    }
}

/// A space's addresses: the layout opens the space once for all of them.
#[component(transparent)]
fn OfSpace() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=pattern::space() view=SpaceLayout>
            <Route path=pattern::feed() view=FeedPage/>
            <Route path=pattern::rules() view=RulesPage/>
            <Route path=pattern::rules_read() view=RulesReadPage/>
            <Route path=pattern::rules_edit() view=RulesEditPage/>
            <Route path=pattern::rule() view=RulesPage/>
            <Route path=pattern::members() view=MembersPage/>
        </ParentRoute>
    }
    .into_inner()
}

/// What only development builds have.
#[cfg(debug_assertions)]
#[component(transparent)]
fn OfDevelopment() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! { <Route path=pattern::gallery() view=crate::pages::Gallery/> }.into_inner()
}

/// Nothing, in a release build.
#[cfg(not(debug_assertions))]
#[component(transparent)]
fn OfDevelopment() -> impl leptos_router::MatchNestedRoutes + Clone {
    leptos_router::any_nested_route::IntoAnyNestedRoute::into_any_nested_route(())
}
