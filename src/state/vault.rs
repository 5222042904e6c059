//! Keeps a session over a reload where the backend gives a token instead of a cookie. The code comes
//! as a part of its own: the default backend has no need of it.

mod sealed;

use dialect::{Renewal, Renewed, Session};
use leptos::wasm_split::SplitLoaderError;
use protocol::Failure;
use std::pin::Pin;

type Coming<T> = Pin<Box<dyn Future<Output = T>>>;

/// What a vault does. All names are those of vaults.
struct Vault {
    keep: fn(String, Session) -> Coming<bool>,
    open: fn(String) -> Coming<Option<Session>>,
    renew: fn(Option<String>, Renewal) -> Coming<Renewed>,
}

#[cfg(feature = "split")]
#[leptos::wasm_split::wasm_split(vault, wasm_split_path = ::leptos::wasm_split, fallible)]
fn vault() -> Result<Vault, NotHere> {
    Ok(made())
}

#[cfg(not(feature = "split"))]
async fn vault() -> Result<Vault, NotHere> {
    Ok(made())
}

/// The part did not come: nothing is kept, and what is kept stays shut until the next start.
struct NotHere;

impl From<SplitLoaderError> for NotHere {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

fn made() -> Vault {
    Vault {
        keep: |name, session| Box::pin(sealed::keep(name, session)),
        open: |name| Box::pin(sealed::open(name)),
        renew: |name, renewal| Box::pin(sealed::renew(name, renewal)),
    }
}

/// Keeps `session` in the vault called `name`; whether it could be kept.
pub(crate) async fn keep(name: String, session: Session) -> bool {
    match vault().await {
        Ok(vault) => (vault.keep)(name, session).await,
        Err(NotHere) => false,
    }
}

/// The session in the vault called `name`.
pub(crate) async fn open(name: String) -> Option<Session> {
    (vault().await.ok()?.open)(name).await
}

/// Renews a session, and keeps what comes of it.
pub(crate) async fn renew(name: Option<String>, renewal: Renewal) -> Renewed {
    match vault().await {
        Ok(vault) => (vault.renew)(name, renewal).await,
        Err(NotHere) => Renewed::Failed(Failure::Unknown),
    }
}
