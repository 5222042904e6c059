//! Reads light Markdown. Most texts have no marks and are read at once; the parser for the others
//! is a part of its own that comes with the first of them. Until it is here, or where it can't be
//! had, a text is shown as it was typed.

use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use markup::Document;

/// The parser.
type Parse = fn(&str) -> Document;

#[cfg(feature = "split")]
#[leptos::wasm_split::wasm_split(markup, wasm_split_path = ::leptos::wasm_split, fallible)]
fn parser() -> Result<Parse, SplitLoaderError> {
    Ok(markup::parse)
}

#[cfg(not(feature = "split"))]
async fn parser() -> Result<Parse, SplitLoaderError> {
    Ok(markup::parse)
}

/// A handle to what reads texts.
#[derive(Clone, Copy)]
pub struct MarkupReader {
    parse: RwSignal<Option<Parse>>,
    fetch: Action<(), ()>,
    is_asked: StoredValue<bool>,
}

impl MarkupReader {
    /// Puts the handle in context.
    pub fn provide() -> Self {
        let (parse, is_asked) = (RwSignal::new(None), StoredValue::new(false));
        let fetch = Action::new_local(move |(): &()| async move {
            match parser().await {
                Ok(parser) => parse.set(Some(parser)),
                // The next text asks again.
                Err(_) => is_asked.set_value(false),
            }
        });
        let reader = Self { parse, fetch, is_asked };
        provide_context(reader);
        reader
    }

    /// The handle that the app provided.
    #[track_caller]
    pub fn expect() -> Self {
        expect_context()
    }

    /// What `text` is made of; anew when the parser has come.
    pub fn read(self, text: &str) -> Document {
        if let Some(document) = markup::unmarked(text) {
            return document;
        }
        if let Some(parse) = self.parse.get_untracked() {
            return parse(text);
        }
        // Once it is here it stays: only who waits for it has to hear of it.
        self.parse.track();
        if !self.is_asked.get_value() {
            self.is_asked.set_value(true);
            self.fetch.dispatch_local(());
        }
        markup::typed(text)
    }
}
