import { describe, expect, it } from 'vitest'
import { problems } from '#experiments/problems.ts'
import { composeSubmission } from './compose.ts'
import { hasPage, headingsOf, pagedHeadingsOf } from './document.ts'
import { documentHtml } from './html.ts'
import { inlineSvg } from './inline-svg.ts'
import { documentMarkdown } from './markdown.ts'
import {
  cellOf,
  drawnChart,
  valueLink,
  workedRun,
  workedSources,
  workedWorksheet,
} from './worked-worksheet.testing.ts'

const document = composeSubmission(workedSources())
const html = documentHtml(document, 'a4')
const body = html.slice(html.indexOf('<body>'))
const markdown = documentMarkdown(document)
const withText = (text: string, links = {}) =>
  composeSubmission(workedSources({ worksheet: workedWorksheet({ cells: { '1e': cellOf(text, links) } }) }))
const bodyOf = (text: string, links = {}) =>
  documentHtml(withText(text, links), 'a4').replace(/[^]*<body>/, '')

describe('a submission', () => {
  it('has every part of the homework, and problem 6', () => {
    const parts = problems.flatMap(({ parts: of }) => of)
    expect(headingsOf(document)).toHaveLength(parts.length + 1)
    for (const heading of headingsOf(document)) {
      expect(markdown).toContain(`### ${heading.replaceAll('#', '')}`)
      expect(body).toContain(`<td>${heading}</td>`)
    }
  })

  it('gives a page to each part with words or results, and lists the others on the first', () => {
    const paged = pagedHeadingsOf(document)
    expect(paged).toEqual([expect.stringMatching(/^Problem 1e: /), 'Problem 6: Homework log'])
    for (const heading of paged) expect(body).toContain(`<h2>${heading}</h2>`)
    expect(body.match(/<section class="part"/g)).toHaveLength(1)
    expect(body).toContain('A part that is only listed here has no answer.')
    // A run of an optional part is no answer to it; one of a part that is asked for is worth looking at.
    const [part] = document.problems.flatMap(({ parts }) => parts).filter(({ id }) => id === '1e')
    if (!part) throw new Error('There is no part 1e.')
    const silent = { ...part, answers: part.answers.map((answer) => ({ ...answer, text: ' ' })) }
    expect([hasPage(silent), hasPage({ ...silent, isOptional: true })]).toEqual([true, false])
  })

  it('states what was answered, left out and not answered', () => {
    expect(markdown).toContain('*Left out (optional).*')
    expect(markdown.match(/\*No answer\.\*/g)?.length).toBeGreaterThan(20)
  })

  it('holds no reference answer, though the runs that answer are there', () => {
    const slots = problems.flatMap(({ parts }) => parts.flatMap(({ slotList }) => slotList))
    const answers = slots.flatMap((slot) =>
      slot.answered.flatMap((ask) => {
        const { id, values, request } = workedRun()
        const isOwn = slot.key === '1e' && id !== ''
        return slot.ask(isOwn ? request.params : {}).answer(ask, isOwn ? values : {}).paragraphs
      }),
    )
    const all = `${body}\n${markdown}`
    for (const paragraph of answers) expect(all).not.toContain(paragraph.slice(0, 60))
    expect(all).not.toMatch(/reference/i)
  })

  it('marks a number with its run, an edited one with what was measured', () => {
    expect(markdown).toContain('The loss ends at 0.4041 \\[R1\\]')
    expect(markdown).toContain('typed over: 0.5 \\[edited; measured 0.4041; R1, synthetic\\]')
    expect(body).toContain('<span class="value" title="Final loss">0.4041</span>')
    expect(body).toContain('[edited; measured 0.4041; R1, synthetic]')
  })

  it('keeps the number of a run that was deleted, and says so', () => {
    const gone = composeSubmission(workedSources({ runs: new Map(), slots: {} }))
    expect(documentMarkdown(gone)).toContain('0.4041 \\[R1; the run was deleted\\]')
    expect(gone.runs[0]).toMatchObject({ label: 'R1', status: 'deleted', seed: 183 })
  })

  it('lists every run that is used, with seed, engine and settings', () => {
    expect(document.runs).toMatchObject([
      { label: 'R1', part: '1e', seed: 183, engine: 'typescript 0.1.0 on AMD EPYC 7763 (CPU)', changed: '' },
    ])
  })

  it('adds up the hours', () => {
    expect(document.log?.totalHours).toBe(3.75)
    expect(markdown).toContain('- Total: 3.75')
    expect(body).toContain('AI tool: asked for a hint in 2b')
  })
})

describe('the HTML file', () => {
  it('is static: no script, no address but those of data, its own policy', () => {
    expect(html).toContain("default-src 'none'")
    expect(body).not.toMatch(/<script|<iframe|<object|<link|\son\w+=/i)
    for (const [, address = ''] of html.matchAll(/(?:src|href)=["']?([^"'> ]+)/g))
      expect(address).toMatch(/^data:/)
    for (const [, address = ''] of html.matchAll(/url\(([^)]{0,30})/g)) expect(address).toMatch(/^(data:|#)/)
  })

  it('shows raw HTML as the text it is, and follows no script address', () => {
    expect(bodyOf('<img src=x onerror=alert(1)> [x](javascript:alert(1))')).toContain(
      '&lt;img src=x onerror=alert(1)&gt;',
    )
    expect(bodyOf('[x](javascript:alert(1))')).not.toContain('href')
    expect(bodyOf('![far](https://example.org/a.png)')).toContain('[far: not in this worksheet]')
  })

  it('typesets formulas and carries their faces only then', () => {
    expect(body).toContain('class="katex-display"')
    expect(html).toContain('font-family:KaTeX_Main')
    expect(documentHtml(composeSubmission(workedSources({ problems: [] })), 'a4')).not.toContain('KaTeX_Main')
  })

  it('does not let a formula of a student load or link anything', () => {
    const formula = bodyOf('$\\href{javascript:alert(1)}{x} \\includegraphics{https://example.org/a.png}$')
    expect(formula).not.toMatch(/href="|<img/)
  })

  it('puts figures behind their paragraph, with captions, and draws SVG as SVG', () => {
    expect(body).toContain('<path d="M0 0L100 50" stroke="#000000"/>')
    expect(body).not.toContain('<p><figure')
    expect(body).toContain('Loss. R1: Large batch &lt;1&gt;, seed 183')
    const mixed = bodyOf('See ![Loss](lab:c1) and think.', workedWorksheet().cells['1e']?.links)
    expect(mixed).toMatch(/<p>See {2}and think\.<\/p>\s*<figure>/)
  })

  it('names a picture whose file is missing', () => {
    const gone = composeSubmission(workedSources({ files: new Map() }))
    expect(documentHtml(gone, 'a4')).toContain('The file of this picture is missing from the worksheet.')
  })

  it('has the size of the paper and the student at the head of every page', () => {
    expect(html).toContain('size: A4;')
    expect(documentHtml(document, 'letter')).toContain('size: letter;')
    expect(html).toContain('@top-left { content: "Ada Lovelace, 3031234567"')
  })

  it('lets no name end the style sheet', () => {
    const student = { name: '"}</style><script>x</script>', studentId: '1' }
    const hostile = documentHtml(
      composeSubmission(workedSources({ worksheet: workedWorksheet({ student }) })),
      'a4',
    )
    expect(hostile.match(/<\/style>/g)).toHaveLength(1)
    expect(hostile).not.toContain('<script>')
  })
})

describe('the Markdown file', () => {
  it('writes a table of a run as a table, its bars escaped', () => {
    expect(markdown).toContain('| weight | value \\| note |\n| --- | --- |\n| w1 | 2.500 |\n| w2 | – |')
    expect(markdown).toContain('3 rows left out')
  })
  it('shows charts and figures as files beside it', () => {
    expect(markdown).toContain('![Loss](pictures/1e-c1.svg)')
    expect(markdown).toContain('(figures/R1-loss.svg)')
  })
  it('leaves links in code as they were typed', () => {
    expect(documentMarkdown(withText('`[0.4041](lab:v1)`', { v1: valueLink() }))).toContain(
      '`[0.4041](lab:v1)`',
    )
  })
})

describe('an SVG within a document', () => {
  it('has ids of its own', () => {
    expect(inlineSvg('<svg width="1"><clipPath id="plot"/><path clip-path="url(#plot)"/></svg>', 'a')).toBe(
      '<svg width="1"><clipPath id="a-plot"/><path clip-path="url(#a-plot)"/></svg>',
    )
    expect(inlineSvg(drawnChart, 'a')).toBe(drawnChart)
  })
  it.each([
    '<svg><script>x</script></svg>',
    '<svg onload="x"></svg>',
    '<svg><image href="https://example.org/a.png"/></svg>',
    '<svg><path fill="url(https://example.org)"/></svg>',
    '<svg><a href="#">x</a></svg>',
    '<svg><style>*{}</style></svg>',
    "<svg onload='x'></svg>",
    'text',
  ])('is not taken in where it holds more than drawing: %s', (svg) => {
    expect(inlineSvg(svg, 'a')).toBeNull()
  })
})
