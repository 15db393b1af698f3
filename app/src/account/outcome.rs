use leptos::prelude::*;

use crate::ui::{Glyph, Icon};

/// What became of the last form on a page where no field is at fault.
///
/// Accessibility: a refusal is announced at once (`role="alert"`), a success politely; icon and words.
#[component]
pub fn Outcome(notice: Option<String>, success: Option<String>) -> impl IntoView {
    let notice = notice.map(|text| {
        view! {
            <div class="p-outcome p-outcome--error" role="alert">
                <Icon glyph=Glyph::Alert />
                <p>{text}</p>
            </div>
        }
    });
    let success = success.map(|text| {
        view! {
            <div class="p-outcome p-outcome--success" role="status">
                <Icon glyph=Glyph::Check />
                <p>{text}</p>
            </div>
        }
    });
    view! { {notice} {success} }
}
