import type { ChildLink, StartProcess } from '#processes/link.ts'
import { endOfLog, type FromTrial, type ToTrial } from './trial-protocol.ts'

const quick = { stepMs: 1, layerMs: 0.01, megaMs: 0.001 }
const slow = { stepMs: 0.1, layerMs: 0.02, megaMs: 0.1 }

/** For tests: trials of a GPU of this name in this process, and how many there were. */
export function fakeTrials(
  gpu: string,
  problem: string | null = null,
): { readonly startProcess: StartProcess; readonly count: () => number } {
  let count = 0
  return {
    count: () => count,
    startProcess: (entry, { onComplaint } = {}): ChildLink => {
      let listener: (message: unknown) => void = () => undefined
      const answer = ({ type }: ToTrial): FromTrial => {
        if (type === 'open') {
          onComplaint?.(`Using "${gpu}" with driver: "/lib/libcard.so"\n${endOfLog}\n`)
          return { type: 'opened', problem: null, listed: [{ name: gpu, driver: '1' }] }
        }
        count++
        return { type: 'tried', problem, calibration: problem === null ? { webgpu: quick, cpu: slow } : null }
      }
      return {
        pid: undefined,
        post: (message) => {
          // Other processes of a lab say nothing.
          if (entry === 'webgpu-probe') setImmediate(() => listener(answer(message as ToTrial)))
        },
        onMessage: (given) => void (listener = given),
        onExit: () => undefined,
        kill: () => undefined,
      }
    },
  }
}
