/** A refusal of the HTTP API: the status, and the text that goes with it. Thrown inside the API alone. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal'
  readonly status: 400 | 401 | 404 | 413

  constructor(status: 400 | 401 | 404 | 413, message: string) {
    super(message)
    this.status = status
  }
}
