//! The importer on real policies and on anything else.

#![cfg(test)]

use domain::import::{Flaw, Import, import, kind_by_wording};
use domain::kinds::{Binds, RuleKind};
use domain::limits;
use proptest::prelude::*;
use std::collections::BTreeMap;

const REGULATION: &str = include_str!("samples/regulation.zh-Hant.txt");
const ADVICE: &str = include_str!("samples/advice.zh-Hans.txt");

/// How often each character that is not white space occurs.
fn counts(text: impl Iterator<Item = char>) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for c in text.filter(|c| !c.is_whitespace() && !c.is_control()) {
        *counts.entry(c).or_insert(0) += 1;
    }
    counts
}

/// Everything that an import holds of its source, with the blanks as they were.
fn kept(import: &Import) -> String {
    let mut kept = String::new();
    for rule in &import.rules {
        let mut text = rule.text.clone();
        for blank in import.blanks.iter().filter(|blank| blank.rule == rule.no) {
            text = text.replacen(&format!("[{}]", blank.name), &blank.was, 1);
        }
        kept.extend([rule.label.as_str(), text.as_str(), rule.divider.as_str()]);
    }
    for chapter in &import.chapters {
        kept.extend([chapter.label.as_str(), chapter.title.as_str()]);
    }
    kept.extend(import.dropped.iter().map(|dropped| dropped.text.as_str()));
    kept
}

/// What holds for every source.
fn check(source: &str) -> Import {
    let import = import(source);
    assert_eq!(counts(kept(&import).chars()), counts(source.chars()), "characters got lost or doubled");
    for (rule, no) in import.rules.iter().zip(1..) {
        assert_eq!(rule.no, no);
        limits::RULE_TEXT.check("/text", &rule.text.replace(|c: char| c.is_control(), "")).unwrap();
        if let Some(chapter) = &rule.chapter {
            assert!((1..=80).contains(&chapter.chars().count()), "{chapter}");
        }
    }
    import
}

fn texts(import: &Import) -> Vec<&str> {
    import.rules.iter().map(|rule| rule.text.as_str()).collect()
}

fn titles(import: &Import) -> Vec<(u32, &str)> {
    import.chapters.iter().map(|chapter| (chapter.level, chapter.title.as_str())).collect()
}

#[test]
fn the_regulation_becomes_numbered_drafts() {
    let import = check(REGULATION);
    assert!(import.rules.len() >= 40);
    insta::assert_json_snapshot!("regulation", import);
}

#[test]
fn the_advice_becomes_numbered_drafts() {
    insta::assert_json_snapshot!("advice", check(ADVICE));
}

#[test]
fn chapters_and_articles_are_read_with_and_without_line_breaks() {
    let lines = "班级群规定\n第一章 总则\n第一条 为规范班级群管理，制定本规定。\n第二章 发言要求\n\
                 第二条 家长应使用真实姓名。\n第三条 不得在夜间发送消息。根据第二条规定，未实名者由班主任提醒。\n";
    let fused: String = lines.split_whitespace().collect();
    for source in [lines, &fused] {
        let import = check(source);
        let titles: Vec<&str> = import.chapters.iter().map(|chapter| chapter.title.as_str()).collect();
        assert_eq!(titles, ["班级群规定", "总则", "发言要求"]);
        let labels: Vec<&str> = import.rules.iter().map(|rule| rule.label.trim()).collect();
        assert_eq!(labels, ["第一条", "第二条", "第三条"]);
        assert_eq!(import.rules[2].kind, RuleKind::Forbidden);
        assert_eq!(import.rules[2].chapter.as_deref(), Some("发言要求"));
    }
}

#[test]
fn a_lead_in_gives_its_items_their_kind() {
    let import = check(
        "一、发言\n群内严禁下列行为，一经发现立即移出：\n（一）发布广告；\n（二）人身攻击。\n二、作息\n按时上课。",
    );
    let kinds: Vec<&RuleKind> = import.rules.iter().map(|rule| &rule.kind).collect();
    assert_eq!(kinds, [&RuleKind::Forbidden, &RuleKind::Forbidden, &RuleKind::Must]);
}

#[test]
fn a_rule_ends_before_the_semicolon_that_led_to_the_next() {
    let import = check("1. 请勿发广告；\n2. 不得泄露“内部资料”；\n3. 按时交作业！；\n4. 尊重他人。");
    let expected = ["请勿发广告", "不得泄露“内部资料”", "按时交作业！", "尊重他人。"];
    assert_eq!(texts(&import), expected);
    assert_eq!(import.rules[0].divider, "；");
    assert!(import.flagged.is_empty());
    let english = check("1. Do not spam;\n2. Answer within [X] hours ;\n3. Stay on topic.");
    assert_eq!(texts(&english), ["Do not spam", "Answer within [X1] hours", "Stay on topic."]);
    // A semicolon within a rule stays.
    assert_eq!(texts(&check("请勿发广告；违者移出。")), ["请勿发广告；违者移出。"]);
}

#[test]
fn numbers_that_count_something_cut_nothing() {
    let source = "1.费用为2.5倍工资，见表1.所示。2.时间为9:30，不得超过3.5小时。";
    assert_eq!(texts(&check(source)).len(), 2);
    let source = "按照本制度第三条、第四条执行。";
    assert_eq!(texts(&check(source)), [source]);
    let source = "应做到统一、规范、公开。";
    assert_eq!(texts(&check(source)), [source]);
}

#[test]
fn wide_digits_and_lost_line_breaks_are_read() {
    let import = check("１．上課須準時 ２．不得遲到 ３．作業應於週五前繳交 ４．鼓勵發問");
    assert_eq!(texts(&import), ["上課須準時", "不得遲到", "作業應於週五前繳交", "鼓勵發問"]);
    let kinds: Vec<&RuleKind> = import.rules.iter().map(|rule| &rule.kind).collect();
    assert_eq!(kinds, [&RuleKind::Must, &RuleKind::Forbidden, &RuleKind::Must, &RuleKind::Should]);
}

#[test]
fn lines_that_were_wrapped_are_joined() {
    let source = "1. 群成员在交流过程中应当使用文明、礼貌、规范的语言，不得使用侮辱性、\n歧视性、攻击性语言。\n2. 保密。";
    assert_eq!(
        texts(&check(source)),
        ["群成员在交流过程中应当使用文明、礼貌、规范的语言，不得使用侮辱性、歧视性、攻击性语言。", "保密。"]
    );
    assert_eq!(texts(&check("1.\n按时上课。\n2.\n不得迟到。")), ["按时上课。", "不得迟到。"]);
}

#[test]
fn short_lines_without_any_marks_are_a_list() {
    let import = check("群规\n不迟到\n禁止吸烟\n按时交作业\n手机静音");
    assert_eq!(titles(&import), [(1, "群规")]);
    assert_eq!(texts(&import), ["不迟到", "禁止吸烟", "按时交作业", "手机静音"]);
    assert!(import.flagged.is_empty());
}

#[test]
fn english_is_read_too() {
    let import = check(
        "# Guidelines\n\n1. Members must not insult others.\n2. You should stay on topic.\n\
         3. Moderators shall answer within ____ hours.\n\n## Privacy\n\nDo not share personal data.\n\nComments (3)\n",
    );
    assert_eq!(titles(&import), [(1, "Guidelines"), (2, "Privacy")]);
    let read: Vec<_> = import.rules.iter().map(|rule| (&rule.kind, &rule.binds)).collect();
    assert_eq!(
        read,
        [
            (&RuleKind::Forbidden, &Binds::All),
            (&RuleKind::Should, &Binds::All),
            (&RuleKind::Must, &Binds::Admins),
            (&RuleKind::Forbidden, &Binds::All),
        ]
    );
    assert_eq!(import.rules[2].text, "Moderators shall answer within [X1] hours.");
    assert_eq!(import.dropped[0].text, "Comments (3)");
}

#[test]
fn numbering_of_other_habits_is_read() {
    let import = check(
        "壹、目的\n為維護品質，特訂定本守則。\n貳、學生應遵守事項\n一、上課期間須開啟鏡頭。\n參、附則\n本守則經會議通過後實施。",
    );
    assert_eq!(titles(&import), [(1, "目的"), (1, "學生應遵守事項"), (1, "附則")]);
    let import = check(
        "1 总则\n1.1 本制度适用于各类会议。\n2 会议组织\n2.1 会议期间不得交头接耳。\n2.2 建议使用模板。",
    );
    assert_eq!(titles(&import), [(1, "总则"), (1, "会议组织")]);
    let read: Vec<_> = import.rules.iter().map(|rule| (&rule.kind, &rule.binds)).collect();
    let expected = [
        (&RuleKind::Must, &Binds::Procedure),
        (&RuleKind::Forbidden, &Binds::All),
        (&RuleKind::Should, &Binds::All),
    ];
    assert_eq!(read, expected);
    let import = check("1️⃣ 群内不发广告。\n2️⃣ 老师应及时回复。\n感谢配合！");
    assert_eq!(texts(&import), ["群内不发广告。", "老师应及时回复。"]);
}

#[test]
fn bullets_between_lead_ins_stay_items() {
    let import = check(
        "Examples of good behavior include:\n* Being kind\nUnacceptable behavior includes:\n* Trolling\n* Spam",
    );
    let kinds: Vec<&RuleKind> = import.rules.iter().map(|rule| &rule.kind).collect();
    assert_eq!(kinds, [&RuleKind::Must, &RuleKind::Forbidden, &RuleKind::Forbidden]);
}

#[test]
fn broken_sentences_are_flagged_and_left_alone() {
    let import = check(
        "1. 对信息进行和提炼。\n2. ，按时上课。\n3. 得分[X][X]为良好。\n4. 不得泄露（包括离职后。\n5. 成员离职时应主动交接并承",
    );
    let flags: Vec<(u32, Flaw)> = import.flagged.iter().map(|flag| (flag.rule, flag.why)).collect();
    assert_eq!(
        flags,
        [
            (1, Flaw::MissingWord),
            (2, Flaw::NoStart),
            (3, Flaw::AdjacentBlanks),
            (4, Flaw::Unbalanced),
            (5, Flaw::NoEnd)
        ]
    );
}

#[test]
fn drafts_can_be_kept_as_they_are() {
    for source in [REGULATION, ADVICE] {
        let rules = import(source).to_rules();
        assert!(domain::rules::is_numbered(&rules));
        assert!(protocol::Body::of(&rules.first()).is_ok());
    }
}

#[test]
fn ten_thousand_lines_are_no_trouble() {
    let many: String = (0..10_000).map(|n| format!("{n}. 成員應按時完成第{n}項任務，不得拖延。\n")).collect();
    assert!(check(&many).rules.len() >= 9_000);
    check(&"\n".repeat(10_000));
    check(&"第一條 ".repeat(10_000));
    check(&"標題\n".repeat(10_000));
    check(&format!("甲{}乙", " ".repeat(100_000)));
}

#[test]
fn a_text_without_line_breaks_is_no_trouble() {
    check(&REGULATION.replace(['\r', '\n'], ""));
    check(&ADVICE.replace(['\r', '\n'], ""));
    check(&"应".repeat(50_000));
    check(&"1.".repeat(20_000));
    check(&"1.甲".repeat(20_000));
    check(&"（一".repeat(20_000));
    let portions = check(&"成員應按時完成任務，".repeat(1_000));
    assert!(portions.flagged.iter().any(|flag| flag.why == Flaw::Cut));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nothing_is_lost_of_any_text(source in any::<String>()) {
        check(&source);
    }

    #[test]
    fn nothing_is_lost_of_any_jumble(
        parts in prop::collection::vec(prop::sample::select(vec![
            "第一章", "第二章 总则", "第一條", "第二条", "一、", "二、", "（一）", "(二)", "1.", "2.", "３．", "1.1 ", "①", "②", "a) ", "- ",
            "●", "## ", "\n", "\n\n", "\r\n", "　　", " ", "。", "；", "：", "，", "！", "”", "）", "[X]", "【 】", "____", "××",
            "成員應按時完成", "不得迟到", "嚴禁", "鼓励", "管理員", "群成員管理成員加入", "交流規范語言文明", "目的為了規范", "适用范围本制度适用于",
            "評論", "首页正文", "作者：李四 人气：37", "0/150", "以上", "must not", "Rules", "X", "1", "2.5倍", "版权侵权下载本站",
        ]), 0..60)
    ) {
        check(&parts.concat());
    }

    #[test]
    fn nothing_is_lost_when_the_samples_are_cut_up(
        start in 0_usize..4_000, len in 0_usize..3_000, drop_breaks in any::<bool>(), of_advice in any::<bool>()
    ) {
        let source = if of_advice { ADVICE } else { REGULATION };
        let part: String = source.chars().skip(start).take(len).collect();
        check(&if drop_breaks { part.replace('\n', "") } else { part });
    }
}

#[test]
fn a_rule_that_is_written_by_hand_has_the_kind_of_its_wording() {
    for forbids in ["不得转发内部资料。", "群內不得發布廣告", "严禁迟到", "Do not share the link."]
    {
        assert_eq!(kind_by_wording(forbids), Some(RuleKind::Forbidden), "{forbids}");
    }
    assert_eq!(kind_by_wording("建议先读资料再提问。"), Some(RuleKind::Should));
    assert_eq!(kind_by_wording("必须实名。"), Some(RuleKind::Must));
    for silent in ["", "每周二上课", "不"] {
        assert_ne!(kind_by_wording(silent), Some(RuleKind::Must), "{silent}");
    }
}
