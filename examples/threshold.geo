// A potential decays between arrivals: it crosses the threshold upwards only where a spike arrives.
// Schmidt-Hieber (2023), Section 2, Fig. 2 (SM-81).
manifold Potential { chart u { u: positive } }
flow leak on Potential.u = -u
param h: positive                                          // the potential right after it
curve between(t: nonnegative) in Potential.u = h*exp(-t)
prove decays: solves between leak
prove falls: strictly decreasing u along leak
check at_second: 3/5*exp(-3/10) + 1/2 ~ 0.94449093240903072
check at_third: 3/5*exp(-1/2) + 1/2*exp(-1/5) + 2/5 ~ 1.17328377236657098

// The interval D that makes the summed potential meet S depends on when the spikes came.
param U[1..3]: real
param S: positive = 1
let D = 2*log((3/2*exp(U[1]) + exp(U[2]) + 4/5*exp(U[3]))/S)
prove meets: 3/2*exp(U[1] - D/2) + exp(U[2] - D/2) + 4/5*exp(U[3] - D/2) == S
check interval: D given U[1] = 1/5, U[2] = -1/10, U[3] = 2/5, S = 1 ~ 2.7374830720679344
refute interval_is_constant: D == 2*log((3/2 + 1 + 4/5)/S)
refute crossing_meets_it: 3/5*exp(-1/2) + 1/2*exp(-1/5) + 2/5 == 1

// Three trains with weights 0.6, 0.5 and 0.4; the reset is left out.
param t: [0, 10] = 0
let u1 = 3/5*((if t >= 1/2 then exp(1/2 - t) else 0) + (if t >= 3 then exp(3 - t) else 0)
  + (if t >= 61/10 then exp(61/10 - t) else 0) + (if t >= 42/5 then exp(42/5 - t) else 0))
let u2 = 1/2*((if t >= 1 then exp(1 - t) else 0) + (if t >= 33/10 then exp(33/10 - t) else 0)
  + (if t >= 5 then exp(5 - t) else 0) + (if t >= 43/5 then exp(43/5 - t) else 0))
let u3 = 2/5*((if t >= 8/5 then exp(8/5 - t) else 0) + (if t >= 7/2 then exp(7/2 - t) else 0)
  + (if t >= 7 then exp(7 - t) else 0) + (if t >= 44/5 then exp(44/5 - t) else 0))
let sum_u = u1 + u2 + u3
figure "figures/threshold.svg" columns 1 {
  plot u1, u2, u3 over t = 0..10, input = 0..1 title "three trains"
  plot sum_u, S over t = 0..10, potential = 0..1.6 title "their sum, and the threshold"
}
