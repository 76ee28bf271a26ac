import type { RunHead } from '#contract/run-head.ts'
import { newestFirst, type RunFilter, type RunList, type RunSort } from '#contract/run-list.ts'
import { SvelteMap } from 'svelte/reactivity'

/** Rows asked for at once. */
const pageRows = 50
/** Pages kept beside those in view. */
const mostPages = 8

/** The rows of a list of runs, newest first unless sorted: those that are in view are asked for, a few others are kept. */
export class RunRows {
  readonly filter: RunFilter
  readonly sort: RunSort
  /** Runs that the filter admits; null until the lab has said. */
  total = $state<number | null>(null)
  private readonly pages = new SvelteMap<number, readonly RunHead[]>()
  /** Pages that have been asked for. */
  private asked: readonly number[] = []
  private readonly request: (
    filter: RunFilter,
    from: number,
    limit: number,
    sort: RunSort,
  ) => Promise<RunList>
  /** Pages with a row that is drawn. */
  private shown: readonly number[] = [0]
  /** Rises when rows may have moved; an answer to an older question does not count. */
  private round = 0

  constructor(filter: RunFilter, request: RunRows['request'], sort = newestFirst) {
    this.filter = filter
    this.sort = sort
    this.request = request
  }

  /** The run in a row; undefined while it is on its way. */
  row(index: number): RunHead | undefined {
    return this.pages.get(Math.floor(index / pageRows))?.[index % pageRows]
  }

  /** These rows are drawn: those in view, and perhaps one far from them that holds the focus. */
  show(drawn: Iterable<number>): void {
    const pages = Array.from(drawn, (row) => Math.floor(row / pageRows))
    // Where nothing is drawn yet, the first page says how many rows there are.
    this.shown = pages.length > 0 ? pages.filter((page, at) => pages.indexOf(page) === at) : [0]
    for (const page of this.shown) if (!this.pages.has(page)) void this.ask(page)
  }

  /** Something of a run changed that does not move it. */
  changed(head: RunHead): void {
    for (const [page, runs] of this.pages) {
      const at = runs.findIndex(({ id }) => id === head.id)
      if (at >= 0) this.pages.set(page, runs.with(at, head))
    }
  }

  /** There are more runs, or fewer: what is in view is asked for again, and stays until the answer is here. */
  refresh(): void {
    this.round++
    this.asked = []
    for (const page of this.pages.keys()) if (!this.isShown(page)) this.pages.delete(page)
    for (const page of this.shown) void this.ask(page)
  }

  private isShown(page: number): boolean {
    return this.shown.includes(page)
  }

  private async ask(page: number): Promise<void> {
    if (this.asked.includes(page)) return
    this.asked = [...this.asked, page]
    const { round } = this
    try {
      const { runs, total } = await this.request(this.filter, page * pageRows, pageRows, this.sort)
      if (round !== this.round) return
      this.total = total
      this.pages.set(page, runs)
      this.forgetOld()
    } catch {
      // The line is gone; all is asked for again when it is back.
    } finally {
      if (round === this.round) this.asked = this.asked.filter((each) => each !== page)
    }
  }

  private forgetOld(): void {
    const unseen = [...this.pages.keys()].filter((page) => !this.isShown(page))
    for (const page of unseen.slice(0, Math.max(0, unseen.length - mostPages))) this.pages.delete(page)
  }
}
