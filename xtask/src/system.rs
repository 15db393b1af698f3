//! The two programs that come from the system's package manager: Chromium and `PostgreSQL`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::process::{Outcome, command, on_path, output, run};

/// Package managers and how a person installs with them, with `PostgreSQL`'s package where it differs.
const MANAGERS: [(&str, &str, &str); 5] = [
    ("apt-get", "sudo apt-get install", "postgresql"),
    ("dnf", "sudo dnf install", "postgresql-server"),
    ("zypper", "sudo zypper install", "postgresql-server"),
    ("pacman", "sudo pacman -S", "postgresql"),
    ("brew", "brew install", "postgresql"),
];
const CHROMES: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];

/// Any Chrome will do: the one named by `PUENTE_CHROMIUM`, one on the PATH, or Debian's.
pub fn chromium() -> Outcome<PathBuf> {
    if let Some(named) = env::var_os("PUENTE_CHROMIUM").map(PathBuf::from) {
        let wrong = format!("PUENTE_CHROMIUM nombra {}, que no existe", named.display());
        return if named.is_file() { Ok(named) } else { Err(wrong) };
    }
    let hint = "o indique cualquier Chrome con PUENTE_CHROMIUM=/ruta";
    find_or_install("Chromium", "chromium", hint, || CHROMES.iter().find_map(|name| on_path(name)))
}

/// The folder with `initdb` and `pg_ctl`: Debian keeps them off the PATH, one folder a version.
pub fn postgresql() -> Outcome<PathBuf> {
    find_or_install("PostgreSQL", "postgresql", "o deje initdb y pg_ctl en el PATH", postgresql_folder)
}

pub fn python() -> Outcome<()> {
    on_path("python3").map(drop).ok_or_else(|| format!("falta python3: `{}`", install_line("python3")))
}

fn postgresql_folder() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut packaged: Vec<PathBuf> = versions.map(|entry| entry.path().join("bin")).collect();
    packaged.sort();
    packaged.reverse();
    packaged.into_iter().chain(env::split_paths(&path)).find(|folder| is_postgresql(folder))
}

fn is_postgresql(folder: &Path) -> bool {
    folder.join("initdb").is_file() && folder.join("pg_ctl").is_file()
}

fn find_or_install(
    name: &str,
    package: &str,
    hint: &str,
    find: impl Fn() -> Option<PathBuf>,
) -> Outcome<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    let advice = format!("falta {name}: `{}` {hint}", install_line(package));
    if !can_install() {
        return Err(advice);
    }
    println!("  {name}: se instala con apt-get, unos 2 min");
    apt_get(&["update", "-q"])
        .and_then(|()| apt_get(&["install", "-y", "-q", package]))
        .map_err(|error| format!("{error}; {advice}"))?;
    find().ok_or(advice)
}

/// The exact line for this machine; Debian's where its package manager is not a known one.
fn install_line(package: &str) -> String {
    let known = MANAGERS.iter().find(|(program, _, _)| on_path(program).is_some());
    let (_, line, postgresql) = known.unwrap_or(&MANAGERS[0]);
    let package = if package == "postgresql" { postgresql } else { package };
    format!("{line} {package}")
}

/// Never sudo from here: whether a tool may change the machine is for the person to say.
fn can_install() -> bool {
    on_path("apt-get").is_some() && output(command("id").arg("-u")).as_deref() == Some("0")
}

fn apt_get(words: &[&str]) -> Outcome<()> {
    run(command("apt-get").args(words).env("DEBIAN_FRONTEND", "noninteractive"))
}
