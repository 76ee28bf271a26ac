/**
 * Whether an SVG is a drawing and nothing else. It is parsed here by a small grammar, and what the grammar does not
 * know is refused: no document type (so no entities of its own), no processing, no scripts, no styles that load, no
 * references to anything outside, and nothing that can be drawn many times over by a few bytes.
 */

/** What charts are made of. */
const elements = new Set(
  'svg g defs title desc clipPath linearGradient radialGradient stop path rect circle ellipse line polyline polygon text tspan image'.split(
    ' ',
  ),
)
const deepest = 100

const nameStart = 'A-Za-z_'
const tagPattern = new RegExp(
  `<(/)?([${nameStart}][\\w:.-]*)((?:\\s+[${nameStart}][\\w:.-]*\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/)?>`,
  'y',
)
const attributePattern = new RegExp(`([${nameStart}][\\w:.-]*)\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'g')
const declarationPattern = /^\uFEFF?<\?xml [^?<>]*\?>\s*/
const knownEntity = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g
const characters = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Why a text is no drawing that the lab keeps, as the end of a sentence. */
class Refused extends Error {}

/** A text with its entities read. Throws Refused at one that XML does not know. */
function plain(text: string): string {
  if (text.replace(knownEntity, '').includes('&')) throw new Refused('contains an entity of its own')
  return text.replace(knownEntity, (_, name?: keyof typeof characters, decimal?: string, hex?: string) => {
    if (name) return characters[name]
    const code = decimal === undefined ? parseInt(hex ?? '0', 16) : Number(decimal)
    if (code === 0 || code > 0x10ffff) throw new Refused('contains a character that there is not')
    return String.fromCodePoint(code)
  })
}

const isInner = (reference: string): boolean => /^#[\w.:-]+$/.test(reference)
const isEmbedded = (reference: string): boolean =>
  /^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/=\s]+$/.test(reference)

function checkAttribute(element: string, name: string, value: string): void {
  const local = name.slice(name.indexOf(':') + 1).toLowerCase()
  if (local.startsWith('on')) throw new Refused(`contains a script (${name})`)
  if (name.startsWith('xmlns')) {
    if (value !== 'http://www.w3.org/2000/svg' && value !== 'http://www.w3.org/1999/xlink')
      throw new Refused(`uses another language than SVG (${value.slice(0, 80)})`)
    return
  }
  if (local === 'href' || local === 'src') {
    if (!(element === 'image' ? isEmbedded(value) : isInner(value)))
      throw new Refused(`refers to something outside itself (${value.slice(0, 80)})`)
    return
  }
  if (local.startsWith('aria-')) return
  // Backslashes and comments could hide the words that are looked for.
  if (/\\|\/\*|@|javascript:|expression\(/i.test(value)) throw new Refused(`has an unusual ${name}`)
  const urls = value.match(/url\s*\(/gi)?.length ?? 0
  const inner = value.match(/url\(\s*(["']?)#[\w.:-]+\1\s*\)/g)?.length ?? 0
  if (urls !== inner || /image-set|src\s*\(/i.test(value))
    throw new Refused(`refers to something outside itself (${value.slice(0, 80)})`)
}

/** A length in pixels, as it stands in `width` and `height`; null where it is none. */
const pixels = (text: string | undefined): number | null => {
  const found = /^\s*(\d+(?:\.\d+)?)(?:px)?\s*$/.exec(text ?? '')?.[1]
  return found === undefined ? null : Number(found)
}

function sizeIn(attributes: ReadonlyMap<string, string>): {
  readonly width: number
  readonly height: number
} {
  const box = (attributes.get('viewBox') ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number)
  const width = pixels(attributes.get('width')) ?? box[2] ?? NaN
  const height = pixels(attributes.get('height')) ?? box[3] ?? NaN
  if (!(width > 0) || !(height > 0)) throw new Refused('does not state its width and height')
  return { width: Math.ceil(width), height: Math.ceil(height) }
}

function attributesOf(element: string, text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [, name = '', double, single] of text.matchAll(attributePattern)) {
    const value = plain(double ?? single ?? '')
    if (found.has(name)) throw new Refused(`has two attributes ${name} in one element`)
    checkAttribute(element, name, value)
    found.set(name, value)
  }
  return found
}

function parse(text: string): { readonly width: number; readonly height: number } {
  const open: string[] = []
  let size: { readonly width: number; readonly height: number } | null = null
  let at = declarationPattern.exec(text)?.[0].length ?? 0
  while (at < text.length) {
    const next = text.indexOf('<', at)
    const words = text.slice(at, next === -1 ? undefined : next)
    if (open.length === 0 && words.trim() !== '') throw new Refused('has text around the drawing')
    plain(words)
    if (next === -1) break
    if (text.startsWith('<!--', next)) {
      const end = text.indexOf('--', next + 4)
      if (end === -1 || text[end + 2] !== '>') throw new Refused('has a comment that does not end')
      at = end + 3
      continue
    }
    tagPattern.lastIndex = next
    const tag = tagPattern.exec(text)
    if (tag) {
      const [whole, isEnd, name = '', attributes = '', isWhole] = tag
      at = next + whole.length
      if (!elements.has(name))
        throw new Refused(`contains <${name.slice(0, 40)}>, which the lab does not keep`)
      if (isEnd !== undefined) {
        if (attributes !== '' || isWhole !== undefined || open.pop() !== name)
          throw new Refused(`is not well formed at </${name}>`)
        continue
      }
      if (open.length === 0 && (size !== null || name !== 'svg')) throw new Refused('is not one <svg>')
      const read = attributesOf(name, attributes)
      size ??= sizeIn(read)
      if (isWhole === undefined) open.push(name)
      if (open.length > deepest) throw new Refused('is nested too deeply')
    } else throw new Refused(`is not plain SVG at “${text.slice(next, next + 40)}”`)
  }
  if (size === null || open.length > 0) throw new Refused('is cut off')
  return size
}

/** Width and height of an SVG in pixels, or why it is refused, as the end of a sentence ("contains a script"). */
export function checkSvg(
  text: string,
):
  { readonly width: number; readonly height: number; readonly problem: null } | { readonly problem: string } {
  try {
    return { ...parse(text), problem: null }
  } catch (error) {
    if (error instanceof Refused) return { problem: error.message }
    // Too long for the grammar's own stack.
    if (error instanceof RangeError) return { problem: 'is too large to be read' }
    throw error
  }
}
