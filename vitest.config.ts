import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: { name: 'main', include: ['src-main/**/*.test.ts'], environment: 'node', testTimeout: 30_000 },
      },
      {
        plugins: [svelte()],
        // Without the browser condition Svelte resolves to its server build, which cannot mount.
        resolve: { conditions: ['browser'] },
        test: { name: 'page', include: ['src-renderer/**/*.test.ts'], environment: 'jsdom' },
      },
    ],
  },
})
