// The weight of a mixture: its Fisher metric has no closed form, and has numbers (Titterington, Smith and Makov, Statistical Analysis of
// Finite Mixture Distributions, 3.2). Numbers were checked against mpmath.
manifold M {
  chart c { a: (0, 1) }
  chart l { t: real }
  map l -> c { a = logistic(t) }
}
family waiting(x in (0, inf)) on M.c = density a*exp(-x) + (1 - a)*2*exp(-2*x)
family two_bells(x: real) on M.c =
  density a*exp(-x^2/2)/sqrt(2*pi) + (1 - a)*exp(-(x - 3)^2/2)/sqrt(2*pi)

metric g_waiting = Fisher(waiting)
metric g_bells = Fisher(two_bells)
check g_waiting at c(a = 1/2) ~ 0.39444915
check g_waiting at c(a = 1/3) ~ 0.46592648
check g_bells at c(a = 1/2) ~ 3.21102999
// A sixteenth of that, for a changes by a (1 - a) with t.
check g_bells at l(t = 0) ~ 0.20068937

prove E[x ~ waiting](1/(1 + exp(-x))) <= 1 in c
prove E[x ~ waiting](1/(1 + exp(-x))) >= 1/2 in c

cost far on M.c = E[x ~ two_bells](exp(-x^4))
flow fall = -grad(far, g_bells)
prove decreasing far along fall
// The mean is linear in the weight.
prove d(d(far)[1]) == (0) in c

family counts(k: natural) on M.c = mass a*exp(-1)/gamma(k + 1) + (1 - a)*exp(-3)*3^k/gamma(k + 1)
metric g_counts = Fisher(counts)
check g_counts at c(a = 1/2) ~ 1.46525537
