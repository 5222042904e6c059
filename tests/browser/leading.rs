//! One leads; the lead is given up, waited for, and taken by force. By lock and by lease alike.

use gloo_timers::future::TimeoutFuture;
use qunyue::platform::entropy;
use qunyue::platform::locks::{Lead, Leadership, lead, lead_by_lease};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;

/// A tab that wants to lead, and what it heard.
struct Tab {
    heard: Rc<RefCell<Vec<Lead>>>,
    leadership: Option<Leadership>,
}

impl Tab {
    fn wants(means: Means, name: &str, steal: bool) -> Self {
        let heard = Rc::new(RefCell::new(Vec::new()));
        let ears = Rc::clone(&heard);
        let leadership = match means {
            Means::Lock => lead(name, steal, move |lead| ears.borrow_mut().push(lead)),
            Means::Lease => lead_by_lease(name, steal, move |lead| ears.borrow_mut().push(lead)),
        };
        Self { heard, leadership: Some(leadership) }
    }

    fn heard(&self) -> Vec<Lead> {
        self.heard.borrow().clone()
    }
}

#[derive(Clone, Copy)]
enum Means {
    Lock,
    Lease,
}

impl Means {
    /// Long enough for a lease to be looked at and settled once more.
    async fn wait(self) {
        let ms = match self {
            Self::Lock => 100,
            Self::Lease => 2_400,
        };
        TimeoutFuture::new(ms).await;
    }
}

fn name() -> String {
    format!("lead-{}", u64::from_le_bytes(entropy::bytes().unwrap()))
}

async fn the_second_leads_when_the_first_gives_up(means: Means) {
    let name = name();
    let mut first = Tab::wants(means, &name, false);
    means.wait().await;
    let second = Tab::wants(means, &name, false);
    means.wait().await;
    assert_eq!((first.heard(), second.heard()), (vec![Lead::Gained], vec![]));
    first.leadership.take();
    means.wait().await;
    // Giving up is no loss.
    assert_eq!((first.heard(), second.heard()), (vec![Lead::Gained], vec![Lead::Gained]));
}

async fn a_lead_is_taken_by_force_and_the_old_leader_hears_of_it(means: Means) {
    let name = name();
    let first = Tab::wants(means, &name, false);
    means.wait().await;
    let second = Tab::wants(means, &name, true);
    means.wait().await;
    assert_eq!(first.heard(), [Lead::Gained, Lead::Lost]);
    assert_eq!(second.heard(), [Lead::Gained]);
}

async fn a_wish_that_was_taken_back_never_leads(means: Means) {
    let name = name();
    let mut first = Tab::wants(means, &name, false);
    means.wait().await;
    let mut second = Tab::wants(means, &name, false);
    second.leadership.take();
    first.leadership.take();
    means.wait().await;
    assert_eq!(second.heard(), []);
}

mod by_lock {
    use super::Means::Lock;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    async fn the_second_leads_when_the_first_gives_up() {
        super::the_second_leads_when_the_first_gives_up(Lock).await;
    }

    #[wasm_bindgen_test]
    async fn a_lead_is_taken_by_force_and_the_old_leader_hears_of_it() {
        super::a_lead_is_taken_by_force_and_the_old_leader_hears_of_it(Lock).await;
    }

    #[wasm_bindgen_test]
    async fn a_wish_that_was_taken_back_never_leads() {
        super::a_wish_that_was_taken_back_never_leads(Lock).await;
    }
}

/// At the same time, since a lease is looked at every few seconds only.
#[wasm_bindgen_test]
async fn a_lease_does_all_that_a_lock_does() {
    futures_util::join!(
        the_second_leads_when_the_first_gives_up(Means::Lease),
        a_lead_is_taken_by_force_and_the_old_leader_hears_of_it(Means::Lease),
        a_wish_that_was_taken_back_never_leads(Means::Lease),
    );
}

#[wasm_bindgen_test]
async fn two_names_are_two_leads() {
    let (one, other) = (Tab::wants(Means::Lock, &name(), false), Tab::wants(Means::Lock, &name(), false));
    Means::Lock.wait().await;
    assert_eq!((one.heard(), other.heard()), (vec![Lead::Gained], vec![Lead::Gained]));
}
