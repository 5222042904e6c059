//! Dialogs, sheets, menus, toasts and the bars.

use crate::pages::gallery::{Block, words};
use crate::ui::*;
use leptos::prelude::*;

/// A dialog, a sheet, a toast, a menu.
#[component]
pub fn Overlays() -> impl IntoView {
    let (dialog, sheet) = (RwSignal::new(false), RwSignal::new(false));
    let toasts = Toasts::expect();
    let actions = move || {
        view! {
            <Button on_press=move |()| dialog.set(false)>"取消"</Button>
            <Button kind=ButtonKind::Danger on_press=move |()| dialog.set(false)>"发出通知"</Button>
        }
    };

    view! {
        <Block name="Overlays">
            <div class="cluster">
                <Button on_press=move |()| dialog.set(true)>"对话框"</Button>
                <Button on_press=move |()| sheet.set(true)>"浮层"</Button>
                <Button on_press=move |()| toasts.show(Toast::new("已撤回 1 条消息").with_action("恢复", || ()))>
                    "提示"
                </Button>
                <Menu label=words("对这条消息的操作")>
                    <MenuItem icon=IconName::Reply on_press=move |()| toasts.say("回复")>"回复"</MenuItem>
                    <MenuItem icon=IconName::Trash kind=MenuKind::Danger on_press=move |()| toasts.say("删除")>
                        "删除"
                    </MenuItem>
                </Menu>
            </div>
            <Dialog open=dialog title=words("把王珂移出空间？") on_close=move |()| dialog.set(false) actions>
                <p>"先通知，3 天内可以答复，再由第二位管理员同意。历史发言保留姓名。"</p>
            </Dialog>
            <Sheet open=sheet title=words("邀请周敏") on_close=move |()| sheet.set(false)>
                <p>"这个链接只显示这一次。"</p>
            </Sheet>
        </Block>
    }
}

/// The bars around a page.
#[component]
pub fn Frames() -> impl IntoView {
    PageName::provide(); // this top bar does not name the page
    let places = || {
        let mut learn = Place::new(IconName::Learn, || "学习".to_owned(), || "/gallery".to_owned(), || false);
        learn.count = Signal::stored(3);
        learn.count_label = words("3 项待办");
        let feed = Place::new(IconName::Feed, || "群聊".to_owned(), || "/gallery".to_owned(), || true);
        let me = Place::new(IconName::Me, || "我的".to_owned(), || "/gallery".to_owned(), || false);
        vec![feed, learn, me]
    };

    view! {
        <Block name="Frames">
            <TopBar
                title=words("销售部-新品培训-2026Q4，名字长到一行放不下的时候")
                line=words("让每家门店都能讲清新品 · 30 人")
                back=words("/")
                back_label=words("返回")
            >
                <IconButton icon=IconName::Search label=words("搜索")/>
            </TopBar>
            <NavRail
                brand=words("群约")
                label=words("导航")
                places=Signal::derive(places)
                heading=words("空间")
            >
                <p class="small">"新品培训 Q4"</p>
            </NavRail>
            <BottomBar label=words("底部导航") places=Signal::derive(places)/>
        </Block>
    }
}
