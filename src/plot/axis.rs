//! An axis: from values to a fraction of the panel, and its ticks.

use crate::units::superscript;

/// A range of values on paper.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// What it shows, with its unit.
    pub label: String,
    /// The value at the beginning.
    pub low: f64,
    /// The value at the end.
    pub high: f64,
    /// Logarithmic.
    pub log: bool,
}

/// Ticks aimed at on an axis.
const TICKS: f64 = 6.0;

impl Axis {
    /// Where a value lies: 0 at the beginning, 1 at the end.
    #[must_use]
    pub fn fraction(&self, x: f64) -> f64 {
        if self.log {
            return (x / self.low).ln() / (self.high / self.low).ln();
        }
        (x - self.low) / (self.high - self.low)
    }

    /// The value at a fraction.
    #[must_use]
    pub fn value(&self, s: f64) -> f64 {
        if self.log { self.low * (self.high / self.low).powf(s) } else { self.low + s * (self.high - self.low) }
    }

    /// How fast the fraction grows with the value.
    #[must_use]
    pub fn slope(&self, x: f64) -> f64 {
        if self.log { 1.0 / (x * (self.high / self.low).ln()) } else { 1.0 / (self.high - self.low) }
    }

    /// Values with ticks, each with its text.
    #[must_use]
    pub fn ticks(&self) -> Vec<(f64, String)> {
        if self.log { self.decades() } else { self.steps() }
    }

    fn steps(&self) -> Vec<(f64, String)> {
        let span = self.high - self.low;
        let rough = span.abs() / TICKS;
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * power).find(|s| *s >= rough).unwrap_or(10.0 * power);
        let (low, high) = (self.low.min(self.high), self.low.max(self.high));
        let (first, last) = ((low / step - 1e-9).ceil(), (high / step + 1e-9).floor());
        let mut out = Vec::new();
        let mut k = first;
        while k <= last {
            out.push((k * step, tick_text(k * step, step)));
            k += 1.0;
        }
        out
    }

    /// Powers of ten, and 2 and 5 times them where there are few.
    fn decades(&self) -> Vec<(f64, String)> {
        let (low, high) = (self.low.min(self.high), self.low.max(self.high));
        let (first, last) = (low.log10().floor(), high.log10().ceil());
        let stride = ((last - first) / TICKS).ceil().max(1.0);
        // One way of writing on one axis: powers of ten, where some of them would be long.
        let long = low < 0.9e-3 || high > 1.1e4;
        let factors: &[f64] = if last - first <= 2.0 { &[1.0, 2.0, 5.0] } else { &[1.0] };
        let mut out = Vec::new();
        let mut k = first;
        while k <= last {
            for f in factors {
                let x = f * 10_f64.powf(k);
                if x >= low * (1.0 - 1e-9) && x <= high * (1.0 + 1e-9) {
                    out.push((x, if long { power_text(x) } else { tick_text(x, x) }));
                }
            }
            k += stride;
        }
        out
    }
}

/// A tick's number, with as many digits as the step needs.
fn tick_text(x: f64, step: f64) -> String {
    let size = x.abs().max(step);
    if x == 0.0 || (x.abs() < 1e-9 * step) {
        return "0".into();
    }
    if !(1e-4..1e6).contains(&size) {
        return power_text(x);
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 0 and 6
    let digits = (-step.log10().floor()).clamp(0.0, 6.0) as usize;
    format!("{x:.digits$}").replace('-', "\u{2212}")
}

/// A number as a power of ten, with a factor where it needs one; 1 and 10 stand as they are.
fn power_text(x: f64) -> String {
    // Powers of ten are not quite powers of ten.
    let exponent = (x.abs().log10() + 1e-9).floor();
    let mantissa = x / 10_f64.powf(exponent);
    let mantissa = format!("{mantissa:.2}");
    let mantissa = mantissa.trim_end_matches('0').trim_end_matches('.');
    let power: String = format!("{exponent}").chars().map(superscript).collect();
    match (mantissa, exponent.to_string().as_str()) {
        ("1", "0") => "1".into(),
        ("1", "1") => "10".into(),
        ("1", _) => format!("10{power}"),
        ("-1", _) => format!("\u{2212}10{power}"),
        (m, _) => format!("{}·10{power}", m.replace('-', "\u{2212}")),
    }
}
