//! What is wrong with a request to the calculator's API, and what to write instead.

/// What a refusal is about, beside its code and field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// The other option, of two that do not go together.
    pub other: Option<&'static str>,
    /// The row of the table, or the item of the list.
    pub row: Option<u32>,
    /// ISO date.
    pub date: Option<String>,
}

/// A sentence for the engine's error code about a wire field.
pub fn error(code: &str, field: &str, about: &About) -> String {
    let said = overdue_item(code, field, about.row)
        .or_else(|| one_field(code, field))
        .or_else(|| two_fields(code, field, about.other.unwrap_or("method")))
        .or_else(|| dates(code, field, about.date.as_deref().unwrap_or("esa fecha")))
        .or_else(|| figures(code, field, about.row.unwrap_or(1)))
        .unwrap_or_else(|| format!("Revise {}.", named(field)));
    match about.row {
        Some(row) if field == "overdue" => format!("En el pago vencido {row} de la lista: {said}"),
        Some(row) if code != "extra_above_balance" && field == "extras" => {
            format!("En el pago extra después del pago {row}: {said}")
        }
        Some(row) if field == "pay_dates" => format!("En el día de pago {row} de la lista: {said}"),
        _ => said,
    }
}

/// An item of the list says how late it is, in one of two ways.
fn overdue_item(code: &str, field: &str, row: Option<u32>) -> Option<String> {
    row.filter(|_| field == "overdue")?;
    Some(match code {
        "empty" => {
            "Escriba todos los montos, y los días de atraso (days_late) o la fecha en que vencía (due_date)."
                .to_owned()
        }
        "unsupported_combination" => {
            "Deje los días de atraso (days_late) o la fecha en que vencía (due_date), no los dos.".to_owned()
        }
        "not_a_number" => {
            "Escriba los montos solo con números y punto decimal, por ejemplo \"834.89\".".to_owned()
        }
        _ => return None,
    })
}

fn one_field(code: &str, field: &str) -> Option<String> {
    let what = named(field);
    Some(match code {
        "empty" if what.starts_with("lo") || what.starts_with("las") => format!("Faltan {what}."),
        "empty" => format!("Falta {what}."),
        "not_a_number" => {
            format!("Escriba {what} solo con números y punto decimal, por ejemplo \"{}\".", example(field))
        }
        "too_many_decimals" => {
            format!("Escriba {what} con menos decimales: dos para pesos, seis para tasas.")
        }
        "not_positive" | "above_limit" | "unsupported_value" => format!("Revise {what}: {}.", range(field)),
        "not_a_date" => format!("Escriba {what} como año-mes-día, por ejemplo \"2026-08-31\"."),
        "outside_calendar" => {
            format!("Revise {what}: solo calculamos fechas de 1900 a 2200, hasta la del último pago.")
        }
        "not_expected" => format!("Quite {what}: es lo que vamos a calcular."),
        _ => return None,
    })
}

fn two_fields(code: &str, field: &str, other: &str) -> Option<String> {
    let (what, other_name) = (named(field), named(other));
    Some(match (code, field) {
        ("unsupported_combination", _) => {
            format!("Quite {what} o cambie {other_name}: no se calculan juntos.")
        }
        ("needs_option", "grace_payments") => {
            format!("Quite {what} o escriba \"interest_only_grace\" en {other_name}.")
        }
        ("needs_option", "first_period") => {
            format!("Quite {what} o escriba \"odd_first_period\" en {other_name}.")
        }
        ("needs_option", "day_basis") => {
            format!("Quite {what} o escriba \"odd_first_period\" o \"real_dates\" en {other_name}.")
        }
        ("needs_option", "fund.base") => {
            format!(
                "Quite {what} o escriba \"yearly\" en {other_name}: la aportación única es sobre lo financiado."
            )
        }
        ("needs_option", "period_days") => {
            format!("Quite {what} o escriba \"pro_rata\" en {other_name}.")
        }
        ("needs_option", _) => format!("Agregue {other_name} o quite {what}: van juntos."),
        _ => return None,
    })
}

fn dates(code: &str, field: &str, date: &str) -> Option<String> {
    let what = named(field);
    Some(match code {
        "no_pay_dates" => format!(
            "Para tener fechas de pago, escriba 24 o 12 en {what}, o quite la fecha de entrega del dinero (disbursed_on)."
        ),
        "not_a_pay_date" => format!(
            "Revise {what}: el {date} no es día de pago. Con 24 pagos al año son el 15 y el último día de cada mes; con 12, el último día."
        ),
        "pay_dates_out_of_order" => format!(
            "Revise {what} desde el {date}: van en orden, sin repetir, y ninguna puede pasar a la anterior ni a la siguiente."
        ),
        "not_after_disbursement" => format!(
            "Revise {what}: el primer pago caería el {date}, y debe ser después de entregar el dinero. Use una fecha anterior u otra regla del primer pago (first_due)."
        ),
        "needs_dates" => format!("Agregue {what}: este cálculo cuenta días."),
        "before_disbursement" => {
            format!("Escriba {what} igual o posterior a la entrega del dinero (disbursed_on), el {date}.")
        }
        "already_repaid" => {
            format!("Escriba {what} anterior al último pago: ese día el préstamo ya está pagado.")
        }
        "not_due_yet" => {
            format!(
                "Revise {what}: vence el {date}, después de la fecha del cálculo (on). Quítelo de la lista."
            )
        }
        _ => return None,
    })
}

fn figures(code: &str, field: &str, row: u32) -> Option<String> {
    Some(match code {
        "negative_amortization" if field == "payment_multiple" => format!(
            "Use un múltiplo del pago (payment_multiple) menor: con ese, el pago {row} no pasa de los intereses y la deuda nunca bajaría."
        ),
        "negative_amortization" => format!(
            "En el pago {row} no alcanza para cubrir los intereses y la deuda crecería. Use una tasa o un plazo menor, o un pago mayor."
        ),
        "extra_above_balance" => format!(
            "El pago extra después del pago {row} es mayor que lo que se debe entonces. Reduzca los pagos extra (extras)."
        ),
        "payment_too_low" => {
            "Escriba un pago (payment) mayor: ese no alcanza a cubrir los primeros intereses.".to_owned()
        }
        "term_too_long" => {
            "Escriba un pago (payment) mayor: con ese harían falta más de 1200 pagos.".to_owned()
        }
        "no_nonnegative_rate" => {
            "Escriba un pago (payment) mayor o más pagos: los que dio suman menos que el préstamo.".to_owned()
        }
        "rate_above_limit" => {
            "Escriba un pago (payment) menor: con ese la tasa pasaría de 1000 % al año.".to_owned()
        }
        "cat_above_limit" => {
            "Reduzca la tasa o los cargos: con esos el CAT pasaría de 1,000,000 %.".to_owned()
        }
        "net_not_positive" => {
            "Reduzca la comisión o la aportación inicial: no quedaría dinero por entregar.".to_owned()
        }
        "no_capacity" if field == "payment" => {
            "Escriba un pago (payment) mayor: ese no alcanza ni para el préstamo más pequeño.".to_owned()
        }
        "no_capacity" => {
            "Con ese sueldo (salary), sus descuentos y estas reglas no queda lugar para un pago. Revise las cifras o use un préstamo con pagos más pequeños."
                .to_owned()
        }
        "renewal_net_not_positive" => {
            "Escriba un monto (amount) mayor: el saldo anterior y la comisión se llevan todo el préstamo nuevo.".to_owned()
        }
        "renewal_net_below_minimum" => {
            "Escriba un monto (amount) mayor: queda menos de la parte mínima (min_net_pct) del préstamo nuevo.".to_owned()
        }
        _ => return None,
    })
}

/// "el monto (amount)".
fn named(field: &str) -> String {
    match name(field) {
        Some(name) => format!("{name} ({field})"),
        None => "el dato".to_owned(),
    }
}

fn name(field: &str) -> Option<&'static str> {
    loan_name(field).or_else(|| charge_name(field)).or_else(|| service_name(field))
}

fn loan_name(field: &str) -> Option<&'static str> {
    Some(match field {
        "terms" => "las condiciones del préstamo",
        "amount" => "el monto",
        "annual_rate_pct" => "la tasa anual",
        "payments" => "el número de pagos",
        "periods_per_year" => "los pagos por año",
        "method" => "el método",
        "grace_payments" => "los pagos de gracia",
        "payment_multiple" => "el múltiplo del pago",
        "iva_pct" => "el IVA",
        "iva_mode" => "el modo del IVA",
        "disbursed_on" => "la fecha de entrega del dinero",
        "first_due" => "la regla del primer pago",
        "first_due.nth" => "la fecha de pago en que se empieza",
        "first_due.lag_days" => "los días de espera para el primer pago",
        "pay_dates" => "las fechas de pago que se mueven",
        "interest_by" => "la forma de contar los intereses",
        "first_period" => "el trato del primer periodo",
        "day_basis" => "los días del año",
        "extras" => "los pagos extra",
        "extras_effect" => "el efecto de los pagos extra",
        _ => return None,
    })
}

fn charge_name(field: &str) -> Option<&'static str> {
    Some(match field {
        "charges" => "los cargos",
        "commission.pct" => "la comisión",
        "commission.iva_pct" => "el IVA de la comisión",
        "insurance.per_mille" => "el seguro",
        "insurance.iva_pct" => "el IVA del seguro",
        "fund.pct" => "la aportación al fondo",
        "fund.iva_pct" => "el IVA de la aportación al fondo",
        "fund.base" => "la base de la aportación al fondo",
        "fund.charged" => "el cobro de la aportación al fondo",
        "fixed_fee.amount" => "la cuota fija",
        "fixed_fee.iva_pct" => "el IVA de la cuota fija",
        _ => return None,
    })
}

fn service_name(field: &str) -> Option<&'static str> {
    Some(match field {
        "payment" => "el pago",
        "solve_for" => "lo que se calcula",
        "rows_paid" => "los pagos hechos",
        "days" => "los días desde el último pago",
        "period_days" => "los días del periodo",
        "accrual" => "la forma de contar los días",
        "on" => "la fecha del cálculo",
        "moratory_rate_pct" => "la tasa moratoria",
        "moratory_iva_pct" => "el IVA de los intereses moratorios",
        "grace_days" => "los días de gracia",
        "overdue" => "los pagos vencidos",
        "overdue.due_date" => "la fecha en que vencía un pago",
        "salary" => "el sueldo",
        "existing_deductions" => "los descuentos que ya tiene",
        "all_pct" => "la parte del sueldo para todos los descuentos",
        "new_pct" => "la parte del sueldo para el pago nuevo",
        "min_liquid_salary" => "el sueldo que debe quedar",
        "product_cap" => "el máximo del producto",
        "old_balance" => "el saldo anterior",
        "min_net_pct" => "la parte mínima por entregar",
        _ => return None,
    })
}

fn example(field: &str) -> &'static str {
    if field.ends_with("pct") || field.ends_with("per_mille") { "13.67" } else { "50000.00" }
}

/// What the field takes.
fn range(field: &str) -> &'static str {
    match field {
        "amount" | "payment" | "salary" | "product_cap" | "payment_multiple" => {
            "más de 0 y hasta 1,000,000,000,000.00 pesos, menos si los cargos son muy altos"
        }
        "fixed_fee.amount" | "existing_deductions" | "min_liquid_salary" | "old_balance" => {
            "de 0 a 1,000,000,000,000.00 pesos"
        }
        "annual_rate_pct" | "moratory_rate_pct" => "de 0 a 1000 por ciento",
        "insurance.per_mille" => "de 0 a 1000 al millar",
        "payments" => "de 1 a 1200",
        "periods_per_year" => "uno de 1, 2, 4, 6, 12, 24, 26 o 52",
        "grace_payments" => "de 1 a uno menos que el número de pagos",
        "day_basis" => "360 o 365",
        "first_due.nth" => "de 1 a 24",
        "first_due.lag_days" => "de 1 a 366",
        "period_days" => "de 1 a 761",
        "grace_days" => "de 0 a 366",
        "days" => "de 0 a los días del periodo, 761 como máximo",
        "rows_paid" => "menos que los pagos de la tabla",
        "pay_dates" => "1200 como máximo",
        "terms" => "con esas cifras y cargos no se puede calcular",
        "extras" => {
            "en orden, cada uno después de un pago entre el 1 y el penúltimo, de más de 0 y hasta 1,000,000,000,000.00 pesos"
        }
        "overdue" => {
            "de 1 a 1200 pagos, cada uno con hasta 36600 días de atraso y montos de 0 a 1,000,000,000,000.00 pesos"
        }
        _ if field.ends_with("pct") => "de 0 a 100 por ciento",
        _ => "no es uno de los valores admitidos",
    }
}

#[cfg(test)]
mod tests {
    use amortization::Field as F;

    use super::*;

    #[rustfmt::skip]
    const FIELDS: [F; 41] = [
        F::Amount, F::AnnualRate, F::Payments, F::PeriodsPerYear, F::Iva, F::DisbursedOn, F::PayDates, F::Method,
        F::InterestBy, F::FirstPeriod, F::ExtrasEffect, F::Charges, F::GracePayments, F::PaymentMultiple,
        F::CommissionRate, F::CommissionIva, F::InsuranceRate, F::InsuranceIva, F::FundRate, F::FundIva, F::FixedFee,
        F::FixedFeeIva, F::Extras, F::Payment, F::RowsPaid, F::Days, F::PeriodDays, F::LateRate, F::LateIva,
        F::GraceDays, F::Overdue, F::Salary, F::ExistingDeductions, F::AllShare, F::NewShare, F::MinLiquidSalary,
        F::Cap, F::OldBalance, F::MinNetShare, F::CutoffLagDays, F::FirstDueNth,
    ];

    const CODES: [&str; 30] = [
        "empty",
        "not_a_number",
        "too_many_decimals",
        "not_positive",
        "above_limit",
        "unsupported_value",
        "negative_amortization",
        "not_a_date",
        "outside_calendar",
        "no_pay_dates",
        "not_a_pay_date",
        "pay_dates_out_of_order",
        "not_after_disbursement",
        "unsupported_combination",
        "extra_above_balance",
        "payment_too_low",
        "term_too_long",
        "no_nonnegative_rate",
        "rate_above_limit",
        "cat_above_limit",
        "net_not_positive",
        "needs_dates",
        "no_capacity",
        "renewal_net_not_positive",
        "renewal_net_below_minimum",
        "needs_option",
        "not_expected",
        "before_disbursement",
        "already_repaid",
        "not_due_yet",
    ];

    #[test]
    fn every_field_of_the_engine_has_a_name_for_people() {
        for field in FIELDS {
            let wire = match field {
                F::CutoffLagDays => "first_due.lag_days",
                F::FirstDueNth => "first_due.nth",
                other => other.as_str(),
            };
            let said = error("empty", wire, &About::default());
            assert!(said.starts_with("Falta") && said.contains(&format!("({wire})")), "{said}");
        }
    }

    #[test]
    fn every_code_has_its_own_sentence() {
        for code in CODES {
            let said = error(code, "salary", &About::default());
            assert_ne!(said, "Revise el sueldo (salary).", "{code}");
            assert!(said.ends_with('.') && said.starts_with(char::is_uppercase), "{code}: {said}");
        }
        assert_eq!(error("another", "salary", &About::default()), "Revise el sueldo (salary).");
    }

    #[test]
    fn the_item_of_a_list_and_the_other_option_are_told() {
        let item = About { row: Some(3), ..About::default() };
        assert_eq!(
            error("not_a_number", "overdue", &item),
            "En el pago vencido 3 de la lista: Escriba los montos solo con números y punto decimal, por ejemplo \"834.89\"."
        );
        assert_eq!(
            error("not_a_date", "pay_dates", &item),
            "En el día de pago 3 de la lista: Escriba las fechas de pago que se mueven (pay_dates) como año-mes-día, por ejemplo \"2026-08-31\"."
        );
        let pair = About { other: Some("method"), ..About::default() };
        assert_eq!(
            error("unsupported_combination", "extras", &pair),
            "Quite los pagos extra (extras) o cambie el método (method): no se calculan juntos."
        );
    }

    #[test]
    fn a_multiple_too_coarse_is_cured_by_a_smaller_one() {
        let first = About { row: Some(1), ..About::default() };
        assert_eq!(
            error("negative_amortization", "payment_multiple", &first),
            "Use un múltiplo del pago (payment_multiple) menor: con ese, el pago 1 no pasa de los intereses y la deuda nunca bajaría."
        );
        assert!(
            error("negative_amortization", "annual_rate_pct", &first).contains("una tasa o un plazo menor")
        );
    }
}
