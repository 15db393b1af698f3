//! The public pages' program: only the calculator needs one.

fn main() {
    if let Some(page) = app::boot::state() {
        leptos::mount::hydrate_body(move || leptos::prelude::view! { <app::loan::Calculator page=page /> });
    }
}
