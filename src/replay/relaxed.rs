//! Rule **relaxation**: what has a sign for all real numbers of a range has it for the integers among them.
//!
//! In: an expression, its setting and the number of an integer variable. Out: the setting in which the variable is real.
//!
//! **Soundness.** Every point of the domain is one of the new setting: the range and the conditions stay, and only "is an integer" is
//! forgotten. The expression has the same value there, read with a real variable: powers `b^x` in whose exponent the variable occurs
//! are asked to have a base that is certainly positive by the ranges, since `b^x` of a real `x` is `exp(x log b)` and says nothing of other
//! bases. What needs the integer elsewhere (`gamma`, `cos(n pi)`) is a function of real numbers anyway.

use super::Setting;
use crate::geometry::range::Ranges;
use crate::symbolic::{Expr, Fact, Kind};

/// The setting with a real variable in the place of the integer one of this number.
#[must_use]
pub fn relaxed(e: &Expr, setting: &Setting, variable: usize) -> Option<Setting> {
    let v = setting.region.variables.get(variable).filter(|v| v.integer && e.contains(&v.symbol))?;
    let mut ranges = Ranges::new(&setting.region);
    let mut positive = |b: &Expr| {
        b.as_number().is_some_and(num_traits::Signed::is_positive) || ranges.shows(&Fact::positive(b.clone()))
    };
    let conditions = setting.region.conditions.iter().chain(&setting.defined_where).map(|f| f.expr.clone());
    let all: Vec<Expr> = conditions.chain([e.clone()]).collect();
    let fits = Expr::deep_nodes_of(&all).iter().all(|node| match node.kind() {
        Kind::Power(b, x) if x.contains(&v.symbol) => positive(b),
        _ => true,
    });
    if !fits {
        return None;
    }
    let mut out = setting.clone();
    if let Some(slot) = out.region.variables.get_mut(variable) {
        slot.integer = false;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Bound, Region, Role, Symbol, Variable};

    #[test]
    fn powers_need_positive_bases() {
        let s = Symbol::new("", "n", Role::Parameter, 0);
        let n = Expr::symbol(&s);
        let v = Variable { integer: true, lower: Bound::Closed(Expr::one()), ..Variable::real(s) };
        let place = Setting::of_region(Region { variables: vec![v], conditions: Vec::new() });
        let fits = |e: &Expr| relaxed(e, &place, 0).is_some();
        assert!(fits(&(Expr::one() + n.recip()).pow(&n)));
        assert!(fits(&Expr::integer(2).pow(&n)));
        assert!(!fits(&Expr::integer(-2).pow(&n)), "it has no value between integers");
        assert!(!fits(&(&n - &Expr::integer(2)).pow(&n)), "the base is negative at 1");
        let real = relaxed(&n, &place, 0).expect("a power of nothing");
        assert!(!real.region.variables[0].integer && real.region.variables[0].lower == Bound::Closed(Expr::one()));
        assert!(relaxed(&n, &real, 0).is_none(), "it is real already");
    }
}
