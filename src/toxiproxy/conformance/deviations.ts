/** One thing in which the embedded server differs from Toxiproxy 2.12 on purpose. */
export interface Deviation {
  /** What the original does. */
  readonly original: string;
  /** What the embedded server does. */
  readonly embedded: string;
  readonly why: string;
  /** Whether the option `strict` of the embedded server makes it do what the original does. */
  readonly strict: boolean;
}

/** Everything in which the two servers differ on purpose; the suite takes its expectations from here, and so does docs/toxiproxy.md. */
export const deviations = {
  'stalled reader': {
    original:
      'Adding, changing or removing a toxic and `/reset` hang while a connection has data that nobody reads, or that a toxic further on holds (`bandwidth` 0); then 503 after 25 s.',
    embedded: 'Every request is answered at once, whoever reads or holds, or does not.',
    why: 'A test that cannot take a fault away hangs with the system that it tests (upstream issues 558, 412, 254, 500).',
    strict: false,
  },
  'killing attributes': {
    original: 'A negative `rate`, a slicer without `average_size`, or one with a `size_variation` as large, ends the whole server process.',
    embedded: 'A rate below 0 is 0; a slicer without an average passes chunks whole; no piece is empty.',
    why: 'One wrong number must not end the tests of everybody else (upstream issue 541).',
    strict: false,
  },
  'late reset_peer': {
    original: 'Connections that were open before `reset_peer` came are closed with a FIN.',
    embedded: 'They are reset as well.',
    why: 'The toxic says reset; whether a pool opened its connection earlier is not for a test to know.',
    strict: true,
  },
  'lasting reset_peer': {
    original: 'A connection opened while `reset_peer` is there ends with a reset for ever, even with toxicity 0 or after removal.',
    embedded: 'Only a toxic that strikes resets; otherwise the connection ends as without it.',
    why: 'A fault that was healed must leave nothing behind (upstream issues 603, 465).',
    strict: true,
  },
  'waiting reset_peer': {
    original: 'Once struck, removing it is answered only after its `timeout`.',
    embedded: 'Removing it resets what it struck, at once.',
    why: 'Healing never waits.',
    strict: false,
  },
  draws: {
    original: 'Toxicity is drawn from the clock, and drawn anew whenever the toxic or its neighbour is changed.',
    embedded: 'One draw for each connection and toxic, from `seed`; an update changes what the draw is compared with.',
    why: 'The same seed must give the same run, and an unrelated change must not heal or strike anybody.',
    strict: true,
  },
  'loopback by default': {
    original:
      'No host, `0.0.0.0` and `[::]` mean every interface, shown as `[::]:port`; saying `:port` or `0.0.0.0:port` again restarts the proxy.',
    embedded: 'They mean 127.0.0.1, or every interface with `allowExternal`; saying it again changes nothing.',
    why: 'A test on a laptop should not open ports to the network.',
    strict: false,
  },
  'foreign host names': {
    original: 'The `Host` header is not looked at.',
    embedded: 'Names other than localhost and addresses get 403, unless `allowExternal`.',
    why: 'A web page can otherwise drive the API by DNS rebinding (upstream issue 219).',
    strict: false,
  },
  'toxics at creation': {
    original: '`toxics` in the body of a create or populate is ignored without a word.',
    embedded: 'They are created with the proxy, all or nothing.',
    why: 'The wish most often made since 2015 (upstream issues 79, 281, 447, 510).',
    strict: true,
  },
  'more types': {
    original: '400 `invalid toxic type`.',
    embedded: 'Further types, named by `GET /capabilities`.',
    why: 'Faults that users ask for; a client asks for the capability before it relies on one.',
    strict: true,
  },
  'more fields of toxics': {
    original:
      '`after_ms`, `for_ms`, `every_ms`, `skip_connections`, `max_connections` and `match` are ignored without a word, whatever they hold.',
    embedded: 'They are read, and refused with 400 where they make no sense; answers show those that are set.',
    why: 'Faults that begin and end by themselves, and that hit one request and not its neighbour (upstream issues 404, 244).',
    strict: true,
  },
  'more fields of proxies': {
    original: '`on_dial_error` and `accept` are ignored without a word, whatever they hold.',
    embedded: 'They are read, and refused with 400 where they name no choice; answers show those that are not as by default.',
    why: 'A proxy can then be as dead as its upstream (upstream issues 265, 410).',
    strict: true,
  },
  'own routes': {
    original: '404 for `/capabilities`, `/activity`, `/connections` and `/log`; no `X-Toxiproxy-Server` header.',
    embedded: 'They exist, and every answer says `X-Toxiproxy-Server: embedded/…`.',
    why: 'A harness has to know what it talks to, and which fault touched what.',
    strict: false,
  },
  'live counters': {
    original: 'The counters of `/metrics` move when a connection ends.',
    embedded: 'They move at once.',
    why: 'A connection may last as long as the system that is watched.',
    strict: false,
  },
  'runtime metrics': {
    original: 'The families of `-runtime-metrics` are those of Go: `go_goroutines`, `go_build_info` and so on.',
    embedded: 'They are those of Node: `nodejs_version_info`, `nodejs_heap_size_used_bytes` and so on; `process_*` are in both.',
    why: 'There are no goroutines to count.',
    strict: false,
  },
  'reset goes on': {
    original: '`/reset` stops at the first proxy that cannot be started; which others were reset is left to chance.',
    embedded: 'All others are reset, then the same 500 is answered.',
    why: 'Healing takes away as much as it can.',
    strict: true,
  },
  'deep bodies': {
    original: 'JSON may be nested 10,000 deep.',
    embedded: '100 deep; what is deeper is a bad request.',
    why: 'The API needs four levels.',
    strict: false,
  },
  'broken UTF-8': {
    original: 'A byte that is no UTF-8 is called by its number where a body is refused for it, and is one replacement character in a name.',
    embedded: 'It is called as the replacement character, and up to three in a row are one.',
    why: 'Bodies are text before they are JSON; neither server lets the byte through.',
    strict: false,
  },
  'long bodies': {
    original: 'A body may have any length.',
    embedded: 'At most 8 MiB; what is longer is a bad request.',
    why: 'Ten thousand proxies fit in two.',
    strict: false,
  },
  'large numbers': {
    original: 'Attributes are whole numbers of 64 bits.',
    embedded: 'Of 53 bits; larger ones are refused.',
    why: 'JavaScript would round them without a word; 2^53 milliseconds are 285,000 years.',
    strict: false,
  },
  'service names': {
    original: 'A port may be the name of a service: `127.0.0.1:http`.',
    embedded: '500 `unknown port`.',
    why: 'Node knows no table of services.',
    strict: false,
  },
  'odd requests': {
    original:
      'Methods of any name get 405 or 404; an unknown transfer encoding gets 501; paths may have bytes outside ASCII; an unknown `Expect` is 417 where the path is right.',
    embedded: '400 for the first three, 417 for any path.',
    why: 'Node refuses them before the server sees them.',
    strict: false,
  },
  'answers to broken paths': {
    original:
      'Answers a path with a broken percent sign before it reads the headers, tells no length, and closes; where more than 4 KiB were left unread, that is a reset.',
    embedded: 'The answer has a length, and the connection lives on.',
    why: 'A client that is a little slow would take the whole answer for lost.',
    strict: false,
  },
  'key Logger': {
    original: 'A body with a `Logger` of another type than object is refused.',
    embedded: '`Logger` is not read.',
    why: 'It is a slip of the original.',
    strict: false,
  },
} as const satisfies Readonly<Record<string, Deviation>>;

/** The name of a row of the table. */
export type DeviationName = keyof typeof deviations;
