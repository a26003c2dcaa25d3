// Waiting times and yes-no events (our own; no entry of the collection): the exponential family by rate, mean and
// logarithm of the rate, with time in seconds; the Bernoulli family by probability and log-odds.
param r0: positive [1/s] = 2 [1/s]
param T1: positive [s] = 3 [s]
param t: nonnegative
param p0: (0, 1) = 1/4
manifold Waits {
  chart rate { r: positive [1/s] }
  chart mean { T: positive [s] }
  chart logs { l: real }
  map rate -> mean { T = 1/r }
  map rate -> logs { l = log(r*(1 [s])) }
}
family wait(x: positive [s]) on Waits.rate = Exponential(rate = r)
cost C on Waits = KL(Exponential(rate = r0), wait)
metric fisher = Fisher(wait)
flow natural = -grad(C, fisher)
prove cost_is: C == r/r0 - 1 - log(r/r0) in rate
prove fisher_rate: fisher == [[1/r^2]] in rate
prove fisher_mean: fisher == [[1/T^2]] in mean
prove fisher_logs: fisher == [[1]] in logs
prove in_rate: natural == r - r^2/r0 in rate
prove in_mean: natural == 1/r0 - T in mean
prove in_logs: natural == 1 - exp(l)/(r0*(1 [s])) in logs
prove one_flow: invariant natural under rate -> mean -> logs
refute partials_are_natural: -partials(C, logs) == -T^2/(1 [s]) + T in mean
prove partials_in_logs: -partials(C, logs) == natural
refuse G0301 { prove naive_flow: invariant -partials(C) under mean -> logs }
curve relax(t: nonnegative) in Waits.mean = (1 - exp(-t))/r0 + T1*exp(-t)
prove relaxes: solves relax natural
prove falls: strictly decreasing C along natural
check cost_at: C at rate(r = 4 [1/s]) given values == 1 - log(2)
check cost_digits: C at mean(T = (1/4) [s]) given values ~ 0.3068528194400546906
check natural_at: natural at rate(r = 3 [1/s]) given values == -(3/2) [1/s]
refuse G0303 { family bad(x: positive [mV]) on Waits.rate = Exponential(rate = r) }
refuse G0602 { family bad(x: positive [s]) on Waits.rate = Exponential(speed = r) }

manifold Coin {
  chart chance { p: (0, 1) }
  chart odds { z: real }
  map chance -> odds { z = log(p/(1 - p)) } inverse { p = 1/(1 + exp(-z)) }
}
family toss(k: natural) on Coin.chance = Bernoulli(p = p)
cost D on Coin = KL(Bernoulli(p = p0), toss)
metric coin = Fisher(toss)
prove coin_chance: coin == [[1/(p*(1 - p))]] in chance
prove coin_odds: coin == [[exp(z)/(1 + exp(z))^2]] in odds
prove coin_flow: -grad(D, coin) == p0 - p in chance
prove coin_partials: -partials(D, odds) == p*(1 - p)*(p0 - p) in chance
refute coin_partials_natural: -partials(D, odds) == -grad(D, coin)
check coin_at: D at chance(p = 1/2) given values == log(2) - log(4)/4 - 3*log(4/3)/4
check coin_digits: D at chance(p = 1/2) given values ~ 0.130812035941137
