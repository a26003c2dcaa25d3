//! Rule **subdivision**: a box that contains the domain is cut into small boxes; where rigorous enclosures of an expression
//! over all of them exclude 0 on one side, its sign is certain. The cutting follows a fixed order, so that its size is all
//! that a certificate says.

use super::claim::Wanted;
use crate::enclosure::{Coordinate, Interval, Point, Sign, decide_sign};
use crate::symbolic::{Bound, Expr, Rational, Region, Symbol};
use std::time::Instant;

/// Variables of a box.
const MOST_VARIABLES: usize = 3;
/// Precision of enclosures over boxes, in bits.
const BOX_BITS: usize = 64;
/// A search halves no box more often: where it would have to, the expression comes close to 0, or to the other sign.
const MOST_HALVINGS: usize = 24;
/// A certificate may ask for so many boxes.
pub const MOST_BOXES: usize = 20_000;

/// After how many boxes it is certain that the expression has the wanted sign, if that is after `most` or fewer.
#[must_use]
pub fn subdivided(e: &Expr, wanted: Wanted, region: &Region, most: usize) -> Option<usize> {
    cut(e, wanted, region, most, usize::MAX, None)
}

/// The same for a search: it gives up at this time, and where boxes become too small.
#[must_use]
pub fn subdivided_before(
    e: &Expr,
    wanted: Wanted,
    region: &Region,
    most: usize,
    until: Option<Instant>,
) -> Option<usize> {
    cut(e, wanted, region, most, MOST_HALVINGS, until)
}

fn cut(
    e: &Expr,
    wanted: Wanted,
    region: &Region,
    most: usize,
    halvings: usize,
    until: Option<Instant>,
) -> Option<usize> {
    let symbols: Vec<Symbol> = e.symbols().into_iter().collect();
    if symbols.is_empty() || symbols.len() > MOST_VARIABLES {
        return None;
    }
    let range = |s: &Symbol| -> Option<(Rational, Rational)> {
        let v = region.variables.iter().find(|v| v.symbol == *s)?;
        let number = |b: &Bound| b.value()?.as_number().cloned();
        Some((number(&v.lower)?, number(&v.upper)?))
    };
    let whole = symbols.iter().map(range).collect::<Option<Vec<_>>>()?;
    let sign = sign_in_the_middle(e, &symbols, &whole, until)?;
    if sign == Sign::Negative && wanted != Wanted::NonZero {
        return None;
    }
    let program = crate::enclosure::Program::new(std::slice::from_ref(e)).ok()?;
    let most_halvings = halvings.saturating_mul(symbols.len());
    let mut pending = vec![(whole, 0)];
    for looked_at in 0..=most.min(MOST_BOXES) {
        let Some((part, halved)) = pending.pop() else { return Some(looked_at) };
        let mut point = Point::default().before(until);
        for (s, (a, b)) in symbols.iter().zip(&part) {
            point.set(s, Coordinate::Within(Interval::between(a, b, BOX_BITS).ok()?));
        }
        let values = program.evaluate(&point, BOX_BITS).ok()?;
        if values.first().is_some_and(|v| v.sign() == sign) {
            continue;
        }
        if halved >= most_halvings {
            return None;
        }
        // The widest side is halved.
        let widest = (0..part.len()).max_by_key(|i| &part[*i].1 - &part[*i].0)?;
        let (a, b) = part[widest].clone();
        let middle = (&a + &b) / Rational::from_integer(2.into());
        for side in [(a, middle.clone()), (middle, b)] {
            let mut half = part.clone();
            half[widest] = side;
            pending.push((half, halved + 1));
        }
    }
    None
}

/// The sign at the centre, where it is certain and not 0: the only one that the whole box can have.
fn sign_in_the_middle(
    e: &Expr,
    symbols: &[Symbol],
    whole: &[(Rational, Rational)],
    until: Option<Instant>,
) -> Option<Sign> {
    let two = Rational::from_integer(2.into());
    let centre = symbols.iter().cloned().zip(whole.iter().map(|(a, b)| (a + b) / &two));
    let sign = decide_sign(e, &Point::exact(centre).before(until), 128).ok()?;
    matches!(sign, Sign::Positive | Sign::Negative).then_some(sign)
}
