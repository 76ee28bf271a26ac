/** Which curves of compared runs can be drawn over each other. */
import { ParamsError } from '#contract/params.ts'
import type { RunRequest } from '#contract/runs.ts'
import type { SeriesDeclaration } from '#contract/series.ts'
import { slotOf } from '#experiments/problems.ts'
import type { Dash, SeriesColor } from '#figures/trace.ts'

type Asked = { readonly request: RunRequest }

/** A series that two or more of the runs log, also in different parts. */
export interface SharedSeries {
  readonly declaration: SeriesDeclaration
  /** The trainings that two or more of them have under one name; none: each run's own are drawn. */
  readonly tracks: readonly string[]
}

/** The trainings of a run by name; none where this version refuses what it was asked. */
export function tracksOf({ request }: Asked): readonly string[] {
  try {
    return slotOf(request)?.ask(request.params).tracks ?? []
  } catch (error) {
    if (error instanceof ParamsError) return []
    throw error
  }
}

const inSeveral = (lists: readonly (readonly string[])[]): string[] => {
  const all = lists.flatMap((list) => [...new Set(list)])
  return [...new Set(all)].filter((name) => all.filter((each) => each === name).length > 1)
}

/** In the order in which the first of the runs declares them. */
export function sharedSeries(runs: readonly Asked[]): readonly SharedSeries[] {
  const declared = runs.map(({ request }) => slotOf(request)?.series ?? [])
  return inSeveral(declared.map((list) => list.map(({ id }) => id))).flatMap((id) => {
    const declaration = declared.flat().find((each) => each.id === id)
    const having = runs.filter((_, at) => declared[at]?.some((each) => each.id === id))
    return declaration ? [{ declaration, tracks: inSeveral(having.map(tracksOf)) }] : []
  })
}

/** How a run is drawn in every chart, so that colour alone never tells it. */
export interface Look {
  readonly color: SeriesColor
  readonly dash: Dash
}
const colors: readonly SeriesColor[] = ['1', '2', '3', '4', '5', '6', '7', '8']
const dashes: readonly Dash[] = ['solid', 'dashed', 'dotted', 'dashdot']

/** Looks of runs by id: each keeps its own while others come and go. */
export class Looks {
  private readonly places = new Map<string, number>()

  /** The looks of these runs, in their order; those of runs that are not among them become free. */
  of(ids: readonly string[]): readonly Look[] {
    for (const id of this.places.keys()) if (!ids.includes(id)) this.places.delete(id)
    return ids.map((id) => {
      const taken = new Set(this.places.values())
      const place = this.places.get(id) ?? colors.findIndex((_, at) => !taken.has(at))
      this.places.set(id, place)
      return { color: colors[place] ?? '7', dash: dashes[place % dashes.length] ?? 'solid' }
    })
  }
}
