//! From Markdown's events to the tree.

use crate::tree::{Block, Document, Inline};
use crate::url::Url;
use crate::{autolink, cjk};
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};
use std::borrow::Cow;
use std::ops::Range;

/// How many characters of a text are read; what comes after is left out.
pub const MAX_CHARS: usize = 16_000;

/// How deep quotes, lists, emphasis and links nest in the tree; what is deeper is kept, flat.
pub const MAX_DEPTH: usize = 8;

/// Reads light Markdown. Total: every text has a tree.
pub fn parse(text: &str) -> Document {
    let (text, is_cut) = match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => (text.get(..end).unwrap_or(text), true),
        None => (text, false),
    };
    let marked = cjk::mark(text);
    let is_marked = marked.is_some();
    let source = without_definitions(marked.map_or(Cow::Borrowed(text), Cow::Owned));
    let mut builder = Builder { source: &source, is_marked, root: Frame::root(), frames: Vec::new() };
    for (event, range) in Parser::new_ext(&source, Options::empty()).into_offset_iter() {
        builder.take(event, range);
    }
    Document { blocks: builder.finish(), is_cut }
}

/// Markdown takes `[a]: b` at the start of a paragraph for a definition and shows nothing of it;
/// in a chat that is somebody's words. A backslash makes it text.
fn without_definitions(mut source: Cow<'_, str>) -> Cow<'_, str> {
    // A definition that was hidden by another shows in the next round; the rounds are few, the
    // text is short, and what were left after them would only be a definition again.
    for _ in 0..4 {
        let parser = Parser::new_ext(&source, Options::empty());
        let mut starts: Vec<usize> =
            parser.reference_definitions().iter().map(|(_, definition)| definition.span.start).collect();
        if starts.is_empty() {
            break;
        }
        starts.sort_unstable_by(|a, b| b.cmp(a));
        let mut text = source.into_owned();
        for start in starts {
            if text.is_char_boundary(start) {
                text.insert(start, '\\');
            }
        }
        source = Cow::Owned(text);
    }
    source
}

/// What is open while the events come in.
enum Open {
    Document,
    Quote,
    List {
        start: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Item,
    Paragraph,
    Heading,
    Emphasis,
    Strong,
    Link(Url),
    Code(String),
    /// A block that is too deep: its blocks become its parent's.
    FlatBlock,
    /// A span that is too deep, or of no interest: its content becomes its parent's.
    FlatSpan,
    /// A link that may not be followed: shown as typed, its inner events ignored.
    Typed(String),
}

struct Frame {
    open: Open,
    /// How many frames that count for [`MAX_DEPTH`] are open, this one among them.
    depth: usize,
    /// Whether a frame around this one is a link: links do not nest.
    in_link: bool,
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
}

struct Builder<'s> {
    source: &'s str,
    /// Whether `source` has [`cjk`]'s marks in it.
    is_marked: bool,
    root: Frame,
    frames: Vec<Frame>,
}

impl Frame {
    fn root() -> Self {
        Self { open: Open::Document, depth: 0, in_link: false, blocks: Vec::new(), inlines: Vec::new() }
    }

    fn within(&self, open: Open) -> Self {
        let counts =
            matches!(open, Open::Quote | Open::List { .. } | Open::Emphasis | Open::Strong | Open::Link(_));
        Self {
            depth: self.depth + usize::from(counts),
            in_link: self.in_link || matches!(self.open, Open::Link(_)),
            open,
            blocks: Vec::new(),
            inlines: Vec::new(),
        }
    }

    fn text(&mut self, text: &str) {
        match (&mut self.open, self.inlines.last_mut()) {
            (Open::Typed(_), _) => {}
            (Open::Code(code), _) => code.push_str(text),
            (_, Some(Inline::Text(last))) => last.push_str(text),
            _ => self.inlines.push(Inline::Text(text.to_owned())),
        }
    }

    fn inline(&mut self, inline: Inline) {
        if !matches!(self.open, Open::Typed(_)) {
            self.inlines.push(inline);
        }
    }

    /// Makes a paragraph of text that stands in a block without one (tight lists).
    fn settle(&mut self) {
        let inlines = linked(std::mem::take(&mut self.inlines), self.in_link);
        if !inlines.is_empty() {
            self.blocks.push(Block::Paragraph(inlines));
        }
    }
}

impl Builder<'_> {
    fn top(&mut self) -> &mut Frame {
        self.frames.last_mut().unwrap_or(&mut self.root)
    }

    fn typed(&self, range: Range<usize>) -> String {
        self.unmarked(self.source.get(range).unwrap_or_default())
    }

    fn unmarked(&self, text: &str) -> String {
        if self.is_marked { cjk::unmark(text) } else { text.to_owned() }
    }

    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => {
                let open = self.opened(tag, range);
                let frame = self.top().within(open);
                self.frames.push(frame);
            }
            Event::End(_) => self.close(),
            Event::Text(text) | Event::InlineHtml(text) => {
                let text = self.unmarked(&text);
                self.top().text(&text);
            }
            Event::Html(text) => self.lines(&self.unmarked(&text)),
            Event::Code(text) => {
                let code = Inline::Code(self.unmarked(&text));
                self.top().inline(code);
            }
            Event::SoftBreak | Event::HardBreak => self.top().inline(Inline::Break),
            Event::Rule => {
                let text = self.typed(range);
                let frame = self.top();
                frame.settle();
                frame.blocks.push(Block::Paragraph(vec![Inline::Text(text.trim().to_owned())]));
            }
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {
                let text = self.typed(range);
                self.top().text(&text);
            }
        }
    }

    fn opened(&mut self, tag: Tag<'_>, range: Range<usize>) -> Open {
        if matches!(self.top().open, Open::Typed(_)) {
            return Open::Typed(String::new());
        }
        let is_deep = self.top().depth >= MAX_DEPTH;
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => Open::Paragraph,
            Tag::Heading { .. } => Open::Heading,
            Tag::CodeBlock(_) => Open::Code(String::new()),
            Tag::Item if matches!(self.top().open, Open::List { .. }) => Open::Item,
            Tag::BlockQuote(_) if !is_deep => Open::Quote,
            Tag::List(start) if !is_deep => Open::List { start, items: Vec::new() },
            Tag::Item | Tag::BlockQuote(_) | Tag::List(_) => Open::FlatBlock,
            Tag::Emphasis if !is_deep => Open::Emphasis,
            Tag::Strong if !is_deep => Open::Strong,
            Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. } => {
                let top = self.top();
                let is_nested = top.in_link || matches!(top.open, Open::Link(_));
                match target(link_type, &self.unmarked(&dest_url)) {
                    Some(_) if is_nested => Open::FlatSpan,
                    Some(url) if !is_deep => Open::Link(url),
                    _ => Open::Typed(self.typed(range)),
                }
            }
            _ => Open::FlatSpan,
        }
    }

    fn close(&mut self) {
        let Some(mut frame) = self.frames.pop() else { return };
        let in_link = frame.in_link;
        let parent = self.top();
        match frame.open {
            Open::Typed(text) => parent.text(&text),
            Open::FlatSpan => parent.inlines.append(&mut frame.inlines),
            Open::Paragraph => block(parent, paragraph(linked(frame.inlines, in_link))),
            Open::Heading => {
                let strong = Some(linked(frame.inlines, in_link)).filter(|inner| !inner.is_empty());
                block(parent, strong.map(|inner| Block::Paragraph(vec![Inline::Strong(inner)])));
            }
            Open::Emphasis => parent.inline(Inline::Emphasis(linked(frame.inlines, in_link))),
            Open::Strong => parent.inline(Inline::Strong(linked(frame.inlines, in_link))),
            Open::Link(url) => parent.inline(Inline::Link { url, content: frame.inlines }),
            Open::Code(text) => {
                let text = text.strip_suffix('\n').unwrap_or(&text).to_owned();
                block(parent, Some(Block::Code(text)));
            }
            Open::FlatBlock | Open::Document | Open::Quote | Open::Item | Open::List { .. } => {
                frame.settle();
                match (frame.open, &mut parent.open) {
                    (Open::List { start, items }, _) => block(parent, Some(Block::List { start, items })),
                    (Open::Item, Open::List { items, .. }) => items.push(frame.blocks),
                    (Open::Quote, _) => block(parent, Some(Block::Quote(frame.blocks))),
                    _ => {
                        parent.settle();
                        parent.blocks.append(&mut frame.blocks);
                    }
                }
            }
        }
    }

    /// Text whose line ends are breaks.
    fn lines(&mut self, text: &str) {
        for line in text.split_inclusive('\n') {
            let frame = self.top();
            frame.text(line.trim_end_matches(['\n', '\r']));
            if line.ends_with('\n') {
                frame.inline(Inline::Break);
            }
        }
    }

    fn finish(mut self) -> Vec<Block> {
        while !self.frames.is_empty() {
            self.close();
        }
        self.root.settle();
        self.root.blocks
    }
}

fn block(parent: &mut Frame, block: Option<Block>) {
    parent.settle();
    parent.blocks.extend(block);
}

fn paragraph(mut inlines: Vec<Inline>) -> Option<Block> {
    while inlines.last() == Some(&Inline::Break) {
        inlines.pop();
    }
    (!inlines.is_empty()).then_some(Block::Paragraph(inlines))
}

fn linked(inlines: Vec<Inline>, in_link: bool) -> Vec<Inline> {
    if in_link {
        return inlines;
    }
    let mut out = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match inline {
            Inline::Text(text) => autolink::link(text, &mut out),
            other => out.push(other),
        }
    }
    out
}

fn target(link_type: LinkType, dest: &str) -> Option<Url> {
    match link_type {
        LinkType::Email => Url::parse(&format!("mailto:{dest}")),
        _ => Url::parse(dest),
    }
}
