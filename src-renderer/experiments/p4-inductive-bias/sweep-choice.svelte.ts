/** Which training of a sweep a part's curves, kernels and images show. */
export class SweepChoice {
  private chosenCount = $state<number | null>(null)
  private chosenSeed = $state(0)
  private readonly preferred: number

  /** `preferred`: the number of images per class shown at first, where the sweep has it. */
  constructor(preferred: number) {
    this.preferred = preferred
  }

  /** The number of images per class shown: the chosen one, else the preferred, else the first of `counts`. */
  perClass(counts: readonly number[]): number {
    const wanted = [this.chosenCount, this.preferred].find(
      (count) => count !== null && counts.includes(count),
    )
    return wanted ?? counts[0] ?? this.preferred
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
