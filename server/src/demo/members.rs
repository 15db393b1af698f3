//! Invented derechohabientes with their loans, taken in through the padrón's own import: what the demo shows is
//! what a file of the institute gives.

use std::fmt::Write;

use amortization::{Date, PayCalendar};
use jiff::ToSpan;
use protocol::curp::Curp;

use crate::{accounts, padron, state::App};

const PASSWORD: &str = "camino de piedra y jacarandas";

// Well-formed, and of names nobody has: EJEMPLO DEMOSTRADOR, INVENTADO PRUEBA, FICTICIA MUESTRA.
const LUZ: &str = "EEDL850312MGTJMZ00";
const MATEO: &str = "IEPM790824HGTNRT08";
const SOCORRO: &str = "FIMS500605MGTCSC06";

/// CURP, name, number of affiliation.
const PEOPLE: [(&str, &str, &str); 3] = [
    (LUZ, "Luz Ejemplo Demostrador", "900001"),
    (MATEO, "Mateo Inventado Prueba", "900002"),
    (SOCORRO, "Socorro Ficticia Muestra", "900003"),
];

struct Example {
    person: usize,
    product: &'static str,
    amount: &'static str,
    rate: &'static str,
    /// Quincenas.
    term: u32,
    /// Since it was paid out.
    months: i32,
    /// Payments whose day has come and that payroll has not reported.
    unreported: usize,
}

/// One being paid and one nearly done; a long one and one with a late payment; Socorro has none.
const LOANS: [Example; 4] = [
    Example {
        person: 0,
        product: "personal",
        amount: "60000.00",
        rate: "13.67",
        term: 59,
        months: 9,
        unreported: 0,
    },
    Example {
        person: 0,
        product: "personal",
        amount: "18000.00",
        rate: "13.50",
        term: 24,
        months: 11,
        unreported: 0,
    },
    Example {
        person: 1,
        product: "hipotecario",
        amount: "850000.00",
        rate: "9.00",
        term: 360,
        months: 31,
        unreported: 0,
    },
    Example {
        person: 1,
        product: "personal",
        amount: "25000.00",
        rate: "13.67",
        term: 36,
        months: 5,
        unreported: 1,
    },
];

/// For the sign-in page and the terminal.
pub(super) fn accounts() -> Vec<String> {
    PEOPLE.iter().map(|(curp, _, _)| format!("{curp} / {PASSWORD}")).collect()
}

pub(super) async fn add(app: &App) -> Result<(), String> {
    let roster = padron::read(file(app)?.as_bytes(), &app.config.products);
    let roster = roster.map_err(|faults| faults.iter().map(ToString::to_string).collect::<String>())?;
    let stored = padron::import(app, roster, false).await.map_err(|error| error.detail())?;
    stored.map_err(|faults| faults.iter().map(ToString::to_string).collect::<String>())?;
    for (curp, _, _) in PEOPLE {
        let curp: Curp = curp.parse().map_err(|fault: protocol::curp::CurpError| fault.to_string())?;
        let code = accounts::invite(app, &curp).await?;
        accounts::set_member_password(app, &code, PASSWORD).await.map_err(|error| error.detail())?;
    }
    Ok(())
}

fn file(app: &App) -> Result<String, String> {
    let mut file = String::from(
        "curp,nombre,numero_afiliacion,folio,producto,monto,tasa_anual,iva,plazo,fecha_entrega,quincenas_pagadas\n",
    );
    for (curp, name, affiliation) in PEOPLE {
        let _ = writeln!(file, "{curp},{name},{affiliation},,,,,,,,");
    }
    for (number, loan) in LOANS.iter().enumerate() {
        let (curp, name, affiliation) = PEOPLE[loan.person];
        let (disbursed, paid) = progress(app, loan)?;
        let Example { product, amount, rate, term, .. } = loan;
        let folio = format!("DEMO-{:04}", number + 1);
        let _ = writeln!(
            file,
            "{curp},{name},{affiliation},{folio},{product},{amount},{rate},16,{term},{disbursed},{paid}"
        );
    }
    Ok(file)
}

/// The day it was paid out, and the payments since then by the calendar it was granted on.
fn progress(app: &App, loan: &Example) -> Result<(Date, usize), String> {
    let today = app.clock.local(app.clock.now()).date();
    let odd = |error: amortization::Error| format!("demo: {error}");
    let day = |date: jiff::civil::Date| date.to_string().parse::<Date>().map_err(odd);
    let disbursed = day(today.saturating_sub(loan.months.months()))?;
    let first = app
        .product_on(loan.product, &disbursed.to_string())
        .map(|product| product.first_due)
        .unwrap_or_default();
    let moved = app.config.moved_pay_dates();
    let calendar = PayCalendar::new(24).and_then(|calendar| calendar.with_moved(&moved)).map_err(odd)?;
    let dues = calendar.due_dates(disbursed, first.rule(), loan.term).map_err(odd)?;
    let today = day(today)?;
    let passed = dues.take_while(|due| due.shown < today).count();
    Ok((disbursed, passed.saturating_sub(loan.unreported)))
}
