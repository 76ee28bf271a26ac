import type { Sample } from '#contract/samples.ts'
import type { Snapshot } from '#contract/snapshots.ts'
import type { TrainContext } from './train.ts'

/** What is read back from JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** Arrays and objects inside each other that a job's input or result may have, and values in all. */
const maxNesting = 64
const maxValues = 4_000_000

/** The values inside an array without holes or a plain object; null for anything else. */
function valuesInside(value: object): unknown[] | null {
  const inside: unknown[] = Object.values(value)
  if (Array.isArray(value)) return inside.length === value.length ? inside : null
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null ? inside : null
}

/**
 * Whether a value is what JSON can say, of limited nesting and size. Without recursion: a value that is nested without
 * end, or holds itself, is no more than refused.
 */
export function isJson(value: unknown): value is Json {
  let level: unknown[] = [value]
  let seen = 0
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxNesting) return false
    const below: unknown[] = []
    for (const each of level) {
      if (++seen > maxValues) return false
      if (each === null || typeof each === 'string' || typeof each === 'boolean') continue
      if (typeof each === 'number' && Number.isFinite(each)) continue
      const inside = typeof each === 'object' ? valuesInside(each) : null
      if (inside === null || seen + below.length + inside.length > maxValues) return false
      for (const inner of inside) below.push(inner)
    }
    level = below
  }
  return true
}

/** A piece of a run that is carried out in a process of its own: one network of a sweep, one memory reading. */
export interface ApartJob {
  /** Unique in the run ("cnn 20 seed 182"); a resumed run knows what is finished by it. */
  readonly key: string
  readonly input: Json
  /** The tracks this job logs, and no other job does; a job that is begun again logs them from the start. */
  readonly tracks: readonly string[]
}

export interface ApartOptions {
  /** Jobs at one time; absent: as many as the machine has cores. */
  readonly sideBySide?: number
  /** Each job gets a process that has done nothing before; else a process takes the next job when it is done. */
  readonly isFresh?: boolean
}

export type ApartEvent = ({ readonly type: 'sample' } & Sample) | ({ readonly type: 'snapshot' } & Snapshot)

/** What is heard of the jobs, as it happens. */
export type ApartOutcome =
  | { readonly type: 'event'; readonly key: string; readonly event: ApartEvent }
  /** `isKept`: an earlier attempt of this run had finished it; its samples and snapshots are on record. */
  | { readonly type: 'finished'; readonly key: string; readonly result: Json; readonly isKept: boolean }
  /**
   * The job threw, or its process ended before it was done (`isProcessLost`: by the system, for want of memory
   * say). One sentence fragment that says how; the other jobs go on.
   */
  | {
      readonly type: 'failed'
      readonly key: string
      readonly problem: string
      readonly isProcessLost: boolean
    }

/** What a job is given. Its process opened nothing before the job asks for it. */
export interface ApartContext extends Omit<TrainContext, 'apart'> {
  readonly input: Json
}
