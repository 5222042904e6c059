//! A QR code as one path: dark on light at night too, since cameras read nothing else.

use fast_qr::qr::{QRBuilder, QRCode};
use leptos::prelude::*;
use std::fmt::Write;

/// The quiet zone that the standard asks for, in modules.
const QUIET: usize = 4;

/// A code for a camera. Show the same as text beside it.
#[component]
pub fn QrCode(
    /// What it says to a camera: at most some two thousand bytes.
    #[prop(into)]
    text: Signal<String>,
    /// What it is, for those who listen.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    // A text too long for any code has no picture; the text beside it still has the link.
    let code = Memo::new(move |_| drawn(&text.read()));
    let picture = move || {
        code.get().map(|Drawn { side, path }| {
            let window = format!("0 0 {side} {side}");
            view! {
                <svg class="qr-code-dots" viewBox=window aria-hidden="true">
                    <path d=path></path>
                </svg>
            }
        })
    };

    view! {
        <div class="qr-code" role="img" aria-label=move || label.get()>
            {picture}
        </div>
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Drawn {
    side: usize,
    path: String,
}

fn drawn(text: &str) -> Option<Drawn> {
    let code = QRBuilder::new(text).build().ok()?;
    Some(Drawn { side: code.size + 2 * QUIET, path: path(&code) })
}

/// Each run of dark modules in a row as one rectangle.
fn path(code: &QRCode) -> String {
    let mut path = String::new();
    for (y, row) in code.data.chunks(code.size).take(code.size).enumerate() {
        let mut run: Option<(usize, usize)> = None;
        for (x, is_dark) in row.iter().map(|module| module.value()).chain([false]).enumerate() {
            run = match (run, is_dark) {
                (None, true) => Some((x, 1)),
                (Some((start, length)), true) => Some((start, length + 1)),
                (Some((start, length)), false) => {
                    _ = write!(path, "M{} {}h{length}v1h-{length}z", start + QUIET, y + QUIET);
                    None
                }
                (None, false) => None,
            };
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn a_code_begins_with_the_seven_dark_modules_of_its_corner() {
        let drawn = drawn("https://example.org/join#token").unwrap();
        assert!(drawn.path.starts_with("M4 4h7v1h-7z"), "{}", drawn.path);
    }

    #[wasm_bindgen_test]
    fn a_text_too_long_has_no_code() {
        assert_eq!(drawn(&"x".repeat(10_000)), None);
    }
}
