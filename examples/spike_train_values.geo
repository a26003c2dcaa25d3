// The worked case of the spike train: three bins, two inputs, student and teacher; twice, as independent bins and by
// enumeration of the eight trains. Surace et al. (2020), "Gradient descent in neuroscience" (SM-30).
manifold Weights { chart w { w1: real, w2: real } }
let u1 on Weights.w = -1 + w1                              // inputs (1, 0), (1/2, 1), (1/4, 1/2)
let u2 on Weights.w = -1 + w1/2 + w2
let u3 on Weights.w = -1 + w1/4 + w2/2
family bins(x[1..3]: natural) on Weights.w = Bernoulli(p = logistic(u1))*Bernoulli(p = logistic(u2))*Bernoulli(p = logistic(u3))
family teacher(x[1..3]: natural) = Bernoulli(p = logistic(0))*Bernoulli(p = logistic(-1))*Bernoulli(p = logistic(-1))
cost C on Weights = KL(teacher, bins)
metric F = Fisher(bins)
flow natural = -grad(C, F)
check C_bins: C at w(w1 = 0, w2 = 1/2) ~ 0.152833056189342141
check dC: d(C) at w(w1 = 0, w2 = 1/2) ~ (-0.163788985052276745, 0.134539187155456268)
check F_at: F at w(w1 = 0, w2 = 1/2) ~ [[0.268981298401993852, 0.144738730321023998], [0.144738730321023998, 0.289477460642047996]]
check flow_at: natural at w(w1 = 0, w2 = 1/2) ~ (1.17520119364380146, -1.05236627100273124)

family trains(x[1..3] in 0..1) on Weights.w = log_mass x[1]*u1 - softplus(u1) + x[2]*u2 - softplus(u2) + x[3]*u3 - softplus(u3)
family taught(x[1..3] in 0..1) = log_mass -softplus(0) - x[2] - softplus(-1) - x[3] - softplus(-1)
cost D on Weights = KL(taught, trains)
check C_trains: D at w(w1 = 0, w2 = 1/2) ~ 0.152833056189342141
prove twice: C == D in w
prove fisher_twice: F[1, 2] == E[x ~ trains](Score(trains, x)[1]*Score(trains, x)[2]) in w

// Escape rate, phi = 1 - exp(-e^u/2).
family escape(x[1..3]: natural) on Weights.w = Bernoulli(p = 1 - exp(-exp(u1)/2))*Bernoulli(p = 1 - exp(-exp(u2)/2))*Bernoulli(p = 1 - exp(-exp(u3)/2))
family escape_teacher(x[1..3]: natural) = Bernoulli(p = 1 - exp(-exp(0)/2))*Bernoulli(p = 1 - exp(-exp(-1)/2))*Bernoulli(p = 1 - exp(-exp(-1)/2))
cost C2 on Weights = KL(escape_teacher, escape)
metric F2 = Fisher(escape)
flow natural2 = -grad(C2, F2)
check C2_at: C2 at w(w1 = 0, w2 = 1/2) ~ 0.173710191532517727
check dC2: d(C2) at w(w1 = 0, w2 = 1/2) ~ (-0.180694150621332981, 0.132263090384844477)
check F2_at: F2 at w(w1 = 0, w2 = 1/2) ~ [[0.245528218558396111, 0.155974170583967494], [0.155974170583967494, 0.311948341167934987]]
check flow2: natural2 at w(w1 = 0, w2 = 1/2) ~ (1.47322446137015205, -1.16060259360751151)
