//! `/entrar`: alike for known and unknown people, counted before the password is looked at.

use std::time::{Duration, Instant};

use reqwest::Response;

use crate::{
    members_support::{
        HEADING, LUZ, MATEO, NOBODY, OTHER, PASSWORD, Person, cookie_of, enter, take_in, with_luz,
    },
    support::{DAY, Server, at_once, header, rows, tally},
};

#[tokio::test]
async fn the_right_password_opens_the_account_and_the_cookie_is_lax() {
    let server = with_luz(&[]).await;
    let response = enter(&server, LUZ, PASSWORD).await;
    assert_eq!((response.status().as_u16(), header(&response, "location")), (303, "/mi-cuenta".to_owned()));
    let line = header(&response, "set-cookie");
    let mut parts: Vec<_> = line.split("; ").skip(1).collect();
    parts.sort_unstable();
    assert_eq!(parts, ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"], "{line}");
    let luz = Person { server: &server, cookie: cookie_of(&response) };
    let account = luz.account().await;
    assert!(account.contains("Luz Ejemplo Demostrador") && account.contains("EEDL**************"));
    assert!(!account.contains(LUZ), "the whole CURP is on no page");
}

#[tokio::test]
async fn the_account_shows_the_loan_and_its_next_payments() {
    let server = with_luz(&[]).await;
    let account = Person::signed_in(&server, LUZ).await.account().await;
    // Paid out on 31 August 2026, the second quincena is the first due: four paid, the fifth is of 30 November.
    for shown in [
        "LZ-1",
        "Préstamo personal",
        "$60,000.00",
        "$1,231.32",
        "30 de noviembre",
        "15 de diciembre",
        "900001",
    ] {
        assert!(account.contains(shown), "{shown}");
    }
    assert!(account.contains("valor de ejemplo"));
    assert!(!account.contains("pendiente"));
}

#[tokio::test]
async fn a_loan_keeps_the_dates_of_the_version_it_was_granted_on() {
    // The version of 2025 begins a year later than today's; a loan older than every version has the first one's.
    let server = with_luz(&[("products[2].first_due.nth", "24")]).await;
    let loans = format!(
        "{HEADING}\n\
         {LUZ},Luz Ejemplo Demostrador,900001,LZ-2,personal,60000.00,13.50,16,12,2025-12-30,0\n\
         {LUZ},Luz Ejemplo Demostrador,900001,LZ-3,personal,60000.00,13.50,16,12,2024-08-10,0\n"
    );
    take_in(&server, &loans).await;
    let account = Person::signed_in(&server, LUZ).await.account().await;
    for shown in ["15 de febrero", "31 de julio", "30 de noviembre"] {
        assert!(account.contains(shown), "{shown}");
    }
}

#[tokio::test]
async fn where_one_goes_next_is_one_of_two_places() {
    let server = with_luz(&[]).await;
    for (next, place) in [
        ("chat", "/chat"),
        ("cuenta", "/mi-cuenta"),
        ("https://mal.example", "/mi-cuenta"),
        ("//x", "/mi-cuenta"),
    ] {
        let form = [("curp", LUZ), ("password", PASSWORD), ("next", next)];
        let response = server.post("/entrar").form(&form).send().await.unwrap();
        assert_eq!(header(&response, "location"), place, "{next}");
    }
    assert!(server.page("/entrar?next=chat").await.contains("value=\"chat\""));
    let luz = Person::signed_in(&server, LUZ).await;
    let there = luz.get("/entrar?next=chat").send().await.unwrap();
    assert_eq!((there.status().as_u16(), header(&there, "location")), (303, "/chat".to_owned()));
}

/// Everything a stranger can compare: status, every header but the date, and the body.
async fn seen(response: Response, curp: &str) -> (u16, Vec<String>, String) {
    let status = response.status().as_u16();
    let mut heads: Vec<String> = response
        .headers()
        .iter()
        .filter(|(name, _)| *name != "date")
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    heads.sort();
    (status, heads, response.text().await.unwrap().replace(curp, "CURP"))
}

#[tokio::test]
async fn a_wrong_password_an_unknown_person_and_one_without_password_are_answered_alike() {
    let server = with_luz(&[]).await;
    let mut answers = Vec::new();
    for curp in [LUZ, NOBODY, MATEO] {
        let before = server.app.hasher.hashes();
        let response = enter(&server, curp, OTHER).await;
        assert_eq!(server.app.hasher.hashes() - before, 1, "one hash, whoever it is");
        answers.push(seen(response, curp).await);
    }
    let (status, heads, body) = &answers[0];
    assert_eq!(*status, 401);
    assert!(heads.contains(&"cache-control: no-store".to_owned()), "{heads:?}");
    assert!(!heads.iter().any(|head| head.starts_with("set-cookie")), "{heads:?}");
    assert!(body.contains("value=\"CURP\""), "what was typed stays in the form");
    assert!(!body.contains(OTHER), "the password does not");
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
}

#[tokio::test]
async fn waiting_is_asked_of_known_and_unknown_people_alike() {
    let server = with_luz(&[]).await;
    let mut refusals = Vec::new();
    for curp in [LUZ, NOBODY, MATEO] {
        for _ in 0..6 {
            assert_eq!(enter(&server, curp, OTHER).await.status(), 401);
        }
        let before = server.app.hasher.hashes();
        let refused = enter(&server, curp, PASSWORD).await;
        assert_eq!(server.app.hasher.hashes(), before, "a refused attempt is not hashed");
        assert!(!header(&refused, "retry-after").is_empty());
        refusals.push(seen(refused, curp).await);
    }
    assert_eq!(refusals[0].0, 429);
    assert_eq!(refusals[0], refusals[1]);
    assert_eq!(refusals[0], refusals[2]);
    server.pass_time(1_001);
    assert_eq!(enter(&server, LUZ, PASSWORD).await.status(), 303);
    assert_eq!(enter(&server, LUZ, OTHER).await.status(), 401, "and was forgiven by it");
}

#[tokio::test]
async fn writing_the_curp_otherwise_gives_no_further_attempts() {
    let server = with_luz(&[]).await;
    let spellings = [
        LUZ.to_owned(),
        LUZ.to_lowercase(),
        format!(" {LUZ} "),
        format!("{}-{}", &LUZ[..4], &LUZ[4..]),
        format!("{} {}", &LUZ[..10], &LUZ[10..]),
        format!("\u{a0}{LUZ}"),
    ];
    for curp in &spellings {
        assert_eq!(enter(&server, curp, OTHER).await.status(), 401, "{curp:?}");
    }
    for curp in &spellings {
        assert_eq!(enter(&server, curp, OTHER).await.status(), 429, "{curp:?}");
    }
    assert_eq!(rows(&server, "throttle").await, 1);
}

#[tokio::test]
async fn a_hundred_failures_are_a_days_worth() {
    let server = with_luz(&[("limits.sign_ins_per_minute", "100000")]).await;
    let mut statuses = Vec::new();
    for _ in 0..102 {
        server.pass_time(61_000);
        statuses.push(enter(&server, NOBODY, OTHER).await.status().as_u16());
    }
    assert_eq!(tally(statuses), [(401, 100), (429, 2)].into());
    server.pass_time(DAY);
    assert_eq!(enter(&server, NOBODY, OTHER).await.status(), 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_attempts_at_once_stay_within_the_limit() {
    let server = with_luz(&[("limits.sign_ins_per_minute", "100000")]).await;
    let before = server.app.hasher.hashes();
    let answers = at_once((0..200).map(|_| enter(&server, LUZ, OTHER))).await;
    let statuses = tally(answers.iter().map(|answer| answer.status().as_u16()));
    // The places to hash are fewer than 200: who finds none is told to come back, and is not counted.
    assert_eq!(statuses[&401], 6, "{statuses:?}");
    assert!(statuses.keys().all(|status| [401, 429, 503].contains(status)), "{statuses:?}");
    assert_eq!(server.app.hasher.hashes() - before, 6);
}

#[tokio::test]
async fn an_attempt_nobody_could_look_at_is_not_counted() {
    let server = with_luz(&[]).await;
    let before = server.app.hasher.hashes();
    let places: Vec<_> = std::iter::from_fn(|| server.app.hasher.enter().ok()).collect();
    for curp in [LUZ, NOBODY, MATEO] {
        for _ in 0..7 {
            assert_eq!(enter(&server, curp, PASSWORD).await.status(), 503, "known or not");
        }
    }
    assert_eq!((rows(&server, "throttle").await, server.app.hasher.hashes()), (0, before));
    drop(places);
    assert_eq!(enter(&server, LUZ, PASSWORD).await.status(), 303);
}

#[tokio::test]
async fn an_address_has_a_rate_whoever_it_tries() {
    let server = with_luz(&[("limits.sign_ins_per_minute", "3")]).await;
    let mut statuses = Vec::new();
    for curp in [LUZ, NOBODY, MATEO, "no es una CURP", LUZ] {
        statuses.push(enter(&server, curp, OTHER).await.status().as_u16());
    }
    assert_eq!(statuses, [401, 401, 401, 429, 429]);
}

#[tokio::test]
async fn what_is_no_curp_is_said_at_once_and_costs_nothing() {
    let server = with_luz(&[]).await;
    let before = server.app.hasher.hashes();
    for (curp, said) in [
        ("", "Escriba su CURP"),
        ("EEDL85", "aquí hay 6"),
        ("EEDL850312MGTJMZ01", "no está bien escrita"),
        ("EEDL851312MGTJMZ00", "fecha de nacimiento"),
        ("<script>alert(1)", "aquí hay 16"),
    ] {
        let response = enter(&server, curp, PASSWORD).await;
        assert_eq!(response.status(), 422, "{curp}");
        let page = response.text().await.unwrap();
        assert!(page.contains(said), "{curp}: {said}");
        assert!(!page.contains(PASSWORD) && !page.contains("<script>alert"));
    }
    assert_eq!((server.app.hasher.hashes(), rows(&server, "throttle").await), (before, 0));
}

#[tokio::test]
async fn a_megabyte_of_password_is_refused_fast_and_unhashed() {
    let server = with_luz(&[]).await;
    let before = server.app.hasher.hashes();
    for (size, status) in [(1_000_000, 413), (60_000, 401), (1_025, 401)] {
        let mut fastest = Duration::MAX;
        for _ in 0..3 {
            let start = Instant::now();
            assert_eq!(enter(&server, LUZ, &"x".repeat(size)).await.status(), status, "{size}");
            fastest = fastest.min(start.elapsed());
        }
        assert!(fastest < Duration::from_millis(500), "{size}: {fastest:?}");
    }
    assert_eq!((server.app.hasher.hashes(), rows(&server, "throttle").await), (before, 0));
}

#[tokio::test]
async fn a_password_typed_in_two_ways_is_one_password() {
    let server = Server::start().await;
    take_in(&server, &crate::members_support::file()).await;
    crate::members_support::set_password(&server, LUZ, "caf\u{e9} de olla y pi\u{f1}\u{f3}n").await;
    assert_eq!(enter(&server, LUZ, "cafe\u{301} de olla y pin\u{303}o\u{301}n").await.status(), 303);
}

#[tokio::test]
async fn forms_of_other_sites_are_refused() {
    let server = with_luz(&[]).await;
    for path in ["/entrar", "/salir", "/mi-cuenta/sesiones", "/entrar/primera-clave", "/chat/continuar"] {
        let request = server.http.post(server.url(path)).header("origin", "https://mal.example");
        let answer = request.form(&[("curp", LUZ), ("password", PASSWORD)]).send().await.unwrap();
        assert_eq!(answer.status(), 403, "{path}");
        let cross = server.http.post(server.url(path)).header("sec-fetch-site", "cross-site");
        let answer = cross.form(&[("curp", LUZ)]).send().await.unwrap();
        assert_eq!((answer.status().as_u16(), header(&answer, "set-cookie")), (403, String::new()), "{path}");
    }
}

#[tokio::test]
async fn every_page_of_the_account_is_kept_by_nobody_and_framed_by_nobody() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    for path in ["/entrar", "/entrar/primera-clave", "/mi-cuenta", "/chat/continuar", "/chat"] {
        let page = luz.get(path).send().await.unwrap();
        assert_eq!(header(&page, "cache-control"), "no-store", "{path}");
        assert!(header(&page, "content-security-policy").contains("frame-ancestors 'none'"), "{path}");
    }
}
