// The Fisher metric of the normal family and its gradient flow, solved. Surace et al. (2020), "On choosing a metric" (SM-14).
param mu0: real = 4
param sigma0: positive = 2
param mu1: real = 2                                        // where a solution starts
param s1: positive = 1
param t: nonnegative
manifold Normals {
  chart std  { mu: real, sigma: positive }
  chart var  { mu: real, s: positive }
  chart prec { mu: real, tau: positive }
  map std -> var  { s = sigma^2 }
  map std -> prec { tau = 1/sigma^2 }
}
family p(x: real) on Normals.std = Normal(mean = mu, sd = sigma)
cost C on Normals = KL(Normal(mean = mu0, sd = sigma0), p)
metric fisher = Fisher(p)
flow natural = -grad(C, fisher)
let A on Normals.std = sigma0^2 + (mu - mu0)^2

prove fisher_std:  fisher == [[1/sigma^2, 0], [0, 2/sigma^2]] in std
prove fisher_var:  fisher == [[1/s, 0], [0, 1/(2*s^2)]] in var
prove fisher_prec: fisher == [[tau, 0], [0, 1/(2*tau^2)]] in prec
prove pulled_back: invariant fisher under std -> var -> prec -> std
// Its curvature is -1/2: -((G_u/sqrt(E G))_u + (E_v/sqrt(E G))_v)/(2 sqrt(E G)) for E du^2 + G dv^2.
let E_std on Normals.std = fisher[1, 1]
let G_std on Normals.std = fisher[2, 2]
let du_std on Normals.std = d(G_std)[1]/sqrt(E_std*G_std)
let dv_std on Normals.std = d(E_std)[2]/sqrt(E_std*G_std)
prove curvature_std: -(d(du_std)[1] + d(dv_std)[2])/(2*sqrt(E_std*G_std)) == -1/2 in std
let E_var on Normals.var = fisher[1, 1]
let G_var on Normals.var = fisher[2, 2]
let du_var on Normals.var = d(G_var)[1]/sqrt(E_var*G_var)
let dv_var on Normals.var = d(E_var)[2]/sqrt(E_var*G_var)
prove curvature_var: -(d(du_var)[1] + d(dv_var)[2])/(2*sqrt(E_var*G_var)) == -1/2 in var
let E_prec on Normals.prec = fisher[1, 1]
let G_prec on Normals.prec = fisher[2, 2]
let du_prec on Normals.prec = d(G_prec)[1]/sqrt(E_prec*G_prec)
let dv_prec on Normals.prec = d(E_prec)[2]/sqrt(E_prec*G_prec)
prove curvature_prec: -(d(du_prec)[1] + d(dv_prec)[2])/(2*sqrt(E_prec*G_prec)) == -1/2 in prec
metric by_second_derivatives = FisherByHessian(p)
prove twice: fisher == by_second_derivatives
prove scores_have_mean_0: E[x ~ p](Score(p, x)[2]) == 0 in prec
prove mean_of_scores: fisher[2, 2] == E[x ~ p](Score(p, x)[2]^2) in prec
// At the minimum it is the second derivative of the divergence, in each chart.
prove hessian_std:  Hessian(C, std) at std(mu = mu0, sigma = sigma0) == fisher at std(mu = mu0, sigma = sigma0)
prove hessian_var:  Hessian(C, var) at var(mu = mu0, s = sigma0^2) == fisher at var(mu = mu0, s = sigma0^2)
prove hessian_prec: Hessian(C, prec) at prec(mu = mu0, tau = 1/sigma0^2) == fisher at prec(mu = mu0, tau = 1/sigma0^2)

prove flow_std:  natural == (mu0 - mu, (A - sigma^2)/(2*sigma)) in std
prove flow_var:  natural == (mu0 - mu, A - s) in var
prove flow_prec: natural == (mu0 - mu, tau - tau^2*A) in prec
prove one_field: invariant natural under std -> var -> prec -> std

curve solution(t: nonnegative) in Normals.var = (mu0 + (mu1 - mu0)*exp(-t), sigma0^2*(1 - exp(-t)) + s1*exp(-t) + (mu1 - mu0)^2*exp(-t)*(1 - exp(-t)))
prove solved: solves solution natural
let mu_t = mu0 + (mu1 - mu0)*exp(-t)
let s_t = sigma0^2 + (s1 - sigma0^2 + (mu1 - mu0)^2)*exp(-t) - (mu1 - mu0)^2*exp(-2*t)
let C_t = log(s_t/sigma0^2)/2 + (sigma0^2 + (mu_t - mu0)^2)/(2*s_t) - 1/2
check mu_half: mu_t given mu0 = 4, mu1 = 2, t = 1/2 ~ 2.78693868057473315
check mu_one:  mu_t given mu0 = 4, mu1 = 2, t = 1 ~ 3.26424111765711536
check mu_two:  mu_t given mu0 = 4, mu1 = 2, t = 2 ~ 3.72932943352677462
check s_half: s_t given values, t = 1/2 ~ 3.13501289502686414
check s_one:  s_t given values, t = 1 ~ 3.82653830822499155
check s_two:  s_t given values, t = 2 ~ 4.06207272768167597
check sigma_half: sqrt(s_t) given values, t = 1/2 ~ 1.77059676240155374
check sigma_one:  sqrt(s_t) given values, t = 1 ~ 1.95615395821110961
check sigma_two:  sqrt(s_t) given values, t = 2 ~ 2.01545844107033772
check C_half: C_t given values, t = 1/2 ~ 0.250816234884248406
check C_one:  C_t given values, t = 1 ~ 0.0712338132782753013
check C_two:  C_t given values, t = 2 ~ 0.00907685758737864412
