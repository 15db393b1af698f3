//! PostgreSQL's own programs, and how they are told where the database is: never the password on their
//! command line, which everybody on the machine can read.

use std::{
    ffi::OsString,
    os::unix::ffi::OsStringExt,
    path::{Path, PathBuf},
    process::Command,
};

/// What a program is told of the database.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// The address without the password, for `--dbname`.
    pub uri: String,
    /// For the program's environment. Without one, its own PGPASSWORD, PGPASSFILE or ~/.pgpass count.
    pub password: Option<OsString>,
}

impl Address {
    pub(super) fn of(url: &str) -> Self {
        let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (user, password) = user.split_once(':').map_or((user, None), |(user, word)| (user, Some(word)));
        let in_query = query.split('&').find_map(|pair| pair.strip_prefix("password="));
        let at = if user.is_empty() { "" } else { "@" };
        let query: Vec<_> = query.split('&').filter(|pair| is_for_libpq(pair)).collect();
        let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
        Self {
            uri: format!("{scheme}://{user}{at}{host}{path}{query}"),
            password: password.or(in_query).map(decoded),
        }
    }
}

/// Neither the secret nor what only our own driver understands.
fn is_for_libpq(pair: &str) -> bool {
    !pair.is_empty() && !pair.starts_with("password=") && !pair.starts_with("statement-cache-capacity=")
}

/// Percent-decoded.
fn decoded(text: &str) -> OsString {
    let hex = |digits: &[u8]| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        let escaped = after.get(..2).filter(|_| *first == b'%').and_then(hex);
        bytes.push(escaped.unwrap_or(*first));
        rest = if escaped.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    OsString::from_vec(bytes)
}

/// A program of PostgreSQL, from PATH or from where Debian keeps the newest.
///
/// # Errors
/// A sentence that says what to install.
pub(super) fn program(name: &str) -> Result<Command, String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(debian());
    let found = folders.map(|folder| folder.join(name)).find(|program| program.is_file());
    let found = found.ok_or_else(|| {
        format!("{name} is missing: install PostgreSQL's client (apt-get install postgresql-client)")
    })?;
    Ok(Command::new(found))
}

fn debian() -> Vec<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    versions.sort_by(|a, b| b.cmp(a));
    versions.into_iter().map(|(_, folder)| folder).collect()
}

/// Runs a program to its end and gives what it printed.
///
/// # Errors
/// The first line it complained with.
pub(super) async fn run(name: &str, mut command: Command) -> Result<String, String> {
    let output = tokio::task::spawn_blocking(move || command.output()).await;
    let output = output.map_err(|error| error.to_string())?.map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let first = said.lines().find(|line| !line.trim().is_empty()).unwrap_or("it failed and said nothing");
    Err(if first.starts_with(name) { first.to_owned() } else { format!("{name}: {first}") })
}

/// `--file` and where.
pub(super) fn to_file(command: &mut Command, path: &Path) {
    command.arg("--file").arg(path);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_taken_out_of_the_address() {
        for (url, uri, password) in [
            ("postgres://puente@db/puente", "postgres://puente@db/puente", None),
            (
                "postgres://puente:s%40cret%2F@db:5433/puente",
                "postgres://puente@db:5433/puente",
                Some("s@cret/"),
            ),
            (
                "postgresql://puente:a:b@db/puente?sslmode=require",
                "postgresql://puente@db/puente?sslmode=require",
                Some("a:b"),
            ),
            (
                "postgres:///puente?host=/run/postgresql&password=x",
                "postgres:///puente?host=/run/postgresql",
                Some("x"),
            ),
            (
                "postgres://puente:x@/puente?password=y&statement-cache-capacity=0",
                "postgres://puente@/puente",
                Some("x"),
            ),
            ("postgres://puente:100%@db", "postgres://puente@db", Some("100%")),
        ] {
            let expected = Address { uri: uri.to_owned(), password: password.map(OsString::from) };
            assert_eq!(Address::of(url), expected, "{url}");
        }
    }
}
