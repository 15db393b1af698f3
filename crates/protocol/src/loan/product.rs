//! Loan products and the calculator's page.

use serde::{Deserialize, Serialize};

use super::{FirstDueRule, PayDate};

/// A loan product as the calculator offers it; an example until the institute confirms it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Configuration key, such as `personal`.
    pub id: String,
    /// Version of its terms, such as `2026-01`; a link carries it.
    pub version: String,
    pub name: String,
    pub annual_rate_pct: String,
    /// IVA on interest inside the constant payment; empty for none.
    pub iva_pct: String,
    pub min_amount: String,
    pub max_amount: String,
    /// Usual terms in quincenas, offered as chips.
    pub terms: Vec<u32>,
    pub max_term: u32,
    /// ISO date from which these terms are shown.
    pub valid_from: String,
    /// Where the terms come from: "valor de ejemplo", "inferido de ...".
    pub source: String,
    /// A later version replaced it; it still calculates so that old links stay true.
    pub superseded: bool,
    pub first_due: FirstDueRule,
    pub conditions: Conditions,
}

/// A product's charges and rules beside rate and IVA. Percentages are strings; an empty one means none.
/// All of them are examples until the institute confirms them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Conditions {
    /// Opening commission, percent of the amount, deducted from what is paid out.
    pub commission_pct: String,
    /// Yearly contribution to the Fondo Especial y Solidario, percent of the balance.
    pub fund_pct: String,
    /// Late interest, nominal percent a year of 360 days on the overdue principal.
    pub late_rate_pct: String,
    /// Days late that cost nothing.
    pub late_grace_days: u32,
    /// Share of the salary all deductions together may take.
    pub all_deductions_pct: String,
    /// Share of the salary the new payment may take.
    pub new_deduction_pct: String,
    /// Pesos a quincena that have to be left to live on.
    pub min_liquid_salary: String,
}

/// What the server puts into the calculator's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalculatorPage {
    pub institution: String,
    /// `https://puente.mx`: what a link on paper begins with.
    pub origin: String,
    /// Superseded versions come after the current ones.
    pub products: Vec<Product>,
    pub pay_dates: Vec<PayDate>,
    /// The GET form's fields exactly as received; empty strings where absent.
    pub form: CalculatorForm,
    /// ISO date of the simulation.
    pub today: String,
    pub demo_clock: Option<String>,
}

/// The query of `/calculadora`, in Spanish because people share it. Every field is text as it was written;
/// what is not there is empty. A link carries all that is not empty, apart from `paso`, `de` and the salary.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CalculatorForm {
    /// Where one starts: `monto` (how much do you need; also when empty), `pago` (what can you pay) or
    /// `tiempo` (how long would it take).
    pub inicio: String,
    pub producto: String,
    pub version: String,
    /// The rate a link carries; when it differs from the product's, the page says so.
    pub tasa: String,
    pub monto: String,
    pub plazo: String,
    /// What one can pay each quincena (`pago` without a salary, and `tiempo`).
    pub pago: String,
    /// Base salary of a quincena, and what is already deducted from it (`pago`).
    pub sueldo: String,
    pub descuentos: String,
    /// ISO date on which the money would be paid out; today when empty.
    pub fecha: String,
    /// An extra payment to principal: how much, `una` (once) or `cada` (every quincena), after which payment,
    /// and what it lowers: `plazo` or `pago`.
    pub extra: String,
    pub extra_cada: String,
    pub extra_desde: String,
    pub extra_baja: String,
    /// Settle early: after how many payments.
    pub liquida: String,
    /// Days a payment is late.
    pub atraso: String,
    /// Other scenarios beside this one: a term in quincenas, such as `48`, or another amount too, such as
    /// `50000-48`; `ninguno` once the last one was taken away.
    pub otro1: String,
    pub otro2: String,
    /// How the table is grouped: `quincena` (also when empty) or `anio`.
    pub tabla: String,
    /// `monto-mas`, `monto-menos` or `plazo-24`: the button that sent the form, without script.
    pub paso: String,
    /// The product the form was drawn for; when another is chosen, `version` and `tasa` speak of the old one.
    pub de: String,
}
