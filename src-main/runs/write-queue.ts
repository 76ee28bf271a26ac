/** Carries tasks out one after the other, in the order in which they were asked; a failed one does not stop the next. */
export class WriteQueue {
  private last: Promise<unknown> = Promise.resolve()
  private waiting = 0

  run<T>(task: () => Promise<T>): Promise<T> {
    this.waiting++
    const done = this.last.then(task, task)
    const settled = (): void => void this.waiting--
    this.last = done.then(settled, settled)
    return done
  }

  get isIdle(): boolean {
    return this.waiting === 0
  }
}

const queues = new Map<string, WriteQueue>()

/** One task at a time on a folder, whichever part of this process asks. */
export async function oneAtATime<T>(folder: string, task: () => Promise<T>): Promise<T> {
  let queue = queues.get(folder)
  if (!queue) queues.set(folder, (queue = new WriteQueue()))
  try {
    return await queue.run(task)
  } finally {
    // The count falls a moment later, behind this one.
    await Promise.resolve()
    if (queue.isIdle) queues.delete(folder)
  }
}
