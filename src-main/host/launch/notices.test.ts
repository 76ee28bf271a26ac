import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import lock from '../../../package-lock.json' with { type: 'json' }
import manifest from '../../../package.json' with { type: 'json' }
import { collectNotices } from './notices.mjs'

const notices = collectNotices(fileURLToPath(new URL('../../..', import.meta.url)))
const names = new Set(notices.map(({ name }) => name))

test('name every production package that is installed, and what is built into the page', () => {
  for (const name of Object.keys(manifest.dependencies)) expect(names).toContain(name)
  for (const name of [
    'svelte',
    'chart.js',
    'katex',
    '@fontsource-variable/inter',
    'zod',
    '@lucide/svelte',
    'electron',
  ])
    expect(names).toContain(name)
  const packages = Object.entries(lock.packages as Record<string, { dev?: boolean; optional?: boolean }>)
  const production = packages
    .filter(([path, { dev, optional }]) => path !== '' && !dev && !optional)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length))
  expect(production.filter((name) => !names.has(name))).toEqual([])
})

test('leave out the tools that build and test it', () => {
  for (const name of ['vite', 'vitest', 'eslint', '@playwright/test', 'typescript', 'knip'])
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
