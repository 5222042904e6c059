//! The doctor's way out of a page: `fetch`, timers, and what the page's own policy stops.

use super::Examination;
use crate::platform::fetch::{self, Abort, Cookies};
use crate::platform::{clock, entropy, page, policy};
use dialect::{Request, Response};
use doctor::{Finding, Preflight, Step, Who, Wire};
use futures_channel::oneshot;
use std::cell::Cell;
use std::rc::Rc;

/// A way out, which tells an examination how far it is.
pub(super) struct Way {
    examination: Examination,
    stop: Rc<Cell<bool>>,
    policy: policy::Watch,
}

impl Way {
    pub(super) fn new(examination: Examination, stop: Rc<Cell<bool>>) -> Self {
        Self { examination, stop, policy: policy::Watch::start() }
    }
}

impl Wire for Way {
    async fn send(&self, who: Who, requests: Vec<Request>) -> Vec<Option<Response>> {
        let cookies = if who == Who::Me { Cookies::Own } else { Cookies::None };
        // All are on their way before the first is waited for.
        let flights = requests.into_iter().map(|request| {
            let (land, landed) = oneshot::channel();
            crate::platform::task::spawn(async move {
                let _ = land.send(fetch::send_with(cookies, &request, &Abort::new()).await);
            });
            landed
        });
        let flights: Vec<_> = flights.collect();
        let mut answers = Vec::new();
        for landed in flights {
            answers.push(landed.await.ok().flatten());
        }
        if answers.iter().any(Option::is_none) {
            // The page hears a moment later that its own policy was the reason.
            let _ = self.policy.verdict().await;
        }
        answers
    }

    /// A page can't ask what its browser asks.
    async fn preflight(&self, _: &Preflight) -> Option<Response> {
        None
    }

    async fn pause(&self, ms: u64) {
        clock::sleep(ms).await;
    }

    fn now_ms(&self) -> i64 {
        clock::wall_ms()
    }

    fn random(&self) -> [u8; 6] {
        entropy::bytes().unwrap_or_default()
    }

    fn begins(&self, step: Step) {
        self.examination.begins(step);
    }

    fn found(&self, finding: &Finding) {
        self.examination.found(finding);
    }

    fn is_stopped(&self) -> bool {
        self.stop.get()
    }

    fn page(&self) -> Option<String> {
        Some(page::origin())
    }

    fn blocked(&self) -> Option<String> {
        self.policy.line()
    }
}
