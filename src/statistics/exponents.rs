//! Exponentials of what grows, in integrands over logistic and Laplace variables.
//!
//! In: an exponent. Out: the rates of its exponential ([`super::rates`], where the rules stand with their reasons); or nothing. It must not
//! know laws.

use super::rate::{End, Rate, Rates, add};
use super::rates::{Exponential, Rules};
use crate::symbolic::{Expr, Function, Kind, Symbol};
use num_traits::{Signed, ToPrimitive};
use std::collections::BTreeMap;

impl Rules<'_> {
    /// `exp(u)`
    pub(super) fn exponential(&self, u: &Expr) -> Option<Rates> {
        let mut rates = BTreeMap::new();
        let mut powers: Vec<(Expr, Exponential)> = Vec::new();
        let mut polynomial = Vec::new();
        for t in self.multiplied_out(u) {
            if !self.random(&t) || self.is_bounded(&t) {
                continue;
            }
            if let Some(linear) = self.gauge(&t) {
                add(&mut rates, &linear, &Expr::one());
            } else if self.is_power_of_variable(&t) {
                polynomial.push(t);
            } else {
                let m = self.monomial(&t)?;
                powers.push((t, m));
            }
        }
        let mut out: Rates = rates.into_iter().map(|(end, r)| (end, Rate::Finite(r))).collect();
        self.fast_monomials(&powers, &mut out)?;
        if !polynomial.is_empty() {
            let v = self.falling_polynomial(&Expr::sum(polynomial))?;
            for up in [false, true] {
                out.insert((v.clone(), up), Rate::Falls);
            }
        }
        Some(out)
    }

    /// At each end the fastest monomial is negative, or none grows: those of rate 0, which may grow like powers of `|v|`, are
    /// then negative, and those of negative rates are bounded.
    fn fast_monomials(&self, powers: &[(Expr, Exponential)], out: &mut Rates) -> Option<()> {
        for (v, _) in self.variables.iter().filter(|(s, _)| powers.iter().any(|(t, _)| t.contains(s))) {
            let here: Vec<&Exponential> = powers.iter().filter(|(t, _)| t.contains(v)).map(|(_, m)| m).collect();
            // A product of functions of two variables need not be large where one of them is.
            if powers.iter().any(|(t, _)| t.contains(v) && self.variables.iter().any(|(s, _)| s != v && t.contains(s)))
            {
                return None;
            }
            for up in [false, true] {
                if self.falls_at(&(v.clone(), up), &here)? {
                    out.insert((v.clone(), up), Rate::Falls);
                }
            }
        }
        Some(())
    }

    /// Whether the exponential of their sum falls faster than every exponential; nothing where it may grow.
    fn falls_at(&self, end: &End, powers: &[&Exponential]) -> Option<bool> {
        let mut fastest: Option<(Expr, &Exponential)> = None;
        for m in powers {
            let r = m.rates.get(end).cloned().unwrap_or_else(Expr::zero);
            if r.is_zero() || self.positive(&-&r) {
                continue;
            }
            let faster = match &fastest {
                None => self.positive(&r),
                Some((other, _)) if self.positive(&(&r - other)) => true,
                Some((other, _)) if self.positive(&(other - &r)) => continue,
                Some(_) => false,
            };
            if !faster {
                return None;
            }
            fastest = Some((r, m));
        }
        if let Some((_, m)) = fastest {
            return self.positive(&-&m.coefficient).then_some(true);
        }
        let level = |m: &&&Exponential| !m.rates.contains_key(end);
        powers.iter().filter(level).all(|m| self.positive(&-&m.coefficient)).then_some(false)
    }

    /// A coefficient times bounded functions of what grows like a power of the variables, or of the variables alone.
    fn is_bounded(&self, t: &Expr) -> bool {
        use Function as F;
        let (_, g) = self.without_coefficient(t);
        let factors = match g.kind() {
            Kind::Product(v) => v.clone(),
            _ => vec![g],
        };
        let bounded = |f: &Expr| match f.kind() {
            Kind::Apply(F::Sin | F::Cos | F::Tanh | F::Logistic | F::Erf | F::Erfc | F::Atan, x) => {
                self.is_level(x) || (self.alone(x) && self.of(x).is_some())
            }
            _ => false,
        };
        let power = |f: &Expr| match f.kind() {
            Kind::Power(b, x) => x.as_number().is_some_and(|q| q.is_integer() && q.is_positive()) && bounded(b),
            _ => bounded(f),
        };
        factors.iter().all(power)
    }

    fn is_power_of_variable(&self, t: &Expr) -> bool {
        let (_, g) = self.without_coefficient(t);
        matches!(g.kind(), Kind::Power(b, x) if b.as_symbol().is_some()
            && x.as_number().is_some_and(|q| q.is_integer() && q.is_positive()))
    }

    /// The variable of a polynomial of even degree with a negative first coefficient.
    fn falling_polynomial(&self, e: &Expr) -> Option<Symbol> {
        let mut highest: Option<(u32, Expr, Symbol)> = None;
        for t in terms_of(e) {
            let (c, g) = self.without_coefficient(&t);
            let Kind::Power(b, x) = g.kind() else { return None };
            let (v, n) = (b.as_symbol()?.clone(), x.as_number()?.to_integer().to_u32()?);
            let heavy = self.variables.iter().any(|(s, law)| *s == v && law.is_heavy());
            highest = match highest {
                _ if !heavy => return None,
                Some((_, _, w)) if w != v => return None,
                Some((m, ..)) if m == n => return None,
                Some(before) if before.0 > n => Some(before),
                _ => Some((n, c, v)),
            };
        }
        let (n, c, v) = highest?;
        (n % 2 == 0 && self.positive(&-c)).then_some(v)
    }
}

fn terms_of(e: &Expr) -> Vec<Expr> {
    match e.kind() {
        Kind::Sum(v) => v.clone(),
        _ => vec![e.clone()],
    }
}
