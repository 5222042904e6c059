//! Heights and scroll positions, for the parts that keep a reader's place.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{HtmlElement, ResizeObserver};

/// What is measured: any element of the page.
pub type Measured = HtmlElement;

/// Tells of every change of size of what it watches, before the change is painted.
pub struct Sizes {
    observer: ResizeObserver,
    _told: Closure<dyn FnMut()>,
}

impl Sizes {
    /// Watches `elements`; `None` in browsers that can't.
    pub fn watch(elements: &[&HtmlElement], told: impl FnMut() + 'static) -> Option<Self> {
        let told = Closure::<dyn FnMut()>::new(told);
        let observer = ResizeObserver::new(told.as_ref().unchecked_ref()).ok()?;
        elements.iter().for_each(|element| observer.observe(element));
        Some(Self { observer, _told: told })
    }
}

impl Drop for Sizes {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// The heights of an element's children, in order.
pub fn child_heights(element: &HtmlElement) -> Vec<f64> {
    let children = element.children();
    (0..children.length())
        .filter_map(|index| children.item(index))
        .map(|child| child.get_bounding_client_rect().height())
        .collect()
}

/// The height of what an element shows of its content.
pub fn view_height(element: &HtmlElement) -> f64 {
    element.client_height().into()
}

/// The height of the window; where it isn't told, no limit.
pub fn window_height() -> f64 {
    let height = crate::platform::window().and_then(|window| window.inner_height().ok()?.as_f64());
    height.unwrap_or(f64::INFINITY)
}

/// How far an element is scrolled.
pub fn scroll_top(element: &HtmlElement) -> f64 {
    element.scroll_top().into()
}

/// Scrolls an element, without an animation.
pub fn scroll_to(element: &HtmlElement, top: f64) {
    element.set_scroll_top(top.round() as i32);
}

/// Scrolls `element` so that it is seen, without an animation.
pub fn reveal(element: &HtmlElement) {
    element.scroll_into_view();
}

/// A length as CSS writes it. The browser has the digits; ours would be 15 kB to load.
fn px(length: f64) -> String {
    let digits = js_sys::Number::from(length).to_string_with_radix(10).map(String::from);
    digits.unwrap_or_default() + "px"
}

/// Gives an element a height.
pub fn set_height(element: &HtmlElement, height: f64) {
    let _ = element.style().set_property("block-size", &px(height));
}

/// Moves an element down inside what holds it.
pub fn set_offset(element: &HtmlElement, offset: f64) {
    let _ = element.style().set_property("transform", &["translateY(", &px(offset), ")"].concat());
}

/// Keeps `--view-block` at the height that is really seen: on iOS the keyboard covers the page
/// without making it smaller. Listens as long as the page lives.
pub fn follow_keyboard() {
    let Some(window) = crate::platform::window() else { return };
    let Some(visual) = window.visual_viewport() else { return };
    let seen = visual.clone();
    let listener = Closure::<dyn Fn()>::new(move || {
        let Some(root) = window.document().and_then(|document| document.document_element()) else { return };
        let Ok(root) = root.dyn_into::<HtmlElement>() else { return };
        let whole = window.inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(0.0);
        // Pinch zoom makes the seen part smaller too; that is no keyboard.
        let covered = seen.scale() < 1.01 && whole - seen.height() > 60.0;
        let _ = if covered {
            window.scroll_to_with_x_and_y(0.0, 0.0);
            root.style().set_property("--view-block", &px(seen.height()))
        } else {
            root.style().remove_property("--view-block").map(|_| ())
        };
    });
    let _ = visual.add_event_listener_with_callback("resize", listener.as_ref().unchecked_ref());
    listener.forget();
}
