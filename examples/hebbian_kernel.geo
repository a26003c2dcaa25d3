// The weight K(u) of the averaged gradient, its normaliser C(A), its variance, and the effective learning rate.
// Schmidt-Hieber (2023), Section 4 (SM-85, SM-86).
param A: positive = 1
random U ~ Uniform(-A, A)
let K = (exp(A) - exp(U))*(exp(A) - exp(-U))
let C = 2*A*(exp(2*A) + 1) + 2 - 2*exp(2*A)
let var = ((2*A^3/3)*(exp(2*A) + 1) + 2*A^2 + 4*A + 4 - 2*(A^2 - 2*A + 2)*exp(2*A))/C
let peak = (exp(A) - 1)^2/C
let rho = exp(-A)*C/(2*A)

prove normaliser: 2*A*expected(K) == C
prove even: expected(U*K) == 0
prove variance_of_f: 2*A*expected(U^2*K) == C*var
prove rate: rho == 2*cosh(A) - 2*sinh(A)/A
prove rate_is_mean: rho == exp(-A)*expected(K)
// For small A it is 4 A^3/3 and more, and the rate 2 A^2/3 and more.
prove small: C >= 4*A^3/3
prove small_rate: 2*cosh(A) - 2*sinh(A)/A >= 2*A^2/3
prove small_rate_above: 2*cosh(A) - 2*sinh(A)/A <= 2*A^2/3*cosh(A)

check C_tenth: C given A = 1/10 == 11/5 - 9/5*exp(1/5)
check C_tenth_digits: C given A = 1/10 ~ 0.00147503531169429894
check C_half: C given A = 1/2 == 3 - exp(1)
check C_one: C given A = 1 == 4
check C_two: C given A = 2 == 6 + 2*exp(4)
check C_three: C given A = 3 ~ 1621.71517397094049
check var_tenth: var given A = 1/10 ~ 0.00200038078315010097
check var_half: var given A = 1/2 ~ 0.0502354811307700785
check var_one: var given A = 1 == (8 - exp(2))/3
check var_two: var given A = 2 ~ 0.851857799724388963
check var_three: var given A = 3 ~ 2.02219871934221976
check peak_tenth: peak given A = 1/10 ~ 7.498750654429730
check peak_half: peak given A = 1/2 ~ 1.493830819491917
check peak_two: peak given A = 2 ~ 0.3543519871019597
check peak_one: peak given A = 1 ~ 0.7381231105031399
check peak_three: peak given A = 3 ~ 0.2246126357407364
check rho_tenth: rho given A = 1/10 ~ 0.0066733357147266815
check rho_half: rho given A = 1/2 ~ 0.170870708437772124
check rho_one: rho given A = 1 ~ 0.735758882342884643
check rho_two: rho given A = 2 ~ 3.89753097432024415
check rho_three: rho given A = 3 ~ 13.4567407066155971

// The density of the weight, scaled to (-1, 1): for small A it tends to 3(1 - z^2)/4, for large A to the uniform one.
param z: [-1, 1] = 0
let f = A*(exp(A) - exp(A*z))*(exp(A) - exp(-A*z))/C
let limit = 3*(1 - z^2)/4
check f_at_0: f given A = 2, z = 0 ~ 0.7087039742039195
figure "figures/hebbian_kernel.svg" {
  plot f, limit over z = -1..1, density = 0..0.8 for A = [1/10, 1/2, 1, 2, 3] title "f_A, scaled"
}
