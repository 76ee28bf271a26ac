import { maxRequestBytes, type Reply } from '#contract/messages.ts'

export type Arrived =
  | { readonly kind: 'message'; readonly message: unknown }
  | { readonly kind: 'refused'; readonly refusal: Reply; readonly isTooLarge: boolean }

/** Brackets inside brackets that the lab accepts in a message; a request needs five. */
export const maxNesting = 32
/** Bytes of JSON the lab sends in one message. */
export const maxSentBytes = 32 * 2 ** 20

const refused = (message: string, isTooLarge = false): Arrived => ({
  kind: 'refused',
  refusal: { type: 'refusal', id: null, refusal: { message, field: null } },
  isTooLarge,
})

const [quote, backslash, openBracket, closeBracket, openBrace, closeBrace] = [...'"\\[]{}'].map((sign) =>
  sign.charCodeAt(0),
)

/** Whether brackets stand inside each other deeper than `most` in a text of JSON; signs inside strings do not count. */
function isNestedDeeper(text: string, most: number): boolean {
  let depth = 0
  let isInString = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isInString) {
      if (code === backslash) at++
      else if (code === quote) isInString = false
    } else if (code === quote) isInString = true
    else if (code === openBracket || code === openBrace) {
      if (++depth > most) return true
    } else if (code === closeBracket || code === closeBrace) depth--
  }
  return false
}

/**
 * Reads one message as it arrives from a page, in either host: a text of JSON of limited size and nesting. Both are
 * judged on the text: what walks a parsed value recursively runs out of stack where the nesting is deep.
 */
export function readMessage(data: unknown): Arrived {
  if (typeof data !== 'string') return refused('The lab takes messages as text of JSON only.')
  const bytes = Buffer.byteLength(data)
  if (bytes > maxRequestBytes)
    return refused(
      `A message of ${bytes} bytes is too large; the lab takes at most ${maxRequestBytes}.`,
      true,
    )
  if (isNestedDeeper(data, maxNesting))
    return refused(`A message is nested too deeply; the lab takes at most ${maxNesting} levels.`)
  try {
    return { kind: 'message', message: JSON.parse(data) as unknown }
  } catch {
    return refused('A message was not JSON.')
  }
}

/** The text of a message to a page. Throws a sentence fragment when it cannot be written or is too large to send. */
export function writeMessage(message: unknown): string {
  const text = JSON.stringify(message)
  const bytes = Buffer.byteLength(text)
  if (bytes > maxSentBytes) throw new Error(`it has ${bytes} bytes; the lab sends at most ${maxSentBytes}`)
  return text
}
