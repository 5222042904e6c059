//! Kind and addressee of a rule, read from its wording.

use super::force::{Clause, Force, clauses, force, has_force};
use super::lexicon::{
    ADMINS, BODIES, CAUSATIVES, MEMBERS, PROCEDURE_CHAPTERS, QUANTIFIERS, RUNNING, STATEMENTS, TRAINERS,
};
use crate::kinds::{Binds, RuleKind};
use std::collections::BTreeMap;

/// What the headings and lead-ins above a rule say of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Hint {
    pub(super) kind: Option<RuleKind>,
    pub(super) binds: Option<Binds>,
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
        // Whom or which case a rule is about says nothing of how much it demands.
        let is_case = own.is_none() && current.is_none() && names_case(clause);
        let (kind, weight) = match current {
            Some(Force::Refrains) if silent == RuleKind::Should => (RuleKind::Should, 2),
            Some(Force::Forbids) if is_strict(clause) => (RuleKind::Forbidden, 4),
            Some(Force::Forbids | Force::Refrains) => (RuleKind::Forbidden, 3),
            Some(Force::Demands) => (RuleKind::Must, 3),
            Some(Force::Advises) => (RuleKind::Should, 3),
            Some(Force::Charges) | None => (silent.clone(), if is_name || is_case { 0 } else { 2 }),
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

/// Whether a clause forbids in the strictest words that there are.
fn is_strict(clause: &Clause) -> bool {
    let words: String = clause.words.iter().collect();
    ["严禁", "禁止", "绝不", "never", "prohibited"].iter().any(|word| words.contains(word))
}

/// Whether a clause without force names whom or which case the next one is about: `对于…的成员`,
/// `逾期的`, `离职时`.
fn names_case(clause: &Clause) -> bool {
    let first = clause.words.first().is_some_and(|c| "对如若凡因当遇".contains(*c));
    let last = clause.words.last().is_some_and(|c| "的时者后前内".contains(*c));
    first || last
}

/// What a heading or a lead-in says of the rules below it.
pub(super) fn hint(words: &str, is_heading: bool) -> Hint {
    let has = |list: &[&str]| list.iter().any(|word| words.contains(word));
    // That somebody is asked politely to keep what follows does not make it advice.
    let forces: Vec<Force> = clauses(&words.replace('请', ""))
        .iter()
        .filter_map(|clause| force(&clause.words))
        .map(|(f, _)| f)
        .collect();
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
    let asks_how = has(&["如何", "怎样", "怎么", "how to"]);
    let tells_how = asks_how || (!is_heading && has(&["方法", "步骤", "建议", "措施", "技巧", "tips"]));
    let binds = if has(ADMINS) || (tells_how && has(RUNNING)) {
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
    let mut of_case = None;
    for clause in body {
        let words: String = clause.words.iter().collect();
        // Whoever makes the members do something is none of them.
        if CAUSATIVES.iter().any(|verb| words.starts_with(verb))
            && MEMBERS.iter().any(|name| words.contains(name))
        {
            directs = true;
            continue;
        }
        // `管理员` acts in `学生毕业后，管理员应…`, the pupil in `学生毕业后，应…`.
        if force(&clause.words).is_none() && names_case(clause) {
            of_case = of_case.or_else(|| leading_actor(&words));
            continue;
        }
        let subject = match force(&clause.words) {
            Some((_, at)) => actor(&clause.words.iter().take(at).collect::<String>()),
            None => leading_actor(&words).or_else(|| agent(&words)),
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
    if let Some(binds) = of_case {
        return binds;
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
    let first = named.iter().min_by_key(|(at, end, _)| (*at, usize::MAX - end)).cloned();
    let Some((_, mut end, mut binds)) = first else {
        return is_department(subject.trim()).then_some(Binds::Procedure);
    };
    // In a compound (`业主委员会`) the last noun is meant.
    while let Some((_, next, last)) = named.iter().find(|(at, ..)| *at == end) {
        (end, binds) = (*next, last.clone());
    }
    Some(binds)
}

/// Whether `name` ends as the names of departments do: `行政部`, `教务处`.
fn is_department(name: &str) -> bool {
    (2..=10).contains(&name.chars().count()) && name.ends_with(['部', '处', '科', '室', '局'])
}

/// Who does it where something is done *by* somebody (`由`).
fn agent(clause: &str) -> Option<Binds> {
    let (before, after) = clause.split_once('由')?;
    if before.ends_with(['自', '理', '缘']) { None } else { actor(after) }
}

/// Who is named at the very start of a clause without force; others in it are objects.
fn leading_actor(clause: &str) -> Option<Binds> {
    let mut rest = clause.trim_start();
    while let Some(shorter) = QUANTIFIERS.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = shorter.trim_start();
    }
    let leads = |names: &[&str]| names.iter().any(|name| rest.starts_with(name));
    let groups = [
        (ADMINS, Binds::Admins),
        (TRAINERS, Binds::Trainers),
        (MEMBERS, Binds::All),
        (BODIES, Binds::Procedure),
    ];
    let named = groups.into_iter().find_map(|(names, binds)| leads(names).then_some(binds));
    named.or_else(|| acts_by_turns(rest).then_some(Binds::Procedure))
}

/// Whether a clause begins with a department that does something at set times.
fn acts_by_turns(clause: &str) -> bool {
    ["每", "定期", "统一", "负责", "将"]
        .iter()
        .any(|verb| clause.split_once(verb).is_some_and(|(subject, _)| is_department(subject.trim())))
}
