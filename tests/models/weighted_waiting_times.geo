// A density of one's own: waiting times with a rate r, weighted by 1 + x^2. No table has it; its integral, its moments and
// its Fisher metric follow from polynomials times an exponential. Not from a paper.
manifold Rates {
  chart rate { r: positive }
  chart scale { s: positive }
  map rate -> scale { s = 1/r }
}
family p(x in (0, inf)) on Rates.rate = unnormalised (1 + x^2)*exp(-r*x) with normaliser 1/r + 2/r^3
metric fisher = Fisher(p)
metric second = FisherByHessian(p)
cost psi on Rates = LogPartition(p)
prove mean: E[x ~ p](x) == (r^2 + 6)/(r*(r^2 + 2)) in rate
prove variance: fisher[1, 1] == E[x ~ p](x^2) - E[x ~ p](x)^2 in rate
prove both_ways: fisher == second
prove hessian: fisher == Hessian(psi, rate)
prove score: E[x ~ p](Score(p, x)[1]) == 0 in rate
prove cross: CrossEntropy(p, Exponential(rate = 1)) == E[x ~ p](x) in rate
prove invariant fisher under rate -> scale
refuse G0606 { family q(x in (0, inf)) on Rates.rate = unnormalised (1 + x^2)*exp(-r*x) with normaliser 1/r }
refuse G0606 { family q(x: real) on Rates.rate = density exp(-r*x) }
flow learn = -grad(psi, fisher)
prove falls: strictly decreasing psi along learn
