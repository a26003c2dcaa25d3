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
let S3_2 = ((xi[1] - r[1])^2 + (xi[2] - r[2])^2 + (xi[3] - r[3])^2)*xi[2]/sigma^2
let S3_3 = ((xi[1] - r[1])^2 + (xi[2] - r[2])^2 + (xi[3] - r[3])^2)*xi[3]/sigma^2
prove sum: variance(S3) + variance(S3_2) + variance(S3_3) == 3*(35*sigma^2 + 14*R2 + R2^2/sigma^2) + 4*R2
check sum_digits: variance(S3) + variance(S3_2) + variance(S3_3) given sigma = 7/10, r[1] = 1, r[2] = -2, r[3] = 1/2 ~ 461.7
// Any dimension d = n + 1: Q, the part of the loss in the n other directions, has mean q1 and second moment q2, by induction over n:
// one direction more, with (Y - theta) = r there, adds r^2 to rho2.
param n: natural
param d: natural
param rho2: nonnegative                                    // R^2 - r_1^2
let q1 = n*sigma^2 + rho2
let q2 = 2*n*sigma^4 + 4*sigma^2*rho2 + q1^2
prove next_mean: q1 + expected((xi[2] - r[2])^2) == (n + 1)*sigma^2 + rho2 + r[2]^2
prove next_square: q2 + 2*q1*expected((xi[2] - r[2])^2) + expected((xi[2] - r[2])^4) == 2*(n + 1)*sigma^4 + 4*sigma^2*(rho2 + r[2]^2) + ((n + 1)*sigma^2 + rho2 + r[2]^2)^2
let mean_any = (expected((xi[1] - r[1])^2*xi[1]) + q1*expected(xi[1]))/sigma^2
let square_any = (expected((xi[1] - r[1])^4*xi[1]^2) + 2*q1*expected((xi[1] - r[1])^2*xi[1]^2) + q2*expected(xi[1]^2))/sigma^4
prove mean_in_any: mean_any == -2*r[1]
prove in_any_dimension: square_any - mean_any^2 == (d + 2)*(d + 4)*sigma^2 + (2*d + 8)*(rho2 + r[1]^2) + 4*r[1]^2 + (rho2 + r[1]^2)^2/sigma^2 given n = d - 1
prove pure_noise: q2/sigma^2 == (d^2 - 1)*sigma^2 + 2*(d + 1)*rho2 + rho2^2/sigma^2 given n = d - 1
// The best sigma: sigma^2 = R^2/sqrt((d + 2)(d + 4)), where the bound is reached.
param R: positive
let best_square = R^2/sqrt((d + 2)*(d + 4))
prove best: (d + 2)*(d + 4)*sigma^2 + R^4/sigma^2 >= 2*sqrt((d + 2)*(d + 4))*R^2
prove reached: (d + 2)*(d + 4)*best_square + R^4/best_square == 2*sqrt((d + 2)*(d + 4))*R^2
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
// A quadratic polynomial in d, in general (q1, q2 now of n squares of uniform variables) and its digits at A = 1.
let u1 = n*A^2/3
let u2 = 4*n*A^4/45 + u1^2
let any_variance = expected(U[1]^4*h^2) + 2*u1*expected(U[1]^2*h^2) + u2*expected(h^2) - (expected(U[1]^2*h) + u1*expected(h))^2
prove quadratic_in_d: any_variance == d^2*(A^4/9)*(sinh(2*A)/A - 2) + d*(2*A^2/3*expected((U[1]^2 - A^2/3)*h^2) + 4*A^4/45*expected(h^2))
  + expected((U[1]^2 - A^2/3)^2*h^2) - 4*A^4/45*expected(h^2) given n = d - 1
let H3_0 = (U[1]^2 + U[2]^2 + U[3]^2)*h
check leading_digits: (variance(H3_0) - 2*variance(H2) + variance(H1))/2 given A = 1 ~ 0.180762267538557641
check linear_digits: (8*variance(H2) - 5*variance(H1) - 3*variance(H3_0))/2 given A = 1 ~ 0.457370781633884181
check constant_digits: 3*variance(H1) - 3*variance(H2) + variance(H3_0) given A = 1 ~ 0.0986207385680041024
