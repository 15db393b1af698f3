//! A file that has its name only once it is whole and on the disk.

use std::{
    fs::{File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// An empty file beside its target, readable by its owner alone; removed unless it is published.
pub(super) struct Partial {
    path: PathBuf,
    target: PathBuf,
}

impl Partial {
    pub(super) fn beside(target: &Path) -> Result<Self, String> {
        let mut name = target.as_os_str().to_owned();
        // Named by the process, so that what a crash left is in nobody's way.
        name.push(format!(".{}.partial", std::process::id()));
        let path = PathBuf::from(name);
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        made.map_err(|error| format!("cannot write {}: {error}", path.display()))?;
        Ok(Self { path, target: target.to_owned() })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the file its name, after its content and before the answer are on the disk. Answers with its
    /// size in bytes.
    pub(super) fn publish(self) -> Result<u64, String> {
        self.sync_and_rename().map_err(|error| format!("cannot write {}: {error}", self.target.display()))
    }

    fn sync_and_rename(&self) -> io::Result<u64> {
        let file = File::open(&self.path)?;
        file.sync_all()?;
        std::fs::rename(&self.path, &self.target)?;
        sync_folder(&self.target)?;
        Ok(file.metadata()?.len())
    }
}

/// Names that were given or taken in the folder of `file` are so after a power cut too.
pub(super) fn sync_folder(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

impl Drop for Partial {
    fn drop(&mut self) {
        // Renamed, and so not there, when all went well.
        let _ = std::fs::remove_file(&self.path);
    }
}
