-- Texts from phones, and texts to them from a number of their own (features.md V3, V4).

-- Kannel calls until it is answered and may call twice: its own id tells a repetition from a second text.
create table inbound_messages (
  id          uuid        primary key,
  gateway_id  text        not null unique,
  sender      text        not null,
  receiver    text        not null,
  text        text        not null,
  received_at timestamptz not null
);

-- A prompt goes out from its own reply number; null: the operator's.
alter table messages add column sender text;
