import type { PartDeclaration } from '#contract/experiment.ts'

/** What the parts ask, in our words. */
export const parts: readonly PartDeclaration[] = [
  {
    id: '2a',
    title: 'The expected dropout objective',
    question: String.raw`Each entry of $X$ is kept with probability $p$, on its own. Show that the expected squared error is $\lVert y - pXw\rVert^2 + p(1-p)\,\lVert\check\Gamma w\rVert^2$, where the diagonal matrix $\check\Gamma$ holds the norms of the columns of $X$.`,
  },
  {
    id: '2b',
    title: 'Dropout as Tikhonov regularization',
    question: String.raw`How must the weights that dropout learns be changed to solve the Tikhonov problem $\min_w \lVert y - Xw\rVert^2 + \lVert\Gamma w\rVert^2$, and with which $\Gamma$? Inference after training with dropout makes the same change.`,
  },
  {
    id: '2c',
    title: 'Tikhonov as classical ridge regression',
    question: String.raw`$\Gamma$ can be inverted. Change variables so that the Tikhonov problem becomes classical ridge regression. What is its data matrix $\tilde X$?`,
  },
  {
    id: '2d',
    title: 'Column norms, and batch normalization',
    question: String.raw`$\Gamma$ is diagonal, proportional to the norms of the columns of $X$. What are the norms of the columns of $\tilde X$, and what does that say about dropout and batch normalization?`,
  },
]
