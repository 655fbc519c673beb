"""The tables of the store in PostgreSQL, and what they forbid whoever writes."""

__all__ = ["TABLES"]

#: `lm_commit` is a change in one call, so that nothing is locked while a client thinks; false is for what does not
#: hold. The triggers hold whoever writes: a lead that is held goes to nobody else, no rep gets more than there is room
#: for, what is held is counted by the database itself, and entries have no gaps. Ids are ordered as Python orders text.
TABLES = """
CREATE TABLE lm_schema (version integer NOT NULL);
CREATE TABLE lm_rep (
  id text COLLATE "C" PRIMARY KEY,
  capacity integer CHECK (capacity >= 0),
  held integer NOT NULL DEFAULT 0 CHECK (held >= 0)
);
CREATE TABLE lm_lead (
  id text COLLATE "C" PRIMARY KEY,
  since bigint NOT NULL,
  waits boolean NOT NULL DEFAULT true,
  owner text COLLATE "C" REFERENCES lm_rep (id),
  version integer NOT NULL DEFAULT 0,
  CHECK (NOT waits OR owner IS NULL)
);
CREATE INDEX lm_lead_waits ON lm_lead (since, id) WHERE waits;
CREATE TABLE lm_ledger (name text COLLATE "C" PRIMARY KEY, number integer NOT NULL);
CREATE TABLE lm_entry (
  ledger text COLLATE "C",
  number integer CHECK (number > 0),
  body text NOT NULL,
  PRIMARY KEY (ledger, number)
);
CREATE TABLE lm_event (
  place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text NOT NULL UNIQUE,
  lead text NOT NULL,
  body text NOT NULL
);
CREATE INDEX lm_event_lead ON lm_event (lead, place);
CREATE TABLE lm_answer (key text PRIMARY KEY, body text NOT NULL);

CREATE FUNCTION lm_lead_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.version <> OLD.version + 1 OR (NEW.owner IS NOT NULL AND NOT OLD.waits) THEN
    RAISE EXCEPTION 'the lead does not wait, or has changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lm_lead_once BEFORE UPDATE ON lm_lead FOR EACH ROW EXECUTE FUNCTION lm_lead_once();

CREATE FUNCTION lm_lead_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE lm_rep SET held = held - 1 WHERE id = OLD.owner;
  UPDATE lm_rep SET held = held + 1 WHERE id = NEW.owner;
  RETURN NULL;
END $$;
CREATE TRIGGER lm_lead_held AFTER UPDATE OF owner ON lm_lead FOR EACH ROW
WHEN (OLD.owner IS DISTINCT FROM NEW.owner) EXECUTE FUNCTION lm_lead_held();

CREATE FUNCTION lm_rep_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the rep has no room' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER lm_rep_room BEFORE UPDATE OF held ON lm_rep FOR EACH ROW
WHEN (NEW.held > OLD.held AND NEW.held > NEW.capacity) EXECUTE FUNCTION lm_rep_room();

CREATE FUNCTION lm_entry_next() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.number = 1 THEN
    INSERT INTO lm_ledger VALUES (NEW.ledger, 1);
    RETURN NEW;
  END IF;
  UPDATE lm_ledger SET number = NEW.number WHERE name = NEW.ledger AND number = NEW.number - 1;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the entry is not the next one' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lm_entry_next BEFORE INSERT ON lm_entry FOR EACH ROW EXECUTE FUNCTION lm_entry_next();

CREATE FUNCTION lm_commit(
  the_lead text, the_waits boolean, the_owner text, the_version integer,
  the_ledger text, the_number integer, the_entry text,
  event_ids text[], event_bodies text[], the_key text, the_answer text
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  IF the_number > 1 THEN
    PERFORM 1 FROM lm_ledger WHERE name = the_ledger AND number = the_number - 1 FOR UPDATE;
    IF NOT FOUND THEN RETURN false; END IF;
  END IF;
  PERFORM 1 FROM lm_lead
    WHERE id = the_lead AND version = the_version AND (the_owner IS NULL OR waits) FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  IF the_owner IS NOT NULL THEN
    PERFORM 1 FROM lm_rep WHERE id = the_owner AND (capacity IS NULL OR held < capacity) FOR UPDATE;
    IF NOT FOUND THEN RETURN false; END IF;
  END IF;
  PERFORM 1 FROM lm_answer WHERE key = the_key;
  IF FOUND THEN RETURN false; END IF;
  IF the_number IS NOT NULL THEN
    INSERT INTO lm_entry VALUES (the_ledger, the_number, the_entry);
  END IF;
  UPDATE lm_lead SET waits = the_waits, owner = the_owner, version = the_version + 1 WHERE id = the_lead;
  INSERT INTO lm_event (id, lead, body)
    SELECT told.id, the_lead, told.body FROM unnest(event_ids, event_bodies) WITH ORDINALITY AS told (id, body, place)
    ORDER BY told.place;
  INSERT INTO lm_answer VALUES (the_key, the_answer);
  RETURN true;
END $$;
"""
