//! The guards in WebAssembly: the verdicts that the server reaches natively.

#[path = "../../crates/domain/tests/shared/posts.rs"]
mod posts;

use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn a_hundred_thousand_posts_get_the_verdicts_that_the_server_gives_them() {
    assert_eq!(posts::digest(), posts::VERDICTS);
}
