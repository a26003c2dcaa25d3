//! The catalogue: every code with its title, cause, cure and a tiny example.
//!
//! In: nothing. Out: [`Code`] and its [`Entry`]. `geoflow explain CODE` and `docs/diagnostics.md` come from here.
//! To add a code, add one entry to the list below, in its range:
//! G01xx form, G02xx names, G03xx units, G04xx kinds and charts, G05xx domains, maps and metrics, G06xx statistics,
//! G07xx claims, G08xx engine and limits, G09xx files and the command line. A code is never given a new meaning.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

/// What the catalogue says about a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `G0301`
    pub id: &'static str,
    /// The trouble in one line.
    pub title: &'static str,
    /// How it comes about.
    pub cause: &'static str,
    /// What to do.
    pub cure: &'static str,
    /// A tiny text that shows it; empty where none can.
    pub example: &'static str,
}

macro_rules! catalogue {
    ($($id:ident { $title:literal, cause: $cause:literal, cure: $cure:literal, example: $example:literal $(,)? })*) => {
        /// A code of the catalogue.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $title] $id,)*
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Code] = &[$(Code::$id),*];

            /// What the catalogue says.
            #[must_use]
            pub fn entry(self) -> &'static Entry {
                match self {
                    $(Code::$id => &Entry {
                        id: stringify!($id), title: $title, cause: $cause, cure: $cure, example: $example,
                    },)*
                }
            }
        }
    };
}

catalogue! {
    // ---- G01xx: form -------------------------------------------------------------------------------------------
    G0101 { "the text does not have the form of the item it stands in",
        cause: "something else was expected at this place, for example a comma, an operator or the end of the item",
        cure: "compare with the form of the item shown in the help",
        example: "const n 5" }
    G0102 { "no item begins with this word",
        cause: "every item begins with a keyword such as `param`, `manifold`, `metric` or `prove`",
        cure: "correct the spelling, or put the missing keyword in front",
        example: "metirc g = Fisher(p)" }
    G0103 { "a bracket has no partner",
        cause: "a bracket is opened and never closed, or closed and never opened",
        cure: "add or remove the bracket",
        example: "let a = (b + c" }
    G0104 { "this character cannot stand in a model",
        cause: "the text holds a control character, often because the file is not a text file",
        cure: "remove the character",
        example: "" }
    G0105 { "a comment is never closed",
        cause: "`/*` begins a comment; comments nest, so that every `/*` needs its own `*/`",
        cure: "add the missing `*/`",
        example: "const n = 5 /* five" }
    G0106 { "a text in quotes is never closed",
        cause: "a quoted text ends on the line it begins on",
        cure: "add the missing quote",
        example: "include \"units.geo" }
    G0107 { "the number is too large to be written out",
        cause: "numbers are exact, so that a number of very many digits would cost without bound",
        cure: "give the number a name and a unit of its own size, or write it as a power",
        example: "const n = 1e999999999" }
    G0108 { "nested too deeply",
        cause: "brackets, signs, powers or conditions are nested more than 256 deep",
        cure: "give the inner parts names with `let`",
        example: "" }
    G0109 { "the expression is too long",
        cause: "one expression holds more operators in a chain than geoflow reads",
        cure: "give parts of it names with `let`, or write the terms as `sum(i in 1..n, ..)`",
        example: "" }
    G0110 { "a keyword cannot be a name",
        cause: "words that begin an item or a clause are not available as names",
        cure: "choose another name",
        example: "param flow: real" }
    G0111 { "`=` declares, `==` compares",
        cause: "a declaration and an assumption about a parameter are written with `=`, a claim with `==`",
        cure: "write the other sign",
        example: "prove a = b" }
    G0112 { "the unit cannot be read",
        cause: "a unit is a product of powers of unit names, such as `[mV^2/ms]`",
        cure: "write products with `*`, quotients with `/` and parentheses, and numbers outside the brackets",
        example: "param v: real [V/m s]" }
    G0113 { "a declaration lacks its keyword",
        cause: "`name: domain` stands where an item begins",
        cure: "write `param` in front, or move the coordinate into its chart",
        example: "mu: real" }
    G0114 { "the declaration is not complete or not possible",
        cause: "the text has the right form, but a part is missing or stands where it cannot",
        cure: "see the help",
        example: "map M.a -> N.b { u = x }" }
    G0115 { "another language writes it so",
        cause: "the sign belongs to another language",
        cure: "write the sign of this language: `^`, `and`, `or`, `not`, `=`",
        example: "let a = x**2" }
    G0116 { "only numbers carry units",
        cause: "a unit in brackets follows a name; a name has the unit it was declared with",
        cure: "drop the unit; for an entry of an array write the index without a blank: `w[i]`",
        example: "let a = x [mV]" }

    // ---- G02xx: names ------------------------------------------------------------------------------------------
    G0201 { "unknown name",
        cause: "nothing with this name is declared, or not where it is used",
        cure: "correct the spelling, or declare the name",
        example: "let a = b" }
    G0202 { "duplicate name",
        cause: "the name is declared twice in one scope",
        cure: "rename or remove one of the two",
        example: "param a: real\nparam a: real" }
    G0203 { "cyclic definition",
        cause: "the definition leads back to itself",
        cure: "break the circle; a quantity that is determined implicitly is declared as a `param`",
        example: "let a = b\nlet b = a" }

    // ---- G03xx: units ------------------------------------------------------------------------------------------
    G0301 { "these terms have different units and cannot be added",
        cause: "a sum, a difference, a comparison or a Euclidean metric puts together quantities of different units",
        cure: "multiply one of them by a parameter that carries the missing unit; for a Euclidean metric give `scale`",
        example: "param v: real [mV]\nparam t: real [ms]\nlet a = v + t" }
    G0302 { "unknown unit",
        cause: "the name in brackets is no unit",
        cure: "correct the spelling, or declare a parameter for the quantity",
        example: "param v: real [millivolt]" }
    G0303 { "the unit does not match the declared one",
        cause: "the value has another unit than its declaration says",
        cure: "correct the declaration or the value",
        example: "param v: real [mV] = 4 [ms]" }
    G0304 { "the argument of this function must be dimensionless",
        cause: "functions such as `exp`, `log` and `sin` are defined for plain numbers only",
        cure: "divide the argument by a scale of the same unit",
        example: "param v: positive [mV]\nlet a = log(v)" }
    G0305 { "the exponent must be a dimensionless constant",
        cause: "a quantity with a unit can only be raised to a constant power, and no exponent carries a unit",
        cure: "divide the base by a scale of the same unit",
        example: "param v: positive [mV]\nparam k: real\nlet a = v^k" }

    // ---- G04xx: kinds and charts -------------------------------------------------------------------------------

    // ---- G05xx: domains, maps and metrics ----------------------------------------------------------------------

    // ---- G06xx: statistics -------------------------------------------------------------------------------------

    // ---- G07xx: claims -----------------------------------------------------------------------------------------

    // ---- G08xx: engine and limits ------------------------------------------------------------------------------
    G0890 { "a defect of geoflow",
        cause: "geoflow contradicted itself; the model is not at fault",
        cure: "please report it with the model that shows it",
        example: "" }

    // ---- G09xx: files and the command line ---------------------------------------------------------------------
    G0901 { "the file is not UTF-8 text",
        cause: "a model is a text file in the UTF-8 encoding",
        cure: "save the file as UTF-8",
        example: "" }
    G0902 { "the file is too large",
        cause: "a model may have up to 64 MiB",
        cure: "split it with `include`",
        example: "" }
}

impl Code {
    /// `G0301`
    #[must_use]
    pub fn id(self) -> &'static str {
        self.entry().id
    }

    /// The trouble in one line.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.entry().title
    }

    /// The code written so, in either case.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.id().eq_ignore_ascii_case(id))
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl JsonSchema for Code {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Code".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^G[0-9]{4}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_well_formed() {
        let ids: Vec<&str> = Code::ALL.iter().map(|code| code.id()).collect();
        let mut sorted = ids.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(ids, sorted, "codes stand in order, each once");
        assert!(ids.iter().all(|id| id.len() == 5 && id.starts_with('G')));
    }

    #[test]
    fn entries_are_complete() {
        for code in Code::ALL {
            let entry = code.entry();
            assert!(!entry.title.is_empty() && !entry.cause.is_empty() && !entry.cure.is_empty(), "{code}");
            assert!(!entry.title.ends_with('.') && !entry.cause.ends_with('.') && !entry.cure.ends_with('.'), "{code}");
            assert_eq!(Code::from_id(&entry.id.to_lowercase()), Some(*code));
        }
    }
}
