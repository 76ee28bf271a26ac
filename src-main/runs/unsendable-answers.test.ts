import { afterEach, beforeEach, expect, it } from 'vitest'
import type { LabDescription } from '#contract/messages.ts'
import { memoryPorts } from '#contract/memory-port.ts'
import { nothingBeside, openLab } from './lab-under-test.testing.ts'
import { servePort } from './serve-port.ts'

let lab: Awaited<ReturnType<typeof openLab>>
beforeEach(async () => (lab = await openLab()))
afterEach(() => lab.close())

it('an answer that cannot be sent is refused in a sentence, and so is an event; the port goes on', async () => {
  const [near, far] = memoryPorts()
  const heard: unknown[] = []
  near.onMessage((message) => heard.push(message))
  // What JSON cannot say, as a text over V8's limit of 512 MB is.
  const describe = () => Promise.resolve({ host: 1n } as unknown as LabDescription)
  const { send } = servePort(far, lab.manager, lab.data, describe, nothingBeside)
  near.post({ id: 4, type: 'lab.describe' })
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(heard.splice(0)).toEqual([
    {
      type: 'refusal',
      id: 4,
      refusal: { message: expect.stringMatching(/^The answer could not be sent: .*\.$/), field: null },
    },
  ])
  send({ type: 'telemetry.reading', reading: 1n as never })
  near.post({ id: 5, type: 'run.ack', run: 'none' })
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(heard).toEqual([
    {
      type: 'refusal',
      id: null,
      refusal: expect.objectContaining({ message: expect.stringMatching(/event/) }),
    },
    { type: 'reply', id: 5, result: null },
  ])
})
