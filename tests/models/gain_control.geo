// Three neurons share an inhibitory pool. Each adapts its rate towards a target, and the pool pays for the total rate.
// The metric measures relative changes of each rate and the change of the total, so that it is not diagonal.
param T1: positive [Hz] = 5 [Hz]
param T2: positive [Hz] = 12 [Hz]
param T3: positive [Hz] = 20 [Hz]
param kappa: positive = 1/10
manifold Rates {
  chart hz   { r1: positive [Hz], r2: positive [Hz], r3: positive [Hz] }
  chart logs { u1: real, u2: real, u3: real }
  map hz -> logs { u1 = log(r1/(1 [Hz])), u2 = log(r2/(1 [Hz])), u3 = log(r3/(1 [Hz])) }
    inverse { r1 = exp(u1)*(1 [Hz]), r2 = exp(u2)*(1 [Hz]), r3 = exp(u3)*(1 [Hz]) }
}
let total on Rates.hz = r1 + r2 + r3
cost C on Rates.hz = (r1/T1 - 1)^2/2 + (r2/T2 - 1)^2/2 + (r3/T3 - 1)^2/2 + kappa*total/(T1 + T2 + T3)
metric relative on Rates.hz = dr1^2/r1^2 + dr2^2/r2^2 + dr3^2/r3^2 + (dr1 + dr2 + dr3)^2/(r1 + r2 + r3)^2
flow adapt = -grad(C, relative)
flow naive = -partials(C, logs)

prove  definite: positive_definite relative
prove  same: invariant adapt under hz -> logs
prove  falls: decreasing C along adapt
refute naive in hz == adapt in hz

simulate adapt from hz(r1 = 1 [Hz], r2 = 40 [Hz], r3 = 6 [Hz]) to t = 4 in logs at t = [1, 2, 4]
plot r1, r2, r3 of adapt over t = 0.01..8 log from hz(r1 = 1 [Hz], r2 = 40 [Hz], r3 = 6 [Hz])
  title "adaptation under a shared pool" to "figures/gain_control.svg"
