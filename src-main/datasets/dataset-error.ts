/** A data set that cannot be used; the message is the sentence for the user: what happened, why, what to do. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError'
}
