import { LabClient } from '#contract/client.ts'
import type { LabEvent } from '#contract/messages.ts'
import type { Cell, Link, ProcessLog, Worksheet } from '#contract/worksheet.ts'
import { labOnAPort, type Asked } from '../lab/lab-on-a-port.testing.ts'
import { WorksheetState } from './worksheet.svelte.ts'

const at = '2026-01-01T00:00:00.000Z'
const emptyLog: ProcessLog = {
  sources: [],
  sourcesText: '',
  isAlone: false,
  people: [],
  party: '',
  hours: {},
  revision: 0,
  changedAt: null,
}

/** A number linked from a run of 1d. */
export const linkedNumber = (text: string, run = 'r1'): Link => ({
  kind: 'value',
  value: '1d.w1',
  at: null,
  label: 'w1',
  unit: '',
  number: Number(text),
  text,
  from: {
    run,
    runName: `Run ${run}`,
    slot: '1d',
    seed: 183,
    params: {},
    engine: 'typescript on CPU',
    dataNote: null,
    marks: [],
    measuredAt: at,
  },
})

export const cellOf = (text: string, more: Partial<Cell> = {}): Cell => ({
  text,
  links: {},
  revision: 1,
  changedAt: at,
  isSkipped: false,
  ...more,
})

/** A worksheet in a made-up lab that keeps what it is sent, with what was asked of it. */
export function worksheetUnderTest(cells: Worksheet['cells'] = {}, states: object = {}) {
  const sheet: Worksheet = {
    format: 1,
    id: 'mine',
    name: 'My homework',
    student: { name: '', studentId: '' },
    createdAt: at,
    changedAt: at,
    cells: { ...cells },
    chosen: {},
    log: emptyLog,
    activeSeconds: {},
    isTimed: true,
  }
  const lab = { sheet, states: { cells: {}, slots: {}, ...states }, linked: linkedNumber('0.7', 'r2') }
  const answer = (asked: Asked): unknown => {
    const { type, ...body } = asked as unknown as { type: string; id: number } & Record<string, never>
    switch (type) {
      case 'worksheet.list':
        return [{ id: 'mine', name: lab.sheet.name, changedAt: at, problem: null }]
      case 'worksheet.open':
        return { worksheet: lab.sheet, notice: null, isReadOnly: false }
      case 'worksheet.states':
        return lab.states
      case 'worksheet.saveCell': {
        const { cell, base, text, isSkipped } = body as unknown as {
          cell: string
          base: number
          text: string
          isSkipped: boolean
        }
        const kept = lab.sheet.cells[cell] ?? cellOf('', { revision: 0 })
        if (base !== kept.revision) return { kind: 'conflict', theirs: kept }
        const saved = { ...kept, text, isSkipped, revision: kept.revision + 1 }
        lab.sheet = { ...lab.sheet, cells: { ...lab.sheet.cells, [cell]: saved } }
        return { kind: 'saved', cell: saved }
      }
      case 'worksheet.saveLog': {
        const { base, log } = body as unknown as { base: number; log: Omit<ProcessLog, 'revision'> }
        if (base !== lab.sheet.log.revision) return { kind: 'conflict', theirs: lab.sheet.log }
        const saved = { ...log, revision: base + 1, changedAt: at }
        lab.sheet = { ...lab.sheet, log: saved }
        return { kind: 'saved', log: saved }
      }
      case 'worksheet.link': {
        const { cell, replace } = body as unknown as { cell: string; replace: string | null }
        const id = replace ?? 'v9'
        const kept = lab.sheet.cells[cell] ?? cellOf('', { revision: 0 })
        const changed = { ...kept, links: { ...kept.links, [id]: lab.linked } }
        lab.sheet = { ...lab.sheet, cells: { ...lab.sheet.cells, [cell]: changed } }
        return { id, link: lab.linked, cell: changed }
      }
      case 'worksheet.change': {
        const { worksheet: _, id: __, ...change } = body as Record<string, unknown>
        lab.sheet = { ...lab.sheet, ...change }
        return lab.sheet
      }
      default:
        return null
    }
  }
  const port = labOnAPort(answer)
  let heard: (event: LabEvent) => void = () => undefined
  const client = new LabClient(port.port, { onEvent: (event) => heard(event) })
  let isConnected = true
  const worksheet = new WorksheetState({
    ask: (request) => (isConnected ? request(client) : Promise.reject(new Error('The lab is gone.'))),
    listen: (listener) => {
      heard = listener
      return () => (heard = () => undefined)
    },
  })
  return {
    worksheet,
    lab,
    asked: port.asked,
    tell: port.tell,
    connect: (connected: boolean) => void (isConnected = connected),
  }
}
