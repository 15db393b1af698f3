//! What every page's HTML must hold, whoever renders it.
#![cfg(feature = "ssr")]

use app::loan::{Calculator, settled};
use app::pages::{
    Accessibility, ErrorPage, ErrorView, Home, HomePage, Integrate, IntegratePage, PlainPage, Privacy,
    PrivacyPage,
};
use app::render::render;
use app::text::privacy::Days;
use leptos::prelude::*;
use protocol::chat::{Opening, Topic};
use protocol::loan::{CalculatorForm, CalculatorPage, Conditions, FirstDueRule, Product};

fn product(version: &str, superseded: bool) -> Product {
    Product {
        id: "personal".into(),
        version: version.into(),
        name: "Préstamo personal".into(),
        annual_rate_pct: "13.67".into(),
        iva_pct: "16".into(),
        min_amount: "1000.00".into(),
        max_amount: "250000.00".into(),
        terms: vec![12, 24, 36, 48, 59, 72],
        max_term: 72,
        valid_from: "2026-01-01".into(),
        source: "valor de ejemplo".into(),
        superseded,
        first_due: FirstDueRule::Nth(2),
        conditions: Conditions {
            late_rate_pct: "20.505".into(),
            all_deductions_pct: "50".into(),
            new_deduction_pct: "40".into(),
            ..Conditions::default()
        },
    }
}

fn calculator(form: CalculatorForm) -> String {
    let page = settled(CalculatorPage {
        institution: "ISSEG".into(),
        origin: "https://puente.example".into(),
        products: vec![product("2026-01", false), product("2025-05", true)],
        pay_dates: Vec::new(),
        form,
        today: "2026-03-25".into(),
        demo_clock: None,
    });
    render(move || view! { <Calculator page=page /> })
}

fn simulation(amount: &str, term: &str) -> CalculatorForm {
    CalculatorForm {
        producto: "personal".into(),
        monto: amount.into(),
        plazo: term.into(),
        ..CalculatorForm::default()
    }
}

fn plain() -> PlainPage {
    PlainPage { institution: "ISSEG".into(), demo_clock: Some("Reloj de demostración".into()) }
}

fn privacy() -> PrivacyPage {
    let days =
        Days { anonymous_chat: 90, identified_chat: 365, webhook: 30, whatsapp_id: 365, quarantine: 90 };
    PrivacyPage { institution: "ISSEG".into(), demo_clock: None, days }
}

fn home() -> String {
    let page = HomePage {
        institution: "ISSEG".into(),
        topics: vec![Topic {
            id: "pp".into(),
            name: "Préstamos".into(),
            icon: "banknote".into(),
            whatsapp: None,
        }],
        openings: vec![Opening { open: true, text: "Abierto hasta las 15:30".into() }],
        hours: "Lunes a viernes".into(),
        demo_clock: None,
    };
    render(move || view! { <Home page=page /> })
}

fn integrate() -> String {
    let page = IntegratePage {
        institution: "ISSEG".into(),
        demo_clock: None,
        origin: "https://puente.example".into(),
        sites: Vec::new(),
        topics: Vec::new(),
        site: "demo".into(),
        topic: String::new(),
        offset: String::new(),
        pinned: None,
        preview_url: None,
        frame_url: None,
    };
    render(move || view! { <Integrate page=page /> })
}

fn error(status: u16) -> String {
    let page = ErrorView { institution: "ISSEG".into(), status, demo_clock: None };
    render(move || view! { <ErrorPage page=page /> })
}

/// Code to copy stands in text areas, escaped; it may show what the page itself must not have.
fn without_fields(html: &str) -> String {
    html.split("</textarea>").filter_map(|part| part.split("<textarea").next()).collect()
}

#[test]
fn every_page_has_one_heading_its_landmarks_and_nothing_inline() {
    let pages = [
        home(),
        integrate(),
        error(404),
        render(|| view! { <Privacy page=privacy() /> }),
        render(|| view! { <Accessibility page=plain() /> }),
        calculator(CalculatorForm::default()),
        calculator(simulation("cincuenta", "99")),
        calculator(simulation("60,000", "59")),
    ];
    for html in pages {
        assert_eq!(html.matches("<h1").count(), 1);
        for landmark in ["<header", "<main", "<footer", "href=\"#contenido\"", "nunca pide anticipos"] {
            assert_eq!(html.matches(landmark).count().min(1), 1, "{landmark}");
        }
        let html = without_fields(&html);
        for inline in ["<script", " style=\"", " onclick", "<style"] {
            assert!(!html.contains(inline), "{inline} would need a hole in the CSP");
        }
    }
}

#[test]
fn each_error_says_what_happened_what_was_kept_and_what_to_do() {
    for status in [400, 403, 404, 405, 413, 429, 500, 503] {
        let html = error(status);
        assert!(html.contains(&format!("Error {status}")));
        assert_eq!(html.matches("p-button").count(), 1, "one action");
    }
}

#[test]
fn the_calculator_answers_without_script() {
    let html = calculator(simulation("$60 000.00", "59"));
    for said in ["$1,231.32", "$10,903.56", "$1,744.60", "$1,231.60", "Entendimos $60,000.00.", "Año 3"] {
        assert!(html.contains(said), "{said}");
    }
    for said in
        ["Simulación, no es una oferta.", "versión 2026-01", "25 de marzo de 2026", "valor de ejemplo"]
    {
        assert!(html.contains(said), "{said}");
    }
    assert!(html.contains("value=\"$60 000.00\""), "the person's own text is kept");
    assert!(
        html.contains("<span>https://puente.example/calculadora?producto=personal&amp;"),
        "paper has the host"
    );
}

#[test]
fn what_lists_extra_payments_says_so() {
    let extra =
        CalculatorForm { extra: "10,000".into(), extra_desde: "12".into(), ..simulation("60,000", "59") };
    let said = "Con $10,000 más después del pago 12 terminaría en 49 quincenas";
    let here = "Los pagos de aquí ya lo cuentan; la respuesta de arriba, no.";
    let html = calculator(extra);
    assert_eq!((html.matches(said).count(), html.matches(here).count()), (3, 2), "its part, chart and table");
    let none = calculator(simulation("60,000", "59"));
    assert!(!none.contains(here));
    assert_eq!(none.matches("<p hidden class=\"p-extras\"> </p>").count(), 2, "nothing to explain");
}

#[test]
fn what_a_person_typed_is_text() {
    let html = calculator(simulation("\"><img src=x onerror=alert(1)>", "</textarea><b>"));
    assert!(!html.contains("<img") && !html.contains("<b>"));
    assert!(html.contains("Escriba el monto sin letras, por ejemplo 50,000"));
}

#[test]
fn old_links_still_calculate_and_say_so() {
    let old = calculator(CalculatorForm { version: "2025-05".into(), ..simulation("60000", "59") });
    assert!(old.contains("condiciones anteriores (2025-05)") && old.contains("$1,231.32"));
    let other_rate = calculator(CalculatorForm { tasa: "9.5".into(), ..simulation("60000", "59") });
    assert!(other_rate.contains("El enlace traía una tasa de 9.5 %."));
    let same_rate = calculator(CalculatorForm { tasa: "13.670".into(), ..simulation("60000", "59") });
    assert!(!same_rate.contains("El enlace traía"));
    let unknown = calculator(CalculatorForm { version: "1999-01".into(), ..simulation("60000", "59") });
    assert!(unknown.contains("No encontramos la versión 1999-01"));
}
