/** Which training of a sweep a part's curves, kernels and images show. */
export class SweepChoice {
  private chosenCount = $state<number | null>(null)
  private chosenSeed = $state(0)
  private readonly preferred: number | 'largest'

  /** `preferred`: the number of images per class shown at first, where the sweep has it; or its largest. */
  constructor(preferred: number | 'largest') {
    this.preferred = preferred
  }

  /**
   * The number of images per class shown: the chosen one, else the preferred, else the first of `counts`. Until
   * somebody chooses, one whose training has begun comes first (the largest, which is trained first).
   */
  perClass(counts: readonly number[], hasBegun: (perClass: number) => boolean = () => true): number {
    const { chosenCount: chosen, preferred } = this
    if (chosen !== null && counts.includes(chosen)) return chosen
    const first = preferred === 'largest' ? counts.at(-1) : counts.find((count) => count === preferred)
    const usual = first ?? counts[0] ?? 0
    return hasBegun(usual) ? usual : (counts.findLast(hasBegun) ?? usual)
  }
  choose(perClass: number): void {
    this.chosenCount = perClass
  }

  /** The repetition shown, from 0, below `seeds`. */
  seedIndex(seeds: number): number {
    return Math.min(this.chosenSeed, Math.max(0, seeds - 1))
  }
  chooseSeed(index: number): void {
    this.chosenSeed = index
  }
}
