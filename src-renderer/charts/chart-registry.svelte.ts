/** The charts that are drawn now, so that others can take exactly what is seen. */
import { getContext, setContext } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import { fileNameOf } from './save-file.ts'

export interface RegisteredChart {
  /** Short and of its own among the charts of a slot. */
  readonly name: string
  readonly title: string
  readonly description: string
  /** The chart as it is drawn now, in the colours of the light theme. */
  svg(): string
}

/** The name of a chart from the name of its file, or its title. */
export const chartName = (text: string): string => fileNameOf(text, '').slice(0, -1).slice(0, 64)

/** The charts of one slot, in the order of the page. */
export class ChartRegistry {
  private readonly charts = new SvelteMap<symbol, () => RegisteredChart>()
  private readonly prefix: string
  /** `prefix`: what the names of exported files begin with for every chart of the slot ("lab182-1d-"). */
  constructor(prefix: string) {
    this.prefix = prefix
  }
  /** Those on the page. */
  get all(): readonly RegisteredChart[] {
    return [...this.charts.values()].map((read) => {
      const chart = read()
      const isPrefixed = chart.name.startsWith(this.prefix)
      return isPrefixed ? { ...chart, name: chart.name.slice(this.prefix.length) } : chart
    })
  }
  /** Returns the way out. */
  add(chart: () => RegisteredChart): () => void {
    const id = Symbol('chart')
    this.charts.set(id, chart)
    return () => void this.charts.delete(id)
  }
}

const key = Symbol('registry of charts')

/** All charts within the calling component stand in `registry`. */
export const setChartRegistry = (registry: ChartRegistry): void => void setContext(key, registry)

/** Enters the calling chart in the registry around it, if there is one, for as long as it is drawn. */
export function registerChart(chart: () => RegisteredChart): void {
  const registry = getContext<ChartRegistry | undefined>(key)
  if (registry) $effect(() => registry.add(chart))
}
