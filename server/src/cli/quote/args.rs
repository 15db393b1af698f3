use clap::Args as ClapArgs;
use protocol::loan::{
    ChargeBase, Commission, CommissionPaid, Extra, ExtrasEffect, FirstDueRule, FirstPeriod, FixedFee, Fund,
    FundCharged, Insurance, InterestBy, IvaMode, LoanTerms, Method, PayDate, Rounding,
};
use serde::de::DeserializeOwned;

use crate::config::{Config, Overlay, Product, load_products};

/// Every option of a loan. Amounts and rates are written as the API takes them: 60000.00, 13.67.
#[derive(ClapArgs)]
#[command(after_help = "Example: server quote --amount 60000 --rate 13.67 --payments 59 --iva 16")]
pub(in crate::cli) struct Args {
    /// Pesos.
    #[arg(long)]
    amount: String,
    /// Nominal annual rate in percent.
    #[arg(long, required_unless_present = "product")]
    rate: Option<String>,
    /// Number of payments, grace included.
    #[arg(long)]
    payments: u32,
    /// Take rate, IVA, charges, first due date and moved pay dates from a configured product, such as personal.
    #[arg(long, conflicts_with_all = ["rate", "iva", "iva_mode", "commission", "fund", "periods_per_year"])]
    product: Option<String>,
    /// Of the product; without it, the one offered now.
    #[arg(long, requires = "product")]
    product_version: Option<String>,
    /// Payments a year: 1, 2, 4, 6, 12, 24 (quincenas), 26 or 52.
    #[arg(long, default_value_t = 24)]
    periods_per_year: u32,
    /// level, german, bullet, interest-only-grace or flat.
    #[arg(long, default_value = "level", value_parser = choice::<Method>)]
    method: Method,
    /// Rows of interest only, with interest-only-grace.
    #[arg(long)]
    grace_payments: Option<u32>,
    /// half-up, half-even or up.
    #[arg(long, default_value = "half-up", value_parser = choice::<Rounding>)]
    rounding: Rounding,
    /// Round the level payment to a multiple of these pesos.
    #[arg(long)]
    payment_multiple: Option<String>,
    /// IVA on interest in percent.
    #[arg(long)]
    iva: Option<String>,
    /// level-total (inside a constant payment, also when absent) or on-top.
    #[arg(long, value_parser = choice::<IvaMode>)]
    iva_mode: Option<IvaMode>,
    #[command(flatten)]
    timing: Timing,
    #[command(flatten)]
    charges: Charges,
    /// An extra payment to principal after a row, such as 12=5000; may be repeated, in order.
    #[arg(long = "extra", value_name = "AFTER=PESOS", value_parser = extra)]
    extras: Vec<Extra>,
    /// reduce-term (also when absent) or reduce-payment.
    #[arg(long, value_parser = choice::<ExtrasEffect>)]
    extras_effect: Option<ExtrasEffect>,
    /// Print the API's answer instead of text.
    #[arg(long, conflicts_with = "csv")]
    pub(super) json: bool,
    /// Print the table for a spreadsheet instead of text.
    #[arg(long)]
    pub(super) csv: bool,
}

#[derive(ClapArgs)]
struct Timing {
    /// The day the money is paid out, such as 2026-08-31; with it, payments have dates.
    #[arg(long)]
    disbursed_on: Option<String>,
    /// The first payment is due on the n-th pay date after it.
    #[arg(long, conflicts_with = "first_due_lag")]
    first_due_nth: Option<u32>,
    /// The first payment is due on the first pay date at least so many days after it.
    #[arg(long)]
    first_due_lag: Option<u32>,
    /// A pay date that moved, such as 2026-12-31=2026-12-18; may be repeated, in order.
    #[arg(long = "pay-date", value_name = "NOMINAL=SHOWN", value_parser = pay_date)]
    pay_dates: Vec<PayDate>,
    /// periods, odd-first-period or real-dates.
    #[arg(long, default_value = "periods", value_parser = choice::<InterestBy>)]
    interest_by: InterestBy,
    /// absorb (also when absent), add-to-first or solve.
    #[arg(long, value_parser = choice::<FirstPeriod>)]
    first_period: Option<FirstPeriod>,
    /// 360 (also when absent) or 365, where interest counts days.
    #[arg(long)]
    day_basis: Option<u32>,
}

#[derive(ClapArgs)]
struct Charges {
    /// Opening commission, percent of the amount.
    #[arg(long)]
    commission: Option<String>,
    #[arg(long, requires = "commission")]
    commission_iva: Option<String>,
    /// deducted (also when absent), financed or upfront.
    #[arg(long, requires = "commission", value_parser = choice::<CommissionPaid>)]
    commission_paid: Option<CommissionPaid>,
    /// Insurance with every row, per mille.
    #[arg(long)]
    insurance: Option<String>,
    #[arg(long, requires = "insurance")]
    insurance_iva: Option<String>,
    /// balance (also when absent) or original.
    #[arg(long, requires = "insurance", value_parser = choice::<ChargeBase>)]
    insurance_base: Option<ChargeBase>,
    /// Fondo Especial y Solidario, percent.
    #[arg(long)]
    fund: Option<String>,
    #[arg(long, requires = "fund")]
    fund_iva: Option<String>,
    /// balance (also when absent) or original.
    #[arg(long, requires = "fund", value_parser = choice::<ChargeBase>)]
    fund_base: Option<ChargeBase>,
    /// yearly (also when absent) or upfront.
    #[arg(long, requires = "fund", value_parser = choice::<FundCharged>)]
    fund_charged: Option<FundCharged>,
    /// A fixed sum with every row, pesos.
    #[arg(long)]
    fixed_fee: Option<String>,
    #[arg(long, requires = "fixed_fee")]
    fixed_fee_iva: Option<String>,
}

impl Args {
    /// The same request as the API's.
    pub(super) fn terms(&self, overlay: &Overlay) -> Result<LoanTerms, String> {
        let own = match &self.product {
            None => LoanTerms::new(&self.amount, self.rate.as_deref().unwrap_or_default(), self.payments),
            Some(key) => self.of_product(key, &load_products(overlay)?)?,
        };
        let (charges, timing) = (&self.charges, &self.timing);
        Ok(LoanTerms {
            periods_per_year: self.periods_per_year,
            method: self.method,
            grace_payments: self.grace_payments,
            rounding: self.rounding,
            payment_multiple: self.payment_multiple.clone(),
            iva_pct: self.iva.clone().or(own.iva_pct),
            iva_mode: self.iva_mode,
            disbursed_on: timing.disbursed_on.clone(),
            first_due: timing.first_due().or(own.first_due),
            pay_dates: if timing.pay_dates.is_empty() { own.pay_dates } else { timing.pay_dates.clone() },
            interest_by: timing.interest_by,
            first_period: timing.first_period,
            day_basis: timing.day_basis,
            commission: charges.commission().or(own.commission),
            insurance: charges.insurance().or(own.insurance),
            fund: charges.fund().or(own.fund),
            fixed_fee: charges.fixed_fee().or(own.fixed_fee),
            extras: self.extras.clone(),
            extras_effect: self.extras_effect,
            ..own
        })
    }

    fn of_product(&self, key: &str, config: &Config) -> Result<LoanTerms, String> {
        let product = self.product_of(key, &config.products)?;
        let terms = product.loan_terms(&self.amount, self.payments);
        if self.timing.disbursed_on.is_none() {
            return Ok(terms);
        }
        let dates = config.pay_dates.iter();
        let dates = dates.map(|date| PayDate { nominal: date.nominal.clone(), shown: date.shown.clone() });
        Ok(LoanTerms { first_due: Some(product.first_due_rule()), pay_dates: dates.collect(), ..terms })
    }

    fn product_of<'a>(&self, key: &str, products: &'a [Product]) -> Result<&'a Product, String> {
        let fits = |product: &&Product| match &self.product_version {
            Some(version) => product.version == *version,
            None => !product.superseded,
        };
        let found = products.iter().filter(|product| product.id == key).find(fits);
        found.ok_or_else(|| {
            let known = products.iter().map(|product| format!("{} {}", product.id, product.version));
            format!("no hay un producto {key} así; hay: {}", known.collect::<Vec<_>>().join(", "))
        })
    }
}

impl Timing {
    fn first_due(&self) -> Option<FirstDueRule> {
        self.first_due_nth.map(FirstDueRule::Nth).or(self.first_due_lag.map(FirstDueRule::LagDays))
    }
}

impl Charges {
    fn commission(&self) -> Option<Commission> {
        Some(Commission {
            pct: self.commission.clone()?,
            iva_pct: self.commission_iva.clone(),
            paid: self.commission_paid.unwrap_or_default(),
        })
    }

    fn insurance(&self) -> Option<Insurance> {
        Some(Insurance {
            per_mille: self.insurance.clone()?,
            iva_pct: self.insurance_iva.clone(),
            base: self.insurance_base.unwrap_or_default(),
        })
    }

    fn fund(&self) -> Option<Fund> {
        Some(Fund {
            pct: self.fund.clone()?,
            iva_pct: self.fund_iva.clone(),
            base: self.fund_base,
            charged: self.fund_charged.unwrap_or_default(),
        })
    }

    fn fixed_fee(&self) -> Option<FixedFee> {
        Some(FixedFee { amount: self.fixed_fee.clone()?, iva_pct: self.fixed_fee_iva.clone() })
    }
}

/// One of the API's words, written with dashes as flags are.
fn choice<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let read = serde_json::from_value(text.replace('-', "_").into());
    read.map_err(|error: serde_json::Error| format!("use uno de estos: {}", known(&error.to_string())))
}

/// What serde says it expected: each of its words stands in a pair of backticks.
fn known(error: &str) -> String {
    let expected = error.rsplit("expected ").next().unwrap_or_default();
    expected.split('`').skip(1).step_by(2).collect::<Vec<_>>().join(", ").replace('_', "-")
}

fn extra(text: &str) -> Result<Extra, String> {
    let (after, amount) = text.split_once('=').ok_or("escríbalo como 12=5000")?;
    let after = after.parse().map_err(|_| format!("{after} no es el número de un pago"))?;
    Ok(Extra { after, amount: amount.to_owned() })
}

fn pay_date(text: &str) -> Result<PayDate, String> {
    let (nominal, shown) = text.split_once('=').ok_or("escríbalo como 2026-12-31=2026-12-18")?;
    Ok(PayDate { nominal: nominal.to_owned(), shown: shown.to_owned() })
}
