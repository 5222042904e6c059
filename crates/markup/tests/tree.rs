//! What people type, and the tree that it becomes.

#![cfg(test)]

use markup::{Block, Document, Inline, MAX_CHARS, MAX_DEPTH, Url, parse, plain_text, typed, unmarked};
use proptest::prelude::*;

fn text(text: &str) -> Inline {
    Inline::Text(text.to_owned())
}

fn link(url: &str, content: &str) -> Inline {
    Inline::Link { url: Url::parse(url).unwrap(), content: vec![text(content)] }
}

fn paragraph(inlines: impl Into<Vec<Inline>>) -> Block {
    Block::Paragraph(inlines.into())
}

fn strong(inner: &str) -> Inline {
    Inline::Strong(vec![text(inner)])
}

/// The inlines of a text that is one paragraph.
fn line(source: &str) -> Vec<Inline> {
    match parse(source).blocks.as_slice() {
        [Block::Paragraph(inlines)] => inlines.clone(),
        other => panic!("{source:?} became {other:?}"),
    }
}

#[test]
fn a_single_line_break_is_kept() {
    assert_eq!(line("早\n好"), [text("早"), Inline::Break, text("好")]);
    assert_eq!(parse("早\n\n好").blocks, [paragraph([text("早")]), paragraph([text("好")])]);
}

#[test]
fn emphasis_strong_and_code_are_told_apart() {
    assert_eq!(
        line("*a* **b** `c*`"),
        [Inline::Emphasis(vec![text("a")]), text(" "), strong("b"), text(" "), Inline::Code("c*".to_owned())]
    );
}

#[test]
fn strong_ends_after_chinese_punctuation_without_a_space() {
    assert_eq!(line("**重要：**请看"), [strong("重要："), text("请看")]);
    assert_eq!(line("请看**“重要”**的内容"), [text("请看"), strong("“重要”"), text("的内容")]);
    assert_eq!(
        line("共**3**项，*《规则》*为准"),
        [text("共"), strong("3"), text("项，"), Inline::Emphasis(vec![text("《规则》")]), text("为准")]
    );
}

#[test]
fn stars_that_mean_themselves_stay() {
    assert_eq!(
        line("2*3*4：5 * 6（*）"),
        [text("2"), Inline::Emphasis(vec![text("3")]), text("4：5 * 6（*）")]
    );
    assert_eq!(line(r"\*不是\*"), [text("*不是*")]);
    assert_eq!(line("`**重要：**请看`"), [Inline::Code("**重要：**请看".to_owned())]);
    assert_eq!(line("𒑴**重要**"), [text("𒑴"), strong("重要")]);
}

#[test]
fn lists_quotes_and_code_blocks_nest() {
    let blocks = parse("3. 甲\n   - 乙\n4. 丙\n\n> 引\n\n```\n<b>\n```").blocks;
    assert_eq!(
        blocks,
        [
            Block::List {
                start: Some(3),
                items: vec![
                    vec![
                        paragraph([text("甲")]),
                        Block::List { start: None, items: vec![vec![paragraph([text("乙")])]] }
                    ],
                    vec![paragraph([text("丙")])],
                ]
            },
            Block::Quote(vec![paragraph([text("引")])]),
            Block::Code("<b>".to_owned()),
        ]
    );
}

#[test]
fn html_is_shown_as_the_text_that_it_is() {
    assert_eq!(line("a <b onclick=x>b</b>"), [text("a <b onclick=x>b</b>")]);
    assert_eq!(
        line("<script>\nalert(1)\n</script>"),
        [text("<script>"), Inline::Break, text("alert(1)"), Inline::Break, text("</script>")]
    );
}

#[test]
fn a_link_that_may_not_be_followed_is_shown_as_typed() {
    for source in ["[x](javascript:alert\\(1\\))", "![x](data:image/svg+xml,1)", "[**x**](/s/1)", "<irc://a>"]
    {
        assert_eq!(line(source), [text(source)]);
    }
}

#[test]
fn links_images_and_bare_addresses_become_links() {
    assert_eq!(line("[手册](https://a.cn/x \"t\")"), [link("https://a.cn/x", "手册")]);
    assert_eq!(line("![图](https://a.cn/x.png)"), [link("https://a.cn/x.png", "图")]);
    assert_eq!(line("<li@a.cn>"), [link("mailto:li@a.cn", "li@a.cn")]);
    assert_eq!(
        line("见 https://a.cn/a_b_c。"),
        [text("见 "), link("https://a.cn/a_b_c", "https://a.cn/a_b_c"), text("。")]
    );
    assert_eq!(line("**https://a.cn**"), [Inline::Strong(vec![link("https://a.cn", "https://a.cn")])]);
}

#[test]
fn links_do_not_nest() {
    assert_eq!(line("[看 https://b.cn](https://a.cn)"), [link("https://a.cn", "看 https://b.cn")]);
    assert_eq!(line("[![图](https://b.cn)](https://a.cn)"), [link("https://a.cn", "图")]);
}

#[test]
fn what_looks_like_a_definition_is_somebodys_words() {
    assert_eq!(line("[注]: 明天开会"), [text("[注]: 明天开会")]);
    assert_eq!(line("[a]: b\n[c]: d"), [text("[a]: b"), Inline::Break, text("[c]: d")]);
}

#[test]
fn a_heading_is_a_strong_paragraph_and_a_line_stays_a_line() {
    assert_eq!(
        parse("# 通知\n明天\n\n---").blocks,
        [paragraph([strong("通知")]), paragraph([text("明天")]), paragraph([text("---")])]
    );
    assert_eq!(line("#通知"), [text("#通知")]);
}

#[test]
fn what_is_nested_too_deep_is_kept_flat() {
    fn depth(blocks: &[Block]) -> usize {
        let of = |block: &Block| match block {
            Block::Quote(inner) => 1 + depth(inner),
            _ => 0,
        };
        blocks.iter().map(of).max().unwrap_or(0)
    }
    let document = parse(&format!("{}底", "> ".repeat(3_000)));
    assert_eq!(depth(&document.blocks), MAX_DEPTH);
    assert_eq!(plain_text(&document), "底");
    let stars = parse(&format!("{}底{}", "*a ".repeat(200), " b*".repeat(200)));
    assert!(plain_text(&stars).contains('底'));
}

#[test]
fn entries_of_a_list_that_is_nested_too_deep_stay_apart() {
    let lead = "> ".repeat(MAX_DEPTH);
    let document = parse(&format!("{lead}- 甲\n{lead}- 乙"));
    assert_eq!(plain_text(&document), "甲\n乙");
}

#[test]
fn a_text_that_is_too_long_is_cut_and_says_so() {
    let document = parse(&"群".repeat(MAX_CHARS + 1));
    assert!(document.is_cut);
    assert_eq!(plain_text(&document).chars().count(), MAX_CHARS);
    assert!(!parse(&"群".repeat(MAX_CHARS)).is_cut);
}

#[test]
fn the_plain_text_turns_nothing_that_it_is_put_into() {
    assert_eq!(plain_text(&parse("甲\u{202e}乙**\u{2067}丙**\u{2069}")), "甲乙丙");
}

#[test]
fn the_plain_text_has_the_words_without_the_marks() {
    let document = parse("**早**，[手册](https://a.cn)\n\n2. 甲\n3. `乙`\n\n- 丙\n\n> 丁\n> 戊");
    assert_eq!(plain_text(&document), "早，手册\n2. 甲\n3. 乙\n- 丙\n丁\n戊");
    assert_eq!(parse(""), Document::default());
}

#[test]
fn what_people_mostly_write_needs_no_parser() {
    for text in
        ["收到，谢谢林经理。", "早\n好", "a - b = c", "3 条", "第1.2节", "9:30 开会！", "\n\n空\n\n\n行\n"]
    {
        assert_eq!(unmarked(text), Some(parse(text)), "{text:?}");
    }
    for text in ["**重**", "1. 一", "- 一", "见 https://a.cn", "a\\", " 缩进", "尾 ", "a\tb", "题\n==="]
    {
        assert_eq!(unmarked(text), None, "{text:?}");
    }
    assert_eq!(unmarked(&"长".repeat(MAX_CHARS + 1)), None);
}

#[test]
fn marks_that_nobody_can_read_yet_are_shown_as_typed() {
    assert_eq!(
        typed("**重**\n- 一\n\n二").blocks,
        [paragraph([text("**重**"), Inline::Break, text("- 一")]), paragraph([text("二")])]
    );
    assert!(typed(&"长".repeat(MAX_CHARS + 1)).is_cut);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn a_text_without_marks_is_what_the_parser_makes_of_it(
        text in "([a-c0-2 \n.)(:/'\"!#>=+|$^{}%;,?@-]|[一。，　：“\u{a0}\u{2028}\u{85}]|\\]|http|\n\n|www\\.|[\\\\`*_<&~\\[\t]){0,24}"
    ) {
        if let Some(document) = unmarked(&text) {
            prop_assert_eq!(document, parse(&text));
        }
    }
}
