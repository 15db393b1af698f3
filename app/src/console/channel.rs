//! By what way a conversation came and until when it can be answered: icon and words, never colour alone.

use leptos::prelude::*;
use protocol::staff::Channel;

use super::desk::Desk;
use super::window::Window;
use crate::text::channels as words;
use crate::ui::{Glyph, Icon};

pub fn glyph(channel: Channel) -> Glyph {
    match channel {
        Channel::Web => Glyph::Globe,
        Channel::Whatsapp => Glyph::Phone,
    }
}

/// Under a conversation's title: its channel, and what is left of the window in plain words.
#[component]
pub fn ChannelLine(desk: Desk) -> impl IntoView {
    let channel = Memo::new(move |_| desk.open_item().map(|item| (item.channel, words::channel(&item))));
    view! {
        <div class="p-toolbar__line">
            {move || channel.get().map(|(channel, said)| view! {
                <p class="p-toolbar__state"><Icon glyph=glyph(channel) /><span>{said}</span></p>
            })}
            <WindowSaid desk=desk />
        </div>
    }
}

#[component]
fn WindowSaid(desk: Desk) -> impl IntoView {
    let window = Memo::new(move |_| desk.open_window());
    let class = move || match window.get() {
        Window::Over => "p-toolbar__state p-window p-window--over",
        Window::Open { soon: true, .. } => "p-toolbar__state p-window p-window--soon",
        _ => "p-toolbar__state p-window",
    };
    let said = move || match window.get() {
        Window::Unlimited => String::new(),
        Window::Over => words::WINDOW_OVER_HEAD.to_owned(),
        Window::Open { until, .. } => {
            let now = desk.now.get();
            format!("{}; {}", words::answer_until(until, desk.offset(), now), words::left(until - now))
        }
    };
    view! {
        <p class=class hidden=move || window.get() == Window::Unlimited>
            {move || view! { <Icon glyph=window_glyph(window.get()) /> }}
            <span>{said}</span>
        </p>
    }
}

pub fn window_glyph(window: Window) -> Glyph {
    match window {
        Window::Over => Glyph::Close,
        Window::Open { soon: true, .. } => Glyph::Alert,
        _ => Glyph::Clock,
    }
}
