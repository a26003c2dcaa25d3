// The Fisher metric of the recurrent network of spike_train_recurrent.geo in its four weights: two blocks, positive definite
// because the scores of histories that differ in one spike are independent. Surace et al. (2020) (SM-31).
manifold Weights { chart w { w11: real, w12: real, w21: real, w22: real } }
let a1 on Weights.w = -1/2 + w11
let a2 on Weights.w = -1 + w21
family net(x[1..6] in 0..1) on Weights.w = log_mass x[1]*a1 - softplus(a1) + x[2]*a2 - softplus(a2) + x[3]*(-1/2 + w11*x[1] + w12*x[2]) - softplus(-1/2 + w11*x[1] + w12*x[2]) + x[4]*(-1 + w21*x[1] + w22*x[2]) - softplus(-1 + w21*x[1] + w22*x[2]) + x[5]*(-1/2 + w11*x[3] + w12*x[4]) - softplus(-1/2 + w11*x[3] + w12*x[4]) + x[6]*(-1 + w21*x[3] + w22*x[4]) - softplus(-1 + w21*x[3] + w22*x[4])
metric F = Fisher(net)
prove definite: positive_definite F
check F_at: (F[1, 1], F[1, 2], F[2, 2], F[3, 3], F[3, 4], F[4, 4]) at w(w11 = 0, w12 = 0, w21 = 1/2, w22 = 1/2) ~ (0.4124506295508682, 0.06480884263058772, 0.1716605600050949, 0.4165862750981868, 0.06894448817790631, 0.1757962055524135)
prove block_of_zeros: (F[1, 3], F[1, 4], F[2, 3], F[2, 4]) == (0, 0, 0, 0) in w
