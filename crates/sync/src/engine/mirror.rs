//! What the engine knows of the stores. It changes in one way only: by absorbing what stands under
//! a key, be it from its own finished transaction, from another tab's, or from a full read.

use super::log::{self, Broken, Log};
use crate::key::{self, MetaKey};
use crate::plan::{Store, StoreKey};
use crate::planted::{self, Bug};
use crate::stored::{Directory, ScopeMeta};
use protocol::codec::{self, CodecError, PlainCodec};
use protocol::{DeviceId, Few, Mutation, Record, RecordId, Scope};

/// `meta`, `log` and the small part of `side`, as last read. Rows and segments are in the views.
#[derive(Clone, Debug, Default)]
pub(super) struct Mirror {
    /// The change counter up to which everything is known.
    pub(super) change: u64,
    pub(super) log: Log,
    pub(super) scopes: Few<Scope, ScopeMeta>,
    pub(super) directories: Few<Scope, Directory>,
    /// The server's records that conflicting writes met, by log number.
    pub(super) conflicts: Few<u64, Record>,
    /// The latest changes that a backend took which compares nothing, by record.
    pub(super) aside: Few<RecordId, Mutation>,
    /// Scopes whose own value or directory is damaged.
    pub(super) broken: Vec<Scope>,
    /// Clear values of `meta`, as guards compare them.
    clear: Few<String, Vec<u8>>,
}

/// What absorbing a value changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Absorbed {
    /// A write, of this record.
    Write(Scope, RecordId),
    /// A row of the log that can't be read.
    Broken(u64, Broken),
    /// How far a scope is loaded.
    Scope(Scope),
    /// A scope's segments.
    Directory(Scope),
    /// A conflict's other side.
    Conflict,
    /// A value of a later version.
    Newer,
    /// Nothing that shows.
    Nothing,
}

impl Mirror {
    /// A clear value of `meta`, for a guard.
    pub(super) fn clear(&self, key: &str) -> Option<&Vec<u8>> {
        self.clear.get(key)
    }

    /// A counter among the clear values.
    pub(super) fn counter(&self, key: &str) -> u64 {
        let bytes = self.clear.get(key).and_then(|bytes| bytes.as_slice().try_into().ok());
        bytes.map_or(0, u64::from_le_bytes)
    }

    pub(super) fn device(&self) -> Option<DeviceId> {
        let bytes = self.clear.get(key::DEVICE)?;
        std::str::from_utf8(bytes).ok().map(DeviceId::from)
    }

    pub(super) fn format(&self) -> u32 {
        let bytes = self.clear.get(key::FORMAT).and_then(|bytes| bytes.as_slice().try_into().ok());
        bytes.map_or(0, u32::from_le_bytes)
    }

    pub(super) fn scope(&self, scope: &Scope) -> ScopeMeta {
        self.scopes.get(scope).cloned().unwrap_or_default()
    }

    pub(super) fn directory(&self, scope: &Scope) -> Directory {
        self.directories.get(scope).cloned().unwrap_or_default()
    }

    /// Whether the store holds segments of a scope.
    pub(super) fn has_segments(&self, scope: &Scope) -> bool {
        self.directories.get(scope).is_some_and(|directory| !directory.segments.is_empty())
    }

    /// Takes what stands under a key of `log`, `meta` or `side` now.
    pub(super) fn absorb(&mut self, store: Store, key: &StoreKey, value: Option<&[u8]>) -> Vec<Absorbed> {
        match (store, key) {
            (Store::Log, StoreKey::Lsn(lsn)) => self.absorb_write(*lsn, value),
            (Store::Meta, StoreKey::Text(name)) => vec![self.absorb_meta(name, value)],
            (Store::Side, StoreKey::Text(name)) => {
                if let Some(id) = key::aside_id(name) {
                    match value.and_then(|value| codec::decode(&PlainCodec, value).ok()) {
                        Some(change) => self.aside.insert(id, change),
                        None => self.aside.remove(&id),
                    };
                    return Vec::new();
                }
                let Some(lsn) = key::conflict_lsn(name) else { return Vec::new() };
                match value.and_then(|value| codec::decode(&PlainCodec, value).ok()) {
                    Some(theirs) => self.conflicts.insert(lsn, theirs),
                    None => self.conflicts.remove(&lsn),
                };
                vec![Absorbed::Conflict]
            }
            _ => Vec::new(),
        }
    }

    fn absorb_write(&mut self, lsn: u64, value: Option<&[u8]>) -> Vec<Absorbed> {
        let (before, after) = match value.map(|value| log::open(lsn, value)) {
            None => (self.log.remove(lsn), None),
            Some(Ok(mutation)) => {
                let head = (mutation.head.scope.clone(), mutation.head.id.clone());
                (self.log.set(lsn, mutation), Some(Absorbed::Write(head.0, head.1)))
            }
            Some(Err(Broken::Corrupt)) if planted::on(Bug::DamagedWriteIgnored) => {
                (self.log.remove(lsn), None)
            }
            // What a later version made of a known write, this one can't read: it shows as it was.
            Some(Err(Broken::Newer)) if self.log.get(lsn).is_some() => (None, Some(Absorbed::Newer)),
            Some(Err(why)) => (self.log.set_unreadable(lsn), Some(Absorbed::Broken(lsn, why))),
        };
        let before = before.map(|mutation| Absorbed::Write(mutation.head.scope, mutation.head.id));
        before.into_iter().chain(after).collect()
    }

    fn absorb_meta(&mut self, name: &str, value: Option<&[u8]>) -> Absorbed {
        match key::meta(name) {
            MetaKey::Scope(scope) => match value.map(ScopeMeta::open).transpose() {
                Ok(meta) => {
                    keep(&mut self.scopes, &scope, meta);
                    Absorbed::Scope(scope)
                }
                Err(why) => self.broke(scope, &why),
            },
            MetaKey::Directory(scope) => {
                match value.map(|value| codec::decode(&PlainCodec, value)).transpose() {
                    Ok(directory) => {
                        keep(&mut self.directories, &scope, directory);
                        Absorbed::Directory(scope)
                    }
                    Err(why) => self.broke(scope, &why),
                }
            }
            MetaKey::Other => {
                match value {
                    Some(value) => self.clear.insert(name.to_owned(), value.to_vec()),
                    None => self.clear.remove(name),
                };
                Absorbed::Nothing
            }
        }
    }
}

impl Mirror {
    /// What can't be read leaves what is known as it is: the scope is mended, or left to later code.
    fn broke(&mut self, scope: Scope, why: &CodecError) -> Absorbed {
        match why {
            CodecError::Format(format) if *format > codec::FORMAT => Absorbed::Newer,
            _ => {
                self.broken.push(scope);
                Absorbed::Nothing
            }
        }
    }
}

fn keep<T>(known: &mut Few<Scope, T>, scope: &Scope, value: Option<T>) {
    match value {
        Some(value) => known.insert(scope.clone(), value),
        None => known.remove(scope),
    };
}
