import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualItem,
} from '@tanstack/virtual-core'

/** Rows drawn before and after those in view. */
const overscan = 8

/** Which rows of a long table are drawn: those in view of its scrolling frame, and the one that holds the focus. */
export class VirtualRows {
  items = $state.raw<readonly VirtualItem[]>([])
  /** Height of the head and of all rows together, in pixels. */
  height = $state(0)
  private readonly virtualizer: Virtualizer<HTMLElement, HTMLTableRowElement>
  private readonly frame: HTMLElement
  private readonly rowHeight: number
  private readonly headHeight: number

  /** Heights in pixels: of every row, and of the head, which stays in view above them. */
  constructor(frame: HTMLElement, rowHeight: number, headHeight: number) {
    this.frame = frame
    this.rowHeight = rowHeight
    this.headHeight = headHeight
    this.virtualizer = new Virtualizer(this.options(0))
  }

  /** Follows the scrolling until the function that is returned is called. */
  follow(): () => void {
    const stop = this.virtualizer._didMount()
    this.virtualizer._willUpdate()
    this.draw()
    return stop
  }

  /** The table has so many rows now. */
  resize(count: number): void {
    this.virtualizer.setOptions(this.options(count))
    this.virtualizer._willUpdate()
    this.draw()
  }

  /** Scrolls as little as is needed to bring a row into view. */
  reveal(index: number): void {
    this.virtualizer.scrollToIndex(index, { align: 'auto' })
  }

  private options(count: number) {
    return {
      count,
      overscan,
      paddingStart: this.headHeight,
      scrollPaddingStart: this.headHeight,
      getScrollElement: () => this.frame,
      estimateSize: () => this.rowHeight,
      observeElementRect,
      observeElementOffset,
      scrollToFn: elementScroll,
      rangeExtractor: (range: Parameters<typeof defaultRangeExtractor>[0]) => {
        const inView = defaultRangeExtractor(range)
        const focused = this.focusedRow()
        return focused === null || focused >= count || inView.includes(focused)
          ? inView
          : [...inView, focused].sort((a, b) => a - b)
      },
      onChange: () => this.draw(),
    }
  }

  private focusedRow(): number | null {
    const row = document.activeElement?.closest('tr[data-index]')
    return row && this.frame.contains(row) ? Number(row.getAttribute('data-index')) : null
  }

  private draw(): void {
    this.items = this.virtualizer.getVirtualItems()
    this.height = this.virtualizer.getTotalSize()
  }
}
