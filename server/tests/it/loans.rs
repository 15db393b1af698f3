//! `POST /api/v1/loans/schedule`: stateless, exact, for any client.

use protocol::loan::ScheduleAnswer;
use serde_json::{Value, json};

use crate::support::{Server, header, ok, problem};

const SCHEDULE: &str = "/api/v1/loans/schedule";

async fn post(server: &Server, body: &Value) -> reqwest::Response {
    server.http.post(server.url(SCHEDULE)).json(body).send().await.unwrap()
}

fn terms(amount: &str, rate: &str, payments: u32, iva: Option<&str>) -> Value {
    let mut body = json!({ "amount": amount, "annual_rate_pct": rate, "payments": payments });
    if let Some(iva) = iva {
        body["iva_pct"] = json!(iva);
    }
    body
}

#[tokio::test]
async fn the_published_vectors_come_back_to_the_centavo() {
    let server = Server::start().await;
    for (amount, rate, payments, iva, level, last, interest, tax) in [
        ("60000", "13.67", 59, Some("16"), "1231.32", "1231.60", "10903.56", "1744.60"),
        ("60000.00", "13.67", 59, None, "1200.24", "1200.45", "10814.37", "0.00"),
        ("60000.00", "13.67", 48, None, "1432.19", "1431.97", "8744.90", "0.00"),
        ("50000.00", "12", 48, None, "1174.25", "1174.33", "6364.08", "0.00"),
        ("10000.00", "13.67", 24, None, "446.98", "446.93", "727.47", "0.00"),
        // What the institute published for a whole year's lending.
        ("58338014.84", "13.67", 59, Some("16"), "1197216.27", "1197216.27", "10601504.16", "1696240.69"),
    ] {
        let answer: ScheduleAnswer = ok(post(&server, &terms(amount, rate, payments, iva)).await).await;
        assert_eq!(
            (answer.level_payment.as_deref(), answer.total_interest.as_str()),
            (Some(level), interest),
            "{amount} x {payments}"
        );
        if amount != "58338014.84" {
            assert_eq!(
                (answer.last_payment.as_str(), answer.total_iva.as_str()),
                (last, tax),
                "{amount} x {payments}"
            );
        }
        assert_eq!(answer.rows.len(), payments as usize);
        assert_eq!(answer.rows.last().unwrap().closing_balance, "0.00");
    }
}

#[tokio::test]
async fn rounding_is_the_callers_choice() {
    let server = Server::start().await;
    let mut levels = Vec::new();
    for rounding in ["half_up", "half_even", "up"] {
        let mut body = terms("60000", "13.67", 59, None);
        body["rounding"] = json!(rounding);
        levels.push(ok::<ScheduleAnswer>(post(&server, &body).await).await.level_payment);
    }
    assert_eq!(levels[0].as_deref(), Some("1200.24"));
    assert_eq!(levels[2].as_deref(), Some("1200.25"), "always up");
}

#[tokio::test]
async fn each_wrong_input_is_named() {
    let server = Server::start().await;
    let good = terms("60000", "13.67", 59, Some("16"));
    for (field, value, code) in [
        ("amount", json!("50,000"), "not_a_number"),
        ("amount", json!("$50 000.00"), "not_a_number"),
        ("amount", json!("cincuenta"), "not_a_number"),
        ("amount", json!(" 1000 "), "not_a_number"),
        ("amount", json!("１０００"), "not_a_number"),
        ("amount", json!("1e5"), "not_a_number"),
        ("amount", json!("NaN"), "not_a_number"),
        ("amount", json!(""), "empty"),
        ("amount", json!("0"), "not_positive"),
        ("amount", json!("1.005"), "too_many_decimals"),
        ("amount", json!("1000000000000.01"), "above_limit"),
        ("amount", json!("99999999999999999999999999999999999999"), "above_limit"),
        ("annual_rate_pct", json!("13,67"), "not_a_number"),
        ("annual_rate_pct", json!("13.67%"), "not_a_number"),
        ("annual_rate_pct", json!("1000.000001"), "above_limit"),
        ("annual_rate_pct", json!("1.0000001"), "too_many_decimals"),
        ("payments", json!(0), "not_positive"),
        ("payments", json!(1201), "above_limit"),
        ("periods_per_year", json!(5), "unsupported_value"),
        ("iva_pct", json!("101"), "above_limit"),
    ] {
        let mut body = good.clone();
        body[field] = value.clone();
        let response = post(&server, &body).await;
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        let problem: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            (status, &problem["code"], &problem["field"]),
            (422, &json!(code), &json!(field)),
            "{value}: {text}"
        );
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains(field), "{field}={value}: {detail}");
    }
}

#[tokio::test]
async fn only_the_documented_shape_is_accepted() {
    let server = Server::start().await;
    let mut extra = terms("60000", "13.67", 59, None);
    extra["operator"] = json!("OR 1=1");
    for body in [
        extra,
        terms("60000", "13.67", 59, None)["amount"].clone(),
        json!({ "amount": 60000.0, "annual_rate_pct": "13.67", "payments": 59 }),
        json!({ "amount": { "$regex": ".*" }, "annual_rate_pct": "13.67", "payments": 59 }),
        json!({ "amount": ["60000"], "annual_rate_pct": "13.67", "payments": 59 }),
        json!({ "amount": "60000", "annual_rate_pct": "13.67", "payments": "59" }),
        json!({ "amount": "60000", "annual_rate_pct": "13.67", "payments": -1 }),
        json!({ "amount": "60000", "annual_rate_pct": "13.67", "payments": 59, "rounding": "down" }),
        json!({ "amount": "60000", "payments": 59 }),
        json!([]),
        json!(null),
    ] {
        assert_eq!(problem(post(&server, &body).await).await, (422, "bad_body".to_owned()), "{body}");
    }
    let text = server.http.post(server.url(SCHEDULE)).header("content-type", "text/plain").body("{}");
    assert_eq!(problem(text.send().await.unwrap()).await.1, "bad_body");
    let cut = server
        .http
        .post(server.url(SCHEDULE))
        .header("content-type", "application/json")
        .body("{\"amount\":");
    assert_eq!(problem(cut.send().await.unwrap()).await.1, "bad_body");
}

#[tokio::test]
async fn a_hundred_kilobytes_are_refused_as_too_large() {
    let server = Server::start().await;
    let body = terms(&"9".repeat(100_000), "13.67", 59, None);
    assert_eq!(problem(post(&server, &body).await).await, (413, "too_large".to_owned()));
}

#[tokio::test]
async fn any_origin_may_calculate_and_no_cookie_is_read_or_set() {
    let server = Server::start().await;
    let request = server.http.post(server.url(SCHEDULE)).json(&terms("60000", "13.67", 59, None));
    let request = request.header("origin", "https://otro.example").header("sec-fetch-site", "cross-site");
    let response = request
        .header("cookie", "__Host-consola=AAAAAAAAAAAAAAAAAAAAAA; __Host-conv=def")
        .send()
        .await
        .unwrap();
    assert_eq!(header(&response, "set-cookie"), "");
    ok::<ScheduleAnswer>(response).await;
}

#[tokio::test]
async fn too_many_requests_are_told_when_to_come_back() {
    let server = Server::with(&[("limits.loan_requests_per_minute", "3")]).await;
    let body = terms("60000", "13.67", 59, None);
    for _ in 0..3 {
        assert_eq!(post(&server, &body).await.status(), 200);
    }
    let refused = post(&server, &body).await;
    let wait: i64 = header(&refused, "retry-after").parse().unwrap();
    assert!((1..=61).contains(&wait), "{wait}");
    assert_eq!(problem(refused).await, (429, "too_many".to_owned()));
    server.pass_time(wait * 1000);
    assert_eq!(post(&server, &body).await.status(), 200);
}
