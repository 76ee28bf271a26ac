/** A request that cannot be carried out; the message is the sentence for the user. */
export class RunError extends Error {
  /** The parameter or message field at fault, if one is. */
  readonly field: string | null
  constructor(message: string, field: string | null = null) {
    super(message)
    this.name = 'RunError'
    this.field = field
  }
}
