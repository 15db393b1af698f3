//! The console's program.

fn main() {
    if let Some(page) = app::boot::state() {
        leptos::mount::hydrate_body(move || leptos::prelude::view! { <app::console::Console page=page /> });
    }
}
