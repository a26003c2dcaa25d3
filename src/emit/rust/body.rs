//! The statements of one straight-line program.

use super::error::RustEmissionError;
use super::special::SpecialFunctions;
use crate::numerics::nearest::nearest_f64;
use crate::numerics::program::{Instruction, Program, Register};
use crate::numerics::series::{MOST_TERMS, NEGLIGIBLE, PATIENCE, Series};
use crate::symbolic::{Binary, Function};
use proc_macro2::{Delimiter, Ident, Literal, Span, TokenStream, TokenTree};
use quote::quote;

/// The helper functions a module needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Helpers {
    pub sign: bool,
    pub logistic: bool,
    pub softplus: bool,
    /// Sums over counts.
    pub series: bool,
    /// Functions come from libm.
    pub no_std: bool,
    /// Functions copied from [`crate::numerics::special`].
    pub special: SpecialFunctions,
}

/// An identifier; names were made legal by [`super::names`].
pub(super) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// A double as the shortest literal that reads back as itself.
///
/// # Errors
/// When the number is not finite.
pub(super) fn literal(x: f64, place: &str) -> Result<TokenStream, RustEmissionError> {
    let not_a_number = || RustEmissionError::NotANumber { place: place.into(), text: x.to_string() };
    if !x.is_finite() {
        return Err(not_a_number());
    }
    let digits: Literal = grouped(&format!("{:?}", x.abs())).parse().map_err(|_| not_a_number())?;
    Ok(if x.is_sign_negative() { quote!(-#digits) } else { quote!(#digits) })
}

/// Underscores between groups of three digits before the point, as people and clippy like them.
fn grouped(digits: &str) -> String {
    let whole = digits.split(['.', 'e']).next().unwrap_or_default();
    if whole.len() < 6 {
        return digits.into();
    }
    let mut out = String::new();
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push('_');
        }
        out.push(c);
    }
    format!("{out}{}", &digits[whole.len()..])
}

/// Statements and values of a program whose inputs are bound to locals already.
pub(super) struct Body {
    /// One `let` per operation.
    pub statements: Vec<TokenStream>,
    /// The returned values.
    pub outputs: Vec<TokenStream>,
    /// Which inputs are read.
    pub used: Vec<bool>,
}

/// Writes a program; `inputs` are the locals that hold its inputs.
pub(super) fn body(
    program: &Program,
    inputs: &[String],
    helpers: &mut Helpers,
    place: &str,
) -> Result<Body, RustEmissionError> {
    body_with_names(program, inputs, "t", helpers, place)
}

/// The same, with the first letters of the locals.
fn body_with_names(
    program: &Program,
    inputs: &[String],
    letter: &str,
    helpers: &mut Helpers,
    place: &str,
) -> Result<Body, RustEmissionError> {
    let mut values: Vec<TokenStream> = Vec::with_capacity(program.instructions.len());
    // Names with their values, and the register of each.
    let mut statements: Vec<(TokenStream, TokenStream)> = Vec::new();
    let mut registers: Vec<Register> = Vec::new();
    let mut out = Body { statements: Vec::new(), outputs: Vec::new(), used: vec![false; inputs.len()] };
    for instruction in &program.instructions {
        let value = match instruction {
            Instruction::Input(i) => {
                out.used[*i] = true;
                let name = ident(&inputs[*i]);
                quote!(#name)
            }
            Instruction::Constant(q) => literal(nearest_f64(q), place)?,
            Instruction::Pi => quote!(core::f64::consts::PI),
            operation => {
                let name = ident(&format!("{letter}{}", statements.len() + 1));
                let right = match operation {
                    Instruction::Series(series, arguments) => {
                        let arguments = arguments.iter().map(|a| values[*a].clone()).collect::<Vec<_>>();
                        series_tokens(series, &arguments, helpers, place)?
                    }
                    _ => operation_tokens(operation, &values, program, helpers),
                };
                statements.push((quote!(#name), right));
                registers.push(values.len());
                quote!(#name)
            }
        };
        values.push(value);
    }
    out.outputs = program.outputs.iter().map(|r| values[*r].clone()).collect();
    out.statements = if statements.len() > MOST_STATEMENTS {
        in_blocks(&statements, &registers, &values, program)
    } else {
        statements.iter().map(|(name, right)| quote!(let #name = #right;)).collect()
    };
    Ok(out)
}

/// More statements than this are put into blocks: each `let` opens a scope within that of the one before, and compilers walk through
/// thousands of nested scopes by recursion, until their stack is full.
const MOST_STATEMENTS: usize = 600;
/// Names on a line.
const PER_LINE: usize = 8;
/// Statements of a block.
const BLOCK: usize = 48;

/// The statements in blocks, each of which gives values to the names that later ones use.
fn in_blocks(
    statements: &[(TokenStream, TokenStream)],
    registers: &[Register],
    values: &[TokenStream],
    program: &Program,
) -> Vec<TokenStream> {
    // The last statement that reads a register; outputs are read after all.
    let mut last_use = vec![0; program.instructions.len()];
    for (k, register) in registers.iter().enumerate() {
        program.instructions[*register].operands().for_each(|operand| last_use[operand] = k);
    }
    program.outputs.iter().for_each(|output| last_use[*output] = usize::MAX);
    let mut out = Vec::new();
    for (k, lines) in statements.chunks(BLOCK).enumerate() {
        let end = k * BLOCK + lines.len();
        let own = registers.get(k * BLOCK..end).unwrap_or_default();
        let stays = |register: &Register| last_use.get(*register).is_some_and(|last| *last >= end);
        let left: Vec<&TokenStream> = own.iter().filter(|r| stays(r)).map(|r| &values[*r]).collect();
        out.extend(left.chunks(PER_LINE).map(|names| match names {
            [one] => quote!(let #one;),
            _ => quote!(let (#(#names),*);),
        }));
        let lines = own.iter().zip(lines).map(|(register, (name, right))| {
            if stays(register) { quote!(#name = #right;) } else { quote!(let #name = #right;) }
        });
        let lines: Vec<TokenStream> = lines.collect();
        out.push(quote!({ #(#lines)* }));
    }
    out
}

/// A sum over a count: its arguments under names of their own, then the loop.
fn series_tokens(
    series: &Series,
    arguments: &[TokenStream],
    helpers: &mut Helpers,
    place: &str,
) -> Result<TokenStream, RustEmissionError> {
    helpers.series = true;
    let names: Vec<String> = (1..=arguments.len()).map(|k| format!("a{k}")).collect();
    let inputs: Vec<String> = std::iter::once("n".to_owned()).chain(names.iter().cloned()).collect();
    let Body { statements, outputs, .. } = body_with_names(&series.terms, &inputs, "s", helpers, place)?;
    let names: Vec<Ident> = names.iter().map(|name| ident(name)).collect();
    // All at once: a coordinate may have such a name.
    let bound = match (names.as_slice(), arguments) {
        ([], _) => TokenStream::new(),
        ([name], [value]) => quote!(let #name = #value;),
        _ => quote!(let (#(#names),*) = (#(#arguments),*);),
    };
    Ok(quote!({
        #bound
        series(|n| {
            #(#statements)*
            (#(#outputs),*)
        })
    }))
}

fn operation_tokens(
    operation: &Instruction,
    values: &[TokenStream],
    program: &Program,
    helpers: &mut Helpers,
) -> TokenStream {
    let v = |r: &Register| &values[*r];
    // A method of a literal needs its type.
    let receiver = |r: &Register| match (&program.instructions[*r], v(r)) {
        (Instruction::Constant(_), value) => typed(&value.to_string()).unwrap_or_else(|| value.clone()),
        (_, value) => value.clone(),
    };
    match operation {
        Instruction::Add(a, b) => binary(v(a), &quote!(+), v(b)),
        Instruction::Subtract(a, b) => binary(v(a), &quote!(-), v(b)),
        Instruction::Multiply(a, b) => binary(v(a), &quote!(*), v(b)),
        Instruction::Divide(a, b) => binary(v(a), &quote!(/), v(b)),
        Instruction::Negate(a) => {
            let a = v(a);
            quote!(-#a)
        }
        Instruction::SquareRoot(a) => helpers.method(&receiver(a), "sqrt"),
        Instruction::Power(a, b) if helpers.no_std => {
            let (a, b) = (v(a), v(b));
            quote!(libm::pow(#a, #b))
        }
        Instruction::Power(a, b) => {
            let (a, b) = (receiver(a), v(b));
            quote!(#a.powf(#b))
        }
        Instruction::ExpMinusOne(a) => helpers.method(&receiver(a), "exp_m1"),
        Instruction::LogOnePlus(a) => helpers.method(&receiver(a), "ln_1p"),
        Instruction::Apply(f, a) => apply(*f, &receiver(a), helpers),
        Instruction::Pair(f, a, b) => {
            let (x, y) = (receiver(a), v(b));
            match f {
                Binary::Min => quote!(#x.min(#y)),
                Binary::Max => quote!(#x.max(#y)),
                Binary::Atan2 if helpers.no_std => {
                    let x = bare(&x);
                    quote!(libm::atan2(#x, #y))
                }
                Binary::Atan2 => quote!(#x.atan2(#y)),
                Binary::Beta => {
                    helpers.special.call("beta");
                    quote!(beta(#x, #y))
                }
            }
        }
        Instruction::Input(_) | Instruction::Constant(_) | Instruction::Pi | Instruction::Series(..) => {
            TokenStream::new()
        }
    }
}

/// A literal with its type, in parentheses when it is negative.
fn typed(literal: &str) -> Option<TokenStream> {
    let magnitude: Literal = format!("{}_f64", literal.trim_start_matches('-').trim()).parse().ok()?;
    Some(if literal.starts_with('-') { quote!((-#magnitude)) } else { quote!(#magnitude) })
}

fn binary(a: &TokenStream, operator: &TokenStream, b: &TokenStream) -> TokenStream {
    quote!(#a #operator #b)
}

/// What libm calls a method that `core` lacks.
fn in_libm(method: &str) -> Option<&'static str> {
    Some(match method {
        "ln" => "log",
        "ln_1p" => "log1p",
        "exp_m1" => "expm1",
        "exp" => "exp",
        "sqrt" => "sqrt",
        "cbrt" => "cbrt",
        "sin" => "sin",
        "cos" => "cos",
        "tan" => "tan",
        "asin" => "asin",
        "acos" => "acos",
        "atan" => "atan",
        "sinh" => "sinh",
        "cosh" => "cosh",
        "tanh" => "tanh",
        "asinh" => "asinh",
        "acosh" => "acosh",
        "atanh" => "atanh",
        _ => return None,
    })
}

/// An argument of a call needs no parentheses of its own.
fn bare(x: &TokenStream) -> TokenStream {
    let mut tokens = x.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(g)), None) if g.delimiter() == Delimiter::Parenthesis => g.stream(),
        _ => x.clone(),
    }
}

fn apply(f: Function, x: &TokenStream, helpers: &mut Helpers) -> TokenStream {
    let a = bare(x);
    match f {
        Function::Sign => {
            helpers.sign = true;
            quote!(sign(#a))
        }
        Function::Logistic => {
            helpers.logistic = true;
            quote!(logistic(#a))
        }
        Function::Softplus => {
            helpers.softplus = true;
            quote!(softplus(#a))
        }
        Function::Log => helpers.method(x, "ln"),
        Function::Logit => {
            let (log, rest) = (helpers.method(x, "ln"), helpers.method(&quote!((-#x)), "ln_1p"));
            quote!(#log - #rest)
        }
        Function::Cot => helpers.reciprocal(x, "tan"),
        Function::Sec => helpers.reciprocal(x, "cos"),
        Function::Csc => helpers.reciprocal(x, "sin"),
        Function::Acot => helpers.method(&quote!(#x.recip()), "atan"),
        Function::Erf | Function::Erfc | Function::Gamma | Function::LogGamma => {
            let name = ident(f.name());
            helpers.special.call(f.name());
            quote!(#name(#a))
        }
        Function::Polygamma(n) => {
            let n = Literal::u32_unsuffixed(n);
            helpers.special.call("polygamma");
            quote!(polygamma(#n, #a))
        }
        Function::BesselI(n) => {
            let n = Literal::u32_unsuffixed(n);
            helpers.special.call("bessel_i");
            quote!(bessel_i(#n, #a))
        }
        other => helpers.method(x, other.name()),
    }
}

impl Helpers {
    /// `x.ln()`, or `libm::log(x)`.
    fn method(&self, x: &TokenStream, name: &str) -> TokenStream {
        match in_libm(name).filter(|_| self.no_std) {
            Some(function) => {
                let (function, x) = (ident(function), bare(x));
                quote!(libm::#function(#x))
            }
            None => {
                let name = ident(name);
                quote!(#x.#name())
            }
        }
    }

    fn reciprocal(&self, x: &TokenStream, name: &str) -> TokenStream {
        let value = self.method(x, name);
        quote!(#value.recip())
    }

    /// Whether a number is whole.
    pub(super) fn whole(&mut self, x: &TokenStream) -> TokenStream {
        quote!(#x % 1.0 == 0.0)
    }

    /// The definitions that are needed.
    pub(super) fn definitions(&self) -> TokenStream {
        let mut out = TokenStream::new();
        if self.sign {
            out.extend(quote! {
                /// The sign of a number; 0 at 0.
                fn sign(x: f64) -> f64 {
                    x.signum() * f64::from(x != 0.0)
                }
            });
        }
        let exp = |x: TokenStream| self.method(&x, "exp");
        if self.logistic {
            let (rising, falling) = (exp(quote!(x)), exp(quote!((-x))));
            out.extend(quote! {
                /// `1 / (1 + exp(-x))` without overflow.
                fn logistic(x: f64) -> f64 {
                    if x < 0.0 {
                        return #rising / (1.0 + #rising);
                    }
                    1.0 / (1.0 + #falling)
                }
            });
        }
        if self.softplus {
            let small = exp(quote!((-x.abs())));
            let rest = self.method(&small, "ln_1p");
            out.extend(quote! {
                /// `log(1 + exp(x))` without overflow.
                fn softplus(x: f64) -> f64 {
                    x.max(0.0) + #rest
                }
            });
        }
        if self.series {
            let (patience, most) = (Literal::u32_unsuffixed(PATIENCE), Literal::u32_unsuffixed(MOST_TERMS));
            let little: TokenStream = format!("{NEGLIGIBLE:e}").parse().unwrap_or_default();
            out.extend(quote! {
                /// The sum of terms over all counts, until neither terms nor weights add anything; not a number where they go on.
                fn series(terms: impl Fn(f64) -> (f64, f64)) -> f64 {
                    let (mut total, mut size, mut mass, mut quiet) = (0.0, 0.0, 0.0, 0);
                    for n in 0..#most {
                        let (term, weight): (f64, f64) = terms(f64::from(n));
                        total += term;
                        size += term.abs();
                        mass += weight;
                        let little = weight <= #little * mass && term.abs() <= #little * size;
                        quiet = if little { quiet + 1 } else { 0 };
                        if quiet == #patience {
                            return total;
                        }
                    }
                    f64::NAN
                }
            });
        }
        out.extend(self.special.definitions(self.no_std));
        out
    }
}
