/** `POST /api/v1/realtime/…/connection`: what is asked. */
export interface ConnectionQuestionWire {
  readonly client: { readonly id: string; readonly type: 'web' }
  readonly capabilities: { readonly accepted_providers: readonly { readonly provider: string }[] }
}

/** `POST /api/v1/realtime/auth/connection`: what is asked. */
export interface TokenQuestionWire {
  readonly client_id: string
}
