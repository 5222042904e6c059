//! A lease in the local storage: `token until`, renewed while it is held.

use crate::platform::locks::Lead;
use crate::platform::{clock, entropy, storage, task};
use gloo_timers::future::TimeoutFuture;
use protocol::digest::hex;
use std::cell::Cell;
use std::rc::Rc;

/// How long a lease runs without being renewed, milliseconds.
const TERM_MS: i64 = 8_000;
/// How often it is renewed or looked at.
const STEP_MS: u32 = 2_000;
/// How long a tab waits after writing before it trusts that nobody wrote over it.
const SETTLE_MS: u32 = 60;

/// A lease that is asked for or held; given up when it is dropped.
pub(super) struct Lease {
    alive: Rc<Cell<bool>>,
    key: String,
    token: String,
}

impl Lease {
    pub(super) fn request(name: &str, steal: bool, handler: Rc<dyn Fn(Lead)>) -> Self {
        let lease = Self {
            alive: Rc::new(Cell::new(true)),
            key: ["qunyue.lease.", name].concat(),
            token: hex(&entropy::bytes::<8>().unwrap_or_default()),
        };
        let (alive, key, token) = (Rc::clone(&lease.alive), lease.key.clone(), lease.token.clone());
        task::spawn(async move { keep(&alive, &key, &token, steal, handler).await });
        lease
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.alive.set(false);
        if read(&self.key).is_some_and(|(holder, _)| holder == self.token) {
            storage::drop_pref(&self.key);
        }
    }
}

/// Takes the lease when it is free, and renews it until it is given up or taken.
async fn keep(alive: &Cell<bool>, key: &str, token: &str, mut steal: bool, handler: Rc<dyn Fn(Lead)>) {
    while alive.get() {
        if steal || is_free(key) {
            steal = false;
            write(key, token);
            TimeoutFuture::new(SETTLE_MS + entropy::below(SETTLE_MS.into()) as u32).await;
            if alive.get() && holds(key, token) {
                handler(Lead::Gained);
                hold(alive, key, token).await;
                if alive.get() {
                    handler(Lead::Lost);
                }
                return;
            }
        }
        TimeoutFuture::new(STEP_MS).await;
    }
}

/// Renews until the lease is given up or another tab holds it.
async fn hold(alive: &Cell<bool>, key: &str, token: &str) {
    while alive.get() && holds(key, token) {
        write(key, token);
        TimeoutFuture::new(STEP_MS).await;
    }
}

fn write(key: &str, token: &str) {
    let until = clock::wall_ms().saturating_add(TERM_MS);
    storage::set_pref(key, &[token, " ", &until.to_string()].concat());
}

fn read(key: &str) -> Option<(String, i64)> {
    let value = storage::pref(key)?;
    let (token, until) = value.split_once(' ')?;
    Some((token.to_owned(), until.parse().ok()?))
}

/// Whether nobody holds it: none, run out, or running far longer than any lease does, which means
/// that the device's clock was set back.
fn is_free(key: &str) -> bool {
    let now = clock::wall_ms();
    read(key).is_none_or(|(_, until)| until < now || until > now.saturating_add(2 * TERM_MS))
}

/// Whether this tab holds it. Where nothing can be stored, it is alone with itself.
fn holds(key: &str, token: &str) -> bool {
    read(key).is_none_or(|(holder, _)| holder == token)
}
