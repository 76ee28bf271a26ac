/** Hints and steps of problem 2; p is the probability of keeping an entry. */
import type { DerivationStep, Guidance } from '../guidance.ts'

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
    tex: t`\mathrm{Var}(s_i) = \sum_j \mathrm{Var}(R_{ij})\,X_{ij}^2w_j^2`,
    text: t`Variances of independent terms add; here independence is needed, and only here. What is $\mathrm{Var}(R_{ij})$?`,
  },
  {
    title: 'Back to all rows',
    text: t`Add up over $i$, with mean and variance substituted, and exchange the sums over $i$ and $j$. Which sum becomes the factor of each $w_j^2$, and which property of column $j$ is it?`,
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
    tex: t`p(1-p)\,\lVert\check\Gamma v\rVert^2 = \frac{p(1-p)}{p^2}\,\lVert\check\Gamma w\rVert^2`,
    text: t`Compare it with $\lVert\Gamma w\rVert^2$ and read off $\Gamma$. What does it become as $p$ goes to 1, and as $p$ goes to 0?`,
  },
  {
    title: 'Minimisers go to minimisers',
    text: t`The map from $v$ to $w$ is one to one. If $\check w$ minimises the objective of the first step, which vector minimises the Tikhonov problem? What has inference to do with it, where nothing is dropped and the sums are larger?`,
  },
]

const steps2c: readonly DerivationStep[] = [
  {
    title: 'Name what the penalty measures',
    tex: t`\tilde w = \Gamma w`,
    text: t`Then $\lVert\Gamma w\rVert^2 = \lVert\tilde w\rVert^2$, the penalty of classical ridge regression with $\lambda = 1$.`,
  },
  {
    title: 'Solve for the old variable',
    tex: t`w = \Gamma^{-1}\tilde w`,
    text: t`This is where $\Gamma$ must have an inverse: a direction that $\Gamma$ maps to zero would have no penalty and no place in $\tilde w$.`,
  },
  {
    title: 'Substitute it into the output',
    text: t`Write $Xw$ with $\tilde w$ in it and compare with $\tilde X\tilde w$. And if the penalty is to be $\lambda\lVert\tilde w\rVert^2$ with another $\lambda$: by which factor do $\tilde w$ and $\tilde X$ change?`,
  },
]

const steps2d: readonly DerivationStep[] = [
  {
    title: 'A diagonal $\\Gamma$ scales columns',
    tex: t`\tilde X_{:j} = X_{:j}/\Gamma_{jj}`,
    text: t`Multiplying by a diagonal matrix from the right multiplies column $j$ by entry $j$.`,
  },
  {
    title: 'It is proportional to the norms',
    tex: t`\Gamma_{jj} = c\,\lVert X_{:j}\rVert`,
    text: t`Substitute it and take the norm of the scaled column. What is left of the scale that the column had?`,
  },
  {
    title: 'For dropout',
    tex: t`c = \sqrt{\frac{1-p}{p}}`,
    text: t`From part b, with $\lambda = 1$. What are the norms, and what do they do as more is kept?`,
  },
  {
    title: 'Beside batch normalization',
    tex: t`\frac{X_{ij} - \mu_j}{\sigma_j}, \qquad \sigma_j^2 = \frac1n\sum_i (X_{ij} - \mu_j)^2`,
    text: t`This is what it does to feature $j$ before its affine part. What is the norm of such a column? List what the two have in common and what they do not: scale, centre, and where it happens.`,
  },
]

export const guidance = {
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
    hint: t`Multiplying by a diagonal matrix from the right scales each column. By how much is column $j$ scaled, and how long was it before?`,
    steps: steps2d,
  },
} as const satisfies Readonly<Record<string, Guidance>>
