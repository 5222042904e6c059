//! The number on the icon: of the tab, and of the installed app.

use crate::platform::window;
use js_sys::{Array, Function, Reflect};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlLinkElement, Url};

/// The icon without a number.
const PLAIN: &str = "/icons/seal.svg";
/// From here on there are just many.
const MOST: usize = 99;

thread_local! {
    /// The address of the icon that is shown now, where it was drawn here.
    static DRAWN: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Shows `count` on the icons; none for zero. Where a browser can't, nothing changes.
pub fn show(count: usize) {
    let drawn = (count > 0).then(|| draw(count)).flatten();
    let _ = of_tab(drawn.as_deref().unwrap_or(PLAIN));
    let former = DRAWN.with(|known| known.replace(drawn));
    if let Some(former) = former {
        let _ = Url::revoke_object_url(&former);
    }
    of_app(count);
}

/// The seal's red with the number, as an address of this page's own.
fn draw(count: usize) -> Option<String> {
    let options = BlobPropertyBag::new();
    options.set_type("image/svg+xml");
    let parts = Array::of1(&JsValue::from_str(&svg(count)));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

/// At sixteen pixels a number beside the seal would be neither: it takes the seal's place.
fn svg(count: usize) -> String {
    let (text, size) = match count {
        0..=9 => (count.to_string(), 40),
        10..=MOST => (count.to_string(), 32),
        _ => (format!("{MOST}+"), 24),
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 48 48\">\
         <rect x=\"2\" y=\"2\" width=\"44\" height=\"44\" rx=\"5\" fill=\"#c9281e\"/>\
         <text x=\"24\" y=\"25\" font-family=\"sans-serif\" font-weight=\"700\" font-size=\"{size}\" \
         fill=\"#fff\" text-anchor=\"middle\" dominant-baseline=\"central\">{text}</text></svg>"
    )
}

fn of_tab(address: &str) -> Option<()> {
    let link = window()?.document()?.query_selector("link[rel=icon]").ok()??;
    let link = link.dyn_into::<HtmlLinkElement>().ok()?;
    link.set_href(address);
    Some(())
}

/// An installed app has its number from the system, in the browsers that know of it.
fn of_app(count: usize) {
    let Some(window) = window() else { return };
    let navigator = window.navigator();
    let set = Reflect::get(&navigator, &JsValue::from_str("setAppBadge"));
    let Some(set) = set.ok().and_then(|set| set.dyn_into::<Function>().ok()) else { return };
    // It promises to have done so, and refuses in a tab: nobody waits for either.
    if let Ok(promise) = set.call1(&navigator, &JsValue::from_f64(count as f64))
        && let Ok(promise) = promise.dyn_into::<js_sys::Promise>()
    {
        crate::platform::task::spawn(async move {
            let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn a_large_number_is_many() {
        assert!(svg(7).contains(">7</text>") && svg(42).contains(">42</text>"));
        assert!(svg(100).contains(">99+</text>"));
    }
}
