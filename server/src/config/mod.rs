//! Configuration: defaults checked in, the institution's file over them, the environment over both.

mod load;
mod products;
mod validate;

use std::{collections::BTreeMap, net::SocketAddr};

use serde::Deserialize;

pub use load::{Overlay, load, load_products};
pub use validate::{Warning, holidays_end, warnings};

use crate::redacted::Redacted;

/// Everything a deployment can change. Keys are documented in `config/default.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub server: Server,
    pub database: Database,
    pub secrets: Secrets,
    pub log: Log,
    pub limits: Rates,
    pub institution: Institution,
    pub calendars: BTreeMap<String, Calendar>,
    #[serde(default)]
    pub holidays: Vec<Holiday>,
    pub desks: Vec<Desk>,
    pub topics: Vec<Topic>,
    #[serde(default)]
    pub lines: BTreeMap<String, Line>,
    pub whatsapp: Whatsapp,
    pub retention: Retention,
    pub jobs: Jobs,
    pub sites: BTreeMap<String, Site>,
    pub products: Vec<Product>,
    /// Pay dates that are not paid on their nominal day, in their order.
    #[serde(default)]
    pub pay_dates: Vec<PayDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    pub bind: SocketAddr,
    pub public_origin: String,
    pub metrics_bind: String,
    pub dist_dir: String,
    pub trusted_proxies: Vec<std::net::IpAddr>,
    pub console_origin: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    pub url: Redacted<String>,
    pub max_pages: u32,
    pub connections: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Secrets {
    pub key: Redacted<String>,
    pub key_file: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub level: LogLevel,
    pub format: LogFormat,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogLevel {
    Error,
    Warn,
    Info,
    Debug,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    Json,
    Text,
}

/// Rates an operator of the service may need to move; the fixed limits are in `crate::limits`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rates {
    pub loan_requests_per_minute: u32,
    pub chat_starts_per_minute: u32,
    pub resume_tries_per_minute: u32,
    pub messages_per_ten_seconds: u32,
    pub sign_ins_per_minute: u32,
    pub connections: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Institution {
    pub name: String,
    pub short_name: String,
    pub phone: String,
    pub time_zone: String,
    pub transparency_unit: String,
}

/// Weekly hours; `from` and `to` are local "HH:MM".
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    pub name: String,
    /// ISO weekdays, 1 is Monday.
    pub weekdays: Vec<u8>,
    pub from: String,
    pub to: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// ISO date.
    pub date: String,
    pub kind: HolidayKind,
    /// Local "HH:MM" at which a short day ends.
    #[serde(default)]
    pub until: Option<String>,
    pub note: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolidayKind {
    Closed,
    Short,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Desk {
    pub id: String,
    pub name: String,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    pub id: String,
    pub name: String,
    pub icon: String,
    pub desk: String,
    pub calendar: String,
}

/// A WhatsApp line of the institute, by its key.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// What the desks read, such as "PP".
    pub name: String,
    /// E.164.
    pub number: String,
    pub topic: String,
    /// Meta's id of the number, opaque; "" while the line is not connected.
    pub phone_number_id: String,
    /// Meta's id of the business account: account notices come with it alone.
    #[serde(default)]
    pub account_id: String,
    /// Hours of this line when they are not its topic's.
    #[serde(default)]
    pub calendar: Option<String>,
}

/// The Cloud API, and how we prove ourselves to each other.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Whatsapp {
    pub graph_url: String,
    pub graph_version: String,
    pub access_token: Redacted<String>,
    pub access_token_file: String,
    pub app_secret: Redacted<String>,
    pub app_secret_file: String,
    /// Believed too while a new one is being introduced.
    pub previous_app_secret: Redacted<String>,
    pub previous_app_secret_file: String,
    pub verify_token: Redacted<String>,
    pub verify_token_file: String,
}

/// Days after which things are deleted.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    pub anonymous_chat_days: i64,
    pub identified_chat_days: i64,
    pub webhook_days: i64,
    pub whatsapp_id_days: i64,
    pub quarantine_days: i64,
}

/// Who does what the service does by itself.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jobs {
    /// `serve` does; else `server worker` must run too.
    pub in_serve: bool,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    pub name: String,
    /// Exact origins allowed to frame the widget, such as `https://www.ejemplo.gob.mx`.
    pub origins: Vec<String>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    pub id: String,
    pub version: String,
    pub name: String,
    /// Topic whose desk answers questions about a loan of this kind.
    #[serde(default)]
    pub topic: Option<String>,
    pub annual_rate_pct: String,
    pub iva_pct: String,
    pub min_amount: String,
    pub max_amount: String,
    pub terms: Vec<u32>,
    pub max_term: u32,
    pub valid_from: String,
    pub source: String,
    pub superseded: bool,
    /// Which quincena takes the first payment of a loan.
    #[serde(default)]
    pub first_due: FirstDue,
    /// The rest of the loan's conventions, in the shape the calculator and the API share.
    #[serde(default)]
    pub conditions: protocol::loan::Conditions,
}

/// A pay date that moved: December paid early, a pay day brought forward to a Friday. ISO dates.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayDate {
    /// The 15th or the last day of a month.
    pub nominal: String,
    pub shown: String,
}

/// `{ nth = 2 }` or `{ lag_days = 10 }`; see [`amortization::FirstDue`].
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FirstDue {
    Nth(u32),
    LagDays(u32),
}

impl Default for FirstDue {
    /// An example until the institute confirms its own: payroll has no time to take the very next one.
    fn default() -> Self {
        Self::Nth(2)
    }
}

impl FirstDue {
    pub const fn rule(self) -> amortization::FirstDue {
        match self {
            Self::Nth(n) => amortization::FirstDue::Nth { n },
            Self::LagDays(days) => amortization::FirstDue::Lag { days },
        }
    }
}
