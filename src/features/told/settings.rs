//! Whether one is told on this device outside the page, and when one is left alone. It is explained before
//! the browser asks, and the browser asks after a press alone.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::outside::{self, Permission};
use crate::state::{Prefs, SpaceCard, Spaces};
use crate::ui::{Button, ButtonKind, Checkbox, SelectField, TextLink};
use domain::told::QuietHours;
use leptos::prelude::*;
use words::Word;

/// The hours that are offered first.
const NIGHT: QuietHours = QuietHours { from: 22 * 60, to: 7 * 60 };
/// Quiet hours begin and end at the half hour.
const STEP: u16 = 30;
const STEPS: u16 = 48;

/// The section.
#[component]
pub fn BeTold() -> impl IntoView {
    let words = Words::expect();
    let prefs = Prefs::expect();
    let permission = RwSignal::new(outside::permission());
    let is_on = Memo::new(move |_| prefs.told().get() && permission.get() == Permission::Granted);

    let ask = Action::new_local(move |(): &()| async move {
        let answer = outside::ask().await;
        let _ = permission.try_set(answer);
        prefs.be_told(answer == Permission::Granted);
    });

    view! {
        <div class="stack">
            <p class="soft small">{words.say(Word::ToldWhat)}</p>
            {move || match permission.get() {
                Permission::Missing => view! { <p>{words.say(Word::ToldMissing)}</p> }.into_any(),
                Permission::Denied => view! { <p>{words.say(Word::ToldDenied)}</p> }.into_any(),
                Permission::Unasked | Permission::Granted => {
                    view! {
                        <Show
                            when=move || is_on.get()
                            fallback=move || {
                                view! {
                                    <div>
                                        <Button
                                            kind=ButtonKind::Ink
                                            is_busy=ask.pending()
                                            on_press=move || {
                                                ask.dispatch_local(());
                                            }
                                        >
                                            {words.say(Word::ToldOn)}
                                        </Button>
                                    </div>
                                }
                            }
                        >
                            <p>{words.say(Word::ToldIsOn)}</p>
                            <div>
                                <Button on_press=move || prefs.be_told(false)>{words.say(Word::ToldOff)}</Button>
                            </div>
                            <Quiet />
                            <OfSpaces />
                        </Show>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

/// The quiet hours.
#[component]
fn Quiet() -> impl IntoView {
    let words = Words::expect();
    let prefs = Prefs::expect();
    let known = prefs.quiet().get_untracked();
    let is_quiet = RwSignal::new(known.is_some());
    let QuietHours { from, to } = known.unwrap_or(NIGHT);
    let (from, to) = (RwSignal::new(from.to_string()), RwSignal::new(to.to_string()));
    let times = Signal::stored((0..STEPS).map(|step| time_of(step * STEP)).collect::<Vec<_>>());

    // The one place where what is typed here becomes the device's choice.
    Effect::new(move |_| {
        let hours = (from.read().parse().ok()).zip(to.read().parse().ok());
        let hours = hours.filter(|_| is_quiet.get()).map(|(from, to)| QuietHours { from, to });
        if prefs.quiet().get_untracked() != hours {
            prefs.rest(hours);
        }
    });

    view! {
        <Checkbox checked=is_quiet hint=words.signal(Word::ToldQuietHint)>
            {words.say(Word::ToldQuiet)}
        </Checkbox>
        <Show when=move || is_quiet.get()>
            <div class="cluster">
                <SelectField label=words.say(Word::ToldFrom) options=times value=from />
                <SelectField label=words.say(Word::ToldTo) options=times value=to />
            </div>
        </Show>
    }
}

/// A minute of the day as it is kept and as it is read.
fn time_of(minute: u16) -> (String, String) {
    (minute.to_string(), format!("{:02}:{:02}", minute / 60, minute % 60))
}

/// Where it is said how much one wants to be told of each space.
#[component]
fn OfSpaces() -> impl IntoView {
    let words = Words::expect();
    let cards = Spaces::expect().cards();
    let links = move || {
        let link = |card: SpaceCard| {
            let name = card.about.map_or_else(|| card.id.to_string(), |about| about.name.clone());
            view! {
                <li>
                    <TextLink to=path::told(&card.id)>{name}</TextLink>
                </li>
            }
        };
        cards.get().unwrap_or_default().into_iter().map(link).collect_view()
    };

    view! {
        <p class="small">{words.say(Word::ToldSpaces)}</p>
        <ul>{links}</ul>
    }
}
