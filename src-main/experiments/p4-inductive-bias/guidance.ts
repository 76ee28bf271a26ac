/** Hints and steps of problem 4. */
import type { Guidance } from '../guidance.ts'

const t = String.raw

export const guidance = {
  '4a': {
    i: {
      hint: 'What do the pixels look like along a band, and what across it? A filter that distinguishes the two directions must respond differently to them.',
      steps: [
        'Train until both networks classify all their training images correctly. Until then a filter may still show its initial noise.',
        'Step through the epochs and compare each filter with its own initial state. Which of them have changed?',
        'In those, compare the weights along a row with the weights along a column: where are they alike, and where do they change sign?',
        'Describe what such a filter computes: in which direction does it average, and in which does it take a difference?',
      ],
    },
  },
  '4b': {
    i: {
      hint: 'One kind is designed, one is drawn at random, one is learned. What do you expect neighbouring weights to have in common in each?',
      steps: [
        'Look at the edge detectors: along which direction are the weights alike, and where do they change sign?',
        'Look at the untrained kernels: is any row or column special?',
        'The table of stripes shows how much of a filter’s variance its rows or its columns explain. Compare it before and after training, with few and with many images.',
        'How far have the learned kernels moved from the noise towards the detectors? Must they become detectors to classify well?',
      ],
    },
    ii: {
      hint: 'Compare what can still be adjusted in the two networks once there are plenty of data.',
      steps: [
        'Which layers of the network with fixed filters are trained, and what does its classifier see of an image?',
        'With few images, what is the advantage of a good fixed filter over one that must be learned from them?',
        'With many images, look at the training accuracy of the fixed network. What does it mean if that stays below 100 % as well?',
        'Put it into the words bias and variance: what limits the fixed network, what limits the free one, and which of the limits do more data remove?',
      ],
    },
  },
  '4c': {
    i: {
      hint: 'At which epoch does a curve first reach the target, and from which epoch on does it no longer move? These are two numbers.',
      steps: [
        'Look at the validation accuracy of one training. Mark the first epoch at the target, and the epoch from which the curve is flat.',
        'More images mean more updates in an epoch. What does that do to the number of epochs needed?',
        'Read both epochs from the table of epochs for each number of images, and mark the trainings that are not flat at their end.',
      ],
    },
    ii: {
      hint: 'Compare them with the untrained kernels of the same seed, and with those of part b after fewer epochs.',
      steps: [
        'Step through the epochs of one training: when do its filters stop changing?',
        'Which filters have stripes along rows, which along columns, which neither? The table of stripes shows how much rows or columns explain.',
        'The classifier reads the averages of all responses together. Does each single filter have to look like an edge detector, then?',
      ],
    },
    iii: {
      hint: 'Accuracy asks only which class has the highest probability. What does the loss ask in addition?',
      steps: [
        t`Write the cross-entropy of one image, $-\log p$ with $p$ the probability of its true class. When is it very large?`,
        'An image is wrong at high confidence: how much does it add to the loss, and how much to the error rate? Compare it with an image that is barely right.',
        'What happens to the confidence of all answers when a network that already classifies its training images correctly is trained further?',
        'In the calibration view, compare the mean confidence with the accuracy over the epochs. What do you call a network whose confidence exceeds its accuracy?',
      ],
    },
    iv: {
      hint: 'Decide how settings will be compared before you look at results: on which images, after how many epochs, over how many seeds?',
      steps: [
        'Which hyper-parameters act together? Consider the learning rate beside the momentum and beside the batch size, and choose lists that span orders of magnitude.',
        'Sort the table by validation accuracy, for each network. How far apart are its best rows, and how far apart are two seeds of one setting?',
        'The best of many rows is the best partly by chance. Which images took no part in the choice?',
        'Write down the best setting of each network, with its accuracy on the validation images and on fresh test images.',
      ],
    },
    v: {
      hint: 'Draw a horizontal line at the accuracy of the CNN: at how many images does the curve of the MLP cross it?',
      steps: [
        'At how many places can a band lie? Which weights of the MLP learn from a band at one place, and which weights of the CNN?',
        'For each number of images of the CNN, read from the chart the number with which the MLP is as accurate, and divide the two.',
        'Compare the training accuracy of the MLP with its validation accuracy, with few images and with many. What does a large gap mean, and what does it mean if the gap closes?',
      ],
    },
  },
  '4d': {
    i: {
      hint: 'Which pixels were ever lit in training, and by which class? Then move the band to the other half.',
      steps: [
        'In the map of lit pixels, find the block that a shifted horizontal band lights. Which class lit that block in training?',
        'The MLP has a weight for every pixel. For which class do the weights of that block speak, and what have the weights of pixels learned that were never lit?',
        'The CNN applies the same filters everywhere and averages their responses. What can still differ between the two halves? Think of the borders, and of thin bands of low contrast.',
        'Open the images behind the cells of the matrices: which bands does the CNN call none, and which does the MLP exchange?',
      ],
    },
    ii: {
      hint: 'Where does each network keep what it has learned about a band: for one place, or for every place?',
      steps: [
        'Suppose bands lie only in the upper half. Which weights of the MLP get a gradient from their pixels, and which never do?',
        'Which weights of the CNN get a gradient from them? Are the same weights used in the lower half?',
        'Does the average of the responses over all places change when a band moves?',
        'Name the two properties of the architecture that you have just used, and what the MLP has in their place.',
      ],
    },
  },
  '4e': {
    i: {
      hint: 'A permutation keeps the value of every pixel and changes which pixels are neighbours. Which of the two networks makes use of neighbours?',
      steps: [
        'Renumber the inputs of the MLP in all images alike. Which other initial weights would give exactly the same training?',
        'What does a small filter see in a window of a permuted image? Does it look alike at all places where a band passes?',
        'Which differences between the classes does the permutation leave intact? How far can a network come with brightness alone?',
        'Run it and compare both networks for each number of images. What does an inductive bias cost when it is wrong?',
      ],
    },
    ii: {
      hint: 'How many pixels that lay in one band before the permutation fall into one window after it?',
      steps: [
        'What can a filter of a single pixel use at most, and what a filter that covers nearly the whole image?',
        'As the kernel grows, what happens to the number of its weights, and to the number of places at which it is applied?',
        'Write down your prediction, then run the sweep over kernel sizes. Leave out trainings that are stuck at chance before you judge the trend.',
        'Is the trend larger than the differences between seeds? If so, which of your arguments does it support?',
      ],
    },
    iii: {
      hint: 'A stripe in a filter pays only if neighbouring pixels belong together.',
      steps: [
        'Why do filters learn stripes on the original images (part a)?',
        'Which pixels are neighbours in a permuted image? Have they anything in common?',
        'So which pattern can gradient descent put into a filter here? Compare the filters with untrained ones, and read the table of stripes.',
      ],
    },
  },
  '4f': {
    i: {
      hint: 'What does each kind of pooling keep of a window: how strong its strongest response is, or how strong the responses are together?',
      steps: [
        'Which of the five classes differ in the edges that are present, and which in how much of each edge there is?',
        'Consider a thin band and a noisy pixel: what is left of each after max pooling, and what after average pooling (part 3d)?',
        'Which pixels get a gradient with each kind (part 3c)? What could that do to the speed of learning?',
        'Compare the accuracies with few and with many images, and the most frequent mistakes. Are the differences between the two CNNs larger than those between seeds?',
      ],
    },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Guidance>>>>
