//! What a person keeps for themselves while they read and type: the draft and the reading
//! position. They change with every key and every scroll, and are written when that rests, or when
//! the page is about to go.

use super::Space;
use crate::platform::lifecycle;
use crate::state::keepsake::{self, Keepsake};
use domain::intent;
use domain::kinds::{Draft, KnownKind, draft_id, read_id};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use protocol::RecordId;
use std::cell::RefCell;
use std::rc::Rc;

/// How long typing or scrolling rests before it is written, milliseconds.
const REST_MS: u32 = 700;

/// What is to be written.
#[derive(Default)]
pub(super) struct Drawer {
    draft: RefCell<Option<String>>,
    /// What was typed since the space opened and not posted, written down already or not.
    typed: RefCell<String>,
    read: RefCell<Option<(i64, RecordId)>>,
    /// What came to where one reads while the page was hidden.
    unseen: RefCell<Option<RecordId>>,
    rest: RefCell<Option<Timeout>>,
    watch: RefCell<Option<lifecycle::Watch>>,
}

impl Space {
    /// Keeps the text that is being written. Call it on every input; it is written when typing
    /// rests, and when the page is hidden.
    pub fn keep_draft(self, text: String) {
        let Some(drawer) = self.drawer.try_get_value() else { return };
        drawer.typed.replace(text.clone());
        drawer.draft.replace(Some(text));
        self.write_soon(&drawer);
    }

    /// Marks everything up to `id` as read. Cheap to call while scrolling. Nobody reads in a page that is
    /// hidden: what comes there is read once it is looked at.
    pub fn mark_read(self, id: RecordId) {
        let Some(drawer) = self.drawer.try_get_value() else { return };
        if !lifecycle::is_visible() {
            drawer.unseen.replace(Some(id));
            return;
        }
        let Some((at, is_sent)) = self.stream.stands(&id) else { return };
        // The server's time is the place in the stream: before it is known, there is no place.
        let is_further =
            drawer.read.borrow().as_ref().is_none_or(|(known, known_id)| (at, &id) > (*known, known_id));
        if is_sent && is_further {
            drawer.read.replace(Some((at, id)));
            self.write_soon(&drawer);
        }
    }

    fn write_soon(self, drawer: &Rc<Drawer>) {
        let later = Timeout::new(REST_MS, move || self.empty_drawer());
        drawer.rest.replace(Some(later));
    }

    /// Writes what lies in the drawer. Judged at once, since the space may be about to be closed.
    pub(super) fn empty_drawer(self) {
        let Some(drawer) = self.drawer.try_get_value() else { return };
        let (draft, read) = (drawer.draft.take(), drawer.read.take());
        if let Some(text) = draft {
            self.save_draft(text);
        }
        if let Some((at, id)) = read {
            self.save_position(at, id);
        }
    }

    /// What stands in the composer, written down already or not.
    pub fn typed(self) -> String {
        let typed = self.drawer.try_with_value(|drawer| drawer.draft.borrow().clone()).flatten();
        typed.unwrap_or_else(|| self.stream.draft().get_untracked())
    }

    /// The draft is posted: what was typed is not to be written any more.
    pub(super) fn forget_draft(self) {
        if let Some(drawer) = self.drawer.try_get_value() {
            drawer.draft.take();
            drawer.typed.take();
        }
    }

    /// What was typed here and not posted, also after the space was closed to this person: the page
    /// alone knows it then.
    pub fn left_over(self) -> String {
        self.drawer.try_with_value(|drawer| drawer.typed.borrow().clone()).unwrap_or_default()
    }

    fn save_draft(self, text: String) {
        if self.keep_here(|kept| kept.draft.clone_from(&text)) {
            return;
        }
        self.intend_now(|desk, records| {
            let id = draft_id(desk.space, &desk.actor.person);
            intent::save_draft(desk, records.get(KnownKind::Draft, &id), &text)
        });
    }

    fn save_position(self, at: i64, message: RecordId) {
        if self.keep_here(|kept| kept.upto = kept.upto.take().max(Some((at, message.clone())))) {
            return;
        }
        self.intend_now(|desk, records| {
            let id = read_id(desk.space, &desk.actor.person);
            intent::mark_read(desk, records.get(KnownKind::Read, &id), at, message)
        });
    }

    /// Where the backend keeps nothing private: changes what this device keeps. Says whether so.
    pub(super) fn keep_here(self, change: impl FnOnce(&mut Keepsake)) -> bool {
        let Some(driver) = self.engine.driver().filter(|driver| !driver.keeps_private()) else {
            return false;
        };
        let Some(space) = self.id.try_get_value() else { return true };
        keepsake::update(driver.database(), &space, change);
        true
    }

    /// Writes before the page goes, and shows the draft that other tabs and devices keep.
    pub(super) fn tend_drawer(self) {
        let watch = lifecycle::watch(move |moment| {
            if matches!(moment, lifecycle::Moment::Visible(false) | lifecycle::Moment::PutAway) {
                self.empty_drawer();
            } else if let Some(drawer) = self.drawer.try_get_value() {
                let unseen = drawer.unseen.take();
                unseen.into_iter().for_each(|id| self.mark_read(id));
            }
        });
        self.drawer.with_value(|drawer| drawer.watch.replace(Some(watch)));
        let (rows, me, space) = (self.tables().drafts.rows().clone(), self.session.me(), self.id());
        Effect::new(move |_| {
            self.engine.generation().track();
            if let Some(kept) = keepsake::of(self.engine, &space) {
                self.stream.set_draft(kept.draft);
                return;
            }
            let Some(person) = me.read().as_ref().map(|me| me.person.clone()) else { return };
            let Some(row) = rows.get(&draft_id(&space, &person)) else { return };
            let Draft { text, .. } = &row.body;
            // While something typed here waits to be written, it is the newer text.
            let is_typing = self.drawer.with_value(|drawer| drawer.draft.borrow().is_some());
            if !is_typing {
                self.stream.set_draft(text.clone());
            }
        });
        on_cleanup(move || self.empty_drawer());
    }
}
