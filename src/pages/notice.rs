//! One announcement: what it says, what to do about it, and for staff who has confirmed it.

use crate::features::notices::card::CardPlace;
use crate::features::notices::{NoticeCard, NoticeRollList, StaffActs};
use crate::i18n::Words;
use crate::pages::Shell;
use crate::routes::path;
use crate::state::{RowSignal, Space};
use crate::ui::{Empty, IconName, TopBar};
use domain::kinds::Notice;
use domain::policy::Action;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use protocol::RecordId;
use words::Word;

/// The page.
#[component]
pub fn NoticePage() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let params = use_params_map();
    let notices = StoredValue::new(space.notices());
    // One memo for both: which it is, where it is here.
    let here = Memo::new(move |_| {
        let id = RecordId::new(params.read().get("notice").unwrap_or_default());
        notices.get_value().order().read().contains(&id).then_some(id)
    });

    view! {
        <Shell bar=move || {
            view! {
                <TopBar
                    title=words.say(Word::NoticesOne)
                    back=Signal::derive(move || Some(path::notices(&space.id())))
                    back_label=Signal::derive(words.say(Word::AppBack))
                />
            }
        }>
            <div class="column">
                {move || match here.get().and_then(|id| notices.get_value().row(&id).zip(Some(id))) {
                    Some((row, id)) => view! { <Whole id row /> }.into_any(),
                    None => {
                        view! {
                            <Empty
                                icon=IconName::Bell
                                title=words.say(Word::NoticesGone)
                                body=words.signal(Word::NoticesGoneBody)
                            />
                        }
                            .into_any()
                    }
                }}
            </div>
        </Shell>
    }
}

#[component]
fn Whole(id: RecordId, row: RowSignal<Notice>) -> impl IntoView {
    let space = Space::expect();
    // Whoever opens it has taken note of it; a confirmation is asked for by its own button.
    let seen = id.clone();
    Effect::new(move |_| untrack(|| space.see_notice(&seen)));
    let row = Signal::derive(move || row.get());
    let sees = space.may(Action::SeeConfirmations);
    let has_roll = Memo::new(move |_| {
        let notice = &row.read().body;
        notice.confirm && notice.withdrawn.is_none() && sees.read().is_ok()
    });
    let id = StoredValue::new(id);

    view! {
        <NoticeCard id=id.get_value() place=CardPlace::Alone />
        <StaffActs id=id.get_value() row />
        <Show when=move || has_roll.get()>
            <NoticeRollList id=id.get_value() />
        </Show>
    }
}
