// Of our own: what is not 0 because no factor is, with near misses; and Fisher metrics of laws on finitely many points that are
// definite, or not, by the scores of neighbouring points. Not from a paper.
param x: real
param y: real
param z: real
prove both_factors: x^2 - y^2 != 0 given x - y != 0, x + y != 0
refute one_factor: x^2 - y^2 != 0 given x - y != 0
prove beside_positive: (x - y)*exp(z)/(1 + z^2) != 0 given x != y
prove two_facts: (x - y)*(x - z) != 0 given x != y, x != z
refute another_pair: (x - y)*(y - z) != 0 given x != y, x != z

manifold Two { chart w { a: real, b: real } }
family independent(s[1..2] in 0..1) on Two.w = log_mass s[1]*(a + b) - softplus(a + b) + s[2]*(2*a + b) - softplus(2*a + b)
metric definite = Fisher(independent)
prove in_both: positive_definite definite
// The slope of b^3 vanishes at 0.
family flat_at_0(s[1..2] in 0..1) on Two.w = log_mass s[1]*(a^3 + a) - softplus(a^3 + a) + s[2]*b^3 - softplus(b^3)
refuse G0507 { metric degenerate = Fisher(flat_at_0) }
