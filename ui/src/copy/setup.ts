// Words of the first start, the connection and the settings.

import type {
  Chargebacks,
  ChecklistStep,
  ConnectionState,
  ContactPolicy,
  DeferralPolicy,
  Drafts,
  LockedDays,
  PostingMode,
  RangePosting,
  Recognition,
  TaxWay,
} from "../ipc/generated";

export const connection = {
  title: "Connect to Xero",
  card: "Connection",
  nobody: "No organisation",
  states: {
    none: "Not connected",
    connected: "Connected",
    offline: "Offline",
    lapsed: "Please sign in again",
  } satisfies Record<ConnectionState["kind"], string>,
  practiceState: "Practice company",
  lapses: "Unused, the sign-in lapses on",
  lapsesSoon: "The sign-in lapses on",
  lapsesSoonMend:
    "It could not be renewed for weeks. Connect again before then; nothing that waits is lost either way.",
  lapsesSoonShort: "The sign-in to Xero lapses on",
  again: "Connect again",
  openSimulator: "Look at the practice Xero",
  disconnect: "Disconnect",
  explain:
    "Your browser opens Xero’s own sign-in page. Daybook never sees your password, and talks to Xero directly from this computer.",
  clientId: "Client id of your Xero app",
  clientIdHint: "From Xero’s developer page: My Apps, type Mobile or desktop app.",
  begin: "Open Xero’s sign-in",
  waiting: "Waiting for your browser",
  waitingHint: "Sign in there and allow access. If no browser came up, open this address yourself:",
  stop: "Stop waiting",
  choose: "Which organisation does this book belong to?",
  nowConnected: (name: string) => `Connected to ${name}.`,
};

export const practice = {
  banner: "Practice company · nothing here reaches a real Xero",
  here: "This is the practice company. Nothing in it reaches a real Xero.",
  own: "Use your own books",
  ownLead:
    "What you do here is practice. Your own books are beside it; the practice company stays as it is.",
};

export const settings = {
  locations: "Locations",
  addLocation: "Add a location",
  change: "Change",
  edit: (name: string) => `Change ${name}`,
  name: "Name",
  nameHint: "It is part of every cashout’s narration in Xero.",
  zone: "Time zone",
  openZones: "Show all time zones",
  dayEnd: "The day ends at",
  dayEndsAt: (time: string) => `day ends at ${time}`,
  dayEndHint: "Sales after midnight and before this time belong to the evening before.",
  taxWay: "Tax",
  taxWays: {
    xeroWorksItOut: "Xero works out the tax from gross amounts",
    taxLines: "Each tax is a line to its own account",
  } satisfies Record<TaxWay, string>,
  theDay: "The day",
  rules: "Posting",
  depositTax: "Taxes inside a booking payment",
  depositTaxHint:
    "Where the law taxes it when it is paid, as GST=5,PST=7. Empty where tax waits for the check-in.",
  cancellationTax: "Taxes inside a kept cancellation fee",
  cancellationTaxHint: "As GST=5,PST=7. Empty where such fees are not taxed.",
  recognition: "Rentals over several months",
  recognitions: {
    atCheckIn: "Count as revenue at check-in",
    byDay: "Count as revenue month by month, by the days rented",
  } satisfies Record<Recognition, string>,
  recognitionTax: "In tax way A the tax moves with each month’s share.",
  invoiceBalances: "Invoice a balance owed at check-in",
  invoiceBalancesHint: "Xero then reminds the customer and shows it under Accounts Receivable.",
  chargebacks: "Chargebacks",
  chargebackWays: {
    expense: "Are an expense, on the role Chargebacks",
    owed: "Are owed by the customer again",
  } satisfies Record<Chargebacks, string>,
  walkIn: "Contact of invoices to nobody in particular",
  walkInHint: "“Walk-in customer” when empty.",
  mode: "Sales reach Xero as",
  modes: {
    dailyJournal: "One journal a day",
    invoices: "An invoice for each sale",
  } satisfies Record<PostingMode, string>,
  modeHints: {
    dailyJournal: "The day’s cashout, summed by account. Few documents, easy to check.",
    invoices: "Each sale is a paid invoice of its own. Many documents, seen one by one in Xero.",
  } satisfies Record<PostingMode, string>,
  modeFrom: "from",
  modeOpen: "Posting mode",
  modeOf: (name: string) => `Posting mode of ${name}`,
  modeTitle: (name: string) => `How sales of ${name} reach Xero`,
  modeExplain:
    "What is posted stays as it is, so that no sale is posted in both ways or in neither.",
  modeDay: "From the business date",
  modeDayHint: "The first day that is not closed yet when empty.",
  modeChange: "Change it",
  modeAllTheSame: "Change it all the same",
  modeConfirm: "Please read this before it is changed",
  policies: "Posting",
  deposits: "Booking payments are posted",
  checkIns: "Check-ins are posted",
  deferral: {
    automatic: "By themselves, when recorded",
    withCashout: "With the day’s cashout",
  } satisfies Record<DeferralPolicy, string>,
  range: "Several days make",
  ranges: {
    one: "One journal, dated the last day",
    daily: "One journal a day",
  } satisfies Record<RangePosting, string>,
  locked: "Days in a locked period",
  lockedWays: {
    hold: "Wait until a person decides",
    nextOpenDay: "Are dated the first open day after it",
  } satisfies Record<LockedDays, string>,
  starts: "Posting starts on",
  startsHint: "Days before are kept here and never posted. Empty for every day.",
  inXero: "Documents in Xero",
  drafts: "Drafts for approval",
  draftWays: {
    none: "Nothing waits: all is posted at once",
    journals: "Journals wait in Xero for approval",
    invoices: "Invoices and credit notes wait in Xero for approval",
    all: "Journals, invoices and credit notes wait in Xero for approval",
  } satisfies Record<Drafts, string>,
  contacts: "A customer without a contact in Xero",
  contactWays: {
    create: "Gets one, created by itself",
    ask: "Waits until a person says who they are",
  } satisfies Record<ContactPolicy, string>,
  evidence: "Attach the cashout’s sheet to its journal",
  evidenceHint: "As a PDF in Xero, where an auditor looks for it.",
  bankContacts: "Contacts of bank transactions",
  cashBanking: "Cash taken to the bank",
  cashBankingHint: "“Cash banking” when empty.",
  staffTips: "Tips paid from the bank",
  staffTipsHint: "“Staff tips” when empty.",
  kept: "Saved.",
  file: "The book as a file",
  appearance: "Appearance",
  theme: "Colours",
  themes: { system: "As this computer", light: "Light", dark: "Dark" },
};

export const start = {
  title: "Welcome aboard",
  lead: "Daybook turns the day’s takings into one balanced journal in Xero. How would you like to begin?",
  titleBegun: "Getting started",
  leadBegun: "Five steps to the first cashout. Leave whenever you like; it is all kept.",
  practice: "Try it with a practice company",
  practiceLead:
    "A boat rental with a season of sales and a Xero of its own, all on this computer. Sync, break and mend things: nothing reaches a real Xero.",
  practiceButton: "Start practising",
  connect: "Use your own books",
  connectLead:
    "Sign in to Xero in your browser and choose your organisation. Nothing is posted until you press Sync.",
  checklist: "The way to the first cashout",
  isDone: "done",
  steps: {
    connect: {
      title: "Connect",
      lead: "Sign in to Xero and choose your organisation.",
      button: "Connect",
    },
    roles: {
      title: "Give the roles their accounts",
      lead: "Revenue clearing, tips payable and a few more.",
      button: "Map roles",
    },
    firstFile: {
      title: "Import the first file",
      lead: "Your till’s export, for as many days as you like.",
      button: "Import",
    },
    glCodes: {
      title: "Give the GL codes their accounts",
      lead: "The codes your items carry.",
      button: "Map codes",
    },
    firstCashout: {
      title: "Sync the first cashout",
      lead: "Look at the journal, then press Sync to Xero.",
      button: "Open cashout",
    },
  } satisfies Record<ChecklistStep, { title: string; lead: string; button: string }>,
};
