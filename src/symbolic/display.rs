//! A plain rendering of expressions for messages of the tool itself and for debugging.
//! What users read is laid out by [`crate::emit`].

use super::expr::{Expr, Kind};
use num_traits::{One, Signed};
use std::fmt;

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(self, 0, f)
    }
}

/// Binding strengths: 1 sum, 2 product, 3 power.
fn write(e: &Expr, outer: u8, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match e.kind() {
        Kind::Number(q) => {
            let atomic = q.is_integer() && !q.is_negative();
            parenthesise(!atomic && outer >= 2, f, |f| write!(f, "{q}"))
        }
        Kind::Pi => f.write_str("pi"),
        Kind::Bound(k) => write!(f, "_{k}"),
        Kind::Mean { .. } => formal(e, f),
        Kind::Symbol(s) => f.write_str(s.name()),
        Kind::Sum(v) => parenthesise(outer >= 2, f, |f| {
            for (i, t) in v.iter().enumerate() {
                let (c, rest) = t.split_coefficient();
                let sign = if c.is_negative() { "-" } else { "+" };
                match (i, c.is_negative()) {
                    (0, false) => {}
                    (0, true) => f.write_str("-")?,
                    _ => write!(f, " {sign} ")?,
                }
                write(&rest.scaled(&c.abs()), 1, f)?;
            }
            Ok(())
        }),
        Kind::Product(v) => parenthesise(outer >= 3, f, |f| {
            let negative = v[0].as_number().is_some_and(|q| (-q).is_one());
            for (i, t) in v.iter().enumerate() {
                if i == 0 && negative {
                    f.write_str("-")?;
                    continue;
                }
                if i > usize::from(negative) {
                    f.write_str("*")?;
                }
                write(t, 2, f)?;
            }
            Ok(())
        }),
        Kind::Power(b, x) => parenthesise(outer >= 4, f, |f| {
            write(b, 4, f)?;
            f.write_str("^")?;
            write(x, 4, f)
        }),
        Kind::Apply(g, x) => {
            write!(f, "{}(", g.name())?;
            if let Some(n) = g.order() {
                write!(f, "{n}, ")?;
            }
            write(x, 0, f)?;
            f.write_str(")")
        }
        Kind::Binary(g, x, y) => {
            write!(f, "{}(", g.name())?;
            write(x, 0, f)?;
            f.write_str(", ")?;
            write(y, 0, f)?;
            f.write_str(")")
        }
        Kind::Unspecified { function, orders, arguments } => {
            f.write_str(function.name())?;
            if orders.iter().any(|n| *n > 0) {
                let list: Vec<String> = orders.iter().map(u32::to_string).collect();
                write!(f, "^({})", list.join(","))?;
            }
            f.write_str("(")?;
            for (i, a) in arguments.iter().enumerate() {
                if i > 0 {
                    f.write_str(", ")?;
                }
                write(a, 0, f)?;
            }
            f.write_str(")")
        }
    }
}

/// `E[z1 ~ Normal(0, 1)](..)`, one bracket for each variable.
fn formal(e: &Expr, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Some((variables, body)) = e.open_mean(0) else { return Ok(()) };
    for (s, law) in &variables {
        write!(f, "E[{} ~ {}({})](", s.name(), law.name(), law.parameters())?;
    }
    write(&body, 0, f)?;
    f.write_str(&")".repeat(variables.len()))
}

fn parenthesise(
    needed: bool,
    f: &mut fmt::Formatter<'_>,
    body: impl FnOnce(&mut fmt::Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    if needed {
        f.write_str("(")?;
    }
    body(f)?;
    if needed {
        f.write_str(")")?;
    }
    Ok(())
}
