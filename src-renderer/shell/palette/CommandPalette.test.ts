import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { beforeAll, afterEach, expect, it, vi } from 'vitest'
import { problems } from '#experiments/problems.ts'
import { description, labOnAPort, datasets } from '../../lab/lab-on-a-port.testing.ts'
import { LabState } from '../../lab/lab.svelte.ts'
import { PanelState } from '../../lab/panel.svelte.ts'
import CommandPalette from './CommandPalette.svelte'
import { neighbour } from './commands.ts'

beforeAll(() => {
  // jsdom draws no dialogs and scrolls nothing.
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true
  }
  HTMLDialogElement.prototype.close = function () {
    this.open = false
  }
  Element.prototype.scrollIntoView = () => undefined
})
afterEach(cleanup)

function given() {
  const lab = labOnAPort(({ type }) => {
    if (type === 'lab.describe') return description()
    if (type === 'dataset.list') return datasets
    return type === 'run.list' ? { runs: [], total: 0 } : null
  })
  const state = new LabState(() => Promise.resolve(lab.port))
  const panels = new Map(problems.map((problem) => [problem.id, new PanelState(state, problem)]))
  return { state, panels, panel: panels.get('p1-dropout') }
}

it('leads to a part by its number, with the keyboard alone', async () => {
  const { state, panels, panel } = given()
  const dialogs = { shortcuts: vi.fn(), tour: vi.fn(), demos: vi.fn() }
  render(CommandPalette, { lab: state, panels, panel, dialogs, isOpen: true })
  const box = screen.getByRole('combobox', { hidden: true })
  await fireEvent.input(box, { target: { value: '4c' } })
  const options = () => screen.getAllByRole('option', { hidden: true })
  expect(options().map((option) => option.textContent)).toEqual([
    expect.stringContaining('4c'),
    expect.stringContaining('4c-search'),
  ])
  await fireEvent.keyDown(box, { key: 'ArrowDown' })
  expect(box.getAttribute('aria-activedescendant')).toBe(options()[1]?.id)
  expect(options().map((option) => option.getAttribute('aria-selected'))).toEqual(['false', 'true'])
  await fireEvent.keyDown(box, { key: 'Enter' })
  await vi.waitFor(() => expect(location.hash).toBe('#/p4-inductive-bias/4c-search'))
})

it('says that nothing was found, and does what is neither part nor page', async () => {
  const { state, panels, panel } = given()
  const dialogs = { shortcuts: vi.fn(), tour: vi.fn(), demos: vi.fn() }
  render(CommandPalette, { lab: state, panels, panel, dialogs, isOpen: true })
  const box = screen.getByRole('combobox', { hidden: true })
  await fireEvent.input(box, { target: { value: 'xyzzy' } })
  expect(screen.getByText('Nothing is called “xyzzy”.')).not.toBeNull()
  await fireEvent.input(box, { target: { value: 'tour of' } })
  await fireEvent.keyDown(box, { key: 'Enter' })
  await vi.waitFor(() => expect(dialogs.tour).toHaveBeenCalledOnce())
})

it('J and K go through the parts of all problems, and end at both ends', () => {
  const { panels } = given()
  const [first] = [...panels.values()]
  const last = [...panels.values()].at(-1)
  if (!first || !last) throw new Error('There are no problems.')
  expect(neighbour(panels, first, -1)).toBeNull()
  expect(neighbour(panels, first, 1)).toEqual({ page: 'p1-dropout', key: '1b' })
  first.activeKey = first.slots.at(-1)?.slot.key ?? ''
  expect(neighbour(panels, first, 1)).toEqual({ page: 'p2-regularization', key: '2a' })
  last.activeKey = last.slots.at(-1)?.slot.key ?? ''
  expect(neighbour(panels, last, 1)).toBeNull()
})
