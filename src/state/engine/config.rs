//! What an engine is told once: whose store it is, how the domain's kinds behave, and what the
//! backend can do.

use crate::platform::entropy;
use crate::state::ledger;
use dialect::Profile;
use dialect::capabilities::{CompareAndSet, Idempotency, Pokes, Tombstones};
use domain::kinds::KnownKind;
use domain::merge::{Lane, lane_of, paced_by, rules_of};
use protocol::PersonId;
use sync::{Config, KindRules};

/// What a driver is started with.
pub(crate) struct Start {
    /// The database's name.
    pub(crate) database: String,
    /// Whose it is.
    pub(crate) principal: PersonId,
    /// How the backend is spoken to.
    pub(crate) profile: Profile,
}

/// The engine's configuration. `kept` says whether its store outlives the page.
pub(super) fn of(start: &Start, kept: bool) -> Config {
    let capabilities = start.profile.capabilities();
    let entropy = u64::from_le_bytes(entropy::bytes().unwrap_or_default());
    let mut config = Config::new(start.principal.clone(), entropy, kind_rules());
    config.compare_and_set = capabilities.compare_and_set == CompareAndSet::Atomic;
    config.keeps_results = capabilities.idempotency == Idempotency::Stored;
    config.tombstones_stay = capabilities.tombstones == Tombstones::Soft;
    config.kept = kept;
    config.ledger = ledger::read(&start.database).filter(|_| kept);
    if let Pokes::Poll { seconds } = capabilities.pokes {
        config.intervals.poll_active = u64::from(seconds) * 1_000;
    }
    config
}

/// How the domain's kinds behave.
fn kind_rules() -> KindRules {
    KnownKind::ALL.into_iter().fold(KindRules::default(), |rules, known| {
        let lane = match lane_of(&known.kind()) {
            Lane::Timeline => sync::Lane::Timeline,
            Lane::Pinned => sync::Lane::Pinned,
        };
        let rules = rules.with(known.name(), lane, rules_of(&known.kind()));
        match paced_by(&known.kind()) {
            Some(field) => rules.with_pace(known.name(), field),
            None => rules,
        }
    })
}
