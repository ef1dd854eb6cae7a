-- What a city would make of PostgreSQL for the engine's counter load: sessions that know their next number, who leads by place
-- and category, demands, and the queue of each lead. A function call is one transaction, durable when it has returned.

CREATE TABLE chain (chain int PRIMARY KEY, posts int[] NOT NULL);

CREATE TABLE route (
  place int, category int, severity smallint NOT NULL, lead bigint NOT NULL, chain int NOT NULL,
  PRIMARY KEY (place, category) INCLUDE (severity, lead, chain)
);

-- The rows are updated all the time: room for the new ones on the same page spares the index.
CREATE TABLE session (session int PRIMARY KEY, expected int NOT NULL DEFAULT 1) WITH (fillfactor = 10);

CREATE TABLE demand (
  id bigint GENERATED ALWAYS AS IDENTITY,
  session int NOT NULL, number int NOT NULL,
  received timestamptz NOT NULL DEFAULT now(),
  place int NOT NULL, category int NOT NULL, severity smallint NOT NULL,
  lead bigint NOT NULL, chain int NOT NULL,
  stage smallint NOT NULL DEFAULT 0, -- 0: submitted, not accepted yet
  text text NOT NULL, contact text NOT NULL,
  PRIMARY KEY (session, number)
);

-- A lead's queue: what it has not accepted, oldest first.
CREATE INDEX queue ON demand (lead, id) WHERE stage = 0;

-- One demand. A number that was seen before gets the answer that it got then.
CREATE FUNCTION submit(a_session int, a_number int, a_place int, a_category int, a_text text, a_contact text,
                       OUT id bigint, OUT lead bigint, OUT is_repeat boolean) LANGUAGE plpgsql AS $$
BEGIN
  WITH taken AS (
    UPDATE session SET expected = a_number + 1 WHERE session = a_session AND expected = a_number RETURNING session
  )
  INSERT INTO demand (session, number, place, category, severity, lead, chain, text, contact)
    SELECT a_session, a_number, a_place, a_category, route.severity, route.lead, route.chain, a_text, a_contact
      FROM taken, route WHERE route.place = a_place AND route.category = a_category
    RETURNING demand.id, demand.lead, false INTO id, lead, is_repeat;
  IF FOUND THEN RETURN; END IF;
  SELECT demand.id, demand.lead, true INTO id, lead, is_repeat
    FROM demand WHERE session = a_session AND number = a_number;
  IF NOT FOUND THEN
    RAISE 'number % of session % is not the next, or there is no place % or category %',
      a_number, a_session, a_place, a_category;
  END IF;
END $$;

-- Demands with the numbers from `a_first`, all or none. Those seen before get the answers that they got then.
CREATE FUNCTION submit_many(a_session int, a_first int, places int[], categories int[], texts text[], contacts text[],
                            OUT ids bigint[], OUT leads bigint[], OUT is_repeat boolean) LANGUAGE plpgsql AS $$
DECLARE
  after_last int := a_first + cardinality(places);
  seen_before int := 0;
BEGIN
  UPDATE session SET expected = after_last WHERE session = a_session AND expected = a_first;
  IF NOT FOUND THEN
    SELECT expected - a_first INTO seen_before FROM session WHERE session = a_session FOR UPDATE;
    IF NOT FOUND OR seen_before < 0 THEN RAISE 'number % of session % is not the next', a_first, a_session; END IF;
    UPDATE session SET expected = after_last WHERE session = a_session AND expected < after_last;
  END IF;
  WITH added AS (
    INSERT INTO demand (session, number, place, category, severity, lead, chain, text, contact)
      SELECT a_session, a_first + nth::int - 1, sent.place, sent.category, route.severity, route.lead, route.chain,
             sent.text, sent.contact
        FROM unnest(places, categories, texts, contacts) WITH ORDINALITY AS sent (place, category, text, contact, nth)
        JOIN route ON route.place = sent.place AND route.category = sent.category
        WHERE nth > seen_before
      RETURNING id, lead, number
  )
  SELECT array_agg(id ORDER BY number), array_agg(lead ORDER BY number) INTO ids, leads FROM added;
  is_repeat := seen_before >= cardinality(places);
  IF coalesce(cardinality(ids), 0) <> greatest(cardinality(places) - seen_before, 0) THEN
    RAISE 'a place or category is unknown';
  END IF;
  IF seen_before > 0 THEN
    SELECT array_agg(id ORDER BY number), array_agg(demand.lead ORDER BY number) INTO ids, leads
      FROM demand WHERE session = a_session AND number >= a_first AND number < after_last;
  END IF;
END $$;
