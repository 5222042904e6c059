//! Packs the profile that is built in: the app reads it at every start, and need not read JSON that
//! was checked here. Where the release is to be split, the linker leaves its relocations in the
//! module: `cargo xtask` cuts by them.

use dialect::Profile;
use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

const PROFILE: &str = "profiles/qunyue.json";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={PROFILE}");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo names no folder to write to")?);
    fs::write(out.join("qunyue.profile"), Profile::parse(&fs::read_to_string(PROFILE)?)?.pack()?)?;

    let is_wasm = env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "wasm");
    if is_wasm && env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    Ok(())
}
