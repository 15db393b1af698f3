//! Renewals, by hand from the conventions.

use amortization::{Commission, CommissionPaid, Error, Field, Money, Rate, Renewal, renew};

fn commission(rate: &str, iva: &str) -> Commission {
    let (rate, iva) = (rate.parse().expect("a rate"), iva.parse().expect("a rate"));
    Commission { rate, iva, paid: CommissionPaid::Deducted }
}

fn renewed(
    amount: &str,
    old_balance: &str,
    commission: Option<Commission>,
    min_net: &str,
) -> Result<Renewal, Error> {
    let (amount, old_balance) = (amount.parse().expect("an amount"), old_balance.parse().expect("a balance"));
    let min_net: Option<Rate> = (!min_net.is_empty()).then(|| min_net.parse().expect("a share"));
    renew(amount, old_balance, commission, min_net)
}

#[test]
fn the_net_is_what_balance_and_commission_leave() {
    for (amount, old_balance, commission, stated) in [
        ("60000", "30000", None, ["0.00", "0.00", "30000.00"]),
        ("60000", "0", None, ["0.00", "0.00", "60000.00"]),
        ("60000", "30000", Some(commission("1.5", "16")), ["900.00", "144.00", "28956.00"]),
        // Half a centavo goes up: 0.5 % of 1.00, and 50 % of that centavo.
        ("1", "0", Some(commission("0.5", "50")), ["0.01", "0.01", "0.98"]),
        ("1", "0", Some(commission("0.499999", "50")), ["0.00", "0.00", "1.00"]),
        ("1000", "999.99", None, ["0.00", "0.00", "0.01"]),
        ("1000000000000", "999999999999.99", None, ["0.00", "0.00", "0.01"]),
    ] {
        let renewal = renewed(amount, old_balance, commission, "").expect("a renewal");
        let found = [renewal.commission, renewal.commission_iva, renewal.net].map(|money| money.to_string());
        assert_eq!(found, stated, "{amount} {old_balance}");
    }
}

#[test]
fn nothing_left_is_refused() {
    let (nothing, all) = (Err(Error::RenewalNetNotPositive), "100");
    assert_eq!(renewed("1000", "1000", None, ""), nothing);
    assert_eq!(renewed("1000", "1000.01", None, ""), nothing);
    assert_eq!(renewed("1000", "0", Some(commission(all, "100")), ""), nothing);
    // 1,000.00 - 988.40 - 10.00 - 1.60 is zero.
    assert_eq!(renewed("1000", "988.40", Some(commission("1", "16")), ""), nothing);
    assert!(renewed("1000", "988.39", Some(commission("1", "16")), "").is_ok());
    // Nothing left is told before too little left.
    assert_eq!(renewed("1000", "1000", None, "30"), nothing);
}

#[test]
fn the_minimum_is_met_exactly_or_refused() {
    let below = Err(Error::RenewalNetBelowMinimum);
    let net = |renewal: Result<Renewal, Error>| renewal.map(|renewal| renewal.net.to_string());
    assert_eq!(net(renewed("1000", "500", None, "50")), Ok("500.00".into()));
    assert_eq!(renewed("1000", "500.01", None, "50"), below);
    // 28,956.00 of 60,000.00 is 48.26 %.
    assert_eq!(net(renewed("60000", "30000", Some(commission("1.5", "16")), "48.26")), Ok("28956.00".into()));
    assert_eq!(renewed("60000", "30000", Some(commission("1.5", "16")), "48.260001"), below);
    assert_eq!(renewed("60000", "30000.01", Some(commission("1.5", "16")), "48.26"), below);
    assert_eq!(net(renewed("1000", "0", None, "100")), Ok("1000.00".into()));
    assert_eq!(net(renewed("1000", "999.99", None, "0")), Ok("0.01".into()));
}

#[test]
fn each_field_has_its_limit() {
    let rate = Rate::from_millionths;
    let (zero, one, too_much) =
        (Money::ZERO, Money::from_centavos(1), Money::from_centavos(100_000_000_000_001));
    let paid = |paid| Some(Commission { rate: Rate::ZERO, iva: Rate::ZERO, paid });
    let charged = |rate, iva| Some(Commission { rate, iva, paid: CommissionPaid::Deducted });
    let above = rate(100_000_001);
    for (found, field, code) in [
        (renew(zero, zero, None, None), Field::Amount, "not_positive"),
        (renew(too_much, zero, None, None), Field::Amount, "above_limit"),
        (renew(one, Money::from_centavos(-1), None, None), Field::OldBalance, "not_positive"),
        (renew(one, too_much, None, None), Field::OldBalance, "above_limit"),
        (renew(one, zero, charged(above, Rate::ZERO), None), Field::CommissionRate, "above_limit"),
        (renew(one, zero, charged(Rate::ZERO, above), None), Field::CommissionIva, "above_limit"),
        (renew(one, zero, None, Some(above)), Field::MinNetShare, "above_limit"),
        (renew(one, zero, paid(CommissionPaid::Financed), None), Field::Charges, "unsupported_value"),
        (renew(one, zero, paid(CommissionPaid::Upfront), None), Field::Charges, "unsupported_value"),
    ] {
        let error = found.expect_err(code);
        assert_eq!((error.field(), error.code()), (field, code));
    }
}
