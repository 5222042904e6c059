//! A space that is being founded: what is typed, kept over a reload, and what comes of it.

use crate::state::{Founding, Spaces};
use domain::intent::NewSpace;
use domain::kinds::{Rule, Template};
use domain::naming::NameParts;
use domain::preset;
use leptos::prelude::*;

/// The form as it is being filled in.
#[derive(Clone, Copy)]
pub struct FoundingForm {
    /// What it is for.
    pub template: RwSignal<Template>,
    /// Whose space it is.
    pub dept: RwSignal<String>,
    /// What it is about.
    pub topic: RwSignal<String>,
    /// Which time or round.
    pub term: RwSignal<String>,
    /// Its purpose in one line.
    pub purpose: RwSignal<String>,
    /// For whom.
    pub for_whom: RwSignal<String>,
    /// Not for whom.
    pub not_for: RwSignal<String>,
    /// Its goals, one on a line.
    pub goals: RwSignal<String>,
    /// Whether it begins with the rules of its sort.
    pub with_rules: RwSignal<bool>,
}

impl FoundingForm {
    /// The form with what was typed before; whatever is typed in it is kept.
    pub fn new(spaces: Spaces) -> Self {
        let typed = spaces.founding();
        let template = match Template::from(typed.template.as_str()) {
            Template::Other(_) => Template::Project,
            known => known,
        };
        let form = Self {
            template: RwSignal::new(template),
            dept: RwSignal::new(typed.dept),
            topic: RwSignal::new(typed.topic),
            term: RwSignal::new(typed.term),
            purpose: RwSignal::new(typed.purpose),
            for_whom: RwSignal::new(typed.for_whom),
            not_for: RwSignal::new(typed.not_for),
            goals: RwSignal::new(typed.goals),
            with_rules: RwSignal::new(!typed.without_rules),
        };
        Effect::new(move |before: Option<()>| {
            let typed = form.typed();
            if before.is_some() {
                spaces.keep_founding(&typed);
            }
        });
        form
    }

    fn typed(self) -> Founding {
        Founding {
            template: self.template.get().as_str().to_owned(),
            dept: self.dept.get(),
            topic: self.topic.get(),
            term: self.term.get(),
            purpose: self.purpose.get(),
            for_whom: self.for_whom.get(),
            not_for: self.not_for.get(),
            goals: self.goals.get(),
            without_rules: !self.with_rules.get(),
        }
    }

    /// The name that its parts make; subscribes to them.
    pub fn name(self) -> String {
        self.parts(|parts| parts.compose())
    }

    /// Whether the name says whose space it is and what it is about; subscribes to its parts.
    pub fn is_named(self) -> bool {
        self.parts(|parts| parts.is_whole())
    }

    fn parts<T>(self, read: impl FnOnce(NameParts<'_>) -> T) -> T {
        let (dept, topic, term) = (self.dept.read(), self.topic.read(), self.term.read());
        read(NameParts { dept: &dept, topic: &topic, term: &term })
    }

    /// The rules of its sort in the language `locale`; subscribes to the sort.
    pub fn preset(self, locale: &str) -> Vec<Rule> {
        preset::rules(&self.template.read(), locale)
    }

    /// The space as it now stands, and the rules that it begins with.
    pub fn founded(self, locale: &str) -> (NewSpace, Vec<Rule>) {
        untrack(|| {
            let about = NewSpace {
                name: self.name(),
                purpose: self.purpose.get(),
                for_whom: self.for_whom.get(),
                not_for: self.not_for.get(),
                goals: self.goals.read().lines().map(str::to_owned).collect(),
                template: Some(self.template.get()),
                locale: locale.to_owned(),
            };
            let rules = if self.with_rules.get() { self.preset(locale) } else { Vec::new() };
            (about, rules)
        })
    }
}
