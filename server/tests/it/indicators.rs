//! The product as it is shipped, `config/isseg.toml` through the page and the calculator's own terms, computes
//! the institute's published projection. `docs/INDICATORS.md` tells why.

use amortization::{Iva, Loan};
use app::loan::{Offer, Plan};
use protocol::loan::Product;

use crate::support::{Server, state_of};

/// The first product of the page: the one people are offered.
async fn offered() -> Product {
    let html = Server::start().await.page("/calculadora").await;
    serde_json::from_value(state_of(&html)["products"][0].clone()).unwrap()
}

fn plan(product: Product) -> Plan {
    let offer = Offer { product, moved: [].into(), today: "2026-03-25".into() };
    let mut plan = Plan::of(&offer, "2026-03-25".parse().unwrap()).unwrap();
    (plan.amount, plan.payments) = ("58338014.84".parse().unwrap(), 59);
    plan
}

#[tokio::test]
async fn the_offered_product_gives_the_published_interest() {
    let plan = plan(offered().await);
    let terms = plan.terms();
    assert_eq!((terms.annual_rate, terms.periods_per_year), ("13.67".parse().unwrap(), 24));
    assert_eq!(terms.iva, Some(Iva::level_total("16".parse().unwrap())));
    let schedule = Loan::new(terms).unwrap().schedule().unwrap();
    assert_eq!(schedule.level_payment, "1197216.27".parse().ok());
    assert_eq!(schedule.totals.interest, "10601504.16".parse().unwrap());
    assert_eq!(schedule.totals.fund, amortization::Money::ZERO, "no percentage is published");
}

#[tokio::test]
async fn people_are_told_that_it_is_inferred() {
    let html = Server::start().await.page("/calculadora?producto=personal&monto=60000&plazo=59").await;
    let product: Product = serde_json::from_value(state_of(&html)["products"][0].clone()).unwrap();
    assert!(product.source.contains("inferidos de la proyección publicada por el instituto, por confirmar"));
    assert!(html.contains(&product.source), "the source is beside the answer");
    assert!(html.contains("No incluye la aportación anual al Fondo Especial y Solidario"));
}
