//! Which address shows which page.

pub mod path;
pub mod pattern;

use crate::pages::{FeedPage, Home, Missing, SpaceLayout, later};
use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Routes};

/// The page of the address that is open.
#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <Routes fallback=Missing>
            <Route path=pattern::home() view=Home/>
            <Route path=pattern::set_up() view=later::set_up/>
            <Route path=pattern::sign_in() view=later::sign_in/>
            <Route path=pattern::join() view=later::join/>
            <Route path=pattern::reset() view=later::reset/>
            <Route path=pattern::pass() view=later::pass/>
            <Route path=pattern::connect() view=later::connect/>
            <Route path=pattern::new_space() view=later::new_space/>
            <Route path=pattern::sync() view=later::sync/>
            <Route path=pattern::me() view=later::me/>
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
            <Route path=pattern::rules() view=later::rules/>
            <Route path=pattern::rules_read() view=later::rules_read/>
            <Route path=pattern::rules_edit() view=later::rules_edit/>
            <Route path=pattern::proposals() view=later::proposals/>
            <Route path=pattern::propose() view=later::propose/>
            <Route path=pattern::rule() view=later::rules/>
            <Route path=pattern::guards() view=later::guards/>
            <Route path=pattern::held() view=later::held/>
            <Route path=pattern::notices() view=later::notices/>
            <Route path=pattern::new_notice() view=later::new_notice/>
            <Route path=pattern::notice() view=later::notice/>
            <Route path=pattern::search() view=later::search/>
            <Route path=pattern::about() view=later::about/>
            <Route path=pattern::members() view=later::members/>
            <Route path=pattern::member() view=later::member/>
            <Route path=pattern::post() view=later::post/>
            <Route path=pattern::scheduled() view=later::scheduled/>
            <Route path=pattern::told() view=later::told/>
            <Route path=pattern::welcome() view=later::welcome/>
            <Route path=pattern::handover() view=later::handover/>
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
