// Intrinsic plasticity: the gain and bias of a logistic neuron bring its output close to an exponential distribution.
// Surace et al. (2020), Fig. 4A, after Triesch (2007) (SM-27): no closed form, formal expectations and rigorous numbers.
param mu: positive = 1/10                                  // mean of the target
param m: real = 0                                          // mean of the input
param s: positive = 1                                      // its standard deviation
param eta: positive = 1/100
random x ~ Normal(mean = m, sd = s)
manifold Neuron { chart ab { a: positive, b: real } }
let y on Neuron.ab = logistic(a*x + b)
// log(y (1 - y)) = u - 2 softplus(u); log(2 pi e s^2)/2 is the entropy of the input.
let u on Neuron.ab = a*x + b
cost C on Neuron.ab = -log(2*pi*s^2)/2 - 1/2 - log(a) - expected(u - 2*softplus(u)) + expected(y)/mu + log(mu)
prove gradient: d(C) == (
  -1/a - expected(x*(1 - 2*y)) + expected(x*y*(1 - y))/mu,
  -expected(1 - 2*y) + expected(y*(1 - y))/mu)
rule online on Neuron.ab: (a, b) -> (
  a + eta*(1/a + x - (2 + 1/mu)*x*y + x*y^2/mu),
  b + eta*(1 - (2 + 1/mu)*y + y^2/mu))
prove online_descends: mean_flow(online, eta) == -partials(C, ab)
prove stein: expected((x - m)*y) == a*s^2*expected(y*(1 - y)) in ab
prove symmetric: expected(logistic(a*x)) == 1/2 in ab given m = 0

check C_1: C at ab(a = 1, b = 0) given values ~ 2.890594740496
check C_2: C at ab(a = 2, b = -1) given values ~ 1.39305554704032
check C_3: C at ab(a = 3/2, b = -3) given values ~ 0.071735622072438
check C_4: C at ab(a = 1, b = -2) given mu = 1/5, m = 1/2, s = 2 ~ 0.170326058371024
check gradient_1: d(C) at ab(a = 1, b = 0) given values ~ (-0.586758071716186, 2.06620964141907)
check gradient_2: d(C) at ab(a = 2, b = -1) given values ~ (0.482214614468981774, 1.10952949160698755)
check gradient_3: d(C) at ab(a = 3/2, b = -3) given values ~ (0.16904596841713, -0.09616193241049)
check gradient_4: d(C) at ab(a = 1, b = -2) given mu = 1/5, m = 1/2, s = 2 ~ (0.700539287371027, 0.209926491016815)
check mean_output: expected(y) at ab(a = 2, b = -1) given values ~ 0.352273561474131315
check mean_slope: expected(y*(1 - y)) at ab(a = 2, b = -1) given values ~ 0.140498236865872492
check mean_product: expected(x*y) at ab(a = 2, b = -1) given values ~ 0.28099647373174
check mean_weighted: expected(x*y*(1 - y)) at ab(a = 2, b = -1) given values ~ 0.0420221667005491807

// The infimum over all densities on (0, 1) is not 0; and the best neuron does not have the mean of the target.
check unreachable: -log(1 - exp(-1/mu)) given values ~ 4.54009603704892e-5
check at_rest: d(C) at ab(a = 1.23833467448738613, b = -2.70244516220974421) given values ~ (0.0000000000, 0.0000000000)
check output_at_rest: expected(y) at ab(a = 1.23833467448738613, b = -2.70244516220974421) given values ~ 0.10277452896225
check C_at_rest: C at ab(a = 1.23833467448738613, b = -2.70244516220974421) given values ~ 0.033002733167588
refute mean_of_target: expected(y) == mu in ab given values, a = 1.23833467448738613, b = -2.70244516220974421
check at_rest_fifth: d(C) at ab(a = 1.42585288297740688, b = -1.90799893304178863) given mu = 1/5, m = 0, s = 1 ~ (0.0000000000, 0.0000000000)
check C_at_rest_fifth: C at ab(a = 1.42585288297740688, b = -1.90799893304178863) given mu = 1/5, m = 0, s = 1 ~ 0.02484600718648
check output_at_rest_fifth: expected(y) at ab(a = 1.42585288297740688, b = -1.90799893304178863) given mu = 1/5, m = 0, s = 1 ~ 0.19575417423153
refute mean_of_target_fifth: expected(y) == mu in ab given mu = 1/5, m = 0, s = 1, a = 1.42585288297740688, b = -1.90799893304178863

// Uniform input has a closed form.
random v ~ Uniform(-1, 1)
let yv on Neuron.ab = logistic(a*v + b)
prove uniform_input: expected(yv) == log((1 + exp(a + b))/(1 + exp(b - a)))/(2*a) in ab
check uniform_digits: expected(yv) at ab(a = 2, b = -1) ~ 0.316168583986120194
