/**
 * How fast and how large training is; the time and memory to expect of a run follow from it. Measured with ResNet-18, 50
 * and 152 at sides 32 to 224 on two idle cores of a server processor with the engine onnx; the times are half as long
 * again, for slower processors. During a run the time left follows what the run itself takes.
 */
export interface Calibration {
  /** Multiply-adds per second, forward and backward together. */
  readonly multiplyAddsPerSecond: number
  /** Seconds of a step for each parameter, whatever the batch: the update and the copies of the weights. */
  readonly secondsPerParameter: number
  /** Seconds to draw the initial weights, start the process and compile, for each parameter. */
  readonly startSecondsPerParameter: number
  readonly startSeconds: number
  /** Resident set of a process that has opened the engine and done nothing else. */
  readonly baseBytes: number
}

export const twoCores: Calibration = {
  multiplyAddsPerSecond: 13e9,
  secondsPerParameter: 18e-9,
  startSecondsPerParameter: 150e-9,
  startSeconds: 1.5,
  baseBytes: 63 * 2 ** 20,
}
