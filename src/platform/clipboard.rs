//! The clipboard. Browsers keep it for secure origins; elsewhere an old command may still work.

use crate::platform::{has, window};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlDocument, HtmlTextAreaElement};

/// Puts `text` on the clipboard; says whether that worked.
pub async fn copy(text: &str) -> bool {
    let Some(window) = window() else { return false };
    let navigator = window.navigator();
    if has(&navigator, "clipboard") {
        return JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok();
    }
    copy_by_command(text).unwrap_or(false)
}

/// Copies by way of a text field that nobody sees: `execCommand` is all there is on plain HTTP.
fn copy_by_command(text: &str) -> Option<bool> {
    let document = window()?.document()?.dyn_into::<HtmlDocument>().ok()?;
    let body = document.body()?;
    let field = document.create_element("textarea").ok()?.dyn_into::<HtmlTextAreaElement>().ok()?;
    field.set_value(text);
    field.set_read_only(true);
    body.append_child(&field).ok()?;
    field.select();
    let copied = document.exec_command("copy").unwrap_or(false);
    field.remove();
    Some(copied)
}
