// What went over the wire to one origin, in all frames together, up to a moment.
export class Traffic {
  #origin; #requests = new Map(); #clock;

  constructor(origin) {
    this.#origin = origin;
  }

  // A navigation into another process is announced in one session and ends in the other: the request
  // id is the same in both, so sessions play no part.
  note(method, params) {
    const request = this.#requests.get(params.requestId);
    if (method === "Network.requestWillBeSent") this.#start(params);
    else if (!request) return;
    else if (method === "Network.dataReceived") request.parts.push([params.timestamp, params.encodedDataLength]);
    else if (method === "Network.loadingFinished") {
      request.end = params.timestamp;
      request.bytes = params.encodedDataLength;
    }
  }

  #start({ requestId, request, timestamp, wallTime }) {
    // Network times are seconds of a monotonic clock; one event tells how far it is from the epoch.
    this.#clock ??= wallTime - timestamp;
    if (!request.url.startsWith(`${this.#origin}/`)) return;
    this.#requests.set(requestId, { url: request.url, start: timestamp, parts: [], end: Infinity, bytes: 0 });
  }

  /** `moment` in milliseconds since the epoch. */
  until(moment) {
    const now = moment / 1000 - (this.#clock ?? 0);
    const begun = [...this.#requests.values()].filter(({ start }) => start <= now);
    return {
      requests: begun.length,
      bytes: begun.reduce((sum, request) => sum + bytesUntil(request, now), 0),
      urls: begun.map(({ url }) => url),
    };
  }
}

function bytesUntil({ parts, end, bytes }, now) {
  if (end <= now) return bytes;
  return parts.filter(([at]) => at <= now).reduce((sum, [, length]) => sum + length, 0);
}
