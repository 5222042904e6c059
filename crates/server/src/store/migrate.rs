//! Numbered migrations, each applied once, in a transaction with its number.

use crate::trouble::Trouble;
use rusqlite::Connection;

/// The migrations in order; the database's `user_version` is the number of the last one applied.
const MIGRATIONS: &[(i64, &str)] = &[
    (1, include_str!("../../migrations/0001_first.sql")),
    (2, include_str!("../../migrations/0002_grace.sql")),
    (3, include_str!("../../migrations/0003_reset_issuer.sql")),
    (4, include_str!("../../migrations/0004_revoked_sessions.sql")),
    (5, include_str!("../../migrations/0005_replaced_links.sql")),
    (6, include_str!("../../migrations/0006_pinned.sql")),
    (7, include_str!("../../migrations/0007_guards.sql")),
    (8, include_str!("../../migrations/0008_measures.sql")),
    (9, include_str!("../../migrations/0009_notices.sql")),
    (10, include_str!("../../migrations/0010_talk.sql")),
    (11, include_str!("../../migrations/0011_keep.sql")),
    (12, include_str!("../../migrations/0012_passes.sql")),
    (13, include_str!("../../migrations/0013_applications.sql")),
    (14, include_str!("../../migrations/0014_questions.sql")),
];

/// Brings the schema up to date.
///
/// # Errors
/// A database that a later version wrote, or one that can't be written.
pub(super) fn run(connection: &mut Connection) -> Result<(), Trouble> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    let applied: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let newest = MIGRATIONS.last().map_or(0, |(number, _)| *number);
    if applied > newest {
        return Err(Trouble::Broken(format!(
            "the database has version {applied}; this program knows {newest}. Use the newer program."
        )));
    }
    for (number, sql) in MIGRATIONS.iter().filter(|(number, _)| *number > applied) {
        let step = connection.transaction()?;
        step.execute_batch(sql)?;
        step.pragma_update(None, "user_version", number)?;
        step.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_that_were_there_before_the_grace_keep_asking_at_once() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(MIGRATIONS[0].1).unwrap();
        connection
            .execute_batch(
                r#"INSERT INTO published VALUES ('s', 1, 'x'), ('s', 2, 'y');
                   INSERT INTO records VALUES
                     ('s', 'all', 'r', 'rules', 'p', NULL, 1, 77, 77, 0, '{"version": 2}');"#,
            )
            .unwrap();
        connection.execute_batch(MIGRATIONS[1].1).unwrap();
        let mut statement =
            connection.prepare("SELECT at, grace_hours FROM published ORDER BY version").unwrap();
        let rows = statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        assert_eq!(rows.collect::<Result<Vec<(i64, u32)>, _>>().unwrap(), [(0, 0), (77, 0)]);
    }

    #[test]
    fn migrating_twice_changes_nothing_and_a_newer_database_is_left_alone() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection).unwrap();
        run(&mut connection).unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
        assert!(run(&mut connection).unwrap_err().to_string().contains("version 99"));
    }
}
