//! `server quote`: what the API answers, in a terminal. No clock, no database, no secret.

mod args;
mod columns;
mod text;

use app::loan::csv;
use protocol::loan::{CatRequest, CatTime, ScheduleAnswer};

pub(super) use args::Args;

use crate::{config::Overlay, quotes};

pub(super) fn run(overlay: &Overlay, args: &Args) -> Result<(), String> {
    super::tell_exactly(&quote(overlay, args)?);
    Ok(())
}

fn quote(overlay: &Overlay, args: &Args) -> Result<String, String> {
    let terms = args.terms(overlay)?;
    let answer = quotes::schedule(&terms).map_err(|refusal| refusal.to_string())?;
    if args.json {
        return serde_json::to_string_pretty(&answer)
            .map(|json| json + "\n")
            .map_err(|error| error.to_string());
    }
    if args.csv {
        return Ok(table(&answer));
    }
    let request = CatRequest { terms: terms.clone(), time: CatTime::Periods };
    Ok(text::text(&terms, &answer, &quotes::cat(&request, String::new())))
}

/// For a spreadsheet: plain figures, no totals that a sum would count twice, no cell that could be a formula.
fn table(answer: &ScheduleAnswer) -> String {
    let columns = columns::of(answer);
    let mut file = String::with_capacity(128 * (answer.rows.len() + 1));
    let heads: Vec<&str> = std::iter::once("N.º").chain(columns.iter().map(|column| column.head)).collect();
    csv::line(&heads, &mut file);
    for row in &answer.rows {
        let number = row.number.to_string();
        let cells = columns.iter().map(|column| (column.cell)(row));
        let cells: Vec<&str> = std::iter::once(number.as_str()).chain(cells).collect();
        csv::line(&cells, &mut file);
    }
    file
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use protocol::loan::ScheduleAnswer;

    use super::*;
    use crate::cli::{Cli, Command};

    fn said(flags: &str) -> Result<String, String> {
        let words = ["server", "quote"].into_iter().chain(flags.split_whitespace());
        let cli = Cli::try_parse_from(words).map_err(|error| error.to_string())?;
        let Command::Quote(args) = cli.command else { panic!("another command") };
        quote(&Overlay { file: cli.config, ..Overlay::default() }, &args)
    }

    fn answer(flags: &str) -> ScheduleAnswer {
        let json = said(&format!("{flags} --json")).unwrap_or_else(|error| panic!("{error}"));
        serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}"))
    }

    const USUAL: &str = "--amount 60000 --rate 13.67 --payments 59 --iva 16";

    #[test]
    fn the_text_has_the_totals_and_an_aligned_table() {
        let text = said(USUAL).unwrap();
        for line in [
            "Préstamo de $60,000.00 en 59 pagos, tasa fija anual de 13.67 %",
            "Pago:                        $1,231.32",
            "Último pago:                 $1,231.60",
            "Intereses:                   $10,903.56",
            "IVA de los intereses:        $1,744.60",
            "Total de los pagos:          $72,648.16",
            "No incluye la aportación anual al Fondo Especial y Solidario.",
            "  N.º  Saldo inicial   Capital    Interés       IVA       Pago  Saldo final",
            "    1      60,000.00    834.89     341.75     54.68   1,231.32    59,165.11",
        ] {
            assert!(text.lines().any(|one| one == line), "{line:?} is not in\n{text}");
        }
        let cat = text.lines().find(|line| line.starts_with("CAT:")).unwrap();
        assert!(
            cat.ends_with("14.6 % sin IVA, para fines informativos y de comparación; tasa fija anual"),
            "{cat}"
        );
        let table: Vec<usize> =
            text.lines().skip_while(|line| !line.contains("N.º")).map(|line| line.chars().count()).collect();
        assert_eq!(table.len(), 61, "heads, 59 rows and totals");
        assert!(table[..60].iter().all(|width| *width == table[0]), "{table:?}");
    }

    #[test]
    fn json_is_the_apis_answer() {
        let answer = answer(USUAL);
        assert_eq!((answer.level_payment.as_deref(), answer.rows.len()), (Some("1231.32"), 59));
    }

    #[test]
    fn the_csv_has_plain_figures_and_no_formula() {
        let file = said(&format!("{USUAL} --disbursed-on 2026-11-18 --csv")).unwrap();
        let mut lines = file.lines();
        assert_eq!(lines.next(), Some("N.º,Fecha,Saldo inicial,Capital,Interés,IVA,Pago,Saldo final"));
        assert_eq!(lines.next(), Some("1,2026-11-30,60000.00,834.89,341.75,54.68,1231.32,59165.11"));
        assert_eq!(file.lines().count(), 60);
        let signs = ['=', '+', '-', '@', '\t'];
        assert!(file.lines().flat_map(|line| line.split(',')).all(|cell| !cell.starts_with(signs)));
    }

    #[test]
    fn every_option_reaches_the_engine() {
        let dated = "--disbursed-on 2026-01-10 --first-due-nth 2 --pay-date 2026-02-15=2026-02-13";
        for (flags, read, figure) in [
            (
                "--method german",
                (|answer| answer.last_payment.clone()) as fn(&ScheduleAnswer) -> String,
                "84.20",
            ),
            (
                "--method interest-only-grace --grace-payments 2",
                |answer| answer.rows[1].principal.clone(),
                "0.00",
            ),
            (
                "--payment-multiple 50 --rounding up",
                |answer| answer.level_payment.clone().unwrap_or_default(),
                "100.00",
            ),
            ("--iva 16 --iva-mode on-top", |answer| answer.rows[0].iva.clone(), "1.60"),
            (
                "--commission 2 --commission-iva 16 --commission-paid financed",
                |answer| answer.financed_amount.clone(),
                "1023.20",
            ),
            (
                "--insurance 1 --insurance-iva 16 --insurance-base original",
                |answer| answer.rows[11].charges_iva.clone(),
                "0.16",
            ),
            (
                "--fund 1 --fund-iva 16 --fund-charged upfront",
                |answer| answer.net_disbursed.clone(),
                "988.40",
            ),
            ("--fund 1 --fund-base original", |answer| answer.total_fund.clone(), "10.00"),
            ("--fixed-fee 5 --fixed-fee-iva 16", |answer| answer.total_charges_iva.clone(), "9.60"),
            ("--extra 1=100 --extra 3=50", |answer| answer.total_extras.clone(), "150.00"),
            ("--extra 1=100 --extras-effect reduce-payment", |answer| answer.rows.len().to_string(), "12"),
            (dated, |answer| answer.rows[0].due_date.clone().unwrap_or_default(), "2026-01-31"),
            (
                "--disbursed-on 2026-01-10 --first-due-lag 30",
                |answer| answer.rows[0].due_date.clone().unwrap_or_default(),
                "2026-02-15",
            ),
            (
                "--disbursed-on 2026-01-10 --interest-by odd-first-period --first-period add-to-first --day-basis 365",
                |answer| answer.rows[0].interest.clone(),
                "3.29",
            ),
        ] {
            let usual = "--amount 1000 --rate 24 --payments 12";
            assert_eq!(read(&answer(&format!("{usual} {flags}"))), figure, "{flags}");
        }
    }

    #[test]
    fn a_product_brings_its_own_terms() {
        let own = answer("--amount 60000 --payments 59 --product personal --disbursed-on 2026-11-18");
        assert_eq!(own.level_payment.as_deref(), Some("1231.32"));
        assert_eq!(own.rows[0].due_date.as_deref(), Some("2026-12-15"), "the second quincena");
        let old = answer("--amount 60000 --payments 59 --product personal --product-version 2025-1");
        assert_ne!(old.level_payment, own.level_payment);
        let unknown = said("--amount 60000 --payments 59 --product nada").unwrap_err();
        assert!(unknown.contains("personal 2026-1") && unknown.contains("hipotecario"), "{unknown}");
    }

    #[test]
    fn what_cannot_be_is_told() {
        for (flags, part) in [
            ("--amount 60,000 --rate 13.67 --payments 59", "solo con números"),
            ("--amount 60000 --payments 59", "--rate"),
            (
                "--amount 60000 --rate 13.67 --payments 59 --method frances",
                "use uno de estos: level, german, bullet, interest-only-grace, flat",
            ),
            ("--amount 60000 --rate 13.67 --payments 59 --iva-mode fuera", "estos: level-total, on-top"),
            ("--amount 60000 --rate 13.67 --payments 59 --grace-payments 2", "interest_only_grace"),
            ("--amount 60000 --rate 13.67 --payments 59 --commission-iva 16", "--commission"),
            ("--amount 60000 --rate 13.67 --payments 59 --extra 12", "escríbalo como 12=5000"),
            ("--amount 60000 --rate 13.67 --payments 59 --extra doce=5", "doce no es el número de un pago"),
            (
                "--amount 60000 --rate 13.67 --payments 59 --pay-date hoy",
                "escríbalo como 2026-12-31=2026-12-18",
            ),
            ("--amount 60000 --rate 13.67 --payments 59 --json --csv", "cannot be used with"),
            ("--amount 60000 --rate 13.67 --payments 59 --product personal", "cannot be used with"),
        ] {
            let error = said(flags).unwrap_err();
            assert!(error.contains(part), "{flags}: {error}");
        }
    }
}
