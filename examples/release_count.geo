// Counting release events alone, and its Gaussian approximation: two Fisher metrics in P; and why the responses k*q themselves
// have none. Surace & Brea (2018), Fig. 2 (SM-24).
param N: 1..inf = 5
manifold Release { chart pq { P: (0, 1), q: positive } }
// The support {0, q, .., N q} moves with q.
family response(y: real) on Release.pq = Binomial(n = N, p = P) under k -> q*k
refuse G0607 { metric none = Fisher(response) }
prove mean: E[y ~ response](y) == N*P*q in pq
prove variance: E[y ~ response](y^2) - E[y ~ response](y)^2 == N*P*(1 - P)*q^2 in pq

// The count k alone.
manifold Counts { chart p { P: (0, 1) } }
family counted(k: natural) on Counts.p = Binomial(n = N, p = P)
family site(k: natural) on Counts.p = Bernoulli(p = P)
family sites(k: natural) on Counts.p = site^N
metric count = Fisher(counted)
metric by_sites = Fisher(sites)
prove count_metric: count == [[N/(P*(1 - P))]]
prove of_n_sites: by_sites == count

// The approximation has more in P, but at P = 1/2.
family gaussian(x: real) on Release.pq = Normal(mean = N*P*q, variance = N*P*(1 - P)*q^2)
metric approximate = Fisher(gaussian)
prove excess: approximate[1,1] == N/(P*(1 - P)) + (1 - 2*P)^2/(2*P^2*(1 - P)^2) in pq
refute same_metric_in_P: approximate[1,1] == N/(P*(1 - P)) in pq
check no_excess_at_half: (1 - 2*P)^2/(2*P^2*(1 - P)^2) at pq(P = 1/2, q = 1) == 0
prove excess_elsewhere_below: (1 - 2*P)^2/(2*P^2*(1 - P)^2) > 0 in pq given P < 1/2
prove excess_elsewhere_above: (1 - 2*P)^2/(2*P^2*(1 - P)^2) > 0 in pq given P > 1/2
