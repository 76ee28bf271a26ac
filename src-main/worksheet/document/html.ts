/** A submission as one HTML file: static, without a script, with its faces and figures in it. PDF is printed from it. */
import type { Paper } from '#contract/submission.ts'
import { formatShort } from '#text/numbers.ts'
import { agree } from '#text/words.ts'
import {
  hasPage,
  type Answer,
  type PartSection,
  type RunUsed,
  type SlotResult,
  type SubmissionDocument,
} from './document.ts'
import { escapeHtml } from './escape.ts'
import { formulaFaces, textFaces } from './fonts.ts'
import { inlineSvg } from './inline-svg.ts'
import { leftOut, noAnswer, runSentence, sourceLines } from './plain-words.ts'
import { printStyle } from './print-style.ts'
import { richHtml, wordsHtml } from './words-html.ts'

/** The whole file, for a sheet of this size. */
export function documentHtml(document: SubmissionDocument, paper: Paper): string {
  const body = [
    cover(document),
    ...document.problems.flatMap(({ heading, parts }) =>
      parts.filter(hasPage).map((part) => partHtml(part, heading, document.runs)),
    ),
    logHtml(document),
    runsHtml(document.runs),
  ].join('\n')
  const formulas = body.includes('class="katex') ? formulaFaces : ''
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; font-src data:; style-src \'unsafe-inline\'">',
    `<title>${escapeHtml(`${document.title}: ${document.header}`)}</title>`,
    `<style>${textFaces}\n${formulas}\n${printStyle(paper, document.header, document.title)}</style>`,
    `</head><body>${body}</body></html>`,
    '',
  ].join('\n')
}

function cover({ title, student, madeAt, problems, log }: SubmissionDocument): string {
  const rows = problems.flatMap(({ parts }) =>
    parts.map(({ heading, answers }) => {
      const written = answers.filter(({ text }) => text.trim() !== '').length
      const state =
        written === answers.length
          ? 'answered'
          : answers.every(
                ({ isSkipped, isOptional, text }) => (isSkipped && isOptional) || text.trim() !== '',
              )
            ? 'left out (optional)'
            : written === 0
              ? `not answered${answers.every(({ isOptional }) => isOptional) ? ' (optional)' : ''}`
              : `${written} of ${answers.length} answered`
      return `<tr><td>${escapeHtml(heading)}</td><td class="number">${state}</td></tr>`
    }),
  )
  if (log !== null)
    rows.push(
      `<tr><td>${escapeHtml(log.heading)}</td><td class="number">${escapeHtml(hoursWords(log.totalHours))}</td></tr>`,
    )
  const isShort = problems.some(({ parts }) => !parts.every(hasPage))
  return [
    `<section class="cover"><h1>${escapeHtml(title)}</h1>`,
    student === null
      ? ''
      : `<p class="student">${escapeHtml(student.name || 'Name not given')}<br>Student ID ${escapeHtml(student.studentId || 'not given')}</p>`,
    `<p class="made">Made with Lab 182 on ${escapeHtml(madeAt.slice(0, 10))}. A number followed by [R1] was measured by the run R1 of the list at the end.</p>`,
    isShort ? '<p class="made">A part that is only listed here has no answer.</p>' : '',
    `<table class="contents"><tbody>${rows.join('')}</tbody></table></section>`,
  ].join('\n')
}

function partHtml(part: PartSection, problem: string, runs: readonly RunUsed[]): string {
  const isSingle = part.answers.length === 1 && part.answers[0]?.ask === ''
  const answers = part.answers.map((answer, at) =>
    [
      `<div class="answer">`,
      isSingle && answer.question === part.question
        ? ''
        : `<h3 class="ask">${answer.ask === '' ? '' : `<strong>${escapeHtml(answer.ask)}</strong>`}<span>${richHtml(answer.question)}</span></h3>`,
      `<div class="words">${answerHtml(answer, runs, `a${part.id}-${at}`)}</div></div>`,
    ].join('\n'),
  )
  const results = part.results.filter(({ rows, figures }) => rows.length > 0 || figures.length > 0)
  const own = runs.filter(({ label }) => part.runs.includes(label))
  return [
    `<section class="part" id="part-${part.id}"><p class="eyebrow">${escapeHtml(problem)}</p>`,
    `<h2>${escapeHtml(part.heading)}</h2>`,
    `<p class="question">${richHtml(part.question)}</p>`,
    ...answers,
    ...results.map((result, at) => resultHtml(result, `r${part.id}-${at}`)),
    own.length === 0
      ? ''
      : `<div class="sources">${own.map((run) => `<p>${escapeHtml(runSentence(run))}</p>`).join('')}</div>`,
    '</section>',
  ].join('\n')
}

const answerHtml = (answer: Answer, runs: readonly RunUsed[], id: string): string =>
  answer.reference !== null
    ? answer.reference.map((paragraph) => `<p>${richHtml(paragraph)}</p>`).join('\n')
    : answer.text.trim() !== ''
      ? wordsHtml(answer, runs, id)
      : `<p class="none">${answer.isSkipped && answer.isOptional ? leftOut : noAnswer}</p>`

function resultHtml({ title, run, rows, figures }: SlotResult, id: string): string {
  return [
    `<section class="results"><h3>Measured by the lab: ${escapeHtml(title)} [${run}]</h3>`,
    rows.length === 0
      ? ''
      : `<table><tbody>${rows.map(({ label, value }) => `<tr><td>${escapeHtml(label)}</td><td class="number">${escapeHtml(value)}</td></tr>`).join('')}</tbody></table>`,
    ...figures.map(
      (figure) =>
        `<figure>${inlineSvg(figure.svg, `${id}-${figure.id}`) ?? ''}<figcaption>${escapeHtml([`[${run}]`, ...figure.caption].join(' '))}</figcaption></figure>`,
    ),
    '</section>',
  ].join('\n')
}

const hoursWords = (hours: number): string => `${formatShort(hours)} ${agree(hours, 'hour', 'hours')}`

function logHtml({ log }: SubmissionDocument): string {
  if (log === null) return ''
  const { record, heading, totalHours } = log
  const people = record.people.filter(({ name, studentId }) => `${name}${studentId}`.trim() !== '')
  const hours = Object.entries(record.hours).sort(([a], [b]) => a.localeCompare(b))
  const sources = sourceLines(record)
  const none = `<p class="none">${noAnswer}</p>`
  const list = (items: readonly string[]): string =>
    `<ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`
  const words: Answer = {
    ask: '',
    question: '',
    text: record.sourcesText,
    reference: null,
    links: {},
    isOptional: true,
    isSkipped: false,
  }
  return [
    `<section class="log"><h2>${escapeHtml(heading)}</h2>`,
    '<div class="answer"><h3>Sources</h3>',
    sources.length === 0 && record.sourcesText.trim() === '' ? none : '',
    sources.length === 0 ? '' : list(sources),
    record.sourcesText.trim() === '' ? '' : `<div class="words">${wordsHtml(words, [], 'log')}</div>`,
    '</div><div class="answer"><h3>People</h3>',
    record.isAlone ? '<p>I worked alone.</p>' : '',
    people.length === 0
      ? record.isAlone || record.party !== ''
        ? ''
        : none
      : list(people.map(({ name, studentId }) => [name, studentId].filter(Boolean).join(', '))),
    record.party.trim() === '' ? '' : `<p>Homework party: ${escapeHtml(record.party)}</p>`,
    '</div><div class="answer"><h3>Hours</h3>',
    hours.length === 0
      ? none
      : `<table><tbody>${hours.map(([problem, each]) => `<tr><td>Problem ${problem}</td><td class="number">${formatShort(each)}</td></tr>`).join('')}<tr><th>Total</th><th class="number">${formatShort(totalHours)}</th></tr></tbody></table>`,
    '</div></section>',
  ].join('\n')
}

function runsHtml(runs: readonly RunUsed[]): string {
  if (runs.length === 0) return ''
  const head = ['', 'Part', 'Run', 'Seed', 'Engine', 'Changed settings', 'Data', 'State', 'Measured']
  const rows = runs.map((run) => [
    run.label,
    run.slotKey,
    run.name,
    String(run.seed),
    run.engine,
    run.changed || 'none',
    run.data ?? 'its parameters',
    run.status,
    run.measuredAt.slice(0, 16).replace('T', ' '),
  ])
  return [
    '<section class="runs"><h2>Runs used</h2><figure class="table wide"><table>',
    `<thead><tr>${head.map((name) => `<th>${name}</th>`).join('')}</tr></thead>`,
    `<tbody>${rows.map((row) => `<tr>${row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`).join('\n')}</tbody>`,
    '</table></figure></section>',
  ].join('\n')
}
