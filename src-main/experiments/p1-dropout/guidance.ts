/** Hints and steps of problem 1; p is the drop rate, q = 1 - p. */
import type { Guidance } from '../guidance.ts'

const t = String.raw

export const guidance = {
  '1a': {
    hint: 'One equation and two unknowns: how many pairs of weights fit the point exactly, and which of them would you choose?',
    steps: [
      t`Write the data as a matrix $X$ with a single row, and the normal equations $X^\top X\,w = X^\top y$.`,
      t`What is the rank of $X^\top X$? Does $(X^\top X)^{-1}X^\top y$ exist, then?`,
      t`If it does not, the pseudo-inverse chooses the shortest of all solutions. Why must the shortest one be a multiple of $x$?`,
      t`Write $w = c\,x$, substitute it into $w^\top x = y$ and solve for the number $c$.`,
    ],
  },
  '1b': {
    hint: 'There is a single data point and both weights start at zero: in which direction can a gradient step move them?',
    steps: [
      t`Write the gradient of the squared error, $2\,(w^\top x - y)\,x$. Which factor changes from step to step, and which does not?`,
      'So from zero every step stays on one line through the origin. Which line is it, and which of the exact solutions of part a lies on it?',
      t`By which factor does one step multiply the residual $w^\top x - y$? For which learning rates does the residual vanish?`,
      'Run the training and compare its last weights with those of part a, digit by digit.',
    ],
  },
  '1c': {
    hint: 'Two inputs, each kept or dropped: write down the rows that training can see, and how likely each is.',
    steps: [
      t`A kept input is divided by $q = 1 - p$. Write down the four rows $\tilde x$ and the probability of each; the target is $y$ in all of them.`,
      t`The expected squared error is a least-squares problem with weights. Its normal equations are $\mathbb E[\tilde x\tilde x^\top]\,w = \mathbb E[\tilde x]\,y$; compute both sides.`,
      t`An entry off the diagonal averages a product of two independent factors, an entry on the diagonal a square. Which of them does dropout make larger, and by how much?`,
      t`Can the matrix be inverted now? If so, solve the two equations for $w_1$ and $w_2$.`,
    ],
  },
  '1d': {
    hint: 'With one row at each step, the loss at given weights can take only a few values. Which?',
    steps: [
      'Write down the four masks and the loss of each at the weights of part c. How far apart are these losses?',
      'What are loss and gradient if both inputs are dropped? How often does that happen, and can training ever lower that loss?',
      'At the minimum of the expected loss the mean gradient is zero. Is the gradient of each single mask zero there as well?',
      'Run it. Look at the curve and at the path in the weight plane: does a constant learning rate let the weights come to rest?',
      'Compare two lengths: the distance of the last weights from those of part c, and how far the weights still wander near the end.',
    ],
  },
  '1e': {
    hint: 'What does the average over many independent masks change: the mean of the gradient, its spread, or both?',
    steps: [
      t`By which factor is the standard deviation of a mean of $B$ independent gradients smaller than that of one? Compare the curves of parts d and e.`,
      'The training now nearly follows the expected loss. Substitute the weights of part c into it: can it reach zero?',
      t`The Hessian of the expected loss is $2\,\mathbb E[\tilde x\tilde x^\top]$, and its eigenvalues differ greatly. Which part of the curve does each explain?`,
      'Which fraction of the error along the slow direction is left after the last step? Compare the weights of the run with the formula in this light.',
    ],
  },
  '1f': {
    hint: t`Compare the terms $x_1w_1$ and $x_2w_2$ of the output as well as the weights.`,
    steps: [
      t`Without dropout the weights are a multiple of $x$. Which ratio follows for the weights, and which for the terms $x_jw_j$?`,
      'With dropout, consider the row that keeps only the first input and the row that keeps only the second. Which value does each require of its weight?',
      t`The expected loss is the squared error of the clean row plus $\frac{p}{1-p}\sum_j x_j^2w_j^2$. What is squared and added up there?`,
      t`Suppose the sum $x_1w_1 + x_2w_2$ is given. How must it be split between the two terms so that this penalty is smallest?`,
    ],
  },
  '1g': {
    hint: 'Compare the limit of the formulas as the rate goes to zero with the solution at zero. What is different about the problem itself?',
    steps: [
      t`Write the weights of part c as functions of $q$. What do they tend to as $p$ goes to zero?`,
      t`What is the rank of $\mathbb E[\tilde x\tilde x^\top]$ for a small positive $p$, and what is it at $p = 0$?`,
      t`How many minimisers are there in each case? Which of them does a training that starts from zero reach at $p = 0$?`,
      'A tiny penalty decides among all weights that fit the point exactly. Which of them makes it smallest, however tiny it is?',
    ],
  },
  '1h': {
    hint: 'These are two questions: has the problem one solution or many, and in which direction does the optimizer move?',
    steps: [
      'Without dropout a whole line of weights fits the point. In which direction does SGD move from zero?',
      'Adam divides each coordinate of the gradient by a running size of that same coordinate. What is left of the different sizes of the two coordinates in its first step?',
      'So which point of the line does Adam move towards from zero?',
      'With dropout there is a single minimiser. Can an optimizer that converges end anywhere else, and what can still differ? Compare the four pairs of weights of the run.',
    ],
  },
  '1i': {
    hint: 'The row that gives the class away is a very simple and reliable feature. What does a network that may rely on it never need to learn?',
    steps: [
      'Without dropout, how small can the training loss become from that row alone? Which gradient is then left for the rest of the picture?',
      'Dropout removes feature maps and activations at random. What does a network gain from looking at the rest of the picture as well?',
      'Before you run it, predict for both networks the accuracy on images that carry the row and on the same images without it.',
      'Run it and compare the four accuracies with your prediction. By how much does the row help each network?',
    ],
  },
} as const satisfies Readonly<Record<string, Guidance>>
