-- Letters for which somebody waits go first: 0, all others 1. The index gives the next ones in their order.

ALTER TABLE letters ADD COLUMN lane BIGINT NOT NULL DEFAULT 1;
UPDATE letters SET lane = 0 WHERE date = 'confirm';
DROP INDEX letters_by_state;
CREATE INDEX letters_by_turn ON letters (state, lane, at, key);
