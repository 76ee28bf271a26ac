/** The homework's target: validation accuracy in percent that the CNN should reach in part c ... */
export const targetAccuracy = 90
/** ... with this number of training images of each class. */
export const targetImages = 20
