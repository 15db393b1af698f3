//! The shim that delays and logs fsyncs, and what its log says.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::Outcome;

const SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/shim/fsync.c");

/// One fsync: beginning and end on the monotonic clock, in nanoseconds.
pub type Fsync = (u64, u64);

#[derive(Clone)]
pub struct Shim {
    library: PathBuf,
    log: PathBuf,
    delay_us: u32,
}

impl Shim {
    /// Compiles the shim with `cc` into a folder.
    pub fn build(folder: &Path, delay_us: u32) -> Outcome<Self> {
        let library = folder.join("fsync.so");
        let built =
            Command::new("cc").args(["-O2", "-shared", "-fPIC", "-o"]).arg(&library).arg(SOURCE).status()?;
        if !built.success() {
            return Err("cc could not build the fsync shim".into());
        }
        Ok(Self { library, log: folder.join("fsyncs.log"), delay_us })
    }

    /// For the process whose fsyncs are to be seen.
    pub fn environment(&self) -> [(&'static str, String); 3] {
        [
            ("LD_PRELOAD", self.library.display().to_string()),
            ("FSYNC_LOG", self.log.display().to_string()),
            ("FSYNC_DELAY_US", self.delay_us.to_string()),
        ]
    }

    /// Every fsync so far, by its beginning.
    pub fn seen(&self) -> Outcome<Vec<Fsync>> {
        let bytes = std::fs::read(&self.log)?;
        let number = |bytes: &[u8]| bytes.try_into().map_or(0, u64::from_le_bytes);
        let mut all: Vec<Fsync> =
            bytes.chunks_exact(16).map(|record| (number(&record[..8]), number(&record[8..]))).collect();
        all.sort_unstable();
        Ok(all)
    }
}

/// Whether some fsync began after the question was sent and ended before its answer came: without one, the
/// answer left before anything of it could be on the disk.
pub fn covered(fsyncs: &[Fsync], asked: u64, answered: u64) -> bool {
    let first = fsyncs.partition_point(|fsync| fsync.0 < asked);
    fsyncs[first..].iter().take_while(|fsync| fsync.0 < answered).any(|fsync| fsync.1 <= answered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_fsync_covers_what_was_asked_before_it_and_answered_after_it() {
        let fsyncs = [(10, 20), (30, 45)];
        assert!(covered(&fsyncs, 5, 25));
        assert!(!covered(&fsyncs, 11, 29));
        assert!(!covered(&fsyncs, 25, 44));
        assert!(covered(&fsyncs, 25, 45));
    }
}
