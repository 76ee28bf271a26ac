import type { Paper } from '#contract/submission.ts'
import { cssString } from './escape.ts'

const sheets: Readonly<Record<Paper, string>> = { a4: 'A4', letter: 'letter' }

/**
 * How a document prints: name and student id at the head of every page, each answered part on a page of its own, no heading
 * without its text, tables that repeat their head and keep their rows whole.
 */
export const printStyle = (paper: Paper, header: string, title: string): string => `
@page {
  size: ${sheets[paper]};
  margin: 22mm 18mm 20mm;
  @top-left { content: ${cssString(header)}; font: 9pt Inter, sans-serif; color: #59626d; }
  @top-right { content: ${cssString(title)}; font: 9pt Inter, sans-serif; color: #59626d; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 9pt Inter, sans-serif; color: #59626d; }
}
:root { color-scheme: light; }
* { box-sizing: border-box; }
html { font: 10.5pt/1.5 Inter, system-ui, sans-serif; color: #1a1e23; background: #fff; font-variant-numeric: tabular-nums; }
body { margin: 0 auto; max-width: 190mm; }
h1, h2, h3, h4, h5, h6 { margin: 0; line-height: 1.25; letter-spacing: -0.01em; break-after: avoid; break-inside: avoid; }
h1 { font-size: 24pt; }
h2 { font-size: 15pt; }
h3 { font-size: 11pt; }
p, ul, ol, blockquote, pre { margin: 0 0 3mm; orphans: 3; widows: 3; }
a { color: inherit; }
pre, code { font-family: "JetBrains Mono Variable", ui-monospace, "DejaVu Sans Mono", monospace; font-size: 9pt; }
pre { padding: 2mm 3mm; border: 0.2mm solid #e2e5e9; border-radius: 1mm; white-space: pre-wrap; overflow-wrap: anywhere; }
blockquote { padding-left: 4mm; border-left: 0.6mm solid #e2e5e9; color: #59626d; }
figure > svg, img { display: block; max-width: 100%; height: auto; }
.cover { padding-top: 4mm; }
.cover .student { margin: 6mm 0 0; font-size: 13pt; }
.cover .made { color: #59626d; }
.contents { margin-top: 4mm; width: 100%; }
.contents td { padding: 0.5mm 0; border: 0; }
.part, .log, .runs { break-before: page; }
.eyebrow { margin: 0 0 1mm; font-size: 9pt; color: #59626d; break-after: avoid; }
.question { margin-top: 2mm; color: #59626d; }
.answer { margin-top: 5mm; }
.ask { display: flex; gap: 2mm; margin-bottom: 2mm; color: #59626d; font-weight: 400; font-size: 10.5pt; line-height: 1.5; letter-spacing: 0; }
.ask strong { color: #1a1e23; }
.words h1, .words h2, .words h3, .words h4, .words h5, .words h6 { margin: 3mm 0 1mm; font-size: 11pt; }
.none { color: #59626d; font-style: italic; }
.value { font-weight: 600; white-space: nowrap; }
.source { font-size: 8pt; color: #59626d; }
.missing { color: #c62a2a; }
.results { margin-top: 6mm; padding-top: 3mm; border-top: 0.2mm solid #e2e5e9; }
.results h3 { color: #59626d; font-weight: 600; font-size: 9.5pt; }
.sources { margin-top: 4mm; font-size: 8.5pt; color: #59626d; }
.sources p { margin: 0 0 1mm; break-inside: avoid; overflow-wrap: anywhere; }
figure { margin: 3mm 0 4mm; break-inside: avoid; }
figure.table { break-inside: auto; }
figure > svg, figure > img { max-height: 58mm; margin: 0 auto; width: auto; }
figcaption { margin-top: 1mm; font-size: 8.5pt; color: #59626d; overflow-wrap: anywhere; break-before: avoid; }
figure.table figcaption { margin: 0 0 1mm; break-before: auto; break-after: avoid; }
table { border-collapse: collapse; max-width: 100%; font-size: 9pt; line-height: 1.35; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { padding: 0.8mm 3mm 0.8mm 0; border-bottom: 0.2mm solid #e2e5e9; text-align: left; vertical-align: top; overflow-wrap: break-word; }
th { font-weight: 600; color: #59626d; vertical-align: bottom; }
.number { text-align: right; }
.wide table { font-size: 7.5pt; }
.wide th, .wide td { padding-right: 1.5mm; }
.katex { font-size: 1.08em; }
.katex-display { margin: 2mm 0; overflow: hidden; break-inside: avoid; }
@media screen { body { padding: 8mm; } .part, .log, .runs { margin-top: 16mm; } }
`
