// The Fisher metric of the output of a logistic neuron has a closed form although the cost has none.
// Surace et al. (2020), Fig. 4B (SM-28, SM-29): the output is a fixed invertible function of a x + b.
param mu: positive = 1/10
param m: real = 0
param s: positive = 1
param eta: positive
random x ~ Normal(mean = m, sd = s)
manifold Neuron { chart ab { a: positive, b: real } }
family p(u: real) on Neuron.ab = Normal(mean = a*m + b, sd = a*s)
metric fisher = Fisher(p)
prove closed: fisher == [[(2 + m^2/s^2)/a^2, m/s^2/a^2], [m/s^2/a^2, 1/s^2/a^2]]
prove standard: fisher == [[2/a^2, 0], [0, 1/a^2]] given m = 0, s = 1
// The output itself, and any input: with l the log-density of the input, x = (u - b)/a and the change of variable u = a x + b,
// the metric has the means of the products of these scores.
family output(y: (0, 1)) on Neuron.ab = Normal(mean = a*m + b, sd = a*s) under u -> logistic(u)
metric of_output = Fisher(output)
prove through_logit: of_output == fisher
function l(x)
param v: real
cost log_density_of_u on Neuron.ab = l((v - b)/a) - log(a)
let x_of_v on Neuron.ab = (v - b)/a
prove scores: d(log_density_of_u) == (-(1 + x_of_v*D[1](l)(x_of_v))/a, -D[1](l)(x_of_v)/a)
random z ~ Logistic(mean = 0, scale = 1)
let l_z = 2*logistic(-z) - 1
family of_logistic_input(u: real) on Neuron.ab = Logistic(mean = b, scale = a)
prove logistic_input_aa: Fisher(of_logistic_input)[1, 1] == expected((1 + z*l_z)^2)/a^2 in ab
prove logistic_input_bb: Fisher(of_logistic_input)[2, 2] == expected(l_z^2)/a^2 in ab
prove logistic_input_ab: Fisher(of_logistic_input)[1, 2] == expected(l_z*(1 + z*l_z))/a^2 in ab
check shifted_input: fisher at ab(a = 1, b = -2) given m = 1/2, s = 2 == [[33/16, 1/8], [1/8, 1/4]]
// Its curvature is -1/2, by the formula of Brioschi.
let g_aa on Neuron.ab = fisher[1, 1]
let g_ab on Neuron.ab = fisher[1, 2]
let g_bb on Neuron.ab = fisher[2, 2]
let second_bb on Neuron.ab = d(d(g_bb)[1])[1]
let second_ab on Neuron.ab = d(d(g_ab)[1])[2]
let second_aa on Neuron.ab = d(d(g_aa)[2])[2]
let first_minor on Neuron.ab = (second_ab - second_aa/2 - second_bb/2)*(g_aa*g_bb - g_ab^2) - d(g_aa)[1]/2*((d(g_ab)[2] - d(g_bb)[1]/2)*g_bb - g_ab*d(g_bb)[2]/2) + (d(g_ab)[1] - d(g_aa)[2]/2)*((d(g_ab)[2] - d(g_bb)[1]/2)*g_ab - g_aa*d(g_bb)[2]/2)
let second_minor on Neuron.ab = d(g_bb)[1]/2*(d(g_aa)[2]*g_ab/2 - g_aa*d(g_bb)[1]/2) - d(g_aa)[2]/2*(d(g_aa)[2]*g_bb/2 - g_ab*d(g_bb)[1]/2)
prove curvature: (first_minor - second_minor)/(g_aa*g_bb - g_ab^2)^2 == -1/2 in ab

let y on Neuron.ab = logistic(a*x + b)
let w on Neuron.ab = a*x + b
cost C on Neuron.ab = -log(2*pi*s^2)/2 - 1/2 - log(a) - expected(w - 2*softplus(w)) + expected(y)/mu + log(mu)
cost by_densities on Neuron = KL(output, Exponential(mean = mu))
prove by_definition: by_densities == C in ab
flow naive = -partials(C, ab)
flow natural = -grad(C, fisher)
let slopes = d(C)
prove natural_standard: natural == (-a^2/2*slopes[1], -a^2*slopes[2]) in ab given m = 0, s = 1
check natural_1: natural at ab(a = 1, b = 0) given values ~ (0.293379035858093, -2.06620964141907)
check natural_2: natural at ab(a = 2, b = -1) given values ~ (-0.964429228937964, -4.43811796642795)
check natural_3: natural at ab(a = 3/2, b = -3) given values ~ (-0.190176714469267, 0.216364347923603)
check natural_4: natural at ab(a = 1, b = -2) given mu = 1/5, m = 1/2, s = 2 ~ (-0.297788020931310, -0.690811953601605)
refute one_flow: natural == naive

// It is not the second moment of the online rule.
let da on Neuron.ab = 1/a + x - (2 + 1/mu)*x*y + x*y^2/mu
let db on Neuron.ab = 1 - (2 + 1/mu)*y + y^2/mu
check moment_aa: expected(da^2) at ab(a = 1, b = 0) given values ~ 2.9673014042495
check moment_ab: expected(da*db) at ab(a = 1, b = 0) given values ~ -0.818279962233887
check moment_bb: expected(db^2) at ab(a = 1, b = 0) given values ~ 4.6571402784518
refute second_moment: expected(da^2) == fisher[1, 1] in ab given values, a = 1, b = 0
check fisher_there: fisher at ab(a = 1, b = 0) given values == [[2, 0], [0, 1]]

// Fig. 4A and B: two flows of one cost, with one equilibrium. The expectations are computed by a Gauss rule.
refute one_flow_there: natural[2] == naive[2] in ab given a = 2, b = -1, mu = 1/10, m = 0, s = 1
figure "figures/intrinsic_plasticity.svg" columns 2 {
  plot naive in ab over a = 0.1..4, b = -6..2 contours C = [0.04, 0.05, 0.1, 0.2, 0.5, 1, 2, 4] title "A: naive flow"
  plot natural in ab over a = 0.1..4, b = -6..2 contours C = [0.04, 0.05, 0.1, 0.2, 0.5, 1, 2, 4] title "B: natural flow"
}
