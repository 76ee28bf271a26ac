import { expect, test } from 'vitest'
import {
  encodeMessage,
  writeBytes,
  writeFloat,
  writeInteger,
  writeMessage,
  writeText,
  type Writer,
} from './protobuf.ts'

const hex = (write: (writer: Writer) => void): string => Buffer.from(encodeMessage(write)).toString('hex')

test('writes the examples of the encoding guide', () => {
  // protobuf.dev/programming-guides/encoding: 150 in field 1, "testing" in field 2, a message in field 3.
  expect(hex((writer) => writeInteger(writer, 1, 150))).toBe('089601')
  expect(hex((writer) => writeText(writer, 2, 'testing'))).toBe('120774657374696e67')
  expect(hex((writer) => writeMessage(writer, 3, (inner) => writeInteger(inner, 1, 150)))).toBe('1a03089601')
})

test('writes negative integers in ten bytes and reals in four, little end first', () => {
  expect(hex((writer) => writeInteger(writer, 1, -1))).toBe('08ffffffffffffffffff01')
  expect(hex((writer) => writeInteger(writer, 1, 127))).toBe('087f')
  expect(hex((writer) => writeInteger(writer, 1, 128))).toBe('088001')
  expect(hex((writer) => writeInteger(writer, 1, 2 ** 40))).toBe('08808080808020')
  expect(hex((writer) => writeFloat(writer, 2, 1))).toBe('150000803f')
  expect(hex((writer) => writeInteger(writer, 20, 7))).toBe('a00107')
})

test('goes on with the outer message after an inner one, and writes empty texts and bytes', () => {
  expect(
    hex((writer) => {
      writeMessage(writer, 1, () => undefined)
      writeBytes(writer, 2, Uint8Array.of(1, 2))
      writeText(writer, 3, '')
    }),
  ).toBe('0a00' + '12020102' + '1a00')
})
