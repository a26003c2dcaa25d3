// Laws for the test of every rule of expectation (`tests/rules.rs`): params, and one density or mass function for each rule of
// integration or summation.
param a: positive
param b: (0, 1)
param m: real
param s: positive
param w: real
param q: (0, 1)
param n: natural
family bell(x: real) = density exp(-x^2/2)/sqrt(2*pi)
family stretched(x in (0, inf)) = density 3*x^2*exp(-x^3)
family decay(x in (0, inf)) = density exp(-x)
family tail(x in (0, inf)) = density 2/(1 + x)^3
family passage(x in (0, inf)) = density sqrt(s/(2*pi*x^3))*exp(-s*(x - a)^2/(2*a^2*x))
family half(x in (0, inf)) = density sqrt(2/pi)*exp(-x^2/2)
family ramp(x in (0, 1)) = density 2*x
family hill(x in (0, 1)) = density 6*x*(1 - x)
family flat(x in (0, 2)) = density 1/2
param l: real
param r: real
family between(x in (l, r)) = density 1/(r - l)
family geometric(k in 0..inf) = mass q^k*(1 - q)
family poisson(k in 0..inf) = mass exp(-a)*a^k/gamma(k + 1)
family rising(k in 0..inf) = mass gamma(a + k)/(gamma(a)*gamma(k + 1))*q^k*(1 - q)^a
family series(k in 1..inf) = mass -q^k/(k*log(1 - q))
family zeta(k in 1..inf) = mass 945/(pi^6*k^6)
family dice(k in 1..6) = mass k/21
family binomial(k in 0..n) = mass gamma(n + 1)/(gamma(k + 1)*gamma(n - k + 1))*b^k*(1 - b)^(n - k)
family ladder(k in 0..n) = mass 1/(n + 1)
family cut(k in 0..n) = mass (1 - q)/(1 - q^(n + 1))*q^k
family pair(x[1..2] in 0..1) = log_mass x[1]*w - softplus(w) + x[2]*x[1]*w - softplus(x[1]*w)
manifold Normals { chart c { mu: real, A: positive, B: real, D: positive where A*D > B^2 } }
family two(x[1..2]: real) on Normals.c = MultivariateNormal(mean = (mu, 0), covariance = [[A, B], [B, D]])
metric fisher = Fisher(two)
metric transport = Wasserstein(two)
manifold Bursts { chart burst { size: positive } }
family spikes(k in 0..inf) on Bursts.burst = NegativeBinomial(size = size, p = 1/3)
metric bursts = Fisher(spikes)
function h(u)
random z ~ Normal(mean = 0, sd = 1)
random u ~ Uniform(-1, 1)
random y ~ Normal(mean = 0, sd = 2)
