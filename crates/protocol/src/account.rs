//! The pages of the signed-in derechohabiente. All of them are plain forms: no program, no state in the
//! page, nothing kept by the browser.
//!
//! | page | forms on it |
//! |---|---|
//! | [`SignInPage`], `GET /entrar` | `POST /entrar`: `curp`, `password`, `next` |
//! | [`FirstPasswordPage`], `GET /entrar/primera-clave` | `POST /entrar/primera-clave`: `code`, `password`, `repeat` |
//! | [`AccountPage`], `GET /mi-cuenta` | `POST /salir`, no fields; `POST /mi-cuenta/sesiones`: `close` |
//! | [`ContinuePage`], `GET /chat/continuar` | none; links to `/entrar?next=chat` and `/chat` |

use serde::{Deserialize, Serialize};

/// Where a person goes after signing in; nothing else can be asked for, so no address travels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// `/mi-cuenta`
    #[default]
    Cuenta,
    /// `/chat`
    Chat,
}

impl Next {
    /// Value of the form's field and of the query.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Cuenta => "cuenta",
            Self::Chat => "chat",
        }
    }

    pub const fn path(self) -> &'static str {
        match self {
            Self::Cuenta => "/mi-cuenta",
            Self::Chat => "/chat",
        }
    }

    /// Anything unknown is the account.
    pub fn of_key(key: &str) -> Self {
        if key == "chat" { Self::Chat } else { Self::Cuenta }
    }
}

/// The sign-in form. The password is never put back into it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignInPage {
    pub institution: String,
    /// As typed, to put back into the form.
    pub curp: String,
    pub next: Next,
    /// What went wrong, in words.
    pub notice: Option<String>,
    /// The notice is about the CURP's own spelling: it belongs beside that field.
    pub curp_fault: bool,
    /// What went well before, in words: a password was set, the session was closed.
    pub success: Option<String>,
    /// `CURP / contraseña` of the invented people; empty outside the demo.
    pub demo_accounts: Vec<String>,
    pub demo_clock: Option<String>,
}

/// A one-use code from the institute lets a person set a password.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FirstPasswordPage {
    pub institution: String,
    /// As typed: a refused password does not use it up.
    pub code: String,
    pub notice: Option<String>,
    pub demo_clock: Option<String>,
}

/// The first-party page that a conversation of the widget opens on: `/chat` already shows it. The person
/// chooses between signing in and going on without.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContinuePage {
    pub institution: String,
    /// Name of the desk the conversation is with.
    pub desk: String,
    pub demo_clock: Option<String>,
}

/// `/mi-cuenta`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountPage {
    pub institution: String,
    /// As the padrón has it.
    pub name: String,
    /// First four characters, the others masked.
    pub curp: String,
    pub affiliation: Option<String>,
    /// Those still being paid first.
    pub loans: Vec<Loan>,
    /// The present one first, then the latest used.
    pub sessions: Vec<Session>,
    pub notice: Option<String>,
    pub success: Option<String>,
    /// Minutes to add to UTC for local times.
    pub utc_offset_minutes: i32,
    /// Unix milliseconds UTC.
    pub now: i64,
    pub demo_clock: Option<String>,
}

/// A loan of the padrón with its payments as computed from its terms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loan {
    pub folio: String,
    /// Product's name.
    pub name: String,
    /// Topic key of the desk that answers for the product, from the configuration.
    pub topic: Option<String>,
    /// Pesos lent.
    pub amount: String,
    /// Principal still owed after `paid` payments; `"0.00"` when settled.
    pub balance: String,
    /// Nominal, percent a year.
    pub annual_rate_pct: String,
    /// Percent on interest, inside each payment; `"0"` for none.
    pub iva_pct: String,
    /// Quincenas agreed.
    pub term: u32,
    /// Quincenas paid, as the padrón has it.
    pub paid: u32,
    /// What each quincena but the last takes.
    pub level_payment: String,
    /// The next unpaid ones, ascending, six at most; empty when settled.
    pub next: Vec<Payment>,
    /// ISO date of the last payment of the table.
    pub last_payment_on: Option<String>,
    /// When the padrón last told of this loan, Unix milliseconds UTC.
    pub as_of: i64,
    /// What a reader must know of these figures, in words: the dates follow an example rule, an overdue
    /// payment may only not have been reported yet, the terms cannot be computed.
    pub notes: Vec<String>,
}

impl Loan {
    pub fn is_settled(&self) -> bool {
        self.paid >= self.term || self.balance == "0.00"
    }
}

/// One payment to come. Amounts in pesos: `total = principal + interest + iva`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Payment {
    /// 1, 2, 3 ...
    pub number: u32,
    /// ISO date.
    pub date: String,
    pub total: String,
    pub principal: String,
    pub interest: String,
    pub iva: String,
    /// The calendar's date has passed and the padrón does not show it as paid.
    pub overdue: bool,
}

/// One of the person's own sessions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Session {
    /// Value of the form's `close` field; it opens nothing. `others` and `all` close several.
    pub id: String,
    /// "Chrome en Android".
    pub device: String,
    /// Unix milliseconds UTC.
    pub started_at: i64,
    pub seen_at: i64,
    /// The one this page was asked for with.
    pub current: bool,
}

/// Value of the `close` field for every session but the present one.
pub const CLOSE_OTHERS: &str = "others";
/// Value of the `close` field for all of them, the present one too.
pub const CLOSE_ALL: &str = "all";
