// Divergences between laws whose supports end at parameters: one has to lie in the other, and the domain says so.
manifold M {
  chart a { a: positive }
}
family wide(x: real) on M.a = Uniform(lower = a, upper = 2*a)
family shifted(x: (a, inf)) on M.a = Exponential(rate = 1) under x -> x + a

manifold Ends {
  chart z { v: (0, 1), w: (0, 1) where v < w }
}
family inner(x: real) on Ends.z = Uniform(lower = 0, upper = v)
family outer(x: real) on Ends.z = Uniform(lower = 0, upper = w)

param c: (1, 2)
param k: positive

prove against_a_tail: KL(wide, Exponential(rate = 1)) == 3*a/2 - log(a)
prove against_a_shift: KL(shifted, Exponential(rate = 1)) == a
prove of_intervals: KL(inner, outer) == log(w/v)
prove of_an_interval: KL(inner, Beta(alpha = 1, beta = 1)) == -log(v)
prove crossed: CrossEntropy(inner, outer) == log(w)
prove of_minima: KL(Pareto(shape = 3, minimum = c), Pareto(shape = 1, minimum = 1)) == log(3) + log(c) - 2/3
refute too_small: KL(inner, outer) == log(w)
refuse G0608 { let d = KL(Pareto(shape = 3, minimum = 1), Pareto(shape = 1, minimum = c)) }
refuse G0608 { let d = KL(Uniform(lower = 0, upper = 2), Beta(alpha = 1, beta = 1)) }
refuse G0607 {
  family moving(x: (0, a)) on M.a = Uniform(lower = 0, upper = a)
  metric g on M.a = Fisher(moving)
}

// Angles beside a quotient, and Bessel functions whose argument nothing else divides by.
prove half_turn: sin(pi - pi/k) == sin(pi/k)
prove sixth: cos(pi/3 - pi/k) == cos(pi/k)/2 + sqrt(3)/2*sin(pi/k)
prove second_wave: E[x ~ VonMises(mean = 1, kappa = k)](sin(x)^2) == 1/2 - cos(2)*besselI(2, k)/(2*besselI(0, k))
