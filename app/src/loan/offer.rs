//! What a simulation is calculated with, apart from what the person wrote.

use std::sync::Arc;

use amortization::MovedPayDate;
use protocol::loan::{CalculatorPage, PayDate, Product};

use super::form;

/// A product on a day.
#[derive(Debug, Clone)]
pub struct Offer {
    pub product: Product,
    /// Pay dates that are not paid on their nominal day, in order.
    pub moved: Arc<[MovedPayDate]>,
    /// ISO.
    pub today: String,
}

impl Offer {
    /// The product the page's form asks for; none when the institution offers no loans.
    pub fn of(page: &CalculatorPage) -> Option<Self> {
        let chosen = form::chosen(&page.products, &page.form.producto, &page.form.version);
        Some(Self {
            product: page.products.get(chosen)?.clone(),
            moved: moved(&page.pay_dates),
            today: page.today.clone(),
        })
    }
}

/// The server checks its configuration when it starts: an entry that cannot be read does not come here.
pub fn moved(dates: &[PayDate]) -> Arc<[MovedPayDate]> {
    let read = |date: &PayDate| {
        Some(MovedPayDate { nominal: date.nominal.parse().ok()?, shown: date.shown.parse().ok()? })
    };
    dates.iter().filter_map(read).collect()
}
