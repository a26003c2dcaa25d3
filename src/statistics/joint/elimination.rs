//! Sums over all points of a grid, one variable after the other.
//!
//! In: the values of each variable, the factors of a mass function, what is to be averaged. Out: the sum over all points of
//! the value times the mass, as nested sums. It must not know laws or families.
//!
//! Rule **elimination**: a factor that does not hold the variable of a sum stands before it (distributive law),
//! `sum_x sum_y f(x) g(x, y) = sum_x f(x) sum_y g(x, y)`. Sums are finite, so their order plays no part. Terms with the same
//! factors outside of a sum are added up inside of it: what cancels does so where it is small. Of a history of `n`
//! steps in which each step depends on the one before, `n` times the pairs of states are written down instead of all
//! histories.

use crate::symbolic::{Expr, ExprMap, Kind, Symbol};
use num_traits::{Signed, ToPrimitive};
use std::collections::{BTreeMap, BTreeSet};

/// Beyond so many terms the value is taken as one factor.
const MOST_TERMS: usize = 256;
/// Powers of sums are written out up to this one.
const HIGHEST_POWER: u32 = 4;

/// What depends on some of the variables: its value for each choice of theirs, the last one changing fastest.
struct Table {
    scope: Vec<usize>,
    entries: Vec<Expr>,
}

/// `coefficient * product of tables`, by their numbers, in order.
struct Term {
    coefficient: Expr,
    factors: Vec<usize>,
}

/// A sum over a grid that is being taken.
struct Elimination<'g> {
    variables: &'g [Symbol],
    values: &'g [Vec<Expr>],
    tables: Vec<Table>,
    known: ExprMap<usize>,
}

/// `sum f * product of masses` over all choices of values.
#[must_use]
pub fn total(f: &Expr, masses: &[Expr], variables: &[Symbol], values: &[Vec<Expr>]) -> Expr {
    let mut grid = Elimination { variables, values, tables: Vec::new(), known: ExprMap::default() };
    let mut terms = grid.terms(f);
    let Term { coefficient: outside, factors: mut mass } = grid.term(masses);
    let mut left: BTreeSet<usize> = (0..variables.len()).collect();
    while let Some(v) = grid.cheapest(&left, &mass) {
        left.remove(&v);
        let (own, rest): (Vec<usize>, Vec<usize>) = mass.into_iter().partition(|k| grid.tables[*k].scope.contains(&v));
        mass = rest;
        terms = grid.summed(v, &own, terms);
    }
    outside * Expr::sum(terms.into_iter().map(|t| t.coefficient))
}

impl Elimination<'_> {
    /// The variables of an expression.
    fn scope(&self, e: &Expr) -> Vec<usize> {
        (0..self.variables.len()).filter(|k| e.contains(&self.variables[*k])).collect()
    }

    /// A sum of terms.
    fn terms(&mut self, f: &Expr) -> Vec<Term> {
        let written_out = expanded(f, &|e| !self.scope(e).is_empty());
        written_out.unwrap_or_else(|| vec![vec![f.clone()]]).iter().map(|factors| self.term(factors)).collect()
    }

    /// The factors with variables as tables, the others as a coefficient.
    fn term(&mut self, factors: &[Expr]) -> Term {
        let (fixed, open): (Vec<Expr>, Vec<Expr>) = factors.iter().cloned().partition(|e| self.scope(e).is_empty());
        let mut factors: Vec<usize> = open.iter().map(|e| self.table(e)).collect();
        factors.sort_unstable();
        Term { coefficient: Expr::product(fixed), factors }
    }

    /// The table of an expression.
    fn table(&mut self, e: &Expr) -> usize {
        if let Some(k) = self.known.get(e) {
            return *k;
        }
        let scope = self.scope(e);
        let at = |choice: &Vec<usize>| {
            let pairs =
                scope.iter().zip(choice).map(|(v, k)| (self.variables[*v].clone(), self.values[*v][*k].clone()));
            e.substitute(pairs)
        };
        let entries = self.choices(&scope).iter().map(at).collect();
        let table = Table { entries, scope };
        let number = self.add(table);
        self.known.insert(e.clone(), number);
        number
    }

    /// Equal tables have one number, so that terms with them meet.
    fn add(&mut self, table: Table) -> usize {
        let same = |t: &Table| t.scope == table.scope && t.entries == table.entries;
        self.tables.iter().position(same).unwrap_or_else(|| {
            self.tables.push(table);
            self.tables.len() - 1
        })
    }

    /// All choices of values, as places in the lists of values.
    fn choices(&self, scope: &[usize]) -> Vec<Vec<usize>> {
        let mut out = vec![Vec::new()];
        for v in scope {
            let longer = |c: &Vec<usize>| {
                let c = c.clone();
                (0..self.values[*v].len()).map(move |k| c.iter().copied().chain([k]).collect::<Vec<_>>())
            };
            out = out.iter().flat_map(longer).collect();
        }
        out
    }

    /// The value of a table where the variables of `scope` have these values; it depends on no others.
    fn at(&self, table: usize, scope: &[usize], choice: &[usize]) -> &Expr {
        let Table { scope: own, entries } = &self.tables[table];
        let place = own.iter().fold(0, |place, v| {
            let k = scope.iter().position(|w| w == v).map_or(0, |i| choice[i]);
            place * self.values[*v].len() + k
        });
        &entries[place]
    }

    /// The variables of several tables, but one.
    fn scope_without<'t>(&self, v: usize, tables: impl IntoIterator<Item = &'t usize>) -> Vec<usize> {
        let all: BTreeSet<usize> = tables.into_iter().flat_map(|k| self.tables[*k].scope.iter().copied()).collect();
        all.into_iter().filter(|w| *w != v).collect()
    }

    /// The variable whose sum depends on the fewest choices of others; among equal ones the last.
    fn cheapest(&self, left: &BTreeSet<usize>, mass: &[usize]) -> Option<usize> {
        let cost = |v: usize| {
            let own = mass.iter().filter(|k| self.tables[**k].scope.contains(&v));
            self.scope_without(v, own).iter().map(|w| self.values[*w].len()).product::<usize>()
        };
        left.iter().rev().copied().min_by_key(|v| cost(*v))
    }

    /// The terms after the sum over one variable, with these factors of the mass.
    fn summed(&mut self, v: usize, mass: &[usize], terms: Vec<Term>) -> Vec<Term> {
        // By the factors that stay outside: what is inside of each term.
        let mut groups: BTreeMap<Vec<usize>, Vec<Term>> = BTreeMap::new();
        for Term { coefficient, factors } in terms {
            let (inside, outside): (Vec<usize>, Vec<usize>) =
                factors.into_iter().partition(|k| self.tables[*k].scope.contains(&v));
            groups.entry(outside).or_default().push(Term { coefficient, factors: inside });
        }
        let mut out = Vec::new();
        for (mut factors, mut inside) in groups {
            // The coefficient of a single term stands before the sum.
            let before = match inside.as_mut_slice() {
                [only] => std::mem::replace(&mut only.coefficient, Expr::one()),
                _ => Expr::one(),
            };
            let table = self.sum_over(v, mass, &inside);
            let coefficient = match (table.scope.is_empty(), table.entries.first()) {
                (true, Some(value)) => before * value,
                _ => {
                    factors.push(self.add(table));
                    factors.sort_unstable();
                    before
                }
            };
            out.push(Term { coefficient, factors });
        }
        out
    }

    /// `sum_v mass * sum of terms`
    fn sum_over(&self, v: usize, mass: &[usize], terms: &[Term]) -> Table {
        let scope = self.scope_without(v, mass.iter().chain(terms.iter().flat_map(|t| &t.factors)));
        let with_v: Vec<usize> = scope.iter().copied().chain([v]).collect();
        let entry = |choice: &Vec<usize>| {
            Expr::sum((0..self.values[v].len()).map(|k| {
                let choice: Vec<usize> = choice.iter().copied().chain([k]).collect();
                let value = |k: &usize| self.at(*k, &with_v, &choice).clone();
                let of = |t: &Term| &t.coefficient * &Expr::product(t.factors.iter().map(value));
                Expr::sum(terms.iter().map(of)) * Expr::product(mass.iter().map(value))
            }))
        };
        let entries = self.choices(&scope).iter().map(entry).collect();
        Table { scope, entries }
    }
}

/// The terms of an expression, each as its factors: products of sums that hold a variable are written out.
fn expanded(e: &Expr, is_open: &dyn Fn(&Expr) -> bool) -> Option<Vec<Vec<Expr>>> {
    let times = |a: Vec<Vec<Expr>>, b: &[Vec<Expr>]| -> Option<Vec<Vec<Expr>>> {
        let pairs = a.iter().flat_map(|x| b.iter().map(move |y| [x.as_slice(), y.as_slice()].concat()));
        (a.len() * b.len() <= MOST_TERMS).then(|| pairs.collect())
    };
    match e.kind() {
        _ if !is_open(e) => Some(vec![vec![e.clone()]]),
        Kind::Sum(v) => {
            let mut out = Vec::new();
            for t in v {
                out.extend(expanded(t, is_open)?);
            }
            (out.len() <= MOST_TERMS).then_some(out)
        }
        Kind::Product(v) => {
            let mut out = vec![Vec::new()];
            for f in v {
                out = times(out, &expanded(f, is_open)?)?;
            }
            Some(out)
        }
        Kind::Power(b, n) if matches!(b.kind(), Kind::Sum(_)) => {
            let n = n.as_number().filter(|n| n.is_integer() && n.is_positive()).and_then(|n| n.to_integer().to_u32());
            let Some(n) = n.filter(|n| *n <= HIGHEST_POWER) else { return Some(vec![vec![e.clone()]]) };
            let base = expanded(b, is_open)?;
            let mut out = vec![Vec::new()];
            for _ in 0..n {
                out = times(out, &base)?;
            }
            Some(out)
        }
        _ => Some(vec![vec![e.clone()]]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::Role;

    fn random(n: usize) -> Vec<Symbol> {
        (1..=n).map(|k| Symbol::new("", &format!("x[{k}]"), Role::Random, 0)).collect()
    }

    /// Point by point, with exact numbers.
    fn enumerated(f: &Expr, masses: &[Expr], variables: &[Symbol], values: &[Vec<Expr>]) -> Expr {
        let mut points: Vec<Vec<(Symbol, Expr)>> = vec![Vec::new()];
        for (x, values) in variables.iter().zip(values) {
            points = points
                .iter()
                .flat_map(|p| values.iter().map(|v| p.iter().cloned().chain([(x.clone(), v.clone())]).collect()))
                .collect();
        }
        let all = f * &Expr::product(masses.iter().cloned());
        Expr::sum(points.into_iter().map(|p| all.substitute(p)))
    }

    #[test]
    fn nested_sums_are_sums_over_all_points() {
        let x = random(4);
        let [a, b, c, d] = [0, 1, 2, 3].map(|k| Expr::symbol(&x[k]));
        let ints = |v: &[i64]| v.iter().map(|k| Expr::integer(*k)).collect::<Vec<_>>();
        let values = [ints(&[0, 1]), ints(&[-1, 2, 5]), ints(&[0, 1]), ints(&[3, 4])];
        let two = Expr::integer(2);
        let chain = vec![
            (&two + &a).recip(),
            (&two + &(&a + &b).powi(2)).recip(),
            (&two + &(&b * &c)).powi(-2),
            Expr::ratio(1, 3),
            &c + &d.powi(3),
        ];
        let loop_of_all = vec![(&two + &(&a + &b).powi(2)).recip(), &b + &(&c * &d), (&d - &a).powi(2), &c + &two];
        // The last variable stands in no factor.
        let without_d = vec![(&two + &a).recip(), &b * &c + &two];
        for masses in [chain, loop_of_all, without_d] {
            for f in [
                Expr::one(),
                &a - &d,
                (&a - &(&b * &c) + &two * &d).powi(3),
                (&a + &b).powi(2) * (&c - &d) * (&two + &(&a * &d)).recip(),
                (&a + &b + &c + &d).powi(9),
                &a * &b - &b * &a,
            ] {
                let (nested, plain) = (total(&f, &masses, &x, &values), enumerated(&f, &masses, &x, &values));
                assert!(nested.as_number().is_some(), "{nested}");
                assert_eq!(nested, plain, "{f}");
            }
        }
    }

    #[test]
    fn a_long_history_is_written_in_a_few_lines() {
        let x = random(10);
        let t = Expr::symbol(&Symbol::new("M.a", "t", Role::Coordinate, 0));
        let step = |k: usize| {
            let u = &t * &Expr::symbol(&x[k - 1]);
            (&Expr::symbol(&x[k]) * &u).exp() * (Expr::one() + u.exp()).recip()
        };
        let masses: Vec<Expr> = (1..10).map(step).collect();
        let values = vec![vec![Expr::zero(), Expr::one()]; 10];
        let all = total(&Expr::one(), &masses, &x, &values);
        // 1024 terms otherwise.
        assert!(all.nodes().len() < 150, "{} parts", all.nodes().len());
    }

    #[test]
    fn a_factor_is_not_taken_out_of_a_sum_over_its_own_variable() {
        let x = random(2);
        let (a, b) = (Expr::symbol(&x[0]), Expr::symbol(&x[1]));
        let values = vec![vec![Expr::integer(1), Expr::integer(2)]; 2];
        // sum (a + b) = 12, not 2 a + .. with a left over.
        assert_eq!(total(&(&a + &b), &[], &x, &values), Expr::integer(12));
        assert_eq!(total(&(&a * &b), &[a, b], &x, &values), Expr::integer(25));
    }
}
