//! The grammar's rules in the words of a reader: "expected a domain such as `real`".

use super::grammar::Rule;
use std::borrow::Cow;

/// Where a phrase stands among others: signs and keywords, then nouns, then operators, then the end.
type Phrase = (u8, Cow<'static, str>);

/// What was expected, each phrase once, the most telling first.
pub fn options(expected: &[Rule]) -> Vec<String> {
    let has = |rule: Rule| expected.contains(&rule);
    let mut phrases: Vec<Phrase> = Vec::new();
    for &rule in expected {
        // What may always follow an operand or an item would only make the list long.
        let implied = match rule {
            Rule::superscript | Rule::unit | Rule::arguments | Rule::call_tail | Rule::indices => has(Rule::arith_op),
            Rule::item | Rule::semicolon => has(Rule::EOI),
            Rule::left_square | Rule::array_range => has(Rule::colon),
            _ => false,
        };
        let phrase = if implied { None } else { phrase(rule) };
        phrases.extend(phrase);
    }
    phrases.sort();
    phrases.dedup();
    phrases.into_iter().map(|(_, text)| text.into_owned()).collect()
}

/// The bare words among what was expected, to compare a misspelt word with.
pub fn word_options(expected: &[Rule]) -> Vec<&'static str> {
    let mut words = Vec::new();
    for &rule in expected {
        match rule {
            Rule::domain | Rule::domain_name => {
                words.extend(["real", "positive", "negative", "nonnegative", "nonzero", "integer", "natural"]);
            }
            Rule::statement => words.extend([
                "invariant",
                "inverse",
                "isometry",
                "positive_definite",
                "decreasing",
                "conserved",
                "solves",
                "closed",
            ]),
            Rule::kw_under | Rule::law_image => words.push("under"),
            Rule::kw_along => words.push("along"),
            Rule::kw_on | Rule::on_chart | Rule::map_domain => words.push("on"),
            Rule::kw_inverse | Rule::map_inverse => words.push("inverse"),
            Rule::kw_where | Rule::where_clause => words.push("where"),
            Rule::kw_given | Rule::given_clause | Rule::check_given => words.push("given"),
            Rule::kw_function => words.push("function"),
            Rule::kw_with | Rule::law_normaliser => words.push("with"),
            Rule::kw_normaliser => words.push("normaliser"),
            Rule::kw_then => words.push("then"),
            Rule::kw_else => words.push("else"),
            _ => {}
        }
    }
    words
}

/// Whether the rule begins with a name.
pub fn is_name(rule: Rule) -> bool {
    use Rule as R;
    matches!(
        rule,
        R::ident
            | R::path
            | R::word
            | R::binder
            | R::drawn_binder
            | R::coordinates
            | R::argument_decl
            | R::map_name
            | R::label
            | R::name
            | R::operand
            | R::arith
            | R::comparison
            | R::expr
            | R::side
            | R::statement
            | R::conditions
            | R::equation
            | R::field
            | R::argument
            | R::assumption
            | R::check_assumption
            | R::given
            | R::call
            | R::indexed
    )
}

/// `a`, `a or b`, `a, b or c`.
pub fn join(options: &[String]) -> String {
    match options {
        [] => "something else".to_owned(),
        [only] => only.clone(),
        [firsts @ .., last] => format!("{} or {last}", firsts.join(", ")),
    }
}

fn phrase(rule: Rule) -> Option<Phrase> {
    use Rule as R;
    let noun = |text: &'static str| Some((1, Cow::Borrowed(text)));
    match rule {
        R::item => noun("a declaration, a claim or a request"),
        R::expr | R::comparison | R::arith | R::operand | R::side | R::conditions | R::argument => {
            noun("an expression")
        }
        R::conditional | R::sum | R::call | R::indexed | R::list | R::record | R::group | R::minus => {
            noun("an expression")
        }
        R::assumption | R::check_assumption | R::given | R::check_given_part => noun("an assumption"),
        R::ident | R::path | R::name | R::word | R::argument_name | R::argument_decl => noun("a name"),
        R::binder | R::drawn_binder | R::coordinates => noun("a name with its domain, such as `x: real`"),
        R::map_name | R::label | R::law_form => None,
        R::domain | R::domain_name | R::interval | R::integers | R::counted | R::counted_start => {
            noun("a domain such as `real` or `(0, 1)`")
        }
        R::unit | R::array_range => noun("a unit in brackets"),
        R::unit_product | R::unit_power | R::unit_name | R::unit_one | R::unit_group => noun("a unit"),
        R::unit_exponent => noun("an exponent"),
        R::number => noun("a number"),
        R::string | R::string_text => noun("a text in quotes"),
        R::range => noun("a range such as `1..n`"),
        R::points | R::plot_subjects => noun("an expression"),
        R::paths => noun("a name"),
        R::plot_range => noun("a range such as `x = 0..3`"),
        R::plot_option => noun("an option such as `contours C = [1, 2]`"),
        R::step_option => noun("an option such as `seed 7`"),
        R::statement | R::comparison_claim => noun("a statement such as `left == right`"),
        R::equation => noun("an equation such as `y = x^2`"),
        R::field => noun("a field such as `q: 1`"),
        R::arith_op | R::logic_op | R::superscript | R::unit_op => Some((2, "an operator".into())),
        R::comparison_op | R::assumption_op => Some((2, "a comparison".into())),
        R::EOI => Some((3, "the end of the item".into())),
        _ => sign(rule).map(|sign| (0, Cow::Owned(format!("`{sign}`")))),
    }
}

/// The literal a rule stands for, or begins with.
fn sign(rule: Rule) -> Option<String> {
    use Rule as R;
    let sign = match rule {
        R::colon => ":",
        R::comma => ",",
        R::semicolon => ";",
        R::equals => "=",
        R::equals_equals | R::expected_exact => "==",
        R::tilde | R::expected_digits => "~",
        R::arrow => "->",
        R::dots => "..",
        R::left_round | R::arguments | R::call_tail => "(",
        R::right_round | R::interval_close => ")",
        R::left_square | R::indices => "[",
        R::right_square => "]",
        R::left_brace | R::equations => "{",
        R::right_brace => "}",
        R::on_chart | R::map_domain => "on",
        R::in_chart => "in",
        R::at_point => "at",
        R::where_clause => "where",
        R::given_clause | R::check_given => "given",
        R::map_inverse => "inverse",
        R::law_normaliser => "with",
        R::law_image => "under",
        R::map_item => "map",
        R::plot_item | R::panel => "plot",
        R::figure_item => "figure",
        R::simulate_item => "simulate",
        R::plot_contours => "contours",
        R::plot_from => "from",
        R::plot_balls => "balls",
        R::ball_size => "size",
        R::plot_mark => "mark",
        R::plot_arrows => "arrows",
        R::plot_family => "for",
        R::seed => "seed",
        R::repeat => "repeat",
        R::watch => "watch",
        R::go_on => "while",
        R::plot_title => "title",
        R::plot_flows => "of",
        R::end_time | R::end_steps | R::save_to => "to",
        R::simulate_in => "in",
        R::simulate_at | R::steps_at => "at",
        R::figure_columns => "columns",
        _ => {
            // Keywords are named after themselves.
            let name = format!("{rule:?}");
            let word = ["kw_", "mark_", "verb_"].iter().find_map(|prefix| name.strip_prefix(prefix));
            return word.map(str::to_owned).or_else(|| (rule == R::chart).then(|| "chart".to_owned()));
        }
    };
    Some(sign.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_ordered_and_joined() {
        let expected = [Rule::EOI, Rule::arith_op, Rule::unit, Rule::comma, Rule::semicolon, Rule::kw_on, Rule::item];
        assert_eq!(join(&options(&expected)), "`,`, `on`, an operator or the end of the item");
        assert_eq!(join(&options(&[Rule::domain])), "a domain such as `real` or `(0, 1)`");
    }
}
