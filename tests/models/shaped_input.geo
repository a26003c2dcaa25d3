// Means that have no closed form, over laws with a shape, over densities of one's own and over two variables. The gain of a
// saturating unit whose input is a gamma variable. Not from a paper. The digits were found with another program (mpmath).
param a: positive = 3/2
param b: positive = 1/2
param r: positive = 2
manifold Gains {
  chart gain { g: positive }
  chart log { l: real }
  map gain -> log { l = log(g) }
}
family input(x in (0, inf)) = Gamma(shape = a, rate = r)
cost C on Gains.gain = (E[x ~ input](tanh(g*x)) - 1/2)^2
metric g0 on Gains.gain = dg^2/g^2
flow adapt = -grad(C, g0)
prove slope: adapt == (-2*g^2*E[x ~ input](x*(1 - tanh(g*x)^2))*(E[x ~ input](tanh(g*x)) - 1/2)) in gain
prove invariant adapt under gain -> log
check output: E[x ~ input](tanh(x)) given values ~ 0.53029404925081589073

// Terms with a closed form have it, also where others have none.
prove split: E[x ~ input](tanh(x) + 3*x^2) == E[x ~ input](tanh(x)) + 3*a*(a + 1)/r^2
prove linear: E[x ~ Beta(a = a, b = b)](2*log(1 + x) - 3/(2 - x)) == 2*E[x ~ Beta(a = a, b = b)](log(1 + x)) - 3*E[x ~ Beta(a = a, b = b)](1/(2 - x))
check beta: E[x ~ Beta(a = a, b = b)](tanh(x)) given values ~ 0.61229622117243
check steep: E[x ~ Beta(a = 1/4, b = 1/4)](exp(-x^2)) ~ 0.715301152643010406
check waiting: E[x ~ Gamma(shape = 1/10, rate = 1)](log(1 + x)) ~ 0.0726810037618827
check weibull: E[x ~ Weibull(shape = a, scale = b)](tanh(x)) given values ~ 0.391533285766162617
check log_normal: E[x ~ LogNormal(log_mean = a, log_sd = b)](tanh(x)) given values ~ 0.992829310822423576
check inverse_gamma: E[x ~ InverseGamma(shape = a, scale = b)](tanh(x)) given values ~ 0.470537242470540
check pareto: E[x ~ Pareto(shape = a, minimum = b)](tanh(x)) given values ~ 0.698562564115974937
check von_mises: E[x ~ VonMises(mean = a, concentration = b)](tanh(x)) given values ~ 0.257460272332626342
check harmonic: E[x ~ input](1/(1 + x)) given values ~ 0.6290461656955642

// A density of one's own, with tails that are powers.
family student(x: real) = density 2/(pi*sqrt(3)*(1 + x^2/3)^2)
check student_level: E[x ~ student](logistic(x - 1)) ~ 0.318780353069997186
prove student_linear: E[x ~ student](tanh(x - 1) + x^2) == E[x ~ student](tanh(x - 1)) + 3

// Two variables.
check product: E[x ~ Normal(mean = 0, sd = 1)](E[y ~ Normal(mean = 0, sd = 2)](log(1 + exp(x*y)))) ~ 1.00671382237
prove sum: E[x ~ Normal(mean = 0, sd = 3)](E[y ~ Normal(mean = 0, sd = 4)](tanh(x + y + b))) == E[x ~ Normal(mean = b, sd = 5)](tanh(x))

// What has no mean, or none that is seen to be one.
refuse G0605 { let c = E[x ~ Pareto(shape = 1/2, minimum = 1)](x*tanh(x)) }
refuse G0605 { let c = E[x ~ student](x^2*sqrt(1 + x^2)) }
refuse G0605 { let c = E[x ~ input](exp(x^2)*tanh(x)) }
refuse G0605 { let c = E[x ~ Gamma(shape = a, rate = r)](tanh(x)/x^2) }
show adapt in gain
