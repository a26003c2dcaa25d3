param k: (0, inf)
family fat(k in 0..inf) on R.r = mass 1/((k+1)*(k+2))
