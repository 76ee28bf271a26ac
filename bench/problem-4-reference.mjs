/**
 * Accuracies of problem 4 in percent as an implementation of our own in NumPy found them at the homework's settings,
 * by generator: mean ± population standard deviation over its seeds.
 */
const counts = [10, 20, 30, 50, 100]
const laterCounts = [10, 30, 50, 100]

/** A line for each number of images per class, and in it `mean±deviation` after each of `epochs`. */
const cells = (part, network, series, perClass, epochs, text) =>
  text
    .trim()
    .split('\n')
    .flatMap((line, i) =>
      line
        .trim()
        .split(' ')
        .map((entry, j) => {
          const [mean, deviation] = entry.split('±').map(Number)
          return { part, network, series, perClass: perClass[i], epoch: epochs[j], mean, deviation }
        }),
    )

const validation = 'validationAccuracy'
const training = 'trainAccuracy'
/** The same in every row: one line for each of the later counts. */
const four = (entry) => Array(4).fill(entry).join('\n')

const corrected = [
  cells('4a', 'cnn', training, [10], [100, 200, 500], '52.5±15.0 61.7±13.8 84.2±25.5'),
  cells('4a', 'mlp', training, [10], [100, 200, 500], '73.3±15.8 91.7±9.0 100±0'),
  cells('4b', 'frozen', validation, counts, [30], '91.7±0.7\n91.2±0.6\n91.3±0.8\n91.5±0.9\n91.8±0.6'),
  cells('4b', 'frozen', training, counts, [30], '90.0±2.4\n89.2±3.8\n88.6±2.8\n90.7±1.1\n92.4±0.4'),
  cells('4c', 'cnn', training, counts, [30], '47.5±6.8\n60.8±5.5\n71.9±14.2\n88.3±9.7\n92.2±8.5'),
  cells('4c', 'mlp', training, counts, [30], '75.8±9.8\n85.0±9.0\n85.6±6.5\n97.7±1.2\n93.2±5.4'),
  cells(
    ...['4c', 'cnn', validation, counts, [30, 60, 100, 150]],
    `46.3±1.5 58.3±5.2 75.3±5.4 83.0±5.6
     59.0±3.1 86.5±5.8 92.2±3.7 93.3±3.2
     71.2±11.6 92.2±4.6 96.0±4.6 96.5±3.8
     85.8±8.0 93.2±5.9 98.8±1.4 98.8±1.4
     91.7±8.3 98.3±1.1 98.3±1.1 99.0±0.6`,
  ),
  cells(
    ...['4c', 'mlp', validation, counts, [30, 60, 100, 150]],
    `49.0±5.8 56.8±2.6 57.7±3.7 56.3±2.9
     58.8±5.6 67.3±4.9 65.3±4.3 65.2±4.0
     63.7±8.2 72.2±3.5 74.3±2.3 74.8±3.0
     81.3±3.5 81.8±1.3 81.5±2.1 81.5±2.5
     87.2±3.9 91.2±1.5 92.8±1.8 92.8±2.2`,
  ),
  cells(
    ...['4d', 'cnn', validation, laterCounts, [100, 300]],
    `68.2±9.5 80.0±8.4
     91.0±2.8 90.8±3.5
     84.2±8.0 83.2±7.9
     87.7±5.7 88.5±5.8`,
  ),
  cells('4d', 'cnn', training, laterCounts, [300], '99.2±1.4\n100±0\n100±0\n100±0'),
  cells('4d', 'mlp', validation, laterCounts, [300], four('33.3±0')),
  cells('4d', 'mlp', training, laterCounts, [300], four('100±0')),
]

const spring2023 = [
  cells('4a', 'cnn', training, [10], [100, 200, 500], '50.0±0 56.7±3.3 91.7±5.0'),
  cells('4a', 'mlp', training, [10], [100, 200, 500], '63.3±6.7 88.3±8.3 95.0±1.7'),
  cells('4b', 'frozen', validation, counts, [30], '89.7±0.3\n89.0±1.0\n89.0±1.7\n88.7±1.3\n88.7±1.3'),
  cells('4b', 'frozen', training, counts, [30], '88.3±5.0\n87.5±2.5\n84.4±1.1\n89.0±0.3\n91.0±0.3'),
  cells('4c', 'cnn', training, counts, [30], '50.0±0\n60.0±6.7\n72.2±8.9\n90.7±2.0\n96.5±0.8'),
  cells('4c', 'mlp', training, counts, [30], '68.3±11.7\n84.2±7.5\n93.9±1.7\n94.7±0\n93.7±0.7'),
  cells(
    ...['4c', 'cnn', validation, counts, [30, 60, 100, 150]],
    `45.0±0.3 53.7±9.0 76.0±4.7 78.0±4.0
     62.3±8.3 81.0±9.0 92.0±4.7 97.3±0
     73.0±3.7 90.7±3.3 89.0±8.3 92.7±4.7
     90.3±5.0 92.0±5.3 97.0±1.0 98.0±0.7
     97.3±0.7 98.7±0 98.3±0.3 98.0±0.7`,
  ),
  cells(
    ...['4c', 'mlp', validation, counts, [30, 60, 100, 150]],
    `49.0±3.7 61.0±1.0 62.3±0.3 61.0±0.3
     62.3±1.0 67.3±6.7 72.7±6.0 71.7±3.7
     74.0±0.7 74.0±2.0 77.3±0 78.0±2.7
     83.3±0 81.3±2.0 84.0±4.7 83.0±5.0
     89.7±1.7 92.7±0.7 91.3±1.3 92.3±1.7`,
  ),
  cells(
    ...['4d', 'cnn', validation, laterCounts, [100, 300]],
    `70.0±10.9 84.2±6.5
     86.9±7.7 90.2±3.2
     85.6±8.5 85.6±7.6
     83.1±8.2 80.9±10.7`,
  ),
  cells('4d', 'cnn', training, laterCounts, [300], '91.1±1.6\n93.7±2.6\n94.2±0.8\n95.9±0.6'),
  cells('4d', 'mlp', validation, laterCounts, [300], '32.4±1.3\n33.3±0\n33.3±0\n33.3±0'),
  cells('4d', 'mlp', training, laterCounts, [300], '91.1±4.2\n93.7±2.6\n94.2±0.8\n96.2±0.4'),
]

/** The seeds and cells of each generator; `seedsOf`: of a part that was trained with another number of seeds. */
export const reference = {
  corrected: { seeds: 4, seedsOf: {}, cells: corrected.flat() },
  spring2023: { seeds: 2, seedsOf: { '4d': 3 }, cells: spring2023.flat() },
}
