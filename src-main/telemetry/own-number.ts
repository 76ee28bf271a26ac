import { access, readlink } from 'node:fs/promises'
import { basename } from 'node:path'
import type { DeviceGpu } from '#contract/device-reading.ts'

/** What this process knows of itself and of the processes that it can see. */
export interface ProcessView {
  readonly pid: number
  /** The file name of the program that runs it. */
  readonly program: string
  /** Its numbers are those of a container, not of the machine. */
  readonly isApart: boolean
  isSeen(pid: number): Promise<boolean>
}

/** The namespace of process numbers in which Linux starts, by the number that the kernel gives it (proc_ns.h). */
const firstNamespace = 'pid:[4026531836]'

async function thisProcess(): Promise<ProcessView> {
  const isLinux = process.platform === 'linux'
  const namespace = isLinux ? await readlink('/proc/self/ns/pid').catch(() => firstNamespace) : firstNamespace
  return {
    pid: process.pid,
    // Windows lists processes without the ending.
    program: basename(process.execPath).replace(/\.exe$/i, ''),
    isApart: namespace !== firstNamespace,
    isSeen: (pid) =>
      access(`/proc/${pid}`).then(
        () => true,
        () => false,
      ),
  }
}

/**
 * The number under which these GPUs list this process, or null where they count the processes of another system: an
 * entry of our number is another program, or, in a container, a process that is listed is not to be seen from here.
 */
export async function ownNumber(
  gpus: readonly DeviceGpu[],
  look: () => Promise<ProcessView> = thisProcess,
): Promise<number | null> {
  const view = await look()
  const listed = gpus.flatMap(({ processes }) => processes ?? [])
  const ours = listed.filter(({ pid }) => pid === view.pid)
  // "[Not Found]" and the like name no program.
  if (ours.some(({ name }) => !name.startsWith('[') && !name.includes(view.program))) return null
  if (view.isApart) for (const { pid } of listed) if (!(await view.isSeen(pid))) return null
  return view.pid
}
