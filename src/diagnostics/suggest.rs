//! Near-miss names: "did you mean `sigma`?".
//!
//! In: a name that means nothing and the names that would. Out: the one that was probably meant, or none.

/// Names longer than this are not compared: nobody mistypes them by a letter, and the comparison is quadratic.
const LONGEST: usize = 64;

/// The candidate nearest to `name`, if one is near: at most a third of the letters (and at least one) may be
/// inserted, dropped, changed or swapped with a neighbour. Case counts less than letters. Among equals the first wins.
///
/// ```
/// use geoflow::diagnostics::suggest::nearest;
/// assert_eq!(nearest("metirc", ["manifold", "metric"]), Some("metric"));
/// assert_eq!(nearest("x", ["y"]), None);
/// ```
#[must_use]
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = name.chars().collect();
    if wanted.len() > LONGEST {
        return None;
    }
    let folded = fold_case(&wanted);
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in candidates {
        let letters: Vec<char> = candidate.chars().collect();
        if letters.len() > LONGEST || candidate == name {
            continue;
        }
        // Four times the distance of the letters; among equals, a name of the same length is nearer.
        let distance = 4 * edit_distance(&folded, &fold_case(&letters));
        let score = distance + usize::from(wanted.len() != letters.len()) + usize::from(distance == 0);
        let allowed = 4 * (wanted.len().max(letters.len()) / 3).max(1) + 1;
        // One letter or two are no evidence for others: only case and order count.
        let too_short = wanted.len().max(letters.len()) < 3 && score > 1 && !same_letters(&folded, &letters);
        if score <= allowed && !too_short && best.is_none_or(|(least, _)| score < least) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Whether one is the other with its letters in another order.
fn same_letters(folded: &[char], letters: &[char]) -> bool {
    let (mut a, mut b) = (folded.to_vec(), fold_case(letters));
    a.sort_unstable();
    b.sort_unstable();
    a == b
}

fn fold_case(letters: &[char]) -> Vec<char> {
    letters.iter().flat_map(|letter| letter.to_lowercase()).collect()
}

/// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours, each at cost one.
fn edit_distance(a: &[char], b: &[char]) -> usize {
    let mut before_last = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let change = last[j] + usize::from(x != y);
            let mut cost = change.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y {
                cost = cost.min(before_last[j - 1] + 1);
            }
            row.push(cost);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_letters_and_swaps() {
        let distance = |a: &str, b: &str| edit_distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("metirc", "metric"), 1);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("μ", "μ0"), 1);
    }

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let names = ["sigma", "sigma0", "mu", "tau", "KL"];
        assert_eq!(nearest("sgima", names), Some("sigma"));
        assert_eq!(nearest("sigma1", names), Some("sigma0"));
        assert_eq!(nearest("kl", names), Some("KL"));
        assert_eq!(nearest("mux", names), Some("mu"));
        assert_eq!(nearest("um", names), Some("mu"));
        assert_eq!(nearest("dz", ["dx", "dy"]), None);
        assert_eq!(nearest("cc", ["C"]), None);
        assert_eq!(nearest("velocity", names), None);
        assert_eq!(nearest("", names), None);
        assert_eq!(nearest(&"s".repeat(100_000), names), None);
    }
}
