/** The figures and pictures of a document, as files beside it. */
import type { DocumentFile, SubmissionDocument } from '../document/document.ts'
import type { Drawing } from '../printer.ts'

interface Figure {
  readonly run: string
  readonly id: string
  readonly svg: string
}

/** Each figure once. */
export const figuresOf = ({ problems }: SubmissionDocument): readonly Figure[] => {
  const all = problems.flatMap(({ parts }) =>
    parts.flatMap(({ results }) =>
      results.flatMap(({ run, figures }) => figures.map(({ id, svg }) => ({ run, id, svg }))),
    ),
  )
  return [...new Map(all.map((figure) => [`${figure.run}-${figure.id}`, figure])).values()]
}

/** The charts and pictures that the student's words link to. */
export const picturesOf = ({ problems }: SubmissionDocument): readonly DocumentFile[] =>
  problems.flatMap(({ parts }) =>
    parts.flatMap(({ answers }) =>
      answers.flatMap(({ links }) =>
        Object.values(links).flatMap((linked) =>
          linked.kind === 'picture' && linked.file !== null ? [linked.file] : [],
        ),
      ),
    ),
  )

/** A figure with its size in pixels. */
export const drawingOf = ({ svg }: Figure): Drawing => {
  const side = (name: 'width' | 'height'): number =>
    Number(new RegExp(` ${name}="(\\d+)`).exec(svg)?.[1] ?? 960)
  return { svg, width: side('width'), height: side('height') }
}
