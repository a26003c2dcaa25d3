//! The set where a matrix is positive definite, for the finding that it is not so everywhere.
//!
//! In: a matrix that is not positive definite on a region. Out: the conditions of Sylvester's criterion, each once, without
//! those that hold anyway or follow from the ones before. It refutes nothing and proves nothing to others.

use super::decider::{Decider, Setting};
use super::inequality::Wanted;
use crate::emit::conditions::readable;
use crate::emit::text::ascii;
use crate::geometry::matrix::Matrix;
use crate::model::{Model, Obligation};
use crate::symbolic::{Expr, Fact};
use num_traits::Signed;

/// Conditions longer than this say nothing to a reader.
const LONGEST: usize = 200;

/// Where it is positive definite.
pub(super) enum DefiniteWhere {
    /// Exactly where these hold.
    Exactly(Vec<String>),
    /// At no point.
    Nowhere,
    /// It is not symmetric, or its minors are too long.
    Unknown,
}

impl Decider<'_> {
    /// The set where the matrix of an obligation is positive definite.
    pub(super) fn definite_where(&mut self, model: &Model, o: &Obligation, m: &Matrix) -> DefiniteWhere {
        let symmetric = (0..m.rows()).all(|i| (0..i).all(|j| m.at(i, j) == m.at(j, i)));
        let Some(minors) = m.leading_principal_minors().ok().filter(|_| symmetric) else {
            return DefiniteWhere::Unknown;
        };
        let forms = self.closed_forms(&minors, &o.region, &[], &[]);
        let mut region = o.region.clone();
        let mut out: Vec<String> = Vec::new();
        for (minor, form) in minors.iter().zip(forms) {
            if let Some(q) = form.as_number() {
                if q.is_positive() {
                    continue;
                }
                return DefiniteWhere::Nowhere;
            }
            let setting = Setting::new(model, o.chart, &region, &[], std::slice::from_ref(minor));
            if self.sign_is(minor, Wanted::Positive, &setting).is_ok() {
                continue;
            }
            let short = shorter(minor, &form);
            let (side, sign) = readable(&Fact::positive(short));
            let text = format!("{} {} 0", ascii(&side), sign.ascii());
            if text.len() > LONGEST {
                return DefiniteWhere::Unknown;
            }
            if !out.contains(&text) {
                out.push(text);
            }
            region.conditions.push(Fact::positive(minor.clone()));
        }
        if out.is_empty() { DefiniteWhere::Unknown } else { DefiniteWhere::Exactly(out) }
    }
}

/// The minor as it stands, unless its closed form is shorter.
fn shorter(minor: &Expr, form: &Expr) -> Expr {
    if ascii(form).len() < ascii(minor).len() { form.clone() } else { minor.clone() }
}
