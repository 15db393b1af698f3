//! How many bytes a citizen may be made to download, as they travel (brotli).

use std::fs;
use std::path::Path;

use crate::fingerprint::sorted_entries;
use crate::process::{Outcome, cannot};

struct Budget {
    name: &'static str,
    files: &'static [&'static str],
    limit: u64,
}

/// A kB is 1,000 bytes. Ten of them cost about 50 ms on a bad phone network; embed.js stands on
/// other people's pages; the console is opened once a day at a desk.
const BUDGETS: [Budget; 4] = [
    Budget { name: "embed", files: &["embed.js"], limit: 3_000 },
    Budget { name: "widget", files: &["widget.js", "widget.wasm", "widget.css"], limit: 140_000 },
    Budget { name: "site", files: &["site.js", "site.wasm", "site.css"], limit: 250_000 },
    Budget { name: "console", files: &["console.js", "console.wasm", "console.css"], limit: 600_000 },
];

pub fn check() -> Outcome<()> {
    let sizes = sizes(Path::new("dist/assets"))?;
    println!("  {:<10}{:>10}{:>14}", "paquete", "bytes (br)", "presupuesto");
    let over: Vec<&str> = BUDGETS.iter().filter(|budget| !report(budget, &sizes)).map(|b| b.name).collect();
    if over.is_empty() { Ok(()) } else { Err(format!("presupuesto excedido: {}", over.join(", "))) }
}

fn report(budget: &Budget, sizes: &[(String, u64)]) -> bool {
    let total = total(budget, sizes);
    println!("  {:<10}{total:>10}{:>14}", budget.name, budget.limit);
    let missing: Vec<_> = budget.files.iter().filter(|file| size_of(sizes, file).is_none()).collect();
    for file in &missing {
        println!("  {:<10}falta {file}", "");
    }
    missing.is_empty() && total <= budget.limit
}

fn total(budget: &Budget, sizes: &[(String, u64)]) -> u64 {
    budget.files.iter().filter_map(|file| size_of(sizes, file)).sum()
}

fn size_of(sizes: &[(String, u64)], file: &str) -> Option<u64> {
    sizes.iter().find(|(name, _)| name == file).map(|(_, size)| *size)
}

/// The manifest is not needed: `dist/assets` holds one version of each file.
fn sizes(folder: &Path) -> Outcome<Vec<(String, u64)>> {
    let mut sizes = Vec::new();
    for path in sorted_entries(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if let Some(name) = name.strip_suffix(".br").and_then(plain_name) {
            let metadata = fs::metadata(&path).map_err(|error| cannot("leer", &path, &error))?;
            sizes.push((name, metadata.len()));
        }
    }
    Ok(sizes)
}

/// `widget-1a2b3c4d5e6f7081.js` is `widget.js`.
fn plain_name(hashed: &str) -> Option<String> {
    let (stem, extension) = hashed.rsplit_once('.')?;
    let (name, hash) = stem.rsplit_once('-')?;
    let is_hash = hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hash.then(|| format!("{name}.{extension}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_come_off_names() {
        assert_eq!(plain_name("widget-1a2b3c4d5e6f7081.js").as_deref(), Some("widget.js"));
        assert_eq!(plain_name("icons-app-1a2b3c4d5e6f7081.svg").as_deref(), Some("icons-app.svg"));
        assert_eq!(plain_name("widget.js"), None);
        assert_eq!(plain_name("chat-boot.js"), None);
    }

    #[test]
    fn a_budget_is_the_sum_of_its_files_and_its_limit_is_allowed() {
        let sizes =
            |wasm| vec![("a.js".to_owned(), 400), ("a.wasm".to_owned(), wasm), ("b.js".to_owned(), 9_000)];
        let budget = Budget { name: "a", files: &["a.js", "a.wasm"], limit: 1_000 };
        assert!(report(&budget, &sizes(600)));
        assert!(!report(&budget, &sizes(601)));
        let with_style = Budget { name: "a", files: &["a.js", "a.css"], limit: 1_000 };
        assert!(!report(&with_style, &sizes(1)), "a missing file is no saving");
    }
}
