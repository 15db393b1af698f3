//! Strict decimal text: ASCII digits, at most one point, a digit on both sides of it.

use crate::{Error, Field};

/// Reads `text` as an integer number of `10^-decimals`. No sign, space, exponent or separator:
/// a thousands comma and a decimal comma look alike, so neither is guessed.
pub(crate) fn parse(text: &str, decimals: u32, field: Field) -> Result<u64, Error> {
    if text.is_empty() {
        return Err(Error::Empty { field });
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if !is_digits(whole) || !is_digits(fraction) {
        return Err(Error::NotANumber { field });
    }
    let written = u32::try_from(fraction.len()).unwrap_or(u32::MAX);
    let missing = decimals.checked_sub(written).ok_or(Error::TooManyDecimals { field, allowed: decimals })?;
    scaled(whole, fraction, missing).ok_or(Error::AboveLimit { field })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn scaled(whole: &str, fraction: &str, missing: u32) -> Option<u64> {
    let mut digits = whole.bytes().chain(fraction.bytes());
    let value =
        digits.try_fold(0_u64, |sum, byte| sum.checked_mul(10)?.checked_add(u64::from(byte - b'0')))?;
    value.checked_mul(10_u64.checked_pow(missing)?)
}
