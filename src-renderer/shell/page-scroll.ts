/** How far the page is scrolled, in pixels: in a wide window `main` scrolls, in a narrow one the document does. */
export const scrolledBy = (main: Element): number => main.scrollTop + scrollY

/** Scrolls the page to a place that `scrolledBy` gave. */
export function scrollBackTo(main: Element, top: number): void {
  main.scrollTo({ top, behavior: 'instant' })
  scrollTo({ top, behavior: 'instant' })
}

/** Scrolls to the top of what `main` holds; in a narrow window the side bar stands above it. */
export function scrollToStart(main: Element): void {
  main.scrollTo({ top: 0, behavior: 'instant' })
  main.scrollIntoView({ block: 'start', behavior: 'instant' })
}
