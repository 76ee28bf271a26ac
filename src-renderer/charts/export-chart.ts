import type { Trace, XMode } from '#figures/trace.ts'
import { csvRows, csvText } from './csv.ts'
import { drawPng } from './draw-canvas.ts'
import { drawSvg } from '#figures/draw-svg.ts'
import { figure, type FigureOptions } from '#figures/figure.ts'
import { readPalette } from './palette.ts'
import { fileNameOf, saveCsv, saveFile } from './save-file.ts'

export interface ExportOptions {
  readonly figure: FigureOptions
  /** What the CSV file holds, whether shown or not. */
  readonly traces: readonly Trace[]
  readonly xModes: readonly XMode[]
  readonly atLabel: string
  /** Of the file, without extension. */
  readonly name: string
  /** Whose theme the picture wears. */
  readonly within: HTMLElement
}

/** Saves the chart as "png", "svg" or "csv". */
export async function exportChart(format: string, options: ExportOptions): Promise<void> {
  const file = fileNameOf(options.name, format)
  if (format === 'csv') {
    const labels = { at: options.atLabel, y: options.figure.yLabel }
    saveCsv(file, csvText(csvRows(options.traces, options.xModes, labels)))
    return
  }
  const picture = figure(options.figure)
  const palette = readPalette(options.within)
  if (format === 'svg') saveFile(file, drawSvg(picture, palette), 'image/svg+xml')
  else saveFile(file, await drawPng(picture, palette))
}
