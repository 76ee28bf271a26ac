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
  models: ['numeric'],
  datasets: ['numeric'],
  engines: ['models', 'numeric', 'contract', 'processes'],
  // The engine's interface only; an experiment's own folder may not even name it (below).
  experiments: ['contract', 'numeric', 'models', 'datasets', 'engines', 'telemetry'],
  processes: [],
  trainer: ['contract', 'numeric', 'models', 'datasets', 'engines', 'experiments', 'processes', 'telemetry'],
  runs: ['contract', 'experiments', 'trainer', 'processes', 'datasets', 'numeric'],
  telemetry: ['contract', 'processes'],
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
    '^\\.\\./(.*/)?(contract|numeric|models|engines|datasets|experiments|processes|trainer|runs|telemetry|host)/',
  message: 'Cross a layer by its #name, so that the fence sees it.',
}

const fences = [
  fence(['src-main/**/*.ts'], { allowed: layers.filter((layer) => layer !== 'page'), extra: [outside] }),
  ...Object.entries(mayImport).map(([layer, allowed]) =>
    fence([`src-main/${layer}/**/*.ts`], { allowed: [layer, ...allowed], extra: [outside] }),
  ),
  // Experiments do not know each other: one may reach the shared types and its own folder only.
  fence(['src-main/experiments/*/**/*.ts'], {
    allowed: ['experiments', 'contract', 'numeric', 'models', 'datasets'],
    extra: [
      { regex: '^#experiments/.*/', message: 'Experiments do not know each other.' },
      { regex: '^\\.\\./p\\d', message: 'Experiments do not know each other.' },
      { regex: '^#engines', message: 'Trainers receive the engine; they do not import one.' },
    ],
  }),
  fence(onlyIn.tensorflow, { allowed: ['engines', ...mayImport.engines], external: ['tensorflow'] }),
  fence(onlyIn.onnx, { allowed: ['engines', ...mayImport.engines], external: ['onnx'] }),
  fence(onlyIn.electron, { allowed: layers.filter((layer) => layer !== 'page'), external: ['electron'] }),
  fence(['src-renderer/**/*.{ts,svelte}'], {
    // numeric and models are pure (no Node, no DOM): the page computes with them where a view must answer within a frame.
    allowed: ['contract', 'page', 'experiments', 'numeric', 'models'],
    extra: [
      {
        regex: '^#experiments/(?!(.*/definition\\.ts|definitions\\.ts)$)',
        message: 'The page imports an experiment only through its definition.ts.',
      },
      {
        regex: '^(\\.\\./)+src-main/',
        message: 'The page reaches src-main by #contract, #numeric, #models and definitions only.',
      },
    ],
  }),
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
  { files: ['bench/**', 'src-main/host/launch/**', 'src-main/cli.ts'], rules: { 'no-console': 'off' } },
  ...fences,
)
