/** A curve: one number a sample. `role` fixes how it is drawn everywhere. */
export interface SeriesDeclaration {
  readonly id: string
  readonly label: string
  readonly unit: string
  readonly role: 'training' | 'validation' | 'theory' | 'weight'
  /** True where it is read from the machine (a clock, a memory counter), so that the same seed gives other numbers. */
  readonly isReading?: boolean
}
