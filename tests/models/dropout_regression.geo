// Of our own: dropout in linear regression is ridge regression in the mean (compare Wager, Wang and Liang 2013).
// One weight is kept with probability 1 - q and scaled up; the mean gradient is that of a penalised loss.
param q: (0, 1) = 1/2
param c: real = 2                                          // target slope
param eta: positive = 1/8
random keep ~ Bernoulli(p = 1 - q)
random x ~ Normal(mean = 0, sd = 1)
manifold Line { chart w { w: real } }
let masked on Line.w = w*keep/(1 - q)
cost ridge on Line.w = (w - c)^2/2 + q/(1 - q)*w^2/2
rule dropout on Line.w: w -> w - eta*(masked - c)*x^2*keep/(1 - q)
prove loss: expected((masked*x - c*x)^2)/2 == ridge in w
prove mean: expected(dropout) == w - eta*(w/(1 - q) - c)
prove descends: mean_flow(dropout, eta) == -partials(ridge, w)
refute without_penalty: mean_flow(dropout, eta) == c - w
check at_one: expected(dropout) at w(w = 1) given values == 1
