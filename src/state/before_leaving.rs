//! The last moment of a part: what it holds back is kept before its page may go.

use crate::platform::lifecycle::{self, Moment};
use leptos::prelude::*;

/// Runs `keep` whenever the page is hidden or put away, from which it may never come back, until the part
/// that called this is gone.
pub fn before_leaving(keep: impl Fn() + 'static) {
    let watch = lifecycle::watch(move |moment| {
        if matches!(moment, Moment::Visible(false) | Moment::PutAway) {
            keep();
        }
    });
    // Lives as long as the part.
    StoredValue::new_local(watch);
}
