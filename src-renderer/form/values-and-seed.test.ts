import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ValueDeclaration } from '#contract/values.ts'
import SeedField from './SeedField.svelte'
import ValuesRow from './ValuesRow.svelte'
import ValueTables from './ValueTables.svelte'

afterEach(cleanup)

describe('the seed', () => {
  const seedBox = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Seed' })
  it('is handed on when it is one', async () => {
    const onchange = vi.fn()
    render(SeedField, { seed: 182, onchange })
    await fireEvent.input(seedBox(), { target: { value: '4294967295' } })
    expect(onchange).toHaveBeenCalledExactlyOnceWith(4294967295)
  })
  it('is read as every number is, whole or not at all', async () => {
    const onchange = vi.fn()
    render(SeedField, { seed: 182, onchange })
    expect(seedBox().maxLength).toBe(-1)
    await fireEvent.input(seedBox(), { target: { value: '4 294 967 295' } })
    expect(onchange).toHaveBeenLastCalledWith(4294967295)
    await fireEvent.input(seedBox(), { target: { value: '0x10' } })
    expect(onchange).toHaveBeenCalledOnce()
    expect(screen.getByRole('alert').textContent).toContain('“0x10” is not a decimal number')
  })
  it.each(['4294967296', '-1', '1.5', 'x', '0x10', '1,000', ''])(
    'stays as it was for "%s", and says so',
    async (text) => {
      const onchange = vi.fn()
      render(SeedField, { seed: 182, onchange })
      await fireEvent.input(seedBox(), { target: { value: text } })
      expect(onchange).not.toHaveBeenCalled()
      expect(screen.getByRole('alert').textContent).toContain('182 stays in use.')
      await fireEvent.blur(seedBox())
      expect(seedBox().value).toBe('182')
    },
  )
  it('can be drawn anew', async () => {
    const onnewseed = vi.fn()
    render(SeedField, { seed: 182, onchange: vi.fn(), onnewseed })
    await fireEvent.click(screen.getByRole('button', { name: 'New seed' }))
    expect(onnewseed).toHaveBeenCalledOnce()
  })
})

describe('measured values', () => {
  const declare = (name: string, kind: 'number' | 'table' = 'number'): ValueDeclaration => ({
    id: `1d.${name}`,
    part: '1d',
    label: name,
    unit: 's',
    sentence: `What ${name} is.`,
    kind,
  })
  const declarations = [declare('w1'), declare('gpuTime'), declare('later'), declare('sweep', 'table')]
  const values = {
    '1d.w1': { value: 0.36666666 },
    '1d.gpuTime': { value: null, notMeasured: 'There is no GPU.' },
    '1d.sweep': {
      value: {
        columns: ['p', 'w1'],
        rows: [
          [0.5, 0.36666666],
          [0.9, null],
        ],
      },
    },
  }
  const item = (name: string) => {
    const button = screen.getByRole('button', { name: new RegExp(`^${name}`) })
    const hint = document.getElementById(button.getAttribute('aria-describedby') ?? '')
    return { text: button.textContent.replace(/\s+/g, ' ').trim(), hint: hint?.textContent.trim(), button }
  }
  it('shows four digits, and all of them with the sentence on focus', async () => {
    render(ValuesRow, { declarations, values, provenance: 'Run 3, seed 182' })
    expect(item('w1')).toMatchObject({ text: 'w1 0.3667 s', hint: 'What w1 is. Exactly: 0.36666666 s' })
    expect(screen.getByText('From Run 3, seed 182.')).toBeTruthy()
    await fireEvent.focus(item('w1').button)
    expect(screen.queryByText('From Run 3, seed 182.')).toBeNull()
    expect(screen.getAllByText(/Exactly: 0.36666666 s/)).toHaveLength(2)
  })
  it('tells what was not run from what could not be measured', () => {
    render(ValuesRow, { declarations, values })
    expect(item('later').text).toBe('later – not run yet')
    expect(item('gpuTime')).toMatchObject({
      text: 'gpuTime not measured',
      hint: 'What gpuTime is. There is no GPU.',
    })
  })
  it('tells what a stopped run did not come to', () => {
    render(ValuesRow, { declarations, values, state: 'stopped' })
    expect(item('later')).toMatchObject({
      text: 'later not measured: the run was stopped',
      hint: 'What later is. Not measured: the run was stopped.',
    })
    expect(item('w1').text).toBe('w1 0.3667 s')
  })
  it.each([
    ['live', 'not measured yet'],
    ['completed', 'not in this run'],
  ] as const)('says of a run that is %s why a value is absent', (state, words) => {
    render(ValuesRow, { declarations, values, state })
    expect(item('later').text).toBe(`later – ${words}`)
  })
  it('opens a table of its own', () => {
    render(ValueTables, { declarations, values })
    const table = screen.getByRole('table', { name: 'sweep', hidden: true })
    expect([...table.querySelectorAll('td')].map((cell) => cell.textContent)).toEqual([
      '0.5000',
      '0.3667',
      '0.9000',
      // Why it is empty nobody knows, so nothing is claimed.
      '–',
    ])
  })
  it('says of an empty cell what its column means by it', () => {
    const column = { kind: 'number', label: 'w1', whenEmpty: 'not trained' } as const
    const sweep = { ...declare('sweep', 'table'), columns: [{ kind: 'number', label: 'p' }, column] as const }
    render(ValueTables, { declarations: [sweep], values })
    const table = screen.getByRole('table', { name: 'sweep', hidden: true })
    expect([...table.querySelectorAll('td')].at(-1)?.textContent).toBe('not trained')
  })
})
