//! What somebody has written, on its way out of the composer: to which channel it goes, and what becomes of
//! the draft that it was.

use super::Space;
use super::channels::place;
use super::desk::Records;
use crate::state::trouble::Trouble;
use domain::channels;
use domain::intent::{self, Desk, Intended};
use domain::kinds::{self, KnownKind};
use protocol::RecordId;

impl Space {
    /// Keeps what `act` makes of a text for `channel` (as it is kept; none for the general one). Where the
    /// text was the draft, that is emptied in the same step.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub(super) async fn send_off(
        self,
        channel: Option<RecordId>,
        is_draft: bool,
        act: impl FnOnce(&Desk<'_>, &Records<'_>, Option<RecordId>) -> Intended,
    ) -> Result<(), Trouble> {
        if is_draft {
            self.forget_draft();
        }
        self.intend(|desk, records| {
            let channel = channel.and_then(|channel| channels::kept(desk.space, &channel));
            let context = place(desk, records, channel.as_ref());
            let desk = &Desk { context: &context, ..*desk };
            let mut writes = act(desk, records, channel)?;
            if is_draft {
                writes.extend(emptied_draft(desk, records)?);
            }
            Ok(writes)
        })
        .await?;
        if is_draft {
            self.draft_is_gone();
        }
        Ok(())
    }

    /// The draft went out.
    fn draft_is_gone(self) {
        self.keep_here(|kept| kept.draft.clear());
        self.stream.set_draft(String::new());
    }
}

/// The write that empties the draft, where there is one.
fn emptied_draft(desk: &Desk<'_>, records: &Records<'_>) -> Intended {
    let draft = kinds::draft_id(desk.space, &desk.actor.person);
    match records.get(KnownKind::Draft, &draft) {
        Some(before) => intent::save_draft(desk, Some(before), ""),
        None => Ok(Vec::new()),
    }
}
