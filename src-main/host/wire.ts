import { maxRequestBytes, type Reply } from '#contract/messages.ts'

export type Arrived =
  | { readonly kind: 'message'; readonly message: unknown }
  | { readonly kind: 'refused'; readonly refusal: Reply; readonly isTooLarge: boolean }

const refused = (message: string, isTooLarge: boolean): Arrived => ({
  kind: 'refused',
  refusal: { type: 'refusal', id: null, refusal: { message, field: null } },
  isTooLarge,
})

/** Reads one message as it arrives from a page, in either host: a text of JSON, of limited size. */
export function readMessage(data: unknown): Arrived {
  if (typeof data !== 'string') return refused('The lab takes messages as text of JSON only.', false)
  const bytes = Buffer.byteLength(data)
  if (bytes > maxRequestBytes)
    return refused(
      `A message of ${bytes} bytes is too large; the lab takes at most ${maxRequestBytes}.`,
      true,
    )
  try {
    return { kind: 'message', message: JSON.parse(data) as unknown }
  } catch {
    return refused('A message was not JSON.', false)
  }
}
