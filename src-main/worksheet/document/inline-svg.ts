/** An SVG within an HTML document: its parts named apart from those of the others, and nothing in it but drawing. */

const elements = new Set(
  'svg title desc defs clipPath g path rect circle ellipse line polyline polygon text tspan'.split(' '),
)
const attributes = new Set(
  (
    'xmlns width height viewBox role font-family id x y x1 y1 x2 y2 cx cy r rx ry d points fill stroke ' +
    'stroke-width stroke-linejoin stroke-linecap stroke-dasharray opacity fill-opacity stroke-opacity clip-path ' +
    'transform font-size font-weight font-style text-anchor dominant-baseline paint-order aria-label'
  ).split(' '),
)
const ownReference = /^url\(#[\w-]+\)$/

/** Whether each tag is of an element that only draws, with attributes that load and start nothing. */
function onlyDraws(svg: string): boolean {
  const tags = svg.match(/<[^>]*>/g) ?? []
  return tags.every((tag) => {
    const [, name, rest = ''] = /^<\/?([A-Za-z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*\/?>$/.exec(tag) ?? []
    if (name === undefined || !elements.has(name)) return false
    return [...rest.matchAll(/([\w:-]+)="([^"]*)"/g)].every(
      ([, attribute = '', value = '']) =>
        attributes.has(attribute) && (!value.includes('url(') || ownReference.test(value)),
    )
  })
}

/**
 * The SVG as an element of an HTML document whose ids begin with `prefix`; null where it holds more than drawing (a
 * style, a link, a script), which only an image may show.
 */
export function inlineSvg(svg: string, prefix: string): string | null {
  const body = svg.replace(/^\ufeff?\s*(<\?xml[^>]*\?>\s*)?/, '').trim()
  if (!body.startsWith('<svg') || !body.endsWith('</svg>') || !onlyDraws(body)) return null
  return body
    .replace(/ id="([\w-]+)"/g, (_whole, id: string) => ` id="${prefix}-${id}"`)
    .replace(/url\(#([\w-]+)\)/g, (_whole, id: string) => `url(#${prefix}-${id})`)
}
