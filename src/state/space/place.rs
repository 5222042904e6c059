//! Where a person is in what they read here: kept on this device for when they come back.

use super::Space;
use crate::state::keepsake::{self, Keepsake, Progress};
use leptos::prelude::*;
use protocol::RecordId;

impl Space {
    /// How far the rules of `version` were read, where the changes since `former` are to be read.
    /// Another reading begins at its beginning.
    pub fn reading_progress(self, version: u32, former: Option<u32>) -> Progress {
        let begun = self.keepsake().and_then(|kept| kept.reader);
        begun
            .filter(|progress| progress.version == version && progress.former == former)
            .unwrap_or(Progress { version, former, ..Progress::default() })
    }

    /// Keeps how far the rules were read; `None` once they are confirmed.
    pub fn keep_reading_progress(self, progress: Option<Progress>) {
        self.change_keepsake(|kept| kept.reader = progress);
    }

    /// The message at the top of the screen when the stream was left; `None` where it was at its end.
    pub fn stream_place(self) -> Option<RecordId> {
        self.keepsake()?.stream
    }

    /// Keeps the message at the top of the screen; `None` at the end.
    pub fn keep_stream_place(self, message: Option<RecordId>) {
        self.change_keepsake(|kept| kept.stream = message);
    }

    fn keepsake(self) -> Option<Keepsake> {
        Some(keepsake::read(self.engine.driver()?.database(), &self.id.try_get_value()?))
    }

    fn change_keepsake(self, change: impl FnOnce(&mut Keepsake)) {
        if let (Some(driver), Some(space)) = (self.engine.driver(), self.id.try_get_value()) {
            keepsake::update(driver.database(), &space, change);
        }
    }
}
