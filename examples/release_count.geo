// Counting release events alone, and its Gaussian approximation: two Fisher metrics in P.
// Surace & Brea (2018), Fig. 2 (SM-24). A single site is Bernoulli; N independent sites give N times its metric.
param N: positive = 1
manifold Single { chart p { P: (0, 1) } }
family one(k: natural) on Single.p = Bernoulli(p = P)
metric count = Fisher(one)
metric counts = N*Fisher(one)
prove count_metric: count == [[1/(P*(1 - P))]]
prove counts_metric: counts == [[N/(P*(1 - P))]]

manifold Release { chart pq { A: (0, 1), q: positive } }
family gaussian(x: real) on Release.pq = Normal(mean = N*A*q, variance = N*A*(1 - A)*q^2)
metric approximate = Fisher(gaussian)
prove excess: approximate[1,1] == N/(A*(1 - A)) + (1 - 2*A)^2/(2*A^2*(1 - A)^2) in pq
refute same_metric_in_P: approximate[1,1] == N/(A*(1 - A)) in pq
check no_excess_at_half: (1 - 2*A)^2/(2*A^2*(1 - A)^2) at pq(A = 1/2, q = 1) == 0
prove excess_elsewhere_below: (1 - 2*A)^2/(2*A^2*(1 - A)^2) > 0 in pq given A < 1/2
prove excess_elsewhere_above: (1 - 2*A)^2/(2*A^2*(1 - A)^2) > 0 in pq given A > 1/2
