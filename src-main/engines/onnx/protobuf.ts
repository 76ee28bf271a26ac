const encoder = new TextEncoder()

/** Wire types of the protocol buffer encoding (protobuf.dev/programming-guides/encoding). */
const varintWire = 0
const bytesWire = 2
const fixed32Wire = 5

/**
 * Writes one protocol buffer message field by field: as much of the format as an ONNX file needs. Field numbers
 * are those of onnx.proto.
 */
export class MessageWriter {
  private readonly parts: Uint8Array[] = []
  private length = 0

  /** A whole number: int32, int64, bool or enum. Negative ones take ten bytes, as the format asks. */
  integer(field: number, value: number | bigint): this {
    this.tag(field, varintWire)
    return this.varint(BigInt.asUintN(64, BigInt(value)))
  }

  float(field: number, value: number): this {
    this.tag(field, fixed32Wire)
    const bytes = new Uint8Array(4)
    new DataView(bytes.buffer).setFloat32(0, value, true)
    return this.append(bytes)
  }

  text(field: number, value: string): this {
    return this.bytes(field, encoder.encode(value))
  }

  bytes(field: number, value: Uint8Array): this {
    this.tag(field, bytesWire)
    this.varint(BigInt(value.length))
    return this.append(value)
  }

  message(field: number, value: MessageWriter): this {
    return this.bytes(field, value.finish())
  }

  /** The bytes of the message. */
  finish(): Uint8Array {
    const all = new Uint8Array(this.length)
    let offset = 0
    for (const part of this.parts) {
      all.set(part, offset)
      offset += part.length
    }
    return all
  }

  private tag(field: number, wire: number): void {
    this.varint(BigInt(field * 8 + wire))
  }

  private varint(value: bigint): this {
    const bytes: number[] = []
    let rest = value
    while (rest > 127n) {
      bytes.push(Number(rest & 127n) | 128)
      rest >>= 7n
    }
    bytes.push(Number(rest))
    return this.append(Uint8Array.from(bytes))
  }

  private append(part: Uint8Array): this {
    this.parts.push(part)
    this.length += part.length
    return this
  }
}
