/** The faces of a document, within its own file: nothing is loaded from anywhere when it is shown. */

const katexCss = Object.values(
  import.meta.glob<string>('/node_modules/katex/dist/katex.min.css', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
).join('')

const interFonts = import.meta.glob<string>(
  '/node_modules/@fontsource-variable/inter/files/inter-{latin,latin-ext,greek}-wght-normal.woff2',
  { query: '?inline', import: 'default', eager: true },
)

// KaTeX names its fonts by their files beside its style sheet.
const katexFonts = import.meta.glob<string>('/node_modules/katex/dist/fonts/*.woff2', {
  query: '?inline',
  import: 'default',
  eager: true,
})

/** Inter's parts by the characters that each holds, as its package divides them. */
const inter: readonly (readonly [subset: string, range: string])[] = [
  [
    'latin',
    'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
  ],
  [
    'latin-ext',
    'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF',
  ],
  ['greek', 'U+0370-0377,U+037A-037F,U+0384-038A,U+038C,U+038E-03A1,U+03A3-03FF'],
]

/** Style sheet of the faces that text and figures are set in. */
export const textFaces = inter
  .map(
    ([subset, range]) =>
      `@font-face{font-family:Inter;font-weight:100 900;src:url(${interFonts[`/node_modules/@fontsource-variable/inter/files/inter-${subset}-wght-normal.woff2`] ?? ''}) format("woff2");unicode-range:${range}}`,
  )
  .join('\n')

/** KaTeX's style sheet with its fonts in it; for documents that hold a formula. */
export const formulaFaces = katexCss.replace(
  /src:url\(fonts\/([\w-]+)\.woff2\)[^;}]*/g,
  (_whole: string, name: string) =>
    `src:url(${katexFonts[`/node_modules/katex/dist/fonts/${name}.woff2`] ?? ''}) format("woff2")`,
)
