//! This tab among the others and towards the server: the lead, the word to other tabs, the channel
//! of pokes, and the page's life. All of it brings events; none of it decides.

use crate::platform::channel::Channel;
use crate::platform::events::{self, Events, Poke};
use crate::platform::lifecycle::{self, Moment};
use crate::platform::locks::{self, Lead, Leadership};
use dialect::Profile;
use dialect::capabilities::Pokes;
use std::cell::RefCell;
use std::rc::Rc;
use sync::Event;

/// What is held open as long as the engine runs.
pub(super) struct Presence {
    database: String,
    hand: Rc<dyn Fn(Event)>,
    leadership: RefCell<Option<Leadership>>,
    pokes: RefCell<Option<Events>>,
    channel: RefCell<Option<Channel>>,
    life: RefCell<Option<lifecycle::Watch>>,
}

impl Presence {
    pub(super) fn new(database: &str, hand: Rc<dyn Fn(Event)>) -> Self {
        Self {
            database: database.to_owned(),
            hand,
            leadership: RefCell::default(),
            pokes: RefCell::default(),
            channel: RefCell::default(),
            life: RefCell::default(),
        }
    }

    /// Listens to the other tabs and to the page's life.
    pub(super) fn listen(&self) {
        let hand = Rc::clone(&self.hand);
        let channel = Channel::join(&self.database, move |change| hand(Event::Peer { change }));
        self.channel.replace(Some(channel));
        let hand = Rc::clone(&self.hand);
        self.life.replace(Some(lifecycle::watch(move |moment| {
            hand(match moment {
                Moment::Visible(visible) => Event::Visible(visible),
                Moment::PutAway => Event::Visible(false),
                Moment::Resumed => Event::Resumed,
                Moment::Online => Event::NetHint { online: true },
                Moment::Offline => Event::NetHint { online: false },
            });
        })));
    }

    /// Tells the other tabs where the change counter stands.
    pub(super) fn say(&self, change: u64) {
        if let Some(channel) = &*self.channel.borrow() {
            channel.say(change);
        }
    }

    /// Asks for the lead, or takes it.
    pub(super) fn want_lead(&self, steal: bool) {
        // The old wish is taken back first: two of one tab would wait for one another.
        self.yield_lead();
        let hand = Rc::clone(&self.hand);
        let leadership = locks::lead(&["sync:", &self.database].concat(), steal, move |lead| {
            hand(match lead {
                Lead::Gained => Event::LeaderGained,
                Lead::Lost => Event::LeaderLost,
            });
        });
        self.leadership.replace(Some(leadership));
    }

    /// Gives the lead up.
    pub(super) fn yield_lead(&self) {
        drop(self.leadership.take());
    }

    /// Keeps the channel of pokes open, or closed.
    pub(super) fn want_pokes(&self, wanted: bool, profile: &Profile) {
        let Pokes::Events { url, event } = profile.capabilities().pokes else { return };
        if !wanted || !events::is_supported() {
            drop(self.pokes.take());
            return;
        }
        if self.pokes.borrow().is_some() {
            return;
        }
        let (hand, profile) = (Rc::clone(&self.hand), profile.clone());
        let pokes = Events::open(&url, &event, move |poke| {
            hand(match poke {
                Poke::Open(open) => Event::Pokes { open },
                Poke::Data(data) => Event::Poke(profile.read_poke(&data)),
            });
        });
        self.pokes.replace(Some(pokes));
    }

    /// Lets everything go.
    pub(super) fn leave(&self) {
        self.yield_lead();
        drop(self.pokes.take());
        drop(self.channel.take());
        drop(self.life.take());
    }
}
