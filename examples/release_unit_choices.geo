// "Let the conversion factor be 1": 1 mV, 1 V and 1 uV are three metrics, and three flows.
// Surace & Brea (2018), Fig. 2A, C, D; Surace et al. (2020), Fig. 4C (SM-21). N = 1, target of width 0.
param phi: positive [mV] = 1 [mV]
manifold Release {
  chart pq { P: (0, 1), q: positive [mV] }
  chart volts { P: (0, 1), qV: positive [V] }
  chart micro { P: (0, 1), qu: positive [uV] }
  map pq -> volts { qV = q }
  map pq -> micro { qu = q }
}
cost C on Release.pq = log(P*(1 - P)*q^2/(1 [mV^2]))/2 + (phi - P*q)^2/(2*P*(1 - P)*q^2)
metric milli = Euclidean(Release.pq, scale = { q: 1 [mV] })
metric volt  = Euclidean(Release.pq, scale = { q: 1 [V] })
metric mu    = Euclidean(Release.pq, scale = { q: 1 [uV] })
flow A = -grad(C, milli)
flow B = -grad(C, volt)
flow D = -grad(C, mu)
let dC = d(C)

prove A_is: A == (-dC[1], -1 [mV^2]*dC[2]) in pq
prove B_is: B == (-dC[1], -1000000 [mV^2]*dC[2]) in pq
prove D_is: D == (-dC[1], -(1/1000000) [mV^2]*dC[2]) in pq
prove milli_metric: milli == [[1, 0], [0, 1 [1/mV^2]]] in pq
prove volt_metric:  volt == [[1, 0], [0, (1/1000000) [1/mV^2]]] in pq
prove mu_metric:    mu == [[1, 0], [0, 1000000 [1/mV^2]]] in pq
refute A_is_B: A == B in pq
refute A_is_D: A == D in pq
refute B_is_D: B == D in pq

// A fixed metric gives one flow in all three units.
prove fixed_milli: invariant A under pq -> volts -> micro
prove fixed_volt:  invariant B under pq -> volts -> micro
prove fixed_mu:    invariant D under pq -> volts -> micro
prove same_metric: milli == Euclidean(Release.volts, scale = { qV: (1/1000) [V] })
prove same_metric_micro: milli == Euclidean(Release.micro, scale = { qu: 1000 [uV] })

check A_at: A at pq(P = 3/10, q = 2 [mV]) given values == (80/441, -(11/42) [mV])
check B_at: B at pq(P = 3/10, q = 2 [mV]) given values ~ (0.181405895691610, -261904.761904761905 [mV])
check D_at: D at pq(P = 3/10, q = 2 [mV]) given values ~ (0.181405895691610, -2.61904761904761905e-7 [mV])

// Fig. 2A, C, D of Surace and Brea (2018): "one unit squared" in mV, V and uV is three theories.
figure "figures/release_unit_choices.svg" columns 3 {
  plot A in pq over P = 0.02..0.98, q = 0.05..2.5 contours C = [-1, -0.5, 0, 0.5, 1, 2, 4] title "1 mV²"
  plot B in pq over P = 0.02..0.98, q = 0.05..2.5 contours C = [-1, -0.5, 0, 0.5, 1, 2, 4] title "1 V²"
  plot D in pq over P = 0.02..0.98, q = 0.05..2.5 contours C = [-1, -0.5, 0, 0.5, 1, 2, 4] title "1 μV²"
}
