/** The derivations of problem 2, step by step; p is the probability of keeping an entry. */
import type { Derivation, DerivationStep } from '../../shell/revealed.svelte.ts'

const t = String.raw

const steps2a: readonly DerivationStep[] = [
  {
    title: 'The objective is a sum over rows',
    tex: t`\mathbb E\,\lVert y - (R\odot X)w\rVert^2 = \sum_{i=1}^n \mathbb E\Big(y_i - \sum_{j=1}^d R_{ij}X_{ij}w_j\Big)^2`,
    text: t`The expectation of a sum is the sum of the expectations, so one row can be considered alone. Write $s_i = \sum_j R_{ij}X_{ij}w_j$ for the masked output of row $i$.`,
  },
  {
    title: 'The mean of a square is the square of the mean, plus the variance',
    tex: t`\mathbb E\,(y_i - s_i)^2 = (y_i - \mathbb E\,s_i)^2 + \mathrm{Var}(s_i)`,
    text: t`$y_i$ is a constant: it shifts the mean of $y_i - s_i$ and leaves its variance.`,
  },
  {
    title: 'The mean of the masked output',
    tex: t`\mathbb E\,s_i = \sum_j \mathbb E[R_{ij}]\,X_{ij}w_j = p\,(Xw)_i`,
    text: t`$R_{ij}$ is 1 with probability $p$ and 0 otherwise, so its mean is $p$.`,
  },
  {
    title: 'Its variance',
    tex: t`\mathrm{Var}(s_i) = \sum_j \mathrm{Var}(R_{ij})\,X_{ij}^2w_j^2 = p(1-p)\sum_j X_{ij}^2w_j^2`,
    text: t`Variances of independent terms add; here independence is needed, and only here. $\,{\mathrm{Var}(R_{ij}) = p - p^2}$.`,
  },
  {
    title: 'Back to all rows',
    tex: t`\sum_i (y_i - p(Xw)_i)^2 + p(1-p)\sum_j\Big(\sum_i X_{ij}^2\Big)w_j^2 = \lVert y - pXw\rVert^2 + p(1-p)\,\lVert\check\Gamma w\rVert^2`,
    text: t`Exchanging the sums gathers $\sum_i X_{ij}^2 = \lVert X_{:j}\rVert^2$ for each column, so $\check\Gamma = \mathrm{diag}(\lVert X_{:1}\rVert, \dots, \lVert X_{:d}\rVert)$.`,
  },
]

const steps2b: readonly DerivationStep[] = [
  {
    title: 'Start from part a',
    tex: t`\check w = \arg\min_{v}\ \lVert y - pXv\rVert^2 + p(1-p)\,\lVert\check\Gamma v\rVert^2`,
    text: t`$\check w$ are the weights that dropout learns, in expectation.`,
  },
  {
    title: 'Take $w = p\\,v$ as the variable',
    tex: t`\lVert y - pXv\rVert^2 = \lVert y - Xw\rVert^2`,
    text: t`The factor $p$ moves from the data into the weights, and the first term is that of ordinary regression.`,
  },
  {
    title: 'The penalty in the new variable',
    tex: t`p(1-p)\,\lVert\check\Gamma v\rVert^2 = \frac{p(1-p)}{p^2}\,\lVert\check\Gamma w\rVert^2 = \Big\lVert \sqrt{\tfrac{1-p}{p}}\;\check\Gamma\,w\Big\rVert^2`,
    text: t`So $\Gamma = \sqrt{(1-p)/p}\;\check\Gamma$: the less is kept, the stronger the penalty; at $p = 1$ there is none.`,
  },
  {
    title: 'Minimisers go to minimisers',
    tex: t`w = p\,\check w = \big(X^\top X + \tfrac{1-p}{p}\,\check\Gamma^2\big)^{-1}X^\top y`,
    text: t`$v \mapsto p\,v$ is one to one, so $p\,\check w$ minimises the Tikhonov problem. It is the scaling that inference makes: with nothing dropped the sums are larger by $1/p$ on average, and $p$ undoes that.`,
  },
]

const steps2c: readonly DerivationStep[] = [
  {
    title: 'Name what the penalty measures',
    tex: t`\tilde w = \Gamma w`,
    text: t`Then $\lVert\Gamma w\rVert^2 = \lVert\tilde w\rVert^2$, the penalty of classical ridge regression.`,
  },
  {
    title: 'Write the output in it',
    tex: t`Xw = X\Gamma^{-1}\tilde w = \tilde X\tilde w, \qquad \tilde X = X\Gamma^{-1}`,
    text: t`This is where $\Gamma$ must have an inverse: a direction that $\Gamma$ maps to zero would have no penalty and no place in $\tilde w$.`,
  },
  {
    title: 'Solve, and map back',
    tex: t`\tilde w = (\tilde X^\top\tilde X + I)^{-1}\tilde X^\top y, \qquad w = \Gamma^{-1}\tilde w`,
    text: t`$\tilde X^\top\tilde X + I = \Gamma^{-\top}(X^\top X + \Gamma^\top\Gamma)\Gamma^{-1}$, so $w = (X^\top X + \Gamma^\top\Gamma)^{-1}X^\top y$, the Tikhonov solution.`,
  },
  {
    title: 'Any other $\\lambda$',
    tex: t`\tilde w = \Gamma w/\sqrt\lambda, \qquad \tilde X = \sqrt\lambda\,X\Gamma^{-1}`,
    text: t`$\lambda$ and the size of $\tilde X$ change together; the weights mapped back stay the same.`,
  },
]

const steps2d: readonly DerivationStep[] = [
  {
    title: 'A diagonal $\\Gamma$ scales columns',
    tex: t`\tilde X_{:j} = X_{:j}/\Gamma_{jj}`,
    text: t`Multiplying by a diagonal matrix from the right multiplies column $j$ by entry $j$.`,
  },
  {
    title: 'Proportional to the norms, it makes them equal',
    tex: t`\Gamma_{jj} = c\,\lVert X_{:j}\rVert \quad\Rightarrow\quad \lVert\tilde X_{:j}\rVert = \frac{\lVert X_{:j}\rVert}{c\,\lVert X_{:j}\rVert} = \frac1c`,
    text: t`The scale of each column cancels.`,
  },
  {
    title: 'For dropout',
    tex: t`c = \sqrt{\frac{1-p}{p}} \quad\Rightarrow\quad \lVert\tilde X_{:j}\rVert = \sqrt{\frac{p}{1-p}}`,
    text: t`With $\lambda = 1$. The more is kept, the longer the columns and the weaker the penalty.`,
  },
  {
    title: 'Beside batch normalization',
    tex: t`\frac{X_{ij} - \mu_j}{\sigma_j}, \qquad \sum_i \frac{(X_{ij} - \mu_j)^2}{\sigma_j^2} = n`,
    text: t`Before its affine part it centres each feature and gives every column the norm $\sqrt n$. Both make the scale of a feature irrelevant; dropout does so without centring, and by its objective.`,
  },
]

/** The way to the answer of each part, by its id. */
export const derivations: Readonly<Record<'2a' | '2b' | '2c' | '2d', Derivation>> = {
  '2a': {
    hint: t`Look at one row alone. What are the mean and the variance of a sum of independent terms $R_{ij}X_{ij}w_j$?`,
    steps: steps2a,
  },
  '2b': {
    hint: t`In the objective of part a, $w$ occurs only multiplied by $p$ in the first term. Give that product a name.`,
    steps: steps2b,
  },
  '2c': {
    hint: t`Ridge regression penalises $\lambda\lVert\tilde w\rVert^2$. Which $\tilde w$ makes this equal to the penalty that is there?`,
    steps: steps2c,
  },
  '2d': {
    hint: t`Multiplying by a diagonal matrix from the right scales each column by itself. By how much is column $j$ scaled, and how long was it before?`,
    steps: steps2d,
  },
}
