//! Amounts as people write and read them.

use std::fmt::Write as _;

/// "$1,231.32", from centavos.
pub fn pesos(centavos: i64) -> String {
    let mut text = String::with_capacity(16);
    write_pesos(centavos, &mut text);
    text
}

/// [`pesos`] at the end of a longer text: a table has thousands of amounts and each keystroke writes them.
pub fn write_pesos(centavos: i64, text: &mut String) {
    if centavos < 0 {
        text.push('-');
    }
    text.push('$');
    let (whole, cents) = (centavos.unsigned_abs() / 100, centavos.unsigned_abs() % 100);
    write_grouped(whole, text);
    text.push('.');
    push_digits(cents, 2, text);
}

/// "$50,000" when there are no centavos to say, "$50,000.50" otherwise.
pub fn pesos_short(centavos: i64) -> String {
    if centavos % 100 == 0 { format!("${}", grouped(centavos.unsigned_abs() / 100)) } else { pesos(centavos) }
}

/// "50,000": what the -/+ buttons write into the field.
pub fn grouped(number: u64) -> String {
    let mut text = String::with_capacity(16);
    write_grouped(number, &mut text);
    text
}

fn write_grouped(number: u64, text: &mut String) {
    if number < 1000 {
        push_digits(number, 1, text);
    } else {
        write_grouped(number / 1000, text);
        text.push(',');
        push_digits(number % 1000, 3, text);
    }
}

/// At least `least` digits of a number.
fn push_digits(number: u64, least: u32, text: &mut String) {
    if least > 1 || number > 9 {
        push_digits(number / 10, least.saturating_sub(1), text);
    }
    let digit = u8::try_from(number % 10).unwrap_or(0);
    text.push(char::from(b'0' + digit));
}

/// "13.67 %" from "13.67"; a rate with trailing zeros loses them.
pub fn percent(rate: &str) -> String {
    let mut text =
        if rate.contains('.') { rate.trim_end_matches('0').trim_end_matches('.') } else { rate }.to_owned();
    let _ = write!(text, " %");
    text
}

/// Why an amount was not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// Nothing was written.
    Empty,
    /// Not a number, or one that two people would read differently ("50.000", "50,00").
    Unclear,
}

/// Reads centavos from what a person wrote: "50,000", "$50 000.00", "1'500,000", "50 mil", "50000 pesos".
///
/// # Errors
/// [`Unread`] when there is nothing or nothing certain: a wrong guess about money is worse than a question.
pub fn read(written: &str) -> Result<i64, Unread> {
    let lowered = written.trim().to_lowercase();
    let bare = without_currency(&lowered);
    if bare.is_empty() {
        return Err(Unread::Empty);
    }
    let (number, scale) = match bare.strip_suffix("mil") {
        Some(thousands) => (thousands.trim_end(), 1000),
        None => (bare, 1),
    };
    let centavos = digits(number).ok_or(Unread::Unclear)?;
    centavos.checked_mul(scale).ok_or(Unread::Unclear)
}

fn without_currency(text: &str) -> &str {
    let mut bare = text;
    for word in ["mxn", "$"] {
        bare = bare.strip_prefix(word).unwrap_or(bare).trim_start();
    }
    for word in ["mxn", "m.n.", "pesos", "peso"] {
        bare = bare.strip_suffix(word).unwrap_or(bare).trim_end();
    }
    bare
}

fn digits(number: &str) -> Option<i64> {
    let (whole, cents) = number.split_once('.').unwrap_or((number, ""));
    let whole: i64 = joined(whole)?.parse().ok()?;
    let cents = match cents.len() {
        0 => 0,
        1 => two_digits(cents)? * 10,
        2 => two_digits(cents)?,
        _ => return None,
    };
    whole.checked_mul(100)?.checked_add(cents)
}

fn two_digits(text: &str) -> Option<i64> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// Digits with their thousands marks taken out; `None` when the marks do not stand every three digits.
fn joined(whole: &str) -> Option<String> {
    let is_mark = |c: char| matches!(c, ',' | '\'' | '’') || c.is_whitespace();
    let groups: Vec<&str> = whole.split(is_mark).collect();
    let (first, rest) = groups.split_first()?;
    let first_fits = !first.is_empty() && (rest.is_empty() || first.len() <= 3);
    let all_digits = groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit()));
    (first_fits && all_digits && rest.iter().all(|group| group.len() == 3)).then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_pesos() {
        assert_eq!(pesos(123_132), "$1,231.32");
        assert_eq!(pesos(5), "$0.05");
        assert_eq!(pesos(-100_000_000), "-$1,000,000.00");
        assert_eq!(pesos(i64::MIN), "-$92,233,720,368,547,758.08");
        assert_eq!(pesos_short(5_000_000), "$50,000");
        assert_eq!(pesos_short(5_000_050), "$50,000.50");
    }

    #[test]
    fn writes_rates() {
        assert_eq!(percent("13.67"), "13.67 %");
        assert_eq!(percent("9.00"), "9 %");
        assert_eq!(percent("10"), "10 %");
    }

    #[test]
    fn reads_what_people_write() {
        for written in [
            "50,000",
            "$50 000.00",
            "50000",
            "50 000",
            " $ 50,000 ",
            "50000.0",
            "50 mil",
            "50mil",
            "$50,000 MXN",
            "50,000 pesos",
            "50\u{a0}000",
            "50'000",
        ] {
            assert_eq!(read(written), Ok(5_000_000), "{written}");
        }
        assert_eq!(read("1'500,000.50"), Ok(150_000_050));
        assert_eq!(read("0"), Ok(0));
    }

    #[test]
    fn asks_when_it_is_not_certain() {
        for written in [
            "cincuenta",
            "50.000",
            "50,00",
            "5,0000",
            "-50",
            "50-60",
            "1e5",
            "50..0",
            ",500",
            "mil",
            "٥٠",
            "99999999999999999999",
            "50 000 000 000 000 000 mil",
            "5 0 0",
        ] {
            assert_eq!(read(written), Err(Unread::Unclear), "{written}");
        }
        assert_eq!(read("  "), Err(Unread::Empty));
        assert_eq!(read("$"), Err(Unread::Empty));
    }
}
