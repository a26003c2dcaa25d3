//! Random variables of a model as draws in double precision.
//!
//! In: laws with numbers for their parameters. Out: samplers. A law is a standard one (normal, gamma, ..) seen through a
//! map, and so is its draw. Every method here is exact up to rounding; each says where it stands. It must not know rules.

use super::generator::Generator;
use crate::derive::Assignment;
use crate::model::{FamilyInChart, RandomVariable};
use crate::numerics::interpret::Interpreter;
use crate::numerics::lower::lower;
use crate::statistics::families::family;
use crate::statistics::joint::Finite;
use crate::statistics::{Distribution, Kernel, Law, standard_variable};
use crate::symbolic::{Expr, Symbol};

/// Most trials of a draw of a count; beyond, a draw would take too long.
const MOST_TRIALS: f64 = 1e7;
/// Products of uniform numbers are compared with `exp(-rate)` for rates up to this.
const POISSON_PIECE: f64 = 30.0;

/// A random variable that can be drawn.
#[derive(Clone, Debug)]
pub struct Draw {
    standard: Standard,
    /// From the standard variable to the random one; none where it is the same.
    image: Option<Interpreter>,
}

/// A standard law with numbers.
#[derive(Clone, Debug, PartialEq)]
enum Standard {
    Normal,
    Uniform,
    UnitInterval,
    Exponential,
    Laplace,
    Logistic,
    Gamma(f64),
    Beta(f64, f64),
    VonMises(f64),
    Poisson(f64),
    Binomial(f64, f64),
    NegativeBinomial(f64, f64),
    /// The chance of this value or one before it, and the value.
    Categories(Vec<(f64, f64)>),
}

impl Draw {
    /// A random variable with these values of the params; why not, else.
    ///
    /// # Errors
    /// In words.
    pub fn new(variable: &RandomVariable, values: &[(Symbol, Expr)]) -> Result<Self, String> {
        let name = variable.symbol.name();
        if let Some(Law::Finite(points)) = variable.law.law.as_deref() {
            return categories(points, name, values);
        }
        let (distribution, map) =
            parts(&variable.law).ok_or_else(|| format!("`{name}` has no law of one variable to draw from"))?;
        let at = Assignment { chart: None, values: values.to_vec() };
        let number = |e: &Expr| parameter(e, name, &at);
        let standard = match &distribution.kernel {
            Kernel::Gaussian => Standard::Normal,
            Kernel::Uniform => Standard::Uniform,
            Kernel::Laplace => Standard::Laplace,
            Kernel::Logistic => Standard::Logistic,
            Kernel::Gamma { shape } if shape.is_one() => Standard::Exponential,
            Kernel::Gamma { shape } => Standard::Gamma(number(shape)?),
            Kernel::Beta { a, b } if a.is_one() && b.is_one() => Standard::UnitInterval,
            Kernel::Beta { a, b } => Standard::Beta(number(a)?, number(b)?),
            Kernel::VonMises { concentration } => Standard::VonMises(number(concentration)?),
            Kernel::Poisson { rate } => Standard::Poisson(number(rate)?),
            Kernel::Binomial { trials, chance } => Standard::Binomial(number(trials)?, number(chance)?),
            Kernel::NegativeBinomial { size, chance } => Standard::NegativeBinomial(number(size)?, number(chance)?),
            Kernel::Own(_) => return Err(format!("`{name}` has a density of its own, from which nothing is drawn")),
        };
        let many = matches!(standard, Standard::Poisson(n) | Standard::Binomial(n, _) if n > MOST_TRIALS);
        if many {
            return Err(format!("`{name}` counts too many events to be drawn one by one"));
        }
        let z = standard_variable();
        let mut value = at.apply(&distribution.from_standard);
        if let Some((x, map)) = map {
            value = at.apply(&map).substitute([(x, value)]);
        }
        let image = if value == Expr::symbol(&z) {
            None
        } else {
            let program = lower(&[value], &[z]).map_err(|error| format!("the law of `{name}`: {error}"))?;
            Some(Interpreter::new(program))
        };
        Ok(Self { standard, image })
    }

    /// A number.
    pub fn draw(&mut self, g: &mut Generator) -> f64 {
        let z = self.standard.draw(g);
        let Some(image) = &mut self.image else { return z };
        let mut out = [f64::NAN];
        // One input, one output; what fails has no value.
        let _ = image.evaluate(&[z], &mut out);
        out[0]
    }
}

/// A parameter of the law of a variable as a number.
fn parameter(e: &Expr, name: &str, at: &Assignment) -> Result<f64, String> {
    let found = lower(&[at.apply(e)], &[]).map_err(|error| format!("the law of `{name}`: {error}"))?;
    let value = found.evaluate(&[]).ok().and_then(|v| v.first().copied()).filter(|x| x.is_finite());
    value.ok_or_else(|| format!("a parameter of the law of `{name}` has no finite value"))
}

/// One of finitely many points.
fn categories(points: &Finite, name: &str, values: &[(Symbol, Expr)]) -> Result<Draw, String> {
    let at = Assignment { chart: None, values: values.to_vec() };
    let mut table = Vec::new();
    let mut below = 0.0;
    for (mass, point) in points.masses.iter().zip(&points.points) {
        let [value] = point.as_slice() else { return Err(format!("`{name}` has no law of one variable to draw from")) };
        below += parameter(mass, name, &at)?;
        table.push((below, parameter(value, name, &at)?));
    }
    Ok(Draw { standard: Standard::Categories(table), image: None })
}

/// The law of one variable behind a family, and the map of an image.
fn parts(law: &FamilyInChart) -> Option<(Distribution, Option<(Symbol, Expr)>)> {
    match law.law.as_deref() {
        Some(Law::Image(image)) => {
            let map = (image.base.variable.clone(), image.map.clone());
            Some((image.base.clone(), Some(map)))
        }
        Some(other) => Some((other.one()?.clone(), None)),
        None => Some((family(&law.distribution).ok()?.distribution(&law.variable, &law.arguments).ok()?, None)),
    }
}

impl Standard {
    fn draw(&self, g: &mut Generator) -> f64 {
        match *self {
            Self::Normal => g.normal(),
            Self::Uniform => 2.0 * g.uniform() - 1.0,
            Self::UnitInterval => g.uniform(),
            Self::Exponential => g.exponential(),
            Self::Laplace => {
                let x = g.exponential();
                if g.next() >> 63 == 1 { x } else { -x }
            }
            Self::Logistic => {
                let u = g.uniform();
                (u / (1.0 - u)).ln()
            }
            Self::Gamma(shape) => gamma(shape, g),
            Self::Beta(a, b) => {
                let (x, y) = (gamma(a, g), gamma(b, g));
                x / (x + y)
            }
            Self::VonMises(concentration) => von_mises(concentration, g),
            Self::Poisson(rate) => poisson(rate, g),
            Self::Binomial(trials, chance) => {
                let mut count = 0.0;
                let mut left = trials;
                while left >= 1.0 {
                    count += f64::from(u8::from(g.uniform() < chance));
                    left -= 1.0;
                }
                count
            }
            // A gamma mixture of Poisson laws.
            Self::NegativeBinomial(size, chance) => poisson(gamma(size, g) * (1.0 - chance) / chance, g),
            Self::Categories(ref table) => {
                let u = g.uniform();
                // The chances add up to 1 but for rounding.
                table.iter().find(|(below, _)| u < *below).or(table.last()).map_or(f64::NAN, |(_, value)| *value)
            }
        }
    }
}

/// Marsaglia and Tsang (2000); below 1 a draw of `shape + 1` times `u^(1/shape)`.
fn gamma(shape: f64, g: &mut Generator) -> f64 {
    if shape < 1.0 {
        return gamma(shape + 1.0, g) * g.uniform().powf(shape.recip());
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = g.normal();
        let v = (1.0 + c * x).powi(3);
        if v > 0.0 && g.uniform().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
            return d * v;
        }
    }
}

/// Products of uniform numbers (Knuth), in pieces: independent counts add up.
fn poisson(rate: f64, g: &mut Generator) -> f64 {
    let (mut count, mut left) = (0.0, rate);
    while left > 0.0 {
        let piece = left.min(POISSON_PIECE);
        let end = (-piece).exp();
        let mut product = g.uniform();
        while product > end {
            count += 1.0;
            product *= g.uniform();
        }
        left -= piece;
    }
    count
}

/// Best and Fisher (1979): rejection from a wrapped Cauchy law.
fn von_mises(k: f64, g: &mut Generator) -> f64 {
    let tau = 1.0 + (1.0 + 4.0 * k * k).sqrt();
    let rho = (tau - (2.0 * tau).sqrt()) / (2.0 * k);
    let r = (1.0 + rho * rho) / (2.0 * rho);
    loop {
        let z = (std::f64::consts::PI * g.uniform()).cos();
        let f = (1.0 + r * z) / (r + z);
        let c = k * (r - f);
        let u = g.uniform();
        if c * (2.0 - c) > u || (c / u).ln() + 1.0 >= c {
            let angle = f.clamp(-1.0, 1.0).acos();
            return if g.next() >> 63 == 1 { angle } else { -angle };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean and variance of every standard law within four times their Monte-Carlo error.
    #[test]
    fn draws_have_the_moments_of_their_laws() {
        const COUNT: u32 = 100_000;
        let pi = std::f64::consts::PI;
        let cases = [
            (Standard::Normal, 0.0, 1.0),
            (Standard::Uniform, 0.0, 1.0 / 3.0),
            (Standard::UnitInterval, 0.5, 1.0 / 12.0),
            (Standard::Exponential, 1.0, 1.0),
            (Standard::Laplace, 0.0, 2.0),
            (Standard::Logistic, 0.0, pi * pi / 3.0),
            (Standard::Gamma(0.4), 0.4, 0.4),
            (Standard::Gamma(3.5), 3.5, 3.5),
            (Standard::Beta(2.0, 3.0), 0.4, 0.04),
            (Standard::Poisson(0.7), 0.7, 0.7),
            (Standard::Poisson(75.0), 75.0, 75.0),
            (Standard::Binomial(12.0, 0.25), 3.0, 2.25),
            (Standard::NegativeBinomial(2.5, 0.4), 3.75, 9.375),
            (Standard::Categories(vec![(0.25, 1.0), (0.75, 2.0), (1.0, 3.0)]), 2.0, 0.5),
        ];
        for (law, mean, variance) in cases {
            let mut g = Generator::new(3);
            let x: Vec<f64> = (0..COUNT).map(|_| law.draw(&mut g)).collect();
            let n = f64::from(COUNT);
            let found = x.iter().sum::<f64>() / n;
            let squares: Vec<f64> = x.iter().map(|x| (x - mean).powi(2)).collect();
            let spread = squares.iter().sum::<f64>() / n;
            let fourth = squares.iter().map(|s| (s - spread).powi(2)).sum::<f64>() / n;
            assert!((found - mean).abs() < 4.0 * (variance / n).sqrt(), "{law:?}: {found}");
            assert!((spread - variance).abs() < 4.0 * (fourth / n).sqrt(), "{law:?}: {spread}");
        }
        // E[cos z] = I1(2)/I0(2).
        let mut g = Generator::new(3);
        let law = Standard::VonMises(2.0);
        let mean = (0..COUNT).map(|_| law.draw(&mut g).cos()).sum::<f64>() / f64::from(COUNT);
        assert!((mean - 0.697_774_657_964).abs() < 4.0 * 0.5 / f64::from(COUNT).sqrt(), "{mean}");
    }
}
