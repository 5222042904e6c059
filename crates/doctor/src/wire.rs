//! The way out: what sends, waits and tells the time for the doctor.

use crate::report::{Finding, Step};
use dialect::{Method, Request, Response};
use std::future::Future;

/// As whom a request goes out: each has cookies of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Who asked for the examination.
    Me,
    /// Somebody else, with an account of their own.
    Second,
    /// Nobody: no cookies.
    Nobody,
}

/// What a browser asks before it lets a page of another origin send a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preflight {
    /// Where the request is to go.
    pub url: String,
    /// The page's origin.
    pub origin: String,
    /// The request's verb.
    pub method: Method,
    /// The names of its headers that need to be asked for, in lower case.
    pub headers: Vec<String>,
}

/// The way out. Nothing waits for anything but this, so a way that answers at once needs no
/// runtime.
pub trait Wire {
    /// Sends all of them at the same time; the answers come in their order. `None`: no whole answer.
    fn send(&self, who: Who, requests: Vec<Request>) -> impl Future<Output = Vec<Option<Response>>>;

    /// Asks what a browser would ask; `None` where that can't be done, as in a page, or brought
    /// nothing.
    fn preflight(&self, ask: &Preflight) -> impl Future<Output = Option<Response>>;

    /// Lets time pass.
    fn pause(&self, ms: u64) -> impl Future<Output = ()>;

    /// The device's clock, UTC milliseconds.
    fn now_ms(&self) -> i64;

    /// Randomness, for ids.
    fn random(&self) -> [u8; 6];

    /// Hears that a step begins.
    fn begins(&self, step: Step);

    /// Hears what a step found.
    fn found(&self, finding: &Finding);

    /// Whether the rest is to be left out. What was written is taken back all the same.
    fn is_stopped(&self) -> bool;

    /// The origin of the page that sends; `None` outside a browser.
    fn page(&self) -> Option<String>;

    /// What to add to the page's own policy, where that policy stopped a request.
    fn blocked(&self) -> Option<String>;
}
