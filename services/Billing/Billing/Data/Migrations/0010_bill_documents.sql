-- A bill as it was printed first (features.md B7): whoever asks again gets the same bytes, whatever happened since.

create table bill_documents (
  bill_id     uuid        not null references bills (id),
  language    text        not null check (language in ('zh', 'en')),
  sha256      text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
  content     bytea       not null,
  rendered_at timestamptz not null,
  primary key (bill_id, language)
);
