//! The exact arithmetic underneath. Nothing here rounds unless told how, and nothing wraps or panics.
//!
//! - [`Fraction`]: a rate, a tax, a share. [`Fraction::of`] is a share of money rounded once;
//!   [`Fraction::discount`] is `1 / (1 + rate)`.
//! - [`Enclosure`]: a number in fixed point between two ends, on the stack, `64 * (N - 1)` bits behind the
//!   point and 64 before it. Sums, differences, products, powers; [`Enclosure::compare`] and
//!   [`Enclosure::floor`] decide, [`Enclosure::divides`] rounds `amount / self` to a multiple. All answer
//!   `None` when the width does not tell: take a larger `N`, or compute exactly.
//! - [`Natural`]: an integer of any size, for what no width can tell apart, which is a true tie.
//!
//! ```text
//! // The level payment of 60,000.00 over n periods at `rate`, and over periods of any rates:
//! level::level_payment(amount, rate, n, unit, rounding)
//! level::level_over(amount, rates, unit, rounding)
//! // The present value of a payment, rounded down:
//! level::annuity::<4>(rate, n)?.times_whole(payment)?.floor()
//! ```
//!
//! Widths. `N = 4` (192 bits) leaves 90 bits between the ends of a level payment and a centavo's half at
//! every limit: the discount of 1,200 periods is off by less than 2^12 units of 2^-192, dividing by the
//! smallest rate (1e-8 / 52) costs 2^33, the largest payment is 2^51 centavos, the smallest sum of discounts 2^-5.

mod enclosure;
mod fraction;
mod natural;
mod wide;

pub(crate) use enclosure::Enclosure;
pub(crate) use fraction::Fraction;
pub(crate) use natural::Natural;
