//! What people wrote in light Markdown, as views. There is no HTML string on the way.

use crate::ui::markup_reader::MarkupReader;
use leptos::prelude::*;
use markup::{Block, Inline};

/// A text in light Markdown.
#[component]
pub fn MarkupView(
    /// The text as it was written.
    #[prop(into)]
    text: Signal<String>,
    /// What stands at the end where a text is too long to be shown whole.
    #[prop(optional, into)]
    cut: MaybeProp<String>,
) -> impl IntoView {
    let reader = MarkupReader::expect();
    let body = move || {
        let document = reader.read(&text.read());
        let end = document.is_cut.then(|| view! { <p class="markup-cut">{move || cut.get()}</p> });
        (blocks(document.blocks), end)
    };

    view! {
        <div class="markup" dir="auto">
            {body}
        </div>
    }
}

fn blocks(blocks: Vec<Block>) -> Vec<AnyView> {
    blocks.into_iter().map(block).collect()
}

fn block(block: Block) -> AnyView {
    match block {
        Block::Paragraph(content) => view! { <p>{inlines(content)}</p> }.into_any(),
        Block::Quote(content) => {
            view! { <blockquote class="markup-quote">{blocks(content)}</blockquote> }.into_any()
        }
        Block::List { start: Some(start), items } => {
            view! { <ol class="markup-list" data-kind="numbers" start=start.to_string()>{entries(items)}</ol> }
                .into_any()
        }
        Block::List { start: None, items } => {
            view! { <ul class="markup-list">{entries(items)}</ul> }.into_any()
        }
        // It scrolls sideways, so the keyboard must reach it.
        Block::Code(text) => view! { <pre class="markup-block" tabindex="0">{text}</pre> }.into_any(),
    }
}

fn entries(items: Vec<Vec<Block>>) -> Vec<impl IntoView> {
    items.into_iter().map(|content| view! { <li>{blocks(content)}</li> }).collect()
}

fn inlines(content: Vec<Inline>) -> Vec<AnyView> {
    content.into_iter().map(inline).collect()
}

fn inline(inline: Inline) -> AnyView {
    match inline {
        Inline::Text(text) => text.into_any(),
        Inline::Break => view! { <br/> }.into_any(),
        Inline::Emphasis(content) => view! { <em>{inlines(content)}</em> }.into_any(),
        Inline::Strong(content) => view! { <strong>{inlines(content)}</strong> }.into_any(),
        Inline::Code(text) => view! { <code class="markup-code">{text}</code> }.into_any(),
        Inline::Link { url, content } => {
            let to = url.as_str().to_owned();
            view! {
                <a class="markup-link" href=to target="_blank" rel="noopener noreferrer nofollow">
                    {inlines(content)}
                </a>
            }
            .into_any()
        }
    }
}
