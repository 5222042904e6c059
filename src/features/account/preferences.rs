//! Language and theme, chosen on this device.

use crate::i18n::Words;
use crate::state::{Language, Prefs, Theme};
use crate::ui::{Choice, Segmented};
use leptos::prelude::*;
use words::Word;

/// The three languages, each in its own words.
#[component]
pub fn LanguageChoice() -> impl IntoView {
    let words = Words::expect();
    let prefs = Prefs::expect();
    let choices = Language::ALL
        .into_iter()
        .map(|language| Choice::new(language, move || own_name(language).to_owned()));

    view! {
        <Segmented
            legend=words.say(Word::MeLanguage)
            choices=choices.collect()
            selected=prefs.language()
            on_select=move |language| prefs.speak(language)
        />
    }
}

/// What a language calls itself: the one name that is never translated.
fn own_name(language: Language) -> &'static str {
    match language {
        Language::ZhHans => "简体",
        Language::ZhHant => "繁體",
        Language::En => "English",
    }
}

/// As the device, light, or dark.
#[component]
pub fn ThemeChoice() -> impl IntoView {
    let words = Words::expect();
    let prefs = Prefs::expect();
    let choices = Theme::ALL.into_iter().map(|theme| Choice::new(theme, words.say(theme_word(theme))));

    view! {
        <Segmented
            legend=words.say(Word::MeTheme)
            choices=choices.collect()
            selected=prefs.theme()
            on_select=move |theme| prefs.wear(theme)
        />
    }
}

fn theme_word(theme: Theme) -> Word {
    match theme {
        Theme::System => Word::MeThemeSystem,
        Theme::Light => Word::MeThemeLight,
        Theme::Dark => Word::MeThemeDark,
    }
}
