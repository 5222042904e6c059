//! Keys that work wherever the reader is in the feed, while nobody writes and nothing asks.

use crate::features::feed::aside::{Aside, Beside};
use crate::features::feed::composer::COMPOSER_ID;
use crate::routes::path;
use crate::state::Space;
use crate::ui::{ListHandle, keys};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use protocol::RecordId;

/// Draws nothing: listens as long as the feed is open.
#[component]
pub fn Keys(
    /// Moves the stream.
    handle: ListHandle<RecordId>,
) -> impl IntoView {
    let space = Space::expect();
    let beside = Beside::expect();
    let navigate = use_navigate();

    keys::on_plain_key(move |key| {
        match key {
            "?" => beside.open(Aside::Keys),
            "c" | "C" => beside.open(Aside::Channels),
            "n" | "N" => return keys::go_to(COMPOSER_ID),
            "/" => navigate(&path::search(&space.id()), Default::default()),
            "End" => handle.to_end(),
            _ => return false,
        }
        true
    });
}
