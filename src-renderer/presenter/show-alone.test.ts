import { expect, it } from 'vitest'
import { ViewList } from '../charts/view-list.svelte.ts'
import { showAlone } from './show-alone.ts'

function page(): HTMLElement {
  const stage = document.createElement('div')
  stage.innerHTML = `<p>words</p><section><details><figure id="a"></figure></details><figure id="b"></figure></section>`
  return stage
}
const find = (stage: Element, selector: string) => stage.querySelector(selector) as HTMLElement

it('marks the element and what holds it, opens what is folded over it, and puts all back', () => {
  const stage = page()
  const before = stage.innerHTML
  const back = showAlone(stage, find(stage, '#a'))
  expect(find(stage, '#a').hasAttribute('data-shown')).toBe(true)
  expect([...stage.querySelectorAll('[data-holds-shown]')].map(({ tagName }) => tagName)).toEqual([
    'SECTION',
    'DETAILS',
  ])
  expect((find(stage, 'details') as HTMLDetailsElement).open).toBe(true)
  back()
  expect(stage.innerHTML).toBe(before)
})

it('lists views in the order of the page, without those within another', () => {
  const stage = page()
  const list = new ViewList()
  const away = list.add(find(stage, '#b'), () => 'second')
  list.add(find(stage, '#a'), () => 'first')
  expect(list.all.map(({ title }) => title)).toEqual(['first', 'second'])
  list.add(find(stage, 'details'), () => 'whole')
  expect(list.all.map(({ title }) => title)).toEqual(['whole', 'second'])
  away()
  expect(list.all.map(({ title }) => title)).toEqual(['whole'])
})
