/** Every bound of the embedded server, with its reason. Reaching one is an answer or a closed connection, never a hang. */
export const limits = {
  /** Bytes of one request body: a populate with ten thousand proxies is under two megabytes. */
  bodyBytesMax: 8 * 1024 * 1024,
  /** Bytes of the headers of one request, the line with its path included (the figure of Toxiproxy 2.x). */
  headerBytesMax: 1024 * 1024,
  /** Nesting of a JSON body; the API needs four levels. */
  jsonDepthMax: 100,
  /** Open connections of one proxy; more are closed on arrival. */
  connectionsMax: 10_000,
  /** Chunks that a latency toxic may queue, so that delay does not throttle (the figure of Toxiproxy 2.x). */
  latencyChunksMax: 1024,
  /** Bytes that one latency toxic may queue, because Node's chunks are up to 64 KiB. */
  latencyBytesMax: 32 * 1024 * 1024,
  /** Bytes that one direction of a connection may hold in all; adding and removing toxics cannot pile up more. */
  linkBytesMax: 64 * 1024 * 1024,
  /** Socket buffer above which the sender is paused. */
  socketBytesMax: 128 * 1024,
  /** Bytes of one read of a dialled socket; Node's own figure. */
  readBytesMax: 64 * 1024,
  /** How long a reset waits for bytes already accepted to leave this process. */
  resetFlushMillisMax: 250,
  /** Longest wait of one timer (Node's own limit); longer waits are asked again. */
  timerMillisMax: 2_147_483_647,
  /** Toxic names that a proxy remembers for draws and hit counts; the oldest goes first. */
  toxicNamesMax: 4096,
  /** Toxic names that a connection remembers for its hit counts; of a thousand connections each count costs some hundred kilobytes. */
  connectionToxicNamesMax: 64,
  /** How long until an upstream that could not be dialled is tried again: at first, and at most. */
  probeMillisMin: 50,
  /** @see probeMillisMin */
  probeMillisMax: 1000,
  /** How long one such try may take. */
  probeAnswerMillisMax: 1000,
  /** Connections that fill the queue of a black hole; Linux needs two. */
  fillersMax: 8,
  /** A connection to loopback that is not there after this long will not come. */
  fillerMillis: 200,
  /** Records of what toxics did that are kept: about a megabyte, four where all connections are read as HTTP. */
  journalMax: 8192,
  /** Requests of one record: those that a connection had under way when it ended. */
  journalRequestsMax: 16,
  /** Characters of a path or key in a record. */
  journalTextMax: 256,
  /** Records of one answer. */
  journalPageMax: 1000,
  /** Bytes of the head of one HTTP message on its way through a proxy; with a longer one the connection is no longer read as HTTP. */
  httpHeadBytesMax: 64 * 1024,
  /** How long an unfinished head is kept back, so that what is no HTTP after all is not. */
  httpHeadMillisMax: 2000,
  /** Bytes of the line in front of a chunk. */
  httpChunkLineBytesMax: 4096,
  /** Requests of one connection that have no answer yet. */
  httpExchangesMax: 1024,
  /** Bytes of a request or response that is kept to be sent again; longer ones are not. */
  httpCopyBytesMax: 16 * 1024 * 1024,
  /** Bytes of the responses that one toxic remembers. */
  httpRecordsBytesMax: 64 * 1024 * 1024,
  /** Paths whose responses it remembers. */
  httpRecordsMax: 4096,
  /** Requests of one proxy that are delivered on connections of their own, at once. */
  errandsMax: 1000,
  /** How long such a connection may be silent. */
  errandMillisMax: 120_000,
  /** An idle control connection is kept this long, as Toxiproxy 2.x does. */
  keepAliveMillisMax: 60_000,
} as const;
