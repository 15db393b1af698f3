use protocol::loan::{ScheduleAnswer, ScheduleRow};

/// A column of the table: its head, a row's cell, and its sum where there is one.
pub(super) struct Column {
    pub(super) head: &'static str,
    pub(super) cell: fn(&ScheduleRow) -> &str,
    pub(super) total: Option<fn(&ScheduleAnswer) -> &str>,
}

/// Those that say something about this loan; dates and charges it does not have stay out.
pub(super) fn of(answer: &ScheduleAnswer) -> Vec<Column> {
    COLUMNS.into_iter().filter(|column| column.says_something(answer)).collect()
}

impl Column {
    fn says_something(&self, answer: &ScheduleAnswer) -> bool {
        answer.rows.iter().any(|row| !matches!((self.cell)(row), "" | "0.00")) || self.head == CLOSING
    }
}

const CLOSING: &str = "Saldo final";

const COLUMNS: [Column; 12] = [
    Column { head: "Fecha", cell: |row| row.due_date.as_deref().unwrap_or_default(), total: None },
    Column { head: "Saldo inicial", cell: |row| &row.opening_balance, total: None },
    Column { head: "Capital", cell: |row| &row.principal, total: None },
    Column { head: "Interés", cell: |row| &row.interest, total: Some(|answer| &answer.total_interest) },
    Column { head: "IVA", cell: |row| &row.iva, total: Some(|answer| &answer.total_iva) },
    Column { head: "Fondo", cell: |row| &row.fund, total: Some(|answer| &answer.total_fund) },
    Column { head: "Seguro", cell: |row| &row.insurance, total: Some(|answer| &answer.total_insurance) },
    Column { head: "Cuota fija", cell: |row| &row.fee, total: Some(|answer| &answer.total_fees) },
    Column {
        head: "IVA de cargos",
        cell: |row| &row.charges_iva,
        total: Some(|answer| &answer.total_charges_iva),
    },
    Column { head: "Pago", cell: |row| &row.payment, total: Some(|answer| &answer.total_paid) },
    Column { head: "Pago extra", cell: |row| &row.extra, total: Some(|answer| &answer.total_extras) },
    Column { head: CLOSING, cell: |row| &row.closing_balance, total: None },
];
