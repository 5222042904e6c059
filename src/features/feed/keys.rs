//! Keys that work wherever the reader is in the feed, while nobody writes and nothing asks.

use crate::features::feed::aside::{Aside, Beside};
use crate::features::feed::compose::Compose;
use crate::features::feed::composer::COMPOSER_ID;
use crate::routes::path;
use crate::state::{Composer, Space};
use crate::ui::{ListHandle, keys};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use protocol::RecordId;

/// Draws nothing: listens as long as the feed is open.
#[component]
pub fn Keys(
    /// Moves the stream.
    handle: ListHandle<RecordId>,
    /// Takes the reader to the message that it names.
    sought: RwSignal<Option<RecordId>>,
) -> impl IntoView {
    let space = Space::expect();
    let beside = Beside::expect();
    let navigate = use_navigate();
    let reading = Reading { space, compose: Compose::expect(), sought };

    keys::on_plain_key(move |key| {
        match key {
            "?" => beside.open(Aside::Keys),
            "c" | "C" => beside.open(Aside::Channels),
            "n" | "N" => return keys::go_to(COMPOSER_ID),
            "/" => navigate(&path::search(&space.id()), Default::default()),
            "End" => handle.to_end(),
            _ => return keys::is_in_list() && reading.press(key),
        }
        true
    });
}

/// What keys do for who is in the stream.
#[derive(Clone, Copy)]
struct Reading {
    space: Space,
    compose: Compose,
    sought: RwSignal<Option<RecordId>>,
}

impl Reading {
    /// Does what `key` stands for; says whether it stood for something.
    fn press(self, key: &str) -> bool {
        match key {
            "j" | "J" => keys::step(true),
            "k" | "K" => keys::step(false),
            "r" | "R" => self.answer(),
            "u" | "U" => self.to_unread(),
            _ => false,
        }
    }

    /// Answers the message that has the focus, where one may write.
    fn answer(self) -> bool {
        let Some(id) = keys::row_in_focus().map(RecordId::new) else { return false };
        let may_write = self.space.composer().get_untracked() == Composer::Open;
        let stands = self.space.stream().message(&id).is_some_and(|row| row.read_untracked().body.stands());
        if !may_write || !stands {
            return false;
        }
        let name = self.space.name_of(&id).get_untracked();
        self.compose.reply(id, name);
        keys::go_to(COMPOSER_ID)
    }

    fn to_unread(self) -> bool {
        let first = self.space.stream().first_unread().get_untracked();
        let is_there = first.is_some();
        self.sought.set(first);
        is_there
    }
}
