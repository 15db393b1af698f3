//! "Saldo: ¿qué es esto?": each word of a loan in two plain sentences.

/// A word of the calculator that not everybody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Term {
    Pago,
    Intereses,
    Iva,
    Cat,
    Fondo,
    Comision,
    Saldo,
    UltimoPago,
    Liquidar,
    Atraso,
}

pub const ASK: &str = "¿qué es esto?";

impl Term {
    pub const ALL: [Self; 10] = [
        Self::Pago,
        Self::Intereses,
        Self::Iva,
        Self::Cat,
        Self::Fondo,
        Self::Comision,
        Self::Saldo,
        Self::UltimoPago,
        Self::Liquidar,
        Self::Atraso,
    ];

    /// The word itself, as it is read before [`ASK`].
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pago => "Pago",
            Self::Intereses => "Intereses",
            Self::Iva => "IVA",
            Self::Cat => "CAT",
            Self::Fondo => "Fondo Especial y Solidario",
            Self::Comision => "Comisión",
            Self::Saldo => "Saldo",
            Self::UltimoPago => "Último pago",
            Self::Liquidar => "Liquidar",
            Self::Atraso => "Atraso",
        }
    }

    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Pago => {
                "Es lo que le descuentan de su sueldo cada quincena. Trae junto lo que baja su deuda, los intereses y su IVA."
            }
            Self::Intereses => {
                "Es lo que cuesta usar el dinero prestado. Se calculan cada quincena sobre lo que todavía debe, por eso bajan con el tiempo."
            }
            Self::Iva => {
                "Es un impuesto sobre los intereses, no sobre el dinero que recibe. Ya viene dentro de su pago."
            }
            Self::Cat => {
                "El Costo Anual Total junta en un solo porcentaje los intereses y demás cargos de un año, sin IVA. No se cobra aparte: sirve para comparar préstamos, y mientras más bajo, más barato."
            }
            Self::Fondo => {
                "Es una aportación de quienes tienen un préstamo. Si la persona fallece o queda con incapacidad total y permanente, el fondo paga lo que debía."
            }
            Self::Comision => {
                "Es un cobro por abrir el préstamo, una sola vez. Se descuenta del dinero que recibe."
            }
            Self::Saldo => {
                "Es lo que le falta por pagar después de cada pago, sin contar los intereses que vienen. Cuando llega a cero, terminó."
            }
            Self::UltimoPago => {
                "Es lo que falta al final, por eso no es igual a los demás. Con él, su deuda queda en cero."
            }
            Self::Liquidar => {
                "Es pagar de una vez todo lo que debe, antes de la última fecha. Ya no paga los intereses de las quincenas que faltaban."
            }
            Self::Atraso => {
                "Pasa cuando un pago no llega en su fecha. Se cobra un interés extra por los días de atraso, solo sobre la parte de ese pago que baja su deuda."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_two_sentences() {
        for term in Term::ALL {
            let text = term.meaning();
            assert!(text.ends_with('.'), "{text}");
            assert_eq!(text.matches(". ").count(), 1, "{text}");
            assert!(text.len() < 200, "{text}");
        }
    }
}
