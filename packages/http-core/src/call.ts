/** A value with what it came in. */
export interface Answered<Value> {
  readonly value: Value
  /** The parsed body, before it was decoded; `undefined` for an empty one. */
  readonly raw: unknown
  /** Status and headers as the platform has them; its body is read already. */
  readonly response: Response
}

/** A call under way: a promise of its value. It was sent already; awaiting it twice sends it once. */
export class Call<Value> implements Promise<Value> {
  readonly [Symbol.toStringTag] = 'Call'
  readonly #answered: Promise<Answered<Value>>

  constructor(answered: Promise<Answered<Value>>) {
    this.#answered = answered
  }

  /** The value together with the raw body and the response. */
  withResponse(): Promise<Answered<Value>> {
    return this.#answered
  }

  // oxlint-disable-next-line unicorn/no-thenable -- a call is a promise with one method more
  then<Result = Value, Failure = never>(
    onValue?: ((value: Value) => Result | PromiseLike<Result>) | null,
    onError?: ((error: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<Result | Failure> {
    // Not by another promise in between: every call passes here.
    const toResult = ({ value }: Answered<Value>): Value | Result | PromiseLike<Result> =>
      onValue ? onValue(value) : value
    return this.#answered.then(
      toResult as (answered: Answered<Value>) => Result | PromiseLike<Result>,
      onError,
    )
  }

  catch<Failure = never>(
    onError?: ((error: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<Value | Failure> {
    return this.then(undefined, onError)
  }

  finally(onEnd?: (() => void) | null): Promise<Value> {
    return this.then((value) => value).finally(onEnd)
  }
}
