//! Whether the inputs of a step are the ones it last ran with.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::process::{Outcome, cannot};

/// Contents, not times: a fresh clone or a branch switched to and back builds nothing twice.
/// `DefaultHasher` may change with the compiler; that costs one needless build, never a wrong one.
#[derive(Default)]
pub struct Fingerprint(DefaultHasher);

impl Fingerprint {
    pub fn text(mut self, text: &str) -> Self {
        text.hash(&mut self.0);
        self
    }

    /// A file, or every file below a folder. One that does not exist counts as such.
    pub fn path(mut self, path: impl AsRef<Path>) -> Outcome<Self> {
        for file in files_below(path.as_ref())? {
            let content = fs::read(&file).map_err(|error| cannot("leer", &file, &error))?;
            file.hash(&mut self.0);
            content.hash(&mut self.0);
        }
        Ok(self)
    }

    pub fn stamp(self, file: impl Into<PathBuf>) -> Stamp {
        Stamp { file: file.into(), value: format!("{:016x}", self.0.finish()) }
    }
}

pub struct Stamp {
    file: PathBuf,
    value: String,
}

impl Stamp {
    pub fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|stored| stored == self.value)
    }

    /// Written after the step succeeded, so that an interrupted one runs again.
    pub fn write(&self) -> Outcome<()> {
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder).map_err(|error| cannot("crear", folder, &error))?;
        }
        fs::write(&self.file, &self.value).map_err(|error| cannot("escribir", &self.file, &error))
    }
}

fn files_below(path: &Path) -> Outcome<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(path.is_file().then(|| path.to_path_buf()).into_iter().collect());
    }
    let mut files = Vec::new();
    for entry in sorted_entries(path)? {
        files.extend(files_below(&entry)?);
    }
    Ok(files)
}

pub fn sorted_entries(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| cannot("leer", folder, &error))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-{}-{name}", std::process::id()));
        fs::create_dir_all(folder.join("below")).expect("a temporary folder");
        folder
    }

    fn value(folder: &Path) -> String {
        Fingerprint::default().path(folder).expect("readable").stamp("unused").value
    }

    #[test]
    fn contents_names_and_nothing_else_count() {
        let folder = scratch("contents");
        let file = folder.join("below/a.css");
        fs::write(&file, "a{}").expect("write");
        let first = value(&folder);
        fs::write(&file, "a{}").expect("write again, another time");
        assert_eq!(value(&folder), first);
        fs::write(&file, "b{}").expect("another content");
        assert_ne!(value(&folder), first);
        fs::rename(&file, folder.join("below/b.css")).expect("another name");
        assert_ne!(value(&folder), first);
        fs::remove_dir_all(folder).expect("clean up");
    }

    #[test]
    fn a_stamp_is_current_only_for_the_same_inputs() {
        let folder = scratch("stamp");
        let stamp = |version| Fingerprint::default().text(version).stamp(folder.join("deep/stamp"));
        assert!(!stamp("1").is_current());
        stamp("1").write().expect("write");
        assert!(stamp("1").is_current());
        assert!(!stamp("2").is_current());
        fs::remove_dir_all(&folder).expect("clean up");
    }
}
