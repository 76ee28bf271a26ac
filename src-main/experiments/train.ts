import type { DeviceQuestion, DeviceReading } from '#contract/device-reading.ts'
import type { Sample, Value } from '#contract/samples.ts'
import type { Snapshot } from '#contract/snapshots.ts'
import type { DatasetRequest, LabelledImages } from '#datasets/labelled-images.ts'
import type { Engine } from '#engines/engine.ts'
import type { Model } from '#models/model.ts'
import type { Random } from '#numeric/random.ts'
import type { ApartJob, ApartOptions, ApartOutcome } from './apart.ts'

// Experiments may name an engine's types, through here; they import no engine.
export type { Engine, ExampleSet, TrainingSession } from '#engines/engine.ts'

/** A network and the rows of its training steps, as far as its engine is chosen by them. */
export interface NetworkToTrain {
  readonly model: Model
  readonly batchSize: number
}

/** What a trainer sees of an AbortSignal; parts know neither Node nor the DOM. */
export interface StopSignal {
  readonly aborted: boolean
}

/**
 * What a trainer is given. It imports none of these: the same function runs in the child process, in the
 * terminal, in a test and in a benchmark.
 */
export interface TrainContext {
  /** The only source of randomness. */
  readonly random: Random
  /** Aborted when the run is to stop; a trainer that computes long between two yields looks at it. */
  readonly signal: StopSignal
  /**
   * The engine of this run, opened on the first call and closed by whoever gave it. With "auto" it is the one that is
   * predicted to train `network` fastest. Rejects for slots that no engine trains, and where the engine cannot be opened.
   */
  openEngine(network?: NetworkToTrain): Promise<Engine>
  /** What the GPUs and the host say about memory now, this process's own included. Never rejects. */
  readDevice(question?: DeviceQuestion): Promise<DeviceReading>
  /** A data set; what it is goes on record with the run. Rejects with a sentence where it is not there. */
  dataset(request: DatasetRequest): Promise<LabelledImages>
  /**
   * Carries jobs out with the slot's `job`, each in a trainer process beside this one, and tells what
   * they yield as it comes. Jobs that an earlier attempt of this run finished are not carried out again.
   * Ending the iteration (a `break`, a `return`) ends the jobs.
   */
  apart(jobs: readonly ApartJob[], options?: ApartOptions): AsyncIterable<ApartOutcome>
}

/** A logged step, a value as soon as it is known (again when more of it is), or an array to look at. The consumer may pause the trainer at any yield. */
export type TrainEvent =
  | ({ readonly type: 'sample' } & Sample)
  | { readonly type: 'value'; readonly id: string; readonly value: Value }
  | ({ readonly type: 'snapshot' } & Snapshot)
