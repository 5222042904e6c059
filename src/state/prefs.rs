//! Language, theme, and whether and when one is told outside the page: chosen on this device, for every
//! account on it.

use crate::platform::{page, storage};
use domain::told::{DAY_MINUTES, QuietHours};
use leptos::prelude::*;

const LANGUAGE: &str = "qunyue.language";
const THEME: &str = "qunyue.theme";
const TOLD: &str = "qunyue.told";
const QUIET: &str = "qunyue.quiet";

/// A language that every word of the app is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// 简体中文
    ZhHans,
    /// 繁體中文
    ZhHant,
    /// English
    En,
}

impl Language {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::ZhHans, Self::ZhHant, Self::En];

    /// Its BCP 47 tag, as `<html lang>` has it.
    pub fn tag(self) -> &'static str {
        match self {
            Self::ZhHans => "zh-Hans",
            Self::ZhHant => "zh-Hant",
            Self::En => "en",
        }
    }

    /// The language whose tag is `tag`.
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// The first of the browser's languages that the app has; English where it has none.
    fn preferred(wanted: &[String]) -> Self {
        wanted.iter().find_map(|tag| Self::nearest(&tag.to_ascii_lowercase())).unwrap_or(Self::En)
    }

    /// Chinese is told apart by its script, or else by the region that writes it.
    fn nearest(tag: &str) -> Option<Self> {
        let mut parts = tag.split('-');
        match parts.next()? {
            "en" => Some(Self::En),
            "zh" | "yue" => {
                let traditional = parts.any(|part| matches!(part, "hant" | "tw" | "hk" | "mo"));
                Some(if traditional { Self::ZhHant } else { Self::ZhHans })
            }
            _ => None,
        }
    }
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Paper.
    Light,
    /// Night.
    Dark,
}

impl Theme {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its name, as `<html data-theme>` has it; the system's choice sets none.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// A handle to the device's preferences.
#[derive(Clone, Copy)]
pub struct Prefs {
    language: RwSignal<Language>,
    theme: RwSignal<Theme>,
    told: RwSignal<bool>,
    quiet: RwSignal<Option<QuietHours>>,
}

impl Prefs {
    /// Reads what was chosen before, marks the document with it, and puts the handle in context.
    pub fn provide() -> Self {
        let language = storage::pref(LANGUAGE)
            .and_then(|tag| Language::of_tag(&tag))
            .unwrap_or_else(|| Language::preferred(&page::languages()));
        let theme = storage::pref(THEME)
            .and_then(|name| Theme::ALL.into_iter().find(|theme| theme.name() == name))
            .unwrap_or_default();
        let prefs = Self {
            language: RwSignal::new(language),
            theme: RwSignal::new(theme),
            told: RwSignal::new(storage::pref(TOLD).is_some()),
            quiet: RwSignal::new(storage::pref(QUIET).and_then(|hours| hours_of(&hours))),
        };
        Effect::new(move |_| page::set_language(prefs.language.get().tag()));
        Effect::new(move |_| {
            let theme = prefs.theme.get();
            page::set_theme((theme != Theme::System).then(|| theme.name()));
        });
        provide_context(prefs);
        prefs
    }

    /// The handle that the shell provided.
    #[track_caller]
    pub fn expect() -> Self {
        expect_context()
    }

    /// The language of the words.
    pub fn language(self) -> Signal<Language> {
        self.language.into()
    }

    /// The theme.
    pub fn theme(self) -> Signal<Theme> {
        self.theme.into()
    }

    /// Whether one wants to be told outside the page what happens.
    pub fn told(self) -> Signal<bool> {
        self.told.into()
    }

    /// When one wants to be left alone.
    pub fn quiet(self) -> Signal<Option<QuietHours>> {
        self.quiet.into()
    }

    /// Wants to be told, or no more.
    pub fn be_told(self, wanted: bool) {
        self.told.set(wanted);
        if wanted { storage::set_pref(TOLD, "on") } else { storage::drop_pref(TOLD) }
    }

    /// Wants to be left alone in these hours from now on.
    pub fn rest(self, quiet: Option<QuietHours>) {
        self.quiet.set(quiet);
        match quiet {
            Some(QuietHours { from, to }) => {
                storage::set_pref(QUIET, &format!("{from}-{to}"));
            }
            None => storage::drop_pref(QUIET),
        }
    }

    /// Speaks `language` from now on.
    pub fn speak(self, language: Language) {
        self.language.set(language);
        storage::set_pref(LANGUAGE, language.tag());
    }

    /// Shows `theme` from now on.
    pub fn wear(self, theme: Theme) {
        self.theme.set(theme);
        storage::set_pref(THEME, theme.name());
    }
}

/// Hours as they are kept: two minutes of the day.
fn hours_of(text: &str) -> Option<QuietHours> {
    let (from, to) = text.split_once('-')?;
    let minute = |text: &str| text.parse().ok().filter(|minute| *minute < DAY_MINUTES);
    Some(QuietHours { from: minute(from)?, to: minute(to)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn preferred(tags: &[&str]) -> Language {
        Language::preferred(&tags.iter().map(|&tag| tag.to_owned()).collect::<Vec<_>>())
    }

    #[wasm_bindgen_test]
    fn chinese_is_told_apart_by_script_and_region() {
        assert_eq!(preferred(&["zh-CN"]), Language::ZhHans);
        assert_eq!(preferred(&["zh-TW"]), Language::ZhHant);
        assert_eq!(preferred(&["zh-Hant-HK"]), Language::ZhHant);
        assert_eq!(preferred(&["fr", "zh"]), Language::ZhHans);
    }

    #[wasm_bindgen_test]
    fn hours_that_are_none_are_not_kept_as_some() {
        assert_eq!(hours_of("1320-420"), Some(QuietHours { from: 1320, to: 420 }));
        for text in ["", "1320", "1440-0", "-1-5", "a-b"] {
            assert_eq!(hours_of(text), None, "{text}");
        }
    }

    #[wasm_bindgen_test]
    fn english_is_spoken_where_nothing_fits() {
        assert_eq!(preferred(&["fr-FR", "de"]), Language::En);
        assert_eq!(preferred(&[]), Language::En);
    }
}
