// Means over counts that have no closed form: printed, differentiated, compared by linearity and by the identity of Chen and Stein,
// enclosed rigorously, emitted as sums.
manifold Spikes {
  chart rate { lambda: positive }
  chart log_rate { theta: real }
}
map logarithm : Spikes.rate -> Spikes.log_rate { theta = log(lambda) } inverse { lambda = exp(theta) }
manifold Bursts { chart rp { r: positive, p: (0, 1) } }
family spikes(k in 0..inf) on Spikes.rate = Poisson(rate = lambda)
family bursts(k in 0..inf) on Bursts.rp = NegativeBinomial(size = r, p = p)
// A mass of no table: counts whose variance is not their mean.
family stretched(k in 0..inf) on Spikes.rate = mass (k + 1)*lambda^k*exp(-lambda)/(gamma(k + 1)*(1 + lambda))
param mu: positive = 2
param s: (0, 1) = 1/3
param eps: positive = 1/10
function L(k)
random n ~ Poisson(rate = mu)
random xi ~ Normal(mean = 0, sd = 1)

metric fisher = Fisher(spikes)
cost loss on Spikes.rate = E[k ~ spikes](L(k))
cost amplitude on Spikes.rate = (E[k ~ spikes](sqrt(k)) - 2)^2
cost coding on Spikes.rate = KL(spikes, Geometric(p = s))
cost disorder on Spikes.rate = Entropy(spikes)
cost stretch on Spikes.rate = E[k ~ stretched](sqrt(k + 1))
flow learn = -grad(loss, fisher)
flow settle = -grad(amplitude, fisher)
rule compress on Spikes.rate: lambda -> lambda + eps*(sqrt(n) - lambda)*(1 + xi)
metric of_bursts = Fisher(bursts)
metric of_bursts_again = FisherByHessian(bursts)
cost spread on Bursts.rp = Entropy(bursts)

// The derivative of a mean over spikes is the mean effect of one more spike, whatever the loss.
oneform one_more on Spikes.rate = (E[k ~ spikes](L(k + 1) - L(k)))
vector drive on Spikes.rate = (lambda*E[k ~ spikes](L(k) - L(k + 1)))
prove derivative: d(loss) == one_more
prove score_rule: E[k ~ spikes](L(k)*(k/lambda - 1)) == E[k ~ spikes](L(k + 1) - L(k)) in rate
prove learning: learn == drive in rate
prove size_bias: E[k ~ spikes](k^2*log(k + 1)) == lambda*E[k ~ spikes]((k + 1)*log(k + 2)) in rate
prove linear: E[k ~ spikes](3*sqrt(k) + k^2) == 3*E[k ~ spikes](sqrt(k)) + lambda + lambda^2 in rate
prove expected_step: expected(compress) == (lambda + eps*(E[k ~ Poisson(rate = mu)](sqrt(k)) - lambda)) in rate
prove of_kl: coding == -disorder - log(s) - lambda*log(1 - s) in rate
prove one_term: Entropy(Poisson(rate = mu)) == mu - mu*log(mu) + E[k ~ Poisson(rate = mu)](lgamma(k + 1))
prove of_size: of_bursts[1, 1] == trigamma(r) - E[k ~ bursts](trigamma(r + k)) in rp
prove mixed_closed: of_bursts[1, 2] == -1/p in rp
prove both_ways: of_bursts == of_bursts_again
prove positive_root: E[k ~ spikes](sqrt(k + 2)) > 1 in rate
prove bounded: E[k ~ spikes](1/(1 + k)^2) <= 1 in rate
refute of_root: E[k ~ spikes](sqrt(k)) == sqrt(lambda) in rate
refute no_bias: E[k ~ spikes](k*log(k + 1)) == lambda*E[k ~ spikes](log(k + 1)) in rate
refute two_more: E[k ~ spikes](L(k)*(k/lambda - 1)) == E[k ~ spikes](L(k + 2) - L(k)) in rate
check root: E[k ~ Poisson(rate = 4)](sqrt(k)) ~ 1.922075727
check entropy: Entropy(Poisson(rate = 10)) ~ 2.56141
check long_tail: E[k ~ Geometric(p = 1/100)](sqrt(k)) ~ 8.8
check of_stretched: stretch at rate(lambda = 1) ~ 1.5
refuse G0605 { let x = E[k ~ Geometric(p = s)](sqrt(k)*3^k) }
refuse G0603 { let x = E[k ~ Geometric(p = s)](gamma(k + 1)) }
refuse G0603 { let x = E[k ~ Geometric(p = s)](L(k)) }
refuse G0605 { let x = E[k ~ Poisson(rate = mu)](log(k)) }
