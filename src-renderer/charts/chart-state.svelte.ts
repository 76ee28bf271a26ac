import { SvelteSet } from 'svelte/reactivity'
import type { Range } from '#figures/trace.ts'
import type { Frame } from '#figures/frame.ts'
import { drawable, withinReach, zoomRange } from '#figures/scale.ts'

/** The largest weight of the moving average. */
export const mostSmoothing = 0.999

export interface Ranges {
  readonly x: Range
  readonly y: Range
}

/** What the reader of one chart has chosen: its toolbar and its legend. */
export class ChartState {
  /** Weight of the moving average, 0 (off) to 0.999. */
  smoothing = $state(0)
  isLogX = $state(false)
  isLogY = $state(false)
  /** Why what was typed as the smoothing is not used; '' when it is. */
  smoothingError = $state('')
  /** Id of the x mode; one that does not exist means the first. */
  modeId = $state('')
  /** What was zoomed to; null shows everything. */
  zoom = $state.raw<Ranges | null>(null)
  /** What the chart shows of its data before anyone zooms; the chart sets it. */
  full: Ranges | null = null
  isTableShown = $state(false)
  /** Where the plot lies on the canvas and what it shows; null before it was drawn. */
  frame = $state.raw<Frame | null>(null)
  /** Ids of traces switched off in the legend. */
  readonly hidden = new SvelteSet<string>()

  constructor(isLogX: boolean, isLogY: boolean) {
    this.isLogX = isLogX
    this.isLogY = isLogY
  }

  /** Another scale or unit makes the old zoom meaningless. */
  setLog(axis: 'x' | 'y', isLog: boolean): void {
    if (axis === 'x') this.isLogX = isLog
    else this.isLogY = isLog
    this.zoom = null
  }

  setMode(id: string): void {
    this.modeId = id
    this.zoom = null
  }

  /** Shows `range` on each axis, as far as the axes can and as near to all that there is as a zoom may be. */
  zoomTo(x: Range, y: Range): void {
    const [inX, inY] = [drawable(x, this.isLogX), drawable(y, this.isLogY)]
    const { full } = this
    this.zoom = full
      ? { x: withinReach(inX, full.x, this.isLogX), y: withinReach(inY, full.y, this.isLogY) }
      : { x: inX, y: inY }
  }

  /** Back from a zoom; where the default leaves `whole` partly out, from that to all of it. */
  showEverything(whole: Ranges | null): void {
    this.zoom = this.zoom === null ? whole : null
  }

  /** Takes `value` as the smoothing, or says why it cannot. */
  smooth(value: number): void {
    const isUsable = value >= 0 && value <= mostSmoothing
    if (isUsable) this.smoothing = value
    this.smoothingError = isUsable
      ? ''
      : `Smoothing must be a number from 0 (off) to ${mostSmoothing}; it stays at ${this.smoothing}.`
  }

  /** What was typed as the smoothing is no number, for this reason. */
  refuseSmoothing(problem: string): void {
    this.smoothingError = `Smoothing: ${problem} It stays at ${this.smoothing}.`
  }

  /** Looks `factor` times closer at a point in view, so that it stays in view; at the middle where none is. */
  zoomBy(factor: number, about: { readonly x: number; readonly y: number } | null = null): void {
    if (!this.frame) return
    const { x, y } = this.frame
    this.zoom = {
      x: zoomRange([x.min, x.max], factor, x.isLog, about?.x, this.full?.x),
      y: zoomRange([y.min, y.max], factor, y.isLog, about?.y, this.full?.y),
    }
  }

  toggle(traceId: string): void {
    if (!this.hidden.delete(traceId)) this.hidden.add(traceId)
  }
}
