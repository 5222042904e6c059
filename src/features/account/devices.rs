//! The person's signed-in devices, each of which can be signed out from here.

use crate::i18n::Words;
use crate::state::Session;
use crate::ui::{Button, ButtonSize, Chip, List, ListRow, RowMeta, RowTitle, Skeleton};
use leptos::prelude::*;
use protocol::account::SessionInfo;
use words::Word;

/// The list; it needs a network.
#[component]
pub fn Devices() -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();
    let devices = LocalResource::new(move || session.devices());

    let revoke = Action::new_local(move |id: &String| {
        let answer = session.revoke_device(id.clone());
        async move {
            if answer.await.is_ok() {
                devices.refetch();
            }
        }
    });

    move || match devices.get() {
        None => view! { <Skeleton label=words.say(Word::AppLoading) lines=2 /> }.into_any(),
        Some(Err(_)) => view! { <p class="soft small">{words.say(Word::MeDevicesOffline)}</p> }.into_any(),
        Some(Ok(list)) => view! {
            <List label=words.signal(Word::MeDevices)>
                {list.into_iter().map(|info| view! { <Device info revoke /> }).collect_view()}
            </List>
        }
        .into_any(),
    }
}

#[component]
fn Device(info: SessionInfo, revoke: Action<String, ()>) -> impl IntoView {
    let words = Words::expect();
    let SessionInfo { id, device, seen_at, current, .. } = info;
    let name = StoredValue::new(device.clone());
    let id = StoredValue::new(id);

    let end = move || match current {
        true => view! { <Chip>{words.say(Word::MeDevicesThis)}</Chip> }.into_any(),
        false => view! {
            <Button
                size=ButtonSize::Compact
                is_busy=revoke.pending()
                on_press=move || {
                    revoke.dispatch_local(id.get_value());
                }
            >
                {move || words.fill(Word::MeDevicesRevoke, &[("device", &name.get_value())])}
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
    }
}
