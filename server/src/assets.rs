//! The hashed, pre-compressed files that `cargo xtask build` wrote, held in memory.

use std::{collections::HashMap, path::Path};

use axum::body::Bytes;
use serde::Deserialize;

#[derive(Default)]
pub struct Assets {
    manifest: Manifest,
    files: HashMap<String, File>,
}

/// `dist/manifest.json`.
#[derive(Default, Deserialize)]
struct Manifest {
    /// Logical name (`widget.js`) to hashed name (`widget-1a2b.js`).
    files: HashMap<String, String>,
    /// Subresource integrity of a logical name.
    #[serde(default)]
    integrity: HashMap<String, String>,
}

pub struct File {
    pub mime: &'static str,
    pub plain: Bytes,
    pub brotli: Option<Bytes>,
    pub gzip: Option<Bytes>,
}

impl Assets {
    /// # Errors
    /// A sentence that says which command writes the missing files.
    pub fn load(dist: &Path) -> Result<Self, String> {
        let path = dist.join("manifest.json");
        let text = std::fs::read_to_string(&path).map_err(|error| {
            format!(
                "server.dist_dir: cannot read {} ({error}); `cargo xtask build` writes it",
                path.display()
            )
        })?;
        let manifest: Manifest =
            serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut files = HashMap::new();
        for name in manifest.files.values() {
            files.insert(name.clone(), read(&dist.join("assets").join(name))?);
        }
        Ok(Self { manifest, files })
    }

    /// A file by its hashed name.
    pub fn file(&self, name: &str) -> Option<&File> {
        self.files.get(name)
    }

    /// A file by its logical name.
    pub fn named(&self, logical: &str) -> Option<&File> {
        self.files.get(self.manifest.files.get(logical)?)
    }

    /// `/assets/widget-1a2b.js` for `widget.js`.
    pub fn url(&self, logical: &str) -> Option<String> {
        self.manifest.files.get(logical).map(|name| format!("/assets/{name}"))
    }

    pub fn integrity(&self, logical: &str) -> Option<&str> {
        self.manifest.integrity.get(logical).map(String::as_str)
    }
}

fn read(path: &Path) -> Result<File, String> {
    let plain =
        std::fs::read(path).map_err(|error| format!("server.dist_dir: {}: {error}", path.display()))?;
    let sibling = |suffix: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        std::fs::read(name).ok().map(Bytes::from)
    };
    Ok(File { mime: mime(path), plain: plain.into(), brotli: sibling(".br"), gzip: sibling(".gz") })
}

fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "json" | "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
