import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import manifest from '../../../package.json' with { type: 'json' }
import { collectNotices } from './notices-module.mjs'

const notices = collectNotices(fileURLToPath(new URL('../../..', import.meta.url)))
const names = new Set(notices.map(({ name }) => name))

test('name the lab’s own dependencies, and what is built into the page', () => {
  for (const name of Object.keys(manifest.dependencies)) expect(names).toContain(name)
  for (const name of ['svelte', 'chart.js', 'katex', '@fontsource-variable/inter', 'zod', '@lucide/svelte'])
    expect(names).toContain(name)
})

test('leave out the tools that build and test it', () => {
  for (const name of ['electron', 'vite', 'vitest', 'eslint', '@playwright/test', 'typescript', 'knip'])
    expect(names).not.toContain(name)
})

test('carry each package’s own text', () => {
  const withText = notices.filter(({ text }) => text !== null)
  expect(withText.length).toBeGreaterThan(0.8 * notices.length)
  expect(notices.find(({ name }) => name === 'svelte')).toMatchObject({
    licence: 'MIT',
    text: expect.stringContaining('Permission is hereby granted') as string,
  })
  expect(notices.filter(({ licence, text }) => licence === 'not stated' && text === null)).toEqual([])
})
