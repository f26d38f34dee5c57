// Words of the mappings: accounts, tracking, contacts, rates.

import type { MappingState, MappingTarget } from "../ipc/generated";
import type { MappingTab } from "../route";
import { plural } from "./everywhere";

export const mappings = {
  lead: "Which Xero account does which job. Changes apply to what is not yet sent.",
  tabs: {
    roles: "Roles",
    codes: "GL codes",
    taxes: "Taxes",
    tenders: "Tenders",
    banks: "Banks",
    tracking: "Tracking",
    contacts: "Contacts",
    rates: "Rates",
  } satisfies Record<MappingTab, string>,
  dialog: (kind: MappingTarget["kind"], subject: string) =>
    ({
      role: `Account for ${subject}`,
      glCode: `Account for GL code ${subject}`,
      tax: `Where ${subject} goes`,
      tender: `Account for ${subject}`,
      bank: `Bank account for ${subject}`,
      tracking: `Tracking by ${subject}`,
      noTaxType: "Lines without tax",
    })[kind],
  explain: {
    role: "Accounts of a type that can’t do this job are shown with the reason.",
    glCode: "Sales with this code will go to the account you choose.",
    tax: "Choose the account this tax is collected in, or a tax type of Xero’s.",
    tender: "Money taken this way goes here until it reaches the bank.",
    bank: "What the desk and the files call by this name goes through the bank account you choose.",
    tracking:
      "Lines carry the option that is called like the value. A value that is called otherwise in Xero gets its option here.",
    noTaxType:
      "Lines of clearing accounts, booking payments and tips carry this tax type, so that Xero’s tax return leaves them out.",
  } satisfies Record<MappingTarget["kind"], string>,
  account: "Account",
  bankAccount: "Bank account",
  searchAccounts: "Type a code or a name",
  openAccounts: "Show all accounts",
  taxType: "Tax type",
  accountsOwnTax: "The account’s own",
  noTax: "None",
  usualNoTax: "The country’s usual one",
  trackingOption: (category: string) => `Tracking: ${category}`,
  noTracking: "None",
  taxRate: (rate: string) => `${rate} %`,
  taxTypeAt: (name: string, rate: string) => `${name} (${rate} %)`,
  chooseAccount: "Choose an account",
  suggested: (account: string) => `${account}?`,
  choose: (subject: string, shown: string) => `Account for ${subject}: ${shown}`,
  role: "Role",
  needed: "needed",
  state: "State",
  states: {
    direct: "Direct",
    mapped: "Mapped",
    fallback: "Revenue clearing",
    unused: "Not in use",
    unmapped: "Not mapped",
    broken: "Broken",
  } satisfies Record<MappingState, string>,
  code: "GL code",
  transactions: "Open",
  waiting: "Amount",
  taxAndTracking: "Tax, tracking",
  acceptAll: (count: number) =>
    plural(count, "Accept the suggestion", `Accept all ${count} suggestions`),
  tax: "Tax",
  taxTarget: "Goes to",
  tender: "Tender",
  clearing: "Account",
  direct: "Paid straight into a bank account",
  directHint:
    "For transfers that arrive in the bank by themselves. Payments go to the bank account at once, and no banking is recorded for them later.",
  directMark: "straight into the bank",
  bank: "Name at the desk",
  chartRead: "Chart read",
  unchanged: "The chart is as it was.",
  changed: (count: number) => plural(count, "One change in Xero", `${count} changes in Xero`),
  refreshed: (count: number) =>
    count === 0 ? "The chart is as it was." : `The chart is read again: ${count} changes.`,
  noCodesTitle: "No GL codes yet",
  noCodes: "The codes your items carry appear here with the first file you import.",
  noTaxesTitle: "No taxes yet",
  noTaxes: "The taxes your sales carry appear here with the first file you import.",
  noTendersTitle: "No tenders yet",
  noTenders: "The ways your customers pay appear here with the first file you import.",
  noBanksTitle: "No bank accounts called by a name",
  noBanks:
    "Bank deposits and payouts go through the account of the role Bank. Where a file names another bank account, its name appears here.",
};

export const noTax = {
  title: "Lines without tax",
  usual: "usual for your country",
  chosen: "chosen by you",
  choose: (subject: string, shown: string) => `Tax type of ${subject}: ${shown}`,
};

export const tracking = {
  field: "Tracked by",
  category: "Tracking category",
  none: "Not tracked",
  values: "Values and their options",
  choose: (field: string, shown: string) => `Tracking by ${field}: ${shown}`,
  found: (count: number) => plural(count, "value has an option", "values have an option"),
  missingOf: (value: string) => `${value} has none`,
  called: "Called like the value",
  create: (option: string) => `Create “${option}” in Xero`,
  noCategoriesTitle: "No tracking categories in Xero",
  noCategories:
    "Xero’s tracking shows sales by place or by department. Create a category there, then press Refresh chart.",
  afterSaving: "Its values are listed once this is saved.",
  createTitle: "Create a tracking option in Xero",
  createExplain: (category: string, option: string) =>
    `The tracking category ${category} in Xero gets one more option, “${option}”. Nothing else changes there. What waited for it is posted after that.`,
  createButton: "Create it in Xero",
};

export const contacts = {
  lead: "Customers with invoices of their own, and the contact each of them is in Xero.",
  customer: "Customer",
  contact: "Contact in Xero",
  who: "Linked by",
  search: "Search customers",
  count: (count: number) => plural(count, "customer", "customers"),
  emptyTitle: "No contacts yet",
  empty:
    "Account charges and invoices need a contact in Xero. Each customer who has one is listed here.",
  title: (customer: string) => `Who is ${customer} in Xero?`,
  explain: "Their invoices, credit notes and payments go to the contact you choose.",
  looking: "Asking Xero for contacts",
  searchXero: "Look for another name",
  searchButton: "Look in Xero",
  choices: "Contacts in Xero",
  none: (customer: string) => `Xero has no contact called ${customer}.`,
  create: (customer: string) => `A new contact, called ${customer}`,
  createHint: "It is created in Xero.",
  save: "Link",
  linked: (contact: string) => `Now linked to ${contact}.`,
  unlink: "Unlink",
};

export const rates = {
  lead: "What foreign money was worth on a day, where the processor’s file does not say.",
  add: "Enter a rate",
  day: "Day",
  currency: "Currency",
  currencyHint: "Its three letters, such as USD.",
  rate: "Rate",
  rateHint: (base: string, currency: string) =>
    `${base} for one ${currency === "" ? "of it" : currency}, such as 1.3625.`,
  oneUnit: (currency: string, rate: string, base: string) => `1 ${currency} = ${rate} ${base}`,
  who: "Entered by",
  title: "Enter a rate",
  titleOf: (currency: string) => `Enter a rate of ${currency}`,
  explain: "Money taken on that day is carried at this rate. What waited for it can be posted.",
  emptyTitle: "No rates entered",
  empty:
    "Money taken in another currency is carried at the processor’s rate. Where none is known, the transaction waits for one entered here.",
  waiting: (count: number) =>
    plural(
      count,
      "One transaction waits for something that is not known yet, such as a rate.",
      `${count} transactions wait for something that is not known yet, such as a rate.`,
    ),
};

export const payments = {
  title: "Let Xero take payments to this account",
  explain: (account: string) =>
    `In Xero, ${account} gets the switch “Enable payments to this account”. Customers’ payments can then be recorded against it, and Xero shows it wherever a payment is entered. No balance changes.`,
  thisAccount: "this account",
  button: "Enable payments in Xero",
};
