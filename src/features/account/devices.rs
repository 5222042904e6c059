//! The person's signed-in devices, each of which can be signed out from here.

use crate::features::account::another_device::AnotherDevice;
use crate::i18n::Words;
use crate::state::{Backend, Engine, Session};
use crate::ui::{Button, ButtonSize, Chip, Confirm, List, ListRow, RowMeta, RowTitle, Skeleton, Toasts};
use leptos::prelude::*;
use protocol::account::SessionInfo;
use words::Word;

/// The list; it needs a network.
#[component]
pub fn Devices() -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();
    let toasts = Toasts::expect();
    let devices = LocalResource::new(move || session.devices());
    // What could not be asked without a network is asked when it is back.
    let is_offline = Memo::new(move |_| Engine::expect().status().read().offline);
    Effect::watch(
        move || is_offline.get(),
        move |offline, _, _| {
            if !offline && devices.with_untracked(|known| matches!(known, Some(Err(_)))) {
                devices.refetch();
            }
        },
        false,
    );

    let revoke = Action::new_local(move |(id, name): &(String, String)| {
        let (answer, name) = (session.revoke_device(id.clone()), name.clone());
        async move {
            match answer.await {
                Ok(()) => {
                    toasts.say(words.fill(Word::MeDevicesRevoked, &[("device", &name)]));
                    devices.refetch();
                }
                Err(trouble) => {
                    let said = words.explain(&trouble);
                    toasts.say(format!("{}. {}", said.title, said.body));
                }
            }
        }
    });

    let can_lend = Backend::expect().answers_pass();
    let list = move || match devices.get() {
        None => view! { <Skeleton label=words.say(Word::AppLoading) lines=2 /> }.into_any(),
        Some(Err(_)) => view! { <p class="soft small">{words.say(Word::MeDevicesOffline)}</p> }.into_any(),
        Some(Ok(list)) => view! {
            <List label=words.signal(Word::MeDevices)>
                {list.into_iter().map(|info| view! { <Device info revoke /> }).collect_view()}
            </List>
        }
        .into_any(),
    };

    view! {
        {list}
        <Show when=move || can_lend.get()>
            <AnotherDevice on_change=move || devices.refetch() />
        </Show>
    }
}

#[component]
fn Device(info: SessionInfo, revoke: Action<(String, String), ()>) -> impl IntoView {
    let words = Words::expect();
    let SessionInfo { id, device, seen_at, current, .. } = info;
    let which = StoredValue::new((id, device.clone()));
    let asks = RwSignal::new(false);
    let named = move |word| move || words.fill(word, &[("device", &which.get_value().1)]);

    let end = move || match current {
        true => view! { <Chip>{words.say(Word::MeDevicesThis)}</Chip> }.into_any(),
        false => view! {
            <Button
                size=ButtonSize::Compact
                label=Signal::derive(named(Word::MeDevicesRevoke))
                is_busy=revoke.pending()
                on_press=move || asks.set(true)
            >
                {words.say(Word::MeDevicesEnd)}
            </Button>
        }
        .into_any(),
    };

    view! {
        <ListRow end=end>
            <RowTitle>{device}</RowTitle>
            <RowMeta>
                {move || words.fill(Word::MeDevicesSeen, &[("when", &words.moment(seen_at))])}
            </RowMeta>
        </ListRow>
        <Confirm
            open=asks
            title=Signal::derive(named(Word::MeDevicesRevoke))
            cancel=words.say(Word::AppCancel)
            act=words.say(Word::MeDevicesEnd)
            on_confirm=move || {
                revoke.dispatch_local(which.get_value());
            }
        >
            <p>{words.say(Word::MeDevicesRevokeAsk)}</p>
        </Confirm>
    }
}
