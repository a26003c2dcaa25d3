//! How much work one claim may cost.

use crate::enclosure::Budget;
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};

/// Limits of one claim. Reaching one of them makes the claim undecided, and the verdict names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Points at which a counterexample is sought.
    pub points: usize,
    /// Largest precision of enclosures, in bits.
    pub bits: usize,
    /// Largest number of distinct parts of a statement.
    pub size: usize,
    /// Time for the search; the engine is watched by whoever started it.
    pub time: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { points: 160, bits: 512, size: 20_000, time: None }
    }
}

impl Limits {
    /// The limits that a text changes: `points=400,bits=1024`.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn changed_by(self, text: &str) -> Result<Self, String> {
        let mut out = self;
        for part in text.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            let (name, value) = part.split_once('=').ok_or_else(|| form(part))?;
            let value: usize = value.trim().parse().map_err(|_| form(part))?;
            let (slot, largest) = match name.trim() {
                "points" => (&mut out.points, 1_000_000),
                "bits" => (&mut out.bits, 1 << 16),
                "size" => (&mut out.size, 10_000_000),
                _ => return Err(form(part)),
            };
            if value == 0 || value > largest {
                return Err(format!("`{part}` is not between 1 and {largest}"));
            }
            *slot = value;
        }
        Ok(out)
    }

    /// The budget of a search that begins now.
    #[must_use]
    pub fn budget(&self) -> Budget {
        let until = self.time.and_then(|time| Instant::now().checked_add(time));
        Budget { points: self.points, max_bits: self.bits, until }
    }
}

fn form(part: &str) -> String {
    format!("`{part}` is no limit: write for example points=400,bits=1024,size=50000")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_and_bounded() {
        let limits = Limits::default().changed_by("points=7, bits=128").expect("two limits");
        assert_eq!((limits.points, limits.bits, limits.size), (7, 128, Limits::default().size));
        for bad in ["points", "points=0", "points=x", "speed=3", "bits=99999999"] {
            assert!(Limits::default().changed_by(bad).is_err(), "{bad}");
        }
    }
}
