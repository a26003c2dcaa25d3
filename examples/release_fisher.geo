// The Fisher metric of the release model has no free scale: one flow, whatever the unit of q.
// Surace & Brea (2018), Fig. 2B; Surace et al. (2020), Fig. 4D (SM-22).
param N: positive = 1
param phi: positive [mV] = 1 [mV]
param s: positive [mV] = (1/5) [mV]
manifold Release {
  chart pq { P: (0, 1), q: positive [mV] }
  chart volts { P: (0, 1), qV: positive [V] }
  chart micro { P: (0, 1), qu: positive [uV] }
  map pq -> volts { qV = q }
  map pq -> micro { qu = q }
}
manifold Moments { chart mv { m: real [mV], v: positive [mV^2] } }
family r(x: real [mV]) on Release.pq = Normal(mean = N*P*q, variance = N*P*(1 - P)*q^2)
cost C on Release = KL(Normal(mean = phi, sd = s), r)
cost C0 on Release.pq = log(N*P*(1 - P)*q^2/(1 [mV^2]))/2 + (phi - N*P*q)^2/(2*N*P*(1 - P)*q^2)
metric fisher = Fisher(r)
let up = inverse(fisher)
flow natural = -grad(C, fisher)
flow sharp_target = -grad(C0, fisher)

prove components: fisher == [[N/(P*(1 - P)) + (1 - 2*P)^2/(2*P^2*(1 - P)^2), N/((1 - P)*q) + (1 - 2*P)/(P*(1 - P)*q)], [N/((1 - P)*q) + (1 - 2*P)/(P*(1 - P)*q), N*P/((1 - P)*q^2) + 2/q^2]] in pq
prove determinant: det(fisher) == N/(2*P*(1 - P)^3*q^2) in pq
prove cometric: up == [[2*P*(1 - P)^2*(N*P - 2*P + 2)/N, -2*q*(1 - P)^2*(N*P - 2*P + 1)/N], [-2*q*(1 - P)^2*(N*P - 2*P + 1)/N, q^2*(1 - P)*(2*N*P*(1 - P) + (1 - 2*P)^2)/(N*P)]] in pq
prove is_metric: positive_definite fisher
prove is_metric_1: positive_definite fisher given N = 1
// It is the half-plane metric of mean and variance, pulled back.
// Its curvature is -1/2, by the formula of Brioschi.
let E on Release.pq = fisher[1, 1]
let F on Release.pq = fisher[1, 2]
let G on Release.pq = fisher[2, 2]
let second_order on Release.pq = d(d(F)[1])[2] - d(d(E)[2])[2]/2 - d(d(G)[1])[1]/2
let first_minor on Release.pq = second_order*(E*G - F^2) - d(E)[1]/2*((d(F)[2] - d(G)[1]/2)*G - F*d(G)[2]/2) + (d(F)[1] - d(E)[2]/2)*((d(F)[2] - d(G)[1]/2)*F - E*d(G)[2]/2)
let second_minor on Release.pq = d(G)[1]/2*(d(E)[2]*F/2 - E*d(G)[1]/2) - d(E)[2]/2*(d(E)[2]*G/2 - F*d(G)[1]/2)
prove curvature: (first_minor - second_minor)/(E*G - F^2)^2 == -1/2 in pq
map moments: Release.pq -> Moments.mv { m = N*P*q, v = N*P*(1 - P)*q^2 }
metric half_plane on Moments.mv = dm^2/v + dv^2/(2*v^2)
prove pulled_back: fisher == pullback(moments, half_plane) in Release.pq
prove same_metric: invariant fisher under pq -> volts -> micro
prove same_flow: invariant natural under pq -> volts -> micro

prove flow_1: natural == (-P + 2*phi/q - (phi^2 + s^2)/q^2, (phi^2 + s^2 - phi*q)/(P*q)) in pq given N = 1
prove flow_N: natural == ((-N^2*P^2*q^2 + N*P^2*q^2 + 2*N*P*phi*q - N*P*q^2 - 2*P*phi*q - phi^2 + 2*phi*q - s^2)/(N*q^2), (N^2*P^2*q^2 - N*P^2*q^2 - 2*N*P*phi*q + 2*P*phi*q + phi^2 - phi*q + s^2)/(N*P*q)) in pq
prove flow_limit: sharp_target == (-P + 2*phi/q - phi^2/q^2, (phi^2 - phi*q)/(P*q)) in pq given N = 1

check G_1a: fisher at pq(P = 3/10, q = 2 [mV]) given N = 1 == [[2900/441, (5/3) [1/mV]], [(5/3) [1/mV], (17/28) [1/mV^2]]]
check det_1a: det(fisher) at pq(P = 3/10, q = 2 [mV]) given N = 1 == (1250/1029) [1/mV^2]
check G_1b: fisher at pq(P = 1/2, q = 1 [mV]) given N = 1 == [[4, 2 [1/mV]], [2 [1/mV], 3 [1/mV^2]]]
check det_1b: det(fisher) at pq(P = 1/2, q = 1 [mV]) given N = 1 == 8 [1/mV^2]
check G_1c: fisher at pq(P = 4/5, q = (1/2) [mV]) given N = 1 == [[425/32, (5/2) [1/mV]], [(5/2) [1/mV], 24 [1/mV^2]]]
check det_1c: det(fisher) at pq(P = 4/5, q = (1/2) [mV]) given N = 1 == (625/2) [1/mV^2]
check G_5a: fisher at pq(P = 3/10, q = 2 [mV]) given N = 5 == [[11300/441, (95/21) [1/mV]], [(95/21) [1/mV], (29/28) [1/mV^2]]]
check G_5b: fisher at pq(P = 1/2, q = 1 [mV]) given N = 5 == [[20, 10 [1/mV]], [10 [1/mV], 7 [1/mV^2]]]
check flow_1a: sharp_target at pq(P = 3/10, q = 2 [mV]) given values == (9/20, -(5/3) [mV])
check flow_1b: sharp_target at pq(P = 1/2, q = 1 [mV]) given values == (1/2, 0 [mV])
check flow_1c: sharp_target at pq(P = 4/5, q = (1/2) [mV]) given values == (-4/5, (5/4) [mV])
check flow_5a: sharp_target at pq(P = 3/10, q = 2 [mV]) given values, N = 5 == (-27/100, (7/15) [mV])
check flow_5b: sharp_target at pq(P = 1/2, q = 1 [mV]) given values, N = 5 == (-1/2, (2/5) [mV])
check flow_5c: sharp_target at pq(P = 4/5, q = (1/2) [mV]) given values, N = 5 == (-4/5, (1/4) [mV])

// Fig. 2B of Surace and Brea (2018).
plot sharp_target in pq over P = 0.02..0.98, q = 0.05..2.5 contours C0 = [-1, -0.5, 0, 0.5, 1, 2, 4]
  title "Fisher metric" to "figures/release_fisher.svg"
