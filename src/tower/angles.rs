//! Sine, cosine, and the angles that have them: `asin`, `atan`, `atan2`.
//!
//! Named rules, each an identity wherever the kernel is defined:
//! - **angle-lattice**: angles are integer combinations of a lattice basis; sine and cosine follow by the addition theorems,
//!   multiples of pi/12 exactly.
//! - **known-angle**: the cosine and sine of `asin u` are `sqrt(1-u^2)` and `u` (the angle lies in [-pi/2, pi/2], where the
//!   cosine is not negative); of `atan v` they are `1/sqrt(1+v^2)` and `v/sqrt(1+v^2)`; of `atan2(y, x)` they are `x/r` and
//!   `y/r` with `r = sqrt(x^2+y^2)`, not 0 where it is defined.
//! - **odd-angle**: `asin(-u) = -asin u`, `atan(-v) = -atan v`.
//! - **exact-angle**: `asin u = k pi/12` where `u = sin(k pi/12)` and `-6 <= k <= 6`; likewise `atan` for `-6 < k < 6`.
//! - **inverse-of-forward**: `asin(sin t) = (-1)^k (t - k pi)` where `-pi/2 <= t - k pi <= pi/2` is certain;
//!   `asin(cos t) = asin(sin(pi/2 - t))`; `atan(tan t) = t - k pi` where `-pi/2 <= t - k pi <= pi/2` is certain (the ends are
//!   excluded by the tangent).
//! - **quadrants**: `atan2(y, x)` is `atan(y/x)` where `x > 0`, `pi/2 - atan(x/y)` where `y > 0`, `-pi/2 - atan(x/y)` where
//!   `y < 0`, `pi + atan(y/x)` where `x < 0` and `y >= 0`.
//! - **angle-sum**: an integer combination `R` of known angles and multiples of pi/12 with `cos R = 1` and `sin R = 0` is a
//!   multiple of `2 pi`; where `-2 pi < R < 2 pi` is certain as well, it is 0.

use super::build::{Tower, TowerError, applied};
use super::generator::Meaning;
use super::positivity::{CertainSign, Range};
use crate::certificate::Answer;
use crate::enclosure::{Point, Value, evaluate};
use crate::symbolic::{Binary, Expr, Function};
use algebra::Fraction;
use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// A multiple angle beyond this is kept as it stands.
const LARGEST_MULTIPLE: i64 = 64;

type Complex = (Fraction, Fraction);
/// A cosine's generator, and 1, or -1 for the opposite angle.
type Turn = (usize, i64);

/// An angle taken apart: a rest, known angles with their multiples, and twelfths of pi.
struct Parts {
    rest: Fraction,
    known: Vec<(usize, i64)>,
    twelfths: i64,
    /// The same with whole turns.
    whole_twelfths: i64,
}

impl Tower<'_> {
    pub(super) fn angles(&mut self, kernels: &[Expr]) -> Result<(), TowerError> {
        let mut arguments: Vec<(Expr, Parts)> = Vec::new();
        for e in kernels {
            if let Some((Function::Sin | Function::Cos, x)) = applied(e)
                && arguments.iter().all(|(y, ..)| y != x)
            {
                let parts = self.angle_parts(&self.image_of(x)?)?;
                arguments.push((x.clone(), parts));
            }
        }
        let rests: Vec<Fraction> = arguments.iter().map(|a| a.1.rest.clone()).collect();
        let (basis, coordinates) = self.argument_lattice(&rests)?;
        let mut units: Vec<(Turn, Complex)> = Vec::new();
        for b in &basis {
            units.push(self.angle_generators(b)?);
        }
        for ((x, parts), n) in arguments.iter().zip(coordinates) {
            let mut z = self.known_part(parts)?;
            let mut cosines = Vec::new();
            for (((g, turn), u), k) in units.iter().zip(n) {
                let k = k.to_i64().filter(|k| k.abs() <= LARGEST_MULTIPLE).ok_or(TowerError::TooLarge)?;
                z = self.rotate(&z, u, k)?;
                if k != 0 {
                    cosines.push((*g, turn * k));
                }
            }
            for (function, value) in [(Function::Cos, &z.0), (Function::Sin, &z.1)] {
                let e = x.apply(function);
                // Known angles have no form in certificates yet.
                if parts.known.is_empty() {
                    let cosines = cosines.clone();
                    self.recorder.kernel(&e, || Answer::Angle { twelfths: parts.whole_twelfths, cosines });
                }
                self.set_image(&e, value.clone());
            }
        }
        Ok(())
    }

    /// Cosine and sine of one angle.
    pub(super) fn cosine_and_sine(&mut self, angle: &Fraction) -> Result<(Fraction, Fraction), TowerError> {
        let parts = self.angle_parts(angle)?;
        let z = self.known_part(&parts)?;
        if parts.rest.is_zero() {
            return Ok(z);
        }
        let (_, u) = self.angle_generators(&parts.rest)?;
        self.rotate(&z, &u, 1)
    }

    /// Takes multiples of pi/12 and of known angles off.
    fn angle_parts(&mut self, angle: &Fraction) -> Result<Parts, TowerError> {
        let (mut rest, whole_twelfths) = self.split_pi(angle)?;
        let twelfths = whole_twelfths.rem_euclid(24);
        let mut known = Vec::new();
        for i in 0..self.generators.len() {
            if !self.is_known_angle(i) || rest.numerator_degree(i) != 1 || rest.denominator_degree(i) != 0 {
                continue;
            }
            let Some(k) = self.multiple_of(&rest, i)? else { continue };
            let gone =
                self.field.mul(&self.field.constant(&BigRational::from_integer(k.into())), &self.field.generator(i))?;
            rest = self.field.sub(&rest, &gone)?;
            known.push((i, k));
        }
        Ok(Parts { rest, known, twelfths, whole_twelfths })
    }

    /// `k` of the one term `k g` in `f` that holds the generator `g`, an integer.
    fn multiple_of(&self, f: &Fraction, i: usize) -> Result<Option<i64>, TowerError> {
        let terms = f.numerator_terms();
        let with: Vec<_> = terms.iter().filter(|t| t.exponents[i] > 0).collect();
        let [t] = with.as_slice() else { return Ok(None) };
        let alone = t.exponents.iter().map(|e| u32::from(*e)).sum::<u32>() == 1;
        let Some(d) = f.denominator().as_constant().filter(|_| alone) else { return Ok(None) };
        let k = BigRational::from_integer(t.coefficient.clone()) / d;
        let k = if k.is_integer() { k.to_integer().to_i64() } else { None };
        Ok(k.filter(|k| k.abs() <= LARGEST_MULTIPLE))
    }

    /// Cosine and sine of the parts but the rest.
    fn known_part(&mut self, parts: &Parts) -> Result<Complex, TowerError> {
        let mut z = self.twelfths_of_pi(parts.twelfths)?;
        for (i, k) in &parts.known {
            let u = self.unit_of(*i)?;
            z = self.rotate(&z, &u, *k)?;
        }
        Ok(z)
    }

    fn is_known_angle(&self, i: usize) -> bool {
        matches!(
            self.generators[i].meaning,
            Meaning::Arcsine { .. } | Meaning::Arctangent { .. } | Meaning::Polar { .. }
        )
    }

    /// Cosine and sine of a generator by the rule **known-angle**.
    fn unit_of(&mut self, i: usize) -> Result<Complex, TowerError> {
        let one = self.field.constant(&BigRational::one());
        match self.generators[i].meaning.clone() {
            Meaning::Arcsine { of } => {
                let square = self.field.sub(&one, &self.field.mul(&of, &of)?)?;
                Ok((self.square_root(square)?, of))
            }
            Meaning::Arctangent { of } => {
                let square = self.field.add(&one, &self.field.mul(&of, &of)?)?;
                let r = self.square_root(square)?;
                let cosine = self.reduced(self.field.div(&one, &r)?)?;
                let sine = self.reduced(self.field.div(&of, &r)?)?;
                Ok((cosine, sine))
            }
            Meaning::Polar { y, x } => {
                let square = self.field.add(&self.field.mul(&x, &x)?, &self.field.mul(&y, &y)?)?;
                let r = self.square_root(square)?;
                let cosine = self.reduced(self.field.div(&x, &r)?)?;
                let sine = self.reduced(self.field.div(&y, &r)?)?;
                Ok((cosine, sine))
            }
            _ => Err(TowerError::TooLarge),
        }
    }

    /// The root of something that is not negative.
    fn square_root(&mut self, square: Fraction) -> Result<Fraction, TowerError> {
        let square = self.reduced(square)?;
        let e = self.to_expr(&square).sqrt();
        self.root(&square, &BigRational::new(1.into(), 2.into()), &e)
    }

    // --- inverse functions ------------------------------------------------------------------------------------------

    pub(super) fn inverse_trigonometric(&mut self, e: &Expr, x: &Expr) -> Result<(), TowerError> {
        let Some((function, _)) = applied(e) else { return Ok(()) };
        let value = match self.inverse_of_forward(function, x)? {
            Some(value) => value,
            None => {
                let f = self.image_of(x)?;
                self.inverse_angle(function, &f)?
            }
        };
        self.set_image(e, value);
        Ok(())
    }

    /// `asin f` or `atan f`.
    fn inverse_angle(&mut self, function: Function, f: &Fraction) -> Result<Fraction, TowerError> {
        let minus = f.numerator_terms().last().is_some_and(|t| t.coefficient.is_negative());
        let argument = if minus { self.field.neg(f) } else { f.clone() };
        if argument.is_zero() {
            return Ok(argument);
        }
        let value = match self.exact_angle(function, &argument)? {
            Some(value) => value,
            None => {
                let expr = self.to_expr(&argument).apply(function);
                let i = match self.atoms_at(&expr) {
                    Some(i) => i,
                    None => {
                        let meaning = if function == Function::Asin {
                            Meaning::Arcsine { of: argument.clone() }
                        } else {
                            Meaning::Arctangent { of: argument.clone() }
                        };
                        let i = self.named_generator(meaning, &expr)?;
                        // 11/7 > pi/2
                        let end = BigRational::new(11.into(), 7.into());
                        let range = match self.sign(&argument) {
                            Some(CertainSign::Positive) => Range::within(BigRational::zero(), end, false),
                            Some(CertainSign::NonNegative) => Range::closed(BigRational::zero(), end),
                            Some(CertainSign::Negative) => Range::within(-end, BigRational::zero(), false),
                            Some(CertainSign::NonPositive) => Range::closed(-end, BigRational::zero()),
                            None => Range::within(-end.clone(), end, false),
                        };
                        self.signs.set_narrow_range(i, range, Range::Real);
                        // |asin| <= pi/2, |atan| < pi/2
                        let right = self.turns(&BigRational::new(1.into(), 2.into()))?;
                        let g = self.field.generator(i);
                        for bound in [self.field.sub(&right, &g)?, self.field.add(&right, &g)?] {
                            self.assume(&bound, function == Function::Atan);
                        }
                        i
                    }
                };
                self.field.generator(i)
            }
        };
        Ok(if minus { self.field.neg(&value) } else { value })
    }

    /// The rule **exact-angle**. Only numbers made of the square roots of 2 and 3 are tried: others are no such sines.
    fn exact_angle(&mut self, function: Function, f: &Fraction) -> Result<Option<Fraction>, TowerError> {
        let only = |tower: &Self| {
            (0..tower.generators.len()).all(|i| {
                (f.numerator_degree(i) == 0 && f.denominator_degree(i) == 0)
                    || matches!(&tower.generators[i].meaning, Meaning::Root { of, degree: 2, .. }
                        if of.as_constant().is_some_and(|p| p <= BigRational::from_integer(3.into())))
            })
        };
        if !only(self) {
            return Ok(None);
        }
        if let Some(q) = f.as_constant() {
            let half = BigRational::new(1.into(), 2.into());
            let twelfths = match function {
                Function::Asin if q == half => 2,
                Function::Asin if q.is_one() => 6,
                Function::Atan if q.is_one() => 3,
                _ => return Ok(None),
            };
            return self.turns(&BigRational::new(twelfths.into(), 12.into())).map(Some);
        }
        for k in (-6..=6).filter(|k| *k != 0) {
            let (cosine, sine) = self.twelfths_of_pi(k)?;
            let value = match function {
                Function::Asin => sine,
                _ if cosine.is_zero() => continue,
                _ => self.field.div(&sine, &cosine)?,
            };
            // As a cross product, so that both forms of a quotient agree.
            let difference = self.field.sub(&value, f)?;
            if self.reduced(difference)?.is_zero() {
                return self.turns(&BigRational::new(k.into(), 12.into())).map(Some);
            }
        }
        Ok(None)
    }

    /// The rule **inverse-of-forward**: `x` is literally a sine, cosine, tangent or cotangent of something.
    fn inverse_of_forward(&mut self, function: Function, x: &Expr) -> Result<Option<Fraction>, TowerError> {
        for node in x.nodes() {
            let Some((Function::Sin | Function::Cos, t)) = applied(&node) else { continue };
            let (sine, cosine) = (t.apply(Function::Sin), t.apply(Function::Cos));
            let (direct, complement) = match function {
                Function::Asin => (sine, cosine),
                _ => (&sine / &cosine, &cosine / &sine),
            };
            let image = self.image_of(t)?;
            for (pattern, complemented) in [(direct, false), (complement, true)] {
                let minus = if pattern == *x {
                    false
                } else if -&pattern == *x {
                    true
                } else {
                    continue;
                };
                let angle = if complemented {
                    let right = self.turns(&BigRational::new(1.into(), 2.into()))?;
                    self.field.sub(&right, &image)?
                } else {
                    image.clone()
                };
                if let Some(value) = self.on_the_main_branch(function, &angle)? {
                    return Ok(Some(if minus { self.field.neg(&value) } else { value }));
                }
            }
        }
        Ok(None)
    }

    fn on_the_main_branch(&mut self, function: Function, angle: &Fraction) -> Result<Option<Fraction>, TowerError> {
        let right = self.turns(&BigRational::new(1.into(), 2.into()))?;
        for k in [0i64, 1, -1, 2, -2] {
            let shift = self.turns(&BigRational::from_integer(k.into()))?;
            let t = self.field.sub(angle, &shift)?;
            let (above, below) = (self.field.add(&right, &t)?, self.field.sub(&right, &t)?);
            if self.is_nonnegative(&above) && self.is_nonnegative(&below) {
                let turned = function == Function::Asin && k % 2 != 0;
                return Ok(Some(if turned { self.field.neg(&t) } else { t }));
            }
        }
        Ok(None)
    }

    /// `atan2(y, x)` by the rule **quadrants**, or as a generator whose cosine and sine are known.
    pub(super) fn polar_angle(&mut self, e: &Expr, y: &Expr, x: &Expr) -> Result<(), TowerError> {
        let (fy, fx) = (self.image_of(y)?, self.image_of(x)?);
        if fy.is_zero() && fx.is_zero() {
            return Err(TowerError::NowhereDefined { denominator: e.clone() });
        }
        use CertainSign::{Negative, Positive};
        let sign = |f: &Fraction| if f.is_zero() { None } else { self.sign(f) };
        let (sy, sx) = (sign(&fy), sign(&fx));
        let upper = self.is_nonnegative(&fy);
        let half = BigRational::new(1.into(), 2.into());
        let value = match (sy, sx) {
            (_, Some(Positive)) => self.inverse_angle(Function::Atan, &self.field.div(&fy, &fx)?)?,
            (Some(s @ (Positive | Negative)), _) => {
                let a = self.inverse_angle(Function::Atan, &self.field.div(&fx, &fy)?)?;
                let right = self.turns(&if s == Positive { half } else { -half })?;
                self.field.sub(&right, &a)?
            }
            (_, Some(Negative)) if upper => {
                let a = self.inverse_angle(Function::Atan, &self.field.div(&fy, &fx)?)?;
                let turn = self.turns(&BigRational::one())?;
                self.field.add(&turn, &a)?
            }
            _ => {
                let key = self.to_expr(&fy).with(Binary::Atan2, &self.to_expr(&fx));
                let i = match self.atoms_at(&key) {
                    Some(i) => i,
                    None => {
                        let i = self.named_generator(Meaning::Polar { y: fy, x: fx }, &key)?;
                        // 22/7 > pi
                        let end = BigRational::new(22.into(), 7.into());
                        self.signs.set_narrow_range(i, Range::within(-end.clone(), end, false), Range::Real);
                        i
                    }
                };
                self.field.generator(i)
            }
        };
        self.set_image(e, value);
        Ok(())
    }

    // --- sums of angles ---------------------------------------------------------------------------------------------

    /// Whether a normal form that is not 0 vanishes by the rule **angle-sum**: one of the factors of its numerator does.
    pub(crate) fn angle_sum_vanishes(&mut self, f: &Fraction) -> Result<bool, TowerError> {
        if (0..self.generators.len()).all(|i| !self.is_known_angle(i) || f.numerator_degree(i) == 0) {
            return Ok(false);
        }
        for (p, n) in self.field.factor(&f.numerator()).factors {
            if n > 0 && self.is_zero_angle(&p)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn is_zero_angle(&mut self, p: &Fraction) -> Result<bool, TowerError> {
        let pi = self.atom(&Expr::pi())?;
        let mut content = BigInt::zero();
        for t in p.numerator_terms() {
            let mut used = t.exponents.iter().enumerate().filter(|(_, n)| **n > 0);
            let (Some((i, 1)), None) = (used.next(), used.next()) else { return Ok(false) };
            if i != pi {
                if !self.is_known_angle(i) {
                    return Ok(false);
                }
                content = content.gcd(&t.coefficient);
            }
        }
        if content.is_zero() {
            return Ok(false);
        }
        let r = self.field.div(p, &self.field.constant(&BigRational::from_integer(content)))?;
        let parts = self.angle_parts(&r)?;
        if !parts.rest.is_zero() {
            return Ok(false);
        }
        let (cosine, sine) = self.known_part(&parts)?;
        let one = self.field.constant(&BigRational::one());
        Ok(sine.is_zero()
            && self.reduced(self.field.sub(&cosine, &one)?)?.is_zero()
            && self.is_within_a_turn(&r, pi)?)
    }

    /// Whether `-2 pi < R < 2 pi` is certain: by enclosure for numbers, else by the ranges of the single angles.
    fn is_within_a_turn(&self, r: &Fraction, pi: usize) -> Result<bool, TowerError> {
        let e = self.to_expr(r);
        if e.symbols().is_empty() {
            let six = BigRational::from_integer(6.into());
            let bounds = evaluate(&e, &Point::default(), 128).ok().as_ref().and_then(Value::bounds);
            return Ok(bounds.is_some_and(|(low, high)| -&six < low && high < six));
        }
        // In units of pi.
        let d = r.denominator().as_constant().unwrap_or_else(BigRational::one);
        let (mut low, mut high, mut open) = (BigRational::zero(), BigRational::zero(), false);
        for t in r.numerator_terms() {
            let c = BigRational::from_integer(t.coefficient.clone()) / &d;
            let Some(i) = t.exponents.iter().position(|n| *n > 0) else { return Ok(false) };
            let (a, b) = if i == pi {
                (BigRational::one(), BigRational::one())
            } else {
                let (a, b, strict) = self.range_of_angle(i)?;
                open |= strict;
                (a, b)
            };
            let (a, b) = if c.is_negative() { (&c * b, &c * a) } else { (&c * a, &c * b) };
            low += a;
            high += b;
        }
        let two = BigRational::from_integer(2.into());
        Ok((-&two < low && high < two) || (open && -&two <= low && high <= two))
    }

    /// Bounds of a known angle in units of pi; whether neither is attained.
    fn range_of_angle(&self, i: usize) -> Result<(BigRational, BigRational, bool), TowerError> {
        let part = |n: i64, d: i64| BigRational::new(n.into(), d.into());
        let (of, open) = match &self.generators[i].meaning {
            Meaning::Arcsine { of } => (of, false),
            Meaning::Arctangent { of } => (of, true),
            _ => return Ok((part(-1, 1), part(1, 1), false)),
        };
        let one = self.field.constant(&BigRational::one());
        let small = self.is_nonnegative(&self.field.sub(&one, of)?) && self.is_nonnegative(&self.field.add(&one, of)?);
        // |atan v| <= pi/4 for |v| <= 1
        let (end, open) = if open && small { (part(1, 4), false) } else { (part(1, 2), open) };
        let sign = if of.is_zero() { None } else { self.sign(of) };
        Ok(match sign {
            Some(CertainSign::Positive | CertainSign::NonNegative) => (part(0, 1), end, false),
            Some(CertainSign::Negative | CertainSign::NonPositive) => (-end, part(0, 1), false),
            None => (-end.clone(), end, open),
        })
    }

    // --- turns ------------------------------------------------------------------------------------------------------

    /// `rest + k pi/12` with the largest such rational multiple of pi taken off.
    fn split_pi(&mut self, f: &Fraction) -> Result<(Fraction, i64), TowerError> {
        let pi = self.atom(&Expr::pi())?;
        self.signs.set_range(pi, Range::positive());
        if f.numerator_degree(pi) != 1 || f.denominator_degree(pi) != 0 {
            return Ok((f.clone(), 0));
        }
        let mut exponents = vec![0; self.field.generators()];
        exponents[pi] = 1;
        let terms = f.numerator_terms();
        let (Some(term), Some(d)) = (terms.iter().find(|t| t.exponents == exponents), f.denominator().as_constant())
        else {
            return Ok((f.clone(), 0));
        };
        let twelfths = BigRational::from_integer(&term.coefficient * BigInt::from(12)) / d;
        let Some(k) = twelfths.is_integer().then(|| twelfths.to_integer()).and_then(|k| k.to_i64()) else {
            return Ok((f.clone(), 0));
        };
        let gone =
            self.field.mul(&self.field.constant(&BigRational::new(k.into(), 12.into())), &self.field.generator(pi))?;
        Ok((self.field.sub(f, &gone)?, k))
    }

    pub(super) fn angle_generators(&mut self, b: &Fraction) -> Result<(Turn, Complex), TowerError> {
        if b.numerator_terms().last().is_some_and(|t| t.coefficient.is_negative()) {
            // The cosine is even, the sine odd.
            let (turn, (c, s)) = self.angle_generators(&self.field.neg(b))?;
            return Ok(((turn.0, -turn.1), (c, self.field.neg(&s))));
        }
        let x = self.to_expr(b);
        let known = |tower: &Self, e: &Expr| tower.generators.iter().position(|g| g.expr == *e);
        let (ce, se) = (x.apply(Function::Cos), x.apply(Function::Sin));
        let (c, s) = match (known(self, &ce), known(self, &se)) {
            (Some(c), Some(s)) => (c, s),
            _ => {
                let c = self.new_generator(Meaning::Cos, ce)?;
                self.recorder.arguments(c, std::slice::from_ref(b));
                let s = self.new_generator(Meaning::Sin { cosine: c }, se)?;
                let quarter = self.turns(&BigRational::new(1.into(), 2.into()))?;
                // cos b = sin(b + pi/2)
                let shifted = self.field.add(b, &quarter)?;
                let (of_cosine, of_sine) = (self.range_of_sine(&shifted)?, self.range_of_sine(b)?);
                self.signs.set_narrow_range(c, of_cosine, Range::Real);
                self.signs.set_narrow_range(s, of_sine, Range::Real);
                (c, s)
            }
        };
        Ok(((c, 1), (self.field.generator(c), self.field.generator(s))))
    }

    /// A multiple of pi.
    fn turns(&mut self, q: &BigRational) -> Result<Fraction, TowerError> {
        let pi = self.atom(&Expr::pi())?;
        self.signs.set_range(pi, Range::positive());
        Ok(self.field.mul(&self.field.constant(q), &self.field.generator(pi))?)
    }

    /// `sin b` lies in `[-1, 1]`; it is nonnegative for `0 <= b <= pi`, and nonpositive for `-pi <= b <= 0`.
    fn range_of_sine(&mut self, b: &Fraction) -> Result<Range, TowerError> {
        let pi = self.turns(&BigRational::one())?;
        let below = self.field.sub(&pi, b)?;
        let above = self.field.add(&pi, b)?;
        let (zero, one) = (BigRational::zero, BigRational::one);
        use CertainSign::{Negative, NonNegative, NonPositive, Positive};
        Ok(match (self.sign(b), self.sign(&below), self.sign(&above)) {
            (Some(Positive), Some(Positive), _) => Range::within(zero(), one(), true),
            (Some(Positive | NonNegative), Some(Positive | NonNegative), _) => Range::closed(zero(), one()),
            (Some(Negative | NonPositive), _, Some(Positive | NonNegative)) => Range::closed(-one(), zero()),
            _ => Range::closed(-one(), one()),
        })
    }

    /// `z * u^k` for unit complex numbers, by the addition theorems.
    fn rotate(&self, z: &Complex, u: &Complex, k: i64) -> Result<Complex, TowerError> {
        let f = &self.field;
        let u = if k < 0 { (u.0.clone(), f.neg(&u.1)) } else { u.clone() };
        let mut out = z.clone();
        for _ in 0..k.abs() {
            let re = f.sub(&f.mul(&out.0, &u.0)?, &f.mul(&out.1, &u.1)?)?;
            let im = f.add(&f.mul(&out.0, &u.1)?, &f.mul(&out.1, &u.0)?)?;
            out = (self.reduced(re)?, self.reduced(im)?);
        }
        Ok(out)
    }

    /// `cos(k pi/12), sin(k pi/12)`: from `pi/12 = pi/3 - pi/4`.
    fn twelfths_of_pi(&mut self, k: i64) -> Result<Complex, TowerError> {
        let one = self.field.constant(&BigRational::one());
        let zero = self.field.constant(&BigRational::zero());
        let unit = (one, zero);
        if k == 0 {
            return Ok(unit);
        }
        let half = BigRational::new(1.into(), 2.into());
        let half_root = |tower: &mut Self, n: i64| -> Result<Fraction, TowerError> {
            let e = Expr::integer(n).sqrt();
            let r = tower.power_of_number(&BigRational::from_integer(n.into()), &half, &e)?;
            Ok(tower.field.mul(&r, &tower.field.constant(&half))?)
        };
        let quarter = {
            let h = half_root(self, 2)?;
            (h.clone(), h)
        };
        let third = (self.field.constant(&half), half_root(self, 3)?);
        // k pi/12 = k (pi/3) - k (pi/4); whole turns of pi/3 repeat after 6, of pi/4 after 8.
        let z = self.rotate(&unit, &third, k % 6)?;
        self.rotate(&z, &quarter, -(k % 8))
    }
}
