use amortization::{Commission, CommissionPaid, Field};
use protocol::loan::{RenewalAnswer, RenewalCommission, RenewalRequest};

use super::{Refusal, read};

/// What a new loan leaves once it has paid off the old one.
///
/// # Errors
/// The field at fault.
pub fn renewal(request: &RenewalRequest) -> Result<RenewalAnswer, Refusal> {
    let amount = read::money(&request.amount, Field::Amount)?;
    let old_balance = read::money(&request.old_balance, Field::OldBalance)?;
    let commission = request.commission.as_ref().map(commission).transpose()?;
    let least =
        request.min_net_pct.as_deref().map(|text| read::rate(text, Field::MinNetShare)).transpose()?;
    let renewal = amortization::renew(amount, old_balance, commission, least)?;
    Ok(RenewalAnswer {
        commission: renewal.commission.to_string(),
        commission_iva: renewal.commission_iva.to_string(),
        net: renewal.net.to_string(),
    })
}

fn commission(commission: &RenewalCommission) -> Result<Commission, Refusal> {
    Ok(Commission {
        rate: read::rate(&commission.pct, Field::CommissionRate)?,
        iva: read::rate_or_zero(commission.iva_pct.as_deref(), Field::CommissionIva)?,
        paid: CommissionPaid::Deducted,
    })
}
