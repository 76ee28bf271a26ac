/**
 * Fetches every face of the page's fonts when the page has nothing else to do. A browser asks for a face when a character
 * first needs it, and a lab that has ended by then no longer serves it. Rejects never: what is missing is drawn in
 * another font.
 */
export function fetchFonts(): void {
  const fetchAll = (): void => {
    for (const face of document.fonts) face.load().catch(() => undefined)
  }
  requestIdleCallback(fetchAll, { timeout: 5000 })
}
