use crate::{Error, Extra, Money};

/// The extra payments that are still to come.
#[derive(Debug, Clone)]
pub(super) struct Pending<'a>(pub(super) &'a [Extra]);

impl Pending<'_> {
    /// What is paid after row `number`, with `owed` left after its payment; zero for most rows.
    #[inline]
    pub(super) fn after(&mut self, number: u32, owed: Money) -> Result<Money, Error> {
        match self.0 {
            [next, later @ ..] if next.after == number => {
                let fits = next.amount <= owed;
                self.0 = later;
                if fits { Ok(next.amount) } else { Err(Error::ExtraAboveBalance { row: number }) }
            }
            _ => Ok(Money::ZERO),
        }
    }

    /// Refuses an extra payment that comes when the table has ended.
    pub(super) fn end(&self) -> Result<(), Error> {
        self.0.first().map_or(Ok(()), |extra| Err(Error::ExtraAboveBalance { row: extra.after }))
    }
}
