//! The generated parser. Its rules are documented in `grammar/geo.pest`.
#![allow(missing_docs)]

use pest::iterators::Pair as AnyPair;
use pest_derive::Parser;

#[derive(Parser)]
#[grammar = "grammar/geo.pest"]
pub struct Geo;

/// A piece of text that matched a rule.
pub type Pair<'i> = AnyPair<'i, Rule>;
