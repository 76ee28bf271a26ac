import type { Port } from './port.ts'

/**
 * Two ports that talk to each other inside one process, for the terminal and the tests. Messages make a JSON
 * round trip, so nothing passes here that would not pass a real wire, and arrive in a later microtask.
 */
export function memoryPorts(): [Port, Port] {
  const left = new MemoryPort()
  const right = new MemoryPort()
  left.other = right
  right.other = left
  return [left, right]
}

class MemoryPort implements Port {
  other: MemoryPort | null = null
  private messageListener: ((message: unknown) => void) | null = null
  private closeListener: (() => void) | null = null
  private isClosed = false

  post(message: unknown): void {
    const text = JSON.stringify(message)
    const { other } = this
    if (!this.isClosed) void Promise.resolve().then(() => other?.messageListener?.(JSON.parse(text)))
  }
  onMessage(listener: (message: unknown) => void): void {
    this.messageListener = listener
  }
  onClose(listener: () => void): void {
    this.closeListener = listener
  }
  close(): void {
    if (this.isClosed) return
    this.isClosed = true
    this.closeListener?.()
    this.other?.close()
  }
}
