//! One arm for each kind of kernel: its rule, and how the hint is verified.
//!
//! | kernel | rule | verified |
//! |---|---|---|
//! | `log x` | log-factors: `log(c prod f^n) = log\|c\| + sum n log\|f\|`, `log\|exp b\| = b`, `log\|f^(1/q)\| = log\|f\|/q` | the product |
//! | `x^(p/q)` | root-factors: `prod \|f\|^(n p/q)`, whole parts through `\|f\| = ±f` or `sign(f) f` | the product, the signs |
//! | `abs`, `sign` | factor by factor | the product, the signs; for `sign` that no factor vanishes |
//! | `exp x` | `exp(sum r log\|f\| + sum k b) = prod \|f\|^r prod exp(b)^k` | the sum |
//! | `cbrt x` | cbrt-factors: the root of the size times the sign | the product, the signs |
//! | `sin x`, `cos x` | addition theorems, multiples of pi/12 exactly, known angles ([`super::angles`]) | the sum |
//! | `asin x`, `atan x`, `atan2(y, x)` | [`super::inverse`] | the argument, the signs |
//! | `gamma`, `psi_m`, `I_n` | [`super::special`] | the steps between arguments |
//! | `sign(b)^n` | [`super::parity`] | the exponent |
//! | other functions, jets | equal arguments give equal values; odd functions | the arguments |

use super::arithmetic::Value;
use super::evaluator::Evaluator;
use super::rejection::Rejection;
use super::source::Question;
use crate::certificate::{Answer, Factors, Meaning, Quotient};
use crate::polynomial::Polynomial;
use crate::rational::Rational;
use crate::symbolic::{CertainSign, Expr, Function, FunctionSymbol, Kind};
use num_traits::{One, Signed, ToPrimitive, Zero};

impl<'a> Evaluator<'a> {
    pub(super) fn applied(&mut self, e: &Expr, f: Function, x: &Value) -> Result<Value, Rejection> {
        match f {
            Function::Log => {
                // log|y| needs no sign of y: |y| > 0 says that y is not 0.
                let inner = match e.operands() {
                    [a] => match a.kind() {
                        Kind::Apply(Function::Abs, y) => Some(y.clone()),
                        _ => None,
                    },
                    _ => None,
                };
                let x = inner.map_or_else(|| Ok(x.clone()), |y| self.image(&y))?;
                self.logarithm(e, &x)
            }
            Function::Exp => self.exponential(e, x),
            Function::Sin => Ok(self.angle(e, x)?.1),
            Function::Cos => Ok(self.angle(e, x)?.0),
            Function::Abs if x.is_zero() => Ok(x.clone()),
            Function::Abs => {
                let factors = self.factorisation(&e.to_string(), x, &Question::Kernel(e))?;
                self.power_of_factors(e, &factors, &Rational::one())
            }
            Function::Sign => self.sign_kernel(e, x),
            Function::Cbrt => self.cube_root(e, x),
            Function::Asin | Function::Atan if x.is_zero() => Ok(x.clone()),
            Function::Asin | Function::Atan => self.inverse(e, f, x),
            Function::Erf => self.opaque(f, x, true),
            Function::Gamma | Function::Polygamma(_) => self.gamma(e, f, x),
            Function::BesselI(n) => self.bessel(n, x),
            _ => Err(Rejection::UnknownExpression(e.clone())),
        }
    }

    // --- logarithms -------------------------------------------------------------------------------------------------

    /// The argument is positive, hence none of its factors vanishes, and it equals its absolute value.
    fn logarithm(&mut self, e: &Expr, x: &Value) -> Result<Value, Rejection> {
        if x.is_zero() {
            return Err(Rejection::NowhereDefined(e.clone()));
        }
        let factors = self.factorisation(&e.to_string(), x, &Question::Kernel(e))?;
        self.log_of_factors(&factors)
    }

    /// `log|c prod f^n|`, which is not 0.
    pub(super) fn log_of_factors(&mut self, factors: &Factors) -> Result<Value, Rejection> {
        let mut sum = Value::default();
        for (n, k) in &factors.content.powers {
            let l = self.log_absolute(&Polynomial::constant(Rational::from_integer(n.clone())))?;
            sum = self.arithmetic.add(&sum, &self.arithmetic.scaled(&l, &whole(i64::from(*k))))?;
        }
        for (p, n) in &factors.factors {
            self.arithmetic.assume_nonzero(p.clone());
            let l = self.log_absolute(p)?;
            sum = self.arithmetic.add(&sum, &self.arithmetic.scaled(&l, &whole(i64::from(*n))))?;
        }
        Ok(sum)
    }

    /// `log|p|` of a polynomial that does not vanish, or of an integer above 1.
    pub(super) fn log_absolute(&mut self, p: &Polynomial) -> Result<Value, Rejection> {
        if let Some(i) = p.as_variable() {
            match self.require(i)? {
                Meaning::Exp { argument } => return self.quotient(argument),
                // It stands for 1 or -1.
                Meaning::Sign { .. } | Meaning::Parity { .. } => return Ok(Value::default()),
                // log|f^(1/q)| = log|f| / q, and f does not vanish because its root does not.
                Meaning::Root { of, degree } => {
                    if of.as_constant().is_none() {
                        self.arithmetic.assume_nonzero(of.clone());
                    }
                    let l = self.log_absolute(of)?;
                    return Ok(self.arithmetic.scaled(&l, &whole(i64::from(*degree)).recip()));
                }
                _ => {}
            }
        }
        match self.find("a logarithm", |m| matches!(m, Meaning::LogAbs { of } if of == p)) {
            Ok(i) => self.generator(i),
            Err(_) if p.as_constant().is_none() => self.log_in_other_form(p),
            Err(none) => Err(none),
        }
    }

    // --- absolute values, signs, roots --------------------------------------------------------------------------------

    /// `|p|`: `p`, `-p`, or `sign(p) p`.
    pub(super) fn absolute(&mut self, p: &Polynomial) -> Result<Value, Rejection> {
        if let Some(c) = p.as_constant() {
            return Ok(Value::number(c.abs()));
        }
        if let Some(i) = p.as_variable()
            && matches!(self.require(i)?, Meaning::Sign { .. } | Meaning::Parity { .. })
        {
            return Ok(Value::number(Rational::one()));
        }
        let sign = self.sign_value(p)?;
        self.arithmetic.mul(&sign, &Value::whole(p.clone()))
    }

    /// The sign of a polynomial, 1 or -1; what it is at zeros does not matter.
    pub(super) fn sign_value(&mut self, p: &Polynomial) -> Result<Value, Rejection> {
        if let Some(i) = p.as_variable()
            && matches!(self.require(i)?, Meaning::Sign { .. } | Meaning::Parity { .. })
        {
            return self.generator(i);
        }
        match self.sign_of(p)? {
            Some(s) => Ok(Value::number(if s.is_negative() { -Rational::one() } else { Rational::one() })),
            None => match self.beside_one.get(p) {
                Some(sign) => Ok(sign.clone()),
                None => self.sign_generator(p),
            },
        }
    }

    /// The real cube root is multiplicative and odd: `cbrt f = sign(f) |f|^(1/3)`, and at zeros of `f` both sides are 0
    /// whatever the sign.
    fn cube_root(&mut self, e: &Expr, x: &Value) -> Result<Value, Rejection> {
        if x.is_zero() {
            return Ok(x.clone());
        }
        let third = Rational::new(1.into(), 3.into());
        let factors = self.factorisation(&e.to_string(), x, &Question::Kernel(e))?;
        let mut out = self.power_of_content(e, &factors.content, &third)?;
        if factors.content.negative {
            out = self.arithmetic.scaled(&out, &-Rational::one());
        }
        for (p, n) in &factors.factors {
            let size = self.absolute_power(e, p, &(&third * whole(i64::from(*n))))?;
            out = self.arithmetic.mul(&out, &size)?;
            if n % 2 != 0 {
                let sign = self.sign_value(p)?;
                out = self.arithmetic.mul(&out, &sign)?;
            }
        }
        Ok(out)
    }

    fn sign_generator(&mut self, p: &Polynomial) -> Result<Value, Rejection> {
        let i = self.find("a sign", |m| matches!(m, Meaning::Sign { of } if of == p))?;
        self.generator(i)
    }

    /// The sign is multiplicative, zeros included. It is 0 at zeros, so the generator with square 1 may stand for it only
    /// where the factor has none; else the factor's sign stays as it stands.
    fn sign_kernel(&mut self, e: &Expr, x: &Value) -> Result<Value, Rejection> {
        if x.is_zero() {
            return Ok(x.clone());
        }
        let factors = self.factorisation(&e.to_string(), x, &Question::Kernel(e))?;
        let mut out = Value::number(if factors.content.negative { -Rational::one() } else { Rational::one() });
        for (p, n) in &factors.factors {
            let odd = n % 2 != 0;
            let value = if self.is_nonzero_by_answer(p)? {
                if !odd {
                    continue;
                }
                self.sign_value(p)?
            } else {
                let s = self.opaque(Function::Sign, &Value::whole(p.clone()), false)?;
                if odd { s } else { self.arithmetic.pow(&s, 2)? }
            };
            out = self.arithmetic.mul(&out, &value)?;
        }
        Ok(out)
    }

    /// Whether a factor of a sign's argument does not vanish: by the bases, or by an answer that shows it.
    pub(super) fn is_nonzero_by_answer(&mut self, p: &Polynomial) -> Result<bool, Rejection> {
        if self.arithmetic.is_nonzero(p) {
            return Ok(true);
        }
        match self.ask(&Question::MayVanish(p))? {
            Answer::Opaque => Ok(false),
            Answer::NonZero(reason) => {
                self.check_nonzero(p, &reason)?;
                self.arithmetic.assume_nonzero(p.clone());
                Ok(true)
            }
            _ => Err(Rejection::NoAnswer("a factor of a sign".into())),
        }
    }

    /// `x^q` for `q` that is no integer: the base is not negative.
    pub(super) fn root(&mut self, e: &Expr, base: &Value, q: &Rational) -> Result<Value, Rejection> {
        if base.is_zero() {
            return if q.is_positive() { Ok(base.clone()) } else { Err(Rejection::NowhereDefined(e.clone())) };
        }
        let factors = self.factorisation(&e.to_string(), base, &Question::Kernel(e))?;
        self.power_of_factors(e, &factors, q)
    }

    /// `|c prod f^n|^q`
    pub(super) fn power_of_factors(&mut self, e: &Expr, factors: &Factors, q: &Rational) -> Result<Value, Rejection> {
        let mut out = self.power_of_content(e, &factors.content, q)?;
        for (p, n) in &factors.factors {
            let power = self.absolute_power(e, p, &(q * whole(i64::from(*n))))?;
            out = self.arithmetic.mul(&out, &power)?;
        }
        Ok(out)
    }

    /// `|p|^q`; where `q` is negative, `p` does not vanish: the power it comes from has a value.
    pub(super) fn absolute_power(&mut self, e: &Expr, p: &Polynomial, q: &Rational) -> Result<Value, Rejection> {
        if let Some(i) = p.as_variable()
            && let Meaning::Exp { argument } = self.require(i)?
            && !q.is_integer()
        {
            let argument = self.quotient(argument)?;
            let wanted = self.arithmetic.scaled(&argument, q);
            match self.known_exponential(e, &wanted) {
                // A root of the exponential may stand for it.
                Err(Rejection::NoGenerator(_)) => {}
                other => return other,
            }
        }
        let floor = q.floor();
        let fraction = q - &floor;
        let mut root = None;
        if !fraction.is_zero() {
            let found = self.find("a root", |m| {
                matches!(m, Meaning::Root { of, degree }
                    if of == p && (&fraction * Rational::from_integer((*degree).into())).is_integer())
            });
            root = match found {
                Ok(i) => Some(i),
                Err(_) if p.as_constant().is_none() => return self.power_in_other_form(e, p, q),
                Err(none) => return Err(none),
            };
        }
        let whole = floor.to_integer().to_i64().ok_or(Rejection::TooLarge)?;
        let base = if whole % 2 == 0 { Value::whole(p.clone()) } else { self.absolute(p)? };
        let out = self.arithmetic.pow(&base, whole)?;
        let Some(root) = root else { return Ok(out) };
        let Meaning::Root { degree, .. } = self.require(root)? else { return Err(Rejection::Generator(root)) };
        let steps = (fraction * Rational::from_integer((*degree).into())).to_integer().to_i64();
        let g = self.generator(root)?;
        let power = self.arithmetic.pow(&g, steps.ok_or(Rejection::TooLarge)?)?;
        self.arithmetic.mul(&out, &power)
    }

    // --- exponentials -------------------------------------------------------------------------------------------------

    /// `exp(v)` as an integer power of a generator.
    fn known_exponential(&mut self, e: &Expr, v: &Value) -> Result<Value, Rejection> {
        let bases = self.arithmetic.expanded(&v.denominator)?;
        for i in 0..self.generators.len() {
            let Some(Meaning::Exp { argument }) = self.generators.get(i) else { continue };
            let left = self.arithmetic.times(&v.numerator, &argument.denominator)?;
            let right = self.arithmetic.times(&argument.numerator, &bases)?;
            // k is the ratio of the leading coefficients, if there is one.
            let (Some((_, x)), Some((_, y))) = (left.leading(), right.leading()) else { continue };
            let k = x / y;
            if !k.is_integer() || !self.arithmetic.reduced(left.minus(&right.scaled(&k)))?.is_empty() {
                continue;
            }
            let k = k.to_integer().to_i64().ok_or(Rejection::TooLarge)?;
            self.quotient(argument)?;
            self.require(i)?;
            let g = self.generator(i)?;
            return self.arithmetic.pow(&g, k);
        }
        Err(Rejection::NoGenerator(e.to_string()))
    }

    fn exponential(&mut self, e: &Expr, x: &Value) -> Result<Value, Rejection> {
        let what = || e.to_string();
        let Answer::Exponential { logarithms, exponentials } = self.ask(&Question::Kernel(e))? else {
            return Err(Rejection::NoAnswer(what()));
        };
        let (mut n, mut d) = (Polynomial::default(), Polynomial::one());
        for (i, r) in &logarithms {
            n = n.add(&Polynomial::variable(*i).scaled(r));
        }
        for (i, k) in &exponentials {
            let (argument, degree) = self.exponent_of(*i)?;
            // The argument's denominator does not vanish.
            self.quotient(argument)?;
            let k = Rational::new((*k).into(), degree.into());
            (n, d) = self.sum((n, d), (&argument.numerator.scaled(&k), &argument.denominator))?;
        }
        if !increasing(&logarithms, |(_, r)| !r.is_zero()) || !increasing(&exponentials, |(_, k)| *k != 0) {
            return Err(Rejection::Coordinates(what()));
        }
        if !self.equals_parts(x, &n, &d)? {
            return Err(Rejection::Coordinates(what()));
        }
        let mut out = Value::number(Rational::one());
        for (i, r) in &logarithms {
            let Meaning::LogAbs { of } = self.require(*i)? else { return Err(Rejection::Generator(*i)) };
            // |f|^r = exp(r log|f|) where f is not 0.
            if of.as_constant().is_none() && !self.arithmetic.is_nonzero(of) {
                return Err(Rejection::Divisor(what()));
            }
            let power = self.absolute_power(e, of, r)?;
            out = self.arithmetic.mul(&out, &power)?;
        }
        for (i, k) in &exponentials {
            let g = self.generator(*i)?;
            let power = self.arithmetic.pow(&g, *k)?;
            out = self.arithmetic.mul(&out, &power)?;
        }
        Ok(out)
    }

    /// The exponent of an exponential, or of one under a root, with the degree of the root.
    fn exponent_of(&mut self, i: usize) -> Result<(&'a Quotient, u32), Rejection> {
        let wrong = Rejection::Generator(i);
        let (place, degree) = match self.require(i)? {
            Meaning::Exp { .. } => (i, 1),
            Meaning::Root { of, degree } => (of.as_variable().ok_or(wrong.clone())?, *degree),
            _ => return Err(wrong),
        };
        match self.require(place)? {
            Meaning::Exp { argument } => Ok((argument, degree)),
            _ => Err(wrong),
        }
    }

    pub(super) fn sum(
        &self,
        (n, d): (Polynomial, Polynomial),
        (m, e): (&Polynomial, &Polynomial),
    ) -> Result<(Polynomial, Polynomial), Rejection> {
        if let Some(more) = d.over(e) {
            return Ok((n.add(&self.arithmetic.times(m, &more)?), d));
        }
        if let Some(more) = e.over(&d) {
            return Ok((self.arithmetic.times(&n, &more)?.add(m), e.clone()));
        }
        let left = self.arithmetic.times(&n, e)?;
        Ok((left.add(&self.arithmetic.times(m, &d)?), self.arithmetic.times(&d, e)?))
    }

    // --- values of functions of which nothing more is known -------------------------------------------------------------

    pub(super) fn jet(
        &mut self,
        e: &Expr,
        f: &FunctionSymbol,
        orders: &[u32],
        arguments: &[Expr],
    ) -> Result<Value, Rejection> {
        let values = arguments.iter().map(|a| self.image(a)).collect::<Result<Vec<_>, _>>()?;
        for i in 0..self.generators.len() {
            let Some(Meaning::Jet { function, orders: n, arguments: known }) = self.generators.get(i) else { continue };
            if function != f || n != orders || known.len() != values.len() {
                continue;
            }
            let mut same = true;
            for (v, q) in values.iter().zip(known) {
                same = same && self.equals(v, q, false)?;
            }
            if same {
                for q in known {
                    self.quotient(q)?;
                }
                self.require(i)?;
                return self.generator(i);
            }
        }
        Err(Rejection::NoGenerator(e.to_string()))
    }

    /// A function value by its argument; `odd`: `f(-x) = -f(x)`, and `f(0) = 0`.
    pub(super) fn opaque(&mut self, f: Function, x: &Value, odd: bool) -> Result<Value, Rejection> {
        if odd && x.is_zero() {
            return Ok(x.clone());
        }
        for i in 0..self.generators.len() {
            let Some(Meaning::Opaque { function, argument }) = self.generators.get(i) else { continue };
            if *function != f {
                continue;
            }
            for negated in [false, true] {
                if (odd || !negated) && self.equals(x, argument, negated)? {
                    self.quotient(argument)?;
                    self.valued.insert(i);
                    let g = self.generator(i)?;
                    let sign = if negated { -Rational::one() } else { Rational::one() };
                    return Ok(self.arithmetic.scaled(&g, &sign));
                }
            }
        }
        Err(Rejection::NoGenerator(format!("{f:?}")))
    }

    /// Whether 0 is excluded: by the bases, or by an answer.
    pub(super) fn expect_nonzero(&mut self, p: &Polynomial) -> Result<(), Rejection> {
        if self.arithmetic.is_nonzero(p) {
            return Ok(());
        }
        let Answer::NonZero(reason) = self.ask(&Question::NonZero(p))? else {
            return Err(Rejection::NoAnswer("a factor that must not vanish".into()));
        };
        self.check_nonzero(p, &reason)?;
        self.arithmetic.assume_nonzero(p.clone());
        Ok(())
    }

    pub(super) fn is_strict(&self, p: &Polynomial) -> bool {
        self.signs.get(p).copied().flatten().is_some_and(CertainSign::is_strict) || self.arithmetic.is_nonzero(p)
    }
}

/// Each generator once, in order, with a coefficient that counts.
fn increasing<T>(v: &[(usize, T)], counts: impl Fn(&(usize, T)) -> bool) -> bool {
    v.windows(2).all(|w| w[0].0 < w[1].0) && v.iter().all(counts)
}

fn whole(n: i64) -> Rational {
    Rational::from_integer(n.into())
}
