/** The colours of style/tokens.css as a canvas can use them. */
import { inkNames, type Ink, type Palette } from '#figures/ink.ts'

/**
 * Reads the tokens as the theme has them now, or as the light one has them, for what is printed. They are written with
 * light-dark(), which only a real property resolves, so a probe element wears each in turn.
 */
export function readPalette(within: HTMLElement, theme: 'shown' | 'light' = 'shown'): Palette {
  const probe = document.createElement('span')
  probe.hidden = true
  if (theme === 'light' || isPrinting) probe.style.colorScheme = 'light'
  within.append(probe)
  const colors = inkNames.map((name) => {
    probe.style.color = `var(--${name})`
    return [name, getComputedStyle(probe).color || 'gray'] as const
  })
  probe.remove()
  return Object.fromEntries(colors) as Record<Ink, string>
}

/** The page is being put on paper, where the style sheet of print has the light theme. */
let isPrinting = false

/**
 * Calls back before the page is printed, when readPalette() gives the colours of paper, and again when the screen has
 * it back: a canvas is no text whose colour follows a style sheet. `draw` must have drawn when it returns.
 */
export function watchPrint(draw: () => void): () => void {
  const set = (printing: boolean) => (): void => {
    isPrinting = printing
    draw()
  }
  const [before, after] = [set(true), set(false)]
  addEventListener('beforeprint', before)
  addEventListener('afterprint', after)
  return () => {
    removeEventListener('beforeprint', before)
    removeEventListener('afterprint', after)
  }
}

/** Calls back whenever the theme changes, by the page's own switch or by the system's. Returns the way out. */
export function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class'] })
  const system = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : null
  system?.addEventListener('change', changed)
  return () => {
    observer.disconnect()
    system?.removeEventListener('change', changed)
  }
}
