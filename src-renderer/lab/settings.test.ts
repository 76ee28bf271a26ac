import { beforeEach, expect, it, vi } from 'vitest'

beforeEach(() => vi.resetModules())

it.each(['null', '[]', '"dark"', '{"theme":', '{"theme":7,"hasShortcuts":false}', ''])(
  'kept settings that are %s do not keep the page from opening',
  async (text) => {
    localStorage.setItem('lab182.settings', text)
    const { settings } = await import('./settings.svelte.ts')
    expect(settings.values).toEqual({
      theme: 'system',
      hasShortcuts: !text.includes('false'),
      hasPointerRing: true,
      hasSpotlight: false,
      areKeysShown: true,
      isSidebarOpen: true,
      runColumns: null,
    })
  },
)
