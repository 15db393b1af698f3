//! What a loan is agreed on, in one value.

use crate::{Date, FirstDue, Money, MovedPayDate, Rate, Rounding, rate::PerMille};

/// Everything that decides a schedule. [`crate::Loan::new`] checks it; nothing here is computed.
///
/// ```
/// use amortization::{Iva, Terms};
///
/// // 60,000.00 pesos at 13.67 % nominal a year in 59 quincenas, IVA inside a constant payment.
/// let terms = Terms {
///     iva: Some(Iva::level_total("16".parse()?)),
///     ..Terms::new("60000".parse()?, "13.67".parse()?, 59)
/// };
/// assert_eq!(terms.periods_per_year, 24);
/// # Ok::<(), amortization::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms<'a> {
    /// The amount lent; a financed commission comes on top of it.
    pub amount: Money,
    /// Nominal, per year.
    pub annual_rate: Rate,
    /// The agreed number of payments, grace included; rounding or extra payments can end the table earlier.
    pub payments: u32,
    /// One of [`crate::limits::PERIODS_PER_YEAR`]; a quincena is 1/24.
    pub periods_per_year: u32,
    pub method: Method,
    /// Of interest, level payment, IVA and charges alike.
    pub rounding: Rounding,
    /// The level payment is rounded to a multiple of this instead of to the centavo.
    pub payment_multiple: Option<Money>,
    /// IVA on interest.
    pub iva: Option<Iva>,
    /// When payments fall due, and whether interest counts days; without it every period is alike and
    /// rows carry no date.
    pub timing: Option<Timing<'a>>,
    pub charges: Charges,
    pub extras: Extras<'a>,
}

impl Terms<'_> {
    /// A level loan in quincenas, half-up, without IVA, dates, charges or extra payments.
    pub const fn new(amount: Money, annual_rate: Rate, payments: u32) -> Self {
        Self {
            amount,
            annual_rate,
            payments,
            periods_per_year: 24,
            method: Method::Level,
            rounding: Rounding::HalfUp,
            payment_multiple: None,
            iva: None,
            timing: None,
            charges: Charges::NONE,
            extras: Extras::NONE,
        }
    }

    /// The IVA that is part of a level payment; zero for none.
    pub(crate) fn iva_inside(&self) -> Rate {
        let inside = self.iva.filter(|iva| iva.mode == IvaMode::LevelTotal);
        inside.map(|iva| iva.rate).unwrap_or_default()
    }
}

/// How principal is repaid.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Method {
    /// French: equal payments, `amount * i / (1 - (1 + i)^-n)`. The last row absorbs what rounding left.
    #[default]
    Level,
    /// Equal principal, `amount / n` rounded; the last row takes the rest.
    German,
    /// Interest every row, the whole principal in the last one.
    Bullet,
    /// `rows` of interest only, then level payments over the remaining rows.
    InterestOnlyGrace { rows: u32 },
    /// Interés global: interest of every row on the original amount.
    Flat,
}

impl Method {
    /// Whether every row (after a grace, and but the last) pays the same.
    pub const fn has_level_payment(self) -> bool {
        matches!(self, Self::Level | Self::InterestOnlyGrace { .. })
    }
}

/// Tax on interest, computed row by row from the interest already rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Iva {
    /// From 0 to 100 percent.
    pub rate: Rate,
    pub mode: IvaMode,
}

impl Iva {
    /// Inside a constant total: how the institute charges it, by its published projection.
    pub const fn level_total(rate: Rate) -> Self {
        Self { rate, mode: IvaMode::LevelTotal }
    }

    /// Added to each payment of a schedule computed without it.
    pub const fn on_top(rate: Rate) -> Self {
        Self { rate, mode: IvaMode::OnTop }
    }
}

/// Where IVA stands. Methods without a level payment add it to each payment in both modes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum IvaMode {
    /// The level payment is computed at `i * (1 + iva)`: totals are constant.
    #[default]
    LevelTotal,
    /// The level schedule is computed without IVA and IVA comes on top: totals vary.
    OnTop,
}

/// When payments fall due. Needs 24 or 12 periods a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing<'a> {
    /// The day the money is paid out.
    pub disbursed_on: Date,
    pub first_due: FirstDue,
    /// Pay dates that are not paid on their nominal day, in the order of their nominal dates.
    pub moved: &'a [MovedPayDate],
    pub interest: InterestBy,
}

/// What a period's interest counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum InterestBy {
    /// Every period alike, `rate / periods_per_year`, the first one too.
    #[default]
    Periods,
    /// The first period by its days (first due date - disbursement), the others alike.
    OddFirstPeriod { basis: DayBasis, mode: FirstPeriod },
    /// Every period by its days.
    RealDates { basis: DayBasis },
}

/// Days in the year that a rate is divided by. 365 stays 365 in leap years.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum DayBasis {
    #[default]
    D360,
    D365,
}

impl DayBasis {
    pub const fn days(self) -> u32 {
        match self {
            Self::D360 => 360,
            Self::D365 => 365,
        }
    }
}

/// What the interest of an odd first period does to the schedule. Which one the institute uses is
/// configuration it has not confirmed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum FirstPeriod {
    /// The level payment is the regular one; the last row absorbs the difference.
    #[default]
    Absorb,
    /// The regular principal path; payment 1 carries the first period's interest.
    AddToFirst,
    /// The level payment is solved for with the odd period in it.
    Solve,
}

/// What is paid besides principal, interest and its IVA. Each charge has its own IVA, zero for none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Charges {
    pub commission: Option<Commission>,
    pub insurance: Option<Insurance>,
    pub fund: Option<Fund>,
    pub fixed_fee: Option<FixedFee>,
}

impl Charges {
    pub const NONE: Self = Self { commission: None, insurance: None, fund: None, fixed_fee: None };
}

/// An opening commission, once: a share of the amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Commission {
    pub rate: Rate,
    pub iva: Rate,
    pub paid: CommissionPaid,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum CommissionPaid {
    /// Out of the money paid out; the schedule is over the amount.
    #[default]
    Deducted,
    /// The schedule is over amount + commission + IVA; the whole amount is paid out.
    Financed,
    /// Paid apart; nothing else changes.
    Upfront,
}

/// Insurance with every row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Insurance {
    pub rate: PerMille,
    pub iva: Rate,
    pub base: Base,
}

/// The yearly Fondo Especial y Solidario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fund {
    pub rate: Rate,
    pub iva: Rate,
    pub base: Base,
    pub charged: FundCharged,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum FundCharged {
    /// With rows 1, 1 + periods per year, 1 + 2 * periods per year ...
    #[default]
    Yearly,
    /// Once, out of the money paid out, on the financed amount.
    Upfront,
}

/// What a recurring charge is a share of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Base {
    /// The balance before the row.
    #[default]
    Balance,
    /// The financed amount.
    Original,
}

/// A fixed sum with every row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FixedFee {
    pub amount: Money,
    pub iva: Rate,
}

/// Extra payments to principal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extras<'a> {
    /// In strictly rising order of `after`.
    pub list: &'a [Extra],
    pub effect: ExtraEffect,
}

impl Extras<'_> {
    pub const NONE: Self = Self { list: &[], effect: ExtraEffect::ReduceTerm };
}

/// Paid on the due date of row `after`, right after that row's payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Extra {
    /// From 1 to `payments - 1`.
    pub after: u32,
    pub amount: Money,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum ExtraEffect {
    /// The payment stays and the table ends earlier.
    #[default]
    ReduceTerm,
    /// The number of rows stays and the payment is computed anew.
    ReducePayment,
}
