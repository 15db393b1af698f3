use std::path::PathBuf;

use config::{Environment, File, FileFormat};

use super::{Config, products, validate::check};
use crate::redacted::Redacted;

/// What is laid over the checked-in defaults.
#[derive(Default)]
pub struct Overlay {
    /// The institution's file; without one, the checked-in `config/isseg.toml` is used.
    pub file: Option<PathBuf>,
    /// Lay the demo's values between the file and the environment.
    pub demo: bool,
    /// Values from command-line flags, which win over everything.
    pub flags: Vec<(String, String)>,
}

const DEFAULTS: &str = include_str!("../../../config/default.toml");
const ISSEG: &str = include_str!("../../../config/isseg.toml");
const DEMO: &str = include_str!("../../../config/demo.toml");

/// Reads and validates the configuration.
///
/// # Errors
/// One sentence that names the key (or the file) and says what it should hold.
pub fn load(overlay: &Overlay) -> Result<Config, String> {
    let mut config = merged(overlay)?;
    read_secret_files(&mut config)?;
    check(&config, overlay.demo)?;
    Ok(config)
}

/// As [`load`], for commands that only compute: the products and pay dates are checked, and no secret is needed.
///
/// # Errors
/// As [`load`].
pub fn load_products(overlay: &Overlay) -> Result<Config, String> {
    let config = merged(overlay)?;
    products::check(&config)?;
    Ok(config)
}

fn merged(overlay: &Overlay) -> Result<Config, String> {
    let mut builder = config::Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
    builder = match &overlay.file {
        Some(path) => builder.add_source(File::from(path.as_path()).format(FileFormat::Toml)),
        None => builder.add_source(File::from_str(ISSEG, FileFormat::Toml)),
    };
    if overlay.demo {
        builder = builder.add_source(File::from_str(DEMO, FileFormat::Toml));
    }
    builder = builder.add_source(environment());
    if let Some(url) = database_url() {
        builder =
            builder.set_override("database.url", url).map_err(|error| format!("DATABASE_URL: {error}"))?;
    }
    for (key, value) in &overlay.flags {
        builder =
            builder.set_override(key.as_str(), value.as_str()).map_err(|error| format!("{key}: {error}"))?;
    }
    let merged = builder.build().map_err(|error| error.to_string())?;
    merged.try_deserialize().map_err(|error| error.to_string())
}

/// What hosting platforms and database tools call it; it wins over the files.
#[allow(clippy::disallowed_methods, reason = "this is the place where configuration is read")]
fn database_url() -> Option<String> {
    std::env::var("DATABASE_URL").ok()
}

fn environment() -> Environment {
    Environment::with_prefix("PUENTE")
        .prefix_separator("__")
        .separator("__")
        .try_parsing(true)
        .list_separator(",")
        .with_list_parse_key("server.trusted_proxies")
        .with_list_parse_key("sites.isseg.origins")
        .with_list_parse_key("sites.demo.origins")
}

fn read_secret_files(config: &mut Config) -> Result<(), String> {
    let whatsapp = &mut config.whatsapp;
    for (key, value, path) in [
        ("secrets.key", &mut config.secrets.key, &config.secrets.key_file),
        ("whatsapp.access_token", &mut whatsapp.access_token, &whatsapp.access_token_file),
        ("whatsapp.app_secret", &mut whatsapp.app_secret, &whatsapp.app_secret_file),
        (
            "whatsapp.previous_app_secret",
            &mut whatsapp.previous_app_secret,
            &whatsapp.previous_app_secret_file,
        ),
        ("whatsapp.verify_token", &mut whatsapp.verify_token, &whatsapp.verify_token_file),
    ] {
        read_secret(key, value, path)?;
    }
    Ok(())
}

fn read_secret(key: &str, value: &mut Redacted<String>, path: &str) -> Result<(), String> {
    if path.is_empty() {
        return Ok(());
    }
    if !value.expose().is_empty() {
        return Err(format!("{key} and {key}_file are both set: keep one"));
    }
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("{key}_file: cannot read {path}: {error}"))?;
    *value = Redacted::new(text.trim().to_owned());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(flags: &[(&str, &str)]) -> Result<Config, String> {
        let mut flags: Vec<_> = flags.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        flags.push(("secrets.key".into(), "k".repeat(32)));
        load(&Overlay { flags, ..Overlay::default() })
    }

    #[test]
    fn the_checked_in_files_are_valid() {
        let config = with(&[]).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(config.topics.len(), 5);
        assert_eq!(config.lines.len(), 7);
    }

    #[test]
    fn a_wrong_value_names_its_key() {
        for (key, value, named) in [
            ("server.bind", "nowhere", "server.bind"),
            ("server.public_origin", "puente.mx", "server.public_origin"),
            ("server.public_origin", "https://puente.mx/x", "server.public_origin"),
            ("database.url", "mysql://x", "database.url"),
            ("secrets.key", "short", "secrets.key"),
            ("institution.time_zone", "Mexico/Nowhere", "institution.time_zone"),
            ("sites.isseg.name", "", "sites.isseg.name"),
            ("calendars.atencion.from", "9", "calendars.atencion.from"),
            ("calendars.atencion.from", "16:00", "calendars.atencion"),
            ("log.level", "loud", "log.level"),
            ("products[0].topic", "nada", "products[0].topic"),
            ("products[0].min_amount", "900000", "products[0].min_amount"),
            ("products[0].annual_rate_pct", "13,67", "products[0].annual_rate_pct"),
            ("products[0].annual_rate_pct", "1000.1", "products[0].annual_rate_pct"),
            ("products[0].max_term", "71", "products[0].terms"),
            ("products[0].max_term", "1201", "products[0].min_amount"),
            ("products[0].first_due.nth", "25", "products[0].first_due"),
            ("products[0].conditions.fund_pct", "101", "products[0].conditions.fund_pct"),
            ("products[0].conditions.commission_pct", "uno", "products[0].conditions.commission_pct"),
            ("products[0].conditions.commission_pct", "99", "products[0].min_amount"),
            ("products[0].conditions.late_rate_pct", "-1", "products[0].conditions.late_rate_pct"),
            ("products[0].conditions.late_grace_days", "367", "products[0].conditions.late_grace_days"),
            ("products[0].conditions.new_deduction_pct", "200", "products[0].conditions.new_deduction_pct"),
            ("products[0].conditions.min_liquid_salary", "mil", "products[0].conditions.min_liquid_salary"),
            ("products[0].conditions.unknown", "1", "unknown"),
            ("limits.connections", "0", "limits.connections"),
            ("server.unknown_key", "1", "unknown_key"),
        ] {
            let mut flags = vec![(key.to_owned(), value.to_owned())];
            if key != "secrets.key" {
                flags.push(("secrets.key".into(), "k".repeat(32)));
            }
            let error = load(&Overlay { flags, ..Overlay::default() }).err();
            let error = error.unwrap_or_else(|| panic!("{key}={value} was accepted"));
            assert!(error.contains(named), "{key}={value}: {error}");
        }
    }

    #[test]
    fn a_calculation_needs_no_secret() {
        let without = Overlay::default();
        assert!(load(&without).err().is_some_and(|error| error.contains("secrets.key")));
        assert!(load_products(&without).is_ok());
        let wrong =
            Overlay { flags: vec![("products[0].max_amount".into(), "0".into())], ..Overlay::default() };
        assert!(load_products(&wrong).err().is_some_and(|error| error.starts_with("products[0].min_amount")));
    }

    #[test]
    fn a_missing_file_is_named() {
        let overlay = Overlay { file: Some("does/not/exist.toml".into()), ..Overlay::default() };
        assert!(load(&overlay).err().is_some_and(|e| e.contains("does/not/exist.toml")));
    }
}
