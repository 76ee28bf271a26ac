/** What a name can stand on. */
const candidates = '[aria-label], button, dt, th, legend, label, h1, h2, h3, figcaption, .label'

const textOf = (element: Element): string => (element.textContent ?? '').replace(/\s+/g, ' ').trim()

/** The element of a slide that has this name, or begins with it; the smallest of several. Null where none is seen. */
export function namedElement(slide: Element, name: string): Element | null {
  const named = [...slide.querySelectorAll(candidates)].filter((element) => {
    const { width, height } = element.getBoundingClientRect()
    if (width === 0 || height === 0) return false
    return element.getAttribute('aria-label') === name || textOf(element).startsWith(name)
  })
  const length = (element: Element): number => textOf(element).length
  return named.reduce<Element | null>((a, b) => (a && length(a) <= length(b) ? a : b), null)
}

/** The name by which a demo finds what was pressed on a slide again; null where it has none of its own. */
export function nameOf(slide: Element, pressed: Element): string | null {
  // The number beside a label is named by it.
  const element =
    pressed.closest(candidates) ?? pressed.closest('dl > div, tr, li')?.querySelector(candidates)
  if (!element || !slide.contains(element)) return null
  const name = element.getAttribute('aria-label') ?? textOf(element)
  return name !== '' && namedElement(slide, name) === element ? name : null
}
