//! What is wrong with a request to the calculator's API.

/// A sentence for the engine's error code about a wire field.
pub fn error(code: &str, field: &str) -> String {
    let what = match field {
        "amount" => "el monto (amount)",
        "annual_rate_pct" => "la tasa anual (annual_rate_pct)",
        "payments" => "el número de pagos (payments)",
        "periods_per_year" => "los pagos por año (periods_per_year)",
        "iva_pct" => "el IVA (iva_pct)",
        _ => "el dato",
    };
    match code {
        "empty" => format!("Falta {what}."),
        "not_a_number" => {
            format!("Escriba {what} solo con números y punto decimal, por ejemplo \"50000.00\".")
        }
        "too_many_decimals" => {
            format!("Escriba {what} con menos decimales: dos para pesos, seis para tasas.")
        }
        "not_positive" => format!("Escriba {what} mayor que cero."),
        "above_limit" => format!("Reduzca {what}: pasa del máximo que se puede calcular."),
        "unsupported_value" => format!("Revise {what}: no es uno de los valores admitidos."),
        "negative_amortization" => {
            "Con esa tasa el pago no alcanza a cubrir los intereses. Use una tasa o un plazo menor."
                .to_owned()
        }
        _ => format!("Revise {what}."),
    }
}
