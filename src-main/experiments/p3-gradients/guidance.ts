/** Hints and steps of problem 3; indices count from 1 as in the handout. */
import type { Guidance } from '../guidance.ts'

const t = String.raw

export const guidance = {
  '3a': {
    hint: 'Write one output pixel as a sum over the kernel, and mark each place where one given weight occurs.',
    steps: [
      {
        title: 'Write one output as a sum',
        tex: t`y_{i,j} = \sum_{h=1}^{k}\sum_{l=1}^{k} x_{i+h-1,\;j+l-1}\,w_{h,l}, \qquad i, j = 1, \dots, m,\; m = n-k+1`,
        text: t`No padding and stride 1: the kernel fits in $m = n-k+1$ places along a side. Point at a cell of Y to see its $k^2$ products.`,
      },
      {
        title: t`See where one weight $w_{h,l}$ enters`,
        tex: t`\frac{\partial y_{i,j}}{\partial w_{h,l}} = x_{i+h-1,\;j+l-1}`,
        text: 'Every output uses every weight, each time with a different pixel: all places share a weight.',
      },
      {
        title: 'Add up over all outputs by the chain rule',
        tex: t`dw_{h,l} = \sum_{i=1}^{m}\sum_{j=1}^{m} \frac{\partial L}{\partial y_{i,j}}\,\frac{\partial y_{i,j}}{\partial w_{h,l}}`,
        text: t`Because $w_{h,l}$ is shared, its gradient is a sum over all $m^2$ places. Substitute step 2, and point at a cell of dw: one ring in X for each ring in dY.`,
      },
      {
        title: 'Recognise the sum',
        text: t`Compare it with the sum of step 1: which array takes the place of the kernel? Check the sides, $n - m + 1$.`,
      },
      {
        title: 'Take SGD steps',
        text: t`Each step subtracts $\eta\,dw$. Write $w$ after $T$ images as its initial value and a sum: what does it add up, with which weights, and in how many numbers is it all kept?`,
      },
    ],
  },
  '3b': {
    hint: 'An entry of the gradient is a sum over many pixels. What are the mean and the variance of one of its products, and how do those of independent products add up?',
    steps: [
      {
        title: 'Write one entry as a sum',
        tex: t`dw_{h,l} = \sum_{i=1}^{m}\sum_{j=1}^{m} x_{i+h-1,\;j+l-1}\,dy_{i,j}, \qquad m = n-k+1`,
        text: t`There are $m^2$ products of a pixel and an upstream gradient.`,
      },
      {
        title: 'The mean of a product of independent numbers',
        tex: t`E[x\,dy] = E[x]\,E[dy]`,
        text: 'The mean of a sum is the sum of the means, whether or not the terms are independent.',
      },
      {
        title: 'The variance of one product',
        tex: t`\mathrm{Var}(x\,dy) = E[x^2\,dy^2] - E[x\,dy]^2 = E[x^2]\,E[dy^2] - 0`,
        text: 'Only the second moments enter, so the shape of the distributions does not matter: choose a different one and run again.',
      },
      {
        title: 'The products of one entry',
        tex: t`\mathrm{Cov}\bigl(x_{i+h-1,\,j+l-1}\,dy_{i,j},\; x_{i'+h-1,\,j'+l-1}\,dy_{i',j'}\bigr), \qquad (i,j) \ne (i',j')`,
        text: 'For fixed h and l a different place means a different pixel and a different dy. Do two of the products share a factor? What is their covariance, then?',
      },
      {
        title: 'Add the variances',
        text: t`Add up all $m^2$ of them, write the result with $n$ and $k$, and take the square root. What does the standard deviation do when $n$ doubles and $k$ stays?`,
      },
    ],
  },
  '3c': {
    hint: 'Begin with a single window: how does its output change when one of its four pixels changes a little?',
    steps: [
      {
        title: 'One window, max',
        tex: t`y = \max(x_{11}, x_{12}, x_{21}, x_{22}) = x_{11}`,
        text: t`By how much does $y$ change if $x_{11}$ changes a little? And if another pixel does, while $x_{11}$ stays the largest? (If two share the maximum, $y$ has a kink; a convention chooses one of them.)`,
      },
      {
        title: 'One window, average',
        tex: t`y = \tfrac14 (x_{11} + x_{12} + x_{21} + x_{22})`,
        text: 'Every pixel has the same share in y. Which?',
      },
      {
        title: 'One layer',
        tex: t`dx_{i,j} = dy_{\lceil i/2\rceil,\lceil j/2\rceil} \cdot \frac{\partial y_{\lceil i/2\rceil,\lceil j/2\rceil}}{\partial x_{i,j}}`,
        text: 'Windows do not overlap, so each pixel contributes to one output only and nothing is added up. Fill in the derivative for both kinds.',
      },
      {
        title: 'Layer upon layer',
        text: t`What is the maximum of four maxima, and what is a quarter of a quarter? Count the pixels of a $2^L \times 2^L$ block that get a gradient after $L$ layers, and how much each gets.`,
      },
      {
        title: 'What happens to the norm',
        tex: t`\lVert dX \rVert^2 = \sum_{i,j} dx_{i,j}^2`,
        text: t`Max pooling moves entries without changing them; average pooling turns one entry into four. Compare $\lVert dX\rVert$ with $\lVert dY\rVert$ for both.`,
      },
    ],
  },
  '3d': {
    hint: 'Compare what the two do to the gradient, to one odd pixel, and to a picture that moves by a pixel.',
    steps: [
      {
        title: 'Gradient',
        text: t`From part 3c: after $L$ layers, which share of the norm is left with each kind, and how many pixels learn from it?`,
      },
      {
        title: 'One pixel made brighter or darker',
        text: t`Change one pixel of a $2^L \times 2^L$ block by $\varepsilon$. By how much does the average change? Between which limits does the maximum change, if the pixel becomes brighter and if it becomes darker?`,
      },
      {
        title: 'A picture that moves',
        text: 'First a single bright spot moves within its window, then the whole picture by one pixel. Which outputs change in each case? The table compares both kinds.',
      },
      {
        title: 'Linear or not',
        tex: t`\max(a + b) \;?\; \max a + \max b, \qquad \overline{a + b} \;?\; \overline a + \overline b`,
        text: 'Which of the two is linear, which keeps the mean level of the image, and what does a network gain from the other? Now put a plus and a minus beside each kind for every step.',
      },
    ],
  },
} as const satisfies Readonly<Record<string, Guidance>>
