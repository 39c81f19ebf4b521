import type { BasalamOptions } from '../options.js'
import { ServiceClient } from '../service-client.js'
import { ExpensesApi } from './wallet/expenses.js'
import { WalletApi } from './wallet/wallet.js'

export type { ExpensesApi } from './wallet/expenses.js'
export type { BalanceInput, WalletApi } from './wallet/wallet.js'
export type {
  BalanceFilter,
  Credit,
  CreditItem,
  CreditType,
  Expense,
  ExpenseItem,
  ExpensesCreateInput,
  ExpensesDeleteByReferenceInput,
  ExpensesDeleteInput,
  ExpensesGetByReferenceInput,
  ExpensesGetInput,
  Reason,
  Reference,
  Transaction,
  TransactionCredit,
  TransactionExpense,
  TransactionExpenseItem,
  WalletListTransactionsInput,
} from '../generated/wallet.js'

/** The wallet service alone, for programs that need no other. */
export class WalletClient {
  readonly wallet: WalletApi
  readonly expenses: ExpensesApi

  /** @throws BasalamError `invalid_options`, naming the option. Sends nothing. */
  constructor(options?: BasalamOptions) {
    const client = new ServiceClient('wallet', options)
    this.wallet = new WalletApi(client)
    this.expenses = new ExpensesApi(client)
  }
}
