import type { TextKey, Translate } from "../i18n";
import { RequestError } from "../wire/api";
import type { Failure } from "./state";

/** Sentences of their own; the rest share `5xx` and `other`. */
const BY_STATUS: Readonly<Record<number, TextKey>> = {
  400: "error.400",
  401: "error.401",
  403: "error.403",
  404: "error.404",
  413: "error.413",
  422: "error.400",
};

/** The same request would be refused again. */
const FINAL = new Set([400, 403, 404, 413, 415, 422, 501]);

/** What went wrong, in words, with the address that failed and the way out. */
export function failureFrom(error: unknown, t: Translate, retry: (() => void) | null): Failure {
  if (!(error instanceof RequestError)) {
    return { text: t("error.action"), detail: messageOf(error), retry, offerNew: false };
  }
  const detail = error.status === null ? error.address : `${error.address} · ${error.status}`;
  if (error.reason !== "status" || error.status === null) {
    return { text: t(`error.${error.reason === "status" ? "other" : error.reason}`), detail, retry, offerNew: false };
  }
  return {
    text: error.serverMessage ?? statusText(error.status, error.retryAfterS, t),
    detail,
    retry: FINAL.has(error.status) ? null : retry,
    offerNew: error.status === 404,
  };
}

function statusText(status: number, retryAfterS: number | null, t: Translate): string {
  if (status === 429) return retryAfterS === null ? t("error.429") : t("error.429s", { seconds: retryAfterS });
  return t(BY_STATUS[status] ?? (status >= 500 ? "error.5xx" : "error.other"));
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
