//! The organization and its people.

use crate::trouble::Trouble;
use protocol::PersonId;
use protocol::account::Me;
use rusqlite::{Connection, OptionalExtension, named_params};

/// An account to store. The password is hashed already.
pub(crate) struct Account {
    pub(crate) person: PersonId,
    pub(crate) login: String,
    pub(crate) login_key: String,
    pub(crate) real_name: String,
    pub(crate) dept: String,
    pub(crate) post: String,
    pub(crate) password: String,
    /// Whether the person may found spaces.
    pub(crate) founder: bool,
}

/// The organization's name, once somebody has set the server up.
pub(crate) fn organization(db: &Connection) -> Result<Option<String>, Trouble> {
    let mut statement = db.prepare_cached("SELECT name FROM organization")?;
    Ok(statement.query_row([], |row| row.get(0)).optional()?)
}

/// Names the organization.
pub(crate) fn found(db: &Connection, name: &str, locale: &str, now: i64) -> Result<(), Trouble> {
    let sql = "INSERT INTO organization (one, name, locale, created_at) VALUES (1, ?1, ?2, ?3)";
    db.execute(sql, (name, locale, now))?;
    Ok(())
}

/// Notes that all that is here is the demo's.
pub(crate) fn mark_demo(db: &Connection) -> Result<(), Trouble> {
    db.execute("UPDATE organization SET demo = 1", [])?;
    Ok(())
}

/// Whether all that is here is the demo's.
pub(crate) fn is_demo(db: &Connection) -> Result<bool, Trouble> {
    let mut statement = db.prepare_cached("SELECT EXISTS (SELECT 1 FROM organization WHERE demo = 1)")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// What tells this database from any other.
pub(crate) fn instance(db: &Connection) -> Result<String, Trouble> {
    Ok(db.prepare_cached("SELECT id FROM instance")?.query_row([], |row| row.get(0))?)
}

/// Stores an account. `false` where somebody has the sign-in name.
pub(crate) fn add(db: &Connection, account: &Account, now: i64) -> Result<bool, Trouble> {
    let sql = "INSERT INTO accounts
                 (person, login, login_key, real_name, dept, post, password, founder, created_at)
               VALUES (:person, :login, :key, :real_name, :dept, :post, :password, :founder, :now)
               ON CONFLICT (login_key) DO NOTHING";
    let added = db.execute(
        sql,
        named_params! {
            ":person": account.person.as_str(),
            ":login": account.login,
            ":key": account.login_key,
            ":real_name": account.real_name,
            ":dept": account.dept,
            ":post": account.post,
            ":password": account.password,
            ":founder": account.founder,
            ":now": now,
        },
    )?;
    Ok(added == 1)
}

/// The person behind a sign-in name, with the password's hash. The demo's people have none, and are found
/// by no name.
pub(crate) fn by_login(db: &Connection, login_key: &str) -> Result<Option<(PersonId, String)>, Trouble> {
    let sql = "SELECT person, password FROM accounts WHERE login_key = ?1 AND password <> ''";
    let mut statement = db.prepare_cached(sql)?;
    let found =
        statement.query_row([login_key], |row| Ok((PersonId::new(row.get::<_, String>(0)?), row.get(1)?)));
    Ok(found.optional()?)
}

/// The hash of the person's password.
pub(crate) fn password(db: &Connection, person: &PersonId) -> Result<Option<String>, Trouble> {
    let sql = "SELECT password FROM accounts WHERE person = ?1 AND password <> ''";
    let mut statement = db.prepare_cached(sql)?;
    Ok(statement.query_row([person.as_str()], |row| row.get(0)).optional()?)
}

/// Sets the hash of the person's password.
pub(crate) fn set_password(db: &Connection, person: &PersonId, hash: &str) -> Result<(), Trouble> {
    db.execute("UPDATE accounts SET password = ?2 WHERE person = ?1", (person.as_str(), hash))?;
    Ok(())
}

/// Whether the person may found spaces.
pub(crate) fn is_founder(db: &Connection, person: &PersonId) -> Result<bool, Trouble> {
    let mut statement = db.prepare_cached("SELECT founder FROM accounts WHERE person = ?1")?;
    Ok(statement.query_row([person.as_str()], |row| row.get(0)).optional()?.unwrap_or(false))
}

/// Who the person is, for the person.
pub(crate) fn me(db: &Connection, person: &PersonId, now: i64) -> Result<Me, Trouble> {
    let sql = "SELECT login, real_name, dept, post, founder, name
               FROM accounts, organization WHERE person = ?1";
    let demo = if is_demo(db)? { crate::demo::personas()? } else { Vec::new() };
    let me = db.prepare_cached(sql)?.query_row([person.as_str()], |row| {
        Ok(Me {
            person: person.clone(),
            login: row.get(0)?,
            real_name: row.get(1)?,
            dept: row.get(2)?,
            post: row.get(3)?,
            organization: row.get(5)?,
            can_create_space: row.get(4)?,
            now,
            demo,
        })
    })?;
    Ok(me)
}
