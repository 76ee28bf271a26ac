import {
  eventSchema,
  replySchema,
  replySchemas,
  type LabEvent,
  type ReplyTo,
  type RequestOf,
  type RequestType,
} from './messages.ts'
import type { Port } from './port.ts'

/** The lab refused a request; `field` names the parameter or message field, if one was at fault. */
export class RefusedError extends Error {
  readonly field: string | null
  constructor(message: string, field: string | null) {
    super(message)
    this.name = 'RefusedError'
    this.field = field
  }
}

interface Waiting {
  readonly type: RequestType
  readonly resolve: (result: unknown) => void
  readonly reject: (error: Error) => void
}

/**
 * The asking side of the contract, the same for the page, the terminal and the tests: requests are matched
 * to replies by id, and everything that arrives is parsed before anybody sees it.
 */
export class LabClient {
  private nextId = 1
  private readonly waiting = new Map<number, Waiting>()
  private isClosed = false
  private readonly port: Port
  private readonly listeners: {
    readonly onEvent: (event: LabEvent) => void
    readonly onClose?: () => void
    /** A message that is not of the contract; the connection goes on. */
    readonly onForeign?: (problem: string) => void
  }

  constructor(port: Port, listeners: LabClient['listeners']) {
    this.port = port
    this.listeners = listeners
    port.onMessage((message) => this.receive(message))
    port.onClose(() => this.closed())
  }

  /** Asks the lab. Rejects with RefusedError when refused, and with an Error when the lab has gone. */
  request<Type extends RequestType>(
    type: Type,
    body: Omit<RequestOf<Type>, 'id' | 'type'>,
  ): Promise<ReplyTo<Type>> {
    if (this.isClosed) return Promise.reject(new Error('The lab has stopped; start it again.'))
    const id = this.nextId++
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { type, resolve: resolve as (result: unknown) => void, reject })
      this.port.post({ id, type, ...body })
    })
  }

  close(): void {
    this.port.close()
    this.closed()
  }

  private receive(message: unknown): void {
    const event = eventSchema.safeParse(message)
    if (event.success) return this.listeners.onEvent(event.data)
    const reply = replySchema.safeParse(message)
    if (!reply.success) return this.listeners.onForeign?.('The lab sent a message this page does not know.')
    const { id } = reply.data
    const waiting = id === null ? undefined : this.waiting.get(id)
    if (id === null || !waiting) {
      if (reply.data.type === 'refusal') this.listeners.onForeign?.(reply.data.refusal.message)
      return
    }
    this.waiting.delete(id)
    if (reply.data.type === 'refusal')
      return waiting.reject(new RefusedError(reply.data.refusal.message, reply.data.refusal.field))
    const result = replySchemas[waiting.type].safeParse(reply.data.result)
    if (result.success) waiting.resolve(result.data)
    else waiting.reject(new Error(`The lab's answer to ${waiting.type} could not be read.`))
  }

  private closed(): void {
    if (this.isClosed) return
    this.isClosed = true
    for (const { reject } of this.waiting.values()) reject(new Error('The lab has stopped; start it again.'))
    this.waiting.clear()
    this.listeners.onClose?.()
  }
}
