//! The sheets of a space's messages, as they are in memory and as they are kept: in a database of their
//! own, from which any of them may go at any time.

use crate::sheet::Sheet;
use protocol::Scope;
use std::collections::BTreeMap;
use std::sync::Arc;
use sync::stored::SegmentRef;
use sync::{Found, KeyRange, ReadPlan, Store, StoreKey, key};

/// How the sheets are made. Those of another making are thrown away.
const MAKING: &str = "1";

/// At most so many sheets are kept: of half a million messages, some 14 MB. Older ones are read
/// whenever somebody looks so far back.
pub(crate) const MOST: usize = 2_048;

/// The sheets of one scope, by the number of their segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    scope: Scope,
    /// The first part of the keys under which this store's sheets are kept.
    part: String,
    sheets: BTreeMap<u64, Arc<Sheet>>,
    /// Keys of what is kept for nothing.
    pub(crate) stale: Vec<StoreKey>,
}

impl Index {
    /// An empty index of what `device`'s store holds of `scope`.
    pub fn new(scope: Scope, device: &str) -> Self {
        let part = format!("{scope}\0{MAKING} {device}");
        Self { scope, part, sheets: BTreeMap::new(), stale: Vec::new() }
    }

    /// Which scope it is about.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// What to read of the kept sheets.
    pub fn plan(&self) -> ReadPlan {
        let kept: KeyRange = key::under(Store::Segs, &self.scope.to_string());
        ReadPlan { gets: Vec::new(), ranges: vec![kept] }
    }

    /// Takes the kept sheets in. Those of another store, which stood here before, are about nothing.
    pub fn take(&mut self, found: &Found) {
        for (key, kept) in found.ranges.iter().flatten() {
            let sheet = Sheet::open(kept).filter(|sheet| self.key(sheet.of().n) == *key);
            match sheet {
                Some(sheet) => self.put(sheet),
                None => self.stale.push(key.clone()),
            }
        }
    }

    /// The sheet of a segment.
    pub fn sheet(&self, of: &SegmentRef) -> Option<&Arc<Sheet>> {
        self.sheets.get(&of.n).filter(|sheet| sheet.of() == of)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.sheets.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.sheets.is_empty()
    }

    pub(crate) fn put(&mut self, sheet: Sheet) {
        self.sheets.insert(sheet.of().n, Arc::new(sheet));
    }

    /// Lets the sheets go that are about none of `segments`; their keys.
    pub(crate) fn retain(&mut self, segments: &[SegmentRef]) -> Vec<StoreKey> {
        let of: BTreeMap<u64, &SegmentRef> = protocol::gather(segments.iter().map(|of| (of.n, of)));
        let mut gone = std::mem::take(&mut self.stale);
        let is_of = |n: &u64, sheet: &Arc<Sheet>| of.get(n).is_some_and(|of| *of == sheet.of());
        let without: Vec<u64> =
            self.sheets.iter().filter(|(n, sheet)| !is_of(n, sheet)).map(|(n, _)| *n).collect();
        for n in without {
            self.sheets.remove(&n);
            gone.push(self.key(n));
        }
        gone
    }

    pub(crate) fn key(&self, n: u64) -> StoreKey {
        StoreKey::Text(format!("{}\0{n:08x}", self.part))
    }
}
