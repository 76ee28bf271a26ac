import type { Derivation } from '../../shell/revealed.svelte.ts'

/** The derivation of each part, step by step; indices count from 1 as in the handout. */
export const derivations: Readonly<Record<'3a' | '3b' | '3c' | '3d', Derivation>> = {
  '3a': {
    hint: 'Write one output pixel as a sum over the kernel, and mark each place where one given weight occurs.',
    steps: [
      {
        title: 'Write one output as a sum',
        tex: String.raw`y_{i,j} = \sum_{h=1}^{k}\sum_{l=1}^{k} x_{i+h-1,\;j+l-1}\,w_{h,l}, \qquad i, j = 1, \dots, m,\; m = n-k+1`,
        text: String.raw`No padding and stride 1: the kernel fits in $m = n-k+1$ places along a side. Point at a cell of Y to see its $k^2$ products.`,
      },
      {
        title: String.raw`See where one weight $w_{h,l}$ enters`,
        tex: String.raw`\frac{\partial y_{i,j}}{\partial w_{h,l}} = x_{i+h-1,\;j+l-1}`,
        text: 'Every output uses every weight, each time with a different pixel: all places share a weight.',
      },
      {
        title: 'Add up over all outputs by the chain rule',
        tex: String.raw`dw_{h,l} = \sum_{i=1}^{m}\sum_{j=1}^{m} \frac{\partial L}{\partial y_{i,j}}\,\frac{\partial y_{i,j}}{\partial w_{h,l}} = \sum_{i=1}^{m}\sum_{j=1}^{m} x_{i+h-1,\;j+l-1}\,dy_{i,j}`,
        text: String.raw`Because $w_{h,l}$ is shared, its gradient is a sum over all $m^2$ places. Point at a cell of dw: one ring in X for each ring in dY.`,
      },
      {
        title: 'Recognise the sum',
        tex: String.raw`dw = X * dY`,
        text: String.raw`It is the sum of the first step with dY in place of the kernel: the image correlated with the upstream gradient. The sides agree, $n - m + 1 = k$.`,
      },
      {
        title: 'The same for a pixel',
        tex: String.raw`dx_{a,b} = \sum_{h=1}^{k}\sum_{l=1}^{k} w_{h,l}\,dy_{a-h+1,\;b-l+1}, \qquad dy = 0 \text{ outside}`,
        text: String.raw`A pixel enters the outputs whose window contains it. That is dY with $k-1$ zeros around it, correlated with the kernel turned by 180 degrees; at the border there are fewer products.`,
      },
      {
        title: 'Take SGD steps',
        tex: String.raw`w_T = w_0 - \eta \sum_{t=1}^{T}\sum_{i,j} dy^{(t)}_{i,j}\; X^{(t)}_{\,i:i+k-1,\;j:j+k-1}`,
        text: String.raw`Each step subtracts $\eta\,dw$, and dw is a sum of $k \times k$ patches, each weighted by the dy at its place. So a trained kernel is its initial value plus a weighted sum of patches of the training images.`,
      },
    ],
  },
  '3b': {
    hint: 'An entry of the gradient is a sum over many pixels. What are the mean and the variance of one of its products, and how do those of independent products add up?',
    steps: [
      {
        title: 'Write one entry as a sum',
        tex: String.raw`dw_{h,l} = \sum_{i=1}^{m}\sum_{j=1}^{m} x_{i+h-1,\;j+l-1}\,dy_{i,j}, \qquad m = n-k+1`,
        text: String.raw`There are $m^2$ products of a pixel and an upstream gradient.`,
      },
      {
        title: 'The mean of a product of independent numbers',
        tex: String.raw`E[x\,dy] = E[x]\,E[dy] = 0 \quad\Rightarrow\quad E[dw_{h,l}] = 0`,
        text: 'The mean of a sum is the sum of the means, whether or not the terms are independent.',
      },
      {
        title: 'The variance of one product',
        tex: String.raw`\mathrm{Var}(x\,dy) = E[x^2\,dy^2] - 0 = E[x^2]\,E[dy^2] = \sigma_x^2\,\sigma_g^2`,
        text: 'Only the second moments enter, so the shape of the distributions does not matter: choose a different one and run again.',
      },
      {
        title: 'The products of one entry are independent',
        tex: String.raw`\mathrm{Cov}\bigl(x_{i+h-1,\,j+l-1}\,dy_{i,j},\; x_{i'+h-1,\,j'+l-1}\,dy_{i',j'}\bigr) = 0, \qquad (i,j) \ne (i',j')`,
        text: 'For fixed h and l a different place means a different pixel and a different dy, so no two products share a factor and their covariance is 0.',
      },
      {
        title: 'Variances add',
        tex: String.raw`\mathrm{Var}(dw_{h,l}) = m^2\,\sigma_x^2\,\sigma_g^2 = (n-k+1)^2\,\sigma_x^2\,\sigma_g^2`,
        text: String.raw`The standard deviation is $(n-k+1)\,\sigma_x\,\sigma_g$: it grows linearly with the side of the image, $O(n)$, as the square root of the number of places.`,
      },
    ],
  },
  '3c': {
    hint: 'Begin with a single window: how does its output change when one of its four pixels changes a little?',
    steps: [
      {
        title: 'One window, max',
        tex: String.raw`y = \max(x_{11}, x_{12}, x_{21}, x_{22}) = x_{11} \;\Rightarrow\; dX = \begin{pmatrix} dy & 0 \\ 0 & 0 \end{pmatrix}`,
        text: 'A small change of the largest pixel changes y just as much; a small change of another pixel changes nothing, as long as the largest stays ahead.',
      },
      {
        title: 'One window, average',
        tex: String.raw`y = \tfrac14 (x_{11} + x_{12} + x_{21} + x_{22}) \;\Rightarrow\; dX = \frac{dy}{4}\begin{pmatrix} 1 & 1 \\ 1 & 1 \end{pmatrix}`,
        text: 'Every pixel has the same share in y.',
      },
      {
        title: 'One layer',
        tex: String.raw`dx_{i,j} = dy_{\lceil i/2\rceil,\lceil j/2\rceil} \cdot \begin{cases} 1 \text{ at the maximum of its window, else } 0 & \text{max} \\ 1/4 & \text{average} \end{cases}`,
        text: 'Windows do not overlap, so each pixel contributes to one output only and nothing is added up.',
      },
      {
        title: 'Layer upon layer',
        tex: String.raw`\text{max: one pixel of each } 2^L \times 2^L \text{ block gets } dy; \qquad \text{average: each pixel gets } \frac{dy}{4^L}`,
        text: String.raw`The maximum of maxima is the maximum of the block, so after $L$ layers a fraction $4^{-L}$ of the pixels gets a gradient. Quarters of quarters reach every pixel.`,
      },
      {
        title: 'What happens to the norm',
        tex: String.raw`\lVert dX \rVert = \lVert dY \rVert \;\text{(max)}, \qquad \lVert dX \rVert = 2^{-L}\,\lVert dY \rVert \;\text{(average)}`,
        text: String.raw`Max pooling moves entries without changing them. Average pooling turns one entry into four quarters, whose squares sum to $4 \cdot (1/4)^2 = 1/4$ of its square.`,
      },
      {
        title: 'Ties',
        text: 'If two pixels share the maximum, y has a kink and no derivative. A convention chooses one of them: here, as in PyTorch, the first in row order.',
      },
    ],
  },
  '3d': {
    hint: 'Compare what the two do to the gradient, to one odd pixel, and to a picture that moves by a pixel.',
    steps: [
      {
        title: 'Gradient: kept or diluted',
        tex: String.raw`\frac{\lVert dX\rVert}{\lVert dY\rVert} = 1 \;\text{(max)}, \qquad 2^{-L} \;\text{(average)}`,
        text: 'From part 3c. Through many layers average pooling shrinks the gradient; max pooling passes it on undiminished, but only to the maxima.',
      },
      {
        title: 'One pixel made brighter or darker',
        tex: String.raw`|\Delta y| = \frac{\varepsilon}{4^L} \;\text{(average)}, \qquad 0 \le |\Delta y| \le \varepsilon \;\text{(max)}`,
        text: String.raw`Average pooling spreads noise $\varepsilon$ on one pixel thinly. Max pooling passes it on in full if it makes or moves the largest pixel, and not at all if the pixel stays below the largest: a dark outlier is ignored, a bright one wins.`,
      },
      {
        title: 'A picture that moves',
        text: 'A single bright spot that moves within its window changes nothing for max pooling. If the whole picture moves, the pixels that cross the border of a window matter, and the average, which changes smoothly, may change less. The table compares both.',
      },
      {
        title: 'Linear or not',
        tex: String.raw`\max(a + b) \ne \max a + \max b, \qquad \overline{a + b} = \overline a + \overline b`,
        text: 'The average is linear and keeps the mean level, background included. The maximum is not linear: it adds to the functions that the network can compute, and it brightens the image.',
      },
    ],
  },
}
