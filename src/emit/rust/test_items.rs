//! The tests a generated module carries.

use super::body::{ident, literal};
use super::checks::{checked, label, words};
use super::description::{
    ConservationTest, DomainTest, FunctionDescription, IdentityTest, ReferenceTest, RustModule, Shape,
};
use super::error::RustEmissionError;
use super::function::{chart_of, column, doc_lines, length};
use super::names::Names;
use proc_macro2::TokenStream;
use quote::quote;

type Emitted = Result<TokenStream, RustEmissionError>;

/// What a test needs to know of the module.
struct Context<'a> {
    module: &'a RustModule,
    fields: &'a [String],
    names: &'a [String],
    checks: &'a [String],
}

/// The test module; empty without tests.
pub(super) fn tests(module: &RustModule, fields: &[String], names: &[String], checks: &[String]) -> Emitted {
    let context = Context { module, fields, names, checks };
    let mut given = Names::of_functions();
    for name in names.iter().chain(checks) {
        given.reserve(name);
    }
    let mut items = Vec::new();
    for t in &module.reference_tests {
        let name = given.give(&format!("{}_value", t.function));
        items.push(context.reference_test(t, &name)?);
    }
    for t in &module.identity_tests {
        let name = given.give(&t.name);
        items.push(context.identity_test(t, &name)?);
    }
    for t in &module.conservation_tests {
        let name = given.give(&t.name);
        items.push(context.conservation_test(t, &name)?);
    }
    for t in &module.domain_tests {
        items.extend(context.domain_test(t, &mut given)?);
    }
    if items.is_empty() {
        return Ok(TokenStream::new());
    }
    Ok(quote! {
        #[cfg(test)]
        mod tests {
            use super::*;

            /// Entries differ by at most `tolerance` times the largest expected one.
            fn assert_close(found: &[f64], expected: &[f64], tolerance: f64) {
                assert_eq!(found.len(), expected.len());
                let mut scale = f64::MIN_POSITIVE;
                for e in expected {
                    scale = scale.max(e.abs());
                }
                for (f, e) in found.iter().zip(expected) {
                    assert!((f - e).abs() <= tolerance * scale, "{f} is not {e}");
                }
            }

            #(#items)*
        }
    })
}

impl Context<'_> {
    fn find(&self, name: &str) -> Result<(&FunctionDescription, &str), RustEmissionError> {
        let found = self.module.functions.iter().zip(self.names).find(|(f, _)| f.name == name);
        found
            .map(|(f, identifier)| (f, identifier.as_str()))
            .ok_or_else(|| RustEmissionError::UnknownFunction { function: name.into() })
    }

    /// The statements that make `params`, and the first argument of a call.
    fn parameters(&self, values: &[f64], place: &str) -> Result<(TokenStream, TokenStream), RustEmissionError> {
        length(&format!("{place}: parameters"), self.fields.len(), values.len())?;
        if values.is_empty() {
            return Ok((TokenStream::new(), TokenStream::new()));
        }
        let mut statements = quote!(let mut params = Parameters::default(););
        for (field, value) in self.fields.iter().zip(values) {
            let (field, value) = (ident(field), literal(*value, place)?);
            statements.extend(quote!(params.#field = #value;));
        }
        Ok((statements, quote!(&params,)))
    }

    fn point(&self, f: &FunctionDescription, point: &[f64]) -> Emitted {
        length(&format!("{}: point", f.name), chart_of(self.module, f)?.coordinates.len(), point.len())?;
        Ok(column("point", &literals(point, &f.name)?))
    }

    fn reference_test(&self, t: &ReferenceTest, name: &str) -> Emitted {
        let (f, identifier) = self.find(&t.function)?;
        length(&format!("{}: random numbers", f.name), f.draws.len(), t.draws.len())?;
        length(&format!("{}: expected values", f.name), f.shape.len(), t.expected.len())?;
        let (params, argument) = self.parameters(&t.parameters, &f.name)?;
        let point = self.point(f, &t.point)?;
        let mut expected = t.expected.iter().map(|d| decimal(d, &f.name)).collect::<Result<Vec<f64>, _>>()?;
        if let Shape::Matrix(_, columns) = f.shape {
            // nalgebra stores columns one after the other.
            expected = (0..columns).flat_map(|j| expected.iter().skip(j).step_by(columns).copied()).collect();
        }
        let expected = column("expected", &literals(&expected, &f.name)?);
        let tolerance = literal(t.tolerance, &f.name)?;
        let docs = doc_lines(t.expected.iter().map(|d| format!("the value: {d}")));
        let (draws, random) = match t.draws.as_slice() {
            [] => (quote!(), quote!()),
            draws => (column("random", &literals(draws, &f.name)?), quote!(, &random)),
        };
        let checked = checked(identifier);
        let scalar = (f.shape == Shape::Scalar).then(|| quote!(let value = SVector::from([value]);));
        let (name, identifier) = (ident(name), ident(identifier));
        Ok(quote! {
            #docs
            #[test]
            fn #name() {
                #params
                #point
                #draws
                let value = #identifier(#argument &point #random);
                let checked = #checked(#argument &point #random);
                assert_eq!(checked, Ok(value));
                #scalar
                #expected
                assert_close(value.as_slice(), expected.as_slice(), #tolerance);
            }
        })
    }

    fn conservation_test(&self, t: &ConservationTest, name: &str) -> Emitted {
        let (flow, flow_name) = self.find(&t.flow)?;
        let (differential, differential_name) = self.find(&t.differential)?;
        let n = chart_of(self.module, flow)?.coordinates.len();
        let fits =
            flow.shape == Shape::Vector(n) && differential.shape == flow.shape && flow.chart == differential.chart;
        if !fits {
            return Err(RustEmissionError::ShapesDisagree { test: t.name.clone() });
        }
        let (params, argument) = self.parameters(&t.parameters, &t.name)?;
        let tolerance = literal(t.tolerance, &t.name)?;
        let (name, flow_name, differential_name) = (ident(name), ident(flow_name), ident(differential_name));
        let mut checks = TokenStream::new();
        for point in &t.points {
            let point = self.point(flow, point)?;
            checks.extend(quote! {
                #point
                let velocity = #flow_name(#argument &point);
                let slope = #differential_name(#argument &point);
                let terms = velocity.component_mul(&slope);
                assert!(terms.sum().abs() <= #tolerance * terms.amax());
            });
        }
        let docs = doc_lines([format!("`{differential_name}` times `{flow_name}` is 0.")]);
        Ok(quote! {
            #docs
            #[test]
            fn #name() {
                #params
                #checks
            }
        })
    }

    /// A point at the border of a chart is refused, by the condition that excludes it. Charts without functions have no test.
    fn domain_test(&self, t: &DomainTest, given: &mut Names) -> Result<Option<TokenStream>, RustEmissionError> {
        let Some(at) = self.module.charts.iter().position(|c| c.name == t.chart) else { return Ok(None) };
        let (Some(chart), Some(check)) = (self.module.charts.get(at), self.checks.get(at)) else { return Ok(None) };
        length(&format!("{}: point", t.chart), chart.coordinates.len(), t.point.len())?;
        let (params, argument) = self.parameters(&t.parameters, &t.chart)?;
        let point = column("point", &literals(&t.point, &t.chart)?);
        let number = chart.conditions.iter().position(|c| c.words == t.condition).map_or(0, |k| k + 1);
        let label = label(chart);
        let words = words(&label, &t.condition, number);
        let (name, check) = (ident(&given.give(&format!("{check}_border"))), ident(check));
        Ok(Some(quote! {
            #[test]
            fn #name() {
                #params
                #point
                let found = #check(#argument &point);
                let expected = DomainError::Point(#label, #words);
                assert_eq!(found, Err(expected));
            }
        }))
    }

    fn identity_test(&self, t: &IdentityTest, name: &str) -> Emitted {
        let (source, source_name) = self.find(&t.source)?;
        let (target, target_name) = self.find(&t.target)?;
        let (map, map_name) = self.find(&t.map)?;
        let (jacobian, jacobian_name) = self.find(&t.jacobian)?;
        let from = chart_of(self.module, source)?.coordinates.len();
        let to = chart_of(self.module, target)?.coordinates.len();
        let fits = source.shape == Shape::Vector(from)
            && target.shape == Shape::Vector(to)
            && map.shape == Shape::Vector(to)
            && jacobian.shape == Shape::Matrix(to, from)
            && map.chart == source.chart
            && jacobian.chart == source.chart;
        if !fits {
            return Err(RustEmissionError::ShapesDisagree { test: t.name.clone() });
        }
        let (params, argument) = self.parameters(&t.parameters, &t.name)?;
        let tolerance = literal(t.tolerance, &t.name)?;
        let (name, source_name, target_name) = (ident(name), ident(source_name), ident(target_name));
        let (map_name, jacobian_name) = (ident(map_name), ident(jacobian_name));
        let mut checks = TokenStream::new();
        for point in &t.points {
            let point = self.point(source, point)?;
            checks.extend(quote! {
                #point
                let image = #map_name(#argument &point);
                let differential = #jacobian_name(#argument &point);
                let expected = differential * #source_name(#argument &point);
                let found = #target_name(#argument &image);
                assert_close(found.as_slice(), expected.as_slice(), #tolerance);
            });
        }
        let docs =
            doc_lines([format!("`{target_name}` after `{map_name}` is `{jacobian_name}` times `{source_name}`.")]);
        Ok(quote! {
            #docs
            #[test]
            fn #name() {
                #params
                #checks
            }
        })
    }
}

fn literals(values: &[f64], place: &str) -> Result<Vec<TokenStream>, RustEmissionError> {
    values.iter().map(|x| literal(*x, place)).collect()
}

/// The double nearest to a decimal; the standard library rounds correctly.
fn decimal(text: &str, place: &str) -> Result<f64, RustEmissionError> {
    let digits_only = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E'));
    match text.parse::<f64>() {
        Ok(x) if digits_only && x.is_finite() => Ok(x),
        _ => Err(RustEmissionError::NotANumber { place: place.into(), text: text.into() }),
    }
}
