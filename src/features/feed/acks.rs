//! Acknowledgements in a row, as one line with the names; a press shows each.

use crate::i18n::Words;
use crate::state::Space;
use crate::state::space::acks::Runs;
use crate::ui::{Icon, IconName, IconSize};
use leptos::prelude::*;
use protocol::RecordId;
use std::collections::HashSet;
use words::Word;

/// How many names stand in the line; of the others it says how many they are.
const NAMES: usize = 5;

/// A handle to which acknowledgements are drawn as one.
#[derive(Clone, Copy)]
pub struct Acks {
    runs: Memo<Runs>,
    /// Those that begin a run which is shown whole.
    opened: RwSignal<HashSet<RecordId>>,
}

impl Acks {
    /// Those of the open space.
    pub fn of(space: Space) -> Self {
        Self { runs: space.ack_runs(), opened: RwSignal::default() }
    }

    /// The run that `id` begins and that is drawn as one.
    pub fn begun_by(self, id: &RecordId) -> Option<Vec<RecordId>> {
        self.runs.read().get(id).filter(|_| !self.opened.read().contains(id)).cloned()
    }

    /// What of `all` is drawn: of each run the first, unless it is shown whole.
    pub fn shown(self, all: Signal<Vec<RecordId>>) -> Memo<Vec<RecordId>> {
        Memo::new(move |_| {
            let (runs, opened) = (self.runs.read(), self.opened.read());
            let closed = runs.iter().filter(|(first, _)| !opened.contains(*first));
            let within: HashSet<&RecordId> = closed.flat_map(|(_, run)| run.iter().skip(1)).collect();
            let all = all.read();
            all.iter().filter(|id| !within.contains(id)).cloned().collect()
        })
    }

    /// Shows the run whole that `id` begins.
    pub fn open(self, id: RecordId) {
        self.opened.update(|opened| _ = opened.insert(id));
    }

    /// Shows the run whole in which `id` stands, for who is looking for it.
    pub fn open_around(self, id: &RecordId) {
        let runs = self.runs.get_untracked();
        let first = runs.iter().find(|(_, run)| run.contains(id)).map(|(first, _)| first.clone());
        if let Some(first) = first.filter(|first| !self.opened.read_untracked().contains(first)) {
            self.open(first);
        }
    }
}

/// The line.
#[component]
pub fn AckRow(
    /// The messages.
    run: Vec<RecordId>,
    /// Where it is opened.
    acks: Acks,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let first = run.first().cloned();
    let names: Vec<Memo<String>> = run.iter().map(|id| space.name_of(id)).collect();

    let said = move || {
        let mut people: Vec<String> = Vec::new();
        for name in names.iter().map(|name| name.get()) {
            if !people.contains(&name) {
                people.push(name);
            }
        }
        let count = people.len();
        if count > NAMES {
            people.truncate(NAMES);
            people.push("…".to_owned());
        }
        words.count_with(Word::GuardsAckRow, count, &[("names", &words.list(&people))])
    };
    let open = move |_| {
        if let Some(first) = first.clone() {
            acks.open(first);
        }
    };

    view! {
        <button class="ack-row" type="button" aria-expanded="false" on:click=open>
            <Icon name=IconName::Check size=IconSize::Small />
            <span>{said}</span>
        </button>
    }
}
