import { expect, test } from 'vitest'
import { maxRequestBytes, replySchema } from '#contract/messages.ts'
import { maxNesting, maxSentBytes, readMessage, writeMessage } from './wire.ts'

test('a text of JSON is a message, whatever it holds', () => {
  expect(readMessage('{"id":1}')).toEqual({ kind: 'message', message: { id: 1 } })
  expect(readMessage('null')).toEqual({ kind: 'message', message: null })
})
test.each([[Buffer.from('{}')], [undefined], [{ id: 1 }], [''], ['{'], ['undefined']])(
  '%s is refused',
  (data) => {
    const arrived = readMessage(data)
    expect(arrived.kind === 'refused' && replySchema.parse(arrived.refusal).type).toBe('refusal')
  },
)
test('the limit is in bytes, and the refusal names both sizes', () => {
  const exactly = `"${'a'.repeat(maxRequestBytes - 2)}"`
  expect(readMessage(exactly).kind).toBe('message')
  const more = `"${'é'.repeat(maxRequestBytes / 2)}"`
  const arrived = readMessage(more)
  expect(arrived).toMatchObject({ kind: 'refused', isTooLarge: true })
  expect(JSON.stringify(arrived)).toContain(`${maxRequestBytes + 2} bytes`)
  expect(JSON.stringify(arrived)).toContain(`at most ${maxRequestBytes}`)
})
test('nesting is counted outside of strings only, and limited', () => {
  const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)
  expect(readMessage(nested(maxNesting)).kind).toBe('message')
  expect(readMessage(JSON.stringify({ name: `\\"${nested(5_000)}\\"` })).kind).toBe('message')
  expect(readMessage(`[${'[],'.repeat(5_000)}[]]`).kind).toBe('message')
  for (const text of [nested(maxNesting + 1), '{"a":['.repeat(5_000), `["\\"",${nested(5_000)}]`])
    expect(JSON.stringify(readMessage(text))).toContain('nested too deeply')
})
test('what is sent is limited in bytes', () => {
  expect(writeMessage({ id: 1 })).toBe('{"id":1}')
  expect(() => writeMessage('é'.repeat(maxSentBytes / 2))).toThrow(/bytes; the lab sends at most/)
})
