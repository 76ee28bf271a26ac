import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { guardedWriter, outputProblem } from './guarded-writer.ts'

const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })

class Stream extends EventEmitter {
  written: string[] = []
  problem: Error | null = null
  write(text: string): void {
    if (this.problem) throw this.problem
    this.written.push(text)
  }
}

test('a stream that throws or reports an error is dropped after one report', () => {
  for (const breakIt of [
    (stream: Stream) => void (stream.problem = full),
    (stream: Stream) => void stream.emit('error', full),
  ]) {
    const stream = new Stream()
    const problems: Error[] = []
    const write = guardedWriter(stream, (problem) => problems.push(problem))
    write('one')
    breakIt(stream)
    write('two')
    stream.problem = null
    write('three')
    stream.emit('error', full)
    expect(stream.written).toEqual(['one'])
    expect(problems).toEqual([full])
  }
})
test('the sentence names the cause and what becomes of a run', () => {
  expect(outputProblem(full)).toMatch(/its disk is full.*goes on and is kept/)
})
