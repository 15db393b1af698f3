//! How the oracle's files write loans and figures (`tests/oracle/terms.py`).

use std::collections::HashMap;

use amortization::{
    Base, Charges, Commission, CommissionPaid, DayBasis, Error, Extra, ExtraEffect, Extras, FirstDue,
    FirstPeriod, FixedFee, Fund, FundCharged, Insurance, InterestBy, Iva, Method, Money, MovedPayDate,
    PerMille, Rate, Rounding, Terms, Timing,
};

use crate::dates::date;

/// A line's columns. The first is the number of the case, the last what a refusal says, if it is one.
pub struct Line<'a>(Vec<&'a str>);

impl<'a> Line<'a> {
    pub fn all(text: &'a str) -> impl Iterator<Item = Self> {
        text.lines().skip(1).map(|line| Self(line.split(',').collect()))
    }

    pub fn text(&self, column: usize) -> &'a str {
        self.0[column]
    }

    /// `None` for an empty column.
    pub fn optional<T>(&self, column: usize, read: impl Fn(&'a str) -> T) -> Option<T> {
        Some(self.text(column)).filter(|text| !text.is_empty()).map(read)
    }

    /// The figures of these columns, empty ones as they are.
    pub fn figures(&self, columns: std::ops::Range<usize>) -> Vec<String> {
        self.0[columns].iter().map(ToString::to_string).collect()
    }

    /// Compares figures written as the oracle does, or the refusal's code, field and row.
    pub fn assert_answers(&self, found: Result<Vec<String>, Error>, columns: std::ops::Range<usize>) {
        let refused = self.0[self.0.len() - 1];
        match found {
            Ok(figures) if refused.is_empty() => {
                assert_eq!(figures, self.figures(columns), "{}", self.0.join(","));
            }
            Err(error) => assert_eq!(refusal(error), refused, "{}", self.0.join(",")),
            Ok(figures) => panic!("{figures:?} instead of a refusal: {}", self.0.join(",")),
        }
    }

    pub fn is_refusal(&self) -> bool {
        !self.0[self.0.len() - 1].is_empty()
    }
}

fn refusal(error: Error) -> String {
    let row = error.row().map(|row| row.to_string()).unwrap_or_default();
    format!("{}:{}:{row}", error.code(), error.field())
}

/// Stands for every figure of a table, where writing them all out would take megabytes.
pub fn digest(figures: impl Iterator<Item = i128>) -> i128 {
    figures.fold(0, |value, figure| (value * 1_000_003 + figure) % ((1 << 61) - 1))
}

pub fn centavos(money: Money) -> String {
    money.centavos().to_string()
}

pub fn money(text: &str) -> Money {
    Money::from_centavos(text.parse().expect("centavos"))
}

pub fn rate(text: &str) -> Rate {
    Rate::from_millionths(text.parse().expect("millionths"))
}

pub fn count(text: &str) -> u32 {
    text.parse().expect("a count")
}

pub fn rounding(text: &str) -> Rounding {
    match text {
        "half_up" => Rounding::HalfUp,
        "half_even" => Rounding::HalfEven,
        "up" => Rounding::Up,
        other => panic!("unknown rounding {other}"),
    }
}

/// A loan's terms with the lists they borrow.
pub struct Given {
    terms: Terms<'static>,
    timing: Option<(amortization::Date, FirstDue, InterestBy)>,
    moved: Vec<MovedPayDate>,
    extras: Vec<Extra>,
    effect: ExtraEffect,
}

impl Given {
    pub fn terms(&self) -> Terms<'_> {
        let timing = self.timing.map(|(disbursed_on, first_due, interest)| Timing {
            disbursed_on,
            first_due,
            moved: &self.moved,
            interest,
        });
        Terms { timing, extras: Extras { list: &self.extras, effect: self.effect }, ..self.terms }
    }

    /// From `key=value;...`.
    pub fn read(text: &str) -> Self {
        let words = Words(text.split(';').filter_map(|pair| pair.split_once('=')).collect());
        let timing = words.get("disbursed").map(|day| (date(day), words.first_due(), words.interest_by()));
        let terms = Terms {
            periods_per_year: words.get("ppy").map_or(24, count),
            method: words.method(),
            rounding: words.get("mode").map_or(Rounding::HalfUp, rounding),
            payment_multiple: words.get("multiple").map(money),
            iva: words.iva(),
            charges: words.charges(),
            ..Terms::new(money(words.needed("amount")), rate(words.needed("rate")), count(words.needed("n")))
        };
        let effect = match words.get("effect") {
            None => ExtraEffect::ReduceTerm,
            Some("reduce_payment") => ExtraEffect::ReducePayment,
            Some(other) => panic!("unknown effect {other}"),
        };
        let moved = words
            .pairs("moved", |nominal, shown| MovedPayDate { nominal: date(nominal), shown: date(shown) });
        let extras =
            words.pairs("extras", |after, amount| Extra { after: count(after), amount: money(amount) });
        Self { terms, timing, moved, extras, effect }
    }
}

struct Words<'a>(HashMap<&'a str, &'a str>);

impl<'a> Words<'a> {
    fn get(&self, key: &str) -> Option<&'a str> {
        self.0.get(key).copied()
    }

    fn needed(&self, key: &str) -> &'a str {
        self.get(key).expect("a word every loan has")
    }

    fn parts(&self, key: &str) -> Option<Vec<&'a str>> {
        self.get(key).map(|text| text.split(':').collect())
    }

    /// `a>b+c>d`
    fn pairs<T>(&self, key: &str, read: impl Fn(&str, &str) -> T) -> Vec<T> {
        let pairs = self.get(key).into_iter().flat_map(|text| text.split('+'));
        pairs.filter_map(|pair| pair.split_once('>')).map(|(one, other)| read(one, other)).collect()
    }

    fn method(&self) -> Method {
        match self.get("method") {
            None => Method::Level,
            Some("german") => Method::German,
            Some("bullet") => Method::Bullet,
            Some("flat") => Method::Flat,
            Some("grace") => Method::InterestOnlyGrace { rows: self.get("grace").map_or(0, count) },
            Some(other) => panic!("unknown method {other}"),
        }
    }

    fn iva(&self) -> Option<Iva> {
        let make = if self.get("on_top").is_some() { Iva::on_top } else { Iva::level_total };
        self.get("iva").map(rate).map(make)
    }

    fn first_due(&self) -> FirstDue {
        match self.get("first").unwrap_or("nth:1").split_once(':') {
            Some(("nth", n)) => FirstDue::Nth { n: count(n) },
            Some(("lag", days)) => FirstDue::Lag { days: count(days) },
            other => panic!("unknown rule {other:?}"),
        }
    }

    fn interest_by(&self) -> InterestBy {
        if let Some(basis) = self.get("real") {
            return InterestBy::RealDates { basis: basis_of(basis) };
        }
        let Some((basis, mode)) = self.get("odd").and_then(|text| text.split_once(':')) else {
            return InterestBy::Periods;
        };
        let mode = match mode {
            "absorb" => FirstPeriod::Absorb,
            "add_to_first" => FirstPeriod::AddToFirst,
            "solve" => FirstPeriod::Solve,
            other => panic!("unknown first period {other}"),
        };
        InterestBy::OddFirstPeriod { basis: basis_of(basis), mode }
    }

    fn charges(&self) -> Charges {
        let commission = self.parts("commission").map(|parts| Commission {
            rate: rate(parts[0]),
            iva: rate(parts[1]),
            paid: paid_of(parts[2]),
        });
        let insurance = self.parts("insurance").map(|parts| Insurance {
            rate: PerMille::from_millionths(parts[0].parse().expect("millionths")),
            iva: rate(parts[1]),
            base: base_of(parts[2]),
        });
        let fund = self.parts("fund").map(|parts| Fund {
            rate: rate(parts[0]),
            iva: rate(parts[1]),
            base: base_of(parts[2]),
            charged: if parts[3] == "upfront" { FundCharged::Upfront } else { FundCharged::Yearly },
        });
        let fixed_fee =
            self.parts("fee").map(|parts| FixedFee { amount: money(parts[0]), iva: rate(parts[1]) });
        Charges { commission, insurance, fund, fixed_fee }
    }
}

fn basis_of(text: &str) -> DayBasis {
    if text == "365" { DayBasis::D365 } else { DayBasis::D360 }
}

fn base_of(text: &str) -> Base {
    if text == "original" { Base::Original } else { Base::Balance }
}

fn paid_of(text: &str) -> CommissionPaid {
    match text {
        "deducted" => CommissionPaid::Deducted,
        "financed" => CommissionPaid::Financed,
        "upfront" => CommissionPaid::Upfront,
        other => panic!("unknown way to pay a commission {other}"),
    }
}
