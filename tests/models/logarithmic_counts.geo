// Counts by their mass function: the logarithmic series, a truncated geometric law, and one on a range. Not from a paper.
manifold Chances { chart q { q: (0, 1) } chart odds { o: positive } map q -> odds { o = q/(1 - q) } }
family series(k in 1..inf) on Chances.q = mass -q^k/(k*log(1 - q))
metric fisher = Fisher(series)
prove mean: E[k ~ series](k) == -q/((1 - q)*log(1 - q)) in q
prove second: E[k ~ series](k^2) == -q/((1 - q)^2*log(1 - q)) in q
prove metric_is_variance: q^2*fisher[1, 1] == E[k ~ series](k^2) - E[k ~ series](k)^2 in q
prove invariant fisher under q -> odds

const n = 4
family cut(k in 0..n) on Chances.q = unnormalised q^k with normaliser (1 - q^(n + 1))/(1 - q)
prove cut_mean: E[k ~ cut](k) == (q + 2*q^2 + 3*q^3 + 4*q^4)/(1 + q + q^2 + q^3 + q^4) in q
prove cut_score: E[k ~ cut](Score(cut, k)[1]) == 0 in q

param N: 1..inf
family ladder(k in 1..N) = mass 2*k/(N*(N + 1))
prove ladder_mean: E[k ~ ladder](k) == (2*N + 1)/3
prove ladder_square: E[k ~ ladder](k^2) == N*(N + 1)/2
refuse G0606 { family wrong(k in 0..inf) on Chances.q = mass q^k }
// The mean number falls along its natural gradient.
cost load on Chances.q = E[k ~ series](k)
flow relax = -grad(load, fisher)
