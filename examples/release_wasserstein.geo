// The Wasserstein metric of the release model: dm^2 + d(sqrt v)^2 in (P, q). Surace et al. (2020) (SM-26).
param N: positive = 1
param phi: positive [mV] = 1 [mV]
manifold Release { chart pq { P: (0, 1), q: positive [mV] } }
family r(x: real [mV]) on Release.pq = Normal(mean = N*P*q, variance = N*P*(1 - P)*q^2)
metric transport = Wasserstein(r)
metric fisher = Fisher(r)
cost C0 on Release.pq = log(N*P*(1 - P)*q^2/(1 [mV^2]))/2 + (phi - N*P*q)^2/(2*N*P*(1 - P)*q^2)
flow F = -grad(C0, transport)
flow natural = -grad(C0, fisher)
prove components: transport == [[N*q^2*(4*N*P*(1 - P) + (1 - 2*P)^2)/(4*P*(1 - P)), N*q*(2*N*P - 2*P + 1)/2], [N*q*(2*N*P - 2*P + 1)/2, N*P*(N*P - P + 1)]] in pq
prove components_1: transport == [[q^2/(4*P*(1 - P)), q/2], [q/2, P]] in pq given N = 1
prove determinant_1: det(transport) == P*q^2/(4*(1 - P)) in pq given N = 1
prove is_metric: positive_definite transport
prove is_metric_1: positive_definite transport given N = 1
// Flat: the metric of the plane of mean and standard deviation.
manifold Moments { chart ms { m: real [mV], sd: positive [mV] } }
map moments: Release.pq -> Moments.ms { m = N*P*q, sd = sqrt(N*P*(1 - P))*q }
prove flat: isometry moments for transport, Euclidean(Moments.ms)
check flow_at: 1 [mV^2]*F at pq(P = 3/10, q = 2 [mV]) given values == (31/42, -(10/3) [mV])
check fisher_flow_at: natural at pq(P = 3/10, q = 2 [mV]) given values == (9/20, -(5/3) [mV])
refute same_flow: 1 [mV^2]*F == natural

figure "figures/release_wasserstein.svg" {
  plot F in pq over P = 0.02..0.98, q = 0.05..2.5 contours C0 = [-1, -0.5, 0, 0.5, 1, 2, 4] title "Wasserstein metric"
  plot natural in pq over P = 0.02..0.98, q = 0.05..2.5 contours C0 = [-1, -0.5, 0, 0.5, 1, 2, 4] title "Fisher metric"
}
