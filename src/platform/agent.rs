//! Which browser and system this is: for the list of one's own devices, and for a hint to who is inside
//! another app; never for a decision.

use crate::platform::window;

/// Such as `Chrome · Android`.
pub fn label() -> String {
    label_of(&agent())
}

/// Whether the page is shown inside WeChat, whose browser keeps little and tells nothing.
pub fn is_wechat() -> bool {
    agent().contains("MicroMessenger")
}

fn agent() -> String {
    window().and_then(|window| window.navigator().user_agent().ok()).unwrap_or_default()
}

/// The first name whose mark occurs. Chromium's children also say `Chrome`, and all say `Safari`.
fn first<'a>(agent: &str, marks: &[(&str, &'a str)], otherwise: &'a str) -> &'a str {
    marks.iter().find(|(mark, _)| agent.contains(mark)).map_or(otherwise, |(_, name)| name)
}

fn label_of(agent: &str) -> String {
    let browser = first(
        agent,
        &[
            ("MicroMessenger", "WeChat"),
            ("DingTalk", "DingTalk"),
            ("Edg", "Edge"),
            ("Firefox", "Firefox"),
            ("FxiOS", "Firefox"),
            ("HeadlessChrome", "Chrome"),
            ("Chrome", "Chrome"),
            ("CriOS", "Chrome"),
            ("Safari", "Safari"),
        ],
        "Browser",
    );
    let system = first(
        agent,
        &[
            ("Android", "Android"),
            ("iPhone", "iPhone"),
            ("iPad", "iPad"),
            ("Windows", "Windows"),
            ("Mac OS", "macOS"),
            ("CrOS", "ChromeOS"),
            ("Linux", "Linux"),
        ],
        "?",
    );
    [browser, " · ", system].concat()
}

#[cfg(test)]
mod tests {
    use super::label_of;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn the_inner_browser_is_named_not_its_engine() {
        let wechat =
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120 Safari/537.36 MicroMessenger/8";
        assert_eq!(label_of(wechat), "WeChat · Android");
        let edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130 Safari/537.36 Edg/130";
        assert_eq!(label_of(edge), "Edge · Windows");
    }
}
