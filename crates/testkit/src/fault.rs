//! The faults, which of them a seed draws, and how often each changed an outcome.

use crate::dice::Dice;
use std::collections::BTreeMap;

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What can go wrong. Each variant says when it *counts*: when an outcome differed for it,
        /// not when it was drawn.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Fault { $($(#[$doc])* $name,)* }

        impl Fault {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its name in reports.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }
        }
    };
}

faults! {
    /// A request is lost before the server. Counts when a call ended as unknown for it.
    RequestLost = "net: request lost before the server",
    /// The answer is lost. Counts when the server had committed a write that the device can't know of.
    AnswerLost = "net: answer lost after commit",
    /// A request arrives twice. Counts when the second held a write that had taken effect.
    Duplicated = "net: duplicate delivery",
    /// A request overtakes an earlier one. Counts when the overtaken one still arrived.
    Reordered = "net: reorder",
    /// A request or answer takes up to ten minutes. Counts when the device had given it up by then.
    Delayed = "net: delay to 10 min",
    /// An answer is cut. Counts when the cut reached a device that waited.
    BodyCut = "net: body cut",
    /// A gateway answers 500, 502, 503 or 429. Counts when it reached a device that waited.
    GatewayError = "net: 500/502/503/429 + Retry-After",
    /// A captive portal answers 200 with HTML. Counts when it reached a device that waited.
    CaptivePortal = "net: captive portal",
    /// The network comes and goes. Counts when a call met it gone.
    Flapping = "net: flapping",
    /// The stream of pokes falls silent. Counts when a poke was lost in it.
    StreamDropped = "net: stream dropped",
    /// A poke comes twice. Counts when the second arrived.
    StreamDoubled = "net: poke doubled",
    /// A poke comes late. Counts when it told nothing new any more.
    StreamStale = "net: poke stale",
    /// A poke overtakes the answer to the write that caused it. Counts when both arrived so.
    PokeFirst = "net: poke before the answer",
    /// The server restarts. Counts when a request in progress died of it.
    ServerRestart = "server: restart",
    /// The server forgets its cursors. Counts when a device heard so.
    CursorReset = "server: cursor reset",
    /// A row becomes readable after a later one. Counts when a reader had passed its place.
    LateRow = "server: row committed out of order",
    /// Tombstones are purged. Counts when a device came from before the horizon.
    TombstonesPurged = "server: tombstones purged",
    /// A right is taken away. Counts when a call was refused for it.
    PermissionLost = "server: permission lost",
    /// The server takes a kind no more. Counts when a write was refused for it.
    SchemaReject = "server: schema reject",
    /// The server dies inside a batch. Counts when some writes were taken and some were not.
    HalfBatch = "server: batch half applied",
    /// The server's clock jumps. Counts when a record or an answer carries the wrong time.
    ServerClock = "server: clock jump",
    /// A tab dies at the border of a transaction. Counts when the transaction's fate was never told.
    Killed = "device: kill at a transaction",
    /// The power goes. Counts when a relaxed transaction was lost with it.
    PowerLoss = "device: relaxed suffix lost",
    /// The store aborts a transaction. Counts when a tab heard so.
    TxAborted = "device: transaction aborted",
    /// The disk is full. Counts when a transaction was not taken for it.
    QuotaFull = "device: quota",
    /// The database's connection is lost. Counts when a transaction or a read failed for it.
    ConnectionLost = "device: database connection lost",
    /// The browser wipes the store. Counts when something stood in it.
    Evicted = "device: full eviction",
    /// Another tab blocks the opening. Counts when a tab had to wait for it.
    OpenBlocked = "device: blocked opening",
    /// A tab freezes. Counts when something happened to it meanwhile.
    Frozen = "device: freeze and thaw",
    /// A tab takes the lock by force. Counts when another held it.
    LeaderStolen = "device: leader steal",
    /// Two tabs hold the lock at once. Counts when the fence stopped one of them.
    TwoLeaders = "device: two leaders",
    /// Newer code has written the store. Counts when older code told that it is too old for it.
    NewerCode = "device: old and new code together",
    /// The device's clock jumps up to ten years. Counts when a write was made by the wrong clock.
    ClockJump = "device: clock jump",
    /// The session ends. Counts when a call was refused for it.
    AuthExpired = "device: session expired",
    /// Another account signs in. Counts when the first left unsent writes.
    AccountSwitched = "device: account switch",
    /// The device is away for a month. Counts when it came back with unsent writes or an old cursor.
    MonthOffline = "device: offline for 30 days",
    /// The disk changes a stored value. Counts when a tab told of damage.
    ValueDamaged = "disk: stored value damaged",
    /// The disk loses a stored value. Counts when a tab told of it.
    ValueLost = "disk: stored value lost",
    /// Older code has written the store. Counts when newer code put right what that left out.
    OlderCode = "device: older code wrote the store",
}

/// How often each fault changed an outcome.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<Fault, u64>);

impl Tally {
    /// Counts one.
    pub fn hit(&mut self, fault: Fault) {
        *self.0.entry(fault).or_default() += 1;
    }

    /// How often `fault` changed an outcome.
    pub fn of(&self, fault: Fault) -> u64 {
        self.0.get(&fault).copied().unwrap_or_default()
    }

    /// Adds another run's counts.
    pub fn add(&mut self, other: &Self) {
        for (fault, count) in &other.0 {
            *self.0.entry(*fault).or_default() += count;
        }
    }

    /// The faults that changed nothing.
    pub fn missing(&self) -> Vec<Fault> {
        Fault::ALL.iter().copied().filter(|fault| self.of(*fault) == 0).collect()
    }
}

/// The faults of one seed: each is off, rare or frequent (swarm testing: a run with few kinds of
/// fault reaches states that a run with all of them never lives to see).
#[derive(Clone, Debug)]
pub struct Weather {
    rates: BTreeMap<Fault, u64>,
    calm: bool,
}

impl Weather {
    /// Draws the faults of a seed. `decay` are dice of their own for what time does to stores, which
    /// strikes in some seeds only: what broke there is spared by many checks.
    pub fn draw(dice: &mut Dice, decay: &mut Dice) -> Self {
        let share = dice.between(0, 10) * 100;
        let ages = decay.per_mille(300);
        let rates = Fault::ALL.iter().map(|fault| {
            let (dice, known) = match fault {
                Fault::ValueDamaged | Fault::ValueLost | Fault::OlderCode => {
                    (&mut *decay, if ages { 600 } else { 0 })
                }
                _ => (&mut *dice, share),
            };
            let rate = if dice.per_mille(known) { dice.pick(&[10, 30, 100]).copied() } else { None };
            (*fault, rate.unwrap_or_default())
        });
        Self { rates: rates.collect(), calm: false }
    }

    /// No faults at all.
    pub fn fair() -> Self {
        Self { rates: BTreeMap::new(), calm: true }
    }

    /// All faults stop, for the heal.
    pub fn calm(&mut self) {
        self.calm = true;
    }

    /// Whether all faults have stopped.
    pub fn is_calm(&self) -> bool {
        self.calm
    }

    /// Whether `fault` strikes now. Draws only where the seed knows the fault.
    pub fn strikes(&self, fault: Fault, dice: &mut Dice) -> bool {
        let rate = self.rate(fault);
        rate > 0 && dice.per_mille(rate)
    }

    /// How often `fault` strikes, of a thousand occasions.
    pub fn rate(&self, fault: Fault) -> u64 {
        if self.calm { 0 } else { self.rates.get(&fault).copied().unwrap_or_default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calm_sky_strikes_nobody() {
        let mut dice = Dice::new(3);
        let mut weather = Weather::draw(&mut dice, &mut Dice::new(4));
        weather.calm();
        assert!(Fault::ALL.iter().all(|fault| !weather.strikes(*fault, &mut dice)));
    }

    #[test]
    fn seeds_differ_in_the_faults_they_know() {
        let known = |seed| {
            let weather = Weather::draw(&mut Dice::new(seed), &mut Dice::new(seed + 1));
            Fault::ALL.iter().filter(|fault| weather.rate(**fault) > 0).count()
        };
        let counts: Vec<usize> = (0..50).map(known).collect();
        assert!(counts.contains(&0) && counts.iter().any(|count| *count > 25));
    }
}
