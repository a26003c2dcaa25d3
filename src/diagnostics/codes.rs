//! The catalogue: every code with its title, cause, cure and a tiny example.
//!
//! In: nothing. Out: [`Code`] and its [`Entry`]. `docs/diagnostics.md` comes from here.
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
        example: "param v: real [millivlot]" }
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
    G0401 { "the kind of thing is wrong",
        cause: "a metric stands where a cost is expected, a vector is compared with a one-form, and the like",
        cure: "see the help for what turns the one into the other",
        example: "manifold M { chart a { x: real } }\nmetric g = Euclidean(M.a)\nflow F = -grad(g, g)" }
    G0402 { "the two live on different manifolds",
        cause: "a cost of one manifold meets a metric, flow or chart of another",
        cure: "take both from one manifold, or carry one over with `pullback(map, ..)`",
        example: "manifold M { chart a { x: real } }\nmanifold N { chart b { u: real } }\ncost C on M.a = x^2\nmetric g = Euclidean(N.b)\nflow F = -grad(C, g)" }
    G0403 { "it is not clear which chart is meant",
        cause: "a name occurs that is a coordinate of several charts, or components are given without a chart",
        cure: "add `in chart`",
        example: "manifold M { chart a { x: real } chart b { x: real } map a -> b { } }\nprove x == x" }
    G0404 { "the number of components is wrong",
        cause: "a vector, one-form or metric has as many components as its chart has coordinates says",
        cure: "give one component per coordinate",
        example: "manifold M { chart a { x: real, y: real } }\nvector v on M.a = (1, 2, 3)" }
    G0405 { "no coordinate occurs where a field is expected",
        cause: "a cost or a field is the same at every point, often because a parameter has the name meant for a coordinate",
        cure: "use the coordinates of the chart, or write `let`",
        example: "param m: real\nmanifold M { chart a { x: real } }\ncost C on M.a = m^2" }
    G0406 { "a constant is expected",
        cause: "ranges of indices are known while the model is read",
        cure: "use numbers and `const` names only",
        example: "param n: natural\nparam w[1..n]: real" }
    G0407 { "the index is out of range",
        cause: "indices start at 1 and end at the declared length",
        cure: "correct the index",
        example: "param w[1..3]: real\nlet a = w[4]" }
    G0408 { "the arguments of this call are wrong",
        cause: "an argument is missing, unknown or given twice",
        cure: "see the help for the form of the call",
        example: "manifold M { chart a { x: real } }\nmetric g = Euclidean()" }
    G0409 { "no transition maps lead from one chart to the other",
        cause: "an object given in one chart is needed in another, but no maps join them",
        cure: "declare a map between the charts",
        example: "manifold M { chart a { x: real } chart b { y: real } }\ncost C on M.a = x^2\nshow C in b" }
    G0410 { "a field is expected, not a recipe",
        cause: "`partials(C)` makes another vector in each chart",
        cure: "say where it is made: `partials(C, chart)`",
        example: "manifold M { chart a { x: real } }\ncost C on M.a = x^2\nmetric g = Euclidean(M.a)\ncheck norm(partials(C), g) at a(x = 1) ~ 2.0" }
    G0411 { "this is not possible here",
        cause: "the construct exists but not in this place, or not yet",
        cure: "see the help",
        example: "" }
    G0412 { "a flow follows a vector field, not a one-form",
        cause: "the differential of a cost is a one-form; it becomes a vector field through a metric only",
        cure: "write `-grad(C, g)`",
        example: "manifold M { chart a { x: real } }\ncost C on M.a = x^2\nflow F = d(C)" }

    // ---- G05xx: domains, maps and metrics ----------------------------------------------------------------------
    G0501 { "no such interval",
        cause: "the lower end is not below the upper end",
        cure: "exchange the ends",
        example: "param a: (1, 0)" }
    G0502 { "the range of a coordinate is not open",
        cause: "a chart maps onto an open set, so that derivatives make sense at each of its points",
        cure: "leave out the end points",
        example: "manifold M { chart a { x: [0, 1] } }" }
    G0503 { "the equations of the map do not fit its charts",
        cause: "an equation is missing, given twice, or names no coordinate of the target chart",
        cure: "give one equation per coordinate of the target; equal names with equal units carry over",
        example: "manifold M { chart a { x: real } chart b { y: real } map a -> b { } }" }
    G0504 { "no inverse of the map was found",
        cause: "geoflow solves for one coordinate after another and did not succeed",
        cure: "give the inverse with `inverse { .. }`; it will be checked",
        example: "manifold M { chart a { x: positive } chart b { y: positive } map a -> b { y = x^5 + x } }" }
    G0505 { "the charts of one manifold have different dimensions",
        cause: "all charts of a manifold have the same number of coordinates",
        cure: "put the chart into a manifold of its own",
        example: "manifold M { chart a { x: real } chart b { y: real, z: real } }" }
    G0506 { "the matrix is not symmetric",
        cause: "a metric is a symmetric bilinear form",
        cure: "correct the entry",
        example: "manifold M { chart a { x: real, y: real } }\nmetric g on M.a = [[1, 2], [3, 9]]" }
    G0507 { "the metric is not positive definite on its chart",
        cause: "some vector has squared length 0 or less at some point",
        cure: "shrink the chart to where the metric is positive definite, or correct the metric",
        example: "manifold M { chart a { x: real, y: real } }\nmetric g on M.a = [[1, x], [x, 1]]" }
    G0508 { "the map leaves the domain of its target",
        cause: "some point of the overlap is mapped outside the target chart",
        cure: "restrict the map with `on { .. }`, or correct the domains",
        example: "manifold M { chart a { x: real } chart b { y: positive } map a -> b { y = x } }" }
    G0509 { "the two directions of the map do not undo each other",
        cause: "the given inverse is not the inverse on the overlap",
        cure: "correct the inverse",
        example: "manifold M { chart a { x: real } chart b { y: real } map a -> b { y = 2*x } inverse { x = 2*y } }" }
    G0510 { "a value is outside its domain",
        cause: "the example value of a parameter or the coordinate of a point does not lie in the declared domain",
        cure: "correct the value or the domain",
        example: "param a: positive = -1" }
    G0511 { "the expression is defined nowhere",
        cause: "a division by zero, the logarithm of a negative number and the like, at every point",
        cure: "correct the expression",
        example: "let a = 1/0" }
    G0512 { "two charts are joined by two maps",
        cause: "each map comes with its inverse",
        cure: "remove one of the two",
        example: "manifold M { chart a { x: real } chart b { y: real } map a -> b { y = x } map b -> a { x = y } }" }
    G0513 { "a map between charts, or its inverse, has no derivative somewhere",
        cause: "both directions of a change of coordinates have continuous derivatives, so that the determinant of the \
                Jacobian matrix vanishes nowhere; of `u = x^3` the inverse has none at u = 0",
        cure: "leave the points out with `on { .. }`, or divide the chart there",
        example: "manifold M { chart a { x: real } chart b { u: real } map a -> b { u = x^3 } }" }

    // ---- G06xx: statistics -------------------------------------------------------------------------------------
    G0601 { "unknown distribution",
        cause: "nothing with this name is among the named distributions",
        cure: "correct the spelling",
        example: "manifold M { chart a { m: real } }\nfamily p(x: real) on M.a = Gauss(mean = m, sd = 1)" }
    G0602 { "the parameters of the distribution are wrong",
        cause: "a parameter is missing, unknown or given twice",
        cure: "see the help for the parameters",
        example: "manifold M { chart a { m: real } }\nfamily p(x: real) on M.a = Normal(mean = m)" }
    G0603 { "no closed form is known",
        cause: "the metric or divergence of these distributions is not among the known ones",
        cure: "give the formula as a cost or metric in a chart",
        example: "" }
    G0604 { "the random variable's set does not hold the support",
        cause: "the distribution gives the variable values outside the set written for it, or counts where numbers are written",
        cure: "write the set on which the distribution lives",
        example: "manifold M { chart a { m: real } }\nfamily p(x: positive) on M.a = Normal(mean = m, sd = 1)" }
    G0605 { "the expectation does not exist",
        cause: "the integral diverges, or the expression is not defined on the whole support",
        cure: "choose other parameters, another distribution or another expression",
        example: "let m = E[x ~ Pareto(shape = 1, minimum = 1)](x)" }
    G0606 { "the density is none",
        cause: "it is somewhere negative, or it does not integrate (or sum up) to one",
        cure: "divide it by its total, or write `unnormalised .. with normaliser ..`",
        example: "manifold M { chart a { r: positive } }\nfamily p(x: positive) on M.a = density exp(-r*x)" }
    G0607 { "the family has no Fisher metric",
        cause: "the set on which the distributions live, or the weights of their mass functions, moves with a coordinate; or the mean square of the score is infinite",
        cure: "use coordinates that leave the support where it is",
        example: "manifold M { chart a { m: positive } }\nfamily p(x: real) on M.a = Uniform(lower = 0, upper = m)\nmetric g = Fisher(p)" }
    G0608 { "the divergence is infinite",
        cause: "the first distribution puts mass where the second has none",
        cure: "exchange the two, or choose a second distribution that lives on the whole support of the first",
        example: "let c = KL(Normal(mean = 0, sd = 1), Exponential(rate = 1))" }
    G0609 { "the map of the random variable has no inverse",
        cause: "a density is carried by a map only where the map takes the support one to one onto the set written for its values",
        cure: "restrict the support, or write the set of values that are taken",
        example: "manifold M { chart a { s: positive } }\nfamily q(y: positive) on M.a = Normal(mean = 0, sd = s) under x -> x^2" }

    G0620 { "a random variable outside of a rule",
        cause: "a random variable has no value: only rules and expectations may name it",
        cure: "take its mean, `expected(..)`, or write the update as a `rule`",
        example: "random xi ~ Normal(mean = 0, sd = 1)\nmanifold M { chart a { x: real } }\ncost C on M.a = x*xi" }
    G0621 { "the rule has no small-step limit",
        cause: "at rate 0 the rule does not leave every point where it is, or it has no derivative by the rate there",
        cure: "name the factor that the step is proportional to",
        example: "param eta: positive\nmanifold M { chart a { x: real } }\nrule r on M.a: x -> x/2 - eta*x\nprove mean_flow(r, eta) == -x" }

    // ---- G07xx: claims -----------------------------------------------------------------------------------------
    G0701 { "no such code",
        cause: "`refuse` names a diagnostic that does not exist",
        cure: "correct the code",
        example: "refuse G9999 { let a = 1/0 }" }
    G0702 { "the claim cannot be stated",
        cause: "the two sides cannot be compared, or the statement lacks something",
        cure: "see the help",
        example: "manifold M { chart a { x: real } }\nmetric g = Euclidean(M.a)\nprove g < g" }

    G0703 { "the assumptions contradict each other",
        cause: "no point satisfies the conditions and the ranges of the variables together, so anything would be true",
        cure: "correct the conditions after `where`, or the domains",
        example: "" }
    // ---- G08xx: engine and limits ------------------------------------------------------------------------------
    G0801 { "a declaration could not be decided",
        cause: "geoflow could neither show nor refute what a declaration needs, such as a metric being positive definite",
        cure: "give the parts simpler forms or further conditions; until then, proofs that rest on it say so",
        example: "" }
    G0802 { "the engine is not available",
        cause: "another geoflow used the engine for the whole waiting time, or the engine could not be started",
        cure: "wait for the other process, or give `--wait` a longer time",
        example: "" }
    G0803 { "the time was over",
        cause: "working out a declaration or a claim, or replaying a proof, takes longer than `--timeout` allows for one of them",
        cure: "give it more time with `--timeout`, or write it as several simpler ones",
        example: "" }
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
    G0903 { "the file cannot be read",
        cause: "the file does not exist, is a folder, or may not be read",
        cure: "correct the path; an `include` is relative to the file that holds it",
        example: "" }
    G0904 { "a file includes itself",
        cause: "following `include` from file to file leads back to the file it began with",
        cure: "remove one of the includes; a file that is included twice counts once",
        example: "" }
    G0905 { "the file was not written",
        cause: "the place cannot be written, or a file stands there that geoflow did not write",
        cure: "choose another path, or overwrite with `--force`",
        example: "" }
    G0906 { "the command line does not fit the model",
        cause: "an option names something the model does not have, or its value cannot be read",
        cure: "see the help",
        example: "" }
    G0907 { "the model cannot be written in this form",
        cause: "the model holds something that the target has no form for",
        cure: "see the notes",
        example: "" }
    G0908 { "the line is no statement",
        cause: "a line of a batch is one JSON object with `claim`, or `lhs` and `rhs`, and names with domains in `vars`",
        cure: "write for example {\"id\": 1, \"vars\": {\"x\": \"positive\"}, \"claim\": \"log(x^2) == 2*log(x)\"}",
        example: "" }
    G0909 { "the file is not a certificate",
        cause: "it is not JSON, of another format or version, or holds an entry that no certificate has",
        cure: "write it again with `geoflow verify --certificate`",
        example: "" }
    G0910 { "the certificate is rejected",
        cause: "a step of a proof does not hold, or the certificate belongs to another model",
        cure: "write it again with `geoflow verify --certificate`; if it is then rejected, report it",
        example: "" }
    G0911 { "the simulation cannot begin",
        cause: "the initial value lies outside the chart, the flow has no value there, or a param has no value",
        cure: "choose another initial value; give params their values with `--set` or in the model",
        example: "" }
    G0912 { "the simulation ended early",
        cause: "the flow left its chart, became singular, grew without bound, or met a limit",
        cure: "the headline says where and when; what was computed until there is kept",
        example: "" }
    G0913 { "the figure cannot be drawn",
        cause: "a param has no value, something has no value in floating point, or the file's ending is neither .svg nor .png",
        cure: "give params example values or `--set` them; see the notes",
        example: "" }
    G0914 { "a remark on a figure",
        cause: "a trajectory ended before its time, or could not begin",
        cure: "choose other initial values or a shorter time",
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
