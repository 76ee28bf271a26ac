/** Tracks of the search for the largest batch: a sample per attempt, and a sample per step of all attempts together. */
export const attemptsTrack = 'attempts'
export const attemptStepsTrack = 'attempts.steps'
