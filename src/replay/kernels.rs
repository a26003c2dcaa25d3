//! One arm for each kind of kernel: its rule, and how the hint is verified.
//!
//! | kernel | rule | verified |
//! |---|---|---|
//! | `log x` | log-factors: `log(c prod f^n) = log\|c\| + sum n log\|f\|`, `log\|exp b\| = b`, `log\|f^(1/q)\| = log\|f\|/q` | the product |
//! | `x^(p/q)` | root-factors: `prod \|f\|^(n p/q)`, whole parts through `\|f\| = ±f` or `sign(f) f` | the product, the signs |
//! | `abs`, `sign` | factor by factor | the product, the signs; for `sign` that no factor vanishes |
//! | `exp x` | `exp(sum r log\|f\| + sum k b) = prod \|f\|^r prod exp(b)^k` | the sum |
//! | `sin x`, `cos x` | addition theorems, multiples of pi/12 exactly | the sum |
//! | other functions, jets | equal arguments give equal values; odd functions | the arguments |

use super::arithmetic::Value;
use super::evaluator::Evaluator;
use super::rejection::Rejection;
use super::source::Question;
use crate::certificate::{Answer, Factors, Meaning};
use crate::polynomial::Polynomial;
use crate::rational::Rational;
use crate::symbolic::{CertainSign, Expr, Function, FunctionSymbol, Kind};
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Multiple angles beyond this are refused.
const LARGEST_MULTIPLE: i64 = 64;

type Complex = (Value, Value);

impl Evaluator<'_> {
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
            Function::Asin | Function::Atan => self.opaque(f, x, true),
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
    fn log_absolute(&mut self, p: &Polynomial) -> Result<Value, Rejection> {
        if let Some(i) = p.as_variable() {
            match self.require(i)? {
                Meaning::Exp { argument } => return self.quotient(argument),
                // It stands for 1 or -1.
                Meaning::Sign { .. } => return Ok(Value::default()),
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
        let i = self.find("a logarithm", |m| matches!(m, Meaning::LogAbs { of } if of == p))?;
        self.generator(i)
    }

    // --- absolute values, signs, roots --------------------------------------------------------------------------------

    /// `|p|`: `p`, `-p`, or `sign(p) p`.
    pub(super) fn absolute(&mut self, p: &Polynomial) -> Result<Value, Rejection> {
        if let Some(c) = p.as_constant() {
            return Ok(Value::number(c.abs()));
        }
        if let Some(i) = p.as_variable()
            && matches!(self.require(i)?, Meaning::Sign { .. })
        {
            return Ok(Value::number(Rational::one()));
        }
        Ok(Value::whole(match self.sign_of(p)? {
            Some(s) if s.is_negative() => p.negated(),
            Some(_) => p.clone(),
            None => {
                let s = self.sign_generator(p)?;
                self.arithmetic.product(&s.numerator, p)?
            }
        }))
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
                match self.absolute_sign(p)? {
                    Some(sign) => Value::number(sign),
                    None => self.sign_generator(p)?,
                }
            } else {
                let s = self.opaque(Function::Sign, &Value::whole(p.clone()), false)?;
                if odd { s } else { self.arithmetic.pow(&s, 2)? }
            };
            out = self.arithmetic.mul(&out, &value)?;
        }
        Ok(out)
    }

    /// The sign of a polynomial that does not vanish, unless a generator carries it.
    fn absolute_sign(&mut self, p: &Polynomial) -> Result<Option<Rational>, Rejection> {
        if let Some(i) = p.as_variable()
            && matches!(self.require(i)?, Meaning::Sign { .. })
        {
            return Err(Rejection::NoGenerator("the sign of a sign".into()));
        }
        let sign = self.sign_of(p)?;
        Ok(sign.map(|s| if s.is_negative() { -Rational::one() } else { Rational::one() }))
    }

    /// Whether a factor of a sign's argument does not vanish: by the bases, or by an answer that shows it.
    fn is_nonzero_by_answer(&mut self, p: &Polynomial) -> Result<bool, Rejection> {
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
    fn power_of_factors(&mut self, e: &Expr, factors: &Factors, q: &Rational) -> Result<Value, Rejection> {
        let mut out = Value::number(Rational::one());
        for (n, k) in &factors.content.powers {
            let n = Polynomial::constant(Rational::from_integer(n.clone()));
            let power = self.absolute_power(e, &n, &(q * whole(i64::from(*k))))?;
            out = self.arithmetic.mul(&out, &power)?;
        }
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
            return self.known_exponential(e, &wanted);
        }
        let floor = q.floor();
        let fraction = q - &floor;
        let whole = floor.to_integer().to_i64().ok_or(Rejection::TooLarge)?;
        let base = if whole % 2 == 0 { Value::whole(p.clone()) } else { self.absolute(p)? };
        let out = self.arithmetic.pow(&base, whole)?;
        if fraction.is_zero() {
            return Ok(out);
        }
        let root = self.find("a root", |m| {
            matches!(m, Meaning::Root { of, degree }
                if of == p && (&fraction * Rational::from_integer((*degree).into())).is_integer())
        })?;
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
            let Meaning::Exp { argument } = self.require(*i)? else { return Err(Rejection::Generator(*i)) };
            // The argument's denominator does not vanish.
            self.quotient(argument)?;
            (n, d) = self.sum((n, d), (&argument.numerator.scaled(&whole(*k)), &argument.denominator))?;
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

    fn sum(
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

    // --- sine and cosine ----------------------------------------------------------------------------------------------

    /// Cosine and sine of `twelfths pi/12 + sum k angle`.
    fn angle(&mut self, e: &Expr, x: &Value) -> Result<Complex, Rejection> {
        let what = || e.to_string();
        let Answer::Angle { twelfths, cosines } = self.ask(&Question::Kernel(e))? else {
            return Err(Rejection::NoAnswer(what()));
        };
        let (mut n, mut d) = (Polynomial::default(), Polynomial::one());
        if twelfths != 0 {
            let pi = self.find("pi", |m| *m == Meaning::Pi)?;
            n = Polynomial::variable(pi).scaled(&Rational::new(twelfths.into(), 12.into()));
        }
        for (i, k) in &cosines {
            let Meaning::Cos { angle } = self.require(*i)? else { return Err(Rejection::Generator(*i)) };
            self.quotient(angle)?;
            (n, d) = self.sum((n, d), (&angle.numerator.scaled(&whole(*k)), &angle.denominator))?;
        }
        if !increasing(&cosines, |(_, k)| *k != 0 && k.abs() <= LARGEST_MULTIPLE) || !self.equals_parts(x, &n, &d)? {
            return Err(Rejection::Coordinates(what()));
        }
        let mut z = self.twelfths_of_pi(e, twelfths.rem_euclid(24))?;
        for (i, k) in &cosines {
            let sine = self.find("a sine", |m| *m == Meaning::Sin { cosine: *i })?;
            let u = (self.generator(*i)?, self.generator(sine)?);
            z = self.rotated(&z, &u, *k)?;
        }
        Ok(z)
    }

    /// `z u^k` for unit complex numbers, by the addition theorems.
    fn rotated(&self, z: &Complex, u: &Complex, k: i64) -> Result<Complex, Rejection> {
        let a = &self.arithmetic;
        let minus = |v: &Value| a.scaled(v, &-Rational::one());
        let u = if k < 0 { (u.0.clone(), minus(&u.1)) } else { u.clone() };
        let mut out = z.clone();
        for _ in 0..k.abs() {
            let re = a.add(&a.mul(&out.0, &u.0)?, &minus(&a.mul(&out.1, &u.1)?))?;
            let im = a.add(&a.mul(&out.0, &u.1)?, &a.mul(&out.1, &u.0)?)?;
            out = (re, im);
        }
        Ok(out)
    }

    /// From `pi/12 = pi/3 - pi/4`, `cos(pi/3) = 1/2`, `sin(pi/3) = sqrt(3)/2`, `cos(pi/4) = sin(pi/4) = sqrt(2)/2`.
    fn twelfths_of_pi(&mut self, e: &Expr, k: i64) -> Result<Complex, Rejection> {
        let unit = (Value::number(Rational::one()), Value::default());
        if k == 0 {
            return Ok(unit);
        }
        let half = Rational::new(1.into(), 2.into());
        let mut half_root = |n: i64| -> Result<Value, Rejection> {
            let root = self.absolute_power(e, &Polynomial::constant(whole(n)), &half)?;
            Ok(self.arithmetic.scaled(&root, &half))
        };
        let quarter = half_root(2)?;
        let third = (Value::number(half.clone()), half_root(3)?);
        let z = self.rotated(&unit, &third, k % 6)?;
        self.rotated(&z, &(quarter.clone(), quarter), -(k % 8))
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
    fn opaque(&mut self, f: Function, x: &Value, odd: bool) -> Result<Value, Rejection> {
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
                    self.require(i)?;
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
