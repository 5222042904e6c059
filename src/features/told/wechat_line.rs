//! Inside WeChat the page is forgotten with its window and can tell nothing: one line says how to get out.

use crate::i18n::Words;
use crate::state::{device, outside};
use crate::ui::{Button, ButtonKind, ButtonSize, IconName, Note, Toasts};
use leptos::prelude::*;
use words::Word;

/// The line, until it is dismissed on this device.
#[component]
pub fn WechatLine() -> impl IntoView {
    let words = Words::expect();
    let toasts = Toasts::expect();
    let is_shown = RwSignal::new(outside::is_stuck_in_wechat());

    let copy = Action::new_local(move |(): &()| async move {
        if device::copy(outside::address()).await {
            toasts.say(words.text(Word::ToldWechatCopied));
        }
    });
    let dismiss = move || {
        outside::stay_in_wechat();
        is_shown.set(false);
    };

    view! {
        <Show when=move || is_shown.get()>
            <section aria-label=words.say(Word::ToldWechatLabel)>
                <Note
                    icon=IconName::Warn
                    actions=move || {
                        view! {
                            <Button
                                size=ButtonSize::Compact
                                on_press=move || {
                                    copy.dispatch_local(());
                                }
                            >
                                {words.say(Word::ToldWechatCopy)}
                            </Button>
                            <Button size=ButtonSize::Compact kind=ButtonKind::Quiet on_press=dismiss>
                                {words.say(Word::ToldWechatDismiss)}
                            </Button>
                        }
                    }
                >
                    <p>{words.say(Word::ToldWechat)}</p>
                </Note>
            </section>
        </Show>
    }
}
