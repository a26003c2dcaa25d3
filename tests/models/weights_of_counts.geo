// Mass functions of counts hold the weight of their base measure: binomial coefficients, 1/k!, n!/(k_1! .. k_m!), also in
// products, powers and images.
manifold S { chart c { a: (0, 1), b: positive } }

family po(x: natural) on S.c = Poisson(rate = b)
family bi(x: natural) on S.c = Binomial(n = 4, p = a)
family nb(x: natural) on S.c = NegativeBinomial(size = 3, p = a)
family arrivals(x[1..2]: natural) on S.c = Bernoulli(p = a)*Poisson(rate = b)
family both(x[1..2]: natural) on S.c = po*bi
family twice(x[1..2]: natural) on S.c = po^2
family trinomial(x[1..3]: natural) on S.c = Multinomial(n = 2, p = (a/2, a/2, 1 - a))
family late(x: natural) on S.c = po under k -> k + 1
family doubled(x: natural) on S.c = bi under k -> 2*k
family failures(x: natural) on S.c = bi under k -> 4 - k
family flipped(x: natural) on S.c = Binomial(n = 4, p = 1 - a)

check poisson: density(po, 2) at c(a = 1/2, b = 1) == exp(-1)/2
check binomial: density(bi, 2) at c(a = 1/2, b = 1) == 3/8
check negative_binomial: density(nb, 2) at c(a = 1/2, b = 1) == 3/16
prove product: density(arrivals, (1, 2)) == a*exp(-b)*b^2/2 in c
refute product_without_weight: density(arrivals, (1, 2)) == a*exp(-b)*b^2 in c
check of_different_kinds: density(both, (2, 2)) at c(a = 1/2, b = 1) == 3*exp(-1)/16
check power: density(twice, (2, 3)) at c(a = 1/2, b = 1) == exp(-2)/12
prove trinomial_mass: density(trinomial, (1, 0, 1)) == a*(1 - a) in c
refute trinomial_without_weight: density(trinomial, (1, 0, 1)) == a*(1 - a)/2 in c
prove trinomial_entropy: -E[x ~ trinomial](log_density(trinomial, x)) == Entropy(trinomial) in c
prove collisions: E[x ~ trinomial](density(trinomial, x)) == 2*(a^2/4)^2 + (1 - a)^4 + (a^2/2)^2 + 2*(a*(1 - a))^2 in c

check shifted: density(late, 3) at c(a = 1/2, b = 1) == exp(-1)/2
check stretched: density(doubled, 4) at c(a = 1/2, b = 1) == 3/8
check same_entropy: Entropy(doubled) at c(a = 1/2, b = 1) ~ 1.407532
prove entropy_of_image: Entropy(failures) == Entropy(bi) in c
prove failures_are_binomial: KL(failures, flipped) == 0 in c
refute failures_are_successes: KL(failures, bi) == 0 in c
