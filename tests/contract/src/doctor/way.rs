//! The doctor's way out over blocking HTTP: what is sent at the same time, is sent by threads.

use crate::http::Client;
use crate::talk;
use dialect::{Request, Response};
use doctor::{Finding, Preflight, Step, Who, Wire};
use std::cell::RefCell;
use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// What the doctor tells while it works.
#[derive(Debug)]
pub enum Told<'a> {
    /// A step begins.
    Begins(Step),
    /// A step found something.
    Found(&'a Finding),
}

/// A way out.
pub struct Way {
    /// One browser each for who asks, the second person, and nobody.
    clients: [RefCell<Client>; 3],
    hear: Box<dyn Fn(Told<'_>)>,
    stop: Arc<AtomicBool>,
}

impl fmt::Debug for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Way").finish_non_exhaustive()
    }
}

impl Way {
    /// A way out through browsers like `client`, which keep their cookies apart.
    pub fn new(client: Client, hear: impl Fn(Told<'_>) + 'static) -> Self {
        let clients = [client.clone(), client.clone(), client].map(RefCell::new);
        Self { clients, hear: Box::new(hear), stop: Arc::default() }
    }

    /// What stops the examination, once it is set.
    pub fn stop(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stop)
    }

    fn client(&self, who: Who) -> &RefCell<Client> {
        let [me, second, nobody] = &self.clients;
        match who {
            Who::Me => me,
            Who::Second => second,
            Who::Nobody => nobody,
        }
    }
}

impl Wire for Way {
    async fn send(&self, who: Who, requests: Vec<Request>) -> Vec<Option<Response>> {
        let client = self.client(who);
        if let [request] = requests.as_slice() {
            let answer = client.borrow_mut().send(request);
            if who == Who::Nobody {
                client.borrow_mut().forget();
            }
            return vec![answer];
        }
        let like = client.borrow().clone();
        let sent = requests.into_iter().map(|request| {
            let mut client = like.clone();
            std::thread::spawn(move || client.send(&request))
        });
        let sent: Vec<_> = sent.collect();
        sent.into_iter().map(|thread| thread.join().ok().flatten()).collect()
    }

    async fn preflight(&self, ask: &Preflight) -> Option<Response> {
        self.client(Who::Nobody).borrow_mut().preflight(ask)
    }

    async fn pause(&self, ms: u64) {
        std::thread::sleep(Duration::from_millis(ms));
    }

    fn now_ms(&self) -> i64 {
        talk::wall_ms()
    }

    fn random(&self) -> [u8; 6] {
        // Enough to tell two examinations apart: the clock's nanoseconds and the process.
        let nanos = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        let mixed = nanos.as_nanos() ^ (u128::from(std::process::id()) << 32);
        let [a, b, c, d, e, f, ..] = mixed.to_le_bytes();
        [a, b, c, d, e, f]
    }

    fn begins(&self, step: Step) {
        (self.hear)(Told::Begins(step));
    }

    fn found(&self, finding: &Finding) {
        (self.hear)(Told::Found(finding));
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn page(&self) -> Option<String> {
        None
    }

    fn blocked(&self) -> Option<String> {
        None
    }
}

/// Runs what never waits for anything but a [`Way`], which answers at once.
pub(super) fn at_once<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(done) = work.as_mut().poll(&mut context) {
            return done;
        }
    }
}
