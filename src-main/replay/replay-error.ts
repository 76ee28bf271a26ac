/** A replay file that cannot be written, read or repeated; the message is the sentence for the user. */
export class ReplayError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ReplayError'
  }
}
