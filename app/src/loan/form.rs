//! The GET form's fields and what they mean.

use protocol::loan::{CalculatorForm, CalculatorPage, Product};

use super::reader::whole;
use super::sections::compare;
use crate::text::money;

/// A field of the form: its name in the query and where it is kept.
pub type Pick = fn(&mut CalculatorForm) -> &mut String;

/// The fields a person writes into, by their names, which are their ids on the page too.
pub const WRITTEN: [(&str, Pick); 10] = [
    ("monto", |form| &mut form.monto),
    ("sueldo", |form| &mut form.sueldo),
    ("descuentos", |form| &mut form.descuentos),
    ("pago", |form| &mut form.pago),
    ("plazo", |form| &mut form.plazo),
    ("fecha", |form| &mut form.fecha),
    ("extra", |form| &mut form.extra),
    ("extra_desde", |form| &mut form.extra_desde),
    ("liquida", |form| &mut form.liquida),
    ("atraso", |form| &mut form.atraso),
];

/// The fields that are choices between radios, apart from the product.
pub const CHOSEN: [(&str, Pick); 2] =
    [("extra_cada", |form| &mut form.extra_cada), ("extra_baja", |form| &mut form.extra_baja)];

/// What stands in a field before anyone wrote in it, apart from the term; a link leaves it out.
pub const USUAL: [(&str, Pick, &str); 5] = [
    ("extra_cada", |form| &mut form.extra_cada, "una"),
    ("extra_desde", |form| &mut form.extra_desde, "1"),
    ("extra_baja", |form| &mut form.extra_baja, "plazo"),
    ("atraso", |form| &mut form.atraso, "15"),
    ("tabla", |form| &mut form.tabla, "quincena"),
];

/// Where one starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// "Sé cuánto necesito."
    Amount,
    /// "Quiero saber cuánto me alcanza."
    Payment,
    /// "Sé cuánto puedo pagar; ¿en cuánto tiempo termino?"
    Time,
}

impl Start {
    pub const ALL: [Self; 3] = [Self::Amount, Self::Payment, Self::Time];

    pub fn of(form: &CalculatorForm) -> Self {
        match form.inicio.as_str() {
            "pago" => Self::Payment,
            "tiempo" => Self::Time,
            _ => Self::Amount,
        }
    }

    /// What the query calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Amount => "monto",
            Self::Payment => "pago",
            Self::Time => "tiempo",
        }
    }
}

/// The page's state once the query's buttons and another choice of product were taken in, and what is usual
/// stands where a link says nothing. The form itself sends what stands in its fields: an emptied one stays empty.
pub fn settled(mut page: CalculatorPage) -> CalculatorPage {
    let sent = !page.form.de.is_empty();
    let switched = sent && page.form.de != page.form.producto;
    let mut form = named(std::mem::take(&mut page.form), switched);
    let product = page.products.get(chosen(&page.products, &form.producto, &form.version));
    if let Some(product) = product {
        press(&mut form, product);
        if form.plazo.is_empty() && !sent {
            form.plazo = usual_term(product);
        }
        if let Some(usual) = instead_of(&form.plazo, product).filter(|_| switched) {
            form.plazo = usual;
        }
    }
    for (_, pick, usual) in USUAL {
        let written = pick(&mut form);
        if written.is_empty() && !sent {
            usual.clone_into(written);
        }
    }
    CalculatorPage { form, ..page }
}

/// Whether "Calcular" sent this form, so that an empty field is a fault: a link has no `de`, and another
/// button asks for something else.
pub fn asked(form: &CalculatorForm) -> bool {
    !form.de.is_empty() && form.paso.is_empty()
}

/// `producto` can carry a version; those of another product than the form was drawn for are dropped.
fn named(mut form: CalculatorForm, switched: bool) -> CalculatorForm {
    if switched {
        form.version.clear();
        form.tasa.clear();
    }
    if let Some((id, version)) = form.producto.clone().split_once('@') {
        id.clone_into(&mut form.producto);
        version.clone_into(&mut form.version);
    }
    form
}

/// The button that sent the form, where there is no script.
fn press(form: &mut CalculatorForm, product: &Product) {
    let Some((what, way)) = form.paso.split_once('-').map(|(what, way)| (what.to_owned(), way.to_owned()))
    else {
        return;
    };
    match (what.as_str(), way.as_str()) {
        ("monto", _) => form.monto = stepped_amount(&form.monto, way == "mas", product),
        ("plazo", "mas" | "menos") => form.plazo = stepped_term(&form.plazo, way == "mas", product),
        ("plazo", _) => form.plazo = way,
        ("inicio", _) => form.inicio = way,
        ("otro", _) => compare::choose(form, &way),
        _ => {}
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

fn step(product: &Product) -> i64 {
    if limits(product).1 > 100_000_000 { 5_000_000 } else { 500_000 }
}

/// The slider's last position.
pub fn slider_steps(product: &Product) -> i64 {
    limits(product).1 / step(product)
}

/// Where the slider stands for an amount; at its start for one that cannot be read.
pub fn slider(written: &str, product: &Product) -> i64 {
    (money::read(written).unwrap_or(0) / step(product)).clamp(0, slider_steps(product))
}

/// What a position of the slider writes.
pub fn slid(position: i64, product: &Product) -> String {
    let (min, max) = limits(product);
    let amount = position.clamp(0, slider_steps(product)) * step(product);
    money::grouped((amount.clamp(min, max.max(min)) / 100).unsigned_abs())
}

/// The next round amount above or below, inside the product's limits.
pub fn stepped_amount(written: &str, up: bool, product: &Product) -> String {
    let (min, max) = limits(product);
    let step = step(product);
    let now = money::read(written).unwrap_or(0).clamp(0, max);
    let next = if up { (now / step + 1) * step } else { (now - 1).max(0) / step * step };
    let pesos = next.clamp(min, max.max(min)) / 100;
    money::grouped(pesos.unsigned_abs())
}

/// One quincena more or less, inside the product's limits.
pub fn stepped_term(written: &str, up: bool, product: &Product) -> String {
    let now = whole(written).unwrap_or(0);
    let next = if up { now.saturating_add(1) } else { now.saturating_sub(1) };
    next.clamp(1, product.max_term.max(1)).to_string()
}

/// The term offered before anyone chose: the middle of the usual ones.
pub fn usual_term(product: &Product) -> String {
    product.terms.get(product.terms.len() / 2).map(ToString::to_string).unwrap_or_default()
}

/// For someone who goes from one product to another: its usual term when the old one is too long for it.
pub fn instead_of(written: &str, product: &Product) -> Option<String> {
    let too_long = whole(written).is_some_and(|term| term > product.max_term);
    too_long.then(|| usual_term(product))
}

#[cfg(test)]
pub mod tests {
    use protocol::loan::{Conditions, FirstDueRule};

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
            first_due: FirstDueRule::Nth(2),
            conditions: Conditions::default(),
        }
    }

    /// A field by its name in the query.
    pub fn pick(name: &str) -> Option<Pick> {
        let others: [(&str, Pick); 3] = [
            ("inicio", |form| &mut form.inicio),
            ("otro1", |form| &mut form.otro1),
            ("otro2", |form| &mut form.otro2),
        ];
        let all = WRITTEN.into_iter().chain(CHOSEN).chain(others);
        all.into_iter().find(|(known, _)| *known == name).map(|(_, pick)| pick)
    }

    pub fn products() -> Vec<Product> {
        vec![
            product("personal", "2026-01", false),
            product("hipotecario", "2026-01", false),
            product("personal", "2025-05", true),
        ]
    }

    fn page(form: CalculatorForm) -> CalculatorForm {
        let (institution, today) = ("ISSEG".to_owned(), "2026-03-25".to_owned());
        let page = CalculatorPage {
            institution,
            origin: String::new(),
            products: products(),
            pay_dates: Vec::new(),
            form,
            today,
            demo_clock: None,
        };
        settled(page).form
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
        let form = CalculatorForm {
            producto: "hipotecario".into(),
            version: "2025-05".into(),
            tasa: "13.67".into(),
            de: "personal@2025-05".into(),
            ..CalculatorForm::default()
        };
        let page = page(form);
        assert_eq!((page.version.as_str(), page.tasa.as_str()), ("", ""));
    }

    #[test]
    fn choosing_another_product_keeps_the_term_when_it_can() {
        let switched = |term: &str| CalculatorForm {
            producto: "personal".into(),
            plazo: term.into(),
            de: "hipotecario".into(),
            ..CalculatorForm::default()
        };
        assert_eq!(page(switched("240")).plazo, "48");
        assert_eq!(page(switched("36")).plazo, "36");
        assert_eq!(page(switched("240 quincenas")).plazo, "48");
    }

    #[test]
    fn a_superseded_choice_carries_its_version() {
        let page = page(CalculatorForm { producto: "personal@2025-05".into(), ..CalculatorForm::default() });
        assert_eq!((page.producto.as_str(), page.version.as_str()), ("personal", "2025-05"));
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
        let form = |paso: &str| CalculatorForm {
            producto: "personal".into(),
            monto: "$50 000.00".into(),
            plazo: "24".into(),
            paso: paso.into(),
            ..CalculatorForm::default()
        };
        assert_eq!(page(form("monto-mas")).monto, "55,000");
        assert_eq!(page(form("plazo-48")).plazo, "48");
        assert_eq!(page(form("otra-cosa")).monto, "$50 000.00");
    }

    #[test]
    fn starts_scenarios_and_single_steps_are_buttons_too() {
        let form = |paso: &str| CalculatorForm {
            producto: "personal".into(),
            plazo: "24".into(),
            monto: "50000".into(),
            paso: paso.into(),
            ..CalculatorForm::default()
        };
        assert_eq!(page(form("inicio-tiempo")).inicio, "tiempo");
        assert_eq!(
            (page(form("plazo-mas")).plazo, page(form("plazo-menos")).plazo),
            ("25".into(), "23".into())
        );
        assert_eq!(page(form("otro-36_48")).otro2, "48");
        let personal = product("personal", "2026-01", false);
        let step = |written, up| stepped_term(written, up, &personal);
        assert_eq!(
            [step("72", true), step("1", false), step("", true), step("", false)],
            ["72", "1", "1", "1"]
        );
    }

    #[test]
    fn what_is_usual_stands_where_nothing_was_written() {
        let form = page(CalculatorForm { producto: "personal".into(), ..CalculatorForm::default() });
        assert_eq!(
            (form.plazo.as_str(), form.atraso.as_str(), form.extra_cada.as_str()),
            ("48", "15", "una")
        );
        let written =
            page(CalculatorForm { atraso: "3".into(), plazo: "12".into(), ..CalculatorForm::default() });
        assert_eq!((written.plazo.as_str(), written.atraso.as_str()), ("12", "3"));
    }

    #[test]
    fn an_emptied_field_stays_empty() {
        let emptied = CalculatorForm {
            producto: "personal".into(),
            de: "personal".into(),
            extra_cada: "cada".into(),
            ..CalculatorForm::default()
        };
        let form = page(emptied);
        assert_eq!(
            [&form.plazo, &form.atraso, &form.extra_desde, &form.extra_cada].map(String::as_str),
            ["", "", "", "cada"]
        );
    }

    #[test]
    fn only_calcular_asks() {
        let form = |de: &str, paso: &str| CalculatorForm {
            de: de.into(),
            paso: paso.into(),
            ..CalculatorForm::default()
        };
        assert!(asked(&form("personal", "")));
        assert!(!asked(&form("", "")), "a link");
        assert!(!asked(&form("personal", "inicio-pago")), "another button");
    }

    #[test]
    fn the_slider_goes_in_round_steps() {
        let personal = product("personal", "2026-01", false);
        assert_eq!(slider_steps(&personal), 50);
        assert_eq!(
            ["", "1,000", "52,300", "250000", "nada"].map(|text| slider(text, &personal)),
            [0, 0, 10, 50, 0]
        );
        assert_eq!([0, 10, 50, 99].map(|at| slid(at, &personal)), ["1,000", "50,000", "250,000", "250,000"]);
    }
}
