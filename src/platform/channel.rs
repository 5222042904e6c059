//! A word to the other tabs of this origin: one number.

use crate::platform::{has, storage, window};
use gloo_events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent, StorageEvent};

/// A channel between tabs; silent when dropped.
pub struct Channel {
    name: String,
    broadcast: Option<BroadcastChannel>,
    _listener: Option<EventListener>,
}

impl Channel {
    /// Joins the channel called `name`; `handler` hears what the other tabs say. An old browser
    /// without channels hears them by the events of the local storage.
    pub fn join(name: &str, handler: impl Fn(u64) + 'static) -> Self {
        let key = ["qunyue.channel.", name].concat();
        let window = window();
        let broadcast = window
            .as_ref()
            .filter(|window| has(window, "BroadcastChannel"))
            .and_then(|_| BroadcastChannel::new(name).ok());
        let listener = match (&broadcast, &window) {
            (Some(broadcast), _) => Some(EventListener::new(broadcast, "message", move |event| {
                let data = event.dyn_ref::<MessageEvent>().and_then(|message| message.data().as_f64());
                if let Some(number) = data {
                    handler(number as u64);
                }
            })),
            (None, Some(window)) => {
                let key = key.clone();
                Some(EventListener::new(window, "storage", move |event| {
                    let Some(event) = event.dyn_ref::<StorageEvent>() else { return };
                    if event.key().as_deref() == Some(key.as_str())
                        && let Some(number) = event.new_value().and_then(|value| value.parse().ok())
                    {
                        handler(number);
                    }
                }))
            }
            (None, None) => None,
        };
        Self { name: key, broadcast, _listener: listener }
    }

    /// Says `number` to the other tabs.
    pub fn say(&self, number: u64) {
        match &self.broadcast {
            Some(broadcast) => _ = broadcast.post_message(&JsValue::from_f64(number as f64)),
            None => storage::set_pref(&self.name, &number.to_string()),
        }
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        if let Some(broadcast) = &self.broadcast {
            broadcast.close();
        }
    }
}
