/** The soak itself could not go on; what the bot did wrong is no error but a line of its account. */
export class SoakError extends Error {
  override readonly name = 'SoakError'
}
