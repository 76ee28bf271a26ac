/** The fields of a message by their numbers in onnx.proto, written with protobufjs, which knows numbers only. */
import protobuf from 'protobufjs/minimal.js'

export type Writer = protobuf.Writer

/** Wire types of the protocol buffer encoding (protobuf.dev/programming-guides/encoding). */
const varintWire = 0
const bytesWire = 2
const fixed32Wire = 5

const tagged = (writer: Writer, field: number, wire: number): Writer => writer.uint32(field * 8 + wire)

/** The bytes of the message that `write` writes. */
export function encodeMessage(write: (writer: Writer) => void): Uint8Array {
  const writer = protobuf.Writer.create()
  write(writer)
  return writer.finish()
}

/** A whole number within 2⁵³: int32, int64, bool or enum. */
export const writeInteger = (writer: Writer, field: number, value: number): Writer =>
  tagged(writer, field, varintWire).int64(value)

export const writeFloat = (writer: Writer, field: number, value: number): Writer =>
  tagged(writer, field, fixed32Wire).float(value)

export const writeText = (writer: Writer, field: number, value: string): Writer =>
  tagged(writer, field, bytesWire).string(value)

export const writeBytes = (writer: Writer, field: number, value: Uint8Array): Writer =>
  tagged(writer, field, bytesWire).bytes(value)

/** A message within the message. */
export function writeMessage(writer: Writer, field: number, write: (inner: Writer) => void): void {
  write(tagged(writer, field, bytesWire).fork())
  writer.ldelim()
}
