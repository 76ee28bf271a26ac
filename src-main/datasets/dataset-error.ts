/** A data set that cannot be used; the message is the sentence for the user: what happened, why, what to do. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError'
  /** The field of the request at fault, if one is. */
  readonly field: string | null
  constructor(message: string, field: string | null = null) {
    super(message)
    this.field = field
  }
}
