//! The chat's program: in a municipality's frame and at `/chat`.

fn main() {
    if let Some(page) = app::boot::state() {
        leptos::mount::hydrate_body(move || leptos::prelude::view! { <app::chat::Chat page=page /> });
    }
}
