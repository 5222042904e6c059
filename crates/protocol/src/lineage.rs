//! Lineages: which writes a version rests on, where the backend itself compares nothing. A dialect
//! leaves them in the record and in the versions that it makes up.
//!
//! A lineage names one write of each device, the latest that went into the version, newest first.
//! A device's writes of a record rest on each other, so its latest stands for all before.

use crate::ids::DeviceId;
use crate::mutation::Mid;
use crate::record::Rev;

/// So many devices are named. Whoever is left out takes a write of theirs for overwritten: they are
/// asked once too often, and never once too few.
const MOST: usize = 32;

/// The mark of a write, as it stands in a lineage.
pub fn mark(mid: &Mid) -> String {
    format!("{}/{}", mid.device, mid.n)
}

/// The lineage of a version that a write makes of one with the lineage `before`.
pub fn grow(mid: &Mid, before: &str) -> String {
    let of_others = before.split_whitespace().filter(|mark| device(mark) != mid.device.as_str());
    let marks = std::iter::once(mark(mid)).chain(of_others.take(MOST - 1).map(str::to_owned));
    marks.collect::<Vec<_>>().join(" ")
}

/// Whether a version with this lineage is the one that a write made.
pub fn is_of(lineage: &str, mid: &Mid) -> bool {
    lineage.split_whitespace().next() == Some(mark(mid).as_str())
}

/// The write that made a version with this lineage.
fn newest(lineage: &str) -> Option<Mid> {
    let (device, n) = lineage.split_whitespace().next()?.rsplit_once('/')?;
    Some(Mid { device: device.into(), n: n.parse().ok()? })
}

/// Whether a version with this lineage rests on a write.
pub fn rests_on(lineage: &str, mid: &Mid) -> bool {
    lineage.split_whitespace().any(|mark| {
        let number = mark.rsplit_once('/').and_then(|(_, n)| n.parse::<u64>().ok());
        device(mark) == mid.device.as_str() && number.is_some_and(|n| n >= mid.n)
    })
}

fn device(mark: &str) -> &str {
    mark.rsplit_once('/').map_or(mark, |(device, _)| device)
}

impl Rev {
    /// A version that a dialect makes of a record's lineage and the hash of its content.
    pub fn made_up(lineage: &str, hash: &str) -> Self {
        Self(format!("{lineage}#{hash}"))
    }

    /// The version that a write made of `before`, as far as this device can name it.
    pub fn made_by(mid: &Mid, before: Option<&Self>) -> Self {
        let before = before.and_then(Self::lineage).unwrap_or_default();
        Self::made_up(&grow(mid, before), "0000000000000000")
    }

    /// Whether `device` made this version, and whoever made `later` had not read it.
    pub fn is_unread_in(&self, later: &Self, device: &DeviceId) -> bool {
        let made_by = self.lineage().and_then(newest).filter(|made_by| made_by.device == *device);
        made_by.is_some_and(|made_by| later.leaves_out(&made_by))
    }

    /// The lineage in a version that a dialect made up; `None` where the backend named the version.
    pub fn lineage(&self) -> Option<&str> {
        let (lineage, hash) = self.0.rsplit_once('#')?;
        (hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(lineage)
    }

    /// Whether its lineage tells that the version rests on a write.
    pub fn rests_on(&self, mid: &Mid) -> bool {
        self.lineage().is_some_and(|lineage| rests_on(lineage, mid))
    }

    /// Whether it is a version that was made up, and not of that write: whoever made it had not seen
    /// that, or left no lineage.
    pub fn leaves_out(&self, mid: &Mid) -> bool {
        self.lineage().is_some_and(|lineage| !rests_on(lineage, mid))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mid(device: &str, n: u64) -> Mid {
        Mid { device: DeviceId::from(device), n }
    }

    #[test]
    fn a_version_rests_on_all_that_it_was_made_from_and_on_nothing_else() {
        let first = grow(&mid("a", 3), "");
        let second = grow(&mid("b", 1), &first);
        let third = grow(&mid("a", 7), &second);
        assert_eq!((first.as_str(), second.as_str(), third.as_str()), ("a/3", "b/1 a/3", "a/7 b/1"));
        assert!(is_of(&third, &mid("a", 7)) && !is_of(&third, &mid("b", 1)));
        assert!(rests_on(&third, &mid("a", 3)) && rests_on(&third, &mid("b", 1)));
        let beside = grow(&mid("c", 2), &first);
        assert!(!rests_on(&beside, &mid("b", 1)) && !rests_on(&beside, &mid("a", 7)));
    }

    #[test]
    fn what_a_device_made_is_unread_in_what_was_made_beside_it() {
        let before = Rev::made_up("b/1", "0123456789abcdef");
        let ours = Rev::made_by(&mid("a", 3), Some(&before));
        let of = |lineage: &str| Rev::made_up(lineage, "fedcba9876543210");
        let (a, b) = (DeviceId::from("a"), DeviceId::from("b"));
        assert!(ours.is_unread_in(&of("c/2 b/1"), &a));
        assert!(!ours.is_unread_in(&of("c/2 a/3 b/1"), &a) && !ours.is_unread_in(&of("c/2 b/1"), &b));
        assert!(!before.is_unread_in(&of("c/2"), &a) && !ours.is_unread_in(&Rev("7".to_owned()), &a));
    }

    #[test]
    fn many_devices_make_no_endless_lineage() {
        let grown = (0..100).fold(String::new(), |before, n| grow(&mid(&format!("d{n}"), 1), &before));
        assert_eq!(grown.split(' ').count(), MOST);
        assert!(rests_on(&grown, &mid("d99", 1)) && !rests_on(&grown, &mid("d1", 1)));
    }

    #[test]
    fn only_a_version_that_was_made_up_tells_a_lineage() {
        let made = Rev::made_up("a/3 b/1", "0123456789abcdef");
        assert!(
            made.leaves_out(&mid("c", 1)) && made.leaves_out(&mid("b", 2)) && !made.leaves_out(&mid("b", 1))
        );
        assert!(Rev::made_up("", "0123456789abcdef").leaves_out(&mid("a", 1)));
        assert!(!Rev("17".to_owned()).leaves_out(&mid("a", 1)));
    }
}
