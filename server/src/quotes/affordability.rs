use amortization::{
    Error, Field, Money, Rate,
    capacity::{self, Salary},
};
use protocol::loan::{AffordabilityAnswer, AffordabilityRequest};

use super::{Refusal, read, terms::OwnedTerms};

/// The largest loan that a salary or a payment carries.
///
/// # Errors
/// The field at fault.
pub fn affordability(request: &AffordabilityRequest) -> Result<AffordabilityAnswer, Refusal> {
    let terms = OwnedTerms::without_amount(&request.terms)?;
    let cap = money(request.product_cap.as_deref(), Field::Cap)?;
    let found = capacity::affordable(max_payment(request)?, &terms.terms(), cap);
    let found = found.map_err(|error| refused(error, request.salary.is_none()))?;
    Ok(AffordabilityAnswer {
        max_payment: found.max_payment.to_string(),
        max_amount: found.max_amount.to_string(),
        payment_at_max_amount: found.payment_at_max_amount.to_string(),
    })
}

/// The engine names a salary that may not be there, and the amount, which must not.
fn refused(error: Error, is_payment: bool) -> Refusal {
    let refusal = Refusal::from(error);
    match error.field() {
        Field::Salary if is_payment => refusal.named(Field::Payment.as_str()),
        Field::Amount => refusal.named("terms"),
        _ => refusal,
    }
}

fn max_payment(request: &AffordabilityRequest) -> Result<Money, Refusal> {
    match (&request.salary, &request.payment) {
        (Some(_), Some(_)) => Err(Refusal::together("payment", "salary")),
        (None, None) => Err(Error::Empty { field: Field::Salary }.into()),
        (Some(salary), None) => Ok(rules(request, salary)?.max_payment()?),
        (None, Some(payment)) => {
            without_rules(request)?;
            read::money(payment, Field::Payment)
        }
    }
}

fn rules(request: &AffordabilityRequest, salary: &str) -> Result<Salary, Refusal> {
    let deductions = request.existing_deductions.as_deref();
    Ok(Salary {
        salary: read::money(salary, Field::Salary)?,
        existing_deductions: read::money_or_zero(deductions, Field::ExistingDeductions)?,
        all: rate(request.all_pct.as_deref(), Field::AllShare)?,
        new: rate(request.new_pct.as_deref(), Field::NewShare)?,
        min_liquid: money(request.min_liquid_salary.as_deref(), Field::MinLiquidSalary)?,
    })
}

/// Rules over a salary say nothing about a payment.
fn without_rules(request: &AffordabilityRequest) -> Result<(), Refusal> {
    for (field, given) in [
        (Field::ExistingDeductions, &request.existing_deductions),
        (Field::AllShare, &request.all_pct),
        (Field::NewShare, &request.new_pct),
        (Field::MinLiquidSalary, &request.min_liquid_salary),
    ] {
        if given.is_some() {
            return Err(Refusal::needs(field.as_str(), "salary"));
        }
    }
    Ok(())
}

fn rate(text: Option<&str>, field: Field) -> Result<Option<Rate>, Refusal> {
    text.map(|text| read::rate(text, field)).transpose()
}

fn money(text: Option<&str>, field: Field) -> Result<Option<Money>, Refusal> {
    text.map(|text| read::money(text, field)).transpose()
}
