//! Where intents are made: judged on the ground of the space, and handed to the engine.

use super::Space;
use crate::platform::task;
use crate::state::trouble::Trouble;
use domain::intent::{Desk, Intended, RecordWrite};
use domain::kinds::KnownKind;
use domain::policy::{Before, Context};
use domain::{Reason, Refusal};
use leptos::prelude::*;
use protocol::{Problem, RecordId, Scope, SpaceId};
use sync::Write;

/// The records of the space as they are shown.
pub(super) struct Records<'a> {
    engine: &'a sync::Engine,
    space: &'a SpaceId,
}

impl<'a> Records<'a> {
    /// Those of `space`.
    pub(super) fn of(engine: &'a sync::Engine, space: &'a SpaceId) -> Self {
        Self { engine, space }
    }

    /// The record `id` of a kind, as it is before a write; `None` where there is none.
    pub(super) fn get(&self, kind: KnownKind, id: &RecordId) -> Option<Before<'a>> {
        let visible = self.engine.visible(&Scope::new(self.space.clone(), kind.audience()), id)?;
        Some(Before { head: visible.head, body: visible.body, at: visible.at, deleted: false })
    }

    /// Whether the backend has the record `id` of a kind, so that others may have seen it.
    pub(super) fn is_there(&self, kind: KnownKind, id: &RecordId) -> bool {
        let visible = self.engine.visible(&Scope::new(self.space.clone(), kind.audience()), id);
        visible.is_some_and(|visible| visible.rev.is_some())
    }

    /// As [`Records::get`].
    ///
    /// # Errors
    /// There is none.
    pub(super) fn need(&self, kind: KnownKind, id: &RecordId) -> Result<Before<'a>, Refusal> {
        self.get(kind, id).ok_or_else(|| Refusal::new(Reason::Gone))
    }
}

impl Space {
    /// What `act` makes of the records as they now are.
    pub(super) fn judge<T>(
        self,
        act: impl FnOnce(&Desk<'_>, &Records<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Trouble> {
        let driver = self.engine.driver().ok_or(Trouble::SignedOut)?;
        let ground = self.ground.try_get_untracked().flatten().ok_or(Trouble::SignedOut)?;
        let space = self.id.try_get_value().ok_or(Trouble::SignedOut)?;
        let context = Context { now_ms: self.clock.now_ms(), ..ground.context.clone() };
        let desk = Desk { space: &space, actor: &ground.actor, context: &context };
        let engine = driver.engine();
        let records = Records::of(&engine, &space);
        act(&desk, &records).map_err(|refusal| Trouble::Refused(Problem::from(refusal)))
    }

    /// Keeps what `act` intends; resolves when it is durable.
    pub(super) async fn intend(
        self,
        act: impl FnOnce(&Desk<'_>, &Records<'_>) -> Intended,
    ) -> Result<(), Trouble> {
        self.keep(self.judge(act)?).await
    }

    /// Keeps what `act` intends, judged before this returns. For what nobody waits for.
    pub(super) fn intend_now(self, act: impl FnOnce(&Desk<'_>, &Records<'_>) -> Intended) {
        if let Ok(writes) = self.judge(act) {
            self.keep_now(writes);
        }
    }

    /// Hands judged writes to the engine; resolves when they are durable.
    ///
    /// # Errors
    /// As [`Space::post`]; [`Reason::OutOfReach`] where they would decide blindly about others.
    pub(super) async fn keep(self, writes: Vec<RecordWrite>) -> Result<(), Trouble> {
        self.refuse_blind(&writes)?;
        self.engine.submit(writes.into_iter().map(write).collect()).await.map(|_| ())
    }

    /// The same for what nobody waits for.
    pub(super) fn keep_now(self, writes: Vec<RecordWrite>) {
        task::spawn(async move { _ = self.keep(writes).await });
    }
}

/// An intent's write as the engine takes it.
pub(crate) fn write(write: RecordWrite) -> Write {
    Write { head: write.head, op: write.op, deps: write.deps, schema: write.schema }
}
