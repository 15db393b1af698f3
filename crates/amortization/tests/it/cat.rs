//! CAT, from figures worked out apart (the roots of the sums in `loans.md`, to 60 digits).

use amortization::{
    Base, Cat, CatTime, Charges, Commission, CommissionPaid, Error, Extra, ExtraEffect, Extras, FirstDue,
    FixedFee, Fund, FundCharged, Insurance, InterestBy, Loan, Method, Money, MovedPayDate, PerMille, Rate,
    Terms, Timing,
};

use crate::by_hand::{SIXTEEN_INSIDE, SIXTEEN_ON_TOP, date, money, rate};

fn cat(terms: Terms) -> Result<Cat, Error> {
    Loan::new(terms)?.cat(CatTime::Periods)
}

fn texts(cat: Cat) -> (String, String) {
    (cat.exact.to_string(), cat.shown.to_string())
}

fn assert_cat(terms: Terms, exact: &str, shown: &str) {
    let found = cat(terms).map(texts);
    assert_eq!(found, Ok((exact.to_owned(), shown.to_owned())), "{terms:?}");
}

fn quincenas(charges: Charges) -> Terms<'static> {
    Terms { charges, ..Terms::new(money("60000"), rate("13.67"), 59) }
}

fn commission(pct: &str, paid: CommissionPaid) -> Charges {
    taxed_commission(pct, "16", paid)
}

fn taxed_commission(pct: &str, iva: &str, paid: CommissionPaid) -> Charges {
    let commission = Commission { rate: rate(pct), iva: rate(iva), paid };
    Charges { commission: Some(commission), ..Charges::NONE }
}

fn fund(pct: &str, charged: FundCharged) -> Charges {
    let fund = Fund { rate: rate(pct), iva: rate("16"), base: Base::Balance, charged };
    Charges { fund: Some(fund), ..Charges::NONE }
}

/// One payment a year later: CAT is what it is more than the amount.
fn year(amount: &str, annual_rate: &str, charges: Charges) -> Terms<'static> {
    Terms { periods_per_year: 1, charges, ..Terms::new(money(amount), rate(annual_rate), 1) }
}

fn fee(amount: &str) -> Charges {
    Charges { fixed_fee: Some(FixedFee { amount: money(amount), iva: rate("16") }), ..Charges::NONE }
}

#[test]
fn the_published_average_loan_without_charges() {
    assert_cat(Terms::new(money("60145.27"), rate("13.67"), 59), "14.603957", "14.6");
}

#[test]
fn each_charge_counts_without_its_iva() {
    let insurance =
        Insurance { rate: PerMille::from_millionths(350_000), iva: rate("16"), base: Base::Balance };
    for (charges, exact, shown) in [
        (Charges::NONE, "14.603945", "14.6"),
        (commission("2", CommissionPaid::Deducted), "16.587699", "16.6"),
        (commission("2", CommissionPaid::Upfront), "16.587699", "16.6"),
        // A financed commission is owed with its IVA: that part is principal.
        (commission("2", CommissionPaid::Financed), "16.859763", "16.9"),
        (Charges { insurance: Some(insurance), ..Charges::NONE }, "15.565036", "15.6"),
        (fee("5"), "15.008197", "15"),
        (fund("1", FundCharged::Yearly), "16.275578", "16.3"),
        (fund("1", FundCharged::Upfront), "15.584749", "15.6"),
    ] {
        assert_cat(quincenas(charges), exact, shown);
    }
}

#[test]
fn nothing_charged_costs_nothing() {
    assert_cat(Terms::new(money("1000"), Rate::ZERO, 24), "0", "0");
}

#[test]
fn iva_and_extra_payments_do_not_count() {
    let plain = quincenas(Charges::NONE);
    let list = [Extra { after: 10, amount: money("5000") }];
    let extras = Extras { list: &list, effect: ExtraEffect::ReduceTerm };
    assert_eq!(cat(Terms { iva: SIXTEEN_ON_TOP, ..plain }), cat(plain));
    assert_eq!(cat(Terms { extras, ..plain }), cat(plain));
}

#[test]
fn a_year_is_as_many_powers_as_it_has_payments() {
    for (periods_per_year, exact) in [(1, "10"), (2, "21"), (4, "46.41"), (12, "213.842838")] {
        // 10 % each period, on an amount whose interest needs no rounding.
        let rate = Rate::from_millionths(10_000_000 * u64::from(periods_per_year));
        let terms = Terms { periods_per_year, ..Terms::new(money("1000"), rate, 1) };
        assert_eq!(cat(terms).map(|cat| cat.exact.to_string()).as_deref(), Ok(exact));
    }
}

#[test]
fn the_digit_at_a_half_way_point_goes_up() {
    // 0.01 of 2,000,000.00 is half a millionth of a percent; of a centavo more it is less.
    assert_cat(year("2000000", "0", fee("0.01")), "0.000001", "0");
    assert_cat(year("2000000.01", "0", fee("0.01")), "0", "0");
    assert_cat(year("2000000", "0", fee("0.03")), "0.000002", "0");
    // 8.00 received and 9.00 paid four months later: (9/8)^3 - 1 is 42.3828125 % exactly.
    let charges = taxed_commission("11.111111", "0", CommissionPaid::Deducted);
    let thirds = Terms {
        periods_per_year: 6,
        method: Method::Bullet,
        charges,
        ..Terms::new(money("9"), Rate::ZERO, 2)
    };
    assert_cat(thirds, "42.382813", "42.4");
}

#[test]
fn what_is_shown_is_rounded_once() {
    // The interest is cut to 505000000.40 centavos - 0.40: 5.05 % less 4e-11, whose six decimals are 5.05.
    assert_cat(year("10000000000.08", "5.05", Charges::NONE), "5.05", "5");
    assert_cat(year("10000000000.10", "5.05", Charges::NONE), "5.05", "5.1");
    assert_cat(year("100", "5.05", Charges::NONE), "5.05", "5.1");
}

#[test]
fn a_million_percent_is_the_limit() {
    assert_cat(year("0.01", "0", fee("100")), "1000000", "1000000");
    assert_eq!(cat(year("0.01", "0", fee("100.01"))), Err(Error::CatAboveLimit));
    let weeks = Terms { periods_per_year: 52, ..year("10000", "1000", Charges::NONE) };
    assert_cat(weeks, "937893.465411", "937893.5");
    let dearer = Terms { charges: commission("95", CommissionPaid::Deducted), ..weeks };
    assert_eq!(cat(dearer), Err(Error::NetNotPositive));
    let charges = taxed_commission("95", "0", CommissionPaid::Deducted);
    assert_eq!(cat(Terms { charges, ..weeks }), Err(Error::CatAboveLimit));
}

#[test]
fn opening_charges_that_leave_nothing_are_refused() {
    let terms = quincenas(commission("100", CommissionPaid::Upfront));
    assert_eq!(cat(terms), Err(Error::NetNotPositive));
}

#[test]
fn the_first_wrong_row_is_told() {
    let terms = Terms {
        periods_per_year: 1,
        rounding: amortization::Rounding::Up,
        iva: SIXTEEN_INSIDE,
        ..Terms::new(Money::from_centavos(1), Rate::from_millionths(1), 1200)
    };
    assert_eq!(cat(terms), Err(Error::NegativeAmortization { row: 1 }));
}

/// 10 % of interest, paid once.
fn dated<'a>(disbursed: &str, nth: u32, interest: InterestBy, moved: &'a [MovedPayDate]) -> Terms<'a> {
    let timing =
        Timing { disbursed_on: date(disbursed), first_due: FirstDue::Nth { n: nth }, moved, interest };
    Terms { timing: Some(timing), ..Terms::new(money("1000"), rate("240"), 1) }
}

#[test]
fn by_dates_a_year_is_365_days() {
    let year = dated("2026-01-15", 24, InterestBy::Periods, &[]);
    let found = |terms: Terms, time| Loan::new(terms)?.cat(time).map(texts);
    assert_eq!(found(year, CatTime::Dates), Ok(("10".to_owned(), "10".to_owned())));
    // The same payment counted as one quincena: 1.1^24.
    assert_eq!(found(year, CatTime::Periods), Ok(("884.973268".to_owned(), "885".to_owned())));
    // 366 days: 1.1^(365/366).
    let leap = dated("2028-01-15", 24, InterestBy::Periods, &[]);
    assert_eq!(found(leap, CatTime::Dates), Ok(("9.971359".to_owned(), "10".to_owned())));
}

#[test]
fn dates_are_those_that_drive_interest() {
    let moved = [MovedPayDate { nominal: date("2027-01-15"), shown: date("2027-01-05") }];
    let found = |interest| {
        let loan = Loan::new(dated("2026-01-15", 24, interest, &moved))?;
        loan.cat(CatTime::Dates).map(|cat| cat.exact.to_string())
    };
    assert_eq!(found(InterestBy::Periods).as_deref(), Ok("10"));
    // 355 days at 240 % over 360 are 236.67 % of 1,000.00: 3.36667^(365/355).
    let real = InterestBy::RealDates { basis: amortization::DayBasis::D360 };
    assert_eq!(found(real).as_deref(), Ok("248.378439"));
}

#[test]
fn dates_are_needed_for_dates() {
    let loan = Loan::new(quincenas(Charges::NONE)).expect("valid terms");
    assert_eq!(loan.cat(CatTime::Dates), Err(Error::NeedsDates));
}
