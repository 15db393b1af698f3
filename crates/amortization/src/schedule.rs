use crate::{Error, Money, Row, Rows, loan::TOO_LARGE};

/// A whole table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The payment of every row but the last.
    pub level_payment: Money,
    /// At least one; at most the agreed number of payments.
    pub rows: Vec<Row>,
    pub totals: Totals,
}

/// Sums of the rounded rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Interest without IVA.
    pub interest: Money,
    /// IVA on interest.
    pub iva: Money,
    /// Principal, interest and IVA.
    pub paid: Money,
    /// The payment of the last row.
    pub last_payment: Money,
}

impl Schedule {
    pub(crate) fn collect(rows: Rows) -> Result<Self, Error> {
        let level_payment = rows.level_payment();
        let rows = rows.collect::<Result<Vec<Row>, Error>>()?;
        let totals = rows.iter().try_fold(Totals::default(), Totals::with).ok_or(TOO_LARGE)?;
        Ok(Self { level_payment, rows, totals })
    }
}

impl Totals {
    fn with(self, row: &Row) -> Option<Self> {
        Some(Self {
            interest: self.interest.checked_add(row.interest)?,
            iva: self.iva.checked_add(row.iva)?,
            paid: self.paid.checked_add(row.payment)?,
            last_payment: row.payment,
        })
    }
}
