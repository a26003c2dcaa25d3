// Costs that are functions of means without a closed form: what is known of these numbers is where they lie.
//
// A neuron counts spikes at the rate lambda and is to reach a goal for the mean of their square root. The gradient flow, its
// descent and its invariance are about functions of that mean, not about the mean itself.
manifold Neuron {
  chart rate { lambda: positive }
  chart drive { u: real }
  map drive -> rate { lambda = exp(u) }
}
param goal: positive = 2
family count(k in 0..inf) on Neuron.rate = Poisson(rate = lambda)
metric fisher = Fisher(count)
cost code on Neuron.rate = (E[k ~ count](sqrt(k)) - goal)^2
cost surprise on Neuron.rate = -log(E[k ~ count](1/(1 + sqrt(k))))
flow learn = -grad(code, fisher)
flow relax = -grad(surprise, fisher)

prove one_flow: invariant learn under drive -> rate
prove one_relaxed: invariant relax under drive -> rate
prove falls: decreasing code along learn
prove relaxes: decreasing surprise along relax
check code_at_4: code at rate(lambda = 4) given values ~ 0.00607

// Numbers of a range.
param x: real
random z ~ Normal(mean = 0, sd = 1)
prove spread: expected(tanh(x + z)^2) - expected(tanh(x + z))^2 <= 1
prove below_one: expected(tanh(x + z))^2 < 1
prove resistance: 1/(2 + expected(tanh(x + z))) > 1/3
prove doubled: sqrt((2 + expected(tanh(x + z)))^2) == 2 + expected(tanh(x + z))
prove there_and_back: exp(log(2 + expected(tanh(x + z)))) == 2 + expected(tanh(x + z))
refute too_narrow: expected(tanh(x + z))^2 < 1/2
refute without_sign: sqrt(expected(tanh(x + z))^2) == expected(tanh(x + z))

// Convex functions of means lie below means of convex functions: tangents at the means.
prove variance_of_squash: variance(tanh(x + z)) >= 0
prove jensen_log: log(expected(1 + tanh(x + z)^2)) >= expected(log(1 + tanh(x + z)^2))
prove jensen_exp: exp(expected(tanh(x + z))) <= expected(exp(tanh(x + z)))
prove jensen_root: sqrt(expected(1 + tanh(x + z)^2)) >= expected(sqrt(1 + tanh(x + z)^2))
prove jensen_reciprocal: 1/expected(1 + tanh(x + z)^2) <= expected(1/(1 + tanh(x + z)^2))
prove sigmoid_noise: expected(logistic(x + z)*(1 - logistic(x + z))) <= expected(logistic(x + z))*(1 - expected(logistic(x + z)))
refute more_than_variance: expected(tanh(x + z)^2) >= 2*expected(tanh(x + z))^2
refute wrong_way: exp(expected(tanh(x + z))) >= expected(exp(tanh(x + z)))
refute corner: abs(expected(tanh(x + z))) >= expected(tanh(x + z)^2) + 1
