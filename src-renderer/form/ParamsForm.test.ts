import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { NamedField, Params, ParamValue } from '#contract/fields.ts'
import ParamsForm from './ParamsForm.svelte'

afterEach(cleanup)

const fields: readonly NamedField[] = [
  {
    kind: 'number',
    name: 'dropRate',
    label: 'Drop rate',
    help: 'Share of inputs set to zero.',
    default: 0.5,
    min: 0,
    max: 1,
    isMaxExcluded: true,
    scale: 'linear',
  },
  {
    kind: 'choice',
    name: 'optimizer',
    label: 'Optimizer',
    help: 'How a step is made.',
    default: 'sgd',
    options: [
      { value: 'sgd', label: 'SGD' },
      { value: 'adam', label: 'Adam' },
    ],
  },
  {
    kind: 'numbers',
    name: 'rates',
    label: 'Drop rates',
    help: 'Rates of the sweep.',
    default: [0, 0.5],
    min: 0,
    max: 1,
    minLength: 1,
    maxLength: 5,
  },
]
const start: Params = { dropRate: 0.5, optimizer: 'sgd', rates: [0, 0.5] }

function form(params: Params = start, problems: Record<string, string> = {}) {
  const onchange = vi.fn<(name: string, value: ParamValue) => void>()
  const onunreadable = vi.fn<(name: string, problem: string | null) => void>()
  const events = { onchange, onunreadable }
  const { rerender } = render(ParamsForm, { fields, params, problems, ...events })
  const show = (more: Params, now = problems) =>
    rerender({ fields, params: { ...params, ...more }, problems: now, ...events })
  return { ...events, show }
}
const box = () => screen.getByRole<HTMLInputElement>('spinbutton', { name: 'Drop rate' })

describe('a number field', () => {
  it('binds box and slider to one value', async () => {
    const { onchange, show } = form()
    await fireEvent.input(box(), { target: { value: '0.25' } })
    expect(onchange).toHaveBeenLastCalledWith('dropRate', 0.25)
    await show({ dropRate: 0.25 })
    const slider = screen.getByRole<HTMLInputElement>('slider', { name: 'Drop rate, slider' })
    expect(slider.value).toBe('250')
    await fireEvent.input(slider, { target: { value: '800' } })
    expect(onchange).toHaveBeenLastCalledWith('dropRate', 0.8)
    await show({ dropRate: 0.8 })
    expect(box().value).toBe('0.8')
  })
  it('moves at every press of an arrow key on its slider', async () => {
    const { onchange, show } = form()
    const slider = screen.getByRole<HTMLInputElement>('slider', { name: 'Drop rate, slider' })
    for (const value of [0.505, 0.51]) {
      await fireEvent.keyDown(slider, { key: 'ArrowRight' })
      expect(onchange).toHaveBeenLastCalledWith('dropRate', value)
      await show({ dropRate: value })
    }
    await fireEvent.keyDown(slider, { key: 'ArrowDown' })
    expect(onchange).toHaveBeenLastCalledWith('dropRate', 0.505)
  })
  it('keeps what is being typed while it means the value', async () => {
    const { onchange, show } = form()
    for (const [typed, value] of [
      ['0', 0],
      ['0.1', 0.1],
      ['0.10', 0.1],
    ] as const) {
      await fireEvent.input(box(), { target: { value: typed } })
      expect(onchange).toHaveBeenLastCalledWith('dropRate', value)
      await show({ dropRate: value })
    }
    expect(box().value).toBe('0.10')
    await show({ dropRate: 0.7 })
    expect(box().value).toBe('0.7')
  })
  it('passes on an emptied box as not a number', async () => {
    const { onchange } = form()
    await fireEvent.input(box(), { target: { value: '' } })
    expect(onchange).toHaveBeenLastCalledWith('dropRate', Number.NaN)
  })
  it.each([
    ['0,05', 0.05],
    ['5e−2', 0.05],
    ['10⁻³', 0.001],
    ['−11', -11],
    ['1\u202f000', 1000],
  ])('reads "%s" whole', async (typed, value) => {
    const { onchange, show } = form()
    await fireEvent.input(box(), { target: { value: typed } })
    expect(onchange).toHaveBeenLastCalledWith('dropRate', value)
    await show({ dropRate: value })
    expect(box().value).toBe(typed)
    expect(box().getAttribute('aria-valuenow')).toBe(String(value))
  })
  it.each(['1.000,5', '1,000', '0x10', '1e', '5 %'])(
    'keeps "%s" as it was typed, names the field, and changes nothing',
    async (typed) => {
      const { onchange, onunreadable, show } = form()
      await fireEvent.input(box(), { target: { value: typed } })
      expect(onchange).not.toHaveBeenCalled()
      const [name, problem] = onunreadable.mock.lastCall ?? []
      expect(name).toBe('dropRate')
      expect(problem).toContain(`Drop rate: “${typed}”`)
      await show({}, { dropRate: String(problem) })
      expect([box().value, box().getAttribute('aria-invalid'), box().hasAttribute('aria-valuenow')]).toEqual([
        typed,
        'true',
        false,
      ])
      await fireEvent.keyDown(box(), { key: 'ArrowUp' })
      expect(onchange).not.toHaveBeenCalled()
      // Put back to the same value from outside.
      await show({}, {})
      expect(box().value).toBe('0.5')
    },
  )
  it('moves by arrow and page keys within its limits; Home and End stay with the caret', async () => {
    const { onchange, show } = form()
    for (const [key, value] of [
      ['ArrowUp', 0.505],
      ['PageUp', 0.555],
      ['ArrowDown', 0.55],
      ['PageDown', 0.5],
    ] as const) {
      await fireEvent.keyDown(box(), { key })
      expect(onchange).toHaveBeenLastCalledWith('dropRate', value)
      await show({ dropRate: value })
    }
    await show({ dropRate: 0.995 })
    onchange.mockClear()
    await fireEvent.keyDown(box(), { key: 'PageUp' })
    expect(onchange).not.toHaveBeenCalled()
    expect(await fireEvent.keyDown(box(), { key: 'Home' })).toBe(true)
    expect([box().getAttribute('aria-valuemin'), box().getAttribute('aria-valuemax')]).toEqual(['0', '1'])
  })
  it('says what is wrong, tied to the box', () => {
    form({ ...start, dropRate: 1.2 }, { dropRate: 'Too large.' })
    expect(box().getAttribute('aria-invalid')).toBe('true')
    const described = (box().getAttribute('aria-describedby') ?? '').split(' ')
    const words = described.map((id) => document.getElementById(id)?.textContent.trim())
    expect(words[0]).toBe('Too large.')
    expect(words[1]).toMatch(/^Share of inputs.*a number between 0 and 1 \(1 itself excluded\)/)
  })
  it('says what it means below the form while it has the focus, and nothing else does', async () => {
    form()
    const hint = () => screen.getByText(/^Share of inputs/)
    const resting = () => screen.getByText(/^Select a field to see/)
    const isShown = (words: HTMLElement) => words.classList.contains('shown')
    expect([isShown(hint()), isShown(resting())]).toEqual([false, true])
    await fireEvent.focusIn(box())
    expect([isShown(hint()), isShown(resting())]).toEqual([true, false])
    await fireEvent.focusOut(box())
    expect([isShown(hint()), isShown(resting())]).toEqual([false, true])
  })
  it('goes back to its default by a button that is there only when it differs', async () => {
    const { onchange, show } = form()
    expect(screen.queryByRole('button', { name: /Reset/ })).toBeNull()
    await show({ dropRate: 0.9 })
    await fireEvent.click(screen.getByRole('button', { name: 'Reset Drop rate to 0.5' }))
    expect(onchange).toHaveBeenLastCalledWith('dropRate', 0.5)
  })
})

it('offers a short choice as radio buttons', async () => {
  const { onchange } = form()
  expect(screen.getByRole('radiogroup', { name: 'Optimizer' })).toBeTruthy()
  await fireEvent.click(screen.getByRole('radio', { name: 'Adam' }))
  expect(onchange).toHaveBeenLastCalledWith('optimizer', 'adam')
})

describe('a list of numbers', () => {
  const list = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Drop rates' })
  it('is read with commas or spaces', async () => {
    const { onchange } = form()
    await fireEvent.input(list(), { target: { value: '0.1 0.2,0.3' } })
    expect(onchange).toHaveBeenLastCalledWith('rates', [0.1, 0.2, 0.3])
  })
  it('tells its owner when it cannot be read and when it can again, and changes nothing', async () => {
    const { onchange, onunreadable, show } = form()
    await fireEvent.input(list(), { target: { value: '0.1, ?' } })
    expect(onchange).not.toHaveBeenCalled()
    expect(onunreadable).toHaveBeenLastCalledWith(
      'rates',
      expect.stringMatching(/^Drop rates: “\?” is not a number/),
    )
    await show({}, { rates: 'Unreadable.' })
    expect(list().value).toBe('0.1, ?')
    await fireEvent.input(list(), { target: { value: '0.1, 0.2' } })
    expect(onunreadable).toHaveBeenLastCalledWith('rates', null)
  })
})
