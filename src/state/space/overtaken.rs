//! Posts that a new version of the rules has overtaken. They were written while another version
//! bound, wait on this device, and go by themselves once the server has the confirmation.

use super::Space;
use leptos::prelude::*;
use std::collections::BTreeSet;
use sync::Resolution;

impl Space {
    /// Sends what was refused for want of a confirmation, as soon as there is one: each write once
    /// for each version that is confirmed, so that two sides that disagree do not go round in circles.
    pub(super) fn send_overtaken(self) {
        let (ack, outbox, space) = (self.ack(), self.engine.outbox(), self.id());
        let confirmed = Memo::new(move |_| {
            // Before the server has the confirmation it would only refuse again.
            let ack = ack.read();
            ack.as_ref().filter(|ack| ack.pending.is_none()).map(|ack| ack.body.version)
        });
        let has_overtaken = Memo::new(move |_| self.engine.tally().read().overtaken > 0);
        Effect::new(move |tried: Option<BTreeSet<(u64, u32)>>| {
            let mut tried = tried.unwrap_or_default();
            let (Some(version), true) = (confirmed.get(), has_overtaken.get()) else { return tried };
            let outbox = outbox.get();
            let overtaken =
                outbox.iter().filter(|write| write.head.scope.space == space && write.fate.is_overtaken());
            for write in overtaken {
                if tried.insert((write.lsn, version)) {
                    self.engine.resolve(write.lsn, Resolution::Retry);
                }
            }
            tried
        });
    }
}
