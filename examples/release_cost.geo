// Synaptic release, Gaussian approximation: the divergence from a target, its differential, its critical point.
// Surace & Brea (2018), Fig. 2; Surace et al. (2020), Fig. 4C, D (SM-20). N is proved for every positive number.
param N: positive = 1
param phi: positive [mV] = 1 [mV]
param s: positive [mV] = (1/5) [mV]
manifold Release { chart pq { P: (0, 1), q: positive [mV] } }
manifold Moments { chart mv { m: positive [mV], v: positive [mV^2] } }
family r(x: real [mV]) on Release.pq = Normal(mean = N*P*q, variance = N*P*(1 - P)*q^2)
cost C on Release = KL(Normal(mean = phi, sd = s), r)
let m_pq on Release.pq = N*P*q
let v_pq on Release.pq = N*P*(1 - P)*q^2

prove formula: C == log(v_pq/s^2)/2 + (s^2 + (phi - m_pq)^2)/(2*v_pq) - 1/2
prove differential: d(C) == ((N^2*P^2*q^2 + N*P*q^2*(1 - P)*(1 - 2*P) - 2*N*P^2*phi*q - (1 - 2*P)*(phi^2 + s^2))/(2*N*P^2*(1 - P)^2*q^2), (N*P*(1 - P)*q^2 + N*P*phi*q - phi^2 - s^2)/(N*P*(1 - P)*q^3)) in Release.pq
// As s goes to 0 the differential tends to that of C0: the rest is s^2 times a covector without s.
cost C0 on Release.pq = log(N*P*(1 - P)*q^2/(1 [mV^2]))/2 + (phi - N*P*q)^2/(2*N*P*(1 - P)*q^2)
cost half_precision [1/mV^2] on Release.pq = 1/(2*N*P*(1 - P)*q^2)
prove rest: d(C) == d(C0) + s^2*d(half_precision)
prove shifted: C + log(s/(1 [mV])) + 1/2 == C0 + s^2*half_precision
// .. while the cost itself grows without bound as s falls.
prove diverges: C >= C0 - 1/2 - log(s/(1 [mV])) in Release.pq
refuse G0510 { check C at pq(P = 1/2, q = 1 [mV]) given N = 1, phi = 1 [mV], s = 0 [mV] == 0 }

// (P, q) and (m, v) are two charts of one manifold.
manifold Both {
  chart pq { P: (0, 1), q: positive [mV] }
  chart mv { m: positive [mV], v: positive [mV^2] }
  map pq -> mv { m = N*P*q, v = N*P*(1 - P)*q^2 } inverse { P = m^2/(m^2 + N*v), q = (m^2 + N*v)/(N*m) }
}
prove diffeomorphism: inverse Both.pq -> Both.mv
map moments: Release.pq -> Moments.mv { m = N*P*q, v = N*P*(1 - P)*q^2 }
let J on Release.pq = jacobian(moments)
prove jacobian_determinant: J[1,1]*J[2,2] - J[1,2]*J[2,1] == N^2*P*q^2 in Release.pq

// The critical point.
prove critical: d(C) at Release.pq(P = phi^2/(phi^2 + N*s^2), q = (phi^2 + N*s^2)/(N*phi)) == (0, 0)
prove zero_there: C at Release.pq(P = phi^2/(phi^2 + N*s^2), q = (phi^2 + N*s^2)/(N*phi)) == 0
check critical_1: (phi^2/(phi^2 + N*s^2), (phi^2 + N*s^2)/(N*phi)) given values == (25/26, (26/25) [mV])
check critical_5: (phi^2/(phi^2 + N*s^2), (phi^2 + N*s^2)/(N*phi)) given values, N = 5 == (5/6, (6/25) [mV])
// It is the only one: in (m, v) the differential does not vanish elsewhere. As s goes to 0 it goes to (1, phi/N), outside the chart.
cost K on Both.mv = log(v/s^2)/2 + (s^2 + (phi - m)^2)/(2*v) - 1/2
prove same_cost: K in Both.pq == log(N*P*(1 - P)*q^2/s^2)/2 + (s^2 + (phi - N*P*q)^2)/(2*N*P*(1 - P)*q^2) - 1/2
prove only_mean:     d(K)[1] != 0 in Both.mv given m != phi
prove only_variance: d(K)[2] != 0 in Both.mv given m = phi, v != s^2
prove P_tends_to_1: 1 - phi^2/(phi^2 + N*s^2) == N*s^2/(phi^2 + N*s^2)
prove q_tends_to:   (phi^2 + N*s^2)/(N*phi) - phi/N == s^2/phi

// Nullclines for N = 1, s = 0, along P = p.
manifold Line { chart along { p: (0, 1) } }
map nullcline: Line.along -> Release.pq { P = p, q = 2*phi/(sqrt(p)*(sqrt(4 - 3*p) + sqrt(p))) }
let w = d(C0)
let q_null on Line.along = phi*(sqrt(4 - 3*p) - sqrt(p))/(2*sqrt(p)*(1 - p))
prove q_null_positive_form: q_null == 2*phi/(sqrt(p)*(sqrt(4 - 3*p) + sqrt(p))) in along
prove q_nullcline: pullback(nullcline, w[2]) == 0 in along given N = 1
// No other q is on it: the second factor is positive.
prove q_factors: w[2]*P*(1 - P)*q^3 == P*(1 - P)*(q - 2*phi/(sqrt(P)*(sqrt(4 - 3*P) + sqrt(P))))*(q + phi*(sqrt(P) + sqrt(4 - 3*P))/(2*sqrt(P)*(1 - P))) in Release.pq given N = 1
check q_nullcline_at: q_null at along(p = 3/10) given values ~ 1.58182160976022738 [mV]
prove P_nullcline: w[1]*2*P^2*(1 - P)^2*q^2 == 2*P^3*q^2 - 2*P^2*phi*q - 2*P^2*q^2 + 2*P*phi^2 + P*q^2 - phi^2 in Release.pq given N = 1

check d_1a: d(C0) at Release.pq(P = 3/10, q = 2 [mV]) given values == (-80/441, (11/42) [1/mV])
check d_1b: d(C0) at Release.pq(P = 1/2, q = 1 [mV]) given values == (-2, -1 [1/mV])
check d_1c: d(C0) at Release.pq(P = 4/5, q = (1/2) [mV]) given values == (15/2, -28 [1/mV])
check d_5a: d(C0) at Release.pq(P = 3/10, q = 2 [mV]) given values, N = 5 == (2120/441, (31/42) [1/mV])
check d_5b: d(C0) at Release.pq(P = 1/2, q = 1 [mV]) given values, N = 5 == (6, (11/5) [1/mV])
check d_5c: d(C0) at Release.pq(P = 4/5, q = (1/2) [mV]) given values, N = 5 == (20, 12 [1/mV])
check C_1a: C0 at Release.pq(P = 3/10, q = 2 [mV]) given values ~ 0.008061401665706362
check C_1b: C0 at Release.pq(P = 1/2, q = 1 [mV]) given values ~ -0.1931471805599453
check C_1b_exact: C0 at Release.pq(P = 1/2, q = 1 [mV]) given values == 1/2 - log(4)/2
check C_1c: C0 at Release.pq(P = 4/5, q = (1/2) [mV]) given values ~ 2.890562087565900
check C_5a: C0 at Release.pq(P = 3/10, q = 2 [mV]) given values, N = 5 ~ 1.193732738835138
check C_5b: C0 at Release.pq(P = 1/2, q = 1 [mV]) given values, N = 5 ~ 1.011571775657105
check C_5c: C0 at Release.pq(P = 4/5, q = (1/2) [mV]) given values, N = 5 ~ 1.695281043782950
