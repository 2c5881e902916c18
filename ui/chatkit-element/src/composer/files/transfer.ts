/**
 * A `fetch` that tells how far the body has got: `onProgress` gets a part of 1. The browser's own `fetch` cannot tell. Only for requests
 * with a body whose answer is short.
 */
export function tellingFetch(onProgress: (part: number) => void): typeof fetch {
  return (url, init = {}) =>
    new Promise<Response>((resolve, reject) => {
      const request = new XMLHttpRequest();
      const { signal } = init;
      if (signal?.aborted) return reject(signal.reason);
      const stop = () => request.abort();
      request.open(init.method ?? "GET", String(url));
      request.responseType = "arraybuffer";
      for (const [name, value] of new Headers(init.headers)) request.setRequestHeader(name, value);
      request.upload.onprogress = ({ lengthComputable, loaded, total }) => {
        if (lengthComputable && total > 0) onProgress(loaded / total);
      };
      request.onload = () => resolve(responseOf(request));
      request.onerror = () => reject(new TypeError("the request failed"));
      request.onabort = () => reject(signal?.reason ?? new DOMException("aborted", "AbortError"));
      request.onloadend = () => signal?.removeEventListener("abort", stop);
      signal?.addEventListener("abort", stop);
      request.send(init.body as XMLHttpRequestBodyInit);
    });
}

/** Answers that must not have a body, even an empty one. */
const BODILESS = new Set([204, 205, 304]);

function responseOf(request: XMLHttpRequest): Response {
  const headers = new Headers();
  for (const line of request
    .getAllResponseHeaders()
    .trim()
    .split(/[\r\n]+/)) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  const body = BODILESS.has(request.status) ? null : (request.response as ArrayBuffer);
  return new Response(body, { status: request.status, statusText: request.statusText, headers });
}
