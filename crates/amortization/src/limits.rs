//! Every limit of the engine, and why that number.

use std::ops::RangeInclusive;

/// 1,000,000,000,000.00 pesos, in centavos. With the limits below no row and no total leaves `i64`: a financed
/// commission with its IVA triples the amount, a payment is 20 times that at most (1000 % a year and 100 % of
/// IVA), and 1,200 of those are 7.2e18 centavos; the dearest charges are 1.7e18 more, of 9.2e18.
pub const MAX_AMOUNT_CENTAVOS: i64 = 100_000_000_000_000;

/// 1000 % a year, in millionths of a percent: above any lawful rate, below what overflows.
pub const MAX_ANNUAL_RATE_MILLIONTHS: u64 = 1_000_000_000;

/// 100 %, in millionths of a percent: a tax larger than the interest it taxes is a typing mistake.
pub const MAX_IVA_MILLIONTHS: u64 = 100_000_000;

/// 100 %, in millionths of a percent: of a commission, a fund or a share of a salary.
pub const MAX_SHARE_MILLIONTHS: u64 = 100_000_000;

/// 1000 per mille a row, in millionths of a per mille: an insurance dearer than what it insures.
pub const MAX_PER_MILLE_MILLIONTHS: u64 = 1_000_000_000;

/// Fifty years of quincenas.
pub const MAX_PAYMENTS: u32 = 1_200;

/// Yearly, half-yearly, quarterly, two-monthly, monthly, quincenas, fortnights, weeks.
pub const PERIODS_PER_YEAR: [u32; 8] = [1, 2, 4, 6, 12, 24, 26, 52];

/// Years a date may be in: older than any payroll record, and a loan of 1,200 months made before the last two
/// years of this century ends inside, however late its first payment.
pub const YEARS: RangeInclusive<u16> = 1900..=2200;

/// A year: waiting longer for the first payment is a grace period, which has its own terms.
pub const MAX_CUTOFF_LAG_DAYS: u32 = 366;

/// A year of quincenas, for the same reason.
pub const MAX_FIRST_DUE_NTH: u32 = 24;

/// The longest period, and so the most days a payoff counts since the last due date or the disbursement: a
/// first one of 24 months with a 29 February in them is 731 days (paid out on the last day of a month, first
/// due at the 24th month end), and that pay date can be moved 30 days further, to right before the next one.
pub const MAX_ACCRUED_DAYS: u32 = 761;

/// A year: a longer grace is not a delay but another due date.
pub const MAX_GRACE_DAYS: u32 = 366;

/// A hundred years, twice the longest term of quincenas.
pub const MAX_DAYS_LATE: u32 = 36_600;
