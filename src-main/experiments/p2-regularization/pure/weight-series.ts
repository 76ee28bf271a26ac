/** The series of one averaged weight times p; `j` counts from 0. */
export const weightSeries = (j: number): string => `w${j + 1}`
