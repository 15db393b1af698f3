//! The GET form's fields and what they mean.

use protocol::loan::{CalculatorPage, Product};
use serde::Deserialize;

use crate::text::money;

/// The query of `/calculadora`. A link carries the first five; `paso` and `de` come from buttons that work
/// without script.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Form {
    pub producto: String,
    pub version: String,
    pub monto: String,
    pub plazo: String,
    pub tasa: String,
    /// `monto-mas`, `monto-menos` or `plazo-24`: the button that sent the form.
    pub paso: String,
    /// The product the form was drawn for; when another is chosen, `version` and `tasa` speak of the old one.
    pub de: String,
}

impl Form {
    /// The page's state for this query.
    pub fn page(
        self,
        institution: String,
        products: Vec<Product>,
        today: String,
        demo_clock: Option<String>,
    ) -> CalculatorPage {
        let switched = !self.de.is_empty() && self.de != self.producto;
        let form = self.settled();
        let chosen = products.get(chosen(&products, &form.producto, &form.version));
        let (amount, mut term) = form.stepped(chosen);
        if let Some(usual) = chosen.filter(|_| switched).and_then(|product| instead_of(&term, product)) {
            term = usual;
        }
        CalculatorPage {
            institution,
            product: form.producto,
            version: form.version,
            rate: form.tasa,
            amount,
            term,
            products,
            today,
            demo_clock,
        }
    }

    fn settled(mut self) -> Self {
        if !self.de.is_empty() && self.de != self.producto {
            self.version.clear();
            self.tasa.clear();
        }
        if let Some((id, version)) = self.producto.clone().split_once('@') {
            id.clone_into(&mut self.producto);
            version.clone_into(&mut self.version);
        }
        self
    }

    fn stepped(&self, product: Option<&Product>) -> (String, String) {
        let same = || (self.monto.clone(), self.plazo.clone());
        let Some(product) = product else { return same() };
        match self.paso.split_once('-') {
            Some(("monto", way)) => (stepped_amount(&self.monto, way == "mas", product), self.plazo.clone()),
            Some(("plazo", term)) => (self.monto.clone(), term.to_owned()),
            _ => same(),
        }
    }
}

/// A radio's value: the id alone means the current version.
pub fn key(product: &Product) -> String {
    if product.superseded { format!("{}@{}", product.id, product.version) } else { product.id.clone() }
}

/// Index of the product a link asks for: the very version, else the current one, else the first product.
pub fn chosen(products: &[Product], id: &str, version: &str) -> usize {
    let position = |fits: &dyn Fn(&Product) -> bool| products.iter().position(|p| p.id == id && fits(p));
    position(&|product| product.version == version)
        .or_else(|| position(&|product| !product.superseded))
        .or_else(|| position(&|_| true))
        .unwrap_or(0)
}

/// The limits of a product in centavos.
pub fn limits(product: &Product) -> (i64, i64) {
    (money::read(&product.min_amount).unwrap_or(1), money::read(&product.max_amount).unwrap_or(i64::MAX))
}

/// The next round amount above or below, inside the product's limits.
pub fn stepped_amount(written: &str, up: bool, product: &Product) -> String {
    let (min, max) = limits(product);
    let step = if max > 100_000_000 { 5_000_000 } else { 500_000 };
    let now = money::read(written).unwrap_or(0).clamp(0, max);
    let next = if up { (now / step + 1) * step } else { (now - 1).max(0) / step * step };
    let pesos = next.clamp(min, max.max(min)) / 100;
    money::grouped(pesos.unsigned_abs())
}

/// The term offered before anyone chose: the middle of the usual ones.
pub fn usual_term(product: &Product) -> String {
    product.terms.get(product.terms.len() / 2).map(ToString::to_string).unwrap_or_default()
}

/// For someone who goes from one product to another: its usual term when the old one is too long for it.
pub fn instead_of(written: &str, product: &Product) -> Option<String> {
    let too_long = written.trim().parse::<u32>().is_ok_and(|term| term > product.max_term);
    too_long.then(|| usual_term(product))
}

/// The link that reproduces a simulation.
pub fn link(product: &Product, amount: &str, term: &str) -> String {
    let fields = [
        ("producto", product.id.as_str()),
        ("version", &product.version),
        ("monto", amount.trim()),
        ("plazo", term.trim()),
        ("tasa", &product.annual_rate_pct),
    ];
    let mut link = String::from("/calculadora");
    for (index, (name, value)) in fields.into_iter().enumerate() {
        link.push(if index == 0 { '?' } else { '&' });
        link.push_str(name);
        link.push('=');
        encode(value, &mut link);
    }
    link
}

fn encode(value: &str, link: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b',') {
            link.push(char::from(byte));
        } else {
            link.push('%');
            link.push(char::from(HEX[usize::from(byte >> 4)]));
            link.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    pub fn product(id: &str, version: &str, superseded: bool) -> Product {
        Product {
            id: id.into(),
            version: version.into(),
            name: if id == "personal" { "Préstamo personal" } else { "Préstamo con garantía hipotecaria" }
                .into(),
            annual_rate_pct: if id == "personal" { "13.67" } else { "9.00" }.into(),
            iva_pct: "16".into(),
            min_amount: "1000.00".into(),
            max_amount: if id == "personal" { "250000.00" } else { "3000000.00" }.into(),
            terms: if id == "personal" { vec![12, 24, 36, 48, 59, 72] } else { vec![120, 240, 360, 480] },
            max_term: if id == "personal" { 72 } else { 480 },
            valid_from: "2026-01-01".into(),
            source: "inferido de la proyección publicada por el instituto, por confirmar".into(),
            superseded,
        }
    }

    pub fn products() -> Vec<Product> {
        vec![
            product("personal", "2026-01", false),
            product("hipotecario", "2026-01", false),
            product("personal", "2025-05", true),
        ]
    }

    fn page(form: Form) -> CalculatorPage {
        form.page("ISSEG".into(), products(), "2026-03-25".into(), None)
    }

    #[test]
    fn a_link_finds_its_version_and_a_bare_product_the_current_one() {
        let products = products();
        assert_eq!(chosen(&products, "personal", "2025-05"), 2);
        assert_eq!(chosen(&products, "personal", ""), 0);
        assert_eq!(chosen(&products, "hipotecario", "1999-01"), 1);
        assert_eq!(chosen(&products, "otro", ""), 0);
    }

    #[test]
    fn choosing_another_product_drops_the_old_ones_version() {
        let form = Form {
            producto: "hipotecario".into(),
            version: "2025-05".into(),
            tasa: "13.67".into(),
            de: "personal@2025-05".into(),
            ..Form::default()
        };
        let page = page(form);
        assert_eq!((page.version.as_str(), page.rate.as_str()), ("", ""));
    }

    #[test]
    fn choosing_another_product_keeps_the_term_when_it_can() {
        let switched = |term: &str| Form {
            producto: "personal".into(),
            plazo: term.into(),
            de: "hipotecario".into(),
            ..Form::default()
        };
        assert_eq!(page(switched("240")).term, "48");
        assert_eq!(page(switched("36")).term, "36");
    }

    #[test]
    fn a_superseded_choice_carries_its_version() {
        let page = page(Form { producto: "personal@2025-05".into(), ..Form::default() });
        assert_eq!((page.product.as_str(), page.version.as_str()), ("personal", "2025-05"));
    }

    #[test]
    fn steps_go_to_round_amounts_inside_the_limits() {
        let personal = product("personal", "2026-01", false);
        let step = |written, up| stepped_amount(written, up, &personal);
        assert_eq!(step("52,300", true), "55,000");
        assert_eq!(step("52,300", false), "50,000");
        assert_eq!(step("50 000", false), "45,000");
        assert_eq!(step("", true), "5,000");
        assert_eq!(step("", false), "1,000");
        assert_eq!(step("cincuenta", true), "5,000");
        assert_eq!(step("250000", true), "250,000");
        assert_eq!(step("999999999999", false), "245,000");
    }

    #[test]
    fn buttons_without_script_change_one_field() {
        let form = |paso: &str| Form {
            producto: "personal".into(),
            monto: "$50 000.00".into(),
            plazo: "24".into(),
            paso: paso.into(),
            ..Form::default()
        };
        assert_eq!(page(form("monto-mas")).amount, "55,000");
        assert_eq!(page(form("plazo-48")).term, "48");
        assert_eq!(page(form("otra-cosa")).amount, "$50 000.00");
    }

    #[test]
    fn links_keep_what_was_written() {
        let personal = product("personal", "2026-01", false);
        assert_eq!(
            link(&personal, "$50 000", "59"),
            "/calculadora?producto=personal&version=2026-01&monto=%2450%20000&plazo=59&tasa=13.67"
        );
    }
}
