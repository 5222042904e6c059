//! Faults that can be switched on at run time, to prove that the simulator's oracle finds them.
//! Each names the line that it changes. Without the feature `planted` every check is `false` at
//! compile time.

macro_rules! bugs {
    ($($(#[doc = $doc:literal])+ $name:ident),+ $(,)?) => {
        /// A planted fault.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Bug {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Bug {
            /// Every fault.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
        }
    };
}

bugs! {
    /// `commit.rs`: `Committed` is told before the transaction is durable.
    AckBeforeCommit,
    /// `page.rs`: a page's cursor is committed in a transaction before the one of its records.
    CursorBeforeRows,
    /// `commit.rs`: a later draft is written into a mutation that is on its way.
    CoalesceIntoInFlight,
    /// `feed.rs`: a poke drops the cursor's distance: the scope counts as current without a pull.
    PokeMovesCursor,
    /// `overtaken.rs`: what was overwritten unread is not taken up again.
    OvertakenForgotten,
    /// `settle.rs`: a write refused with 403 is dropped.
    DropOnForbidden,
    /// `settle.rs`: a write is dropped after the third failure.
    RetryLimit,
    /// `draft.rs`: a leader's transactions are not guarded by its epoch.
    NoEpochGuard,
    /// `settle.rs`: a pending write's body is stored as the base.
    BaseFromPending,
    /// `settle.rs`: a write acknowledged without a body stops being shown at once.
    AckedUnseenDropped,
    /// `view.rs`: a tombstone no longer hides the record that it overlays.
    TombstoneResurrects,
    /// `pick.rs`: a write doesn't wait for those that it depends on.
    DepsIgnored,
    /// `pick.rs`: several writes of one record go out in one batch, and past a refused one.
    RecordOrderIgnored,
    /// `settle.rs`: results are taken for the writes in reverse order.
    AckOfWrongLsn,
    /// `pump.rs`: another account's writes are sent with this session.
    WrongPrincipal,
    /// `pick.rs`: a write of unknown fate is sent again under a new number.
    NewMidOnResend,
    /// `page.rs`: a page that lists the live ids deletes whatever isn't on the page itself.
    PartialListDeletes,
    /// `rebase.rs`: in a conflict the server's value silently wins.
    ConflictTakesTheirs,
    /// `rebase.rs`: in a conflict our value silently wins.
    ConflictTakesMine,
    /// `rebase.rs`: a deletion goes through although somebody edited the record since.
    DeleteOverEdit,
    /// `catch_up.rs`: what other tabs appended to the log is not read.
    JournalSkipped,
    /// `fold.rs`: folding drops the overlay and keeps the old segment.
    FoldLosesOverlay,
    /// `heads.rs`: the cursor is kept although the grant changed.
    CursorKeptAfterGrant,
    /// `evict.rs`: making room deletes the scope's log rows too.
    EvictionDeletesLog,
    /// `feed.rs`: a snapshot's end leaves the records that it no longer has.
    SnapshotKeepsGone,
    /// `settle.rs`: an unknown outcome counts as done.
    UnknownIsDone,
    /// `page.rs`: a page asked before an acknowledgement overwrites what the acknowledgement brought.
    RacedPageWins,
    /// `settle.rs`: a repeated acknowledgement's old record overwrites the base.
    StaleAckWins,
    /// `draft.rs`: log rows are rewritten without the fence.
    NoFence,
    /// `backoff.rs`: a failing backend is asked again at once.
    NoBackoff,
    /// `push.rs`: writes that were on their way when the last leader died are taken as done.
    InFlightForgotten,
    /// `lose.rs`: losing a scope drops its unsent writes.
    LostScopeDropsLog,
    /// `push.rs`: one refused write stops the push of all others.
    HeadOfLine,
    /// `view.rs`: a screen shows the base although a write is pending.
    PendingNotShown,
    /// `feed.rs`: after the last push nothing is pulled.
    NoPullAfterPush,
    /// `commit.rs`: the writes of one intent are committed one by one.
    IntentSplit,
    /// `commit.rs`: a commit into a store made anew is not noticed.
    NoDeviceGuard,
    /// `lead.rs`: a new leader doesn't finish the swap of a snapshot that the last one completed.
    SwapForgotten,
    /// `legacy.rs`: only the tab that makes a new store takes over what it remembers of the wiped one.
    HeirForgets,
    /// `load.rs`: what was read of a scope is shown although another tab has moved its rows since.
    TornLoad,
    /// `ghosts.rs`: a write that left the log stops being shown before its effect is in memory.
    NoGhosts,
    /// `load.rs`: what is damaged or missing of a scope is passed over.
    DamageUnseen,
    /// `repair.rs`: a fold or the end of a snapshot passes over damaged and missing rows.
    DamageFolded,
    /// `mirror.rs`: a damaged row of the log counts as none.
    DamagedWriteIgnored,
    /// `boot.rs`: writes that the disk lost are not missed.
    LossUntold,
    /// `journal.rs`: a damaged journal begins anew from nothing.
    JournalFromNothing,
    /// `repair.rs`: what a later version wrote is taken for damaged.
    NewerTakenForDamage,
    /// `lead.rs`: a tab leads although a later version wrote the store.
    NewerLed,
    /// `stored.rs`: what an earlier version wrote, without a tail, is taken for damaged.
    OlderTakenForDamage,
    /// `rebase.rs`: a write that is sent again is taken for one that never had an effect.
    PastForgotten,
    /// `stored.rs`: a first load that runs forward takes the place of what shows before it is whole.
    HalfLoadShown,
}

#[cfg(feature = "planted")]
mod switch {
    use super::Bug;
    use std::cell::Cell;

    thread_local! {
        static ON: Cell<u64> = const { Cell::new(0) };
    }

    fn bit(bug: Bug) -> u64 {
        1 << (bug as u64)
    }

    /// Switches a fault on or off, for this thread.
    pub fn set(bug: Bug, on: bool) {
        ON.with(|cell| cell.set(if on { cell.get() | bit(bug) } else { cell.get() & !bit(bug) }));
    }

    /// Switches all faults off, for this thread.
    pub fn clear() {
        ON.with(|cell| cell.set(0));
    }

    /// Whether the fault is on.
    pub fn on(bug: Bug) -> bool {
        ON.with(|cell| cell.get() & bit(bug) != 0)
    }
}

#[cfg(feature = "planted")]
pub use switch::{clear, on, set};

/// Whether the fault is on: never, without the feature.
#[cfg(not(feature = "planted"))]
#[inline]
pub const fn on(_: Bug) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::Bug;

    #[test]
    fn every_fault_has_a_switch_of_its_own() {
        assert!(Bug::ALL.len() <= 64);
        #[cfg(feature = "planted")]
        {
            super::set(Bug::RetryLimit, true);
            let on: Vec<_> = Bug::ALL.iter().filter(|bug| super::on(**bug)).collect();
            assert_eq!(on, [&Bug::RetryLimit]);
            super::clear();
        }
        assert!(!super::on(Bug::RetryLimit));
    }
}
