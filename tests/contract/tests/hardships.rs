//! What goes wrong on real servers without anybody's fault: rights that end, sessions that end,
//! clocks that are wrong, many who write at once. Each scenario runs on every server of the run.

use contract::device;
use contract::scenario::{on_every_server, settle};
use contract::world::{Server, World};
use dialect::capabilities::CompareAndSet;
use domain::kinds;
use protocol::{Audience, Mid, PushResult, Written};
use serde_json::json;
use std::sync::Barrier;

const TEN_YEARS_MS: i64 = 10 * 365 * 24 * 60 * 60 * 1000;
const NEW_PASSWORD: &str = "another-staple-for-10-horses";

#[test]
fn who_is_suspended_sees_the_space_go_and_loses_nothing_that_was_not_sent() {
    on_every_server(|world| {
        let (mut laptop, mut phone) = (world.found(), world.join(false));
        world.say(&mut phone, "sent before");
        settle(&mut [&mut phone, &mut laptop]);
        phone.set_online(false);
        world.say(&mut phone, "written without a network");

        let all = world.scope(Audience::All);
        let member = kinds::member_id(&world.space, &phone.person());
        let change = device::edit(&laptop, &all, &member, |body| body["state"] = json!("suspended"));
        laptop.commit(vec![change.unwrap()]);
        settle(&mut [&mut laptop]);
        assert!(laptop.engine().outbox().is_empty(), "{:#?}", laptop.engine().outbox());
        phone.set_online(true);
        settle(&mut [&mut phone, &mut laptop]);

        let shown = world.messages(&phone);
        assert!(!shown.contains(&"sent before".to_owned()), "the space is gone from the device: {shown:?}");
        // Where the server lets in what is written after the suspension, it may have gone out first.
        let (kept, arrived) = (phone.engine().outbox().len(), world.messages(&laptop).len() - 1);
        assert_eq!(kept + arrived, 1, "what was not sent is kept: {:#?}", phone.engine().outbox());
        assert_eq!(phone.stuck().len(), kept, "and shown");
    });
}

#[test]
fn who_is_signed_out_by_the_server_writes_on_and_sends_it_once_signed_in_again() {
    on_every_server(|world| {
        let (mut laptop, mut phone) = (world.found(), world.join(false));
        world.say(&mut phone, "before");
        settle(&mut [&mut phone, &mut laptop]);
        let mut tablet = world.another("李雷", false, 5);
        if !world.change_password(&mut tablet, "李雷", NEW_PASSWORD) {
            return;
        }
        world.say(&mut phone, "while signed out");
        settle(&mut [&mut phone, &mut tablet]);
        assert_eq!(world.messages(&phone), ["before", "while signed out"], "nothing goes from the device");
        assert!(!phone.engine().status().signed_in, "and it knows that it is signed out");
        assert_eq!(phone.stuck(), Vec::<u64>::new(), "what waits is not refused");

        world.sign_in_again(&mut phone, "李雷", NEW_PASSWORD);
        settle(&mut [&mut phone, &mut laptop, &mut tablet]);
        assert!(phone.engine().outbox().is_empty(), "{:#?}", phone.engine().outbox());
        for device in [&laptop, &phone, &tablet] {
            assert_eq!(world.messages(device), ["before", "while signed out"]);
        }
    });
}

#[test]
fn clocks_that_are_ten_years_off_neither_lose_nor_hide_anything() {
    on_every_server(|world| {
        let (mut laptop, mut phone) = (world.found(), world.join(false));
        laptop.set_clock_off(TEN_YEARS_MS);
        phone.set_clock_off(-TEN_YEARS_MS);
        let mut wanted = Vec::new();
        for n in 0..8 {
            wanted.extend([format!("early {n}"), format!("late {n}")]);
            world.say(&mut phone, &format!("early {n}"));
            world.say(&mut laptop, &format!("late {n}"));
            settle(&mut [&mut laptop, &mut phone]);
        }
        wanted.sort();
        let all = world.scope(Audience::All);
        let mut tablet = world.another("李雷", false, 7);
        tablet.load_all(&all);
        for device in [&laptop, &phone, &tablet] {
            assert_eq!(world.messages(device), wanted);
            assert!(device.engine().outbox().is_empty(), "{:#?}", device.engine().outbox());
        }
    });
}

#[test]
fn of_six_who_change_one_record_at_once_one_wins_and_the_others_learn_it() {
    for server in Server::chosen() {
        let Some(mut world) = World::start(server) else { continue };
        let mut laptop = world.found();
        let id = world.say(&mut laptop, "0");
        settle(&mut [&mut laptop]);
        let all = world.scope(Audience::All);
        let is_atomic = world.profile(false).capabilities().compare_and_set == CompareAndSet::Atomic;
        let mut reader = world.talker("王芳", "reader");
        let mut writers: Vec<_> = (0..6).map(|n| world.talker("王芳", &format!("writer-{n}"))).collect();
        for round in 0..20 {
            let base = reader.read(&all, &id).unwrap();
            let gate = Barrier::new(writers.len());
            let results: Vec<(Mid, PushResult)> = std::thread::scope(|scope| {
                let threads: Vec<_> = writers
                    .iter_mut()
                    .enumerate()
                    .map(|(n, writer)| {
                        let (base, gate) = (&base, &gate);
                        scope.spawn(move || {
                            let change = writer.change(base, &format!("{round} by {n}"));
                            gate.wait();
                            (change.mid.clone(), writer.push_until_judged(&change))
                        })
                    })
                    .collect();
                threads.into_iter().map(|thread| thread.join().unwrap()).collect()
            });
            let stands = reader.read(&all, &id).unwrap();
            let told = |result: &PushResult| match result {
                PushResult::Done(Written::Record(record)) => Some(record.rev.clone()),
                PushResult::Done(Written::Rev(rev)) => Some(rev.clone()),
                PushResult::Conflict(Some(_)) => None,
                other => panic!("{server:?}: {other:?}"),
            };
            let winners: Vec<_> = results.iter().filter_map(|(_, result)| told(result)).collect();
            if is_atomic {
                assert_eq!(winners.len(), 1, "{server:?}, round {round}: {results:#?}");
            }
            assert!(winners.contains(&stands.rev), "{server:?}: what stands was acknowledged to its writer");
            // Who was told yes and overwritten all the same learns it from what stands.
            for (mid, _) in
                results.iter().filter(|(_, result)| told(result).is_some_and(|rev| rev != stands.rev))
            {
                assert!(
                    stands.rev.leaves_out(mid),
                    "{server:?}, round {round}: {mid:?} is not in {stands:?}"
                );
            }
        }
    }
}
