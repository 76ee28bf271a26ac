import { describe, expect, it } from 'vitest'
import { durationBytes, prepareDuration } from './webm-duration.ts'

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replace(/\s/g, ''), 'hex'))
/** As Chromium's recorder begins a file: header, segment of unknown size, info of scale and names, tracks. */
const header = '1a45dfa3 8442868101'
const segment = '18538067 01ffffffffffffff'
const info = '1549a966 99 2ad7b1830f4240 4d80864368726f6d65 5741864368726f6d65'
const tracks = '1654ae6b 81ff'
const file = hex(header + segment + info + tracks)

describe('the length of a WebM file that is written as a stream', () => {
  it('gets its place in the info, and nothing else is changed', () => {
    const made = prepareDuration(file)
    if (made === null || made === 'none') throw new Error('not prepared')
    const grown = '1549a966 a4 2ad7b1830f4240 4d80864368726f6d65 5741864368726f6d65 448988 0000000000000000'
    expect(Buffer.from(made.head).toString('hex')).toBe(
      Buffer.from(hex(header + segment + grown + tracks)).toString('hex'),
    )
    expect(made.place).toEqual({ at: hex(header + segment + grown).length - 8, bytes: 8, scale: 1_000_000 })
    // 1.5 s in milliseconds.
    expect(Buffer.from(durationBytes(1.5, made.place)).readDoubleBE()).toBe(1500)
  })

  it('is written over a length that stands there already', () => {
    const made = prepareDuration(
      hex(`${header}${segment} 1549a966 8e 2ad7b1830f4240 448984 00000000 ${tracks}`),
    )
    expect(made).toMatchObject({ place: { bytes: 4 } })
    if (made === null || made === 'none') throw new Error('not prepared')
    expect(made.head.subarray(made.place.at - 3, made.place.at)).toEqual(hex('448984'))
    expect(Buffer.from(durationBytes(2, made.place)).readFloatBE()).toBe(2000)
  })

  it('grows a size that is just at the end of its byte', () => {
    const name = `5741 f0 ${'41'.repeat(112)}`
    const made = prepareDuration(hex(`${header}${segment} 1549a966 fa 2ad7b1830f4240 ${name} ${tracks}`))
    if (made === null || made === 'none') throw new Error('not prepared')
    expect(Buffer.from(made.head).toString('hex')).toContain('1549a9664085')
  })

  it('waits for as many bytes as it needs', () => {
    const needed = hex(header + segment + info).length
    for (let length = 0; length < needed; length++)
      expect(prepareDuration(file.subarray(0, length))).toBeNull()
    expect(prepareDuration(file.subarray(0, needed))).not.toBeNull()
  })

  it('leaves alone what is no such stream', () => {
    expect(prepareDuration(hex('00000020667479706d703432'))).toBe('none')
    expect(prepareDuration(hex(`${header} 18538067 8a ${info}`))).toBe('none')
    expect(prepareDuration(hex(`${header}${segment} 114d9b74 80 ${info}`))).toBe('none')
    expect(prepareDuration(hex(`${header}${segment} 00 00`))).toBe('none')
  })
})
