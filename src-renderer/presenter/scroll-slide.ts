/** Share of its height that one press moves. */
const stride = 0.4

/** Scrolls what is longer than its place on a slide: the first that can move, up (-1) or down (1). */
export function scrollSlide(slide: Element, direction: 1 | -1): void {
  const longer = [...slide.querySelectorAll('*')].find(
    (element) =>
      element.scrollHeight > element.clientHeight + 1 &&
      ['auto', 'scroll'].includes(getComputedStyle(element).overflowY),
  )
  longer?.scrollBy({ top: direction * stride * longer.clientHeight, behavior: 'smooth' })
}
