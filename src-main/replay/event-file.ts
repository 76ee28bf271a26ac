/**
 * TensorBoard's event files: records of TensorFlow (length, masked CRC-32C, bytes, masked CRC-32C) that hold the
 * `Event` messages of tensorflow/core/util/event.proto. Only scalars are written, as `simple_value`, which every
 * TensorBoard reads; they are 32-bit floating point there.
 */
import protobuf from 'protobufjs/minimal.js'
import { maskedCrc32c } from './crc32c.ts'

/** A logged number: `wallTime` in seconds since 1970. */
export interface ScalarEvent {
  readonly wallTime: number
  readonly step: number
  readonly tag: string
  /** NaN where the training diverged. */
  readonly value: number
}

// Field numbers and wire types as event.proto and summary.proto have them.
const wallTimeTag = (1 << 3) | 1
const stepTag = 2 << 3
const fileVersionTag = (3 << 3) | 2
const summaryTag = (5 << 3) | 2
const valueTag = (1 << 3) | 2
const nameTag = (1 << 3) | 2
const simpleValueTag = (2 << 3) | 5

function record(message: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(message.length + 16)
  bytes.writeBigUInt64LE(BigInt(message.length), 0)
  bytes.writeUInt32LE(maskedCrc32c(bytes.subarray(0, 8)), 8)
  bytes.set(message, 12)
  bytes.writeUInt32LE(maskedCrc32c(message), 12 + message.length)
  return bytes
}

function scalar({ wallTime, step, tag, value }: ScalarEvent): Uint8Array {
  const writer = protobuf.Writer.create()
  writer.uint32(wallTimeTag).double(wallTime).uint32(stepTag).int64(Math.round(step))
  writer.uint32(summaryTag).fork().uint32(valueTag).fork()
  writer.uint32(nameTag).string(tag).uint32(simpleValueTag).float(value)
  return writer.ldelim().ldelim().finish()
}

/** The pieces of an event file that begins at `wallTime` (seconds since 1970). */
export function* eventFile(wallTime: number, events: Iterable<ScalarEvent>): Generator<Uint8Array> {
  const first = protobuf.Writer.create().uint32(wallTimeTag).double(wallTime)
  yield record(first.uint32(fileVersionTag).string('brain.Event:2').finish())
  for (const event of events) yield record(scalar(event))
}
