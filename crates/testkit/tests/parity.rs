//! The same seed lives the same life in WebAssembly: `cargo xtask sim --parity` hands in the
//! traces of the native run and runs this in Node.

#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test; clippy's leave covers `#[test]` only")]

use testkit::run::run;
use testkit::world::Choice;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn a_seed_leaves_the_same_trace_as_on_the_native_machine() {
    let native = option_env!("SIM_TRACES").expect("run this as `cargo xtask sim --parity`");
    let mut compared = 0;
    for line in native.split(';').filter(|line| !line.is_empty()) {
        let (seed, hash) = line.split_once(' ').unwrap();
        let report = run(seed.parse().unwrap(), Choice::default());
        assert_eq!(report.hash.to_string(), hash, "seed {seed}");
        compared += 1;
    }
    assert!(compared > 0, "nothing was compared");
}
