//! Kind and addressee of a rule, read from its wording.

use super::lexicon::{
    ADMINS, BODIES, CAUSATIVES, MEMBERS, PROCEDURE_CHAPTERS, QUANTIFIERS, STATEMENTS, TRAINERS, ends_clause,
    ends_sentence,
};
use crate::kinds::{Binds, RuleKind};
use std::collections::BTreeMap;

/// What the headings and lead-ins above a rule say of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Hint {
    pub(super) kind: Option<RuleKind>,
    pub(super) binds: Option<Binds>,
}

/// How a clause speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Force {
    Forbids,
    Demands,
    Advises,
    /// Names whose task something is, and is as strict as the text around it.
    Charges,
}

/// Words of force. Of several that start at the same place the longest counts.
const FORCES: &[(Force, &[&str])] = &[
    (
        Force::Forbids,
        &[
            "不得",
            "严禁",
            "禁止",
            "不准",
            "不许",
            "不允许",
            "不可",
            "不可以",
            "不能",
            "不要",
            "切勿",
            "请勿",
            "切忌",
            "谢绝",
            "杜绝",
            "不应",
            "不应当",
            "不应该",
            "must not",
            "may not",
            "shall not",
            "should not",
            "do not",
            "does not",
            "don't",
            "never",
            "no",
            "prohibited",
            "forbidden",
            "not permitted",
            "not allowed",
            "cannot",
            "can not",
            "can't",
            "mustn't",
        ],
    ),
    (
        Force::Demands,
        &[
            "必须",
            "务必",
            "应当",
            "应该",
            "应",
            "须",
            "需",
            "需要",
            "要求",
            "要",
            "一律",
            "有义务",
            "must",
            "shall",
            "required",
            "has to",
            "have to",
            "need to",
            "needs to",
            "is to",
            "are to",
        ],
    ),
    (
        Force::Advises,
        &[
            "建议",
            "鼓励",
            "提倡",
            "倡导",
            "尽量",
            "尽可能",
            "最好",
            "可以",
            "可",
            "宜",
            "不宜",
            "推荐",
            "有权",
            "酌情",
            "should",
            "ought",
            "recommended",
            "encouraged",
            "may",
            "can",
            "please",
            "try to",
            "advised",
        ],
    ),
];

/// Prohibitions that set a measure, and so demand.
const MEASURES: [&str; 8] =
    ["不得少于", "不得低于", "不得小于", "不得短于", "不得晚于", "不得迟于", "不得早于", "不得超过"];

/// Whether any word of force stands in `words`.
pub(super) fn has_force(words: &str) -> bool {
    clauses(words).iter().any(|clause| force(&clause.words).is_some())
}

/// The kind of a rule: what most of its words are governed by. Words without force weigh less,
/// and speak with the voice of the headings above, or demand.
pub(super) fn kind(words: &str, hint: &Hint) -> RuleKind {
    let silent = hint.kind.clone().unwrap_or(RuleKind::Must);
    let mut weights: BTreeMap<RuleKind, usize> = BTreeMap::new();
    let mut current = None;
    let mut sentence = 0;
    for (index, clause) in clauses(words).iter().enumerate() {
        if clause.starts_sentence {
            sentence += 1;
            current = None;
        }
        let own = force(&clause.words).map(|(force, _)| force);
        current = own.filter(|force| *force != Force::Charges).or(current);
        let is_name = index == 0 && clause.ends_with_colon && clause.words.len() <= 16;
        let (kind, weight) = match current {
            Some(Force::Forbids) => (RuleKind::Forbidden, 3),
            Some(Force::Demands) => (RuleKind::Must, 3),
            Some(Force::Advises) => (RuleKind::Should, 3),
            Some(Force::Charges) | None => (silent.clone(), if is_name { 0 } else { 2 }),
        };
        // The first sentence is the rule; what follows explains, limits or threatens.
        let weight = if sentence == 1 { 2 * weight } else { weight };
        *weights.entry(kind).or_default() += weight * clause.words.len();
    }
    // Of equal weights the last one counts.
    let order = [RuleKind::Should, RuleKind::Must, RuleKind::Forbidden];
    let heaviest = order.iter().max_by_key(|kind| weights.get(kind).copied().unwrap_or(0));
    heaviest.filter(|_| !weights.values().all(|weight| *weight == 0)).cloned().unwrap_or(silent)
}

/// What a heading or a lead-in says of the rules below it.
pub(super) fn hint(words: &str, is_heading: bool) -> Hint {
    let has = |list: &[&str]| list.iter().any(|word| words.contains(word));
    let forces: Vec<Force> =
        clauses(words).iter().filter_map(|clause| force(&clause.words)).map(|(f, _)| f).collect();
    let kind = if forces.contains(&Force::Forbids)
        || (is_heading && has(&["禁止", "严禁", "禁令", "负面清单", "违规行为"]))
    {
        Some(RuleKind::Forbidden)
    } else if forces.contains(&Force::Advises) || has(&["建议", "倡议", "指引", "技巧", "tips", "advice"])
    {
        Some(RuleKind::Should)
    } else if forces.contains(&Force::Demands) {
        Some(RuleKind::Must)
    } else {
        None
    };
    let binds = if has(ADMINS) {
        Some(Binds::Admins)
    } else if has(TRAINERS) {
        Some(Binds::Trainers)
    } else if is_heading && !has(MEMBERS) && has(PROCEDURE_CHAPTERS) {
        Some(Binds::Procedure)
    } else if has(MEMBERS) && is_heading {
        Some(Binds::All)
    } else {
        None
    };
    Hint { kind, binds }
}

/// Whom a rule binds: the subject of its first clause with force, else what the headings say.
pub(super) fn binds(words: &str, hint: &Hint) -> Binds {
    let clauses = clauses(words);
    let is_name = |at: usize, clause: &Clause| at == 0 && clause.ends_with_colon;
    let body =
        clauses.iter().enumerate().filter(|(at, clause)| !is_name(*at, clause)).map(|(_, clause)| clause);
    let mut directs = false;
    for clause in body {
        let words: String = clause.words.iter().collect();
        // Whoever makes the members do something is none of them.
        if CAUSATIVES.iter().any(|verb| words.starts_with(verb))
            && MEMBERS.iter().any(|name| words.contains(name))
        {
            directs = true;
            continue;
        }
        let subject = match force(&clause.words) {
            Some((_, at)) => actor(&clause.words.iter().take(at).collect::<String>()),
            None => leading_actor(&words),
        };
        if subject.is_some() {
            return subject.unwrap_or(Binds::All);
        }
        if force(&clause.words).is_some() {
            break;
        }
    }
    if directs {
        return Binds::Admins;
    }
    if let Some(binds) = &hint.binds {
        return binds.clone();
    }
    let states = STATEMENTS.iter().any(|word| words.contains(word)) && !has_force(words);
    if states { Binds::Procedure } else { Binds::All }
}

/// Who is named in a subject: the one that stands first, or after `由` (*by*).
fn actor(subject: &str) -> Option<Binds> {
    let subject = subject.rsplit('由').next().unwrap_or(subject);
    let groups = [
        (ADMINS, Binds::Admins),
        (TRAINERS, Binds::Trainers),
        (MEMBERS, Binds::All),
        (BODIES, Binds::Procedure),
    ];
    let named: Vec<(usize, usize, Binds)> = groups
        .into_iter()
        .flat_map(|(names, binds)| names.iter().map(move |name| (*name, binds.clone())))
        .filter_map(|(name, binds)| subject.find(name).map(|at| (at, at + name.len(), binds)))
        .collect();
    let (_, mut end, mut binds) = named.iter().min_by_key(|(at, end, _)| (*at, usize::MAX - end))?.clone();
    // In a compound (`业主委员会`) the last noun is meant.
    while let Some((_, next, last)) = named.iter().find(|(at, ..)| *at == end) {
        (end, binds) = (*next, last.clone());
    }
    Some(binds)
}

/// Who is named at the very start of a clause without force; others in it are objects.
fn leading_actor(clause: &str) -> Option<Binds> {
    let mut rest = clause.trim_start();
    while let Some(shorter) = QUANTIFIERS.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = shorter.trim_start();
    }
    let leads = |names: &[&str]| names.iter().any(|name| rest.starts_with(name));
    let groups = [(ADMINS, Binds::Admins), (TRAINERS, Binds::Trainers), (MEMBERS, Binds::All)];
    groups.into_iter().find_map(|(names, binds)| leads(names).then_some(binds))
}

struct Clause {
    words: Vec<char>,
    starts_sentence: bool,
    ends_with_colon: bool,
}

/// The clauses of folded `words`, in lower case.
fn clauses(words: &str) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let mut current = Vec::new();
    let mut starts_sentence = true;
    for c in words.to_lowercase().chars().chain(['。']) {
        let is_end = ends_clause(c) || c == '.';
        if !is_end {
            current.push(c);
            continue;
        }
        let is_blank = current.iter().all(|c: &char| c.is_whitespace());
        if !is_blank {
            let words = std::mem::take(&mut current);
            clauses.push(Clause { words, starts_sentence, ends_with_colon: c == ':' });
        }
        starts_sentence = ends_sentence(c) || c == '.';
    }
    clauses
}

/// The first word of force in a clause, and where it stands.
fn force(clause: &[char]) -> Option<(Force, usize)> {
    let is_condition = clause.first().is_some_and(|c| "如若因当倘".contains(*c))
        || clause.starts_with(&['一', '旦'])
        || clause.starts_with(&['i', 'f', ' ']);
    if is_condition {
        return None;
    }
    (0..clause.len()).find_map(|at| force_at(clause, at).map(|force| (force, at)))
}

fn force_at(clause: &[char], at: usize) -> Option<Force> {
    let rest = clause.get(at..)?;
    let words = FORCES.iter().flat_map(|(force, words)| words.iter().map(move |word| (*force, *word)));
    let (force, word) =
        words.filter(|(_, word)| starts_with(rest, word)).max_by_key(|(_, word)| word.len())?;
    let before = at.checked_sub(1).and_then(|at| clause.get(at)).copied();
    let after = rest.get(word.chars().count()).copied();
    let last = clause.last().copied();
    let describes = last == Some('员') && rest.contains(&'的');
    let is_measure = word == "不得" && MEASURES.iter().any(|measure| starts_with(rest, measure));
    if is_measure {
        return Some(Force::Demands);
    }
    (!(describes && word.starts_with('需')) && fits(word, before, after, last)).then_some(force)
}

fn starts_with(chars: &[char], word: &str) -> bool {
    let mut rest = chars.iter();
    word.chars().all(|c| rest.next() == Some(&c))
}

/// Whether a word of force means what it says here: many are parts of other words, or of a noun,
/// or of a condition.
fn fits(word: &str, before: Option<char>, after: Option<char>, last: Option<char>) -> bool {
    let is_before = |chars: &str| before.is_some_and(|c| chars.contains(c));
    let is_after = |chars: &str| after.is_some_and(|c| chars.contains(c));
    let is_condition = last.is_some_and(|c| "的时者".contains(c));
    if word.is_ascii() {
        let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        return !is_letter(before) && !is_letter(after);
    }
    match word {
        "应" => !is_before("反响回相供效适对感呼因顺报") && !is_after("用对急聘届有变答酬付收"),
        "须" => !is_before("无") && !is_after("知"),
        "需" | "需要" => !is_before("如若所必急因刚作无不") && !is_after("求") && !is_condition,
        "要求" => before.is_none() && after.is_some(),
        "要" => (before.is_none() || is_before("都也均还先并只")) && !is_after("求点素是害领旨"),
        "禁止" => !is_after("行性事区令"),
        "不能" => !is_after("及立按") && !is_condition,
        "可" => !is_before("许认不宁") && !is_after("靠能行见用读视控信疑观持爱是"),
        "不可" => !is_after("或避抗"),
        "宜" => !is_before("适便事不"),
        "建议" => {
            (before.is_none() || !is_before("和及与、的题见")) && after.is_some() && !is_after("和及与、等")
        }
        "负责" => !is_after("人"),
        "保证" => !is_after("金书"),
        _ => true,
    }
}
