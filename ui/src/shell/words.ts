// How states are shown, in one place for every screen that shows them.

import type { DocumentState, ExchangeResult, MappingState, Posting } from "../ipc/generated";
import type { Tone } from "../kit/Status";

export const DOCUMENT_TONE: Record<DocumentState, Tone> = {
  draft: "plain",
  queued: "wait",
  sending: "wait",
  posted: "good",
  rejected: "bad",
  unknown: "wait",
  held: "bad",
  skipped: "plain",
  undone: "plain",
  awaiting_approval: "wait",
};

export const POSTING_TONE: Record<Posting, Tone> = {
  open: "plain",
  claimed: "wait",
  posted: "good",
  blocked: "bad",
  skipped: "plain",
  nothing: "plain",
  waiting: "wait",
};

export const MAPPING_TONE: Record<MappingState, Tone> = {
  direct: "good",
  mapped: "good",
  fallback: "plain",
  unused: "plain",
  unmapped: "wait",
  broken: "bad",
};

export const RESULT_TONE: Record<ExchangeResult, Tone> = {
  done: "good",
  refused: "bad",
  busy: "wait",
  noAnswer: "wait",
};
