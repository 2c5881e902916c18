import { words } from "../words/words";
import type { ErrorBody } from "./types";

/** A refusal, or no answer at all (`NETWORK`, `TIMEOUT`). Decide by `code`; `message` is for people. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  constructor(
    readonly code: string,
    message: string,
    /** HTTP status, 0 where no answer came. */
    readonly status: number,
    /** Whole seconds to wait, with 429. */
    readonly retryAfterS: number | null = null,
    /** What was wrong with which field, with 422; or the fields in conflict, with 409. */
    readonly fields: unknown = null,
  ) {
    super(message);
  }
}

/** Whether the server was not reached, so that nothing is known about the request. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof ApiError && error.status === 0;
}

/** The typed error of an answer that is not 2xx. */
export async function errorOf(response: Response): Promise<ApiError> {
  const seconds = Number(response.headers.get("Retry-After"));
  const retryAfterS = Number.isFinite(seconds) && seconds > 0 ? seconds : null;
  const body: unknown = await response.json().catch(() => null);
  if (isErrorBody(body)) {
    return new ApiError(body.error.code, body.error.message, response.status, retryAfterS, body.error.fields ?? null);
  }
  return new ApiError(`HTTP_${response.status}`, `the server answered ${response.status}`, response.status, retryAfterS);
}

function isErrorBody(body: unknown): body is ErrorBody {
  if (typeof body !== "object" || body === null || !("error" in body)) return false;
  const { error } = body;
  return typeof error === "object" && error !== null && "code" in error && typeof error.code === "string" && "message" in error;
}

/** A sentence for people, chosen by code; the server's own sentence where the catalogue has none. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof ApiError)) return words.errors.fallback(String(error));
  const known = words.errors[error.code as keyof typeof words.errors];
  if (typeof known === "string") return known;
  if (error.status === 429) return words.errors.tooMany(error.retryAfterS ?? 1);
  const message = error.message.charAt(0).toUpperCase() + error.message.slice(1);
  return words.errors.fallback(/[.!?]$/.test(message) ? message : `${message}.`);
}
