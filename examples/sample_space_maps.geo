// Invertible maps of the sample space leave Fisher metrics and divergences as they are; copies multiply them.
// Surace & Brea (2018), appendix; Surace et al. (2020), after Chentsov (SM-28, SM-36).
param n: 1..inf
param m0: real
param s0: positive
manifold Normals { chart std { m: real, s: positive } }
family x(x: real) on Normals.std = Normal(mean = m, sd = s)
family y(y: positive) on Normals.std = Normal(mean = m, sd = s) under x -> exp(x)
family z(z: (0, 1)) on Normals.std = Normal(mean = m, sd = s) under x -> logistic(x)
family w(w: real) on Normals.std = Normal(mean = m, sd = s) under x -> m0 + s0*x
metric of_x = Fisher(x)
metric of_y = Fisher(y)
metric of_z = Fisher(z)
metric of_w = Fisher(w)
prove exponential: of_y == of_x
prove logistic: of_z == of_x
prove affine: of_w == of_x
prove divergence: KL(y, LogNormal(log_mean = m0, log_sd = s0)) == KL(x, Normal(mean = m0, sd = s0)) in std
prove same_law: of_y == Fisher(by_name)
family by_name(y: positive) on Normals.std = LogNormal(log_mean = m, log_sd = s)
// Not so the entropy: it changes by the mean logarithm of the slope.
prove entropy: Entropy(y) == Entropy(x) + m in std
refute same_entropy: Entropy(y) == Entropy(x) in std

// n independent copies.
family copies(x: real) on Normals.std = x^n
metric of_copies = Fisher(copies)
prove n_fold: of_copies == n*of_x
family three(x[1..3]: real) on Normals.std = x^3
metric of_three = Fisher(three)
prove three_fold: of_three == 3*of_x
prove independent: E[x ~ three](x[1]*x[2]) == m^2 in std

// Splitting the first outcome in a fixed ratio r keeps the length.
param r: (0, 1)
manifold Coins { chart p { p: (0, 1) } }
family coin(k: natural) on Coins.p = Categorical(p = (p, 1 - p))
family split(k: natural) on Coins.p = Categorical(p = (p*r, p*(1 - r), 1 - p))
metric of_coin = Fisher(coin)
metric of_split = Fisher(split)
prove kept: of_split == of_coin
prove length: of_coin == [[1/(p*(1 - p))]]
// The same as curves in the simplices, with G = sum dp_i^2/p_i; the Euclidean length is not kept: 2 against 1 + r^2 + (1 - r)^2.
manifold Two { chart q { q1: (0, 1), q2: (0, 1) } }
manifold Three { chart q { r1: (0, 1), r2: (0, 1), r3: (0, 1) } }
map as_two: Coins.p -> Two.q { q1 = p, q2 = 1 - p }
map as_three: Coins.p -> Three.q { r1 = p*r, r2 = p*(1 - r), r3 = 1 - p }
metric of_two on Two.q = dq1^2/q1 + dq2^2/q2
metric of_three_chances on Three.q = dr1^2/r1 + dr2^2/r2 + dr3^2/r3
prove kept_in_simplex: pullback(as_two, of_two) == pullback(as_three, of_three_chances)
prove euclidean_two: pullback(as_two, Euclidean(Two.q)) == [[2]]
prove euclidean_three: pullback(as_three, Euclidean(Three.q)) == [[1 + r^2 + (1 - r)^2]]
refute euclidean_kept: pullback(as_two, Euclidean(Two.q)) == pullback(as_three, Euclidean(Three.q))
check euclidean_half: 1 + r^2 + (1 - r)^2 given r = 1/2 == 3/2
