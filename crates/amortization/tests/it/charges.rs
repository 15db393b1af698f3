//! "Charges", row by row.

use amortization::{
    Base, Charge, Charges, Commission, CommissionPaid, Error, Field, FixedFee, Fund, FundCharged, Insurance,
    Iva, Loan, Method, Money, PerMille, Rate, Rounding, Terms,
};

use crate::by_hand::{MODES, SIXTEEN_ON_TOP, assert_rows, free, money, rate, refusal, schedule, thousand};

fn commission(percent: &str, iva: &str, paid: CommissionPaid) -> Charges {
    let commission = Commission { rate: rate(percent), iva: rate(iva), paid };
    Charges { commission: Some(commission), ..Charges::NONE }
}

fn fund(percent: &str, iva: &str, base: Base, charged: FundCharged) -> Charges {
    Charges { fund: Some(Fund { rate: rate(percent), iva: rate(iva), base, charged }), ..Charges::NONE }
}

fn insurance(per_mille: &str, iva: &str, base: Base) -> Charges {
    let share: PerMille = per_mille.parse().expect("a share of a thousand");
    Charges { insurance: Some(Insurance { rate: share, iva: rate(iva), base }), ..Charges::NONE }
}

fn fee(amount: &str, iva: &str) -> Charges {
    Charges { fixed_fee: Some(FixedFee { amount: money(amount), iva: rate(iva) }), ..Charges::NONE }
}

fn charge(amount: &str, iva: &str) -> Charge {
    Charge { amount: money(amount), iva: money(iva) }
}

fn loan(terms: Terms<'static>, charges: Charges) -> Loan<'static> {
    Loan::new(Terms { charges, ..terms }).expect("valid terms")
}

/// Fund, insurance, fee, their IVA, payment.
fn rows(terms: Terms<'static>, charges: Charges) -> Vec<String> {
    let rows = schedule(Terms { charges, ..terms }).rows;
    let columns = rows.iter().map(|row| [row.fund, row.insurance, row.fee, row.charges_iva, row.payment]);
    columns.map(|columns| columns.map(|money| money.to_string()).join(" ")).collect()
}

#[test]
fn who_pays_the_commission_decides_what_is_financed_and_what_is_paid_out() {
    for (paid, financed, net) in [
        (CommissionPaid::Deducted, "1000.00", "976.80"),
        (CommissionPaid::Financed, "1023.20", "1000.00"),
        (CommissionPaid::Upfront, "1000.00", "1000.00"),
    ] {
        let loan = loan(thousand(3), commission("2", "16", paid));
        assert_eq!(loan.commission(), charge("20", "3.20"));
        let found = [loan.financed_amount(), loan.net_disbursed()].map(|money| money.to_string());
        assert_eq!(found, [financed, net], "{paid:?}");
    }
    let none = loan(thousand(3), Charges::NONE);
    assert_eq!((none.commission(), none.upfront_fund()), (Charge::default(), Charge::default()));
}

#[test]
fn a_financed_commission_is_repaid_with_the_loan() {
    let charges = commission("2", "16", CommissionPaid::Financed);
    let half = [
        "1023.20 337.68 10.23 0.00 347.91 685.52",
        "685.52 341.05 6.86 0.00 347.91 344.47",
        "344.47 344.47 3.44 0.00 347.91 0.00",
    ];
    assert_rows(Terms { charges, ..thousand(3) }, "347.91", &half);
    let up = [
        "1023.20 337.68 10.24 0.00 347.92 685.52",
        "685.52 341.06 6.86 0.00 347.92 344.46",
        "344.46 344.46 3.45 0.00 347.91 0.00",
    ];
    assert_rows(Terms { charges, rounding: Rounding::Up, ..thousand(3) }, "347.92", &up);
}

/// 1 % of 1,000.50 is a tie; 16 % of that is 1.6016 or 1.60.
#[test]
fn commission_and_its_iva_are_rounded_one_after_the_other() {
    let found = |rounding| {
        let terms = Terms { amount: money("1000.50"), rounding, ..thousand(3) };
        loan(terms, commission("1", "16", CommissionPaid::Deducted)).commission()
    };
    assert_eq!(MODES.map(found), [charge("10.01", "1.60"), charge("10", "1.60"), charge("10.01", "1.61")]);
}

#[test]
fn insurance_on_the_balance_or_on_the_original_amount() {
    let on = |base| rows(thousand(3), insurance("1", "16", base));
    let balance = ["0.00 1.00 0.00 0.16 341.18", "0.00 0.67 0.00 0.11 340.80", "0.00 0.34 0.00 0.05 340.42"];
    assert_eq!(on(Base::Balance), balance);
    let original = ["0.00 1.00 0.00 0.16 341.18", "0.00 1.00 0.00 0.16 341.18", "0.00 1.00 0.00 0.16 341.19"];
    assert_eq!(on(Base::Original), original);
}

/// 0.5 per mille of 250.00 is a tie: 0.125.
#[test]
fn a_charge_follows_the_rounding_mode() {
    let charged = |rounding| {
        rows(Terms { rounding, ..free("250", 1) }, insurance("0.5", "0", Base::Original)).remove(0)
    };
    let [half_up, half_even, up] = MODES.map(charged);
    assert_eq!([&half_up, &up], ["0.00 0.13 0.00 0.00 250.13"; 2]);
    assert_eq!(half_even, "0.00 0.12 0.00 0.00 250.12");
}

/// Twice a year: with rows 1, 3 and 5, whose balances are 1,000, 600 and 200.
#[test]
fn the_yearly_fund_comes_with_the_first_row_of_each_year() {
    let terms = Terms { periods_per_year: 2, ..free("1000", 5) };
    let on = |base| rows(terms, fund("1", "16", base, FundCharged::Yearly));
    let plain = "0.00 0.00 0.00 0.00 200.00";
    let (first, third, fifth) =
        ("10.00 0.00 0.00 1.60 211.60", "6.00 0.00 0.00 0.96 206.96", "2.00 0.00 0.00 0.32 202.32");
    assert_eq!(on(Base::Balance), [first, plain, third, plain, fifth]);
    assert_eq!(on(Base::Original), [first, plain, first, plain, first]);
    let yearly = Terms { periods_per_year: 1, ..free("1000", 2) };
    let every = rows(yearly, fund("1", "0", Base::Original, FundCharged::Yearly));
    assert_eq!(every, ["10.00 0.00 0.00 0.00 510.00"; 2]);
}

#[test]
fn an_upfront_fund_is_taken_from_what_is_paid_out() {
    let upfront = fund("1", "16", Base::Balance, FundCharged::Upfront);
    let alone = loan(thousand(3), upfront);
    assert_eq!((alone.upfront_fund(), alone.net_disbursed()), (charge("10", "1.60"), money("988.40")));
    assert_eq!(alone.totals().map(|totals| totals.fund), Ok(Money::ZERO));
    // On the financed amount, 1,023.20; with a deducted commission both come out of the thousand.
    let with = |paid| loan(thousand(3), Charges { fund: upfront.fund, ..commission("2", "16", paid) });
    let financed = with(CommissionPaid::Financed);
    assert_eq!(
        (financed.upfront_fund(), financed.net_disbursed()),
        (charge("10.23", "1.64"), money("988.13"))
    );
    assert_eq!(with(CommissionPaid::Deducted).net_disbursed(), money("965.20"));
}

#[test]
fn a_fixed_fee_comes_with_every_row() {
    let found = rows(thousand(3), fee("5", "16"));
    let stated = ["0.00 0.00 5.00 0.80 345.82", "0.00 0.00 5.00 0.80 345.82", "0.00 0.00 5.00 0.80 345.83"];
    assert_eq!(found, stated);
}

/// Twice 16 % of 0.28 is 0.04 + 0.04, not the 0.09 of their sum.
#[test]
fn iva_is_rounded_charge_by_charge() {
    let charges =
        Charges { fixed_fee: fee("0.28", "16").fixed_fee, ..insurance("0.28", "16", Base::Original) };
    assert_eq!(rows(thousand(1), charges), ["0.00 0.28 0.28 0.08 1010.64"]);
    let up = Terms { rounding: Rounding::Up, ..thousand(1) };
    assert_eq!(rows(up, charges), ["0.00 0.28 0.28 0.10 1010.66"]);
}

#[test]
fn charges_leave_principal_and_interest_as_they_are() {
    let all = Charges {
        insurance: insurance("1", "16", Base::Balance).insurance,
        fund: fund("1", "16", Base::Original, FundCharged::Yearly).fund,
        ..fee("5", "16")
    };
    let grace = Method::InterestOnlyGrace { rows: 1 };
    for method in [Method::Level, Method::German, Method::Bullet, Method::Flat, grace] {
        let terms = Terms { method, iva: SIXTEEN_ON_TOP, ..thousand(3) };
        let (bare, charged) = (schedule(terms), schedule(Terms { charges: all, ..terms }));
        assert_eq!(bare.level_payment, charged.level_payment);
        for (bare, charged) in bare.rows.iter().zip(&charged.rows) {
            let parts = |row: &amortization::Row| [row.principal, row.interest, row.iva, row.closing_balance];
            assert_eq!(parts(bare), parts(charged), "{method:?}");
        }
        let totals = charged.totals;
        let added = [totals.fund, totals.insurance, totals.fees, totals.charges_iva].map(Money::centavos);
        assert_eq!(totals.paid.centavos() - bare.totals.paid.centavos(), added.iter().sum::<i64>());
        assert_eq!((totals.fund, totals.fees), (money("10"), money("15")), "{method:?}");
    }
    // A row of grace: 10.00 + 1.60 + fund 10.00 + insurance 1.00 + fee 5.00 + IVA 1.60 + 0.16 + 0.80.
    let first = schedule(Terms { method: grace, iva: SIXTEEN_ON_TOP, charges: all, ..thousand(3) }).rows[0];
    assert_eq!(first.payment, money("30.16"));
}

#[test]
fn charges_that_leave_nothing_to_pay_out_are_refused() {
    let whole = fund("100", "0", Base::Balance, FundCharged::Upfront);
    let deducted = |percent, iva| commission(percent, iva, CommissionPaid::Deducted);
    for charges in [deducted("100", "0"), deducted("90", "16"), whole] {
        assert_eq!(refusal(Terms { charges, ..thousand(3) }), Error::NetNotPositive);
    }
    let upfront = commission("100", "100", CommissionPaid::Upfront);
    assert_eq!(loan(thousand(3), upfront).net_disbursed(), money("1000"));
    assert_eq!(loan(thousand(3), deducted("99.999", "0")).net_disbursed(), money("0.01"));
}

#[test]
fn each_charge_has_its_limits() {
    let (many, above) = (Rate::from_millionths(100_000_001), "100.000001");
    assert_eq!(many.to_string(), above);
    let deducted = |percent, iva| commission(percent, iva, CommissionPaid::Deducted);
    let yearly = |percent, iva| fund(percent, iva, Base::Balance, FundCharged::Yearly);
    for (charges, field) in [
        (deducted(above, "0"), Field::CommissionRate),
        (deducted("0", above), Field::CommissionIva),
        (insurance("1000.000001", "0", Base::Balance), Field::InsuranceRate),
        (insurance("0", above, Base::Balance), Field::InsuranceIva),
        (yearly(above, "0"), Field::FundRate),
        (yearly("0", above), Field::FundIva),
        (fee("1000000000000.01", "0"), Field::FixedFee),
        (fee("0", above), Field::FixedFeeIva),
    ] {
        assert_eq!(refusal(Terms { charges, ..thousand(3) }), Error::AboveLimit { field });
    }
    let negative = FixedFee { amount: Money::from_centavos(-1), iva: Rate::ZERO };
    let charges = Charges { fixed_fee: Some(negative), ..Charges::NONE };
    assert_eq!(refusal(Terms { charges, ..thousand(3) }), Error::NotPositive { field: Field::FixedFee });
    let nothing =
        [deducted("0", "100"), insurance("0", "100", Base::Balance), yearly("0", "100"), fee("0", "100")];
    for charges in nothing {
        assert_eq!(schedule(Terms { charges, ..thousand(3) }), schedule(thousand(3)));
    }
}

/// What `limits` says of itself: 1,200 yearly rows of the largest amount, everything at its dearest.
#[test]
fn nothing_leaves_the_integer_at_the_limits() {
    let (hundred, top) = (rate("100"), money("1000000000000"));
    let charges = Charges {
        fixed_fee: Some(FixedFee { amount: top, iva: hundred }),
        insurance: insurance("1000", "100", Base::Original).insurance,
        fund: fund("100", "100", Base::Original, FundCharged::Yearly).fund,
        ..commission("100", "100", CommissionPaid::Financed)
    };
    for method in [Method::Level, Method::German, Method::Bullet, Method::Flat] {
        for iva in [Iva::level_total(hundred), Iva::on_top(hundred)] {
            let lent = Terms { periods_per_year: 1, method, charges, ..Terms::new(top, rate("1000"), 1200) };
            let totals = schedule(Terms { iva: Some(iva), rounding: Rounding::Up, ..lent }).totals;
            let sums = [totals.interest, totals.iva, totals.fund, totals.insurance, totals.fees];
            assert!(sums.iter().all(|sum| *sum > Money::ZERO && *sum < totals.paid), "{method:?}");
        }
    }
}
