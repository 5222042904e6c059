//! One character of a name, on paper of the person's own hue.

use leptos::prelude::*;

/// How large an avatar is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AvatarSize {
    /// In a rail.
    Small,
    /// Beside a message.
    #[default]
    Medium,
    /// At the top of a page.
    Large,
}

/// An avatar. Decoration: the name stands beside it.
#[component]
pub fn Avatar(
    /// The name.
    #[prop(into)]
    name: Signal<String>,
    /// How large.
    #[prop(optional)]
    size: AvatarSize,
) -> impl IntoView {
    let size = match size {
        AvatarSize::Small => "small",
        AvatarSize::Medium => "medium",
        AvatarSize::Large => "large",
    };

    view! {
        <span
            class="avatar"
            data-size=size
            aria-hidden="true"
            style=("--hue", move || hue(&name.read()).to_string())
        >
            {move || initial(&name.read())}
        </span>
    }
}

/// The character that people call each other by: of a Chinese name the last, of a name whose parts
/// are set apart (阿依古丽·买买提, Ada Lovelace) the first.
fn initial(name: &str) -> String {
    let name = name.trim();
    let is_apart = |c: char| c.is_ascii() || matches!(c, '·' | '•' | '・' | '‧') || c.is_whitespace();
    let character = if name.contains(is_apart) { name.chars().next() } else { name.chars().last() };
    character.map_or_else(|| "?".to_owned(), |character| character.to_uppercase().collect())
}

/// A hue that a name keeps on every device.
fn hue(name: &str) -> u32 {
    name.chars().fold(7, |hash: u32, character| hash.wrapping_mul(31).wrapping_add(character.into())) % 360
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn a_name_is_shown_by_the_character_that_people_use() {
        assert_eq!(initial("欧阳书恒"), "恒");
        assert_eq!(initial("阿依古丽·买买提"), "阿");
        assert_eq!(initial("ada Lovelace"), "A");
        assert_eq!(initial("  "), "?");
    }
}
