//! Constants at one scale: `log 2 = 2 atanh(1/3)`, `log(1 + j/32) = 2 atanh(j/(64 + j))`, `pi = 16 atan(1/5) - 4 atan(1/239)` (Machin),
//! and `atan(j/32) = atan((j - 1)/32) + atan(32/(1024 + j (j - 1)))`.

use super::Approximate;
use num_bigint::BigInt;
use num_traits::Zero;
use std::cell::RefCell;

/// The centres of the logarithm and of the arctangent are multiples of `1/CENTRES`.
pub(super) const CENTRES: u32 = 32;

/// Constants at one scale.
pub(super) struct Constants {
    scale: usize,
    pub(super) log_2: Approximate,
    /// `pi`, when it is needed.
    pi: Option<Approximate>,
    /// `log(1 + j/CENTRES)`, as they are needed.
    centres: Vec<Option<Approximate>>,
    /// `atan(j/CENTRES)` from `j = 0` on, as far as they were needed.
    angles: Vec<Approximate>,
}

thread_local! {
    /// Values depend on the scale alone, so that it does not matter which are here.
    static CONSTANTS: RefCell<Vec<Constants>> = const { RefCell::new(Vec::new()) };
}

/// A sign that alternates, or not: circular or hyperbolic functions.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Series {
    Circular,
    Hyperbolic,
}

/// `atan(p/q)` or `atanh(p/q)` for `0 < p/q <= 1/3`.
fn inverse_tangent_of(series: Series, p: u32, q: u32, scale: usize) -> Approximate {
    let (p, q) = (u64::from(p), u64::from(q));
    // Each power is less than two units below its value: the error is multiplied by at most 1/9 and one more is added.
    let mut power = (BigInt::from(p) << scale) / q;
    let mut sum = Approximate { middle: power.clone(), error: 2 };
    for i in 1u32.. {
        power = power * (p * p) / (q * q);
        let term = Approximate { middle: power.clone(), error: 2 }.over(2 * i + 1);
        sum.add(&if series == Series::Circular && i % 2 == 1 { term.negated() } else { term });
        if power.is_zero() {
            break;
        }
    }
    sum.error += 3;
    sum
}

impl Constants {
    fn of(scale: usize) -> Self {
        let log_2 = inverse_tangent_of(Series::Hyperbolic, 1, 3, scale).twice();
        Self { scale, log_2, pi: None, centres: vec![None; CENTRES as usize + 1], angles: Vec::new() }
    }

    /// `log(1 + j/CENTRES)`
    pub(super) fn centre(&mut self, j: u32) -> Option<Approximate> {
        if j == 0 {
            return Some(Approximate::exact(BigInt::zero()));
        }
        let scale = self.scale;
        let place = self.centres.get_mut(usize::try_from(j).ok()?)?;
        Some(
            place
                .get_or_insert_with(|| inverse_tangent_of(Series::Hyperbolic, j, 2 * CENTRES + j, scale).twice())
                .clone(),
        )
    }

    /// `pi`
    pub(super) fn pi(&mut self) -> &Approximate {
        let scale = self.scale;
        self.pi.get_or_insert_with(|| {
            let of = |q: u32, twos: u32| {
                let angle = inverse_tangent_of(Series::Circular, 1, q, scale);
                Approximate { middle: angle.middle << twos, error: angle.error << twos }
            };
            let mut pi = of(5, 4);
            pi.add(&of(239, 2).negated());
            pi
        })
    }

    /// `atan(j/CENTRES)`, `j <= CENTRES`
    pub(super) fn angle(&mut self, j: u32) -> Option<&Approximate> {
        let place = usize::try_from(j).ok()?;
        while self.angles.len() <= place {
            let next = match (u32::try_from(self.angles.len()).ok()?, self.angles.last()) {
                (0, _) | (_, None) => Approximate::exact(BigInt::zero()),
                (i, Some(before)) => {
                    let mut angle = before.clone();
                    let square = CENTRES * CENTRES + i * (i - 1);
                    angle.add(&inverse_tangent_of(Series::Circular, CENTRES, square, self.scale));
                    angle
                }
            };
            self.angles.push(next);
        }
        self.angles.get(place)
    }
}

/// Runs a function that needs the constants at a scale.
pub(super) fn with_constants<T>(scale: usize, f: impl FnOnce(&mut Constants) -> Option<T>) -> Option<T> {
    CONSTANTS.with(|cell| {
        let mut known = cell.try_borrow_mut().ok()?;
        let place = match known.iter().position(|c| c.scale == scale) {
            Some(place) => place,
            None => {
                known.push(Constants::of(scale));
                known.len() - 1
            }
        };
        f(known.get_mut(place)?)
    })
}
