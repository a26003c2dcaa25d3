// Closed-form trajectories of the release model under its Fisher metric, by mean and variance (SM-23).
// Surace & Brea (2018), Fig. 2B; Surace et al. (2020), Fig. 4D.
param N: positive = 1
param phi: positive [mV] = 1 [mV]
param s: positive [mV] = (1/5) [mV]
param m0: positive [mV]
param v0: positive [mV^2]
param t: nonnegative
manifold Release {
  chart pq { P: (0, 1), q: positive [mV] }
  chart mv { m: positive [mV], v: positive [mV^2] }
  map pq -> mv { m = N*P*q, v = N*P*(1 - P)*q^2 } inverse { P = m^2/(m^2 + N*v), q = (m^2 + N*v)/(N*m) }
}
family r(x: real [mV]) on Release.pq = Normal(mean = N*P*q, variance = N*P*(1 - P)*q^2)
cost C on Release = KL(Normal(mean = phi, sd = s), r)
metric fisher = Fisher(r)
flow natural = -grad(C, fisher)
prove in_moments: natural == (phi - m, s^2 + (m - phi)^2 - v) in mv

// m and v relax; written so that both are seen to stay positive for t >= 0.
curve moments(t: nonnegative) in Release.mv = (phi*(1 - exp(-t)) + m0*exp(-t), s^2*(1 - exp(-t)) + v0*exp(-t) + (m0 - phi)^2*exp(-t)*(1 - exp(-t)))
prove solved: solves moments natural
let m_t = phi + (m0 - phi)*exp(-t)
let v_t = s^2 + (v0 - s^2 + (m0 - phi)^2)*exp(-t) - (m0 - phi)^2*exp(-2*t)
prove same_m: m_t == phi*(1 - exp(-t)) + m0*exp(-t)
prove same_v: v_t == s^2*(1 - exp(-t)) + v0*exp(-t) + (m0 - phi)^2*exp(-t)*(1 - exp(-t))
curve release(t: nonnegative) in Release.pq = ((phi + (m0 - phi)*exp(-t))^2/((phi + (m0 - phi)*exp(-t))^2 + N*(s^2 + (v0 - s^2 + (m0 - phi)^2)*exp(-t) - (m0 - phi)^2*exp(-2*t))), ((phi + (m0 - phi)*exp(-t))^2 + N*(s^2 + (v0 - s^2 + (m0 - phi)^2)*exp(-t) - (m0 - phi)^2*exp(-2*t)))/(N*(phi + (m0 - phi)*exp(-t))))
prove solved_in_pq: solves release natural

// From P = 3/10, q = 2 mV with a target of width 0: the limit of the formulas.
let w_t = (v0 + (m0 - phi)^2)*exp(-t) - (m0 - phi)^2*exp(-2*t)
let P_t = m_t^2/(m_t^2 + N*w_t)
let q_t = (m_t^2 + N*w_t)/(N*m_t)
check N1_half: (P_t, q_t) given N = 1, phi = 1 [mV], m0 = (3/5) [mV], v0 = (21/25) [mV^2], t = 1/2 ~ (0.5115785658137524, 1.480491534883196 [mV])
check N1_one:  (P_t, q_t) given N = 1, phi = 1 [mV], m0 = (3/5) [mV], v0 = (21/25) [mV^2], t = 1 ~ (0.6775022616957034, 1.258812363809459 [mV])
check N1_two:  (P_t, q_t) given N = 1, phi = 1 [mV], m0 = (3/5) [mV], v0 = (21/25) [mV^2], t = 2 ~ (0.8710845799624544, 1.085848502502620 [mV])
check N1_four: (P_t, q_t) given N = 1, phi = 1 [mV], m0 = (3/5) [mV], v0 = (21/25) [mV^2], t = 4 ~ (0.9818046868886133, 1.011070488561567 [mV])
check N5_half: (P_t, q_t) given N = 5, phi = 1 [mV], m0 = 3 [mV], v0 = (21/5) [mV^2], t = 1/2 ~ (0.2185684680181202, 2.025050858883996 [mV])
check N5_one:  (P_t, q_t) given N = 5, phi = 1 [mV], m0 = 3 [mV], v0 = (21/5) [mV^2], t = 1 ~ (0.1957773553549253, 1.773196781819964 [mV])
check N5_two:  (P_t, q_t) given N = 5, phi = 1 [mV], m0 = 3 [mV], v0 = (21/5) [mV^2], t = 2 ~ (0.2375452074431280, 1.069834731797267 [mV])
check N5_four: (P_t, q_t) given N = 5, phi = 1 [mV], m0 = 3 [mV], v0 = (21/5) [mV^2], t = 4 ~ (0.5908197333310043, 0.3509128823213154 [mV])
