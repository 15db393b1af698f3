//! `POST /api/v1/loans/schedule` with every option, and the published figures of the other endpoints. The figures
//! are from the conventions: published ones, or small enough to check by hand.

use serde_json::{Value, json};

use crate::loans_support::{answered, ask, column, laid, patient, thousand, usual};

#[tokio::test]
async fn each_method_repays_in_its_own_way() {
    let server = patient().await;
    for (over, payments, level) in [
        (json!({}), ["340.02", "340.02", "340.03"], json!("340.02")),
        (json!({ "method": "german" }), ["343.33", "340.00", "336.67"], Value::Null),
        (json!({ "method": "bullet" }), ["10.00", "10.00", "1010.00"], Value::Null),
        (
            json!({ "method": "interest_only_grace", "grace_payments": 1 }),
            ["10.00", "507.51", "507.51"],
            json!("507.51"),
        ),
        (json!({ "method": "flat" }), ["343.33", "343.33", "343.34"], Value::Null),
        (json!({ "payment_multiple": "10" }), ["340.00", "340.00", "340.07"], json!("340.00")),
    ] {
        let answer = answered(&server, "schedule", &thousand(&over)).await;
        assert_eq!(column(&answer, "payment"), payments, "{over}");
        assert_eq!(answer["level_payment"], level, "{over}");
        assert_eq!(column(&answer, "closing_balance")[2], "0.00", "{over}");
    }
}

#[tokio::test]
async fn charges_have_columns_and_totals_of_their_own() {
    let server = patient().await;
    let charged = thousand(&json!({
        "insurance": { "per_mille": "2", "iva_pct": "16" },
        "fund": { "pct": "1", "base": "original" },
        "fixed_fee": { "amount": "5.00", "iva_pct": "16" },
        "iva_pct": "16", "iva_mode": "on_top",
    }));
    let answer = answered(&server, "schedule", &charged).await;
    assert_eq!(column(&answer, "insurance"), ["2.00", "1.34", "0.67"], "of 1000.00, 669.98 and 336.66");
    assert_eq!(column(&answer, "fund"), ["10.00", "0.00", "0.00"], "once a year");
    assert_eq!(column(&answer, "fee"), ["5.00", "5.00", "5.00"]);
    assert_eq!(
        column(&answer, "charges_iva"),
        ["1.12", "1.01", "0.91"],
        "0.80 of the fee, and the insurance's"
    );
    assert_eq!(column(&answer, "iva"), ["1.60", "1.07", "0.54"]);
    assert_eq!(column(&answer, "payment"), ["359.74", "348.44", "347.15"]);
    for (total, figure) in [
        ("total_interest", "20.07"),
        ("total_iva", "3.21"),
        ("total_insurance", "4.01"),
        ("total_fund", "10.00"),
        ("total_fees", "15.00"),
        ("total_charges_iva", "3.04"),
        ("total_paid", "1055.33"),
    ] {
        assert_eq!(answer[total], figure, "{total}");
    }
}

#[tokio::test]
async fn what_is_paid_out_depends_on_who_carries_the_commission() {
    let server = patient().await;
    for (paid, financed, net) in [
        ("deducted", "1000.00", "976.80"),
        ("financed", "1023.20", "1000.00"),
        ("upfront", "1000.00", "1000.00"),
    ] {
        let terms = thousand(&json!({ "commission": { "pct": "2", "iva_pct": "16", "paid": paid } }));
        let answer = answered(&server, "schedule", &terms).await;
        assert_eq!((&answer["commission"], &answer["commission_iva"]), (&json!("20.00"), &json!("3.20")));
        assert_eq!(
            (&answer["financed_amount"], &answer["net_disbursed"]),
            (&json!(financed), &json!(net)),
            "{paid}"
        );
    }
    let fund = thousand(&json!({ "fund": { "pct": "1", "iva_pct": "16", "charged": "upfront" } }));
    let answer = answered(&server, "schedule", &fund).await;
    assert_eq!(answer["upfront_fund"], "10.00");
    assert_eq!((&answer["upfront_fund_iva"], &answer["net_disbursed"]), (&json!("1.60"), &json!("988.40")));
}

#[tokio::test]
async fn days_count_where_they_are_asked_to() {
    let server = patient().await;
    let dated = |over: Value| {
        let dates = json!({ "disbursed_on": "2026-01-10", "first_due": { "nth": 2 } });
        thousand(&laid(dates, &over))
    };
    let odd = |mode: &str| json!({ "interest_by": "odd_first_period", "first_period": mode });
    for (over, interest, payment) in [
        (json!({}), "10.00", "340.02"),
        // 10 January to 28 February is 49 days: 1000 * 12 % * 49 / 360.
        (odd("absorb"), "16.33", "340.02"),
        (odd("add_to_first"), "16.33", "346.35"),
        (json!({ "interest_by": "odd_first_period", "day_basis": 365 }), "16.11", "340.02"),
    ] {
        let answer = answered(&server, "schedule", &dated(over.clone())).await;
        assert_eq!(column(&answer, "interest")[0], interest, "{over}");
        assert_eq!(column(&answer, "payment")[0], payment, "{over}");
    }
    let real = dated(
        json!({ "interest_by": "real_dates", "pay_dates": [{ "nominal": "2026-02-28", "shown": "2026-02-27" }] }),
    );
    let answer = answered(&server, "schedule", &real).await;
    assert_eq!(column(&answer, "due_date"), ["2026-02-27", "2026-03-31", "2026-04-30"]);
    assert_eq!(column(&answer, "nominal_date")[0], "2026-02-28");
    assert_eq!((&answer["rows"][0]["days"], &answer["rows"][0]["shown_days"]), (&json!(49), &json!(48)));
    assert_eq!(column(&answer, "interest")[0], "16.00", "48 days over 360");
}

#[tokio::test]
async fn extra_payments_say_what_they_save() {
    let server = patient().await;
    let plain = answered(&server, "schedule", &usual(&json!({}))).await;
    assert!(plain["interest_saved"].is_null() && plain["payments_saved"].is_null());
    for effect in ["reduce_term", "reduce_payment"] {
        let over = json!({ "extras": [{ "after": 12, "amount": "5000.00" }], "extras_effect": effect });
        let answer = answered(&server, "schedule", &usual(&over)).await;
        let rows = answer["rows"].as_array().unwrap();
        assert_eq!((&rows[11]["extra"], &answer["total_extras"]), (&json!("5000.00"), &json!("5000.00")));
        assert_eq!(answer["payments_saved"], 59 - rows.len(), "{effect}");
        assert_eq!(effect == "reduce_payment", rows.len() == 59, "{effect}");
        let interest = |of: &Value| centavos(&of["total_interest"]);
        assert_eq!(centavos(&answer["interest_saved"]), interest(&plain) - interest(&answer), "{effect}");
    }
}

/// The real days of the second period cost more than the level payment; the extra payment is what repays it.
#[tokio::test]
async fn what_only_extras_repay_has_nothing_to_compare_with() {
    let server = patient().await;
    let with = json!({
        "amount": "100000", "annual_rate_pct": "20", "payments": 480, "interest_by": "real_dates",
        "disbursed_on": "2026-02-28", "extras": [{ "after": 1, "amount": "20000" }]
    });
    let answer = answered(&server, "schedule", &with).await;
    assert!(answer["interest_saved"].is_null() && answer["payments_saved"].is_null(), "{answer}");
    assert_eq!(answer["total_extras"], "20000.00");
    assert_eq!(column(&answer, "closing_balance").last(), Some(&"0.00"));
    for (path, body) in
        [("schedule", laid(with.clone(), &json!({ "extras": null }))), ("cat", json!({ "terms": with }))]
    {
        let (status, problem) = ask(&server, path, &body).await;
        assert_eq!((status, &problem["code"]), (422, &json!("negative_amortization")), "{path}: {problem}");
    }
}

fn centavos(figure: &Value) -> i64 {
    figure.as_str().unwrap().replace('.', "").parse().unwrap()
}

#[tokio::test]
async fn due_dates_follow_the_calendar() {
    let server = patient().await;
    let dates = |answer: &Value| -> Vec<String> {
        answer["dates"]
            .as_array()
            .unwrap()
            .iter()
            .map(|due| due["due_date"].as_str().unwrap().to_owned())
            .collect()
    };
    for (over, expected) in [
        (json!({}), ["2028-02-15", "2028-02-29", "2028-03-15"]),
        (json!({ "first_due": { "lag_days": 16 } }), ["2028-02-29", "2028-03-15", "2028-03-31"]),
        (json!({ "first_due": { "nth": 3 } }), ["2028-03-15", "2028-03-31", "2028-04-15"]),
        (json!({ "periods_per_year": 12 }), ["2028-02-29", "2028-03-31", "2028-04-30"]),
        (
            json!({ "pay_dates": [{ "nominal": "2028-02-29", "shown": "2028-02-25" }] }),
            ["2028-02-15", "2028-02-25", "2028-03-15"],
        ),
    ] {
        let body = laid(json!({ "disbursed_on": "2028-01-31", "payments": 3 }), &over);
        assert_eq!(dates(&answered(&server, "due-dates", &body).await), expected, "{over}");
    }
}

#[tokio::test]
async fn a_loan_of_the_published_average_has_its_cat() {
    let server = patient().await;
    let plain = json!({ "terms": usual(&json!({ "amount": "60145.27", "iva_pct": null })) });
    let answer = answered(&server, "cat", &plain).await;
    assert_eq!(answer["cat_pct"], "14.6");
    let exact = answer["cat_pct_exact"].as_str().unwrap();
    assert!(exact.starts_with("14.6") && exact.len() == 9, "six decimals: {exact}");
    assert_eq!(answer["legend"], "sin IVA, para fines informativos y de comparación");
    assert_eq!(
        (&answer["rate_legend"], &answer["calculated_on"]),
        (&json!("tasa fija anual"), &json!("2026-11-18"))
    );
    // 1.01^12 - 1 = 12.682503 %; over calendar days it is another figure.
    let terms = thousand(&json!({ "amount": "1000000000.00", "disbursed_on": "2026-01-31" }));
    let monthly = answered(&server, "cat", &json!({ "terms": terms })).await;
    assert_eq!((&monthly["cat_pct_exact"], &monthly["cat_pct"]), (&json!("12.682503"), &json!("12.7")));
    let dated = answered(&server, "cat", &json!({ "terms": terms, "time": "dates" })).await;
    assert_ne!(dated["cat_pct_exact"], monthly["cat_pct_exact"]);
}

#[tokio::test]
async fn a_payoff_by_its_date_is_the_payoff_by_its_rows() {
    let server = patient().await;
    let rows = json!({ "terms": usual(&json!({})), "rows_paid": 12, "days": 7, "period_days": 15 });
    let by_rows = answered(&server, "payoff", &rows).await;
    for (field, figure) in [
        ("balance", "49609.13"),
        ("accrued", "131.86"),
        ("iva", "21.10"),
        ("payoff", "49762.09"),
        ("interest_saved", "6991.56"),
    ] {
        assert_eq!(by_rows[field], figure, "{field}");
    }
    // The twelfth is due on 15 May, the thirteenth on the 31st: sixteen days.
    let dated = usual(&json!({ "disbursed_on": "2026-11-15" }));
    let on = json!({ "terms": dated, "on": "2027-05-22" });
    let by_date = answered(&server, "payoff", &on).await;
    assert_eq!(
        (&by_date["rows_paid"], &by_date["days"], &by_date["period_days"]),
        (&json!(12), &json!(7), &json!(16))
    );
    let same = json!({ "terms": usual(&json!({})), "rows_paid": 12, "days": 7, "period_days": 16 });
    assert_eq!(by_date, answered(&server, "payoff", &same).await);
    let act360 = json!({ "terms": dated, "on": "2027-05-22", "accrual": "act360" });
    let act360 = answered(&server, "payoff", &act360).await;
    assert_eq!(
        (&act360["accrued"], &act360["period_days"]),
        (&json!("131.86"), &Value::Null),
        "7 days of 360"
    );
    let first_day = answered(&server, "payoff", &json!({ "terms": dated, "on": "2026-11-15" })).await;
    assert_eq!((&first_day["rows_paid"], &first_day["payoff"]), (&json!(0), &json!("60000.00")));
}

#[tokio::test]
async fn late_interest_is_simple_and_paid_in_its_order() {
    let server = patient().await;
    let policy = json!({ "moratory_rate_pct": "36", "moratory_iva_pct": "16" });
    let with = |over: Value| laid(policy.clone(), &over);
    let one = json!([{ "principal": "900", "interest": "200", "iva": "32", "days_late": 10 }]);
    let paid = answered(&server, "late-interest", &with(json!({ "overdue": one, "payment": "500" }))).await;
    // 900 for ten days at 0.1 % a day.
    assert_eq!((&paid["total_late_interest"], &paid["total_late_iva"]), (&json!("9.00"), &json!("1.44")));
    assert_eq!((&paid["total_owed"], &paid["leftover"]), (&json!("1142.44"), &json!("0.00")));
    let covered = json!({
        "late_iva": "1.44", "late_interest": "9.00", "iva": "32.00", "interest": "200.00", "principal": "257.56"
    });
    assert_eq!(paid["rows"][0]["applied"], covered);
    let base = answered(&server, "late-interest", &with(json!({ "overdue": one, "base": "payment" }))).await;
    assert_eq!(base["total_late_interest"], "11.32", "0.1 % a day of 1132.00");
    assert!(base["leftover"].is_null() && base["rows"][0]["applied"].is_null());
    let grace = answered(&server, "late-interest", &with(json!({ "overdue": one, "grace_days": 10 }))).await;
    assert_eq!(grace["total_late_interest"], "0.00");
    let dated = json!({
        "on": "2026-11-18", "payment": "5000",
        "overdue": [{ "principal": "900", "due_date": "2026-10-31" }, { "principal": "900", "due_date": "2026-11-18" }]
    });
    let dated = answered(&server, "late-interest", &with(dated)).await;
    assert_eq!((&dated["rows"][0]["days_late"], &dated["rows"][1]["days_late"]), (&json!(18), &json!(0)));
    assert_eq!(dated["leftover"], "3181.21", "5000 less 1800, 16.20 and 2.59");
}

#[tokio::test]
async fn each_unknown_is_found() {
    let server = patient().await;
    let solve = async |body: Value| answered(&server, "solve", &body).await;
    let amount = solve(
        json!({ "solve_for": "amount", "payment": "1200.24", "annual_rate_pct": "13.67", "payments": 59 }),
    )
    .await;
    let found = centavos(&amount["amount"]);
    assert!((5_999_900..=6_000_100).contains(&found), "{amount}");
    let back = usual(&json!({ "amount": amount["amount"], "iva_pct": null }));
    assert_eq!(answered(&server, "schedule", &back).await["level_payment"], "1200.24");
    let term = solve(json!({ "solve_for": "term", "payment": "340.02", "amount": "1000", "annual_rate_pct": "12", "periods_per_year": 12 })).await;
    // The third row owes one centavo more than the payment, and pays it in a fourth.
    assert_eq!((&term["payments"], &term["last_payment"]), (&json!(4), &json!("0.01")));
    let rate =
        solve(json!({ "solve_for": "rate", "payment": "200", "amount": "1000", "payments": 24 })).await;
    assert!(rate["annual_rate_pct"].as_str().unwrap().starts_with("473.6"), "{rate}");
    let none =
        solve(json!({ "solve_for": "rate", "payment": "100", "amount": "2400", "payments": 24 })).await;
    assert_eq!(none["annual_rate_pct"], "0.000000");
    assert!(none["amount"].is_null() && none["payments"].is_null() && none["last_payment"].is_null());
}

#[tokio::test]
async fn a_salary_carries_what_its_rules_leave() {
    let server = patient().await;
    let terms = usual(&json!({ "amount": null, "iva_pct": null }));
    let salary = json!({ "salary": "9000", "existing_deductions": "1500", "terms": terms });
    for (over, most) in [
        (json!({}), "7500.00"),
        (json!({ "all_pct": "50" }), "3000.00"),
        (json!({ "all_pct": "50", "new_pct": "30" }), "2700.00"),
        (json!({ "min_liquid_salary": "5000" }), "2500.00"),
    ] {
        let answer = answered(&server, "affordability", &laid(salary.clone(), &over)).await;
        assert_eq!(answer["max_payment"], most, "{over}");
        let paid = centavos(&answer["payment_at_max_amount"]);
        assert!(paid <= centavos(&answer["max_payment"]), "{answer}");
    }
    let capped = json!({ "payment": "7500", "product_cap": "60000", "terms": terms });
    let capped = answered(&server, "affordability", &capped).await;
    assert_eq!(
        (&capped["max_amount"], &capped["payment_at_max_amount"]),
        (&json!("60000.00"), &json!("1200.24"))
    );
}

#[tokio::test]
async fn a_renewal_leaves_what_the_old_loan_does_not_take() {
    let server = patient().await;
    let body = json!({
        "amount": "60000", "old_balance": "21000", "commission": { "pct": "1.5", "iva_pct": "16" }, "min_net_pct": "63.26"
    });
    let answer = answered(&server, "renewal", &body).await;
    assert_eq!(answer, json!({ "commission": "900.00", "commission_iva": "144.00", "net": "37956.00" }));
}
