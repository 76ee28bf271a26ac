import type { UtilityProcess } from 'electron'
import { fileURLToPath } from 'node:url'
import { endWithLab } from '#processes/end-with-lab.ts'
import type { ProcessEntry, StartProcess } from '#processes/link.ts'

/** The part of Electron's utilityProcess that is needed. */
export interface UtilityProcesses {
  fork(path: string, args: string[], options: Electron.ForkOptions): UtilityProcess
}
const names: Record<ProcessEntry, string> = {
  trainer: 'Lab 182 trainer',
  'gpu-probe': 'Lab 182 GPU probe',
  'data-job': 'Lab 182 data import',
  'webgpu-probe': 'Lab 182 trial of the GPU',
  'engine-job': 'Lab 182 installation of an engine',
  'tensorflow-probe': 'Lab 182 trial of TensorFlow',
}

/** Starts the built `<entry>.js` in `folder` as an Electron utility process: Node without a window. */
export function utilityProcessFrom(folder: URL, utilityProcess: UtilityProcesses): StartProcess {
  return (entry, { env, onComplaint } = {}) => {
    const child = utilityProcess.fork(fileURLToPath(new URL(`${entry}.js`, folder)), [], {
      serviceName: names[entry],
      stdio: ['ignore', 'ignore', onComplaint ? 'pipe' : 'inherit'],
      ...(env === undefined ? {} : { env: { ...process.env, ...env } }),
      // None of this process's own, and no source maps: reading them takes a fifth of the start, and the files are readable.
      execArgv: [],
    })
    if (onComplaint) child.stderr?.on('data', (text: Buffer) => onComplaint(text.toString('utf8')))
    let hasEnded = false
    let wasKilled = false
    child.once('exit', () => (hasEnded = true))
    // Electron ends its utility processes with itself, but asks one that is busy in a long call in vain.
    const watch = (): void => {
      const release = endWithLab(child.pid)
      child.once('exit', release)
    }
    if (child.pid === undefined) child.once('spawn', watch)
    else watch()
    return {
      get pid() {
        return child.pid
      },
      post: (message) => {
        if (!hasEnded) child.postMessage(message)
      },
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) =>
        void child.once('exit', (code) =>
          listener(wasKilled ? 'ended on request' : `ended with code ${code}`, code),
        ),
      kill: () => {
        if (hasEnded) return
        wasKilled = true
        // Electron's kill asks politely; a process that is busy in one long call would not hear it.
        try {
          if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL')
        } catch {
          // it has just gone
        }
        child.kill()
      },
    }
  }
}
