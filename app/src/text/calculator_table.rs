//! The calculator's chart, table of payments, file and reading aloud.

pub use super::calculator::NO_OFFER;
use super::money::pesos;
use super::spoken::pesos_in_words;
use super::{calculator, dates};
use crate::loan::{ExtraPlan, Figures, Goal};

// The chart.
pub const CHART: &str = "A dónde va cada pago";
pub const CHART_TABLE: &str = "Ver la gráfica como tabla";
pub const CHART_TABLE_NAME: &str = "A dónde van los pagos de cada año";
pub const TO_CAPITAL: &str = "Baja su deuda";
pub const TO_INTEREST: &str = "Intereses";
pub const TO_IVA: &str = "IVA de los intereses";
pub const TO_FUND: &str = "Fondo Especial y Solidario";
pub const TO_EXTRA: &str = "Pagos extra, también bajan su deuda";
pub const TO_OTHER: &str = "Seguro y otros cargos";

/// What one bar of the chart stands for.
pub fn bar(rows: usize) -> String {
    if rows == 1 {
        "Cada barra es un pago.".to_owned()
    } else {
        format!("Cada barra es el promedio de {rows} pagos seguidos.")
    }
}

pub const LEGEND: &str = "Todo lo que pagaría, sumado:";

/// At the height of a whole bar.
pub fn per_payment(centavos: i64) -> String {
    format!("{} por pago", pesos(centavos))
}

/// "Pago 59", under the chart's end.
pub fn payment_number(number: u32) -> String {
    format!("Pago {number}")
}

/// What a payment is made of, for [`chart_summary`]; centavos.
#[derive(Debug, Clone, Copy)]
pub struct Split {
    /// What lowers the debt.
    pub capital: i64,
    /// Interest and its IVA.
    pub cost: i64,
    /// Fund, insurance and fees.
    pub charges: i64,
}

impl Split {
    fn words(self) -> String {
        let charges =
            if self.charges > 0 { format!(", y {} son cargos", pesos(self.charges)) } else { String::new() };
        format!("{} bajan su deuda y {} son intereses e IVA{charges}", pesos(self.capital), pesos(self.cost))
    }

    /// At most a twentieth is not capital.
    fn is_nearly_all_capital(self) -> bool {
        let rest = self.cost.saturating_add(self.charges);
        rest.saturating_mul(19) <= self.capital
    }
}

/// The chart in one sentence: the first payment and the last; one of them where there is only one.
pub fn chart_summary(first: Split, last: Option<Split>) -> String {
    let Some(last) = last else { return format!("De su único pago, {}.", first.words()) };
    if first.cost == 0 && first.charges == 0 {
        return "Todo lo que paga baja su deuda: no hay intereses.".to_owned();
    }
    let end = if last.is_nearly_all_capital() { "casi todo baja su deuda".to_owned() } else { last.words() };
    format!("De cada pago, al principio {}; al final {end}.", first.words())
}

/// Over chart and table, whose rows are then not the answer's.
pub fn extras_counted(plan: &ExtraPlan) -> String {
    let said = calculator::extra_said(plan);
    format!("{said} Los pagos de aquí ya lo cuentan; la respuesta de arriba, no.")
}

// The table.
pub const TABLE: &str = "Tabla de pagos";
pub const ALL_PAYMENTS: &str = "Ver todos los pagos";
pub const BY: &str = "Ver la tabla por";
pub const BY_QUINCENA: &str = "Quincena";
pub const BY_YEAR: &str = "Año";
pub const BY_YEAR_CAPTION: &str = "Suma de cada año";
pub const TOTAL: &str = "Total";
pub const DOWNLOAD: &str = "Descargar en Excel (CSV)";
pub const PRINT: &str = "Imprimir o guardar en PDF";

pub const NUMBER: &str = "N.º";
pub const YEAR: &str = "Año";
pub const DATE: &str = "Fecha";
pub const UNTIL: &str = "Hasta";
pub const OPENING: &str = "Saldo antes";
pub const PAYMENT: &str = "Pago";
pub const CAPITAL: &str = "A su deuda";
pub const INTEREST: &str = "Intereses";
pub const IVA: &str = "IVA";
pub const FUND: &str = "Fondo";
pub const OTHER: &str = "Otros cargos";
pub const EXTRA: &str = "Pago extra";
pub const CLOSING: &str = "Saldo";

pub fn year(number: usize) -> String {
    format!("Año {number}")
}

// The file.
pub const FILE_NAME: &str = "simulacion-de-prestamo.csv";
pub const FILE_HEADS: [&str; 11] = [
    "Número",
    "Fecha",
    "Saldo antes del pago",
    "Pago",
    "Capital",
    "Intereses",
    "IVA de los intereses",
    "Fondo Especial y Solidario",
    "Otros cargos con IVA",
    "Pago extra a capital",
    "Saldo después del pago",
];
pub const FILE_PRODUCT: &str = "Préstamo";
pub const FILE_AMOUNT: &str = "Monto";
pub const FILE_NET: &str = "Usted recibe";
pub const FILE_RATE: &str = "Tasa fija anual (%)";
pub const FILE_IVA: &str = "IVA sobre los intereses (%)";
pub const FILE_PAYMENTS: &str = "Número de pagos";
pub const FILE_PAYMENT: &str = "Pago por quincena";
pub const FILE_PAYMENT_BEFORE: &str = "Pago por quincena antes del pago extra";
pub const FILE_LAST: &str = "Último pago";
pub const FILE_INTEREST: &str = "Intereses";
pub const FILE_TOTAL_IVA: &str = "IVA de los intereses";
pub const FILE_CHARGES: &str = "Fondo y otros cargos con IVA";
pub const FILE_EXTRAS: &str = "Pagos extra a capital";
pub const FILE_TOTAL: &str = "Total que pagaría";
pub const FILE_TOTAL_EXTRAS: &str = "Total que pagaría, con los pagos extra";
pub const FILE_CAT: &str = "CAT sin IVA (%), para fines informativos y de comparación";
pub const FILE_SOURCE: &str = "De dónde salen las condiciones";
pub const FILE_TODAY: &str = "Fecha del cálculo";
pub const FILE_LINK: &str = "Enlace a esta simulación";

pub fn version(product: &str, version: &str) -> String {
    format!("{product}, versión {version}")
}

// On paper.
pub const PAPER_TITLE: &str = "Simulación de préstamo";
pub const PRINTED_LINK: &str = "Para verla de nuevo:";

// Read aloud.
pub const LISTEN: &str = "Escuchar";
pub const STOP: &str = "Dejar de leer";

/// The answer as a voice says it.
pub fn spoken(figures: &Figures) -> String {
    let amount = match figures.goal {
        Goal::Amount { .. } => format!("Le alcanza para {}. ", pesos_in_words(figures.amount)),
        Goal::Payment | Goal::Term => String::new(),
    };
    let cat = figures.cat.map(|cat| {
        format!("El CAT es de {} por ciento, sin IVA. ", calculator::cat(cat).trim_end_matches(" %"))
    });
    format!(
        "{amount}{} En total pagaría {}. {}{}{NO_OFFER}",
        payments_in_words(figures),
        pesos_in_words(figures.total),
        costs_in_words(figures),
        cat.unwrap_or_default(),
    )
}

/// What of the total is not the loan itself; what a loan does not have is not said.
fn costs_in_words(figures: &Figures) -> String {
    let all = [
        (figures.interest, "intereses"),
        (figures.iva, "IVA de los intereses"),
        (figures.fund, "del Fondo Especial y Solidario"),
    ];
    let said = all.into_iter().filter(|(sum, _)| *sum > 0);
    let said: Vec<_> = said.map(|(sum, of)| format!("{} son {of}", pesos_in_words(sum))).collect();
    match said.split_last() {
        None => String::new(),
        Some((only, [])) => format!("De eso, {only}. "),
        Some((last, others)) => format!("De eso, {} y {last}. ", others.join(", ")),
    }
}

fn payments_in_words(figures: &Figures) -> String {
    let payment = pesos_in_words(figures.payment);
    let day = |date: Option<amortization::Date>| date.map(|date| dates::iso_day(&date.to_string()));
    match (figures.count, day(figures.first_due()), day(figures.last_due())) {
        (1, Some(only), _) => format!("Pagaría una sola vez, {payment}, el {only}."),
        (count, Some(first), Some(last)) => format!(
            "Su pago sería de {payment} cada quincena. Son {count} pagos: el primero, el {first}; el último, el {last}."
        ),
        (count, ..) => format!("Su pago sería de {payment} cada quincena. Son {count} pagos."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Split = Split { capital: 83_489, cost: 39_643, charges: 0 };

    #[test]
    fn the_chart_is_one_sentence() {
        let last = Split { capital: 122_200, cost: 900, charges: 0 };
        assert_eq!(
            chart_summary(FIRST, Some(last)),
            "De cada pago, al principio $834.89 bajan su deuda y $396.43 son intereses e IVA; \
             al final casi todo baja su deuda."
        );
    }

    #[test]
    fn what_is_not_so_is_not_said() {
        let heavy = Split { charges: 12_000, ..FIRST };
        assert!(chart_summary(FIRST, Some(heavy)).ends_with(
            "; al final $834.89 bajan su deuda y $396.43 son intereses e IVA, y $120.00 son cargos."
        ));
        assert!(chart_summary(FIRST, None).starts_with("De su único pago, $834.89"));
        let free = Split { capital: 100, cost: 0, charges: 0 };
        assert!(chart_summary(free, Some(free)).contains("no hay intereses"));
    }
}
