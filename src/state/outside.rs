//! What this device shows outside the page, and whether the page is inside another app that shows nothing.

use crate::platform::{agent, badge, page, storage};

pub use crate::platform::notify::{Note, Permission, Shown, ask, permission, show};

const STAYS: &str = "qunyue.wechat.stays";

/// Shows `count` on the icon of the tab and of the installed app; none for zero.
pub fn count(count: usize) {
    badge::show(count);
}

/// Whether the page is shown inside WeChat, and the person has not chosen to stay there.
pub fn is_stuck_in_wechat() -> bool {
    agent::is_wechat() && storage::pref(STAYS).is_none()
}

/// Stays in WeChat, on this device.
pub fn stay_in_wechat() {
    storage::set_pref(STAYS, "yes");
}

/// The page's whole address, to be opened elsewhere.
pub fn address() -> String {
    page::address()
}
