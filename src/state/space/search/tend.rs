//! Keeping the index of the open space up, in small steps while nothing else is to do. The code is a
//! part of its own, which comes some time after the space has opened.

use crate::state::space::Space;
use finder::Upkeep;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local_scoped_with_cancellation;
use leptos::wasm_split::SplitLoaderError;
use std::pin::Pin;
use std::rc::Rc;

/// How long after its opening a space's index is first looked after, milliseconds.
const SETTLING_MS: u32 = 20_000;

/// Between two steps, and while records are being fetched.
const REST_MS: u32 = 30;
const WAIT_MS: u32 = 2_000;

/// Looks after the index of a space.
type Tend = fn(Space) -> Pin<Box<dyn Future<Output = ()>>>;

#[cfg(feature = "split")]
#[leptos::wasm_split::wasm_split(search_index, wasm_split_path = ::leptos::wasm_split, fallible)]
fn tender() -> Result<Tend, SplitLoaderError> {
    Ok(|space| Box::pin(tend(space)))
}

#[cfg(not(feature = "split"))]
async fn tender() -> Result<Tend, SplitLoaderError> {
    Ok(|space| Box::pin(tend(space)))
}

impl Space {
    /// Looks after the index once what people wait for is done.
    pub(in crate::state) fn tend_later(self) {
        spawn_local_scoped_with_cancellation(async move {
            TimeoutFuture::new(SETTLING_MS).await;
            self.tend_index().await;
        });
    }

    /// Makes the index know all that is stored. Where the part can't be had, a search reads more.
    pub async fn tend_index(self) {
        let is_tended = self.search.is_tended;
        if is_tended.try_update_value(|tended| std::mem::replace(tended, true)) != Some(false) {
            return;
        }
        if let Ok(tend) = tender().await {
            tend(self).await;
        }
        let _ = is_tended.try_set_value(false);
    }
}

async fn tend(space: Space) {
    let mut upkeep = Upkeep::new();
    loop {
        let Some(driver) = space.engine.driver() else { return };
        let is_loading = driver.engine().status().loading.iter().next().is_some();
        if is_loading {
            TimeoutFuture::new(WAIT_MS).await;
            continue;
        }
        let Some(shelf) = space.shelved(&driver).await else { return };
        let plan = shelf.borrow().as_ref().and_then(|(_, index)| upkeep.plan(index));
        let Some(plan) = plan else { return };
        let Ok(found) = driver.look(&plan).await else { return };
        let writes = shelf.borrow_mut().as_mut().and_then(|(_, index)| upkeep.take(&found, index));
        if let Some(writes) = writes {
            // A full disk keeps no sheets; those in memory serve until the space is closed.
            let _ = Rc::clone(&driver.shelf().await).write(&writes).await;
            TimeoutFuture::new(REST_MS).await;
        }
    }
}
