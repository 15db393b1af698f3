//! "Composing": what has no meaning together is named, and everything else has a table.

use amortization::{
    Base, Charges, Commission, CommissionPaid, DayBasis, Error, Extra, ExtraEffect, Extras, Field,
    FirstPeriod, FixedFee, Fund, FundCharged, Insurance, InterestBy, Loan, Method, Money, PerMille, Rounding,
    Terms,
};

use crate::by_hand::{
    MODES, SIXTEEN_INSIDE, SIXTEEN_ON_TOP, january, money, odd, rate, refusal, schedule, thousand,
};

const REAL: InterestBy = InterestBy::RealDates { basis: DayBasis::D365 };
const GRACE: Method = Method::InterestOnlyGrace { rows: 2 };
const METHODS: [Method; 5] = [Method::Level, Method::German, Method::Bullet, GRACE, Method::Flat];
const LIST: [Extra; 2] = [
    Extra { after: 1, amount: Money::from_centavos(7_777) },
    Extra { after: 4, amount: Money::from_centavos(1) },
];
const EFFECTS: [ExtraEffect; 2] = [ExtraEffect::ReduceTerm, ExtraEffect::ReducePayment];

/// The documented table, said as what is refused.
fn refused(terms: &Terms) -> Option<Field> {
    let (method, extras) = (terms.method, !terms.extras.list.is_empty());
    let interest = terms.timing.map(|timing| timing.interest).unwrap_or_default();
    let is_level = matches!(method, Method::Level | Method::InterestOnlyGrace { .. });
    match method {
        Method::Flat if interest != InterestBy::Periods => Some(Field::InterestBy),
        Method::Flat if extras => Some(Field::Extras),
        Method::Bullet if extras && terms.extras.effect == ExtraEffect::ReduceTerm => {
            Some(Field::ExtrasEffect)
        }
        _ if !is_level && terms.payment_multiple.is_some() => Some(Field::PaymentMultiple),
        Method::Level => None,
        _ if interest == odd(FirstPeriod::Solve) => Some(Field::FirstPeriod),
        _ => None,
    }
}

fn all_charges() -> Charges {
    let (two, sixteen) = (rate("2"), rate("16"));
    let per_mille: PerMille = "0.35".parse().expect("a share of a thousand");
    Charges {
        commission: Some(Commission { rate: two, iva: sixteen, paid: CommissionPaid::Financed }),
        insurance: Some(Insurance { rate: per_mille, iva: sixteen, base: Base::Balance }),
        fund: Some(Fund { rate: two, iva: sixteen, base: Base::Original, charged: FundCharged::Yearly }),
        fixed_fee: Some(FixedFee { amount: money("3.33"), iva: sixteen }),
    }
}

/// Each method with each kind of interest, IVA, extras and multiple, with all charges, in each rounding mode.
fn everything() -> impl Iterator<Item = Terms<'static>> {
    let interests = [
        None,
        january(1, InterestBy::Periods),
        january(2, odd(FirstPeriod::Absorb)),
        january(2, odd(FirstPeriod::AddToFirst)),
        january(2, odd(FirstPeriod::Solve)),
        january(1, REAL),
    ];
    let extras = EFFECTS.map(|effect| Extras { list: &LIST, effect }).into_iter().chain([Extras::NONE]);
    let multiples = [None, Some(money("5"))];
    let ivas = [None, SIXTEEN_INSIDE, SIXTEEN_ON_TOP];
    let base = Terms { charges: all_charges(), ..thousand(7) };
    let methods = METHODS.into_iter().map(move |method| Terms { method, ..base });
    let timed = methods.flat_map(move |terms| interests.map(|timing| Terms { timing, ..terms }));
    let paid = timed.flat_map(move |terms| extras.clone().map(move |extras| Terms { extras, ..terms }));
    let rounded = paid
        .flat_map(move |terms| multiples.map(|payment_multiple| Terms { payment_multiple, ..terms }))
        .flat_map(move |terms| ivas.map(|iva| Terms { iva, ..terms }));
    rounded.flat_map(|terms| MODES.map(|rounding| Terms { rounding, ..terms }))
}

#[test]
fn what_has_no_meaning_together_is_named_and_the_rest_composes() {
    let (mut tables, mut refusals) = (0, 0);
    for terms in everything() {
        if let Some(one) = refused(&terms) {
            let error = Error::UnsupportedCombination { one, other: Field::Method };
            assert_eq!(Loan::new(terms).expect_err("no meaning"), error, "{terms:?}");
            refusals += 1;
        } else {
            adds_up(terms);
            tables += 1;
        }
    }
    // Of 6 kinds of interest, 3 of extras, 2 of multiples, 3 of IVA and 3 modes: all for level; 5 interests under
    // grace; those without a multiple for german, and but one kind of extras for bullet; for flat, 2 interests.
    let composing = [6 * 3 * 2, 5 * 3 * 2, 5 * 3, 5 * 2, 2].map(|kinds| kinds * 9);
    assert_eq!((tables, refusals), (composing.iter().sum(), 5 * 6 * 3 * 2 * 9 - tables));
}

/// "Properties that always hold", for any combination.
fn adds_up(terms: Terms) {
    let loan = Loan::new(terms).expect("a combination with a meaning");
    let table = schedule(terms);
    let mut owed = loan.financed_amount();
    for row in &table.rows {
        assert_eq!(row.opening_balance, owed, "{terms:?}");
        let parts = [row.principal, row.interest, row.iva, row.fund, row.insurance, row.fee, row.charges_iva];
        assert!(parts.iter().all(|part| *part >= Money::ZERO), "{terms:?}");
        let sum = parts.into_iter().try_fold(Money::ZERO, Money::checked_add);
        assert_eq!(sum, Some(row.payment), "{terms:?}");
        let left = owed.checked_sub(row.principal).and_then(|owed| owed.checked_sub(row.extra));
        assert_eq!(left, Some(row.closing_balance), "{terms:?}");
        owed = row.closing_balance;
        assert_eq!(row.due.is_some(), terms.timing.is_some());
    }
    assert_eq!(owed, Money::ZERO, "{terms:?}");
    assert_eq!(loan.rows().count(), table.rows.len());
    assert_eq!(
        table.totals.extras,
        terms
            .extras
            .list
            .iter()
            .fold(Money::ZERO, |sum, extra| { sum.checked_add(extra.amount).expect("two small amounts") })
    );
}

/// An extra of nothing asks for nothing: the effect alone is no combination.
#[test]
fn an_effect_without_extras_is_no_combination() {
    for method in METHODS {
        for effect in EFFECTS {
            let extras = Extras { list: &[], effect };
            let terms = Terms { method, extras, ..thousand(5) };
            assert_eq!(schedule(terms).rows, schedule(Terms { method, ..thousand(5) }).rows);
        }
    }
}

#[test]
fn a_combination_points_at_the_option_to_change() {
    let terms = Terms { method: Method::Flat, timing: january(1, REAL), ..thousand(5) };
    let error = refusal(terms);
    assert_eq!((error.field(), error.code()), (Field::InterestBy, "unsupported_combination"));
    assert_eq!(error.to_string(), "interest_by has no meaning with method");
}

/// All at once, by hand: 1,000.00 and a commission of 20.00 + 3.20 financed over three real periods of 21, 28 and 31
/// days at 12 % of 360, IVA inside, payments in multiples of 5.00 (347.6766... goes to 350.00), a fund of 1 % of the
/// original 1,023.20, insurance of 1 per mille of the balance and a fee of 2.00, all with IVA, and 100.00 extra after
/// row 1 that reduce the payment (over 28 and 31 days, 295.6538...; to 295.00).
#[test]
fn all_at_once() {
    let sixteen = rate("16");
    let charges = Charges {
        commission: Some(Commission { rate: rate("2"), iva: sixteen, paid: CommissionPaid::Financed }),
        insurance: Some(Insurance { rate: "1".parse().expect("a share"), iva: sixteen, base: Base::Balance }),
        fund: Some(Fund {
            rate: rate("1"),
            iva: sixteen,
            base: Base::Original,
            charged: FundCharged::Yearly,
        }),
        fixed_fee: Some(FixedFee { amount: money("2"), iva: sixteen }),
    };
    let list = [Extra { after: 1, amount: money("100") }];
    let terms = Terms {
        charges,
        iva: SIXTEEN_INSIDE,
        payment_multiple: Some(money("5")),
        timing: january(1, InterestBy::RealDates { basis: DayBasis::D360 }),
        extras: Extras { list: &list, effect: ExtraEffect::ReducePayment },
        rounding: Rounding::HalfUp,
        ..thousand(3)
    };
    let table = schedule(terms);
    let found: Vec<String> = table.rows.iter().map(all_columns).collect();
    assert_eq!(found, ROWS_OF_ALL_AT_ONCE);
    assert_eq!(table.level_payment, Some(money("350")));
}

const ROWS_OF_ALL_AT_ONCE: [&str; 3] = [
    "1023.20 341.69 7.16 1.15 10.23 1.02 2.00 2.12 365.37 100.00 581.51",
    "581.51 288.70 5.43 0.87 0.00 0.58 2.00 0.41 297.99 0.00 292.81",
    "292.81 292.81 3.03 0.48 0.00 0.29 2.00 0.37 298.98 0.00 0.00",
];

/// Opening, principal, interest, IVA, fund, insurance, fee, IVA of charges, payment, extra, closing.
fn all_columns(row: &amortization::Row) -> String {
    let columns = [
        row.opening_balance,
        row.principal,
        row.interest,
        row.iva,
        row.fund,
        row.insurance,
        row.fee,
        row.charges_iva,
        row.payment,
        row.extra,
        row.closing_balance,
    ];
    columns.map(|money| money.to_string()).join(" ")
}
