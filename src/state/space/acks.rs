//! Acknowledgements in a row, as one. Which messages are such is known row by row as they come, so that
//! a stream without any costs nothing.

use super::Space;
use super::tables::unnamed;
use domain::acks::{is_ack, runs};
use leptos::prelude::*;
use protocol::RecordId;
use std::collections::HashMap;
use std::sync::Arc;

/// The runs, each under the message that begins it.
pub type Runs = Arc<HashMap<RecordId, Vec<RecordId>>>;

impl Space {
    /// The acknowledgements that stand in a row in the stream, in one channel and to one message. One that
    /// is on its way stands by itself, and so does the first that is unread.
    pub fn ack_runs(self) -> Memo<Runs> {
        let group = self.tables().acks_said.group(&unnamed());
        let (rows, stream) = (self.stream.rows(), self.stream);
        Memo::new(move |_| {
            let acks = group.read();
            if acks.len() < 2 {
                return Runs::default();
            }
            let key = |id: &RecordId| {
                let row = rows.row(id).filter(|_| acks.contains(id))?.get();
                let is_plain = row.pending.is_none() && row.body.stands();
                is_plain.then(|| (row.body.channel.clone(), row.body.reply_to.clone()))
            };
            let order = stream.order();
            let order = order.read();
            let unread = stream.first_unread();
            let unread = unread.read();
            let found = runs(order.iter().map(|id| (id, key(id))), |id| unread.as_ref() == Some(*id));
            let named = found.into_iter().filter_map(|run| {
                let run: Vec<RecordId> = run.into_iter().cloned().collect();
                Some((run.first()?.clone(), run))
            });
            Arc::new(named.collect())
        })
    }

    /// The newest message of another that was said in `channel` and is no acknowledgement itself.
    pub fn last_said(self, channel: &RecordId) -> Option<RecordId> {
        let me = self.session.me().get()?;
        let rows = self.stream.rows();
        let order = rows.order();
        let order = order.read();
        let row =
            order.iter().rev().filter_map(|id| rows.row(id)).map(|row| row.get_untracked()).find(|row| {
                *row.author() != me.person
                    && !is_ack(&row.body.text)
                    && self.home_of(row.body.channel.as_ref()) == *channel
            });
        row.filter(|row| row.pending.is_none() && row.body.stands()).map(|row| row.id().clone())
    }

    /// The name of whoever said `message`; empty while unknown.
    pub fn name_of(self, message: &RecordId) -> Memo<String> {
        let author = self.stream.message(message).map(|row| row.with_untracked(|row| row.author().clone()));
        let member = author.map(|author| self.member(author));
        Memo::new(move |_| {
            let member = member.and_then(|member| member.get());
            member.map(|member| member.body.real_name.clone()).unwrap_or_default()
        })
    }
}
