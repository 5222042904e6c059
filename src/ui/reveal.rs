//! Bringing what an address names into sight, once it is there.

use crate::platform::measure;
use leptos::html::ElementType;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Scrolls what `node` holds into sight as soon as it stands on the page.
pub fn reveal<E>(node: NodeRef<E>)
where
    E: ElementType + 'static,
    E::Output: JsCast + Clone + 'static,
{
    reveal_when(node, Signal::stored(true));
}

/// Scrolls what `node` holds into sight whenever `when` becomes true.
pub fn reveal_when<E>(node: NodeRef<E>, when: Signal<bool>)
where
    E: ElementType + 'static,
    E::Output: JsCast + Clone + 'static,
{
    Effect::new(move |_| {
        if let (true, Some(element)) = (when.get(), node.get()) {
            // In the frame after: the parts above it have their heights then.
            request_animation_frame(move || {
                if let Some(element) = element.dyn_ref() {
                    measure::reveal(element);
                }
            });
        }
    });
}
