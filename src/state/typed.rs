//! What is typed and not yet a record, also before there is an account to keep it for: it stays with the
//! tab, so that a reload, or a chat app that throws the page out while one looks something up, loses
//! nothing.

use crate::platform::storage;
use leptos::prelude::*;

const PREFIX: &str = "qunyue.typed.";
/// What stands for a ticked box that needs no more.
const TICKED: &str = "yes";

/// Forgets what was typed into any form of this tab: somebody else may come.
pub(crate) fn forget_all() {
    storage::drop_tab_values(PREFIX);
}

/// The texts of one form. Never for passwords: any script of the origin reads them.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    form: String,
    fields: Vec<String>,
}

impl Typed {
    /// The texts of the form that `form` names.
    pub fn of(form: impl Into<String>) -> Self {
        Self { form: form.into(), fields: Vec::new() }
    }

    /// A field that holds what was typed before the reload, or else `first`.
    pub fn field(&mut self, name: &str, first: String) -> RwSignal<String> {
        let text = RwSignal::new(self.kept(name).unwrap_or_else(|| first.clone()));
        self.keep(name, first, move || text.get());
        text
    }

    /// What was kept of a field that holds more than a text.
    pub fn kept(&self, name: &str) -> Option<String> {
        storage::tab_value(&self.key(name))
    }

    /// Keeps what `says` says, for as long as it is not `first`: what nobody typed needs no keeping.
    pub fn keep(&mut self, name: &str, first: String, says: impl Fn() -> String + 'static) {
        let key = self.key(name);
        self.fields.push(key.clone());
        Effect::new(move |_| {
            let text = says();
            if text == first {
                storage::drop_tab_value(&key);
            } else {
                storage::set_tab_value(&key, &text);
            }
        });
    }

    /// Puts a text into a field of a form that is not open, as if it had been typed there.
    pub fn lay(&self, name: &str, text: &str) {
        storage::set_tab_value(&self.key(name), text);
    }

    /// Forgets what was kept of fields that are not open yet: they begin anew.
    pub fn begin_anew(&self, names: &[&str]) {
        names.iter().for_each(|name| storage::drop_tab_value(&self.key(name)));
    }

    fn key(&self, name: &str) -> String {
        [PREFIX, &self.form, ".", name].concat()
    }

    /// A box that is ticked where it was before the reload, for the same as it is for now: `what` says what
    /// is ticked.
    pub fn tick(&mut self, name: &str, what: &str) -> RwSignal<bool> {
        let key = self.key(name);
        let what = if what.is_empty() { TICKED } else { what }.to_owned();
        let ticked = RwSignal::new(storage::tab_value(&key).as_ref() == Some(&what));
        self.fields.push(key.clone());
        Effect::new(move |_| match ticked.get() {
            true => storage::set_tab_value(&key, &what),
            false => storage::drop_tab_value(&key),
        });
        ticked
    }

    /// Forgets them: the form has done its work.
    pub fn forget(&self) {
        self.fields.iter().for_each(|key| storage::drop_tab_value(key));
    }
}
