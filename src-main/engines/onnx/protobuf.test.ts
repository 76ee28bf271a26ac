import { expect, test } from 'vitest'
import { MessageWriter } from './protobuf.ts'

const hex = (writer: MessageWriter): string => Buffer.from(writer.finish()).toString('hex')

test('writes the examples of the encoding guide', () => {
  // protobuf.dev/programming-guides/encoding: 150 in field 1, "testing" in field 2, a message in field 3.
  expect(hex(new MessageWriter().integer(1, 150))).toBe('089601')
  expect(hex(new MessageWriter().text(2, 'testing'))).toBe('120774657374696e67')
  expect(hex(new MessageWriter().message(3, new MessageWriter().integer(1, 150)))).toBe('1a03089601')
})

test('writes negative integers in ten bytes and reals in four, little end first', () => {
  expect(hex(new MessageWriter().integer(1, -1))).toBe('08ffffffffffffffffff01')
  expect(hex(new MessageWriter().integer(1, 127))).toBe('087f')
  expect(hex(new MessageWriter().integer(1, 128))).toBe('088001')
  expect(hex(new MessageWriter().float(2, 1))).toBe('150000803f')
  expect(hex(new MessageWriter().integer(20, 7))).toBe('a00107')
})
