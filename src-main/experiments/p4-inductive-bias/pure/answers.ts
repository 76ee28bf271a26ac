/** A network's answers to some images, summarised. */
export interface Measured {
  /** Mean cross-entropy. */
  readonly loss: number
  /** In percent, like the confidences. */
  readonly accuracy: number
  /** Mean softmax probability of the answer, over the right ones; 0 where there is none. */
  readonly rightConfidence: number
  /** The same over the wrong ones. */
  readonly wrongConfidence: number
}

/** Probabilities [count, classes] of logits of that shape, each row's largest taken off first. */
export function softmaxRows(logits: Float32Array, classes: number): Float32Array {
  const probabilities = new Float32Array(logits.length)
  for (let at = 0; at < logits.length; at += classes) {
    let greatest = -Infinity
    for (let i = at; i < at + classes; i++) greatest = Math.max(greatest, logits[i] ?? NaN)
    let total = 0
    for (let i = at; i < at + classes; i++) total += Math.exp((logits[i] ?? NaN) - greatest)
    for (let i = at; i < at + classes; i++) probabilities[i] = Math.exp((logits[i] ?? NaN) - greatest) / total
  }
  return probabilities
}

/** The largest difference between two rows of probabilities [count, classes] in one class; 0 of none. */
export function largestRange(probabilities: Float32Array, classes: number): number {
  let largest = 0
  for (let label = 0; label < classes; label++) {
    let lowest = Infinity
    let highest = -Infinity
    for (let at = label; at < probabilities.length; at += classes) {
      lowest = Math.min(lowest, probabilities[at] ?? NaN)
      highest = Math.max(highest, probabilities[at] ?? NaN)
    }
    largest = Math.max(largest, highest - lowest)
  }
  return largest
}

/** Loss, accuracy and confidences of logits [count, classes]; the first of equal logits is the answer. */
export function measureAnswers(logits: Float32Array, labels: Int32Array): Measured {
  const count = labels.length
  const classes = logits.length / count
  let loss = 0
  let right = 0
  const confidence = { right: 0, wrong: 0 }
  for (let row = 0; row < count; row++) {
    const at = row * classes
    let best = at
    for (let i = at + 1; i < at + classes; i++) if ((logits[i] ?? NaN) > (logits[best] ?? NaN)) best = i
    const greatest = logits[best] ?? NaN
    let total = 0
    for (let i = at; i < at + classes; i++) total += Math.exp((logits[i] ?? NaN) - greatest)
    const label = labels[row] ?? -1
    loss += Math.log(total) + greatest - (logits[at + label] ?? NaN)
    const isRight = best - at === label
    if (isRight) right++
    // The answer has the largest logit, so its probability is exp(0) over the total.
    confidence[isRight ? 'right' : 'wrong'] += 100 / total
  }
  const wrong = count - right
  return {
    loss: loss / count,
    accuracy: (100 * right) / count,
    rightConfidence: right > 0 ? confidence.right / right : 0,
    wrongConfidence: wrong > 0 ? confidence.wrong / wrong : 0,
  }
}

/** Counts [true class][answer] of answers to images stored class by class, as many of each. */
export function confusionOf(answers: Int32Array, labels: Int32Array, classes: number): number[][] {
  const counts = Array.from({ length: classes }, () => Array<number>(classes).fill(0))
  answers.forEach((answer, image) => {
    const row = counts[labels[image] ?? -1]
    if (row) row[answer] = (row[answer] ?? 0) + 1
  })
  return counts
}
