use crate::{Error, Money, Row, Rows, loan::TOO_LARGE};

/// A whole table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The payment of every row but the last, charges apart; `None` for methods without one.
    pub level_payment: Option<Money>,
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
    pub fund: Money,
    pub insurance: Money,
    pub fees: Money,
    /// IVA of fund, insurance and fees.
    pub charges_iva: Money,
    /// Extra payments to principal.
    pub extras: Money,
    /// Every payment, the extras apart. What is paid up front is not in it.
    pub paid: Money,
    /// The payment of the last row.
    pub last_payment: Money,
}

impl Schedule {
    pub(crate) fn collect(level_payment: Option<Money>, rows: Rows) -> Result<Self, Error> {
        let mut table = Vec::with_capacity(rows.size_hint().1.unwrap_or_default());
        let totals = Totals::each(rows, |row| table.push(row))?;
        Ok(Self { level_payment, rows: table, totals })
    }
}

impl Totals {
    /// The sums of `rows`, each of which `seen` gets.
    pub(crate) fn each(rows: Rows, mut seen: impl FnMut(Row)) -> Result<Self, Error> {
        let mut totals = Self::default();
        for row in rows {
            let row = row?;
            totals = totals.with(&row).ok_or(TOO_LARGE)?;
            seen(row);
        }
        Ok(totals)
    }

    #[inline]
    fn with(self, row: &Row) -> Option<Self> {
        Some(Self {
            interest: self.interest.checked_add(row.interest)?,
            iva: self.iva.checked_add(row.iva)?,
            fund: self.fund.checked_add(row.fund)?,
            insurance: self.insurance.checked_add(row.insurance)?,
            fees: self.fees.checked_add(row.fee)?,
            charges_iva: self.charges_iva.checked_add(row.charges_iva)?,
            extras: self.extras.checked_add(row.extra)?,
            paid: self.paid.checked_add(row.payment)?,
            last_payment: row.payment,
        })
    }
}
