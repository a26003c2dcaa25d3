// Intrinsic plasticity with other inputs than normal ones: logistic and Laplace noise (SM-27). The costs have no closed form;
// their gradients are taken under the sign, and their values are rigorous to the digits printed.
param mu: positive = 1/10                                  // mean of the target
param s: positive = 1                                      // scale of the input
param eta: positive = 1/100
random x ~ Logistic(mean = 0, scale = s)
random w ~ Laplace(mean = 0, scale = s)
manifold Neuron { chart ab { a: positive, b: real } }
let y on Neuron.ab = logistic(a*x + b)
let u on Neuron.ab = a*x + b
let yw on Neuron.ab = logistic(a*w + b)
let uw on Neuron.ab = a*w + b

// The entropies of the inputs are 2 + log(s) and 1 + log(2 s).
cost C on Neuron.ab = -2 - log(s) - log(a) - expected(u - 2*softplus(u)) + expected(y)/mu + log(mu)
cost D on Neuron.ab = -1 - log(2*s) - log(a) - expected(uw - 2*softplus(uw)) + expected(yw)/mu + log(mu)
prove gradient: d(C) == (
  -1/a - expected(x*(1 - 2*y)) + expected(x*y*(1 - y))/mu,
  -expected(1 - 2*y) + expected(y*(1 - y))/mu)
prove gradient_of_laplace: d(D) == (
  -1/a - expected(w*(1 - 2*yw)) + expected(w*yw*(1 - yw))/mu,
  -expected(1 - 2*yw) + expected(yw*(1 - yw))/mu)
rule online on Neuron.ab: (a, b) -> (
  a + eta*(1/a + x - (2 + 1/mu)*x*y + x*y^2/mu),
  b + eta*(1 - (2 + 1/mu)*y + y^2/mu))
rule online_of_laplace on Neuron.ab: (a, b) -> (
  a + eta*(1/a + w - (2 + 1/mu)*w*yw + w*yw^2/mu),
  b + eta*(1 - (2 + 1/mu)*yw + yw^2/mu))
prove online_descends: mean_flow(online, eta) == -partials(C, ab)
prove laplace_descends: mean_flow(online_of_laplace, eta) == -partials(D, ab)
prove symmetric: expected(logistic(a*x)) == 1/2 in ab
prove laplace_symmetric: expected(logistic(a*w)) == 1/2 in ab

// Stein's identity belongs to normal inputs.
refute stein: expected(x*y) == a*s^2*expected(y*(1 - y)) in ab

check C_1: C at ab(a = 1, b = 0) given values ~ 2.697414907005954
check gradient_1: d(C) at ab(a = 1, b = 0) given values ~ (0.00000000000, 1.66666666666667)
check gradient_2: d(C) at ab(a = 2, b = -1) given values ~ (1.08464333603839, 0.816929412765009)
check mean_output: expected(y) at ab(a = 2, b = -1) given values ~ 0.394196825158159
check D_1: D at ab(a = 1, b = 0) given values ~ 2.77685644868579
check laplace_gradient_1: d(D) at ab(a = 1, b = 0) given values ~ (-0.355065933151774, 1.93147180559945)
check laplace_gradient_2: d(D) at ab(a = 2, b = -1) given values ~ (0.654687419737367, 1.02552158364573)
check laplace_output: expected(yw) at ab(a = 2, b = -1) given values ~ 0.361577793122706
