//! What was changed costs what was changed, whatever is held: on every feed but those that list
//! everything, and of these the connect screen says so.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use contract::feeds::page::ratio;
use contract::feeds::{self, Row, WAYS};
use contract::world::Server;

/// Records held, at first and in the end. Each request of the stand-in is a process; others take their time for each
/// record, too.
fn held(server: Server) -> (usize, usize) {
    match server {
        Server::Reference | Server::JsonServer => (40, 400),
        _ => (15, 150),
    }
}

fn costs_what_changed(server: Server) {
    if !Server::chosen().contains(&server) {
        return;
    }
    for Row { way, few, many } in feeds::on(server, held(server)).unwrap().unwrap_or_default() {
        eprintln!("{way:?}: {few:?}, {many:?}");
        let grows = ratio(many.delta.bytes, few.delta.bytes);
        if way.lists() {
            assert!(grows > 2.0, "{way:?} costs {grows}: it no longer lists everything, so say so");
            continue;
        }
        assert!(grows <= 1.10, "{way:?}: {few:?}, {many:?}");
        assert!(ratio(many.idle.bytes, few.idle.bytes) <= 1.10, "{way:?}: {few:?}, {many:?}");
        assert_eq!(many.delta.requests, few.delta.requests, "{way:?}");
    }
}

#[test]
fn a_sequence_costs_what_changed() {
    costs_what_changed(Server::Reference);
}

#[test]
fn a_field_that_grows_costs_what_changed_on_kinto() {
    costs_what_changed(Server::Kinto);
}

#[test]
fn a_field_that_grows_costs_what_changed_on_pocketbase() {
    costs_what_changed(Server::PocketBase);
}

#[test]
fn a_field_that_grows_costs_what_changed_on_postgresql() {
    costs_what_changed(Server::PostgRest);
}

#[test]
fn the_changes_of_couchdb_cost_what_changed() {
    costs_what_changed(Server::CouchDb);
}

#[test]
fn lists_cost_what_is_held() {
    costs_what_changed(Server::JsonServer);
}

#[test]
fn every_preset_has_its_feed_among_those_that_are_counted() {
    for (name, server) in Server::ALL {
        let can = dialect::Profile::parse(server.profile()).unwrap().capabilities();
        let is_counted = WAYS.iter().any(|way| way.server == server && feeds::kind_of(*way) == can.feed);
        assert!(is_counted, "{name}: {:?}", can.feed);
    }
}
