import { SvelteMap } from 'svelte/reactivity'

/** How far a reader has gone: nothing, the hint (1), the hint and n - 1 steps (n), or all of it with the answer. */
export type Stage = number | 'answer'

/**
 * How much of the way to each answer the reader has asked to see, by the id of its cell ("4c.i"). Kept while the page is
 * open and not beyond: each sitting begins with thinking, and nobody keeps a record of how much help somebody took.
 */
class Revealed {
  private readonly stages = new SvelteMap<string, Stage>()

  of(cell: string): Stage {
    return this.stages.get(cell) ?? 0
  }
  show(cell: string, stage: Stage): void {
    this.stages.set(cell, stage)
  }
}

export const revealed = new Revealed()

/** Has the reader come to the answer of this cell? Formulas and labels of a view that give it away wait for that. */
export const isAnswerShown = (cell: string): boolean => revealed.of(cell) === 'answer'
