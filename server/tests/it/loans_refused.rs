//! What `/api/v1/loans/*` refuses: each field and code, the shapes it does not take, and lists without end.

use std::time::Instant;

use serde_json::{Value, json};

use crate::loans_support::{ask, laid, patient, usual};

/// Endpoint, body, and the field and code of its refusal.
type Case = (&'static str, Value, &'static str, &'static str);

async fn each_is_refused(cases: Vec<Case>) {
    let server = patient().await;
    for (path, body, field, code) in cases {
        let (status, problem) = ask(&server, path, &body).await;
        assert_eq!(status, 422, "{path} {body}: {problem}");
        assert_eq!(
            (&problem["field"], &problem["code"]),
            (&json!(field), &json!(code)),
            "{path} {body}: {problem}"
        );
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.ends_with('.') && detail.starts_with(char::is_uppercase), "{detail}");
        assert!(!detail.contains("Revise el dato"), "{field} has no name: {detail}");
    }
}

fn schedule(over: Value, field: &'static str, code: &'static str) -> Case {
    ("schedule", usual(&over), field, code)
}

fn dated(over: &Value) -> Value {
    laid(json!({ "disbursed_on": "2026-11-18" }), over)
}

#[tokio::test]
async fn a_figure_that_is_none_names_its_field() {
    each_is_refused(vec![
        schedule(json!({ "amount": null }), "amount", "empty"),
        schedule(json!({ "amount": "-1" }), "amount", "not_a_number"),
        schedule(json!({ "payment_multiple": "0" }), "payment_multiple", "not_positive"),
        schedule(json!({ "payment_multiple": "diez" }), "payment_multiple", "not_a_number"),
        schedule(json!({ "iva_pct": "16%" }), "iva_pct", "not_a_number"),
        schedule(json!({ "commission": { "pct": "1,5" } }), "commission.pct", "not_a_number"),
        schedule(json!({ "commission": { "pct": "101" } }), "commission.pct", "above_limit"),
        schedule(json!({ "commission": { "pct": "1", "iva_pct": "" } }), "commission.iva_pct", "empty"),
        schedule(json!({ "commission": { "pct": "100" } }), "amount", "net_not_positive"),
        schedule(json!({ "insurance": { "per_mille": "1001" } }), "insurance.per_mille", "above_limit"),
        schedule(
            json!({ "insurance": { "per_mille": "1", "iva_pct": "x" } }),
            "insurance.iva_pct",
            "not_a_number",
        ),
        schedule(json!({ "fund": { "pct": "1.0000001" } }), "fund.pct", "too_many_decimals"),
        schedule(json!({ "fund": { "pct": "1", "iva_pct": "101" } }), "fund.iva_pct", "above_limit"),
        schedule(json!({ "fixed_fee": { "amount": "1.005" } }), "fixed_fee.amount", "too_many_decimals"),
        schedule(
            json!({ "fixed_fee": { "amount": "1", "iva_pct": "101" } }),
            "fixed_fee.iva_pct",
            "above_limit",
        ),
        schedule(json!({ "extras": [{ "after": 1, "amount": "0" }] }), "extras", "not_positive"),
        schedule(json!({ "extras": [{ "after": 1, "amount": "mil" }] }), "extras", "not_a_number"),
        schedule(json!({ "extras": [{ "after": 1, "amount": "60000" }] }), "extras", "extra_above_balance"),
        schedule(
            json!({ "payment_multiple": "100000", "rounding": "half_even" }),
            "payment_multiple",
            "negative_amortization",
        ),
    ])
    .await;
}

#[tokio::test]
async fn a_date_that_is_none_names_its_field() {
    let moved =
        |nominal: &str, shown: &str| dated(&json!({ "pay_dates": [{ "nominal": nominal, "shown": shown }] }));
    each_is_refused(vec![
        schedule(json!({ "disbursed_on": "2026-02-30" }), "disbursed_on", "not_a_date"),
        schedule(json!({ "disbursed_on": "15/08/2025" }), "disbursed_on", "not_a_date"),
        schedule(json!({ "disbursed_on": "" }), "disbursed_on", "empty"),
        schedule(json!({ "disbursed_on": "2199-12-01" }), "disbursed_on", "outside_calendar"),
        schedule(dated(&json!({ "periods_per_year": 26 })), "periods_per_year", "no_pay_dates"),
        schedule(dated(&json!({ "first_due": { "nth": 0 } })), "first_due.nth", "not_positive"),
        schedule(dated(&json!({ "first_due": { "nth": 25 } })), "first_due.nth", "above_limit"),
        schedule(dated(&json!({ "first_due": { "lag_days": 367 } })), "first_due.lag_days", "above_limit"),
        schedule(moved("2026-12-30", "2026-12-18"), "pay_dates", "not_a_pay_date"),
        schedule(moved("2026-12-31", "2026-12-15"), "pay_dates", "pay_dates_out_of_order"),
        schedule(moved("2026-12-31", "18 de diciembre"), "pay_dates", "not_a_date"),
        schedule(moved("2026-11-30", "2026-11-18"), "disbursed_on", "not_after_disbursement"),
        ("due-dates", json!({ "disbursed_on": "hoy", "payments": 1 }), "disbursed_on", "not_a_date"),
        ("due-dates", json!({ "disbursed_on": "2026-11-18", "payments": 0 }), "payments", "not_positive"),
        (
            "due-dates",
            json!({ "disbursed_on": "2026-11-18", "payments": 1, "periods_per_year": 52 }),
            "periods_per_year",
            "no_pay_dates",
        ),
    ])
    .await;
}

/// None of them is passed over.
#[tokio::test]
async fn an_option_without_what_it_needs_is_refused() {
    each_is_refused(vec![
        schedule(json!({ "grace_payments": 2 }), "grace_payments", "needs_option"),
        schedule(json!({ "method": "interest_only_grace" }), "grace_payments", "empty"),
        schedule(
            json!({ "method": "interest_only_grace", "grace_payments": 59 }),
            "grace_payments",
            "above_limit",
        ),
        schedule(json!({ "iva_pct": null, "iva_mode": "on_top" }), "iva_mode", "needs_option"),
        schedule(dated(&json!({ "first_period": "absorb" })), "first_period", "needs_option"),
        schedule(dated(&json!({ "day_basis": 360 })), "day_basis", "needs_option"),
        schedule(
            dated(&json!({ "interest_by": "real_dates", "day_basis": 364 })),
            "day_basis",
            "unsupported_value",
        ),
        schedule(json!({ "extras_effect": "reduce_term" }), "extras_effect", "needs_option"),
        schedule(
            json!({ "fund": { "pct": "1", "base": "balance", "charged": "upfront" } }),
            "fund.base",
            "needs_option",
        ),
        schedule(json!({ "first_due": { "nth": 1 } }), "disbursed_on", "needs_dates"),
        schedule(
            json!({ "pay_dates": [{ "nominal": "2026-12-31", "shown": "2026-12-18" }] }),
            "disbursed_on",
            "needs_dates",
        ),
        schedule(json!({ "interest_by": "real_dates" }), "disbursed_on", "needs_dates"),
        ("cat", json!({ "terms": usual(&json!({})), "time": "dates" }), "disbursed_on", "needs_dates"),
    ])
    .await;
}

#[tokio::test]
async fn options_without_a_meaning_together_are_refused() {
    let pair = |over: Value, field| schedule(dated(&over), field, "unsupported_combination");
    let extras = json!([{ "after": 1, "amount": "100" }]);
    let solve = json!({ "interest_by": "odd_first_period", "first_period": "solve" });
    let with = |over: Value| laid(solve.clone(), &over);
    each_is_refused(vec![
        pair(json!({ "method": "flat", "extras": extras }), "extras"),
        pair(json!({ "method": "flat", "interest_by": "odd_first_period" }), "interest_by"),
        pair(json!({ "method": "flat", "interest_by": "real_dates" }), "interest_by"),
        pair(json!({ "method": "german", "payment_multiple": "10" }), "payment_multiple"),
        pair(json!({ "method": "bullet", "payment_multiple": "10" }), "payment_multiple"),
        pair(json!({ "method": "flat", "payment_multiple": "10" }), "payment_multiple"),
        pair(with(json!({ "method": "interest_only_grace", "grace_payments": 1 })), "first_period"),
        pair(with(json!({ "method": "german" })), "first_period"),
        pair(with(json!({ "method": "bullet" })), "first_period"),
        pair(json!({ "method": "bullet", "extras": extras }), "extras_effect"),
    ])
    .await;
}

#[tokio::test]
async fn a_payoff_names_what_it_lacks() {
    let payoff = |over: Value| laid(json!({ "terms": usual(&json!({})) }), &over);
    let on = |day: &str, over: Value| {
        payoff(laid(json!({ "on": day, "terms": usual(&json!({ "disbursed_on": "2026-11-15" })) }), &over))
    };
    each_is_refused(vec![
        ("payoff", payoff(json!({})), "rows_paid", "empty"),
        ("payoff", payoff(json!({ "rows_paid": 59, "period_days": 15 })), "rows_paid", "above_limit"),
        ("payoff", payoff(json!({ "rows_paid": 1 })), "period_days", "empty"),
        ("payoff", payoff(json!({ "rows_paid": 1, "period_days": 0 })), "period_days", "not_positive"),
        ("payoff", payoff(json!({ "rows_paid": 1, "days": 16, "period_days": 15 })), "days", "above_limit"),
        (
            "payoff",
            payoff(json!({ "rows_paid": 1, "period_days": 15, "accrual": "act360" })),
            "period_days",
            "needs_option",
        ),
        ("payoff", payoff(json!({ "on": "2027-01-01" })), "disbursed_on", "needs_dates"),
        ("payoff", on("2026-11-14", json!({})), "on", "before_disbursement"),
        ("payoff", on("mañana", json!({})), "on", "not_a_date"),
        ("payoff", on("2040-01-01", json!({})), "on", "already_repaid"),
        ("payoff", on("2027-01-01", json!({ "rows_paid": 1 })), "rows_paid", "unsupported_combination"),
        ("payoff", on("2027-01-01", json!({ "days": 1 })), "days", "unsupported_combination"),
    ])
    .await;
}

#[tokio::test]
async fn an_overdue_instalment_names_its_place() {
    let late = |over: Value| {
        let one = json!({ "moratory_rate_pct": "20", "overdue": [{ "principal": "900", "days_late": 10 }] });
        ("late-interest", laid(one, &over))
    };
    let second = |two: Value| late(json!({ "overdue": [{ "principal": "900", "days_late": 10 }, two] }));
    let case = |(path, body): (&'static str, Value), field, code| (path, body, field, code);
    each_is_refused(vec![
        case(late(json!({ "moratory_rate_pct": "1001" })), "moratory_rate_pct", "above_limit"),
        case(late(json!({ "moratory_iva_pct": "16 %" })), "moratory_iva_pct", "not_a_number"),
        case(late(json!({ "grace_days": 367 })), "grace_days", "above_limit"),
        case(late(json!({ "payment": "0" })), "payment", "not_positive"),
        case(late(json!({ "overdue": [] })), "overdue", "empty"),
        case(late(json!({ "on": "2026-11-18" })), "on", "needs_option"),
        case(second(json!({ "principal": "900" })), "overdue", "empty"),
        case(second(json!({ "principal": "900", "due_date": "2026-11-18" })), "on", "empty"),
    ])
    .await;
    let server = patient().await;
    for (over, code) in [
        (json!({ "principal": "x" }), "not_a_number"),
        (json!({ "days_late": 36_601 }), "above_limit"),
        (json!({ "due_date": "2026-11-19" }), "unsupported_combination"),
        (json!({ "days_late": null, "due_date": "2026-11-19" }), "not_due_yet"),
        (json!({ "days_late": null, "due_date": "ayer" }), "not_a_date"),
    ] {
        let two = laid(json!({ "principal": "900", "days_late": 5 }), &over);
        let first = json!({ "principal": "900", "due_date": "2026-11-01" });
        let body = json!({ "moratory_rate_pct": "20", "on": "2026-11-18", "overdue": [first, two] });
        let (status, problem) = ask(&server, "late-interest", &body).await;
        assert_eq!(
            (status, &problem["field"], &problem["code"]),
            (422, &json!("overdue"), &json!(code)),
            "{problem}"
        );
        assert_eq!(problem["row"], 2, "{problem}");
    }
}

#[tokio::test]
async fn the_row_is_told_where_one_is_at_fault() {
    let server = patient().await;
    let extras = json!({ "extras": [{ "after": 3, "amount": "5" }, { "after": 7, "amount": "60000" }] });
    let (_, problem) = ask(&server, "schedule", &usual(&extras)).await;
    assert_eq!((&problem["code"], &problem["row"]), (&json!("extra_above_balance"), &json!(7)));
    assert!(problem["detail"].as_str().unwrap().contains("después del pago 7"), "{problem}");
    for (wrong, code) in [
        (json!({ "after": 3, "amount": "5" }), "unsupported_value"),
        (json!({ "after": 2, "amount": "5" }), "unsupported_value"),
        (json!({ "after": 0, "amount": "5" }), "not_positive"),
        (json!({ "after": 59, "amount": "5" }), "above_limit"),
        (json!({ "after": 7, "amount": "0" }), "not_positive"),
        (json!({ "after": 7, "amount": "mil" }), "not_a_number"),
    ] {
        let extras =
            json!({ "extras": [{ "after": 3, "amount": "5" }, wrong, { "after": 9, "amount": "5" }] });
        let (_, problem) = ask(&server, "schedule", &usual(&extras)).await;
        assert_eq!((&problem["code"], &problem["row"]), (&json!(code), &wrong["after"]), "{problem}");
    }
    let dates = json!([
        { "nominal": "2026-11-30", "shown": "2026-11-27" }, { "nominal": "2026-12-31", "shown": "el 18" }
    ]);
    let (_, problem) = ask(&server, "schedule", &usual(&dated(&json!({ "pay_dates": dates })))).await;
    assert_eq!((&problem["code"], &problem["row"]), (&json!("not_a_date"), &json!(2)), "{problem}");
    for without in [json!({ "amount": "x" }), json!({ "method": "flat", "extras": extras["extras"] })] {
        let (_, problem) = ask(&server, "schedule", &usual(&without)).await;
        assert!(problem.get("row").is_none(), "{problem}");
    }
}

#[tokio::test]
async fn what_cannot_be_solved_says_why() {
    let solve = |over: Value| {
        let body = json!({ "solve_for": "rate", "payment": "1200", "amount": "60000", "payments": 59 });
        ("solve", laid(body, &over))
    };
    let case = |(path, body): (&'static str, Value), field, code| (path, body, field, code);
    let term = |payment: &str| {
        solve(
            json!({ "solve_for": "term", "payments": null, "annual_rate_pct": "13.67", "payment": payment }),
        )
    };
    each_is_refused(vec![
        case(solve(json!({ "annual_rate_pct": "13" })), "annual_rate_pct", "not_expected"),
        case(solve(json!({ "amount": null })), "amount", "empty"),
        case(solve(json!({ "payments": null })), "payments", "empty"),
        case(solve(json!({ "payment": "doce" })), "payment", "not_a_number"),
        case(solve(json!({ "iva_mode": "on_top" })), "iva_mode", "needs_option"),
        case(solve(json!({ "payment": "1000" })), "payment", "no_nonnegative_rate"),
        case(solve(json!({ "payment": "59999", "payments": 12 })), "payment", "rate_above_limit"),
        case(term("341.75"), "payment", "payment_too_low"),
        case(term("341.76"), "payment", "term_too_long"),
    ])
    .await;
}

/// The fee alone is more than a centavo.
fn carried_by_none() -> Value {
    usual(&json!({ "amount": null, "fixed_fee": { "amount": "5" } }))
}

/// The commission leaves nothing of any amount.
fn takes_it_all() -> Value {
    usual(&json!({ "amount": null, "commission": { "pct": "100" } }))
}

#[tokio::test]
async fn what_nobody_can_carry_says_why() {
    let afford = |over: Value| {
        let terms = usual(&json!({ "amount": null }));
        ("affordability", laid(json!({ "salary": "9000", "terms": terms }), &over))
    };
    let renew = |over: Value| ("renewal", laid(json!({ "amount": "60000", "old_balance": "21000" }), &over));
    let case = |(path, body): (&'static str, Value), field, code| (path, body, field, code);
    each_is_refused(vec![
        case(afford(json!({ "terms": usual(&json!({})) })), "amount", "not_expected"),
        case(afford(json!({ "terms": takes_it_all() })), "terms", "net_not_positive"),
        case(afford(json!({ "salary": null })), "salary", "empty"),
        case(afford(json!({ "payment": "100" })), "payment", "unsupported_combination"),
        case(afford(json!({ "salary": null, "payment": "100", "all_pct": "50" })), "all_pct", "needs_option"),
        case(afford(json!({ "existing_deductions": "9000" })), "salary", "no_capacity"),
        case(
            afford(
                json!({ "salary": null, "payment": "0.01", "product_cap": null, "terms": carried_by_none() }),
            ),
            "payment",
            "no_capacity",
        ),
        case(afford(json!({ "existing_deductions": "nada" })), "existing_deductions", "not_a_number"),
        case(afford(json!({ "all_pct": "101" })), "all_pct", "above_limit"),
        case(afford(json!({ "new_pct": "101" })), "new_pct", "above_limit"),
        case(afford(json!({ "min_liquid_salary": "1.005" })), "min_liquid_salary", "too_many_decimals"),
        case(afford(json!({ "product_cap": "0" })), "product_cap", "not_positive"),
        case(renew(json!({ "old_balance": "60000" })), "amount", "renewal_net_not_positive"),
        case(renew(json!({ "min_net_pct": "66" })), "min_net_pct", "renewal_net_below_minimum"),
        case(renew(json!({ "min_net_pct": "101" })), "min_net_pct", "above_limit"),
        case(renew(json!({ "old_balance": "" })), "old_balance", "empty"),
        case(renew(json!({ "commission": { "pct": "x" } })), "commission.pct", "not_a_number"),
    ])
    .await;
}

#[tokio::test]
async fn only_the_documented_shapes_are_accepted() {
    let server = patient().await;
    let bodies = [
        ("schedule", usual(&json!({ "operator": "OR 1=1" }))),
        ("schedule", usual(&json!({ "commission": { "pct": 1.5 } }))),
        ("schedule", usual(&json!({ "commission": { "pct": "1", "rate": "1" } }))),
        ("schedule", usual(&json!({ "extras": [{ "after": 1, "amount": 100.0 }] }))),
        ("schedule", usual(&json!({ "extras": [{ "after": "1", "amount": "100" }] }))),
        ("schedule", usual(&json!({ "method": "french" }))),
        ("schedule", usual(&json!({ "day_basis": "360" }))),
        ("schedule", usual(&json!({ "first_due": { "nth": 1, "lag_days": 2 } }))),
        ("due-dates", json!({ "disbursed_on": 20_261_118, "payments": 3 })),
        ("cat", json!({ "terms": usual(&json!({})), "time": "now" })),
        ("cat", usual(&json!({}))),
        ("payoff", json!({ "terms": usual(&json!({ "x": 1 })), "rows_paid": 1 })),
        ("late-interest", json!({ "moratory_rate_pct": 20.5, "overdue": [] })),
        ("solve", json!({ "solve_for": "payment", "payment": "1" })),
        ("solve", json!({ "solve_for": "rate", "payment": 1200.0, "amount": "60000", "payments": 59 })),
        ("affordability", json!({ "salary": 9000.5, "terms": usual(&json!({ "amount": null })) })),
        ("renewal", json!({ "amount": "1", "old_balance": 1.0 })),
        ("renewal", json!([])),
    ];
    for (path, body) in bodies {
        let (status, problem) = ask(&server, path, &body).await;
        assert_eq!((status, &problem["code"]), (422, &json!("bad_body")), "{path} {body}: {problem}");
    }
}

#[tokio::test]
async fn lists_without_end_are_refused_at_once() {
    let server = patient().await;
    let started = Instant::now();
    let extras: Vec<Value> = (1..=5000).map(|after| json!({ "after": after, "amount": "1" })).collect();
    let overdue: Vec<Value> = (0..1300).map(|days| json!({ "principal": "1", "days_late": days })).collect();
    let dates = vec![json!({ "nominal": "2026-12-31", "shown": "2026-12-18" }); 1201];
    for (path, body, expected) in [
        ("schedule", usual(&json!({ "extras": extras })), (413, "too_large")),
        ("schedule", usual(&json!({ "extras": extras[..1500] })), (422, "above_limit")),
        ("late-interest", json!({ "moratory_rate_pct": "1", "overdue": overdue }), (422, "above_limit")),
        ("schedule", usual(&dated(&json!({ "pay_dates": dates }))), (422, "above_limit")),
        ("due-dates", json!({ "disbursed_on": "2026-11-18", "payments": u32::MAX }), (422, "above_limit")),
        ("schedule", usual(&json!({ "payments": u32::MAX })), (422, "above_limit")),
    ] {
        let (status, problem) = ask(&server, path, &body).await;
        assert_eq!((status, problem["code"].as_str().unwrap()), expected, "{path}: {problem}");
    }
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
}
