//! A few hundred schedules, so that a plain `cargo test` meets every part of the engine. The whole
//! campaign is `sim`.

#![expect(clippy::indexing_slicing, reason = "a test may fail loudly, its helpers too")]

use testkit::campaign::campaign;
use testkit::run::run;
use testkit::server::Style;
use testkit::world::Choice;
use testkit::world::backend::Model;

/// Seeds for one model.
const SEEDS: u64 = 60;

fn all_is_well(choice: Choice, seeds: u64) {
    let summary = campaign(0..seeds, choice, 2);
    let stories: Vec<String> =
        summary.broken.iter().map(|report| format!("seed {}: {}", report.seed, report.findings[0])).collect();
    assert!(stories.is_empty(), "{}", stories.join("\n"));
    assert!(summary.commits > seeds && summary.effects > seeds, "next to nothing happened");
}

fn with(model: Model) -> Choice {
    Choice { model: Some(model), ..Choice::default() }
}

#[test]
fn all_is_well_in_fair_weather() {
    all_is_well(Choice { faults: false, ..Choice::default() }, SEEDS);
}

#[test]
fn all_is_well_with_the_reference_server() {
    all_is_well(with(Model::Direct(Style::Reference)), SEEDS);
}

#[test]
fn all_is_well_with_a_feed_that_repeats_itself() {
    all_is_well(with(Model::Direct(Style::Keyset)), SEEDS);
}

#[test]
fn all_is_well_where_answers_tell_next_to_nothing() {
    all_is_well(with(Model::Direct(Style::Terse)), SEEDS);
}

#[test]
fn all_is_well_where_the_list_is_the_feed() {
    all_is_well(with(Model::Direct(Style::Diff)), SEEDS);
}

#[test]
fn all_is_well_through_the_reference_profile() {
    all_is_well(with(Model::Qunyue), SEEDS);
}

#[test]
fn all_is_well_through_the_profile_of_json_server() {
    all_is_well(with(Model::JsonServer), SEEDS);
}

#[test]
fn all_is_well_through_the_profile_of_kinto() {
    all_is_well(with(Model::Kinto), SEEDS);
}

#[test]
fn all_is_well_through_the_profile_of_couchdb() {
    all_is_well(with(Model::CouchDb), SEEDS);
}

#[test]
fn all_is_well_through_the_profile_of_pocketbase() {
    all_is_well(with(Model::PocketBase), SEEDS);
}

#[test]
fn all_is_well_through_a_profile_of_postgrest() {
    all_is_well(with(Model::PostgRest), SEEDS);
}

#[test]
fn all_is_well_where_no_results_are_kept_and_tombstones_end() {
    for style in [Style::Keyset, Style::Terse, Style::Diff] {
        all_is_well(with(Model::Bare(style)), SEEDS / 3);
    }
}

#[test]
fn a_seed_lives_the_same_life_twice() {
    for seed in 0..20 {
        let (once, twice) = (run(seed, Choice::default()), run(seed, Choice::default()));
        assert_eq!((once.hash, once.steps), (twice.hash, twice.steps), "seed {seed}");
    }
}
