import { describe, expect, it } from 'vitest'
import { eventFile } from './event-file.ts'

/** Messages of the records of a file. */
function messages(file: Buffer): Buffer[] {
  const found: Buffer[] = []
  for (let at = 0; at < file.length;) {
    const length = Number(file.readBigUInt64LE(at))
    found.push(file.subarray(at + 12, at + 12 + length))
    at += length + 16
  }
  return found
}

describe('an event file', () => {
  it('begins with the bytes that TensorFlow writes for its version', () => {
    const file = Buffer.concat([...eventFile(0, [])])
    // length 24 and its masked CRC: the first 12 bytes of every event file of TensorFlow.
    expect(file.subarray(0, 12).toString('hex')).toBe('1800000000000000a37f4b22')
    expect(messages(file)[0]?.toString('hex')).toBe(
      `09${'00'.repeat(8)}1a0d${Buffer.from('brain.Event:2').toString('hex')}`,
    )
  })

  it('holds each scalar as tag and simple_value at its step', () => {
    const file = Buffer.concat([...eventFile(1.5, [{ wallTime: 2, step: 300, tag: 'loss', value: 0.25 }])])
    const message = '09' + '0000000000000040' + '10ac02' + '2a0d' + '0a0b' + '0a046c6f7373' + '150000803e'
    expect(messages(file)[1]?.toString('hex')).toBe(message)
  })

  it('keeps a diverged sample as not a number', () => {
    const file = Buffer.concat([...eventFile(0, [{ wallTime: 0, step: 0, tag: 'a', value: Number.NaN }])])
    expect(messages(file)[1]?.readFloatLE((messages(file)[1]?.length ?? 4) - 4)).toBeNaN()
  })
})
