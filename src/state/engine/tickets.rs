//! Writes of screens that wait to be durable.

use super::news::Durable;
use futures_channel::oneshot::{self, Receiver, Sender};
use protocol::Few;
use std::cell::{Cell, RefCell};
use sync::Ticket;

/// Gives each commit a number, and its answer to whoever waits for it.
#[derive(Default)]
pub(super) struct Tickets {
    next: Cell<u64>,
    waiting: RefCell<Few<u64, Sender<Durable>>>,
}

impl Tickets {
    /// A new ticket, and where its answer will come.
    pub(super) fn draw(&self) -> (Ticket, Receiver<Durable>) {
        let number = self.next.get();
        self.next.set(number + 1);
        let (sender, receiver) = oneshot::channel();
        self.waiting.borrow_mut().insert(number, sender);
        (Ticket(number), receiver)
    }

    /// Tells who waits for the ticket `number` how it went.
    pub(super) fn answer(&self, number: u64, durable: Durable) {
        let waiting = self.waiting.borrow_mut().remove(&number);
        if let Some(waiting) = waiting {
            let _ = waiting.send(durable);
        }
    }

    /// Nobody gets an answer any more.
    pub(super) fn clear(&self) {
        self.waiting.borrow_mut().clear();
    }
}
