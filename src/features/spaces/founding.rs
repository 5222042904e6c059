//! A space that is being founded: what is typed, kept over a reload, and what comes of it.

use crate::features::spaces::name_fields::TypedName;
use crate::state::{Founding, Spaces};
use domain::intent::NewSpace;
use domain::kinds::{Course, Rule, Template};
use domain::preset;
use leptos::prelude::*;

/// The form as it is being filled in.
#[derive(Clone, Copy)]
pub struct FoundingForm {
    /// What it is for.
    pub template: RwSignal<Template>,
    /// What sort of training, where it is one.
    pub course: RwSignal<Course>,
    /// What it is called.
    pub name: TypedName,
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
        let course = match Course::from(typed.course.as_str()) {
            Course::Other(_) => Course::NewStaff,
            known => known,
        };
        let form = Self {
            template: RwSignal::new(template),
            course: RwSignal::new(course),
            name: TypedName::new(typed.dept, typed.topic, typed.term),
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
            course: self.course.get().as_str().to_owned(),
            dept: self.name.dept.get(),
            topic: self.name.topic.get(),
            term: self.name.term.get(),
            purpose: self.purpose.get(),
            for_whom: self.for_whom.get(),
            not_for: self.not_for.get(),
            goals: self.goals.get(),
            without_rules: !self.with_rules.get(),
        }
    }

    /// The rules of its sort in the language `locale`; subscribes to the sort.
    pub fn preset(self, locale: &str) -> Vec<Rule> {
        preset::rules(&self.template.read(), self.course_of().as_ref(), locale)
    }

    /// What sort of training it is; none where it is something else.
    fn course_of(self) -> Option<Course> {
        (*self.template.read() == Template::Training).then(|| self.course.get())
    }

    /// The space as it now stands, and the rules that it begins with.
    pub fn founded(self, locale: &str) -> (NewSpace, Vec<Rule>) {
        untrack(|| {
            let about = NewSpace {
                name: self.name.name(),
                purpose: self.purpose.get(),
                for_whom: self.for_whom.get(),
                not_for: self.not_for.get(),
                goals: self.goals.read().lines().map(str::to_owned).collect(),
                template: Some(self.template.get()),
                course: self.course_of(),
                locale: locale.to_owned(),
            };
            let rules = if self.with_rules.get() { self.preset(locale) } else { Vec::new() };
            (about, rules)
        })
    }
}
