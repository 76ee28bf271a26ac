import type { Link } from '#contract/worksheet.ts'
import type { RegisteredChart } from '../charts/chart-registry.svelte.ts'
import type { WorksheetState } from './worksheet.svelte.ts'

/** Puts a chart, as it is drawn now, into a cell's links: new, or in the place of `replace`. Rejects with a sentence. */
export async function takeChart(
  worksheet: WorksheetState,
  cell: string,
  chart: RegisteredChart,
  run: string,
  replace: string | null,
): Promise<{ readonly id: string; readonly link: Link }> {
  const file = await worksheet.send('svg', new TextEncoder().encode(chart.svg()))
  const { name, title: label, description } = chart
  const cut = description.slice(0, 2000)
  return worksheet.link(cell, { kind: 'chart', run, chart: name, label, description: cut, file }, replace)
}
