//! What assistive technology reads, in the form that it reads.

use std::sync::atomic::{AtomicU32, Ordering};

/// A state for an `aria-*` attribute. A bare `bool` would set it to the empty text.
pub fn aria(is: bool) -> &'static str {
    if is { "true" } else { "false" }
}

/// An id that no other element has, for `for`, `aria-describedby` and the like.
pub fn use_id(part: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{part}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
