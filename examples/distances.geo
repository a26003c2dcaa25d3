// Distances between normal laws: Fisher-Rao and Wasserstein-2, also between covariance matrices (Bures).
// Surace et al. (2020), "On choosing a metric" (SM-16, SM-38).
check fisher_rao: FisherRaoDistance(Normal(mean = 2, sd = 1), Normal(mean = 4, sd = 2)) ~ 1.63880532793848534
check wasserstein: WassersteinDistance(Normal(mean = 2, sd = 1), Normal(mean = 4, sd = 2)) ~ 2.2360679774997897
check fisher_rao_exact: FisherRaoDistance(Normal(mean = 2, sd = 1), Normal(mean = 4, sd = 2)) == sqrt(2)*acosh(7/4)
check wasserstein_exact: WassersteinDistance(Normal(mean = 2, sd = 1), Normal(mean = 4, sd = 2)) == sqrt(5)
param m1: real
param m2: real
param s1: positive
param s2: positive
prove on_the_line: WassersteinDistance(Normal(mean = m1, sd = s1), Normal(mean = m2, sd = s2))^2 == (m1 - m2)^2 + (s1 - s2)^2
prove half_plane: FisherRaoDistance(Normal(mean = m1, sd = s1), Normal(mean = m2, sd = s2)) == sqrt(2)*acosh(1 + ((m1 - m2)^2/2 + (s1 - s2)^2)/(2*s1*s2))
check bures: WassersteinDistance(MultivariateNormal(mean = (0, 0), covariance = [[2, 1], [1, 2]]), MultivariateNormal(mean = (0, 0), covariance = [[1, 0], [0, 4]]))^2 ~ 0.771220447654340236
check bures_exact: WassersteinDistance(MultivariateNormal(mean = (0, 0), covariance = [[2, 1], [1, 2]]), MultivariateNormal(mean = (0, 0), covariance = [[1, 0], [0, 4]]))^2 == 9 - 2*sqrt(10 + 2*sqrt(12))
// Of two by two matrices S and T: tr S + tr T - 2 sqrt(tr S T + 2 sqrt(det S T)).
param S[1..2]: positive
param T[1..2]: positive
param rS: (-1, 1)
param rT: (-1, 1)
let S12 = rS*sqrt(S[1]*S[2])
let T12 = rT*sqrt(T[1]*T[2])
prove two_by_two: WassersteinDistance(MultivariateNormal(mean = (0, 0), covariance = [[S[1], S12], [S12, S[2]]]), MultivariateNormal(mean = (0, 0), covariance = [[T[1], T12], [T12, T[2]]]))^2
  == S[1] + S[2] + T[1] + T[2] - 2*sqrt(S[1]*T[1] + 2*S12*T12 + S[2]*T[2] + 2*sqrt((S[1]*S[2] - S12^2)*(T[1]*T[2] - T12^2)))

// The metric on covariance matrices, g(H, H) = tr(L H)/2 with S L + L S = H.
manifold Covariances { chart s { a: positive, b: real, c: positive where a*c > b^2 } }
family centred(x[1..2]: real) on Covariances.s = MultivariateNormal(mean = (0, 0), covariance = [[a, b], [b, c]])
metric transport = Wasserstein(centred)
vector H on Covariances.s = (1, 2, -1)
check tangent: inner(H, H, transport) at s(a = 2, b = 1, c = 2) == 19/12
check lyapunov: flat(H, transport) at s(a = 2, b = 1, c = 2) == (-1/24, 2/3, -7/24)     // L/2 on the diagonal, L off it
prove diagonal: transport at s(a = s1, b = 0, c = s2) == [[1/(4*s1), 0, 0], [0, 1/(s1 + s2), 0], [0, 0, 1/(4*s2)]]

// One-parameter families: the length of the only way.
prove poisson: FisherRaoDistance(Poisson(rate = s1), Poisson(rate = s2)) == 2*abs(sqrt(s1) - sqrt(s2))
prove exponential: FisherRaoDistance(Exponential(rate = s1), Exponential(rate = s2)) == abs(log(s1) - log(s2))
check coins: FisherRaoDistance(Bernoulli(p = 1/4), Bernoulli(p = 3/4)) == pi/3

// In space: correlated variables, the metric by Lyapunov's equation, its inverse 2 (S P + P S) without it.
manifold Space {
  chart s {
    a: positive, b: real, c: real, d: positive, e: real, f: positive
    where a*d > b^2, a*d*f + 2*b*c*e - a*e^2 - d*c^2 - f*b^2 > 0
  }
}
family in_space(x[1..3]: real) on Space.s = MultivariateNormal(mean = (0, 0, 0), covariance = [[a, b, c], [b, d, e], [c, e, f]])
metric bures_in_space = Wasserstein(in_space)
prove inverse_in_space: inverse(bures_in_space)[1, 1] == 4*a in s
prove mixed_in_space: inverse(bures_in_space)[2, 5] == c in s
vector K on Space.s = (1, 2, 0, -1, 1, 3)
check tangent_in_space: inner(K, K, bures_in_space) at s(a = 2, b = 1, c = 0, d = 2, e = 1, f = 2) == 365/112

// Families of two parameters whose Fisher metric is that of a half-plane, and normal laws of two variables where something agrees.
prove through_logarithms: FisherRaoDistance(LogNormal(log_mean = m1, log_sd = s1), LogNormal(log_mean = m2, log_sd = s2)) == FisherRaoDistance(Normal(mean = m1, sd = s1), Normal(mean = m2, sd = s2))
prove tails: FisherRaoDistance(Pareto(shape = s1, minimum = 1), Pareto(shape = s2, minimum = 1)) == abs(log(s1) - log(s2))
check weibull: FisherRaoDistance(Weibull(shape = 1, scale = 1), Weibull(shape = 2, scale = 3)) ~ 1.46688613769
check one_mean: FisherRaoDistance(MultivariateNormal(mean = (0, 0), covariance = [[1, 0], [0, 1]]), MultivariateNormal(mean = (0, 0), covariance = [[2, 1], [1, 2]])) ~ 0.776836199212
