// Words of the first start, the connection and the settings.

import type { ChecklistStep, ConnectionState, TaxWay } from "../ipc/generated";

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
  practice: "This is the practice company. Nothing in it reaches a real Xero.",
  lapses: "Unused, the sign-in lapses on",
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
  policies: "Posting",
  deposits: "Deposits are posted",
  checkIns: "Check-ins are posted",
  deferral: { automatic: "By themselves, when recorded", withCashout: "With the day’s cashout" },
  range: "Several days make",
  ranges: { one: "One journal, dated the last day", daily: "One journal a day" },
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
