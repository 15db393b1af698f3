//! The CURP by its public algorithm (Instructivo Normativo para la Asignación de la Clave Única de
//! Registro de Población, DOF 18 October 2021). Well-formed does not mean that the person exists: the check
//! digit cannot even tell H from M.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

const LENGTH: usize = 18;

/// Birth states; NE is born abroad.
const STATES: [&str; 33] = [
    "AS", "BC", "BS", "CC", "CL", "CM", "CS", "CH", "DF", "DG", "GT", "GR", "HG", "JC", "MC", "MN", "MS",
    "NT", "NL", "OC", "PL", "QT", "QR", "SP", "SL", "SR", "TC", "TS", "TL", "VZ", "YN", "ZS", "NE",
];

/// A well-formed CURP, in capitals.
///
/// ```
/// use protocol::curp::{Curp, CurpError};
///
/// let curp: Curp = " boxw310820hnerxn09 ".parse()?;
/// assert_eq!(curp.as_str(), "BOXW310820HNERXN09");
/// assert_eq!(curp.masked(), "BOXW**************");
/// assert_eq!("BOXW310820HNERXN08".parse::<Curp>(), Err(CurpError::CheckDigit));
/// # Ok::<(), CurpError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Curp(String);

/// What is wrong with a text; the sentence says what to write. It never repeats the text itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CurpError {
    Empty,
    /// Characters found, blanks and dashes apart.
    Length(usize),
    /// Neither a letter from A to Z nor a digit. Position from 1.
    Character(usize),
    /// The first four are letters, the second of them a vowel or X.
    Name,
    /// Characters 5 to 10 are no day of the calendar.
    BirthDate,
    Sex,
    State,
    /// Characters 14 to 16 are consonants.
    Consonants,
    /// Every part is well-formed and the last digit does not follow from them: something was mistyped.
    CheckDigit,
}

impl Curp {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first four characters; the others are masked.
    pub fn masked(&self) -> String {
        mask(&self.0)
    }

    /// Year, month and day of birth. The year's century is told by character 17: a digit for those born up to
    /// 1999, a letter from 2000 on.
    pub fn birth_date(&self) -> (u16, u8, u8) {
        birth_date(self.0.as_bytes())
    }
}

/// The first four characters of a stored CURP; the others are masked.
pub fn mask(curp: &str) -> String {
    let hidden = curp.chars().count().saturating_sub(4);
    curp.chars().take(4).chain(std::iter::repeat_n('*', hidden)).collect()
}

impl FromStr for Curp {
    type Err = CurpError;

    /// Takes lower case, and blanks or dashes people put between the parts. RENAPO writes X for Ñ, and so
    /// does this.
    fn from_str(text: &str) -> Result<Self, CurpError> {
        let plain = |c: &char| !c.is_whitespace() && *c != '-' && *c != '\u{feff}';
        let text: String =
            text.chars().filter(plain).flat_map(char::to_uppercase).map(without_enye).collect();
        check_characters(&text)?;
        check_parts(text.as_bytes())?;
        Ok(Self(text))
    }
}

fn without_enye(c: char) -> char {
    if c == 'Ñ' { 'X' } else { c }
}

fn check_characters(text: &str) -> Result<(), CurpError> {
    if text.is_empty() {
        return Err(CurpError::Empty);
    }
    let count = text.chars().count();
    if count != LENGTH {
        return Err(CurpError::Length(count));
    }
    let wrong = text.chars().position(|c| !c.is_ascii_uppercase() && !c.is_ascii_digit());
    wrong.map_or(Ok(()), |index| Err(CurpError::Character(index + 1)))
}

/// `text` is 18 capitals and digits.
fn check_parts(text: &[u8]) -> Result<(), CurpError> {
    let letters = |part: &[u8]| part.iter().all(u8::is_ascii_uppercase);
    if !letters(&text[..4]) || !b"AEIOUX".contains(&text[1]) {
        return Err(CurpError::Name);
    }
    if !text[4..10].iter().all(u8::is_ascii_digit) || !is_a_day(birth_date(text)) {
        return Err(CurpError::BirthDate);
    }
    // X: no binary sex, in use since 2021.
    if !b"HMX".contains(&text[10]) {
        return Err(CurpError::Sex);
    }
    if !STATES.iter().any(|state| state.as_bytes() == &text[11..13]) {
        return Err(CurpError::State);
    }
    if !text[13..16].iter().all(|c| c.is_ascii_uppercase() && !b"AEIOU".contains(c)) {
        return Err(CurpError::Consonants);
    }
    if text[17] == check_digit(&text[..17]) { Ok(()) } else { Err(CurpError::CheckDigit) }
}

/// `text` has digits at 5 to 10.
fn birth_date(text: &[u8]) -> (u16, u8, u8) {
    let two = |at: usize| {
        text[at].wrapping_sub(b'0').wrapping_mul(10).wrapping_add(text[at + 1].wrapping_sub(b'0'))
    };
    let century = if text[16].is_ascii_digit() { 1900 } else { 2000 };
    (century + u16::from(two(4)), two(6), two(8))
}

fn is_a_day((year, month, day): (u16, u8, u8)) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// Each character's index in `0-9A-NÑO-Z`, times 18 down to 2; what is missing to the next ten.
fn check_digit(text: &[u8]) -> u8 {
    let sum: u32 = text.iter().zip((2..=18).rev()).map(|(c, weight)| value(*c) * weight).sum();
    b'0' + u8::try_from((10 - sum % 10) % 10).unwrap_or(0)
}

/// Ñ stands at 24 though no CURP carries it: O and what follows move up by one.
fn value(c: u8) -> u32 {
    u32::from(match c {
        b'0'..=b'9' => c - b'0',
        b'A'..=b'N' => c - b'A' + 10,
        _ => c.wrapping_sub(b'A').wrapping_add(11),
    })
}

impl CurpError {
    /// Stable name for logs: it tells nothing of what was written.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "curp_empty",
            Self::Length(_) => "curp_length",
            Self::Character(_) => "curp_character",
            Self::Name => "curp_name",
            Self::BirthDate => "curp_birth_date",
            Self::Sex => "curp_sex",
            Self::State => "curp_state",
            Self::Consonants => "curp_consonants",
            Self::CheckDigit => "curp_check_digit",
        }
    }
}

impl fmt::Display for CurpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Escriba su CURP: 18 letras y números, como en su constancia."),
            Self::Length(1) => f.write_str("La CURP tiene 18 letras y números; aquí hay 1."),
            Self::Length(found) => write!(f, "La CURP tiene 18 letras y números; aquí hay {found}."),
            Self::Character(at) => {
                write!(f, "La CURP lleva solo letras de la A a la Z y números. Revise el carácter {at}.")
            }
            Self::Name => f.write_str("La CURP empieza con cuatro letras de su nombre. Revise las primeras cuatro."),
            Self::BirthDate => f.write_str(
                "Los caracteres 5 a 10 de la CURP son su fecha de nacimiento: año, mes y día, dos números cada uno. Revíselos.",
            ),
            Self::Sex => f.write_str("El carácter 11 de la CURP es H, M o X. Revíselo."),
            Self::State => {
                f.write_str("Los caracteres 12 y 13 de la CURP son la clave de un estado, como GT. Revíselos.")
            }
            Self::Consonants => f.write_str("Los caracteres 14 a 16 de la CURP son consonantes. Revíselos."),
            Self::CheckDigit => {
                f.write_str("Esta CURP no está bien escrita: algún carácter no coincide. Cópiela de su constancia.")
            }
        }
    }
}

impl std::error::Error for CurpError {}

/// Masked: a debug print must not carry a person's key into a log.
impl fmt::Debug for Curp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl TryFrom<String> for Curp {
    type Error = CurpError;

    fn try_from(text: String) -> Result<Self, CurpError> {
        text.parse()
    }
}

impl From<Curp> for String {
    fn from(curp: Curp) -> Self {
        curp.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published examples; the last is the generic key of foreigners.
    const PUBLISHED: [&str; 5] = [
        "BOXW310820HNERXN09",
        "BEML920313HMCLNS09",
        "HEGG560427MVZRRL04",
        "SABC560626MDFLRN01",
        "XEXX010101HNEXXXA4",
    ];

    /// Seventeen characters and the digit that follows from them.
    fn with_digit(seventeen: &str) -> String {
        format!("{seventeen}{}", char::from(check_digit(seventeen.as_bytes())))
    }

    fn parse(text: &str) -> Result<Curp, CurpError> {
        text.parse()
    }

    #[test]
    fn published_examples_are_well_formed() {
        for text in PUBLISHED {
            assert_eq!(parse(text).map(String::from), Ok(text.to_owned()));
        }
    }

    #[test]
    fn every_other_last_digit_is_refused() {
        for text in PUBLISHED {
            for digit in '0'..='9' {
                let other = format!("{}{digit}", &text[..17]);
                assert_eq!(parse(&other).is_ok(), other == text, "{other}");
            }
            assert_eq!(parse(&format!("{}A", &text[..17])), Err(CurpError::CheckDigit));
        }
    }

    #[test]
    fn hands_may_write_it_their_way() {
        for text in [
            "boxw310820hnerxn09",
            " BOXW 310820 HNERXN 09\n",
            "BOXW-310820-HNERXN09",
            "\u{feff}BOXW310820HNERXN09",
        ] {
            assert_eq!(parse(text).map(String::from), Ok("BOXW310820HNERXN09".to_owned()), "{text:?}");
        }
        let written = with_digit("XUXA900101MGTXXX0");
        assert_eq!(parse(&written.replace('X', "ñ")).map(String::from), Ok(written));
    }

    #[test]
    fn the_first_fault_is_named() {
        for (text, fault) in [
            ("", CurpError::Empty),
            (" - ", CurpError::Empty),
            ("BOXW", CurpError::Length(4)),
            ("BOXW310820HNERXN099", CurpError::Length(19)),
            ("BOXW310820HNERXN0É", CurpError::Character(18)),
            ("B_XW310820HNERXN09", CurpError::Character(2)),
            ("BBXW310820HNERXN09", CurpError::Name),
            ("BO1W310820HNERXN09", CurpError::Name),
            ("BOXW311320HNERXN09", CurpError::BirthDate),
            ("BOXW310020HNERXN09", CurpError::BirthDate),
            ("BOXW310200HNERXN09", CurpError::BirthDate),
            ("BOXWX10820HNERXN09", CurpError::BirthDate),
            ("BOXW310820ANERXN09", CurpError::Sex),
            ("BOXW310820HXXRXN09", CurpError::State),
            ("BOXW310820HNEAXN09", CurpError::Consonants),
            ("BOXW310820HNER1N09", CurpError::Consonants),
        ] {
            assert_eq!(parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn the_seventeenth_character_tells_the_century() {
        let old = parse(&with_digit("PEPA000229MGTRRN0"));
        assert_eq!(old, Err(CurpError::BirthDate), "1900 was no leap year");
        let young = parse(&with_digit("PEPA000229MGTRRNA")).unwrap();
        assert_eq!(young.birth_date(), (2000, 2, 29));
        assert_eq!(parse(PUBLISHED[0]).unwrap().birth_date(), (1931, 8, 20));
    }

    #[test]
    fn sexes_and_states_of_the_norm_are_taken() {
        for sex in ['H', 'M', 'X'] {
            assert!(parse(&with_digit(&format!("PEPA900101{sex}GTRRN0"))).is_ok(), "{sex}");
        }
        for state in STATES {
            assert!(parse(&with_digit(&format!("PEPA900101M{state}RRN0"))).is_ok(), "{state}");
        }
    }

    #[test]
    fn the_digit_cannot_tell_man_from_woman() {
        assert_eq!(check_digit(b"PEPA900101MGTRRN0"), check_digit(b"PEPA900101HGTRRN0"));
    }

    #[test]
    fn nothing_but_the_first_four_is_shown() {
        let curp = parse(PUBLISHED[1]).unwrap();
        assert_eq!(curp.masked(), "BEML**************");
        assert_eq!(format!("{curp:?}"), "BEML**************");
        assert_eq!(mask("ab"), "ab");
    }

    #[test]
    fn faults_never_repeat_what_was_written() {
        for text in ["BOXW310820HNERXN08", "BOXW310820ANERXN09", "QQQQ"] {
            let fault = parse(text).unwrap_err();
            assert!(!fault.to_string().contains(text) && !fault.code().is_empty());
        }
    }
}
