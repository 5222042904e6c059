//! What is known of a segment without reading it: which records it has, and which grams its messages
//! may have. A gram that a sheet denies is in none of them; one in a hundred that it grants isn't either.

use domain::find::{each_gram, name_gram};
use domain::kinds::{MESSAGE, Message};
use protocol::Record;
use protocol::codec::{self, PlainCodec};
use std::sync::Arc;
use sync::stored::SegmentRef;

/// Bits for each different gram, and how many of them a gram sets: that grants one in a hundred wrongly.
const BITS: usize = 10;
const PROBES: u32 = 7;

/// A segment's sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    of: SegmentRef,
    /// The marks of its records, ascending.
    marks: Arc<[u32]>,
    /// The grams, in a Bloom filter; empty where there is no message.
    bits: Vec<u8>,
}

impl Sheet {
    /// The sheet of a segment with these records.
    pub fn new(of: &SegmentRef, records: &[Record]) -> Self {
        let mut marks: Vec<u32> = records.iter().map(|record| sync::mark(&record.head.id)).collect();
        marks.sort_unstable();
        let mut grams = Vec::new();
        for record in records.iter().filter(|record| !record.deleted && record.head.kind.as_str() == MESSAGE)
        {
            if let Ok(message) = record.body.read::<Message>() {
                grams.push(name_gram(record.head.author.as_str()));
                each_gram(&message.text, |gram| grams.push(gram));
            }
        }
        grams.sort_unstable();
        grams.dedup();
        let mut bits = vec![0; grams.len().saturating_mul(BITS).div_ceil(8)];
        for gram in grams {
            for place in places(gram, bits.len()) {
                if let Some(byte) = bits.get_mut(place / 8) {
                    *byte |= 1 << (place % 8);
                }
            }
        }
        Self { of: of.clone(), marks: marks.into(), bits }
    }

    /// Which segment it is about.
    pub fn of(&self) -> &SegmentRef {
        &self.of
    }

    /// The marks of the segment's records, ascending.
    pub fn marks(&self) -> &Arc<[u32]> {
        &self.marks
    }

    /// Whether a message of the segment may have all of `grams`.
    pub fn may_hold(&self, grams: &[u32]) -> bool {
        let is_set =
            |place: usize| self.bits.get(place / 8).is_some_and(|byte| byte & (1 << (place % 8)) != 0);
        !self.bits.is_empty() && grams.iter().all(|gram| places(*gram, self.bits.len()).all(is_set))
    }

    /// The value to keep.
    pub(crate) fn seal(&self) -> Vec<u8> {
        codec::encode(&PlainCodec, &(&self.of, &*self.marks, &self.bits)).unwrap_or_default()
    }

    /// Reads a kept value; `None` where it is damaged.
    pub(crate) fn open(kept: &[u8]) -> Option<Self> {
        let (of, marks, bits) = codec::decode::<(SegmentRef, Vec<u32>, Vec<u8>)>(&PlainCodec, kept).ok()?;
        Some(Self { of, marks: marks.into(), bits })
    }
}

/// The bits that a gram sets among those of `bytes`.
fn places(gram: u32, bytes: usize) -> impl Iterator<Item = usize> {
    let (size, step) = ((bytes as u64).saturating_mul(8), gram.rotate_left(16).wrapping_mul(0x9e37_79b1) | 1);
    (0..PROBES).map(move |probe| {
        let spread = u64::from(gram.wrapping_add(probe.wrapping_mul(step)));
        usize::try_from(spread.saturating_mul(size) >> 32).unwrap_or_default()
    })
}
