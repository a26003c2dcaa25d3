// The variance of the one-point estimator of a gradient grows with the square of the dimension.
// Schmidt-Hieber (2023), Section 3, computed in full (SM-93, SM-94): quadratic loss in 1, 2 and 3 dimensions.
param sigma: positive = 7/10
param r[1..3]: real                                        // Y - theta
param A: positive = 1
random xi[1..3] ~ Normal(mean = 0, sd = sigma)
random U[1..3] ~ Uniform(-A, A)

let S1 = (xi[1] - r[1])^2*xi[1]/sigma^2
let S2 = ((xi[1] - r[1])^2 + (xi[2] - r[2])^2)*xi[1]/sigma^2
let S3 = ((xi[1] - r[1])^2 + (xi[2] - r[2])^2 + (xi[3] - r[3])^2)*xi[1]/sigma^2
prove mean_one: expected(S1) == -2*r[1]
prove mean_three: expected(S3) == -2*r[1]
// (d + 2)(d + 4) sigma^2 + (2 d + 8) R^2 + 4 r_1^2 + R^4/sigma^2
prove one: variance(S1) == 15*sigma^2 + 14*r[1]^2 + r[1]^4/sigma^2
prove two: variance(S2) == 24*sigma^2 + 12*(r[1]^2 + r[2]^2) + 4*r[1]^2 + (r[1]^2 + r[2]^2)^2/sigma^2
let R2 = r[1]^2 + r[2]^2 + r[3]^2
prove three: variance(S3) == 35*sigma^2 + 14*R2 + 4*r[1]^2 + R2^2/sigma^2
check three_digits: variance(S3) given sigma = 7/10, r[1] = 1, r[2] = -2, r[3] = 1/2 ~ 150.9
refute linear_in_d: variance(S3) - variance(S2) == variance(S2) - variance(S1) given r[1] = 0, r[2] = 0, r[3] = 0

// With Hebbian noise.
let h = exp(-U[1]) - exp(U[1])
let H3 = ((U[1] - r[1])^2 + (U[2] - r[2])^2 + (U[3] - r[3])^2)*h
let H2 = (U[1]^2 + U[2]^2)*h
let H1 = U[1]^2*h
prove hebbian_scale: expected(h^2) == sinh(2*A)/A - 2
check hebbian_mean: expected(H3) given A = 1, r[1] = 1, r[2] = -2, r[3] = 1/2 == 4/exp(1)
check hebbian_three: variance(H3) given A = 1, r[1] = 1, r[2] = -2, r[3] = 1/2 ~ 81.04517713350323
check hebbian_d1: variance(H1) given A = 1 ~ 0.73675378774044592
check hebbian_d2: variance(H2) given A = 1 ~ 1.73641137199000303
prove leading: variance(H1) - 2*variance(H2)
  + variance((U[1]^2 + U[2]^2 + U[3]^2)*h) == 2*A^4/9*(sinh(2*A)/A - 2)
