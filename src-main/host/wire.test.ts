import { expect, test } from 'vitest'
import { maxRequestBytes, replySchema } from '#contract/messages.ts'
import { readMessage } from './wire.ts'

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
