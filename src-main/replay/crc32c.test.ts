import { describe, expect, it } from 'vitest'
import { crc32c, maskedCrc32c } from './crc32c.ts'

describe('CRC-32C', () => {
  it.each([
    // RFC 3720, B.4
    ['32 zeros', new Uint8Array(32), 0x8a9136aa],
    ['32 bytes of 0xff', new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ['0 to 31', Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    ['"123456789"', new TextEncoder().encode('123456789'), 0xe3069283],
  ])('of %s is the published one', (_, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected)
  })

  it('is masked as TensorFlow masks it', () => {
    // Rotated right by 15, plus 0xa282ead8, by hand for 0xe3069283.
    expect(maskedCrc32c(new TextEncoder().encode('123456789'))).toBe(0xc78ab0e5)
  })
})
