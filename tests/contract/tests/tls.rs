//! The doctor's command over HTTPS.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use contract::backend::{Backend, authority};
use contract::doctor::table;
use std::process::{Command, Output};

const NO_CERTIFICATE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");

fn doctor(backend: &Backend, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doctor"));
    command.args(["qunyue", "--user", "王芳", "--rounds", "1", "--base-url", &backend.origin()]).args(more);
    command.env("QUNYUE_PASSWORD", "horse-battery-staple-9").output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_backend_with_a_certificate_of_an_own_authority_is_examined_where_that_is_named() {
    let backend = Backend::reference_over_tls().unwrap();
    assert!(backend.origin().starts_with("https://"));
    table::set_up(&backend).unwrap();

    let examined = doctor(&backend, &["--ca", &authority().to_string_lossy()]);
    let said = text(&examined.stdout);
    assert!(examined.status.success(), "{said}{}", text(&examined.stderr));
    assert!(said.contains("passed") && !said.contains("failed"), "{said}");

    let strange = doctor(&backend, &[]);
    assert_eq!(strange.status.code(), Some(2), "{}", text(&strange.stdout));
    let why = text(&strange.stderr);
    assert!(why.contains("certificate") && why.contains("--ca FILE"), "{why}");
    assert!(!why.contains("horse-battery-staple-9"));
}

#[test]
fn a_file_that_names_no_authority_is_told_before_anything_is_sent() {
    let backend = Backend::reference_over_tls().unwrap();
    for (file, says) in [("no-such-file.pem", "no-such-file.pem"), (NO_CERTIFICATE, "BEGIN CERTIFICATE")] {
        let refused = doctor(&backend, &["--ca", file]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(text(&refused.stderr).contains(says), "{}", text(&refused.stderr));
    }
}
