//! Ranges of generators that are narrower than their kind says.
//!
//! In: a generator, and reasons for the signs that its range follows from. Out: the range. Each line is a property of the
//! real function wherever it has a value; where the meaning of a generator has none, it may stand for any number of its range.
//!
//! | generator | signs of | range |
//! |---|---|---|
//! | `exp b` | `b` | compares with 1 as `b` with 0 |
//! | `log\|f\|` | `f`, `\|f\| - 1` | compares with 0 as `\|f\|` with 1 |
//! | `cos b`, `sin b` | none | `[-1, 1]` |
//! | `sin b`; `cos b = sin(b + pi/2)` | `b - k pi`, then `(k+1) pi - b` | the sign `(-1)^k` inside, 0 at the ends alone |
//! | `asin u`, `atan u` | none, or `u` | between `-11/7` and `11/7` (`11/7 > pi/2`), of the sign of `u` |
//! | `atan2` | none | `(-22/7, 22/7)` |
//! | `erf u` | none, or `u` | `(-1, 1)`, of the sign of `u` |
//! | `gamma a` | `a > 0` | `> 0` |
//! | `psi_m a` | none for odd `m`; `a > 0` for even `m > 0` | `> 0`; `< 0` (`(-1)^(m+1) m! sum 1/(a+k)^(m+1)`) |
//! | `I_n u` | none, or `u` | `I_0 >= 1`, of one sign with `u^n` |

use super::arithmetic::Value;
use super::evaluator::Evaluator;
use super::rejection::Rejection;
use super::tree::Range;
use crate::certificate::{ElementSign, Meaning};
use crate::polynomial::Polynomial;
use crate::rational::Rational;
use crate::symbolic::{CertainSign, Function};
use num_traits::{One, Zero};

/// Half turns between which an angle is looked for.
const HALF_TURNS: [i64; 8] = [0, -1, 1, -2, 2, -3, 3, -4];

impl Evaluator<'_> {
    /// The sign of a value by its reasons.
    pub(super) fn element_sign(&mut self, value: &Value, reason: &ElementSign) -> Result<CertainSign, Rejection> {
        let wrong = || Rejection::Sign("an element".into());
        if value.is_zero() {
            return Err(wrong());
        }
        self.multiply_out("an element", value, &reason.factors)?;
        self.sign_of_factors(&reason.factors, &reason.odd, &reason.even)
    }

    /// The range of a generator.
    pub(super) fn narrow_range(&mut self, i: usize, reasons: &[ElementSign]) -> Result<Range, Rejection> {
        use CertainSign::{Negative, NonNegative, NonPositive, Positive};
        let wrong = || Rejection::Sign(format!("generator {i}"));
        let whole = |n: i64| Rational::from_integer(n.into());
        let between =
            |a: Rational, a_closed, b: Rational, b_closed| Range::Between(Some((a, a_closed)), Some((b, b_closed)));
        let meaning = self.require(i)?;
        Ok(match (meaning, reasons) {
            (Meaning::Exp { argument }, [reason]) => {
                let argument = self.quotient(argument)?;
                match self.element_sign(&argument, reason)? {
                    Positive => Range::Between(Some((whole(1), false)), None),
                    NonNegative => Range::Between(Some((whole(1), true)), None),
                    Negative => between(whole(0), false, whole(1), false),
                    NonPositive => between(whole(0), false, whole(1), true),
                }
            }
            (Meaning::LogAbs { of }, [sign, beyond]) if of.as_constant().is_none() => {
                let of = Value::whole(of.clone());
                let negative = self.element_sign(&of, sign)?.is_negative();
                let size = self.arithmetic.scaled(&of, &whole(if negative { -1 } else { 1 }));
                let beyond_one = self.arithmetic.add(&size, &Value::number(whole(-1)))?;
                of_sign(self.element_sign(&beyond_one, beyond)?)
            }
            (Meaning::Cos { .. } | Meaning::Sin { .. }, []) => between(whole(-1), true, whole(1), true),
            (Meaning::Cos { angle }, [sign, other]) => {
                let angle = self.quotient(angle)?;
                let right = self.turns(&Rational::new(1.into(), 2.into()))?;
                let shifted = self.arithmetic.add(&angle, &right)?;
                self.range_of_sine(&shifted, sign, other)?
            }
            (Meaning::Sin { cosine }, [sign, other]) => {
                let Meaning::Cos { angle } = self.require(*cosine)? else { return Err(wrong()) };
                let angle = self.quotient(angle)?;
                self.range_of_sine(&angle, sign, other)?
            }
            (Meaning::Polar { .. }, []) => {
                let end = Rational::new(22.into(), 7.into());
                between(-end.clone(), false, end, false)
            }
            (Meaning::Opaque { function, argument }, _) => {
                let sign = match reasons {
                    [] => None,
                    [reason] => {
                        let argument = self.quotient(argument)?;
                        Some(self.element_sign(&argument, reason)?)
                    }
                    _ => return Err(wrong()),
                };
                range_of_function(*function, sign).ok_or_else(wrong)?
            }
            _ => return Err(wrong()),
        })
    }

    /// Between which half turns the angle lies, the reasons show: they are those of no other differences.
    fn range_of_sine(&mut self, b: &Value, above: &ElementSign, below: &ElementSign) -> Result<Range, Rejection> {
        let (zero, one) = (Rational::zero(), Rational::one());
        for k in HALF_TURNS {
            let from = self.turns(&Rational::from_integer((-k).into()))?;
            let to = self.turns(&Rational::from_integer((k + 1).into()))?;
            let minus = self.arithmetic.scaled(b, &-&one);
            let (over, under) = (self.arithmetic.add(b, &from)?, self.arithmetic.add(&to, &minus)?);
            let Ok(over) = self.element_sign(&over, above) else { continue };
            let under = self.element_sign(&under, below)?;
            if over.is_negative() || under.is_negative() {
                break;
            }
            let touches = !(over.is_strict() && under.is_strict());
            return Ok(match k % 2 == 0 {
                true => Range::Between(Some((zero, touches)), Some((one, true))),
                false => Range::Between(Some((-one, true)), Some((zero, touches))),
            });
        }
        Err(Rejection::Sign("an angle".into()))
    }

    /// A multiple of pi.
    pub(super) fn turns(&mut self, q: &Rational) -> Result<Value, Rejection> {
        if q.is_zero() {
            return Ok(Value::default());
        }
        let pi = self.find("pi", |m| *m == Meaning::Pi)?;
        Ok(Value::whole(Polynomial::variable(pi).scaled(q)))
    }
}

fn of_sign(sign: CertainSign) -> Range {
    let end = Some((Rational::zero(), !sign.is_strict()));
    if sign.is_negative() { Range::Between(None, end) } else { Range::Between(end, None) }
}

/// The range of a function's value, by the sign of its argument.
fn range_of_function(f: Function, sign: Option<CertainSign>) -> Option<Range> {
    let odd_and_below = |end: Rational, sign: Option<CertainSign>| {
        let zero = Rational::zero;
        match sign {
            None => Range::Between(Some((-end.clone(), false)), Some((end, false))),
            Some(s) => {
                let closed = !s.is_strict();
                let (low, high) = if s.is_negative() { (-end, zero()) } else { (zero(), end) };
                Range::Between(Some((low, closed)), Some((high, closed)))
            }
        }
    };
    match f {
        Function::Asin | Function::Atan => Some(odd_and_below(Rational::new(11.into(), 7.into()), sign)),
        Function::Erf => Some(odd_and_below(Rational::one(), sign)),
        Function::Gamma if sign == Some(CertainSign::Positive) => Some(Range::Positive),
        Function::Polygamma(m) if m % 2 == 1 && sign.is_none() => Some(Range::Positive),
        Function::Polygamma(m) if m > 0 && m % 2 == 0 && sign == Some(CertainSign::Positive) => {
            Some(of_sign(CertainSign::Negative))
        }
        Function::BesselI(0) => {
            Some(Range::Between(Some((Rational::one(), !sign.is_some_and(CertainSign::is_strict))), None))
        }
        Function::BesselI(n) => match (n % 2, sign) {
            (0, Some(s)) => Some(of_sign(CertainSign::from_parts(false, s.is_strict()))),
            (0, None) => Some(Range::NonNegative),
            (_, Some(s)) => Some(of_sign(s)),
            (_, None) => None,
        },
        _ => None,
    }
}
