// Metrics that make high release probabilities far away: 0.9 to 1 is longer than 0.5 to 0.6.
// Surace et al. (2020), "Gradient descent in neuroscience" (SM-25). Lengths by primitives of sqrt(G_PP).
manifold Probability { chart p { P: (0, 1) } }
metric steep    on Probability.p = dP^2/(1 - P)^2
metric gentle   on Probability.p = dP^2/(1 - P)
metric count    on Probability.p = dP^2/(P*(1 - P))
metric both     on Probability.p = dP^2/(P*(1 - P))^2
metric ruler = Euclidean(Probability.p)
cost steep_length on Probability.p = -log(1 - P)
cost gentle_length on Probability.p = -2*sqrt(1 - P)
cost count_length on Probability.p = 2*asin(sqrt(P))
cost both_length on Probability.p = log(P/(1 - P))
let a = d(steep_length)
let b = d(gentle_length)
let c = d(count_length)
let e = d(both_length)
prove steep_primitive:  a[1]^2 == steep[1,1]
prove gentle_primitive: b[1]^2 == gentle[1,1]
prove count_primitive:  c[1]^2 == count[1,1]
prove both_primitive:   e[1]^2 == both[1,1]

check steep_1: log(1/2) - log(4/10) ~ 0.223143551314209756
check steep_2: log(2/10) - log(1/10) ~ 0.693147180559945309
check steep_3: log(1/10) - log(1/100) ~ 2.30258509299404568
check gentle_1: 2*sqrt(5/10) - 2*sqrt(4/10) ~ 0.149302498305743316
check gentle_2: 2*sqrt(2/10) - 2*sqrt(1/10) ~ 0.261971658966240012
check gentle_3: 2*sqrt(1/10) - 2*sqrt(1/100) ~ 0.432455532033675866
check gentle_4: 2*sqrt(1/10) ~ 0.632455532033675866
check count_1: 2*asin(sqrt(6/10)) - 2*asin(sqrt(5/10)) ~ 0.201357920790330791
check count_2: 2*asin(sqrt(9/10)) - 2*asin(sqrt(8/10)) ~ 0.283794109208327846
check count_3: 2*asin(sqrt(99/100)) - 2*asin(sqrt(9/10)) ~ 0.443166266470164794
check count_4: 2*asin(1) - 2*asin(sqrt(9/10)) ~ 0.643501108793284387
check both_1: log(6/4) - log(1) ~ 0.405465108108164382
check both_2: log(9) - log(4) ~ 0.810930216216328764
check both_3: log(99) - log(9) ~ 2.39789527279837054

// The wanted order; for the first and the last metric already the way from 0.9 to 0.99 is longer.
prove steep_order:  log(1/10) - log(1/100) > log(1/2) - log(4/10)
prove gentle_order: 2*sqrt(1/10) > 2*sqrt(5/10) - 2*sqrt(4/10)
prove count_order:  2*asin(1) - 2*asin(sqrt(9/10)) > 2*asin(sqrt(6/10)) - 2*asin(sqrt(5/10))
prove both_order:   log(99) - log(9) > log(6/4)
refute ruler_order: 1 - 9/10 > 6/10 - 5/10
// The length to P = 1 exceeds every bound: at P = 1 - exp(-L) it is L.
param L: positive
prove steep_unbounded: steep_length at p(P = 1 - exp(-L)) == L
// .. and the last of the table too; for the two in the middle P = 1 is at a finite distance.
prove both_unbounded: both_length at p(P = 1 - 1/(1 + exp(L))) == L
prove gentle_bounded: gentle_length < 0 in p
prove count_bounded: count_length < pi in p

// The flow of the release model under diag(1/(1-P)^2, 1/q^2), N = 1, target of width 0.
param phi: positive [mV] = 1 [mV]
param eta: positive = 1
manifold Release { chart pq { R: (0, 1), q: positive [mV] } }
cost C0 on Release.pq = log(R*(1 - R)*q^2/(1 [mV^2]))/2 + (phi - R*q)^2/(2*R*(1 - R)*q^2)
metric metabolic on Release.pq = dR^2/(eta*(1 - R)^2) + dq^2/q^2
flow F = -grad(C0, metabolic)
check flow_at: F at pq(R = 3/10, q = 2 [mV]) given values == (4/45, -(22/21) [mV])
prove falls: decreasing C0 along F

// The Fisher metric of the release model at fixed q with one site, from release_fisher.geo. With u = 2 P - 1 the length is the
// integral of sqrt(1 + u^2)/(1 - u^2) du.
metric fisher_P on Probability.p = dP^2/(P*(1 - P)) + (1 - 2*P)^2*dP^2/(2*P^2*(1 - P)^2)
cost fisher_length on Probability.p = sqrt(2)*atanh(sqrt(2)*(2*P - 1)/sqrt(1 + (2*P - 1)^2)) - asinh(2*P - 1)
let f = d(fisher_length)
prove fisher_primitive: f[1]^2 == fisher_P[1,1]
// Near P = 1 it is not below an eighth of the first metric, which is infinitely long there.
prove fisher_unbounded: fisher_P[1,1] >= steep[1,1]/8 in p given P > 3/4
check fisher_1: sqrt(2)*atanh(sqrt(2)*(1/5)/sqrt(1 + (1/5)^2)) - asinh(1/5) ~ 0.204090710873301138
check fisher_2: sqrt(2)*(atanh(sqrt(2)*(4/5)/sqrt(1 + (4/5)^2)) - atanh(sqrt(2)*(3/5)/sqrt(1 + (3/5)^2))) - asinh(4/5) + asinh(3/5) ~ 0.497523622014387001
check fisher_3: sqrt(2)*(atanh(sqrt(2)*(49/50)/sqrt(1 + (49/50)^2)) - atanh(sqrt(2)*(4/5)/sqrt(1 + (4/5)^2))) - asinh(49/50) + asinh(4/5) ~ 1.63018567891048525
// Already the way from 0.9 to 0.99 is longer than from 0.5 to 0.6.
prove fisher_order: sqrt(2)*(atanh(sqrt(2)*(49/50)/sqrt(1 + (49/50)^2)) - atanh(sqrt(2)*(4/5)/sqrt(1 + (4/5)^2))) - asinh(49/50) + asinh(4/5) > sqrt(2)*atanh(sqrt(2)*(1/5)/sqrt(1 + (1/5)^2)) - asinh(1/5)

plot F in Release.pq over R = 0.02..0.98, q = 0.05..2.5 contours C0 = [-1, -0.5, 0, 0.5, 1, 2, 4]
  title "metabolic metric" to "figures/metabolic_cost.svg"
