/** A step of the tour, and what it points at. */
interface TourStep {
  readonly title: string
  readonly text: string
  /** A selector; where it finds several elements, they are shown together. */
  readonly at: string
}

/** The part that is shown, the first that draws a curve: the key of its slot, in the first problem. */
export const tourKey = '1d'
const key = tourKey

/** What the tour shows, in the order of a student's work. */
export const tourSteps: readonly TourStep[] = [
  {
    title: 'The question',
    text: 'Each part begins with what the homework asks. Its settings stand below; “Homework’s setting” restores those of the homework.',
    at: `#title-${key}, #title-${key} + *`,
  },
  {
    title: 'Run',
    text: 'One press trains, in a process of its own. The bar at the top runs, pauses and steps the part in view; Space does the same.',
    at: `#part-${key} .ask button.primary`,
  },
  {
    title: 'The chart',
    text: 'The curves grow during the run. Drag to zoom, point to read values; every chart can be enlarged and exported.',
    at: `#part-${key} .view figure:first-of-type`,
  },
  {
    title: 'The values',
    text: 'The numbers that the homework asks for, as the run measured them. They are empty until something has run.',
    at: `#part-${key} [role="group"][aria-label^="Measured"]`,
  },
  {
    title: 'The worksheet',
    text: 'Your answers. Insert measured numbers, tables and charts into them; each keeps the run that it came from. You hand in from there.',
    at: 'nav a[href="#/worksheet"]',
  },
]
