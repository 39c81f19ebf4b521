/** Marks a file as ours, in its header: “WLcs”. https://www.sqlite.org/pragma.html#pragma_application_id */
export const applicationId = 0x57_4c_63_73

/**
 * What makes each version of the schema of the one before it; the first makes it of nothing. What stands here was
 * released: it is never changed, only added to.
 */
export const migrations: readonly string[] = [
  `
  create table room (
    id integer primary key,
    key text not null unique,
    platform text not null,
    account text not null,
    room text not null,
    kind text not null
  );

  -- Everything heard, each event once, in the order it was heard. A row of type 'message' is also that message as it
  -- stands now: its state, its version, the edit that replaced it and the words a search finds it by.
  create table event (
    id integer primary key,
    key text not null unique,
    room_id integer references room (id),
    type text not null,
    received_at integer not null,
    sent_at integer,
    author_id text,
    state text not null default 'shown' check (state in ('shown', 'deleted', 'erased')),
    version integer not null default 0,
    current_id integer,
    words text,
    body text
  );
  create index event_history on event (room_id) where type = 'message' and state = 'shown';

  -- One trigram of each column is enough to find rows by; that they match is seen by looking at them. So it keeps no
  -- text and no positions. Room, author and kind are each one made-up trigram.
  create virtual table search using fts5 (
    words, room, author, kind,
    content = '', columnsize = 0, detail = none, tokenize = 'trigram'
  );
  -- Fewer, larger pieces: a fifth more rows a second.
  insert into search (search, rank) values ('pgsz', 4000), ('automerge', 8);
  -- Not 'secure-delete': with detail = none, SQLite 3.53 loses rows when one is taken out and put back in one transaction.

  create table cursor (
    room_key text not null,
    via text not null,
    cursor text not null,
    primary key (room_key, via)
  ) without rowid;

  -- Without an owner: committed.
  create table claim (
    key text primary key,
    owner text,
    ends_at integer not null
  ) without rowid;
  create index claim_end on claim (ends_at);

  create table lease (
    name text primary key,
    owner text not null,
    epoch integer not null,
    ends_at integer not null
  ) without rowid;

  create table outbox (
    position integer primary key,
    key text not null unique,
    -- When it was over; absent: it is to be sent.
    over_at integer,
    item text not null
  );
  create index outbox_over on outbox (over_at);

  create table dead_letter (
    position integer primary key,
    key text not null unique,
    letter text not null
  );

  create table key_value (
    key text primary key,
    value text not null,
    ends_at integer
  ) without rowid;

  create table token (
    name text primary key,
    token text not null
  ) without rowid;
  `,
  `
  -- Between which rows the messages of an hour lie, so that a search in a span of time looks nowhere else.
  create table hour (
    hour integer primary key,
    first_id integer not null,
    last_id integer not null
  );
  insert into hour (hour, first_id, last_id)
    select cast(coalesce(sent_at, received_at) / 3600000 as integer), min(id), max(id) from event where words is not null group by 1;
  `,
]
