//! This tab among the others and towards the server: the lead, the word to other tabs, the channel
//! of pokes, and the page's life. All of it brings events; none of it decides.

use crate::platform::channel::Channel;
use crate::platform::entropy;
use crate::platform::events::{self, Events, Poke};
use crate::platform::lifecycle::{self, Moment};
use crate::platform::locks::{self, Lead, Leadership};
use dialect::Profile;
use dialect::capabilities::Pokes;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use sync::Event;

/// What is held open as long as the engine runs.
pub(super) struct Presence {
    /// What the tabs that share one store call it; a store in memory has a name of its own.
    group: String,
    hand: Rc<dyn Fn(Event)>,
    leadership: RefCell<Option<Leadership>>,
    pokes: RefCell<Option<Events>>,
    channel: RefCell<Option<Channel>>,
    /// Where the tab that sends says whether it reaches the backend: the others send nothing that
    /// could tell them.
    reach: RefCell<Option<Channel>>,
    said_reach: Cell<Option<bool>>,
    life: RefCell<Option<lifecycle::Watch>>,
}

impl Presence {
    /// The presence of a tab whose store is called `database`. Where the store is not `kept` it is this
    /// tab's memory alone: the tab leads itself, since nobody else could send what lies there.
    pub(super) fn new(database: &str, kept: bool, hand: Rc<dyn Fn(Event)>) -> Self {
        Self {
            group: if kept { database.to_owned() } else { [database, ":", &of_this_tab()].concat() },
            hand,
            leadership: RefCell::default(),
            pokes: RefCell::default(),
            channel: RefCell::default(),
            reach: RefCell::default(),
            said_reach: Cell::default(),
            life: RefCell::default(),
        }
    }

    /// Listens to the other tabs and to the page's life. `on_reach` hears whether the tab that
    /// sends reaches the backend.
    pub(super) fn listen(&self, on_reach: impl Fn(bool) + 'static) {
        let reach = Channel::join(&["reach:", &self.group].concat(), move |reaches| on_reach(reaches != 0));
        self.reach.replace(Some(reach));
        let hand = Rc::clone(&self.hand);
        let channel = Channel::join(&self.group, move |change| hand(Event::Peer { change }));
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

    /// Tells the other tabs whether this one, which sends, reaches the backend: when that changes.
    pub(super) fn say_reach(&self, reaches: bool) {
        if self.said_reach.replace(Some(reaches)) == Some(reaches) {
            return;
        }
        if let Some(reach) = &*self.reach.borrow() {
            reach.say(u64::from(reaches));
        }
    }

    /// Asks for the lead, or takes it.
    pub(super) fn want_lead(&self, steal: bool) {
        // The old wish is taken back first: two of one tab would wait for one another.
        self.yield_lead();
        let hand = Rc::clone(&self.hand);
        let leadership = locks::lead(&["sync:", &self.group].concat(), steal, move |lead| {
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
        drop(self.reach.take());
        drop(self.life.take());
    }
}

/// A name that no other tab has.
fn of_this_tab() -> String {
    entropy::below(u64::MAX).to_string()
}
