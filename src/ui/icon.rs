//! The pictures of the app: line drawings from one sprite, always beside words.

use leptos::prelude::*;

/// A drawing in `public/icons.svg`, on a grid of 24 with strokes of 1.6; `cargo xtask tidy` holds the two
/// together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IconName {
    /// The seal: what binds, stamped. Draw it with [`crate::ui::Seal`].
    Seal,
    /// The seal that waits. Draw it with [`crate::ui::Seal`].
    SealBlank,
    /// Back to where one came from.
    Back,
    /// Search.
    Search,
    /// More actions.
    More,
    /// The feed.
    Feed,
    /// Learning.
    Learn,
    /// Quizzes.
    Quiz,
    /// One’s own things.
    Me,
    /// Members.
    People,
    /// A rule that is watched over.
    Guard,
    /// Locked.
    Lock,
    /// Waiting for its time.
    Clock,
    /// Done.
    Check,
    /// Close, or wrong.
    Cross,
    /// Attention.
    Warn,
    /// Good to know.
    Info,
    /// No network.
    Offline,
    /// On its way.
    Sync,
    /// Send.
    Send,
    /// Add.
    Plus,
    /// Open below.
    Down,
    /// One place up.
    Up,
    /// Go there.
    Right,
    /// Report.
    Flag,
    /// An overview.
    Grid,
    /// Notices.
    Bell,
    /// Nothing is told of it.
    BellOff,
    /// A file.
    File,
    /// Keep a copy.
    Download,
    /// Important.
    Important,
    /// Reply.
    Reply,
    /// Edit.
    Edit,
    /// A link.
    Link,
    /// A backend.
    Server,
    /// Appearance.
    Sun,
    /// This device.
    Device,
    /// Asks for the seal.
    Stamp,
    /// Hidden; or hide it.
    EyeOff,
    /// Shown; or show it.
    Eye,
    /// Copy.
    Copy,
    /// Delete.
    Trash,
    /// Leave or sign out.
    Exit,
    /// A code for cameras.
    Qr,
    /// My spaces.
    Home,
}

impl IconName {
    /// Every drawing.
    pub const ALL: &'static [Self] = &[
        Self::Seal,
        Self::SealBlank,
        Self::Back,
        Self::Search,
        Self::More,
        Self::Feed,
        Self::Learn,
        Self::Quiz,
        Self::Me,
        Self::People,
        Self::Guard,
        Self::Lock,
        Self::Clock,
        Self::Check,
        Self::Cross,
        Self::Warn,
        Self::Info,
        Self::Offline,
        Self::Sync,
        Self::Send,
        Self::Plus,
        Self::Down,
        Self::Up,
        Self::Right,
        Self::Flag,
        Self::Grid,
        Self::Bell,
        Self::BellOff,
        Self::File,
        Self::Download,
        Self::Important,
        Self::Reply,
        Self::Edit,
        Self::Link,
        Self::Server,
        Self::Sun,
        Self::Device,
        Self::Stamp,
        Self::EyeOff,
        Self::Eye,
        Self::Copy,
        Self::Trash,
        Self::Exit,
        Self::Qr,
        Self::Home,
    ];

    /// The id of its symbol.
    pub fn id(self) -> &'static str {
        match self {
            Self::Seal => "seal",
            Self::SealBlank => "seal-blank",
            Self::Back => "back",
            Self::Search => "search",
            Self::More => "more",
            Self::Feed => "feed",
            Self::Learn => "learn",
            Self::Quiz => "quiz",
            Self::Me => "me",
            Self::People => "people",
            Self::Guard => "guard",
            Self::Lock => "lock",
            Self::Clock => "clock",
            Self::Check => "check",
            Self::Cross => "cross",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Offline => "offline",
            Self::Sync => "sync",
            Self::Send => "send",
            Self::Plus => "plus",
            Self::Down => "down",
            Self::Up => "up",
            Self::Right => "right",
            Self::Flag => "flag",
            Self::Grid => "grid",
            Self::Bell => "bell",
            Self::BellOff => "bell-off",
            Self::File => "file",
            Self::Download => "download",
            Self::Important => "important",
            Self::Reply => "reply",
            Self::Edit => "edit",
            Self::Link => "link",
            Self::Server => "server",
            Self::Sun => "sun",
            Self::Device => "device",
            Self::Stamp => "stamp",
            Self::EyeOff => "eye-off",
            Self::Eye => "eye",
            Self::Copy => "copy",
            Self::Trash => "trash",
            Self::Exit => "exit",
            Self::Qr => "qr",
            Self::Home => "home",
        }
    }

    /// The address of its symbol, which is part of the page: a drawing of another file would be asked for
    /// anew by each element that shows it.
    pub fn href(self) -> String {
        ["#icon-", self.id()].concat()
    }
}

/// How large an icon is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IconSize {
    /// Beside small text.
    Small,
    /// Beside text.
    #[default]
    Medium,
    /// Alone, as in a bar.
    Large,
}

impl IconSize {
    fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }
}

/// A drawing. Hidden from listeners: the words beside it say what it means.
#[component]
pub fn Icon(
    /// Which drawing.
    name: IconName,
    /// How large.
    #[prop(optional)]
    size: IconSize,
) -> impl IntoView {
    view! {
        <svg class="icon" data-size=size.name() aria-hidden="true">
            <use href=name.href()></use>
        </svg>
    }
}
