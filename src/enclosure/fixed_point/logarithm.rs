//! `log x = k log 2 + log c + 2 atanh t` for `x = m 2^k`, `1 <= m < 2`, `t = (m - c)/(m + c)`, `|t| <= 1/64`, and `c` the
//! next multiple of `1/32`.

use super::super::interval::whole;
use super::constants::{CENTRES, with_constants};
use super::{Approximate, Ends, MOST_BITS, MOST_ERROR, fixed, float, scale_for};
use astro_float::{BigFloat, RoundingMode};
use num_bigint::BigInt;
use num_traits::{One, ToPrimitive};

/// Ends below and above `log x`, `x > 0`; nothing where the library must do it.
pub(in super::super) fn logarithm(x: &BigFloat, bits: usize) -> Ends {
    if bits > MOST_BITS || x.is_zero() || x.is_negative() {
        return None;
    }
    // Close to 1 the value is small: the bits are counted from there.
    let distance = x.sub_full_prec(&whole(1));
    if distance.is_zero() {
        return Some((whole(0), whole(0)));
    }
    let lost = usize::try_from(-i64::from(distance.exponent()?)).unwrap_or(0);
    if lost > MOST_BITS {
        return None;
    }
    let exponent = x.exponent()?;
    let size = usize::try_from(32 - exponent.unsigned_abs().leading_zeros()).ok()?;
    let scale = scale_for(bits + lost + size);
    // x = m 2^k with 1 <= m < 2
    let k = exponent - 1;
    let mut m = x.clone();
    m.set_exponent(1);
    let m = fixed(&m, scale)?;
    let j = (((&m - (BigInt::one() << scale)) * (2 * CENTRES)) >> scale).to_u32()?.div_ceil(2);
    let value = with_constants(scale, |c| {
        let mut value = c.centre(j)?;
        value.add(&deviation(&m, j, scale).twice());
        value.middle += &c.log_2.middle * k;
        value.error = value.error.checked_add(u64::from(k.unsigned_abs()).checked_mul(c.log_2.error)?)?;
        (value.error < MOST_ERROR).then_some(value)
    })?;
    let shift = -i32::try_from(scale).ok()?;
    Some((
        float(&value.lower(), shift, bits, RoundingMode::Down)?,
        float(&value.upper(), shift, bits, RoundingMode::Up)?,
    ))
}

/// `atanh((m - c)/(m + c))`, `c = 1 + j/CENTRES`.
fn deviation(m: &BigInt, j: u32, scale: usize) -> Approximate {
    let centre = (BigInt::from(CENTRES + j) << scale) / CENTRES;
    // `m` was rounded down by less than one unit, which moves the quotient by less than one unit; so does rounding it.
    let t = Approximate { middle: ((m - &centre) << scale) / (m + &centre), error: 2 };
    let square = t.times(&t, scale);
    let (mut sum, mut power) = (t.clone(), t);
    for i in 1u32.. {
        power = power.times(&square, scale);
        sum.add(&power.over(2 * i + 1));
        if power.is_negligible() {
            break;
        }
    }
    sum.error += power.error + 2;
    sum
}
