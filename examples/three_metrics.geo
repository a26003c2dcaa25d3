// One cost, three metrics: three gradients, three lengths, three directions of steepest descent.
// Surace & Brea (2018), Fig. 1, with metrics of our choice (SM-10).
manifold Punctured { chart xy { x1: real, x2: real where x1^2 + x2^2 > 0 } }
cost C on Punctured.xy = 10*x1*x2
let r2 on Punctured.xy = x1^2 + x2^2
metric gE = Euclidean(Punctured.xy)
metric gc on Punctured.xy = [[2, 1], [1, 3]]
metric gp on Punctured.xy = [[1 + 3*x1^2/r2, 3*x1*x2/r2], [3*x1*x2/r2, 1 + 3*x2^2/r2]]
flow red = -grad(C, gE)
flow green = -grad(C, gc)
flow orange = -grad(C, gp)

prove gradient_E: grad(C, gE) == (10*x2, 10*x1)
prove gradient_c: grad(C, gc) == (6*x2 - 2*x1, 4*x1 - 2*x2)
prove gradient_p: grad(C, gp) == (5*x2*(2*x2^2 - x1^2)/r2, 5*x1*(2*x1^2 - x2^2)/r2)
prove length_p: norm(grad(C, gp), gp)^2 == 100*(x1^4 - x1^2*x2^2 + x2^4)/r2
prove det_c: det(gc) == 5
prove det_p: det(gp) == 4
prove falls_E: decreasing C along red
prove falls_c: decreasing C along green
prove falls_p: decreasing C along orange

check grad_E_a: grad(C, gE) at xy(x1 = 1, x2 = 2) == (20, 10)
check grad_c_a: grad(C, gc) at xy(x1 = 1, x2 = 2) == (10, 0)
check grad_p_a: grad(C, gp) at xy(x1 = 1, x2 = 2) == (14, -2)
check grad_E_b: grad(C, gE) at xy(x1 = -3/2, x2 = 1/2) == (5, -15)
check grad_c_b: grad(C, gc) at xy(x1 = -3/2, x2 = 1/2) == (6, -7)
check grad_p_b: grad(C, gp) at xy(x1 = -3/2, x2 = 1/2) == (-7/4, -51/4)

check norm_E_a: norm(grad(C, gE), gE) at xy(x1 = 1, x2 = 2) ~ 22.36067977499790
check norm_c_a: norm(grad(C, gc), gc) at xy(x1 = 1, x2 = 2) ~ 14.14213562373095
check norm_p_a: norm(grad(C, gp), gp) at xy(x1 = 1, x2 = 2) ~ 16.12451549659710
check norm_E_b: norm(grad(C, gE), gE) at xy(x1 = -3/2, x2 = 1/2) ~ 15.8113883008419
check norm_c_b: norm(grad(C, gc), gc) at xy(x1 = -3/2, x2 = 1/2) ~ 11.61895003862225
check norm_p_b: norm(grad(C, gp), gp) at xy(x1 = -3/2, x2 = 1/2) ~ 13.50925608610630
check exact_E_a: norm(grad(C, gE), gE) at xy(x1 = 1, x2 = 2) == 10*sqrt(5)
check exact_c_b: norm(grad(C, gc), gc) at xy(x1 = -3/2, x2 = 1/2) == 3*sqrt(15)
check exact_p_b: norm(grad(C, gp), gp) at xy(x1 = -3/2, x2 = 1/2) == sqrt(730)/2

check steepest_E_a: -steepest(C, gE) at xy(x1 = 1, x2 = 2) ~ (-0.8944271909999159, -0.4472135954999579)
check steepest_c_a: -steepest(C, gc) at xy(x1 = 1, x2 = 2) ~ (-0.7071067811865475, 0.0000000000000)
check steepest_p_a: -steepest(C, gp) at xy(x1 = 1, x2 = 2) ~ (-0.8682431421244592, 0.1240347345892085)
check steepest_E_b: -steepest(C, gE) at xy(x1 = -3/2, x2 = 1/2) ~ (-0.3162277660168379, 0.9486832980505138)
check steepest_c_b: -steepest(C, gc) at xy(x1 = -3/2, x2 = 1/2) ~ (-0.5163977794943223, 0.6024640760767093)
check steepest_p_b: -steepest(C, gp) at xy(x1 = -3/2, x2 = 1/2) ~ (0.1295408117845809, 0.9437973430019467)

// Fig. 1 of Surace and Brea (2018): unit balls of three metrics, and where each finds the steepest way down.
figure "figures/three_metrics.svg" columns 2 {
  plot in xy over x1 = -2..2, x2 = -2..2
    contours C = [-30, -20, -10, -5, 5, 10, 20, 30]
    balls gE, gc, gp of C
      at xy(x1 = 1.2/sqrt(5), x2 = 2.4/sqrt(5)), xy(x1 = -3/2, x2 = 1/2), xy(x1 = 1.2, x2 = -0.8), xy(x1 = -0.7, x2 = -1.3)
      size 1/4
    title "unit balls and steepest descent"
  plot red, green, orange in xy over x1 = -2..2, x2 = -2..2
    contours C = [-30, -20, -10, -5, 5, 10, 20, 30]
    from xy(x1 = 1.2, x2 = 1.6), xy(x1 = -1.8, x2 = -0.4), xy(x1 = 0.4, x2 = 1.8) to t = 0.2
    title "descent under each metric"
}
