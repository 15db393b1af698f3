//! Loan products and the payroll calendar, checked by the engine that will compute with them.

use std::{collections::BTreeSet, str::FromStr};

use amortization::{Date, Error, Money, MovedPayDate, PayCalendar, Rate, limits};
use protocol::loan::{self, FirstDueRule, LoanTerms};

use super::{Config, FirstDue, PayDate, Product, Warning};
use crate::quotes;

type Check = Result<(), String>;

/// Products and pay dates are in quincenas.
const PERIODS_PER_YEAR: u32 = 24;

impl Product {
    /// A loan of this product as the calculator computes it, without dates: IVA inside the payment, the
    /// commission deducted and taxed as interest is, the fund yearly on the balance and without IVA.
    pub fn loan_terms(&self, amount: &str, payments: u32) -> LoanTerms {
        let given = |text: &String| (!text.is_empty()).then(|| text.clone());
        let iva_pct = given(&self.iva_pct);
        let commission = given(&self.conditions.commission_pct).map(|pct| loan::Commission {
            pct,
            iva_pct: iva_pct.clone(),
            paid: loan::CommissionPaid::Deducted,
        });
        let charged = loan::FundCharged::Yearly;
        let fund = given(&self.conditions.fund_pct).map(|pct| loan::Fund {
            pct,
            iva_pct: None,
            base: None,
            charged,
        });
        LoanTerms { iva_pct, commission, fund, ..LoanTerms::new(amount, &self.annual_rate_pct, payments) }
    }

    pub const fn first_due_rule(&self) -> FirstDueRule {
        match self.first_due {
            FirstDue::Nth(n) => FirstDueRule::Nth(n),
            FirstDue::LagDays(days) => FirstDueRule::LagDays(days),
        }
    }
}

impl Config {
    /// The pay dates that moved, in their order. The configuration was checked: an entry that cannot be read
    /// never comes here.
    pub fn moved_pay_dates(&self) -> Vec<MovedPayDate> {
        self.pay_dates.iter().filter_map(|date| moved(date).ok()).collect()
    }
}

fn moved(date: &PayDate) -> Result<MovedPayDate, Error> {
    Ok(MovedPayDate { nominal: date.nominal.parse()?, shown: date.shown.parse()? })
}

pub(super) fn check(config: &Config) -> Check {
    config.products.iter().enumerate().try_for_each(|(index, product)| {
        check_product(&format!("products[{index}]"), product)?;
        let known = |topic: &String| config.topics.iter().any(|known| known.id == *topic);
        let topic = product.topic.iter().all(known);
        topic.then_some(()).ok_or_else(|| format!("products[{index}].topic: no such topic"))
    })?;
    let mut seen = BTreeSet::new();
    for (index, product) in config.products.iter().enumerate() {
        if !seen.insert((&product.id, &product.version)) {
            return Err(format!(
                "products[{index}].version: {} {} stands twice",
                product.id, product.version
            ));
        }
    }
    check_pay_dates(&config.pay_dates)
}

fn check_product(key: &str, product: &Product) -> Check {
    let min = money(&format!("{key}.min_amount"), &product.min_amount)?;
    if min > money(&format!("{key}.max_amount"), &product.max_amount)? {
        return Err(format!("{key}.min_amount: above max_amount"));
    }
    percent(&format!("{key}.annual_rate_pct"), &product.annual_rate_pct, limits::MAX_ANNUAL_RATE_MILLIONTHS)?;
    percent_or_none(&format!("{key}.iva_pct"), &product.iva_pct, limits::MAX_IVA_MILLIONTHS)?;
    Date::from_str(&product.valid_from)
        .map_err(|_| format!("{key}.valid_from: write a date such as 2026-01-01"))?;
    if product.max_term == 0 || product.terms.iter().any(|term| *term == 0 || *term > product.max_term) {
        return Err(format!("{key}.terms: quincenas from 1 to max_term"));
    }
    check_first_due(product.first_due)
        .map_err(|_| format!("{key}.first_due: write {{ nth = 2 }} or {{ lag_days = 10 }}, from 1 up"))?;
    check_conditions(&format!("{key}.conditions"), product)?;
    check_extremes(key, product)
}

fn check_first_due(first: FirstDue) -> Result<(), Error> {
    PayCalendar::new(PERIODS_PER_YEAR)?.due_dates("2026-01-01".parse()?, first.rule(), 1).map(drop)
}

fn check_conditions(key: &str, product: &Product) -> Check {
    let conditions = &product.conditions;
    for (field, text, limit) in [
        ("commission_pct", &conditions.commission_pct, limits::MAX_SHARE_MILLIONTHS),
        ("fund_pct", &conditions.fund_pct, limits::MAX_SHARE_MILLIONTHS),
        ("late_rate_pct", &conditions.late_rate_pct, limits::MAX_ANNUAL_RATE_MILLIONTHS),
        ("all_deductions_pct", &conditions.all_deductions_pct, limits::MAX_SHARE_MILLIONTHS),
        ("new_deduction_pct", &conditions.new_deduction_pct, limits::MAX_SHARE_MILLIONTHS),
    ] {
        percent_or_none(&format!("{key}.{field}"), text, limit)?;
    }
    if !conditions.min_liquid_salary.is_empty() {
        money(&format!("{key}.min_liquid_salary"), &conditions.min_liquid_salary)?;
    }
    if conditions.late_grace_days > limits::MAX_GRACE_DAYS {
        return Err(format!("{key}.late_grace_days: from 0 to {}", limits::MAX_GRACE_DAYS));
    }
    Ok(())
}

/// The smallest and the largest loan over the longest term: what lies between can be computed too.
fn check_extremes(key: &str, product: &Product) -> Check {
    for (field, amount) in [("min_amount", &product.min_amount), ("max_amount", &product.max_amount)] {
        quotes::schedule(&product.loan_terms(amount, product.max_term)).map_err(|refusal| {
            let (at, code) = (refusal.field, refusal.code);
            format!("{key}.{field}: over {} quincenas it cannot be computed: {at}: {code}", product.max_term)
        })?;
    }
    Ok(())
}

fn check_pay_dates(dates: &[PayDate]) -> Check {
    let mut read = Vec::with_capacity(dates.len());
    for (index, date) in dates.iter().enumerate() {
        let key = format!("pay_dates[{index}]");
        read.push(moved(date).map_err(|_| format!("{key}: write dates such as nominal = \"2026-12-31\""))?);
    }
    let calendar =
        PayCalendar::new(PERIODS_PER_YEAR).and_then(|calendar| calendar.with_moved(&read).map(drop));
    calendar.map_err(|error| match error {
        Error::NotAPayDate { date } => {
            format!("pay_dates: nominal = \"{date}\" is neither a 15th nor the last day of a month")
        }
        Error::PayDatesOutOfOrder { date } => format!(
            "pay_dates: nominal = \"{date}\" is repeated, out of order, or shown before the pay date it follows"
        ),
        other => format!("pay_dates: {other}"),
    })
}

fn money(key: &str, text: &str) -> Result<Money, String> {
    Money::from_str(text).map_err(|_| format!("{key}: write pesos such as 1000.00"))
}

fn percent(key: &str, text: &str, limit: u64) -> Check {
    let percent = Rate::from_str(text).ok().filter(|rate| rate.millionths() <= limit);
    let largest = Rate::from_millionths(limit);
    percent.map(drop).ok_or_else(|| format!("{key}: write a percentage from 0 to {largest}, such as 13.67"))
}

fn percent_or_none(key: &str, text: &str, limit: u64) -> Check {
    if text.is_empty() {
        return Ok(());
    }
    percent(key, text, limit).map_err(|said| format!("{said}, or \"\" for none"))
}

/// What an operator should know though everything can be computed; `today` is an ISO date.
pub(super) fn warnings(config: &Config, today: &str) -> Vec<Warning> {
    let current = config.products.iter().enumerate().filter(|(_, product)| !product.superseded);
    let mut told: Vec<Warning> =
        current.flat_map(|(index, product)| of_product(index, product, today)).collect();
    if let Some(last) = config.pay_dates.last().filter(|last| last.nominal.as_str() < today) {
        told.push(Warning(format!("pay_dates: the last one is of {}; load those to come", last.nominal)));
    }
    told
}

fn of_product(index: usize, product: &Product, today: &str) -> Vec<Warning> {
    let key = format!("products[{index}]");
    let conditions = &product.conditions;
    let unlimited =
        [&conditions.all_deductions_pct, &conditions.new_deduction_pct, &conditions.min_liquid_salary];
    [
        // ISO dates sort as they follow each other.
        (product.valid_from.as_str() > today, ".valid_from: in the future, but it is offered already"),
        (
            conditions.late_rate_pct.is_empty(),
            ".conditions.late_rate_pct: empty; nobody is told what a late payment costs",
        ),
        (unlimited.iter().all(|rule| rule.is_empty()), ".conditions: no rule limits what a salary can carry"),
    ]
    .into_iter()
    .filter(|(is_so, _)| *is_so)
    .map(|(_, said)| Warning(format!("{key}{said}")))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Overlay, load_products};

    fn shipped() -> Config {
        load_products(&Overlay::default()).unwrap_or_else(|error| panic!("{error}"))
    }

    fn dates(dates: &[(&str, &str)]) -> Vec<PayDate> {
        let date =
            |(nominal, shown): &(&str, &str)| PayDate { nominal: (*nominal).into(), shown: (*shown).into() };
        dates.iter().map(date).collect()
    }

    #[test]
    fn pay_dates_that_cannot_be_are_named() {
        for (wrong, said) in [
            (dates(&[("2026-12-31", "18/12/2026")]), "pay_dates[0]"),
            (
                dates(&[("2026-12-15", "2026-12-14"), ("2026-12-30", "2026-12-18")]),
                "\"2026-12-30\" is neither",
            ),
            (
                dates(&[("2026-12-31", "2026-12-18"), ("2026-12-15", "2026-12-14")]),
                "\"2026-12-15\" is repeated",
            ),
            (dates(&[("2026-12-31", "2026-12-15")]), "\"2026-12-31\" is repeated"),
        ] {
            let config = Config { pay_dates: wrong, ..shipped() };
            let error = check(&config).expect_err("accepted");
            assert!(error.starts_with("pay_dates") && error.contains(said), "{error}");
        }
        let early = Config { pay_dates: dates(&[("2026-12-31", "2026-12-18")]), ..shipped() };
        assert_eq!(check(&early), Ok(()));
        assert_eq!(early.moved_pay_dates()[0].shown.to_string(), "2026-12-18");
    }

    #[test]
    fn one_version_of_a_product_stands_once() {
        let mut config = shipped();
        config.products.push(config.products[0].clone());
        assert!(check(&config).expect_err("accepted").contains("stands twice"));
    }

    #[test]
    fn what_deserves_a_look_is_told() {
        assert!(warnings(&shipped(), "2026-11-18").is_empty());
        let mut config = shipped();
        config.pay_dates = dates(&[("2025-12-31", "2025-12-19")]);
        config.products[0].conditions = loan::Conditions::default();
        let told: Vec<String> = warnings(&config, "2025-06-01").into_iter().map(|one| one.0).collect();
        assert!(told.iter().any(|one| one.starts_with("products[0].valid_from")), "{told:?}");
        assert!(told.iter().any(|one| one.starts_with("products[0].conditions.late_rate_pct")), "{told:?}");
        assert!(told.iter().any(|one| one.starts_with("products[0].conditions: no rule")), "{told:?}");
        assert!(!told.iter().any(|one| one.starts_with("pay_dates")), "{told:?}");
        let later = warnings(&config, "2026-01-15");
        assert!(later.iter().any(|one| one.0.starts_with("pay_dates")));
    }

    #[test]
    fn a_products_loan_carries_its_conditions() {
        let mut product = shipped().products[0].clone();
        product.conditions.commission_pct = "1.5".into();
        product.conditions.fund_pct = "0.5".into();
        let terms = product.loan_terms("60000", 59);
        assert_eq!((terms.annual_rate_pct.as_str(), terms.iva_pct.as_deref()), ("13.67", Some("16")));
        let commission = terms.commission.as_ref().expect("a commission");
        assert_eq!((commission.pct.as_str(), commission.iva_pct.as_deref()), ("1.5", Some("16")));
        assert_eq!(terms.fund.as_ref().map(|fund| fund.pct.as_str()), Some("0.5"));
        let answer = quotes::schedule(&terms).unwrap_or_else(|refusal| panic!("{refusal}"));
        assert_eq!(answer.net_disbursed, "58956.00", "60,000 less 900.00 and its IVA of 144.00");
        assert_eq!(answer.rows[0].fund, "300.00");
    }
}
