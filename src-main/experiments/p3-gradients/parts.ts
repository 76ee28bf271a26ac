import type { PartDeclaration } from '#contract/experiment.ts'

/** What the parts ask, in our words. */
export const parts: readonly PartDeclaration[] = [
  {
    id: '3a',
    title: 'Gradient of the kernel',
    question:
      'Find the gradient of the loss with respect to the kernel $w$ from $X$ and $dY$, and $w$ after one SGD step on one image. What does that make of the weights of a trained CNN, and does a CNN memorise its images?',
  },
  {
    id: '3b',
    title: 'How the gradient grows with the image',
    question: String.raw`The entries of $X$ and $dY$ are independent, with mean 0 and variances $\sigma_x^2$ and $\sigma_g^2$. Find the mean and the variance of each entry of $dw$ from $n$, $k$, $\sigma_x$ and $\sigma_g$. How does its standard deviation grow with $n$?`,
  },
  {
    id: '3c',
    title: 'Gradients through pooling',
    question:
      'A network has only 2 × 2 max-pooling layers: what is $dX$? And with only 2 × 2 average-pooling layers? Begin with one window whose top left pixel is the largest, then take any stack.',
  },
  {
    id: '3d',
    title: 'Max against average pooling',
    question: 'What speaks for max pooling, and what for average pooling?',
  },
]
