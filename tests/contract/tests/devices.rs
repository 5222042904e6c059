//! People and their devices on real servers: the engine, the dialects and HTTP, end to end. Each
//! scenario runs on every server that has a profile.

use contract::device::{self, Device};
use contract::proxy::Fate;
use contract::scenario::{MINUTE, on_every_server, settle};
use contract::world::{Server, World};
use domain::kinds;
use protocol::Audience;
use serde_json::json;
use sync::Resolution;

fn assert_settled(device: &Device) {
    let outbox = device.engine().outbox();
    assert!(outbox.is_empty(), "{outbox:#?}");
    assert_eq!(device.issues, []);
}

#[test]
fn two_people_write_without_a_network_and_both_see_all_when_it_is_back() {
    on_every_server(|world| {
        let (mut laptop, mut phone) = (world.found(), world.join(false));
        assert_settled(&laptop);
        for device in [&mut laptop, &mut phone] {
            device.set_online(false);
        }
        for n in 0..20 {
            world.say(&mut laptop, &format!("owner {n:02}"));
            world.say(&mut phone, &format!("guest {n:02}"));
        }
        settle(&mut [&mut laptop, &mut phone]);
        assert_eq!(world.messages(&laptop).len(), 20, "each sees what was written on the device");
        assert_eq!(phone.engine().status().waiting, 20);

        for device in [&mut laptop, &mut phone] {
            device.set_online(true);
        }
        settle(&mut [&mut laptop, &mut phone]);
        assert_eq!(world.messages(&laptop).len(), 40);
        assert_eq!(world.messages(&laptop), world.messages(&phone));
        assert_settled(&laptop);
        assert_settled(&phone);
        let mut tablet = world.another("李雷", false, 9);
        settle(&mut [&mut tablet]);
        assert_eq!(world.messages(&tablet), world.messages(&laptop), "and so does a new device");
    });
}

#[test]
fn edits_of_different_fields_merge_and_of_the_same_field_a_person_decides() {
    on_every_server(|world| {
        let (mut laptop, mut tablet) = (world.found(), world.another("王芳", false, 3));
        let (all, about) = (world.scope(Audience::All), kinds::space_id(&world.space));
        for device in [&mut laptop, &mut tablet] {
            device.set_online(false);
        }
        let on_laptop = device::edit(&laptop, &all, &about, |body| {
            body["name"] = json!("新人培训二期");
            body["purpose"] = json!("laptop");
        });
        let on_tablet = device::edit(&tablet, &all, &about, |body| {
            body["for_whom"] = json!("全体同事");
            body["purpose"] = json!("tablet");
        });
        laptop.commit(vec![on_laptop.unwrap()]);
        tablet.commit(vec![on_tablet.unwrap()]);
        for device in [&mut laptop, &mut tablet] {
            device.set_online(true);
            settle(&mut [device]);
        }
        assert_eq!(tablet.stuck().len(), 1, "the same field is a conflict that is shown");
        let shown = tablet.records(&all, "space").remove(0).1;
        assert_eq!(shown["purpose"], "laptop", "the server's value stands");

        let lsn = tablet.stuck()[0];
        tablet.resolve(lsn, Resolution::UseMine);
        settle(&mut [&mut tablet, &mut laptop]);
        for device in [&laptop, &tablet] {
            let body = device.records(&all, "space").remove(0).1;
            assert_eq!(body["purpose"], "tablet");
            assert_eq!(body["for_whom"], "全体同事");
            assert_eq!(body["name"], "新人培训二期");
            assert_settled(device);
        }
    });
}

#[test]
fn a_deletion_is_seen_by_others_and_stays_when_the_record_is_written_again() {
    on_every_server(|world| {
        let mut laptop = world.found();
        let first = world.say(&mut laptop, "to be taken back");
        let second = world.say(&mut laptop, "to stay");
        settle(&mut [&mut laptop]);
        let mut phone = world.join(false);
        let mut tablet = world.another("王芳", false, 3);
        assert_eq!(world.messages(&phone).len(), 2);

        tablet.set_online(false);
        let all = world.scope(Audience::All);
        let late =
            device::edit(&tablet, &all, &first, |body| body["text"] = json!("an edit that comes late"));
        tablet.commit(vec![late.unwrap()]);
        let gone = device::delete(&laptop, &all, &first).unwrap();
        laptop.commit(vec![gone]);
        settle(&mut [&mut laptop, &mut phone]);
        assert_eq!(world.messages(&phone), ["to stay"]);
        assert_settled(&laptop);

        tablet.set_online(true);
        settle(&mut [&mut tablet, &mut phone]);
        assert_eq!(world.messages(&tablet), ["to stay"], "the deletion stands");
        assert_eq!(tablet.stuck().len(), 1, "and the late edit is kept and shown");
        assert_eq!(world.messages(&phone), ["to stay"]);
        assert!(phone.engine().visible(&all, &second).is_some());
    });
}

#[test]
fn a_network_that_loses_requests_and_answers_neither_loses_nor_doubles_a_message() {
    on_every_server(|world| {
        let mut laptop = world.found();
        let mut phone = world.join(true);
        let fates = [
            Fate::LoseAnswer,
            Fate::Pass,
            Fate::CutAnswer,
            Fate::LoseRequest,
            Fate::Pass,
            Fate::Portal,
            Fate::LoseAnswer,
        ];
        world.proxy.expect(None, fates.into_iter().cycle());
        let mut wanted = Vec::new();
        while world.proxy.met() < 30 {
            assert!(wanted.len() < 200, "the proxy disturbs nothing");
            wanted.push(format!("{:03}", wanted.len()));
            world.say(&mut phone, wanted.last().unwrap());
            phone.run(MINUTE / 2);
        }
        world.proxy.expect(None, []);
        phone.run(20 * MINUTE);
        phone.issues.retain(|issue| !matches!(issue, sync::Issue::ForeignBackend(_)));
        settle(&mut [&mut phone, &mut laptop]);
        assert_settled(&phone);
        assert_eq!(world.messages(&laptop), wanted);
        assert_eq!(world.messages(&phone), wanted);
    });
}

/// A test for each server: none takes longer, and they may run side by side.
mod many_messages_reach_a_new_device_in_pages {
    use super::{Server, bring_many};

    #[test]
    fn on_the_reference() {
        bring_many(Server::Reference);
    }

    #[test]
    fn on_json_server() {
        bring_many(Server::JsonServer);
    }

    #[test]
    fn on_kinto() {
        bring_many(Server::Kinto);
    }

    #[test]
    fn on_pocketbase() {
        bring_many(Server::PocketBase);
    }

    #[test]
    fn on_couchdb() {
        bring_many(Server::CouchDb);
    }

    #[test]
    fn on_postgrest() {
        bring_many(Server::PostgRest);
    }
}

fn bring_many(server: Server) {
    // json-server writes its whole file at each change, and each request of the stand-in is a process:
    // there they stand in the store from the beginning; elsewhere a device that was offline brings them.
    let is_slow = matches!(server, Server::JsonServer | Server::PostgRest);
    let many = server.many();
    let seeded = if is_slow { many } else { 0 };
    if !Server::chosen().contains(&server) {
        return;
    }
    let Some(mut world) = World::seeded(server, seeded) else { return };
    let mut laptop = world.found();
    laptop.set_online(false);
    for n in seeded..many {
        world.say(&mut laptop, &format!("{n:04}"));
    }
    laptop.set_online(true);
    laptop.run(3 * MINUTE);
    assert_settled(&laptop);

    let mut phone = world.join(false);
    phone.load_all(&world.scope(Audience::All));
    let wanted: Vec<String> = (0..many).map(|n| format!("{n:04}")).collect();
    assert_eq!(world.messages(&phone), wanted);
    assert_settled(&phone);
}

#[test]
fn the_guide_shows_what_each_server_can_do() {
    let table = contract::table::of_profiles();
    println!("{table}");
    assert!(
        include_str!("../../../docs/backends/profile.md").contains(&table),
        "put it in the guide:\n{table}"
    );
}
