//! A press that came to nothing, said in a toast: there is no form to say it in.

use crate::i18n::Words;
use crate::state::Trouble;
use crate::ui::Toasts;

/// Says what went wrong.
pub fn tell(words: Words, toasts: Toasts, trouble: &Trouble) {
    let said = words.explain(trouble);
    toasts.say(format!("{}. {}", said.title, said.body));
}
