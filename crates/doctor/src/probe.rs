//! The doctor's own records. Each id carries a mark, so that what an earlier examination left
//! behind is known again, and nothing else is ever taken for it.

use protocol::{
    Body, DeviceId, Head, Hlc, Kind, Mid, Mutation, MutationState, Op, PersonId, RecordId, Rev, Scope,
    SpaceId,
};
use serde_json::{Value, json};

/// How the ids of the doctor's records end.
const MARK: [u8; 4] = [0xd0, 0xc7, 0x0a, 0x5e];
const MARK_TEXT: &str = "d0c70a5e";

/// The kind of its records: one that no screen shows.
pub(crate) const KIND: &str = "doctor";

/// Whether an id is that of a record or space of the doctor's.
pub fn is_probe(id: &str) -> bool {
    id.ends_with(MARK_TEXT)
}

/// The space for records of the doctor's where no space is asked for. It is always the same one, so
/// that a later examination finds what an earlier one left.
pub(crate) fn nobodys_space() -> SpaceId {
    let [m, n, o, p] = MARK;
    SpaceId::new(RecordId::timed(0, [0, 0, 0, 0, 0, 0, m, n, o, p]).as_str())
}

/// Makes records and writes.
#[derive(Debug)]
pub(crate) struct Maker {
    run: String,
    seed: [u8; 6],
    made: u16,
    writes: u64,
}

impl Maker {
    pub(crate) fn new(seed: [u8; 6], now_ms: i64) -> Self {
        let run = RecordId::derived(&["doctor", &now_ms.to_string(), &format!("{seed:?}")]);
        Self { run: run.as_str().to_owned(), seed, made: 0, writes: 0 }
    }

    /// A text that stands in each record of this examination and nowhere else.
    pub(crate) fn run(&self) -> &str {
        &self.run
    }

    /// A fresh id with the mark.
    pub(crate) fn id(&mut self, now_ms: i64) -> RecordId {
        self.made = self.made.wrapping_add(1);
        let [a, b, c, d, e, f] = self.seed;
        let [high, low] = self.made.to_be_bytes();
        let [m, n, o, p] = MARK;
        RecordId::timed(now_ms, [a, b, c, d, e ^ high, f ^ low, m, n, o, p])
    }

    /// The head of a fresh record.
    pub(crate) fn head(&mut self, place: &Place, me: &PersonId, now_ms: i64) -> Head {
        let subject = place.scope.audience.has_subject().then(|| me.clone());
        let kind = Kind::from(place.kind);
        Head { id: self.id(now_ms), scope: place.scope.clone(), kind, author: me.clone(), subject }
    }

    /// A body that says `text`, and may hold `data`. It is a message's, too, for servers that take
    /// no other kind.
    pub(crate) fn body(&self, text: &str, data: Value, now_ms: i64) -> Value {
        json!({ "text": text, "sent_at": now_ms, "run": self.run, "data": data })
    }

    /// A write by the device called `device`.
    pub(crate) fn write(
        &mut self,
        device: &str,
        head: &Head,
        op: Op,
        base: Option<Rev>,
        now_ms: i64,
    ) -> Mutation {
        self.writes = self.writes.saturating_add(1);
        let device = DeviceId::new(RecordId::derived(&["doctor", &self.run, device]).as_str());
        Mutation {
            mid: Mid { device, n: self.writes },
            principal: head.author.clone(),
            head: head.clone(),
            op,
            base_rev: base,
            hlc: Hlc { wall_ms: now_ms, count: 0 },
            deps: Vec::new(),
            group: self.writes,
            schema: 1,
            state: MutationState::Queued,
        }
    }
}

/// Where the doctor writes: a scope, and a kind that is welcome there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) scope: Scope,
    pub(crate) kind: &'static str,
}

impl Place {
    /// One's own things in a space, which nobody else is shown.
    pub(crate) fn private(space: &SpaceId) -> Self {
        Self { scope: Scope::new(space.clone(), protocol::Audience::Private), kind: KIND }
    }

    /// The stream of a space.
    pub(crate) fn stream(space: &SpaceId) -> Self {
        Self { scope: Scope::new(space.clone(), protocol::Audience::All), kind: "message" }
    }
}

/// A value as a body. What the doctor writes is always small and sound enough.
pub(crate) fn body(value: &Value) -> Body {
    Body::of(value).unwrap_or_else(|_| Body::empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_is_fresh_and_known_again() {
        let mut maker = Maker::new([1, 2, 3, 4, 5, 6], 1_700_000_000_000);
        let ids: std::collections::BTreeSet<RecordId> =
            (0..300).map(|_| maker.id(1_700_000_000_000)).collect();
        assert_eq!(ids.len(), 300);
        assert!(ids.iter().all(|id| is_probe(id.as_str())));
        assert!(!is_probe(RecordId::timed(1_700_000_000_000, [7; 10]).as_str()));
    }
}
