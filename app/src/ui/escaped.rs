/// Text for `<textarea inner_html=escaped(&text)>`.
///
/// Leptos writes a textarea's children as they are (`ESCAPE_CHILDREN` is false for it): `</textarea><script>`
/// typed by someone would end the field. Given as `inner_html` the escaped text is right on both sides.
pub fn escaped(text: &str) -> String {
    // A parser drops the first line break after the tag; one more keeps the person's own.
    let first_line_break = if text.starts_with('\n') { "\n" } else { "" };
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("{first_line_break}{text}")
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use leptos::prelude::*;

    use super::escaped;

    #[test]
    fn nothing_ends_the_field_early() {
        let typed = "</textarea><b>&lt;";
        let html = crate::render::render(|| view! { <textarea inner_html=escaped(typed)></textarea> });
        assert_eq!(html, "<textarea>&lt;/textarea&gt;&lt;b&gt;&amp;lt;</textarea>");
    }
}
