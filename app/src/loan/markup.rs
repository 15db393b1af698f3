//! What the parts of the page that are text have in common.

/// Appends piece by piece: `format!` would make a string of each first, and its machinery is download.
pub fn push(html: &mut String, pieces: &[&str]) {
    for piece in pieces {
        html.push_str(piece);
    }
}
