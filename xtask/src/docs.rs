//! A map that names a place which has moved is worse than none: every path in the documents is checked.

#[cfg(test)]
mod tests {
    use std::path::Path;

    const DOCUMENTS: [&str; 4] = ["docs/ARCHITECTURE.md", "docs/OPERATIONS.md", "README.md", "README.es.md"];

    /// Folders of this repository; anything else between backticks is code or somebody else's path.
    const TOP: [&str; 10] =
        ["app", "config", "crates", "docs", "end2end", "public", "server", "style", "xtask", ".ci"];

    /// What is written by building or running, and named in the documents as such.
    const MADE: [&str; 3] = ["end2end/out", "end2end/node_modules", "config/mi-municipio.toml"];

    fn root() -> &'static Path {
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
    }

    fn paths(text: &str) -> impl Iterator<Item = &str> {
        let quoted = text.split('`').skip(1).step_by(2);
        quoted.filter(|word| {
            let top = word.split('/').next().unwrap_or_default();
            TOP.contains(&top)
                && word.contains('/')
                && !word.contains([' ', '*', '{'])
                && !MADE.contains(word)
        })
    }

    #[test]
    fn every_path_in_the_documents_exists() {
        let mut missing = Vec::new();
        for document in DOCUMENTS {
            let text = std::fs::read_to_string(root().join(document)).unwrap_or_default();
            assert!(!text.is_empty(), "{document} is missing or empty");
            missing.extend(
                paths(&text)
                    .filter(|path| !root().join(path).exists())
                    .map(|path| format!("{document}: {path}")),
            );
        }
        assert!(missing.is_empty(), "paths that do not exist:\n{}", missing.join("\n"));
    }

    #[test]
    fn the_map_lists_at_least_ten_changes() {
        let text = std::fs::read_to_string(root().join("docs/ARCHITECTURE.md")).unwrap_or_default();
        let changes = text.split("## Ten changes").nth(1).unwrap_or_default();
        for number in 1..=10 {
            assert!(changes.contains(&format!("\n{number}. **")), "change {number} is missing");
        }
    }
}
