import type { PartDeclaration } from '#contract/experiment.ts'

/** What the parts ask, in our words. */
export const parts: readonly PartDeclaration[] = [
  {
    id: '4a',
    title: 'Overfitting a small set',
    question:
      'Train the CNN and the MLP on ten images a class until they know them by heart. Do the learned filters show patterns, and which?',
  },
  {
    id: '4b',
    title: 'More training images',
    question:
      'Train both networks on more and more images, and a CNN whose filters are fixed edge detectors beside them. How do learned, untrained and edge-detector kernels differ? Why does the network with fixed detectors lose when data are plenty?',
  },
  {
    id: '4c',
    title: 'Training procedure',
    question:
      'Train longer, until the curves are flat, so that the CNN reaches 90 % with 20 images a class, and list the epochs. What do the kernels look like? Can the MLP’s validation loss rise while its accuracy rises (optional), and which hyper-parameters are best (optional)? How much more data does the MLP need: does it generalise or memorise?',
  },
  {
    id: '4d',
    title: 'Domain shift',
    question:
      'In training the bands lie in one half of the image, in validation in the other. Why do the confusion matrices of the two networks look as they do, and why does the MLP fail where the CNN learns?',
  },
  {
    id: '4e',
    title: 'When the CNN is worse',
    question:
      'All images have their pixels permuted in one fixed way. Which network suffers and why? Does accuracy rise or fall with the kernel size? What do the kernels look like?',
  },
  {
    id: '4f',
    title: 'Five classes: max and average pooling',
    question:
      'Add diagonal bands and crossings. How do max pooling and average pooling compare with each other and with the MLP, and what are the advantages of each?',
  },
]
