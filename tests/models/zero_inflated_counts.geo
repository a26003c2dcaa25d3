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

// Means without a closed form: the case apart is a finite correction.
manifold Hurdle { chart h { q: (0, 1), l: positive } }
family hurdle(k in 0..inf) on Hurdle.h = mass if k == 0 then 1 - q else q*l^k*exp(-l)/(gamma(k + 1)*(1 - exp(-l)))
family bursts(k in 0..inf) on Hurdle.h = mass if k == 0 then q + (1 - q)*exp(-l) else (1 - q)*exp(-l)*l^k/gamma(k + 1)
prove roots: E[k ~ bursts](sqrt(k)) == (1 - q)*E[k ~ Poisson(rate = l)](sqrt(k)) in h
refute all_roots: E[k ~ bursts](sqrt(k)) == E[k ~ Poisson(rate = l)](sqrt(k)) in h
prove from_one: KL(hurdle, Poisson(rate = 1)) == (1 - q)*(log(1 - q) + 1) + q*(log(q) - l - log(1 - exp(-l)) + 1) + q*l*log(l)/(1 - exp(-l)) in h
random spikes ~ Poisson(rate = 2)
check distance: expected(sqrt(1 + abs(spikes - 2))) ~ 1.40978
