//! The guide's example is a profile that works.

use dialect::capabilities::{CompareAndSet, FeedKind};
use dialect::{Profile, Weakness};

const GUIDE: &str = include_str!("../../../../docs/backends/profile.md");

#[test]
fn the_example_of_the_guide_is_a_profile() {
    let example = GUIDE.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let can = Profile::parse(example).unwrap().capabilities();
    assert_eq!((can.compare_and_set, can.feed), (CompareAndSet::Atomic, FeedKind::SinceField));
    assert!(can.weaknesses().contains(&Weakness::AnyoneIsAnyone));
}

#[test]
fn the_guide_names_every_part_of_a_profile() {
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../../../../profiles/profile.schema.json")).unwrap();
    let parts = schema["properties"].as_object().unwrap().keys();
    let missing: Vec<&String> = parts
        .filter(|part| !GUIDE.contains(&format!("`{part}`")) && !GUIDE.contains(&format!("\"{part}\"")))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
