// Zero-inflated counts: a synapse that is silent with a chance of its own, else releases a Poisson number of vesicles. The law is
// written with its two cases. Lambert, Technometrics 34 (1992), 1; the metric and the flow are derived by hand below.
manifold Synapse {
  chart c { silent: (0, 1), rate: positive }
  chart log { u: real, v: real }
  map log -> c { silent = logistic(u), rate = exp(v) } inverse { u = log(silent/(1 - silent)), v = log(rate) }
}
param s: (0, 1) = 1/4
param m: positive = 2
family release(k in 0..inf) on Synapse.c = mass if k == 0 then silent + (1 - silent)*exp(-rate) else (1 - silent)*exp(-rate)*rate^k/gamma(k + 1)
family observed(k in 0..inf) on Synapse.c = mass if k == 0 then s + (1 - s)*exp(-m) else (1 - s)*exp(-m)*m^k/gamma(k + 1)
metric fisher = Fisher(release)
cost misfit on Synapse.c = KL(observed, release)
flow learn = -grad(misfit, fisher)

prove mean: E[k ~ release](k) == (1 - silent)*rate in c
prove variance: E[k ~ release](k^2) - E[k ~ release](k)^2 == (1 - silent)*rate*(1 + silent*rate) in c
prove of_chance: fisher[1, 1] == (1 - exp(-rate))/((1 - silent)*(silent + (1 - silent)*exp(-rate))) in c
prove definite: positive_definite fisher
prove never_negative: misfit >= 0
prove falls: decreasing misfit along learn
prove one_flow: invariant learn under log -> c
refute plain_variance: E[k ~ release](k^2) - E[k ~ release](k)^2 == (1 - silent)*rate in c
check at_2: misfit at c(silent = 1/2, rate = 1) given values ~ 0.4201867356
