/** What a presenter's screen lets a demo do. */
export interface Director {
  /** The slot that is shown. */
  readonly slotKey: string
  /** The title of the slide that is shown. */
  readonly slide: string
  /** Goes to the slide of this title; false where there is none. */
  show(title: string): boolean
  /** Shows what the next press would show. */
  reveal(): void
}

/** The screen that is open now. */
class Screen {
  director = $state.raw<Director | null>(null)
}
export const screen = new Screen()
