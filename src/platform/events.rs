//! The channel of pokes: server-sent events, with a reconnect of our own. `EventSource` by itself
//! gives up on some errors and hammers on others.

use crate::platform::{clock, entropy, lifecycle, window};
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use wasm_bindgen::JsCast;
use web_sys::{EventSource, MessageEvent};

/// The first wait before a reconnect, and the longest, milliseconds. The wait is drawn from
/// nothing up to the bound, which doubles: a thousand phones must not return as one.
const FIRST_WAIT_MS: u64 = 1_000;
const LONGEST_WAIT_MS: u64 = 60_000;

/// A connection that lived this long was a good one: the next wait starts small again.
const GOOD_LIFE_MS: u64 = 10_000;

/// What the channel tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Poke {
    /// It opened, or closed.
    Open(bool),
    /// An event's data.
    Data(String),
}

/// An open channel; it closes when this is dropped.
pub struct Events {
    inner: Rc<Inner>,
    _lifecycle: lifecycle::Watch,
}

struct Inner {
    url: String,
    event: String,
    handler: Box<dyn Fn(Poke)>,
    source: RefCell<Option<Source>>,
    retry: RefCell<Option<Timeout>>,
    wait_ms: Cell<u64>,
}

/// One connection. Its listeners go with it.
struct Source {
    source: EventSource,
    opened_ms: Rc<Cell<Option<u64>>>,
    _listeners: [EventListener; 3],
}

impl Drop for Source {
    fn drop(&mut self) {
        self.source.close();
    }
}

impl Events {
    /// Opens the channel at `url` and tells `handler` of events called `event`, until it is
    /// dropped. While the page is put away (back-forward cache) the connection is closed, since
    /// an open one would forbid that.
    pub fn open(url: &str, event: &str, handler: impl Fn(Poke) + 'static) -> Self {
        let inner = Rc::new(Inner {
            url: url.to_owned(),
            event: event.to_owned(),
            handler: Box::new(handler),
            source: RefCell::default(),
            retry: RefCell::default(),
            wait_ms: Cell::new(FIRST_WAIT_MS),
        });
        inner.connect();
        let weak = Rc::downgrade(&inner);
        let watch = lifecycle::watch(move |moment| {
            let Some(inner) = weak.upgrade() else { return };
            match moment {
                lifecycle::Moment::PutAway => inner.disconnect(),
                lifecycle::Moment::Resumed | lifecycle::Moment::Online => inner.connect_anew(),
                lifecycle::Moment::Visible(true) => inner.connect(),
                lifecycle::Moment::Visible(false) | lifecycle::Moment::Offline => {}
            }
        });
        Self { inner, _lifecycle: watch }
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        self.inner.retry.take();
        self.inner.source.take();
    }
}

impl Inner {
    /// Connects where there is no connection. A wait that was under way ends.
    fn connect(self: &Rc<Self>) {
        self.retry.take();
        if self.source.borrow().is_some() {
            return;
        }
        match EventSource::new(&self.url) {
            Ok(source) => {
                let source = self.listen(source);
                self.source.replace(Some(source));
            }
            Err(_) => self.retry_later(),
        }
    }

    fn connect_anew(self: &Rc<Self>) {
        self.wait_ms.set(FIRST_WAIT_MS);
        self.disconnect();
        self.connect();
    }

    fn disconnect(&self) {
        self.retry.take();
        let was_open = self.source.take().is_some_and(|source| source.opened_ms.get().is_some());
        if was_open {
            (self.handler)(Poke::Open(false));
        }
    }

    fn listen(self: &Rc<Self>, source: EventSource) -> Source {
        let opened_ms = Rc::new(Cell::new(None));
        let on = |name: &str, act: fn(&Rc<Self>, &web_sys::Event)| {
            let weak = Rc::downgrade(self);
            EventListener::new(&source, name.to_owned(), move |event| {
                if let Some(inner) = Weak::upgrade(&weak) {
                    act(&inner, event);
                }
            })
        };
        let listeners = [
            on("open", |inner, _| inner.on_open()),
            on("error", |inner, _| inner.on_error()),
            on(&self.event, |inner, event| {
                let data = event.dyn_ref::<MessageEvent>().and_then(|message| message.data().as_string());
                (inner.handler)(Poke::Data(data.unwrap_or_default()));
            }),
        ];
        Source { source, opened_ms, _listeners: listeners }
    }

    fn on_open(&self) {
        if let Some(source) = &*self.source.borrow() {
            source.opened_ms.set(Some(clock::mono_ms()));
        }
        (self.handler)(Poke::Open(true));
    }

    fn on_error(self: &Rc<Self>) {
        let Some(source) = self.source.take() else { return };
        let opened_ms = source.opened_ms.get();
        drop(source);
        if let Some(opened_ms) = opened_ms {
            if clock::mono_ms().saturating_sub(opened_ms) > GOOD_LIFE_MS {
                self.wait_ms.set(FIRST_WAIT_MS);
            }
            (self.handler)(Poke::Open(false));
        }
        self.retry_later();
    }

    fn retry_later(self: &Rc<Self>) {
        let bound = self.wait_ms.get();
        self.wait_ms.set((bound * 2).min(LONGEST_WAIT_MS));
        let wait = u32::try_from(entropy::below(bound)).unwrap_or(u32::MAX);
        let weak = Rc::downgrade(self);
        self.retry.replace(Some(Timeout::new(wait, move || {
            if let Some(inner) = weak.upgrade() {
                // The timer that runs must not be dropped by its own work.
                if let Some(timer) = inner.retry.take() {
                    timer.forget();
                }
                inner.connect();
            }
        })));
    }
}

/// Whether this browser has server-sent events at all.
pub fn is_supported() -> bool {
    window().is_some_and(|window| crate::platform::has(&window, "EventSource"))
}
