// Two recurrent logistic neurons over three steps, x = (x1(1), x2(1), x1(2), x2(2), x1(3), x2(3)) from x(0) = (1, 0): all 64
// histories. Surace et al. (2020), "Gradient descent in neuroscience" (SM-31).
manifold Weights { chart w { w11: real, w12: real, w21: real, w22: real } }
let a1 on Weights.w = -1/2 + w11
let a2 on Weights.w = -1 + w21
family net(x[1..6] in 0..1) on Weights.w = log_mass x[1]*a1 - softplus(a1) + x[2]*a2 - softplus(a2) + x[3]*(-1/2 + w11*x[1] + w12*x[2]) - softplus(-1/2 + w11*x[1] + w12*x[2]) + x[4]*(-1 + w21*x[1] + w22*x[2]) - softplus(-1 + w21*x[1] + w22*x[2]) + x[5]*(-1/2 + w11*x[3] + w12*x[4]) - softplus(-1/2 + w11*x[3] + w12*x[4]) + x[6]*(-1 + w21*x[3] + w22*x[4]) - softplus(-1 + w21*x[3] + w22*x[4])
family teacher(x[1..6] in 0..1) = log_mass x[1]/2 - softplus(1/2) + x[2] - softplus(1) + x[3]*(-1/2 + x[1] - x[2]) - softplus(-1/2 + x[1] - x[2]) + x[4]*(-1 + 2*x[1]) - softplus(-1 + 2*x[1]) + x[5]*(-1/2 + x[3] - x[4]) - softplus(-1/2 + x[3] - x[4]) + x[6]*(-1 + 2*x[3]) - softplus(-1 + 2*x[3])
cost C on Weights = KL(teacher, net)
check C_at: C at w(w11 = 0, w12 = 0, w21 = 1/2, w22 = 1/2) ~ 0.642557569803944265
check dC: d(C) at w(w11 = 0, w12 = 0, w21 = 1/2, w22 = 1/2) ~ (-0.319978281746570447, 0.118428779921326306, -0.619136734382708671, -0.091360720578118227)
check F11: E[x ~ net](Score(net, x)[1]^2) at w(w11 = 0, w12 = 0, w21 = 1/2, w22 = 1/2) ~ 0.4124506295508682
check F12: E[x ~ net](Score(net, x)[1]*Score(net, x)[2]) at w(w11 = 0, w12 = 0, w21 = 1/2, w22 = 1/2) ~ 0.06480884263058772
check F22: E[x ~ net](Score(net, x)[2]^2) at w(w11 = 0, w12 = 0, w21 = 1/2, w22 = 1/2) ~ 0.1716605600050949
check F33: E[x ~ net](Score(net, x)[3]^2) at w(w11 = 0, w12 = 0, w21 = 1/2, w22 = 1/2) ~ 0.4165862750981868
check F34: E[x ~ net](Score(net, x)[3]*Score(net, x)[4]) at w(w11 = 0, w12 = 0, w21 = 1/2, w22 = 1/2) ~ 0.06894448817790631
check F44: E[x ~ net](Score(net, x)[4]^2) at w(w11 = 0, w12 = 0, w21 = 1/2, w22 = 1/2) ~ 0.1757962055524135
// The conditional mean of the score is 0 at each step, so that scores of the two neurons are uncorrelated, and those of
// different steps.
prove blocks: E[x ~ net](Score(net, x)[1]*Score(net, x)[3]) == 0 in w
prove martingale: E[x ~ net](Score(net, x)[1]) == 0 in w
prove martingale_2: E[x ~ net](Score(net, x)[2]) == 0 in w
prove martingale_3: E[x ~ net](Score(net, x)[3]) == 0 in w
prove martingale_4: E[x ~ net](Score(net, x)[4]) == 0 in w
prove blocks_14: E[x ~ net](Score(net, x)[1]*Score(net, x)[4]) == 0 in w
prove blocks_23: E[x ~ net](Score(net, x)[2]*Score(net, x)[3]) == 0 in w
prove blocks_24: E[x ~ net](Score(net, x)[2]*Score(net, x)[4]) == 0 in w
// The slope is the mean of sum_t (x_i(t) - phi(u_i)) x_j(t - 1), and so is the block of F with phi' x_j x_l.
let slope on Weights.w = -d(C)
prove slope_12: slope[2] == E[x ~ teacher]((x[3] - logistic(-1/2 + w11*x[1] + w12*x[2]))*x[2] + (x[5] - logistic(-1/2 + w11*x[3] + w12*x[4]))*x[4]) in w
prove slope_11: slope[1] == E[x ~ teacher](x[1] - logistic(a1) + (x[3] - logistic(-1/2 + w11*x[1] + w12*x[2]))*x[1] + (x[5] - logistic(-1/2 + w11*x[3] + w12*x[4]))*x[3]) in w
prove slope_21: slope[3] == E[x ~ teacher](x[2] - logistic(a2) + (x[4] - logistic(-1 + w21*x[1] + w22*x[2]))*x[1] + (x[6] - logistic(-1 + w21*x[3] + w22*x[4]))*x[3]) in w
prove slope_22: slope[4] == E[x ~ teacher]((x[4] - logistic(-1 + w21*x[1] + w22*x[2]))*x[2] + (x[6] - logistic(-1 + w21*x[3] + w22*x[4]))*x[4]) in w
prove block_11: E[x ~ net](Score(net, x)[1]^2) == E[x ~ net](logistic(a1)*(1 - logistic(a1)) + logistic(-1/2 + w11*x[1] + w12*x[2])*(1 - logistic(-1/2 + w11*x[1] + w12*x[2]))*x[1]^2 + logistic(-1/2 + w11*x[3] + w12*x[4])*(1 - logistic(-1/2 + w11*x[3] + w12*x[4]))*x[3]^2) in w
prove block_12: E[x ~ net](Score(net, x)[1]*Score(net, x)[2]) == E[x ~ net](logistic(-1/2 + w11*x[1] + w12*x[2])*(1 - logistic(-1/2 + w11*x[1] + w12*x[2]))*x[1]*x[2] + logistic(-1/2 + w11*x[3] + w12*x[4])*(1 - logistic(-1/2 + w11*x[3] + w12*x[4]))*x[3]*x[4]) in w
prove block_22: E[x ~ net](Score(net, x)[2]^2) == E[x ~ net](logistic(-1/2 + w11*x[1] + w12*x[2])*(1 - logistic(-1/2 + w11*x[1] + w12*x[2]))*x[2]^2 + logistic(-1/2 + w11*x[3] + w12*x[4])*(1 - logistic(-1/2 + w11*x[3] + w12*x[4]))*x[4]^2) in w
prove block_33: E[x ~ net](Score(net, x)[3]^2) == E[x ~ net](logistic(a2)*(1 - logistic(a2)) + logistic(-1 + w21*x[1] + w22*x[2])*(1 - logistic(-1 + w21*x[1] + w22*x[2]))*x[1]^2 + logistic(-1 + w21*x[3] + w22*x[4])*(1 - logistic(-1 + w21*x[3] + w22*x[4]))*x[3]^2) in w
prove block_34: E[x ~ net](Score(net, x)[3]*Score(net, x)[4]) == E[x ~ net](logistic(-1 + w21*x[1] + w22*x[2])*(1 - logistic(-1 + w21*x[1] + w22*x[2]))*x[1]*x[2] + logistic(-1 + w21*x[3] + w22*x[4])*(1 - logistic(-1 + w21*x[3] + w22*x[4]))*x[3]*x[4]) in w
prove block_44: E[x ~ net](Score(net, x)[4]^2) == E[x ~ net](logistic(-1 + w21*x[1] + w22*x[2])*(1 - logistic(-1 + w21*x[1] + w22*x[2]))*x[2]^2 + logistic(-1 + w21*x[3] + w22*x[4])*(1 - logistic(-1 + w21*x[3] + w22*x[4]))*x[4]^2) in w
