//! The profiles of backends. The default one is packed into the app; reading any other is a part of
//! its own, since few need it: it checks every word of a profile and says what is wrong with it.

use crate::state::trouble::Trouble;
use dialect::Profile;
use leptos::wasm_split::SplitLoaderError;

/// The default profile's name.
pub(super) const OWN: &str = "qunyue";

/// The names of the profiles that the app carries, the default first.
pub(super) const BUILT_IN: [&str; 6] = [OWN, "json-server", "kinto", "pocketbase", "couchdb", "postgrest"];

/// What `build.rs` made of the default profile.
const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/qunyue.profile"));

/// Where a profile stands.
pub(super) enum Source<'a> {
    /// In the app, by its name.
    BuiltIn(&'a str),
    /// In this JSON.
    Json(&'a str),
}

/// Reads a profile's source.
type Read = fn(&Source<'_>) -> Result<Profile, Trouble>;

/// Reads a profile.
///
/// # Errors
/// There is none of that name, it says what no profile says, or what reads it can't be had.
pub(super) async fn read(source: &Source<'_>) -> Result<Profile, Trouble> {
    match source {
        Source::BuiltIn(OWN) => Profile::unpack(PACKED).map_err(|error| Trouble::Broken(error.to_string())),
        _ => reader().await?(source),
    }
}

#[cfg(feature = "split")]
#[leptos::wasm_split::wasm_split(profiles, wasm_split_path = ::leptos::wasm_split, fallible)]
fn reader() -> Result<Read, NotHere> {
    Ok(strictly)
}

#[cfg(not(feature = "split"))]
async fn reader() -> Result<Read, NotHere> {
    Ok(strictly)
}

/// The part did not come.
struct NotHere;

impl From<SplitLoaderError> for NotHere {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

impl From<NotHere> for Trouble {
    fn from(_: NotHere) -> Self {
        Self::Offline
    }
}

fn strictly(source: &Source<'_>) -> Result<Profile, Trouble> {
    let json = match source {
        Source::Json(json) => json,
        Source::BuiltIn("json-server") => include_str!("../../profiles/json-server.json"),
        Source::BuiltIn("kinto") => include_str!("../../profiles/kinto.json"),
        Source::BuiltIn("pocketbase") => include_str!("../../profiles/pocketbase.json"),
        Source::BuiltIn("couchdb") => include_str!("../../profiles/couchdb.json"),
        Source::BuiltIn("postgrest") => include_str!("../../profiles/postgrest.json"),
        Source::BuiltIn(_) => return Err(Trouble::Misconfigured("there is no such profile".to_owned())),
    };
    Profile::parse(json).map_err(|error| Trouble::BadProfile(error.to_string(), Box::new(error)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    async fn the_packed_profile_is_the_one_in_its_file() {
        let packed = read(&Source::BuiltIn(OWN)).await.unwrap();
        let strict = strictly(&Source::Json(include_str!("../../profiles/qunyue.json"))).unwrap();
        assert_eq!(packed.pack(), strict.pack());
    }

    #[wasm_bindgen_test]
    async fn every_profile_that_the_app_carries_can_be_read() {
        for name in BUILT_IN {
            assert_eq!(read(&Source::BuiltIn(name)).await.unwrap().name(), name);
        }
        assert!(read(&Source::BuiltIn("teapot")).await.is_err());
    }
}
