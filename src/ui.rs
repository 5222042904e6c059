//! The design system: parts over native elements. A part takes its words as props, so that it
//! knows neither the product nor the language; `/gallery` shows each in every state.
//!
//! Values that change come as `#[prop(into)] Signal<T>` (a closure will do), actions as
//! [`Callback`](leptos::prelude::Callback), variants as enums. Most features need only
//! `use crate::ui::*`.

pub mod alert;
pub mod aria;
pub mod avatar;
pub mod bar;
pub mod button;
pub mod card;
pub mod check;
pub mod chip;
pub mod confirm;
pub mod count;
pub mod dialog;
pub mod every;
pub mod field;
pub mod file_field;
pub mod form;
pub mod gesture;
pub mod icon;
pub mod icon_button;
pub mod keys;
pub mod lines;
pub mod link_code;
pub mod list;
pub mod live;
pub mod load;
pub mod markup_reader;
pub mod markup_view;
pub mod menu;
pub mod meter;
pub mod note;
pub mod page_title;
pub mod paged;
pub mod qr_code;
pub mod reveal;
pub mod seal;
pub mod segmented;
pub mod sheet;
pub mod toast;
pub mod top_bar;
pub mod windowed_list;
pub mod writing;

pub use crate::platform::focus::keep as keep_focus;
pub use alert::Alert;
pub use avatar::{Avatar, AvatarSize};
pub use bar::{BottomBar, NavRail, Place};
pub use button::{Button, ButtonKind, ButtonLink, ButtonRole, ButtonSize, ButtonWidth, TextLink};
pub use card::{Card, CardWeight, Well};
pub use check::{CheckKind, Checkbox, Choice, RadioGroup};
pub use chip::{Chip, ChipButton, Mark, Tone};
pub use confirm::Confirm;
pub use count::{Count, CountTone};
pub use dialog::Dialog;
pub use every::every;
pub use field::{InputKind, PasswordField, SelectField, TextArea, TextField};
pub use file_field::FileField;
pub use form::Form;
pub use gesture::Gesture;
pub use icon::{Icon, IconName, IconSize};
pub use icon_button::{IconButton, IconLink};
pub use lines::{DayLine, UnreadLine};
pub use link_code::LinkCode;
pub use list::{List, ListRow, RowMeta, RowTitle};
pub use live::{LiveRegion, SkipLink, Urgency};
pub use load::{Empty, Face, Load, Skeleton};
pub use markup_reader::MarkupReader;
pub use markup_view::MarkupView;
pub use menu::{Menu, MenuItem, MenuKind, MenuLink, MenuWord};
pub use meter::{Meter, MeterTone, Progress, Step, Steps};
pub use note::Note;
pub use page_title::{PageName, PageTitle};
pub use paged::Paged;
pub use qr_code::QrCode;
pub use reveal::{reveal, reveal_when};
pub use seal::{Seal, SealSize, SealState};
pub use segmented::Segmented;
pub use sheet::Sheet;
pub use toast::{Toast, ToastRegion, Toasts};
pub use top_bar::{TopBar, TopBarKind};
pub use windowed_list::{Anchor, ListHandle, WindowedList};
pub use writing::{Caret, Suggestion, Suggestions};
