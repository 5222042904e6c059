//! Invitations by the hash of their token.

use crate::trouble::{Code, Trouble};
use domain::kinds::Invite;
use protocol::{Audience, Record, RecordId, Scope, SpaceId};
use rusqlite::{Connection, OptionalExtension, named_params};

/// The invitation whose token has this hash.
pub(crate) fn find(db: &Connection, token_hash: &str) -> Result<Option<Record>, Trouble> {
    let sql = "SELECT space, id FROM invites WHERE token_hash = ?1";
    let found = db.prepare_cached(sql)?.query_row([token_hash], |row| {
        Ok((SpaceId::new(row.get::<_, String>(0)?), RecordId::new(row.get::<_, String>(1)?)))
    });
    match found.optional()? {
        Some((space, id)) => super::records::find(db, &Scope::new(space, Audience::Staff), &id),
        None => Ok(None),
    }
}

/// Keeps the index of tokens in step with an invitation that was just written. A renewed
/// invitation leads nowhere by its former token.
pub(super) fn project(db: &Connection, record: &Record, now: i64) -> Result<(), Trouble> {
    let (space, id) = (record.head.scope.space.as_str(), record.head.id.as_str());
    let invite: Invite = super::spaces::read(record)?;
    let sql = "SELECT EXISTS (SELECT 1 FROM invites
                              WHERE token_hash = :hash AND NOT (space = :space AND id = :id))";
    let params = named_params! {":hash": invite.token_hash, ":space": space, ":id": id};
    if db.prepare_cached(sql)?.query_row(params, |row| row.get(0))? {
        return Err(Code::TokenTaken.at("/token_hash").into());
    }
    let sql = "SELECT token_hash FROM invites WHERE space = ?1 AND id = ?2 AND token_hash <> ?3";
    let former = db.prepare_cached(sql)?.query_row((space, id, &invite.token_hash), |row| row.get(0));
    if let Some(former) = former.optional()? {
        let former: String = former;
        super::replaced::note(db, &former, now)?;
    }
    let sql = "INSERT INTO invites (token_hash, space, id) VALUES (:hash, :space, :id)
               ON CONFLICT (space, id) DO UPDATE SET token_hash = :hash";
    db.prepare_cached(sql)?.execute(params)?;
    Ok(())
}
