//! Sine and cosine, of known angles too. The inverse functions stand in [`super::inverse`].
//!
//! Named rules, each an identity wherever the kernel is defined:
//! - **angle-lattice**: angles are integer combinations of a lattice basis; sine and cosine follow by the addition theorems,
//!   multiples of pi/12 exactly.
//! - **known-angle**: the cosine and sine of `asin u` are `sqrt(1-u^2)` and `u` (the angle lies in [-pi/2, pi/2], where the
//!   cosine is not negative); of `atan v` they are `1/sqrt(1+v^2)` and `v/sqrt(1+v^2)`; of `atan2(y, x)` they are `x/r` and
//!   `y/r` with `r = sqrt(x^2+y^2)`, not 0 where it is defined.

use super::build::{Tower, TowerError, applied};
use super::constants::{Constant, Constants};
use super::generator::Meaning;
use super::polynomial::numerator_of;
use super::positivity::Range;
use crate::certificate::{AngleParts, Answer, ElementSign};
use crate::rational::Rational;
use crate::symbolic::{Expr, Function};
use algebra::Fraction;
use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Half turns between which an angle is looked for.
const HALF_TURNS: [i64; 8] = [0, -1, 1, -2, 2, -3, 3, -4];
/// A multiple angle beyond this is kept as it stands.
const LARGEST_MULTIPLE: i64 = 64;

pub(super) type Complex = (Fraction, Fraction);

/// An angle taken apart: a rest, known angles with their multiples, and twelfths of pi.
#[derive(Clone)]
pub(super) struct Parts {
    /// What is no known angle.
    pub rest: Fraction,
    pub known: Vec<(usize, i64)>,
    twelfths: i64,
    /// The same with whole turns.
    whole_twelfths: i64,
    /// How many half turns in integer variables.
    half_turns: Fraction,
}

impl Parts {
    /// With the multiples of pi/12 among the elements of the lattice; nothing where there are too many.
    fn turned_by(&self, units: &[Unit], multiples: &[i64]) -> Option<Self> {
        let mut whole_twelfths = self.whole_twelfths;
        for (unit, k) in units.iter().zip(multiples) {
            if let Unit::Twelfths(t) = unit {
                whole_twelfths = whole_twelfths.checked_add(t.checked_mul(*k)?)?;
            }
        }
        Some(Self { twelfths: whole_twelfths.rem_euclid(24), whole_twelfths, ..self.clone() })
    }
}

/// What an element of the lattice of arguments is turned into.
enum Unit {
    /// so many twelfths of pi
    Twelfths(i64),
    /// cosine and sine as generators, of the angle or (-1) its opposite
    Generators(i64, Box<Complex>),
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
        let mut units: Vec<Unit> = Vec::new();
        for b in &basis {
            // Multiples of pi/12 beside a quotient show in the lattice only: pi of pi - pi/a.
            let (rest, twelfths) = self.split_pi(b)?;
            let turned = if is_turned(b) { -1 } else { 1 };
            units.push(match rest.is_zero() {
                true => Unit::Twelfths(twelfths),
                false => Unit::Generators(turned, Box::new(self.angle_generators(b)?)),
            });
        }
        for ((x, parts), n) in arguments.iter().zip(coordinates) {
            let mut multiples = Vec::new();
            for k in n {
                multiples.push(k.to_i64().filter(|k| k.abs() <= LARGEST_MULTIPLE).ok_or(TowerError::TooLarge)?);
            }
            let parts = &parts.turned_by(&units, &multiples).ok_or(TowerError::TooLarge)?;
            let mut z = self.known_part(parts)?;
            let mut cosines = Vec::new();
            for (unit, k) in units.iter().zip(multiples) {
                let Unit::Generators(turn, u) = unit else { continue };
                z = self.rotate(&z, u, k)?;
                if let Some(g) = self.single_generator(&u.0).filter(|_| k != 0) {
                    cosines.push((g, turn * k));
                }
            }
            cosines.sort_unstable();
            for (function, value) in [(Function::Cos, &z.0), (Function::Sin, &z.1)] {
                let e = x.apply(function);
                let hint = self.angle_hint(parts, &cosines);
                self.recorder.kernel(&e, || Answer::Angle(hint));
                self.set_image(&e, value.clone());
            }
        }
        Ok(())
    }

    /// The parts as they are written down, with the multiples of what is no known angle.
    fn angle_hint(&self, parts: &Parts, cosines: &[(usize, i64)]) -> AngleParts {
        AngleParts {
            twelfths: parts.whole_twelfths,
            cosines: cosines.to_vec(),
            known: parts.known.clone(),
            half_turns: numerator_of(&parts.half_turns),
        }
    }

    /// The hint for the angle of [`Self::cosine_and_sine`].
    pub(super) fn single_angle_hint(&mut self, angle: &Fraction) -> Result<AngleParts, TowerError> {
        let parts = self.angle_parts(angle)?;
        let mut cosines = Vec::new();
        if !parts.rest.is_zero() {
            let turned = is_turned(&parts.rest);
            let (c, _) = self.angle_generators(&parts.rest)?;
            cosines.extend(self.single_generator(&c).map(|g| (g, if turned { -1 } else { 1 })));
        }
        Ok(self.angle_hint(&parts, &cosines))
    }

    /// Cosine and sine of one angle.
    pub(super) fn cosine_and_sine(&mut self, angle: &Fraction) -> Result<(Fraction, Fraction), TowerError> {
        let parts = self.angle_parts(angle)?;
        let z = self.known_part(&parts)?;
        if parts.rest.is_zero() {
            return Ok(z);
        }
        let u = self.angle_generators(&parts.rest)?;
        self.rotate(&z, &u, 1)
    }

    /// Takes multiples of pi/12 and of known angles off.
    pub(super) fn angle_parts(&mut self, angle: &Fraction) -> Result<Parts, TowerError> {
        let (rest, half_turns) = self.split_half_turns(angle)?;
        let (mut rest, whole_twelfths) = self.split_pi(&rest)?;
        let twelfths = whole_twelfths.rem_euclid(24);
        let mut known = Vec::new();
        for i in 0..self.generators.len() {
            if !self.is_known_angle(i) || rest.numerator_degree(i) != 1 || rest.denominator_degree(i) != 0 {
                continue;
            }
            let Some(k) = self.multiple_of(&rest, i)? else { continue };
            let gone =
                self.field.mul(&self.field.number(&Rational::from_integer(k.into())), &self.field.generator(i))?;
            rest = self.field.sub(&rest, &gone)?;
            known.push((i, k));
        }
        Ok(Parts { rest, known, twelfths, whole_twelfths, half_turns })
    }

    /// `k` of the one term `k g` in `f` that holds the generator `g`, an integer.
    fn multiple_of(&self, f: &Fraction, i: usize) -> Result<Option<i64>, TowerError> {
        let terms = f.numerator_terms();
        let with: Vec<_> = terms.iter().filter(|t| t.exponents[i] > 0).collect();
        let [t] = with.as_slice() else { return Ok(None) };
        let alone = t.exponents.iter().map(|e| u32::from(*e)).sum::<u32>() == 1;
        let Some(d) = f.denominator().as_number().filter(|_| alone) else { return Ok(None) };
        let k = Rational::from_integer(t.coefficient.clone()) / d;
        let k = if k.is_integer() { k.to_integer().to_i64() } else { None };
        Ok(k.filter(|k| k.abs() <= LARGEST_MULTIPLE))
    }

    /// Cosine and sine of the parts but the rest.
    pub(super) fn known_part(&mut self, parts: &Parts) -> Result<Complex, TowerError> {
        let mut z = self.twelfths_of_pi(parts.twelfths)?;
        for (i, k) in &parts.known {
            let u = self.unit_of(*i)?;
            z = self.rotate(&z, &u, *k)?;
        }
        if !parts.half_turns.is_zero() {
            let minus = self.field.number(&-Rational::one());
            let sign = self.sign_power(&minus, &parts.half_turns, &Expr::integer(-1))?;
            z = (self.field.mul(&z.0, &sign)?, self.field.mul(&z.1, &sign)?);
        }
        Ok(z)
    }

    pub(super) fn is_known_angle(&self, i: usize) -> bool {
        matches!(
            self.generators[i].meaning,
            Meaning::Arcsine { .. } | Meaning::Arctangent { .. } | Meaning::Polar { .. }
        )
    }

    /// Cosine and sine of a generator by the rule **known-angle**.
    fn unit_of(&mut self, i: usize) -> Result<Complex, TowerError> {
        let one = self.field.number(&Rational::one());
        match self.generators[i].meaning.clone() {
            Meaning::Arcsine { of } => {
                let square = self.field.sub(&one, &self.field.mul(&of, &of)?)?;
                Ok((self.square_root(i, square)?, of))
            }
            Meaning::Arctangent { of } => {
                let square = self.field.add(&one, &self.field.mul(&of, &of)?)?;
                let r = self.square_root(i, square)?;
                let cosine = self.reduced(self.field.div(&one, &r)?)?;
                let sine = self.reduced(self.field.div(&of, &r)?)?;
                Ok((cosine, sine))
            }
            Meaning::Polar { y, x } => {
                let square = self.field.add(&self.field.mul(&x, &x)?, &self.field.mul(&y, &y)?)?;
                let r = self.square_root(i, square)?;
                let cosine = self.reduced(self.field.div(&x, &r)?)?;
                let sine = self.reduced(self.field.div(&y, &r)?)?;
                Ok((cosine, sine))
            }
            _ => Err(TowerError::TooLarge),
        }
    }

    /// The root of something that is not negative.
    fn square_root(&mut self, angle: usize, square: Fraction) -> Result<Fraction, TowerError> {
        let square = self.reduced(square)?;
        if !square.is_zero() {
            let factorisation = self.root_factors(&square)?;
            self.recorder.square(angle, &factorisation);
            self.record_divisors(&factorisation);
        }
        let e = self.to_expr(&square).sqrt();
        self.root(&square, &Rational::new(1.into(), 2.into()), &e)
    }

    // --- turns ------------------------------------------------------------------------------------------------------

    /// `rest + k pi/12` with the largest such rational multiple of pi taken off.
    fn split_pi(&mut self, f: &Fraction) -> Result<(Fraction, i64), TowerError> {
        let pi = self.atom(&Expr::pi())?;
        self.signs.set_range(pi, Range::pi());
        if f.numerator_degree(pi) != 1 || f.denominator_degree(pi) != 0 {
            return Ok((f.clone(), 0));
        }
        let mut exponents = vec![0; self.field.generators()];
        exponents[pi] = 1;
        let terms = f.numerator_terms();
        let (Some(term), Some(d)) = (terms.iter().find(|t| t.exponents == exponents), f.denominator().as_number())
        else {
            return Ok((f.clone(), 0));
        };
        let twelfths = Rational::from_integer(&term.coefficient * BigInt::from(12)) / d;
        let Some(k) = twelfths.is_integer().then(|| twelfths.to_integer()).and_then(|k| k.to_i64()) else {
            return Ok((f.clone(), 0));
        };
        let gone =
            self.field.mul(&self.field.number(&Rational::new(k.into(), 12.into())), &self.field.generator(pi))?;
        Ok((self.field.sub(f, &gone)?, k))
    }

    pub(super) fn angle_generators(&mut self, b: &Fraction) -> Result<Complex, TowerError> {
        if is_turned(b) {
            // The cosine is even, the sine odd.
            let (c, s) = self.angle_generators(&self.field.neg(b))?;
            return Ok((c, self.field.neg(&s)));
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
                let quarter = self.turns(&Rational::new(1.into(), 2.into()))?;
                // cos b = sin(b + pi/2)
                let shifted = self.field.add(b, &quarter)?;
                for (i, angle) in [(c, &shifted), (s, b)] {
                    let (range, reasons) = self.range_of_sine(angle)?;
                    self.signs.set_narrow_range(i, range, Range::Real, Some(reasons));
                }
                (c, s)
            }
        };
        Ok((self.field.generator(c), self.field.generator(s)))
    }

    /// A multiple of pi.
    pub(super) fn turns(&mut self, q: &Rational) -> Result<Fraction, TowerError> {
        let pi = self.atom(&Expr::pi())?;
        self.signs.set_range(pi, Range::pi());
        Ok(self.field.mul(&self.field.number(q), &self.field.generator(pi))?)
    }

    /// `sin b` lies in `[-1, 1]`; for `k pi <= b <= (k+1) pi` it has the sign `(-1)^k` or vanishes, and it vanishes at the ends alone.
    /// With the reasons for the signs of `b - k pi` and of `(k+1) pi - b`; none for `[-1, 1]`.
    fn range_of_sine(&mut self, b: &Fraction) -> Result<(Range, Vec<ElementSign>), TowerError> {
        let (zero, one) = (Rational::zero(), Rational::one());
        for k in HALF_TURNS {
            let from = self.turns(&Rational::from_integer(k.into()))?;
            let to = self.turns(&Rational::from_integer((k + 1).into()))?;
            let (above, below) = (self.field.sub(b, &from)?, self.field.sub(&to, b)?);
            let Some(of_above) = self.sign(&above).filter(|s| !s.is_negative()) else { continue };
            let Some(of_below) = self.sign(&below).filter(|s| !s.is_negative()) else { continue };
            let reasons = match (self.reason(&above), self.reason(&below)) {
                (Some(above), Some(below)) => vec![above, below],
                // While proofs are written down, only what can be explained counts.
                _ if self.recorder.is_on() => break,
                _ => Vec::new(),
            };
            let touches = !(of_above.is_strict() && of_below.is_strict());
            let (lower, upper) = if k % 2 == 0 { (zero, one) } else { (-one, zero) };
            let (lower_closed, upper_closed) = (k % 2 != 0 || touches, k % 2 == 0 || touches);
            let range = Range::Interval { lower: Some(lower), lower_closed, upper: Some(upper), upper_closed };
            return Ok((range, reasons));
        }
        Ok((Range::closed(-&one, one), Vec::new()))
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
    pub(super) fn twelfths_of_pi(&mut self, k: i64) -> Result<Complex, TowerError> {
        let one = self.field.number(&Rational::one());
        let zero = self.field.number(&Rational::zero());
        let unit = (one, zero);
        if k == 0 {
            return Ok(unit);
        }
        let half = Rational::new(1.into(), 2.into());
        let half_root = |tower: &mut Self, n: i64| -> Result<Fraction, TowerError> {
            let e = Expr::integer(n).sqrt();
            let r = tower.power_of_number(&Rational::from_integer(n.into()), &half, &e)?;
            Ok(tower.field.mul(&r, &tower.field.number(&half))?)
        };
        let quarter = {
            let h = half_root(self, 2)?;
            (h.clone(), h)
        };
        let third = (self.field.number(&half), half_root(self, 3)?);
        // k pi/12 = k (pi/3) - k (pi/4); whole turns of pi/3 repeat after 6, of pi/4 after 8.
        let z = self.rotate(&unit, &third, k % 6)?;
        self.rotate(&z, &quarter, -(k % 8))
    }
}

/// Whether the opposite angle has the generators.
fn is_turned(b: &Fraction) -> bool {
    b.numerator_terms().last().is_some_and(|t| t.coefficient.is_negative())
}
