//! What the system shows outside the page.

use crate::platform::{has, window};
use gloo_events::EventListener;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Notification, NotificationOptions, NotificationPermission, ServiceWorkerRegistration};

/// Whether the person lets this origin show anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// The browser has no such thing, or not on this address.
    Missing,
    /// Nobody has asked them.
    Unasked,
    /// They do.
    Granted,
    /// They don't; only they can change that, in the browser's settings.
    Denied,
}

/// What is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The line above.
    pub title: String,
    /// What it says.
    pub body: String,
    /// What it takes the place of: the one shown before under the same name.
    pub tag: String,
    /// The place of this app where pressing it leads.
    pub to: String,
}

/// One that the page itself shows; it hears of a press as long as this lives.
pub struct Shown {
    _press: EventListener,
}

/// Whether anything may be shown.
pub fn permission() -> Permission {
    if !window().is_some_and(|window| has(&window, "Notification")) {
        return Permission::Missing;
    }
    match Notification::permission() {
        NotificationPermission::Granted => Permission::Granted,
        NotificationPermission::Denied => Permission::Denied,
        _ => Permission::Unasked,
    }
}

/// Asks the person. Browsers let a page do so after a press alone.
pub async fn ask() -> Permission {
    if permission() == Permission::Unasked
        && let Ok(asked) = Notification::request_permission()
    {
        let _ = JsFuture::from(asked).await;
    }
    permission()
}

/// Shows `note`. Where the page itself may show nothing, as on phones, the service worker does, and takes
/// the press; then there is nothing to hold.
pub fn show(note: &Note, on_press: impl FnOnce() + 'static) -> Option<Shown> {
    let options = NotificationOptions::new();
    options.set_body(&note.body);
    options.set_tag(&note.tag);
    options.set_icon("/icons/seal-192.png");
    options.set_data(&JsValue::from_str(&note.to));
    let Ok(shown) = Notification::new_with_options(&note.title, &options) else {
        let title = note.title.clone();
        crate::platform::task::spawn(async move {
            if let Some(worker) = worker().await
                && let Ok(shown) = worker.show_notification_with_options(&title, &options)
            {
                let _ = JsFuture::from(shown).await;
            }
        });
        return None;
    };
    let pressed = shown.clone();
    let press = EventListener::once(&shown, "click", move |_| {
        if let Some(window) = window() {
            let _ = window.focus();
        }
        pressed.close();
        on_press();
    });
    Some(Shown { _press: press })
}

async fn worker() -> Option<ServiceWorkerRegistration> {
    use wasm_bindgen::JsCast;
    let navigator = window()?.navigator();
    if !has(&navigator, "serviceWorker") {
        return None;
    }
    let ready = navigator.service_worker().ready().ok()?;
    JsFuture::from(ready).await.ok()?.dyn_into().ok()
}
