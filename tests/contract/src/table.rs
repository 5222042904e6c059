//! A table of what each profile's server can do, for people.

use crate::world::Server;
use dialect::capabilities::{
    Accounts, Capabilities, CompareAndSet, FeedKind, Idempotency, Pokes, Tombstones,
};
use dialect::{Profile, Weakness};

/// The table, one column for each profile.
pub fn of_profiles() -> String {
    let profiles: Vec<Profile> =
        Server::ALL.iter().filter_map(|(_, server)| Profile::parse(server.profile()).ok()).collect();
    let mut rows: Vec<Vec<String>> = vec![vec![String::new()]];
    rows.extend(ROWS.iter().map(|(name, _)| vec![(*name).to_owned()]));
    for profile in &profiles {
        let can = profile.capabilities();
        let cells = std::iter::once(profile.name().to_owned()).chain(ROWS.iter().map(|(_, cell)| cell(&can)));
        rows.iter_mut().zip(cells).for_each(|(row, cell)| row.push(cell));
    }
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(String::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..=profiles.len()).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
    };
    let rule =
        format!("|{}|", widths.iter().map(|width| "-".repeat(width + 2)).collect::<Vec<_>>().join("|"));
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    lines.insert(1, rule);
    lines.join("\n")
}

type Cell = fn(&Capabilities) -> String;

const ROWS: [(&str, Cell); 10] = [
    ("stale writes", |can| {
        let text = match can.compare_and_set {
            CompareAndSet::Atomic => "refused, atomically",
            CompareAndSet::Racy => "refused, but not under contention",
            CompareAndSet::Emulated => "compared by the client",
        };
        text.to_owned()
    }),
    ("deletions", |can| {
        let text = match can.tombstones {
            Tombstones::Server => "in the feed",
            Tombstones::Soft => "a mark in the record",
            Tombstones::None => "only by the list of ids",
        };
        text.to_owned()
    }),
    ("a write sent twice", |can| {
        let text = match can.idempotency {
            Idempotency::Stored => "gets the stored result",
            Idempotency::Marked => "is known by its mark",
            Idempotency::ClientIds => "meets its own id",
        };
        text.to_owned()
    }),
    ("changes", |can| {
        let text = match can.feed {
            FeedKind::Sequence => "since a place in the history",
            FeedKind::SinceField => "since a field's value",
            FeedKind::EtagList => "by listing, where a tag says so",
            FeedKind::FullDiff => "by listing everything",
        };
        text.to_owned()
    }),
    ("hints", |can| match &can.pokes {
        Pokes::Events { .. } => "server-sent events".to_owned(),
        Pokes::Poll { seconds } => format!("asked for every {seconds} s"),
    }),
    ("accounts", |can| {
        let text = match can.accounts {
            Accounts::Proven => "proven by the server",
            Accounts::Advisory => "taken at their word",
        };
        text.to_owned()
    }),
    ("account calls", |can| can.account_ops.len().to_string()),
    ("enforces", |can| {
        let names: Vec<String> = can.enforces.iter().map(|what| format!("{what:?}").to_lowercase()).collect();
        if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
    }),
    ("writes in one request", |can| can.batch.map_or_else(|| "1".to_owned(), |most| most.to_string())),
    // Those of a page over HTTPS, whose browser keeps who signed in.
    ("weaknesses", |can| {
        let lasting = can.weaknesses().into_iter().filter(|weakness| *weakness != Weakness::SignsInAnew);
        lasting.count().to_string()
    }),
];
