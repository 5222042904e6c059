//! Tells: by the system, what happens while nobody looks; by the icon, how much of it is important.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::outside::{self, Note, Shown};
use crate::state::{Bulletin, News, NewsSort, Prefs, Spaces};
use crate::ui::MarkupReader;
use domain::told::Telling;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use protocol::SpaceId;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use words::Word;

/// More at once than this are one.
const MOST_APART: usize = 3;
/// How much of a message is shown outside the page, characters.
const LONGEST: usize = 120;

/// Draws nothing.
#[component]
pub fn Teller() -> impl IntoView {
    let words = Words::expect();
    let reader = MarkupReader::expect();
    let (spaces, prefs) = (Spaces::expect(), Prefs::expect());
    let navigate = Rc::new(use_navigate());
    let shown: Rc<RefCell<BTreeMap<String, Shown>>> = Rc::default();
    let waiting = spaces.waiting();

    let show = move |note: Note| {
        let (navigate, to) = (Rc::clone(&navigate), note.to.clone());
        let pressed = move || navigate(&to, NavigateOptions::default());
        if let Some(held) = outside::show(&note, pressed) {
            shown.borrow_mut().insert(note.tag, held);
        }
    };
    spaces.listen(prefs, move |bulletin| {
        notes_of(words, reader, &bulletin).into_iter().for_each(&show);
    });
    Effect::new(move |_| outside::count(waiting.get()));
    on_cleanup(|| outside::count(0));
}

/// What is shown of a bulletin: what names the person or was announced for itself, the rest as one.
fn notes_of(words: Words, reader: MarkupReader, bulletin: &Bulletin) -> Vec<Note> {
    let (said, apart): (Vec<&News>, Vec<&News>) =
        bulletin.news.iter().partition(|news| news.why == Telling::Said);
    let (said, apart) =
        if apart.len() > MOST_APART { (bulletin.news.iter().collect(), Vec::new()) } else { (said, apart) };
    let together = said.split_last().map(|(latest, before)| {
        let body = match before.len() {
            0 => body_of(words, reader, latest),
            _ => {
                let text = text_of(reader, latest);
                let values = [("name", latest.who.as_str()), ("text", text.as_str())];
                words.count_with(Word::ToldNoteMore, said.len(), &values)
            }
        };
        note(bulletin, latest, body, bulletin.space.to_string())
    });
    let apart = apart
        .into_iter()
        .map(|news| note(bulletin, news, body_of(words, reader, news), news.record.to_string()));
    together.into_iter().chain(apart).collect()
}

fn note(bulletin: &Bulletin, news: &News, body: String, tag: String) -> Note {
    Note { title: bulletin.name.clone(), body, tag, to: place_of(&bulletin.space, news) }
}

/// Where it stands.
fn place_of(space: &SpaceId, news: &News) -> String {
    match news.sort {
        NewsSort::Message => path::message(space, &news.record),
        NewsSort::Notice => path::notice(space, &news.record),
        NewsSort::Rules => path::rules_read(space),
    }
}

fn body_of(words: Words, reader: MarkupReader, news: &News) -> String {
    let word = match (news.sort, news.why) {
        (NewsSort::Notice, Telling::Urgent) => Word::ToldNoteUrgent,
        (NewsSort::Notice, _) => Word::ToldNoteNotice,
        (NewsSort::Rules, _) => Word::ToldNoteRules,
        (NewsSort::Message, Telling::Named) => Word::ToldNoteNamed,
        (NewsSort::Message, _) => Word::ToldNoteSaid,
    };
    words.fill(word, &[("name", &news.who), ("text", &text_of(reader, news))])
}

/// A title or a number as it is; a message without its marks, and not all of a long one.
fn text_of(reader: MarkupReader, news: &News) -> String {
    if news.sort != NewsSort::Message {
        return news.text.clone();
    }
    let text = untrack(|| markup::plain_text(&reader.read(&news.text)));
    text.chars().take(LONGEST).collect()
}
