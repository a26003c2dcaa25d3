//! Building the right side of a `family`: a distribution, a density, or the image of a distribution.
//!
//! In: the parts behind `=`. Out: a [`LawForm`], or a diagnostic where a clause stands behind something it does not fit.

use super::cursor::Parts;
use super::grammar::{Pair, Rule};
use super::items::Builder;
use super::{Built, defect};
use crate::diagnostics::{Code, Diagnostic};
use crate::syntax::ast::LawForm;
use crate::syntax::span::Span;

impl Builder {
    /// How the law of a family is given, from the word before the expression and what stands after it.
    pub(super) fn law_form(&mut self, word: Option<Pair<'_>>, parts: &mut Parts<'_>, item: Span) -> Built<LawForm> {
        let normaliser = parts.take(Rule::law_normaliser);
        let image = parts.take(Rule::law_image);
        let Some(word) = word else {
            if let Some(pair) = normaliser {
                return Err(misplaced(self.span(&pair), "unnormalised"));
            }
            let Some(pair) = image else { return Ok(LawForm::Distribution) };
            let mut image = self.parts(pair);
            let variable = self.ident(&image.expect(Rule::ident)?);
            return Ok(LawForm::Image { variable, image: Box::new(self.expr(image.expect(Rule::expr)?, 0)?) });
        };
        if let Some(pair) = image {
            return Err(misplaced(self.span(&pair), "a distribution"));
        }
        match (word.as_str(), normaliser) {
            ("unnormalised", Some(pair)) => {
                let z = self.parts(pair).expect(Rule::expr)?;
                Ok(LawForm::Unnormalised { normaliser: Box::new(self.expr(z, 0)?) })
            }
            ("unnormalised", None) => {
                let finding = Diagnostic::error(Code::G0114, "an unnormalised density needs its normaliser")
                    .primary(self.span(&word), "of this density the total is not given")
                    .help("add `with normaliser Z`, where Z is its integral or sum");
                Err(Box::new(finding))
            }
            (_, Some(pair)) => Err(misplaced(self.span(&pair), "unnormalised")),
            ("density", None) => Ok(LawForm::Density),
            ("mass", None) => Ok(LawForm::Mass),
            ("log_density", None) => Ok(LawForm::LogDensity),
            ("log_mass", None) => Ok(LawForm::LogMass),
            _ => Err(defect(item, "a form of density")),
        }
    }
}

/// A clause that belongs to another form.
fn misplaced(span: Span, form: &str) -> Box<Diagnostic> {
    let finding = Diagnostic::error(Code::G0114, "this clause does not fit the form of the law")
        .primary(span, format!("it follows {form} only"))
        .help("`unnormalised f with normaliser Z`, `DISTRIBUTION under x -> g`, and `density f` by itself");
    Box::new(finding)
}
