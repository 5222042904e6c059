//! Keeping an index up: each segment that has no sheet is read once, and gets one. That costs what is
//! new, whatever else is stored.

use crate::index::{Index, MOST};
use crate::sheet::Sheet;
use protocol::codec::{self, PlainCodec};
use serde::de::DeserializeOwned;
use sync::stored::{Directory, ScopeMeta, Segment, SegmentRef};
use sync::{Durability, Found, Put, ReadPlan, Store, StoreKey, TxPlan, key};

/// How many segments one step reads: few, since screens wait meanwhile.
const STEP: usize = 2;

/// A round of upkeep. Run [`Upkeep::plan`] on the engine's stores, hand what was found to
/// [`Upkeep::take`], and run what that gives on the index's own, until there is no plan.
#[derive(Clone, Debug, Default)]
pub struct Upkeep {
    /// The segments that still need a sheet, the newest first; `None` before the first step.
    left: Option<Vec<SegmentRef>>,
    reading: Vec<SegmentRef>,
}

impl Upkeep {
    /// A round that has yet to begin.
    pub fn new() -> Self {
        Self::default()
    }

    /// What to read next; `None` at the end.
    pub fn plan(&mut self, index: &Index) -> Option<ReadPlan> {
        let keys: Vec<(Store, String)> = match &mut self.left {
            None => [key::scope(index.scope()), key::directory(index.scope())]
                .map(|key| (Store::Meta, key))
                .into(),
            Some(left) if left.is_empty() => return None,
            Some(left) => {
                self.reading = left.drain(..left.len().min(STEP)).collect();
                self.reading.iter().map(|of| (Store::Segs, key::segment(index.scope(), of.n))).collect()
            }
        };
        let gets = keys.into_iter().map(|(store, key)| (store, StoreKey::Text(key))).collect();
        Some(ReadPlan { gets, ranges: Vec::new() })
    }

    /// Takes what was found into `index`; what to write of it, if anything.
    pub fn take(&mut self, found: &Found, index: &mut Index) -> Option<TxPlan> {
        let (mut puts, mut deletes) = (Vec::new(), Vec::new());
        if self.left.is_none() {
            let segments = standing(found);
            deletes = index.retain(&segments).into_iter().map(|key| (Store::Segs, key)).collect();
            self.left = Some(segments.into_iter().filter(|of| index.sheet(of).is_none()).collect());
        }
        for (of, stored) in std::mem::take(&mut self.reading).iter().zip(&found.gets) {
            let Some(segment) = stored.as_deref().and_then(read::<Segment>) else { continue };
            let sheet = Sheet::new(of, &segment.records);
            puts.push(Put { store: Store::Segs, key: index.key(of.n), value: sheet.seal() });
            index.put(sheet);
        }
        let is_nothing = puts.is_empty() && deletes.is_empty();
        let plan = TxPlan {
            durability: Durability::Relaxed,
            guards: Vec::new(),
            puts,
            deletes,
            appends: Vec::new(),
        };
        (!is_nothing).then_some(plan)
    }
}

/// The segments that count, the newest first, as many as may have a sheet.
fn standing(found: &Found) -> Vec<SegmentRef> {
    let mut gets = found.gets.iter().map(Option::as_deref);
    let meta = gets.next().flatten().and_then(read::<ScopeMeta>).unwrap_or_default();
    let directory = gets.next().flatten().and_then(read::<Directory>).unwrap_or_default();
    let mut segments = directory.segments;
    segments.retain(|of| of.snap >= meta.floor);
    segments.sort_by(|a, b| (b.snap, &b.to, b.n).cmp(&(a.snap, &a.to, a.n)));
    segments.truncate(MOST);
    segments
}

fn read<T: DeserializeOwned>(stored: &[u8]) -> Option<T> {
    codec::decode(&PlainCodec, stored).ok()
}
