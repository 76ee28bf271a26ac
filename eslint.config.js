import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import tseslint from 'typescript-eslint'

/**
 * Who may import whom. A layer may always import itself; everything crosses layers as `#layer/file.ts`.
 * A layer that is not a key here (the hosts, the composition root) may import every other.
 */
const mayImport = {
  contract: [],
  numeric: [],
  text: [],
  models: ['numeric'],
  // Writing a file whole, fetching one: what several rooms do on the disk.
  files: [],
  datasets: ['numeric', 'files'],
  // The jobs on data sets: import, download, preview. No trainer and no run knows of them.
  data: ['contract', 'datasets', 'numeric', 'processes', 'files'],
  engines: ['models', 'numeric', 'text', 'contract', 'processes', 'files'],
  // The engine's interface only; an experiment's own folder may not even name it (below).
  experiments: ['contract', 'numeric', 'text', 'models', 'datasets', 'engines', 'telemetry'],
  processes: [],
  trainer: ['contract', 'numeric', 'models', 'datasets', 'engines', 'experiments', 'processes', 'telemetry'],
  runs: ['contract', 'experiments', 'trainer', 'processes', 'datasets', 'data', 'numeric', 'text', 'files'],
  telemetry: ['contract', 'processes'],
  // A chart as shapes and as SVG: pure, for the page and for what is handed in.
  figures: ['text', 'numeric'],
  // What a lab administrator has set.
  policy: ['contract', 'files'],
  worksheet: ['contract', 'text', 'numeric', 'experiments', 'runs', 'files', 'figures', 'policy', 'replay'],
  // What the data folder holds, and which runs nothing needs any more.
  storage: ['contract', 'files', 'runs', 'worksheet'],
  // Runs as files: written, opened, checked against another run.
  replay: ['contract', 'text', 'files', 'experiments', 'runs'],
  // Videos of the window, written as they are recorded.
  recordings: ['contract', 'files', 'runs'],
}
const layers = [...Object.keys(mayImport), 'host', 'main', 'page']

const onlyIn = {
  electron: ['src-main/host/electron/**', 'src-main/index.ts'],
  tensorflow: ['src-main/engines/tensorflow/**'],
  onnx: ['src-main/engines/onnx/**'],
}
const restricted = [
  {
    regex: '^electron($|/)',
    message: 'Only host/electron and index.ts may import electron.',
    key: 'electron',
  },
  { regex: '^@tensorflow/', message: 'Only engines/tensorflow may import TensorFlow.', key: 'tensorflow' },
  { regex: '^onnxruntime-', message: 'Only engines/onnx may import onnxruntime.', key: 'onnx' },
]
const plain = (keys) =>
  restricted.filter((rule) => !keys.includes(rule.key)).map(({ regex, message }) => ({ regex, message }))

/** The import rule of a folder: the external packages it may not touch, and our layers it may not touch. */
function fence(files, { allowed = layers, external = [], extra = [], ignores = [] }) {
  const forbidden = layers.filter((layer) => !allowed.includes(layer))
  const patterns = [...plain(external), ...extra]
  if (forbidden.length > 0)
    patterns.push({
      regex: `^#(${forbidden.join('|')})/`,
      message: 'This layer may not import that one (see the table in eslint.config.js).',
    })
  return { files, ignores, rules: { 'no-restricted-imports': ['error', { patterns }] } }
}
const outside = {
  regex:
    '^\\.\\./(.*/)?(contract|numeric|text|models|engines|files|datasets|data|experiments|processes|trainer|runs|telemetry|worksheet|replay|recordings|policy|storage|figures|host)/',
  message: 'Cross a layer by its #name, so that the fence sees it.',
}

/** The import rule of a folder of the page. */
function pageFence(files, extra) {
  return fence([`src-renderer/${files}/*.{ts,svelte}`], {
    // text, numeric and models are pure (no Node, no DOM): the page computes with them where a view must answer within a frame.
    allowed: ['contract', 'page', 'experiments', 'text', 'numeric', 'models', 'figures', 'worksheet'],
    extra: [
      { regex: '^#worksheet/(?!pure/)', message: 'The page imports of the worksheet only its pure/.' },
      {
        regex:
          '^#experiments/(?!((part|problem|problems|answer-text|guidance)\\.ts|[^/]+/(problem|fields)\\.ts|[^/]+/(parts|pure)/[^/]+\\.ts)$)',
        message: 'The page imports of a problem only its problem.ts, parts/, pure/ and fields.ts.',
      },
      {
        regex: '^(\\.\\./)+src-main/',
        message: 'The page reaches src-main by #contract, #text, #numeric, #models and #experiments only.',
      },
      ...extra,
    ],
  })
}

const fences = [
  fence(['src-main/**/*.ts'], { allowed: layers.filter((layer) => layer !== 'page'), extra: [outside] }),
  ...Object.entries(mayImport).map(([layer, allowed]) =>
    fence([`src-main/${layer}/**/*.ts`], { allowed: [layer, ...allowed], extra: [outside] }),
  ),
  // Experiments do not know each other: one may reach the shared types and its own folder only.
  fence(['src-main/experiments/*/**/*.ts'], {
    allowed: ['experiments', 'contract', 'numeric', 'text', 'models', 'datasets'],
    extra: [
      { regex: '^#experiments/.*/', message: 'Experiments do not know each other.' },
      { regex: '^\\.\\./p\\d', message: 'Experiments do not know each other.' },
      { regex: '^#engines', message: 'Trainers receive the engine; they do not import one.' },
    ],
  }),
  // What the page imports too: closed forms and geometry, and no training.
  fence(['src-main/experiments/*/pure/**/*.ts'], {
    allowed: ['contract', 'numeric', 'text', 'models'],
    extra: [
      { regex: '^\\.\\./\\.\\./', message: 'pure/ knows its own problem only.' },
      { regex: '^\\.\\./(?!fields\\.ts$)', message: 'pure/ imports itself and fields.ts.' },
    ],
  }),
  fence(['src-main/worksheet/pure/**/*.ts'], {
    allowed: ['contract', 'text', 'numeric', 'experiments'],
    extra: [outside, { regex: '^\\.\\./', message: 'pure/ imports itself only.' }],
  }),
  fence(onlyIn.tensorflow, { allowed: ['engines', ...mayImport.engines], external: ['tensorflow'] }),
  fence(onlyIn.onnx, { allowed: ['engines', ...mayImport.engines], external: ['onnx'] }),
  fence(onlyIn.electron, { allowed: layers.filter((layer) => layer !== 'page'), external: ['electron'] }),
  pageFence('**', []),
  // Generic pieces know neither the lab nor a problem; a problem's views do not know another's.
  ...Object.entries({
    inputs: [],
    charts: ['inputs'],
    tables: ['charts'],
    pictures: ['charts', 'tables', 'inputs'],
    form: ['charts', 'tables', 'inputs'],
  }).map(([folder, besides]) =>
    pageFence(`${folder}/**`, [
      {
        regex: `^(\\.\\./)+(?!(${[folder, ...besides].join('|')})/)[a-z]+/`,
        message: 'A generic piece of the page imports no lab state, no shell and no problem.',
      },
    ]),
  ),
  pageFence('experiments/**', [{ regex: '^\\.\\./p\\d', message: 'Problems do not know each other.' }]),
]

export default tseslint.config(
  { ignores: ['out/', 'node_modules/', 'test-results/', 'playwright-report/'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.svelte'] } },
  },
  { files: ['src-renderer/**'], languageOptions: { globals: globals.browser } },
  {
    files: ['src-main/**', 'bench/**', 'e2e/**', '*.config.*'],
    languageOptions: { globals: globals.node },
  },
  {
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: false }],
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-undef': 'off', // the type checkers see this better
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='Math'][property.name='random']",
          message: 'Randomness comes only from the seeded generator in numeric/random.ts.',
        },
      ],
    },
  },
  {
    // Rules that ask the type checker: a promise that nobody waits for, and a switch that misses a case.
    files: ['src-main/**/*.ts', 'e2e/**/*.ts'],
    ignores: ['e2e/added-part/**'], // files that a spec copies into the tree; of no tsconfig where they lie
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      // A default does not excuse: a new layer kind, engine or message must be met in every switch.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: true },
      ],
    },
  },
  { files: ['bench/**', 'src-main/host/launch/**', 'src-main/cli.ts'], rules: { 'no-console': 'off' } },
  ...fences,
)
