//! What a salary carries, by hand and against every amount tried one by one.

use amortization::{
    Base, Charges, Commission, CommissionPaid, DayBasis, Error, Extra, ExtraEffect, Extras, Field,
    FirstPeriod, FixedFee, Fund, FundCharged, Insurance, InterestBy, Loan, Method, Money, Rate, Rounding,
    Row, Terms,
    capacity::{Salary, affordable},
    solve,
};

use crate::by_hand::{SIXTEEN_INSIDE, SIXTEEN_ON_TOP, january, money, odd, rate, thousand};

fn slip(salary: &str, deductions: &str, rules: [&str; 3]) -> Salary {
    let [all, new, min_liquid] = rules;
    Salary {
        salary: money(salary),
        existing_deductions: money(deductions),
        all: (!all.is_empty()).then(|| rate(all)),
        new: (!new.is_empty()).then(|| rate(new)),
        min_liquid: (!min_liquid.is_empty()).then(|| money(min_liquid)),
    }
}

#[test]
fn the_smallest_rule_decides() {
    for (salary, deductions, rules, found) in [
        ("10000", "1500", ["", "", ""], "8500.00"),
        ("10000", "1500", ["50", "", ""], "3500.00"),
        ("10000", "1500", ["50", "30", ""], "3000.00"),
        ("10000", "1500", ["50", "30", "6000"], "2500.00"),
        ("10000", "1500", ["", "30", ""], "3000.00"),
        ("10000", "1500", ["", "", "0"], "8500.00"),
        // 33.333333 % of 99.99 is 33.3299..., and both shares are rounded down.
        ("99.99", "0", ["33.333333", "", ""], "33.32"),
        ("99.99", "0.01", ["33.333333", "33.333333", ""], "33.31"),
        ("1000000000000", "0", ["100", "100", "0"], "1000000000000.00"),
    ] {
        let found_payment = slip(salary, deductions, rules).max_payment().map(|money| money.to_string());
        assert_eq!(found_payment.as_deref(), Ok(found), "{salary} - {deductions} {rules:?}");
    }
}

#[test]
fn nothing_left_is_no_capacity() {
    for (salary, deductions, rules) in [
        ("10000", "5000", ["50", "", ""]),
        ("10000", "5000.01", ["50", "", ""]),
        ("10000", "0", ["", "0", ""]),
        ("0.01", "0", ["", "99.999999", ""]),
        ("10000", "4000", ["", "", "6000"]),
        ("10000", "20000", ["", "", ""]),
    ] {
        let found = slip(salary, deductions, rules).max_payment();
        assert_eq!(found, Err(Error::NoCapacity), "{salary} - {deductions} {rules:?}");
    }
}

#[test]
fn each_field_of_a_slip_has_its_limit() {
    let over = "1000000000000.01";
    let negative = Salary { existing_deductions: Money::from_centavos(-1), ..slip("1", "0", ["", "", ""]) };
    for (slip, error) in [
        (slip("0", "0", ["", "", ""]), Error::NotPositive { field: Field::Salary }),
        (slip(over, "0", ["", "", ""]), Error::AboveLimit { field: Field::Salary }),
        (slip("1", over, ["", "", ""]), Error::AboveLimit { field: Field::ExistingDeductions }),
        (negative, Error::NotPositive { field: Field::ExistingDeductions }),
        (slip("1", "0", ["100.000001", "", ""]), Error::AboveLimit { field: Field::AllShare }),
        (slip("1", "0", ["", "100.000001", ""]), Error::AboveLimit { field: Field::NewShare }),
        (slip("1", "0", ["", "", over]), Error::AboveLimit { field: Field::MinLiquidSalary }),
    ] {
        assert_eq!(slip.max_payment(), Err(error));
    }
}

fn quincenas(payments: u32) -> Terms<'static> {
    Terms::new(Money::ZERO, rate("13.67"), payments)
}

fn carried(payment: &str, terms: Terms, cap: Option<&str>) -> Result<[String; 2], Error> {
    let found = affordable(money(payment), &terms, cap.map(money))?;
    assert_eq!(found.max_payment, money(payment));
    Ok([found.max_amount, found.payment_at_max_amount].map(|money| money.to_string()))
}

fn assert_carried(payment: &str, terms: Terms, cap: Option<&str>, found: [&str; 2]) {
    assert_eq!(carried(payment, terms, cap), Ok(found.map(str::to_owned)), "{terms:?}");
}

#[test]
fn a_plain_loan_is_the_solved_amount_up_to_the_cap() {
    assert_carried("1200.24", quincenas(59), None, ["59999.84", "1200.24"]);
    assert_carried("1200.24", quincenas(59), Some("50000"), ["50000.00", "1000.20"]);
    assert_eq!(
        carried("1000000000000", quincenas(59), None).map(|[amount, _]| amount).as_deref(),
        Ok("1000000000000.00")
    );
    let dated = Terms { timing: january(1, InterestBy::Periods), periods_per_year: 12, ..quincenas(59) };
    let undated = Terms { timing: None, ..dated };
    assert_eq!(carried("1200.24", dated, None), carried("1200.24", undated, None));
}

#[test]
fn what_is_lent_at_once_is_repaid_within_the_payment() {
    // 1 % a month: 100.00 carry 10,000.00 of interest, but not the principal.
    let bullet = Terms { method: Method::Bullet, ..thousand(12) };
    assert_carried("101", bullet, None, ["100.00", "101.00"]);
    let late = Terms { method: Method::InterestOnlyGrace { rows: 11 }, ..thousand(12) };
    assert_carried("101", late, None, ["100.00", "101.00"]);
    let one = Terms { iva: SIXTEEN_ON_TOP, ..thousand(1) };
    assert_carried("101.16", one, None, ["100.00", "101.00"]);
}

#[test]
fn nothing_carried_is_told() {
    let fee = FixedFee { amount: money("5"), iva: Rate::ZERO };
    let charged = Terms { charges: Charges { fixed_fee: Some(fee), ..Charges::NONE }, ..quincenas(59) };
    assert_eq!(carried("5", charged, None).map(|[amount, _]| amount).as_deref(), Ok("0.24"));
    assert_eq!(carried("4.99", charged, None), Err(Error::NoCapacity));
    assert_eq!(
        carried("0.01", Terms { periods_per_year: 1, ..Terms::new(Money::ZERO, rate("1000"), 1) }, None),
        Err(Error::NoCapacity)
    );
    // 49 days of interest at 1000 % are more than the payment, and yet some centavos round to nothing.
    let interest = InterestBy::RealDates { basis: DayBasis::D360 };
    let growing = Terms { timing: january(2, interest), annual_rate: rate("1000"), ..thousand(24) };
    assert_eq!(carried("1000", growing, None), Err(Error::NegativeAmortization { row: 1 }));
    let commission = Commission { rate: rate("100"), iva: Rate::ZERO, paid: CommissionPaid::Deducted };
    let taken = Terms { charges: Charges { commission: Some(commission), ..Charges::NONE }, ..quincenas(59) };
    assert_eq!(carried("1000", taken, None), Err(Error::NetNotPositive));
}

#[test]
fn wrong_terms_are_refused_whatever_the_amount() {
    let over = quincenas(1201);
    assert_eq!(carried("1000", over, None), Err(Error::AboveLimit { field: Field::Payments }));
    assert_eq!(carried("0", quincenas(59), None), Err(Error::NotPositive { field: Field::Payment }));
    assert_eq!(carried("1000", quincenas(59), Some("0")), Err(Error::NotPositive { field: Field::Cap }));
    let over = Some("1000000000000.01");
    assert_eq!(carried("1000", quincenas(59), over), Err(Error::AboveLimit { field: Field::Cap }));
    let solved =
        Terms { method: Method::German, timing: january(1, odd(FirstPeriod::Solve)), ..quincenas(24) };
    let error = Error::UnsupportedCombination { one: Field::FirstPeriod, other: Field::Method };
    assert_eq!(carried("1000", solved, None), Err(error));
}

#[test]
fn extra_payments_do_not_count() {
    let list = [Extra { after: 1, amount: money("900") }];
    let extras = Extras { list: &list, effect: ExtraEffect::ReduceTerm };
    let taxed = Terms { iva: SIXTEEN_INSIDE, ..thousand(12) };
    assert_eq!(carried("10", Terms { extras, ..taxed }, None), carried("10", taxed, None));
}

/// Past each run of amounts whose interest the level payment covers come some without a loan.
#[test]
fn amounts_without_a_loan_do_not_end_the_search() {
    let to = |multiple, annual_rate, periods_per_year, payments| Terms {
        payment_multiple: Some(money(multiple)),
        periods_per_year,
        ..Terms::new(Money::ZERO, rate(annual_rate), payments)
    };
    for (payment, terms, cap, found) in [
        ("3049", to("100", "24", 12, 240), None, ["149999.74", "3000.00"]),
        ("3000", to("1000", "100", 24, 600), Some("1000000"), ["71999.87", "3000.00"]),
        ("1000", to("50", "100", 24, 1200), None, ["23999.87", "1000.00"]),
        // Up to 1,000.00, and yet the first row repays everything.
        ("100", Terms { rounding: Rounding::Up, ..to("1000", "13.67", 24, 12) }, None, ["99.43", "100.00"]),
    ] {
        assert_carried(payment, terms, cap, found);
    }
    assert_eq!(carried("100", to("1000", "13.67", 24, 12), None), Err(Error::NoCapacity));
    // A multiple that is too coarse for its own amounts is not what stands in the way of this payment.
    let insured = Charges { insurance: all_charges().insurance, ..Charges::NONE };
    let above = Terms { charges: insured, rounding: Rounding::HalfEven, ..to("1.40", "48", 24, 12) };
    assert_eq!(carried("1.25", above, Some("5")), Err(Error::NoCapacity));
    // 49 days of interest at 1000 % are more than any of the payments searched.
    let interest = InterestBy::RealDates { basis: DayBasis::D360 };
    let growing = Terms { timing: january(2, interest), ..to("1", "1000", 24, 24) };
    assert_eq!(carried("1000", growing, None), Err(Error::MultipleTooCoarse { row: 1 }));
}

/// Where interest is added to the first payment, its rounding makes amounts fit past the first that does not.
#[test]
fn no_amount_fits_above_the_one_found_where_a_longer_first_period_is_paid_apart() {
    let longer = january(2, odd(FirstPeriod::AddToFirst));
    let base = Terms { timing: longer, ..quincenas(8) };
    let Charges { insurance, fixed_fee, fund, .. } = all_charges();
    let fee = fixed_fee.map(|fee| FixedFee { amount: money("0.07"), ..fee });
    for (payment, terms) in [
        (
            1905,
            Terms {
                annual_rate: rate("24"),
                periods_per_year: 12,
                payments: 4,
                rounding: Rounding::Up,
                iva: SIXTEEN_INSIDE,
                charges: Charges { fund, fixed_fee: fee, ..Charges::NONE },
                ..base
            },
        ),
        (
            2395,
            Terms {
                annual_rate: rate("300"),
                rounding: Rounding::HalfEven,
                iva: SIXTEEN_INSIDE,
                charges: Charges { insurance, ..Charges::NONE },
                ..base
            },
        ),
        (
            414,
            Terms {
                annual_rate: rate("300"),
                periods_per_year: 12,
                payments: 2,
                rounding: Rounding::HalfEven,
                payment_multiple: Some(money("1")),
                iva: SIXTEEN_ON_TOP,
                charges: Charges {
                    insurance,
                    fixed_fee: fee.map(|fee| FixedFee { amount: money("0.03"), ..fee }),
                    ..Charges::NONE
                },
                ..base
            },
        ),
    ] {
        assert_largest(payment, terms);
    }
}

/// Every amount up to a cap far above what the payment carries.
#[test]
fn no_amount_fits_above_the_one_found_under_a_coarse_multiple() {
    let fee = FixedFee { amount: money("0.06"), iva: rate("16") };
    let charged = Charges { fixed_fee: Some(fee), ..Charges::NONE };
    let real = InterestBy::RealDates { basis: DayBasis::D360 };
    let base = Terms { annual_rate: rate("300"), periods_per_year: 12, ..quincenas(14) };
    for terms in [
        base,
        Terms { iva: SIXTEEN_INSIDE, ..base },
        Terms { iva: SIXTEEN_ON_TOP, charges: charged, ..base },
        Terms { timing: january(1, real), charges: all_charges(), ..base },
        Terms { timing: january(1, odd(FirstPeriod::AddToFirst)), ..base },
        Terms { method: Method::InterestOnlyGrace { rows: 4 }, ..base },
    ] {
        for rounding in [Rounding::HalfUp, Rounding::HalfEven, Rounding::Up] {
            for multiple_and_payment in [(100, 60), (100, 299), (140, 340)] {
                let (multiple, payment) = multiple_and_payment;
                let unit = Some(Money::from_centavos(multiple));
                assert_largest(payment, Terms { payment_multiple: unit, rounding, ..terms });
            }
        }
    }
}

fn assert_largest(payment: i64, terms: Terms) {
    let [max_payment, cap] = [payment, 4 * payment].map(Money::from_centavos);
    let with = |amount| Terms { amount: Money::from_centavos(amount), ..terms };
    let largest = (1..=cap.centavos()).rev().find(|&amount| fits(max_payment, with(amount)));
    let found = affordable(max_payment, &terms, Some(cap)).map(|found| found.max_amount.centavos());
    assert_eq!(found.ok(), largest, "{max_payment} {terms:?}");
}

/// Whether a payment carries a loan, in the words of the conventions.
fn fits(max_payment: Money, terms: Terms) -> bool {
    let schedule = Loan::new(terms).and_then(|loan| loan.schedule());
    schedule.is_ok_and(|schedule| {
        let counts = |row: &&Row| terms.payments == 1 || row.number < terms.payments;
        schedule.rows.iter().filter(counts).all(|row| row.payment <= max_payment)
    })
}

fn all_charges() -> Charges {
    Charges {
        commission: Some(Commission { rate: rate("2.5"), iva: rate("16"), paid: CommissionPaid::Financed }),
        insurance: Some(Insurance {
            rate: "3.5".parse().expect("a rate"),
            iva: rate("16"),
            base: Base::Balance,
        }),
        fund: Some(Fund {
            rate: rate("1"),
            iva: Rate::ZERO,
            base: Base::Balance,
            charged: FundCharged::Yearly,
        }),
        fixed_fee: Some(FixedFee { amount: money("0.35"), iva: rate("16") }),
    }
}

/// Terms under which some row after the first can be the dearest, and under which roundings make amounts
/// fit past the first one that does not.
fn exotic() -> [Terms<'static>; 11] {
    let plain = Terms { annual_rate: rate("48"), ..quincenas(13) };
    let real = InterestBy::RealDates { basis: DayBasis::D360 };
    let on_top = Terms { iva: SIXTEEN_ON_TOP, ..plain };
    let real_on_top = Terms { timing: january(1, real), ..on_top };
    [
        Terms { iva: SIXTEEN_INSIDE, ..plain },
        on_top,
        real_on_top,
        Terms { charges: all_charges(), ..on_top },
        Terms { charges: all_charges(), ..real_on_top },
        Terms { rounding: Rounding::HalfEven, charges: all_charges(), ..real_on_top },
        Terms { timing: january(1, odd(FirstPeriod::Absorb)), ..on_top },
        Terms { method: Method::German, ..real_on_top },
        Terms { method: Method::InterestOnlyGrace { rows: 4 }, ..real_on_top },
        Terms { payment_multiple: Some(money("0.50")), ..real_on_top },
        Terms { timing: january(1, odd(FirstPeriod::AddToFirst)), ..on_top },
    ]
}

/// Centavos of amount in which the level payment of [`exotic`] rises twenty times.
const FAR: i64 = 200;

#[test]
fn it_fits_and_no_larger_amount_does() {
    for terms in exotic() {
        for payment in (2_000..8_000).step_by(307).map(Money::from_centavos) {
            let found = affordable(payment, &terms, None).expect("an amount").max_amount;
            let with = |above| Terms { amount: Money::from_centavos(found.centavos() + above), ..terms };
            assert!(fits(payment, with(0)), "{payment}: {found} {terms:?}");
            let larger = (1..FAR).find(|&above| fits(payment, with(above)));
            assert_eq!(larger, None, "{payment}: {found} {terms:?}");
        }
    }
}

#[test]
fn the_solved_amount_fits_as_a_schedule() {
    for payments in [1, 2, 24, 59, 360] {
        let found = solve::amount(money("1234.56"), &quincenas(payments)).expect("an amount");
        assert!(fits(money("1234.56"), Terms { amount: found, ..quincenas(payments) }));
    }
}
