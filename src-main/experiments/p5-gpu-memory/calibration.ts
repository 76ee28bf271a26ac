/**
 * How fast and how large training was on one machine, from which the time and memory to expect are told before a
 * run. Measured with ResNet-18, 50 and 152 at sides 32 to 224 on two cores of a server processor with the engine
 * onnx; during a run the time left follows what the run itself takes.
 */
export interface Calibration {
  /** Multiply-adds a second, forward and backward together. */
  readonly multiplyAddsPerSecond: number
  /** Seconds of a step for each parameter, whatever the batch: the update and the copies of the weights. */
  readonly secondsPerParameter: number
  /** Seconds to draw the first weights, start the process and compile, for each parameter. */
  readonly startSecondsPerParameter: number
  readonly startSeconds: number
  /** Resident set of a process that has opened the engine and done nothing. */
  readonly baseBytes: number
}

export const twoCores: Calibration = {
  multiplyAddsPerSecond: 20e9,
  secondsPerParameter: 12e-9,
  startSecondsPerParameter: 100e-9,
  startSeconds: 1,
  baseBytes: 63 * 2 ** 20,
}
